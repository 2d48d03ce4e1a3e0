package dev.scimlet.jdbc;

import dev.scimlet.core.resource.DateTime;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.jdbc.sql.Dialect;
import dev.scimlet.jdbc.sql.Kind;
import dev.scimlet.jdbc.sql.Sql;
import dev.scimlet.jdbc.sql.Times;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What rows are ordered by: an expression, and how it orders.
 *
 * @param kind what the expression gives
 * @param expression writes it
 * @param inBytes whether texts order by code point as they are
 */
record SortKey(Kind kind, Consumer<Sql> expression, boolean inBytes) {

    SortKey(Kind kind, Consumer<Sql> expression) {
        this(kind, expression, false);
    }

    /** The values that codes in a column stand for. */
    static SortKey ofCodes(AttributeDefinition definition, String column, Kind codeKind, Map<Object, Object> codes) {
        Object some = codes.keySet().iterator().next();
        return new SortKey(kindOf(some), sql -> {
            sql.add("CASE ").add(column);
            codes.forEach((value, code) -> {
                sql.add(" WHEN ").value(codeKind, code).add(" THEN ");
                constant(definition, value).write(sql);
            });
            sql.add(" END");
        });
    }

    /** The same for all rows. */
    static SortKey constant(AttributeDefinition definition, Object value) {
        Kind kind = kindOf(value);
        Object raw = value instanceof String text ? definition.comparison().key(text) : value;
        return new SortKey(
                kind,
                sql -> sql.add("CAST(")
                        .value(kind, raw)
                        .add(" AS ")
                        .add(sql.dialect().castType(kind))
                        .add(")"));
    }

    private static Kind kindOf(Object value) {
        return value instanceof String
                ? Kind.TEXT
                : value instanceof Boolean ? Kind.BOOLEAN : value instanceof Long ? Kind.NUMBER : Kind.DECIMAL;
    }

    /** What the database gave for the key of a row, as positions hold it. */
    static @Nullable Object key(@Nullable Object raw) {
        return raw instanceof Instant instant ? DateTime.exactly(instant) : raw;
    }

    /** What a position holds, as the database compares it. */
    Object raw(Object key) {
        try {
            return switch (kind) {
                case TEXT -> (String) key;
                case NUMBER -> key instanceof Long whole ? whole : (Object) ((BigDecimal) key).longValueExact();
                case DECIMAL -> key instanceof Long whole ? BigDecimal.valueOf(whole) : (BigDecimal) key;
                case BOOLEAN -> (Boolean) key;
                case TIME -> Times.within(((DateTime) key).instant());
                case UUID -> throw new AssertionError("keys of rows are ordered as texts");
            };
        } catch (ClassCastException | ArithmeticException ofAnotherOrder) {
            throw CursorPosition.unknown();
        }
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
        sql.add(ordered(sql.dialect(), plain.toString())).parametersOf(plain);
    }

    /** A value of the key, such as a column that holds it, in the form that orders right. */
    String ordered(Dialect dialect, String value) {
        return kind == Kind.TEXT ? dialect.byCodePoint(value, inBytes) : value;
    }

    /** The expression in the form that compares right with {@link #writeValue}. */
    void writeCompared(Sql sql) {
        if (sql.dialect().exactly("?") == null) {
            writeOrdered(sql);
        } else {
            write(sql);
        }
    }

    /** A question mark for a value of the key, in the form that compares right. */
    void writeValue(Sql sql, Object value) {
        String exactly = sql.dialect().exactly("?");
        String mark = exactly == null || kind != Kind.TEXT ? ordered(sql.dialect(), "?") : exactly;
        sql.add(mark)
                .parameter(kind, value instanceof Instant time ? sql.dialect().within(time) : value);
    }
}
