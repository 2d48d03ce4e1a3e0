/**
 * The parts of a query: sorting, paging and projection (RFC 7644 §3.4.2, §3.9, RFC 9865).
 *
 * <p>A store meets {@link dev.scimlet.core.query.Sort} and {@link dev.scimlet.core.query.Page} in the query that it is
 * asked; {@link dev.scimlet.core.query.Projection} is what a client gets to see of the answer. Everything is bound to a
 * resource type; nothing here reads parameters or writes answers.
 */
@NullMarked
package dev.scimlet.core.query;

import org.jspecify.annotations.NullMarked;
