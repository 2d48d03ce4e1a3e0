/**
 * Employees and the table that they have been kept in since the application began.
 *
 * <p>Start at {@link dev.scimlet.examples.blink.database.Employee}; {@link dev.scimlet.examples.blink.database.Database}
 * runs statements. Properties and columns have the application's own names. Nothing here knows SCIM.
 */
@NullMarked
package dev.scimlet.examples.blink.database;

import org.jspecify.annotations.NullMarked;
