/** The application on Quarkus. */
@NullMarked
package dev.scimlet.examples.hosts.quarkus;

import org.jspecify.annotations.NullMarked;
