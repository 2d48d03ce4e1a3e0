package dev.scimlet.jdbc;

import dev.scimlet.filter.CompareOperator;

/** A single value that conditions look at, or that rows are ordered by. */
interface SqlValue {

    /** There is a value, be it an empty text. */
    Condition exists();

    /** The value compares so; false or unknown where there is none. */
    Condition compare(CompareOperator operator, Object operand);

    /**
     * What rows are ordered by.
     *
     * @throws dev.scimlet.core.ScimException {@code invalidValue} if the order of the column is not that of the values
     */
    SortKey sortKey();

    /** A value of which no more is asked than its order. */
    static SqlValue sortedBy(SortKey key) {
        return new SqlValue() {
            @Override
            public Condition exists() {
                throw new IllegalStateException("made for an order");
            }

            @Override
            public Condition compare(CompareOperator operator, Object operand) {
                throw new IllegalStateException("made for an order");
            }

            @Override
            public SortKey sortKey() {
                return key;
            }
        };
    }
}
