/**
 * A host application of Scimlet.
 */
@NullMarked
package dev.scimlet.examples.blink;

import org.jspecify.annotations.NullMarked;
