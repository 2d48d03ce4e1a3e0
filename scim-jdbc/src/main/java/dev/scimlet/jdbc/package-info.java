/**
 * Resources in the host's own SQL tables.
 */
@NullMarked
package dev.scimlet.jdbc;

import org.jspecify.annotations.NullMarked;
