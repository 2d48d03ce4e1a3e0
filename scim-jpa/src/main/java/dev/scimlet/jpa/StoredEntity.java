package dev.scimlet.jpa;

import dev.scimlet.core.resource.Attributes;
import org.jspecify.annotations.Nullable;

/**
 * What a query gave of one entity.
 *
 * @param id its id
 * @param version what its version attribute holds
 * @param created what its attribute holds, as that of lastModified
 * @param sortKey what it is ordered by, where that was asked for
 * @param values for each line what the attribute holds; null for none and for lists
 * @param rest what no line takes, as JSON
 * @param kept the same as attributes, where it need not be read: it has just been written
 */
record StoredEntity(
        Object id,
        @Nullable Object version,
        @Nullable Object created,
        @Nullable Object lastModified,
        @Nullable Object sortKey,
        @Nullable Object[] values,
        @Nullable String rest,
        @Nullable Attributes kept) {}
