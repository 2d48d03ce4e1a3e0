/**
 * What every module of the library shares: the one exception that travels to a client, and its keywords.
 *
 * <p>Resources live in {@link dev.scimlet.core.resource}, their definitions in {@link dev.scimlet.core.schema}.
 */
@NullMarked
package dev.scimlet.core;

import org.jspecify.annotations.NullMarked;
