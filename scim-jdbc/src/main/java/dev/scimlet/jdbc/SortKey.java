package dev.scimlet.jdbc;

import java.util.function.Consumer;

/**
 * What rows are ordered by: an expression, and how it orders.
 *
 * @param kind what the expression gives
 * @param expression writes it
 */
record SortKey(Kind kind, Consumer<Sql> expression) {

    static SortKey of(Searchable searchable) {
        return new SortKey(searchable.sortKind(), sql -> sql.add(searchable.sortExpression(sql.dialect())));
    }

    /** The same order of another expression. */
    SortKey with(Consumer<Sql> other) {
        return new SortKey(kind, other);
    }

    void write(Sql sql) {
        expression.accept(sql);
    }

    /** The expression in the form that orders right: texts by code point. */
    void writeOrdered(Sql sql) {
        if (kind != Kind.TEXT) {
            write(sql);
            return;
        }
        Sql plain = sql.nested();
        write(plain);
        sql.add(sql.dialect().byCodePoint(plain.toString())).parametersOf(plain);
    }

    /** A question mark for a value of the key, in the form that compares right. */
    void writeValue(Sql sql, Object value) {
        sql.add(kind == Kind.TEXT ? sql.dialect().byCodePoint("?") : "?").parameter(kind, value);
    }
}
