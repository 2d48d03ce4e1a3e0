/**
 * A host application of Scimlet.
 */
@NullMarked
package dev.scimlet.examples.mediusflow;

import org.jspecify.annotations.NullMarked;
