package dev.scimlet.jdbc.sql;

import java.util.List;

/**
 * A condition that can be written as it is or negated. SQL's third truth value never meets a {@code NOT}: the negation
 * is pushed down to the comparisons, which know what a missing value means (RFC 7644 §3.4.2.2).
 */
@FunctionalInterface
public interface Condition {

    /** Writes a condition that is true exactly if this one is ({@code holds}) or is not. */
    void write(Sql sql, boolean holds);

    /** Always holds. */
    Condition ALWAYS = (sql, holds) -> sql.add(holds ? "1 = 1" : "1 = 0");

    /** Never holds. */
    Condition NEVER = (sql, holds) -> ALWAYS.write(sql, !holds);

    static Condition constant(boolean value) {
        return value ? ALWAYS : NEVER;
    }

    static Condition not(Condition operand) {
        if (operand == ALWAYS || operand == NEVER) {
            return operand == ALWAYS ? NEVER : ALWAYS;
        }
        return (sql, holds) -> operand.write(sql, !holds);
    }

    static Condition all(List<Condition> operands) {
        if (operands.contains(NEVER)) {
            return NEVER;
        }
        List<Condition> open =
                operands.stream().filter(operand -> operand != ALWAYS).toList();
        return open.isEmpty()
                ? ALWAYS
                : open.size() == 1 ? open.get(0) : (sql, holds) -> chain(sql, open, holds, holds ? " AND " : " OR ");
    }

    static Condition any(List<Condition> operands) {
        return not(all(operands.stream().map(Condition::not).toList()));
    }

    private static void chain(Sql sql, List<Condition> operands, boolean holds, String word) {
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
