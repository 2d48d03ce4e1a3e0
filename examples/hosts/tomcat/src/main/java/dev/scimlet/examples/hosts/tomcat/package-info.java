/** The application on Tomcat. */
@NullMarked
package dev.scimlet.examples.hosts.tomcat;

import org.jspecify.annotations.NullMarked;
