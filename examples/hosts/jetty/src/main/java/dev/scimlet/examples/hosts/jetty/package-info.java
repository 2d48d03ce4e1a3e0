/** The application on Jetty. */
@NullMarked
package dev.scimlet.examples.hosts.jetty;

import org.jspecify.annotations.NullMarked;
