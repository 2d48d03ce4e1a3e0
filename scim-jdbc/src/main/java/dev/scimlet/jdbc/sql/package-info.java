/**
 * SQL without SCIM: texts of statements with their parameters, kinds of columns, names, times, what the catalog tells of
 * tables, and where the databases differ.
 *
 * <p>Start at {@link dev.scimlet.jdbc.sql.Sql}; whatever one database does another way is a method of {@link
 * dev.scimlet.jdbc.sql.Dialect}. Nothing here knows resources, attributes or mappings, and nobody outside of this module
 * sees it.
 */
@NullMarked
package dev.scimlet.jdbc.sql;

import org.jspecify.annotations.NullMarked;
