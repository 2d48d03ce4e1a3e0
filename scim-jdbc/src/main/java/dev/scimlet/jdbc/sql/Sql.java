package dev.scimlet.jdbc.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A statement under construction: its text and its parameters. What comes from a client becomes a parameter; the text
 * is made of constants and of names that the host gave.
 */
public final class Sql {

    /** Rows in one batch: bounds what a driver gathers before it sends. */
    public static final int BATCH = 1000;

    private final StringBuilder written = new StringBuilder(128);
    private final @Nullable String text;
    private final List<Parameter> parameters = new ArrayList<>();
    private final Dialect dialect;
    private final TimeLimit limit;
    private int fetchSize;

    /** A value on its way to the database. */
    public record Parameter(Kind kind, @Nullable Object value) {

        private void set(Dialect dialect, Connection connection, PreparedStatement statement, int index)
                throws SQLException {
            if (value instanceof Object[] elements) {
                statement.setArray(index, connection.createArrayOf(kind.elementType(), elements));
            } else {
                dialect.set(kind, statement, index, value);
            }
        }
    }

    /** @param limit how long it may take */
    public Sql(Dialect dialect, TimeLimit limit) {
        this(dialect, limit, null);
    }

    /**
     * @param limit how long it may take
     * @param text the text, if another statement of the same shape has it already: it is then not written again, and only the
     *     parameters are gathered
     */
    public Sql(Dialect dialect, TimeLimit limit, @Nullable String text) {
        this.dialect = dialect;
        this.limit = limit;
        this.text = text;
    }

    public Dialect dialect() {
        return dialect;
    }

    public Sql add(String part) {
        if (text == null) {
            written.append(dialect.quoted(part));
        }
        return this;
    }

    /** Names with commas between them. */
    public Sql addList(Collection<String> names) {
        return text == null ? add(String.join(", ", names)) : this;
    }

    /** A part without parameters, which is not made where the text is known already. */
    public Sql addText(Supplier<String> part) {
        return text == null ? add(part.get()) : this;
    }

    /** A question mark and its value. */
    public Sql value(Kind kind, @Nullable Object raw) {
        return add("?").parameter(kind, raw);
    }

    /** A question mark that says of which type it is, and its value: for places that have no type of their own. */
    public Sql typedValue(Kind kind, @Nullable Object raw) {
        return add("CAST(? AS ").add(dialect.castType(kind)).add(")").parameter(kind, raw);
    }

    /** A value whose question mark stands in the text already. */
    public Sql parameter(Kind kind, @Nullable Object raw) {
        parameters.add(new Parameter(kind, raw));
        return this;
    }

    /**
     * {@code expression = ?}: for texts by code point, whatever the collation of a column, which may find more by an index of
     * its own.
     */
    public Sql equal(String expression, Kind kind, Object raw) {
        String exactly = kind == Kind.TEXT ? dialect.exactly("?") : null;
        add(expression).add(" = ").value(kind, raw);
        return exactly == null
                ? this
                : add(" AND ").add(expression).add(" = ").add(exactly).parameter(kind, raw);
    }

    /** {@code expression IS NOT DISTINCT FROM ?}: the very value, or that there is none. */
    public Sql same(String expression, Kind kind, @Nullable Object raw) {
        String exactly = kind == Kind.TEXT ? dialect.exactly("?") : null;
        return add(expression)
                .add(dialect.isNotDistinctFrom())
                .add(exactly == null ? "?" : exactly)
                .parameter(kind, raw);
    }

    /**
     * {@code = ANY (?)}: one parameter, however many values, where there are arrays; {@code = ?} for one, which H2 finds with an
     * index of several columns.
     */
    public Sql isAnyOf(Kind kind, Collection<?> raws) {
        if (raws.size() == 1) {
            return add(" = ").value(kind, raws.iterator().next());
        }
        if (dialect.hasArrays()) {
            return add(" = ANY (?)").parameter(kind, raws.toArray());
        }
        add(" IN (")
                .add("?, ".repeat(Math.max(0, raws.size() - 1)))
                .add(raws.isEmpty() ? "NULL" : "?")
                .add(")");
        raws.forEach(raw -> parameter(kind, raw));
        return this;
    }

    /** What another adds. */
    public Sql add(Consumer<Sql> part) {
        part.accept(this);
        return this;
    }

    /** An empty statement for the same database, a piece of this one. */
    public Sql nested() {
        return new Sql(dialect, limit);
    }

    /** Takes over the parameters of a piece whose text stands here already. */
    public Sql parametersOf(Sql piece) {
        parameters.addAll(piece.parameters);
        return this;
    }

    /** Has the driver hold only so many rows at once, where it can: else it holds them all, beside what is made of them. */
    public Sql fetching(int rows) {
        this.fetchSize = rows;
        return this;
    }

    public Prepared prepare(Connection connection) throws SQLException {
        return filled(connection, connection.prepareStatement(toString()));
    }

    public Prepared prepareReturningKeys(Connection connection) throws SQLException {
        return filled(connection, connection.prepareStatement(toString(), Statement.RETURN_GENERATED_KEYS));
    }

    /** The statement for callers that fill it again and again. */
    public Prepared prepareToFill(Connection connection) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(toString());
        try {
            return limited(statement);
        } catch (SQLException failure) {
            statement.close();
            throw failure;
        }
    }

    private Prepared limited(PreparedStatement statement) throws SQLException {
        if (dialect.limitsStatements()) {
            statement.setQueryTimeout(limit.seconds());
        }
        if (fetchSize > 0) {
            statement.setFetchSize(fetchSize);
        }
        return new Prepared(statement, dialect.isDearToLimit() ? limit : null);
    }

    private Prepared filled(Connection connection, PreparedStatement statement) throws SQLException {
        try {
            Prepared limited = limited(statement);
            fill(connection, statement);
            return limited;
        } catch (SQLException | RuntimeException failure) {
            statement.close();
            throw failure;
        }
    }

    private void fill(Connection connection, PreparedStatement statement) throws SQLException {
        for (int i = 0; i < parameters.size(); i++) {
            parameters.get(i).set(dialect, connection, statement, i + 1);
        }
    }

    /** Runs statements that differ in nothing but their parameters, sent together. */
    public static void updateAll(Connection connection, List<Sql> alike) throws SQLException {
        try (Prepared statement = alike.get(0).prepareToFill(connection)) {
            for (int i = 0; i < alike.size(); i++) {
                alike.get(i).fill(connection, statement.statement());
                statement.statement().addBatch();
                if ((i + 1) % BATCH == 0 || i + 1 == alike.size()) {
                    statement.executeBatch();
                }
            }
        }
    }

    /** Whether a query, or a modification that tells of rows, finds one. */
    public boolean findsAny(Connection connection) throws SQLException {
        try (Prepared statement = prepare(connection);
                ResultSet rows = statement.executeQuery()) {
            return rows.next();
        }
    }

    public int update(Connection connection) throws SQLException {
        try (Prepared statement = prepare(connection)) {
            return statement.executeUpdate();
        }
    }

    @Override
    public String toString() {
        return text == null ? written.toString() : text;
    }
}
