/**
 * JSON as the testkit's callers see it: values that are compared, pointed into and written, whatever reads them.
 *
 * <p>Start at {@link dev.scimlet.testkit.json.Json}. The model keeps what a client could stumble over and a
 * convenient reader would hide: the order and spelling of keys, nulls, and whether a number was written as an integer.
 * {@link dev.scimlet.testkit.json.PlainJson} has the same as maps and lists, for clients that build and change bodies.
 */
@NullMarked
package dev.scimlet.testkit.json;

import org.jspecify.annotations.NullMarked;
