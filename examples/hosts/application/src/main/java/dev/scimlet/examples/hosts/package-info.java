/** What is the same on every host. */
@NullMarked
package dev.scimlet.examples.hosts;

import org.jspecify.annotations.NullMarked;
