/**
 * The application's database: statements with parameters, transactions and the tables themselves.
 *
 * <p>Start at {@link dev.scimlet.examples.mediusflow.database.Database}. The same statements run on H2 and on
 * PostgreSQL. {@link dev.scimlet.examples.mediusflow.database.Tables} brings an empty or older database up to date when
 * the application starts. What the rows mean is known by the packages that read them, not here. This is plain JDBC, not
 * an object mapper.
 */
@NullMarked
package dev.scimlet.examples.mediusflow.database;

import org.jspecify.annotations.NullMarked;
