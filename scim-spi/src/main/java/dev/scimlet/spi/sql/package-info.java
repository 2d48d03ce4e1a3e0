/**
 * Units of work over SQL, for stores and for whatever keeps tables of its own: where connections come from, whose
 * transactions they are in, and what a failed statement means.
 *
 * <p>Start at {@link dev.scimlet.spi.sql.SqlUnitOfWork}. Nothing here knows tables or resources.
 */
@NullMarked
package dev.scimlet.spi.sql;

import org.jspecify.annotations.NullMarked;
