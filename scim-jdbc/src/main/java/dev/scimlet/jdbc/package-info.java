/**
 * Resources in the host's own SQL tables.
 *
 * <p>Start at {@link dev.scimlet.jdbc.JdbcRepository}: it binds paths, in the notation of Entra ID's mapping table, to
 * columns, and lists to tables of their own. H2, PostgreSQL and what speaks like it, MariaDB and MySQL are supported:
 * what one of them does another way stands in a class of its own, and statements use no functions, triggers, sequences or
 * advisory locks of one product. Nodes keep no state, so several may serve the same
 * tables; {@code docs/jdbc.md} leads from a users table to the first provisioned user. Nothing here knows HTTP, and nothing
 * creates tables by itself.
 */
@NullMarked
package dev.scimlet.jdbc;

import org.jspecify.annotations.NullMarked;
