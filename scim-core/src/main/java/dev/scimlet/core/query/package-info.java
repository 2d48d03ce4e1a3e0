/**
 * Queries: sorting, paging and projection (RFC 7644 §3.4.2, §3.9, RFC 9865).
 *
 * <p>Start at {@link dev.scimlet.core.query.Query}, which is what a store is asked. Everything is bound to a resource
 * type; nothing here reads parameters or writes answers.
 */
@NullMarked
package dev.scimlet.core.query;

import org.jspecify.annotations.NullMarked;
