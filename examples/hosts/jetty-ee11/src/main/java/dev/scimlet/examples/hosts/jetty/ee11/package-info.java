/** The application on Jetty 12.1. */
@NullMarked
package dev.scimlet.examples.hosts.jetty.ee11;

import org.jspecify.annotations.NullMarked;
