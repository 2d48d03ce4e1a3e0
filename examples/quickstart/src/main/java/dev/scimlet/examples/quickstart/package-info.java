/**
 * The smallest host application of Scimlet, {@code SmallestServer}, and around it a server that can be told how to behave,
 * for testing SCIM clients.
 */
@NullMarked
package dev.scimlet.examples.quickstart;

import org.jspecify.annotations.NullMarked;
