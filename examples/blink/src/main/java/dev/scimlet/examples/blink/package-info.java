/**
 * Blink, an employee app that had a table of employees before it had provisioning.
 *
 * <p>Start at {@link dev.scimlet.examples.blink.Blink}. What is here the application has anyway: its command line, its
 * web server, its tables and the entity that it keeps in them. What it wrote to let directories in is in the package
 * {@code provisioning}, and is small. Nothing here knows SCIM.
 */
@NullMarked
package dev.scimlet.examples.blink;

import org.jspecify.annotations.NullMarked;
