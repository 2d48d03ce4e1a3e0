/**
 * Directories in SQL tables of their own.
 *
 * <p>Start at {@link dev.scimlet.directory.jdbc.JdbcDirectoryStore}. The scripts that make the tables lie beside it in the jar, a
 * folder for each database.
 */
@NullMarked
package dev.scimlet.directory.jdbc;

import org.jspecify.annotations.NullMarked;
