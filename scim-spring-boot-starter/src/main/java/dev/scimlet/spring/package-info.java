/**
 * Scimlet in a Spring Boot application: what there is among the beans becomes a service, which is mounted, let through by
 * Spring Security, observed and watched over. Each part steps back where the application defines it itself.
 *
 * <p>{@link dev.scimlet.spring.ScimProperties} has the settings; {@link dev.scimlet.spring.ScimServiceCustomizer} changes what no
 * setting changes.
 */
@NullMarked
package dev.scimlet.spring;

import org.jspecify.annotations.NullMarked;
