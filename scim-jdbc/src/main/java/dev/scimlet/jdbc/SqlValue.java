package dev.scimlet.jdbc;

import dev.scimlet.filter.CompareOperator;
import dev.scimlet.jdbc.sql.Condition;

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

    /** A value in the form in which it orders; it is compared with keys of positions. */
    static SqlValue sortedBy(SortKey key) {
        return new SqlValue() {
            @Override
            public Condition exists() {
                return (sql, holds) -> {
                    key.write(sql);
                    sql.add(holds ? " IS NOT NULL" : " IS NULL");
                };
            }

            @Override
            public Condition compare(CompareOperator operator, Object operand) {
                Object raw = key.raw(operand);
                return (sql, holds) -> {
                    key.writeCompared(sql);
                    sql.add(holds ? sign(operator) : opposite(operator));
                    key.writeValue(sql, raw);
                };
            }

            @Override
            public SortKey sortKey() {
                return key;
            }
        };
    }

    private static String sign(CompareOperator operator) {
        return switch (operator) {
            case GT -> " > ";
            case GE -> " >= ";
            case LT -> " < ";
            case LE -> " <= ";
            default -> throw new AssertionError("does not order: " + operator);
        };
    }

    private static String opposite(CompareOperator operator) {
        return switch (operator) {
            case GT -> " <= ";
            case GE -> " < ";
            case LT -> " >= ";
            case LE -> " > ";
            default -> throw new AssertionError("does not order: " + operator);
        };
    }
}
