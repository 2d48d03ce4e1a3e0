/**
 * SCIM paths bound to what a host has: the getters and setters of its entities, or the columns of its tables.
 *
 * <p>Start at {@link dev.scimlet.spi.mapping.ResourceMapping}, a table that reads like the one an administrator sees in
 * Entra ID, and {@link dev.scimlet.spi.mapping.EntityRepository}, which makes a repository of it and of a small {@link
 * dev.scimlet.spi.mapping.EntityStore}. {@link dev.scimlet.spi.mapping.MappedType} is what every mapping shares: which
 * paths are bound, the resource type pruned to them, and what is left over. {@link
 * dev.scimlet.spi.mapping.MappedSearch} translates filters and orders to another query language, of which a store says the
 * {@link dev.scimlet.spi.mapping.SearchLeaves}. Mistakes in a mapping are found when it is built, with the line to mend.
 * Nothing here stores.
 */
@NullMarked
package dev.scimlet.spi.mapping;

import org.jspecify.annotations.NullMarked;
