/**
 * The floor on SQL: what the same work over the same tables costs by hand, on the same Jetty, pool and driver.
 *
 * <p>Start at {@link dev.scimlet.benchmarks.sqlfloor.SqlFloorServer}. Each database gets the fewest statements that a good engineer
 * would write for it: see {@link dev.scimlet.benchmarks.sqlfloor.OwnTables} and {@link
 * dev.scimlet.benchmarks.sqlfloor.UsersTable}. Nothing is checked and nobody authenticated. It is a measure and nothing else:
 * what the load does not send, it does not know.
 */
@NullMarked
package dev.scimlet.benchmarks.sqlfloor;

import org.jspecify.annotations.NullMarked;
