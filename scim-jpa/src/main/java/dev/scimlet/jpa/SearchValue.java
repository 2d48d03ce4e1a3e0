package dev.scimlet.jpa;

import dev.scimlet.filter.CompareOperator;
import jakarta.persistence.criteria.Predicate;

/** A single value that conditions look at, or that entities are ordered by. */
interface SearchValue {

    /** There is a value, be it an empty text. */
    Predicate exists();

    /** The value compares so; false or unknown where there is none. */
    Predicate compare(CompareOperator operator, Object operand);

    /**
     * What entities are ordered by.
     *
     * @throws dev.scimlet.core.ScimException {@code invalidValue} if the order of the attribute is not that of the values
     */
    SortKey sortKey();
}
