/**
 * A host application of Scimlet.
 */
@NullMarked
package dev.scimlet.examples.quickstart;

import org.jspecify.annotations.NullMarked;
