/**
 * What SQL tables bear: two servers over one database, of which one is killed, and a million users.
 *
 * <p>Both programs start a PostgreSQL of their own and servers as processes of their own, check what they find, and print
 * tables in Markdown.
 */
@NullMarked
package dev.scimlet.benchmarks.sql;

import org.jspecify.annotations.NullMarked;
