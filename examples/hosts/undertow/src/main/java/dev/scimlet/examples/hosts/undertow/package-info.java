/** The application on Undertow. */
@NullMarked
package dev.scimlet.examples.hosts.undertow;

import org.jspecify.annotations.NullMarked;
