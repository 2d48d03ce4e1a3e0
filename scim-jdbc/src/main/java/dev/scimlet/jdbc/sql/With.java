package dev.scimlet.jdbc.sql;

import java.util.function.Consumer;

/** The parts of a statement before what it does in the end: {@code WITH a AS (...), b AS (...)}. */
public final class With {

    private final Sql sql;
    private boolean any;

    /** Starts a statement that has parts. */
    public With(Sql sql) {
        this.sql = sql;
    }

    /**
     * A part.
     *
     * @param name with names of columns in parentheses or not
     */
    public With part(String name, Consumer<Sql> body) {
        sql.add(any ? ", " : "WITH ").add(name).add(" AS (").add(body).add(")");
        any = true;
        return this;
    }

    /** What the statement does in the end. */
    public void then(Consumer<Sql> end) {
        sql.add(any ? " " : "").add(end);
    }
}
