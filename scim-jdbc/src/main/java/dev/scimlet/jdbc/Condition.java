package dev.scimlet.jdbc;

import java.util.List;

/**
 * A condition that can be written as it is or negated. SQL's third truth value never meets a {@code NOT}: the negation
 * is pushed down to the comparisons, which know what a missing value means (RFC 7644 §3.4.2.2).
 */
@FunctionalInterface
interface Condition {

    /** Writes a condition that is true exactly if this one is ({@code holds}) or is not. */
    void write(Sql sql, boolean holds);

    static Condition constant(boolean value) {
        return (sql, holds) -> sql.add(value == holds ? "1 = 1" : "1 = 0");
    }

    static Condition not(Condition operand) {
        return (sql, holds) -> operand.write(sql, !holds);
    }

    static Condition all(List<Condition> operands) {
        return (sql, holds) -> chain(sql, operands, holds, holds ? " AND " : " OR ");
    }

    static Condition any(List<Condition> operands) {
        return (sql, holds) -> chain(sql, operands, holds, holds ? " OR " : " AND ");
    }

    /** None of no operands holds, all of them do. */
    private static void chain(Sql sql, List<Condition> operands, boolean holds, String word) {
        if (operands.isEmpty()) {
            sql.add(word.equals(" AND ") ? "1 = 1" : "1 = 0");
            return;
        }
        sql.add("(");
        for (int i = 0; i < operands.size(); i++) {
            sql.add(i == 0 ? "" : word);
            operands.get(i).write(sql, holds);
        }
        sql.add(")");
    }

    static Condition and(Condition... operands) {
        return all(List.of(operands));
    }

    static Condition or(Condition... operands) {
        return any(List.of(operands));
    }
}
