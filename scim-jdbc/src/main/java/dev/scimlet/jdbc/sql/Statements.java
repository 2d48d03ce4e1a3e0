package dev.scimlet.jdbc.sql;

import java.util.function.Consumer;

/**
 * Statements whose texts are composed once for each shape. A shape is whatever decides on the text: two statements of equal
 * shapes differ in nothing but their parameters.
 */
public final class Statements {

    private static final int MOST_TEXTS = 300;

    private final TimeLimit limit;
    private final Cache<Object, String> texts = new Cache<>(MOST_TEXTS);

    /** @param limit how long each may take */
    public Statements(TimeLimit limit) {
        this.limit = limit;
    }

    /** A statement that is written from here on, text and all. */
    public Sql empty(Dialect dialect) {
        return new Sql(dialect, limit);
    }

    /** A statement of a shape. The writing is asked for its text the first time, and for its parameters always. */
    public Sql compose(Object shape, Dialect dialect, Consumer<Sql> writing) {
        String text = texts.get(shape, missing -> empty(dialect).add(writing).toString());
        return new Sql(dialect, limit, text).add(writing);
    }
}
