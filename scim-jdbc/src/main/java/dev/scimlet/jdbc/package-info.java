/**
 * Resources in the host's own SQL tables.
 *
 * <p>Start at {@link dev.scimlet.jdbc.JdbcRepository}: it binds paths, in the notation of Entra ID's mapping table, to
 * columns, and lists to tables of their own. H2 and PostgreSQL are supported, and what speaks PostgreSQL's language:
 * statements use {@code = ANY (array)}, {@code FOR UPDATE}, {@code NULLS FIRST} and {@code COLLATE "C"}, and no
 * functions, triggers, sequences or advisory locks of one product. Nodes keep no state, so several may serve the same
 * tables; {@code docs/jdbc.md} leads from a users table to the first provisioned user. Nothing here knows HTTP, and nothing
 * creates tables by itself.
 */
@NullMarked
package dev.scimlet.jdbc;

import org.jspecify.annotations.NullMarked;
