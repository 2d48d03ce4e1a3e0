package dev.scimlet.jdbc.sql;

import dev.scimlet.spi.sql.SqlDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where the databases differ: what is said here is how the standard has it, and each database says what it does another way.
 * CockroachDB and YugabyteDB call themselves PostgreSQL and are treated so.
 */
public abstract class Dialect {

    Dialect() {}

    /** The one for a database. */
    public static Dialect of(SqlDatabase database) {
        return Objects.requireNonNull(Known.BY_DATABASE.get(database));
    }

    /** Apart, so that no two threads wait for each other to load a class and one that extends it. */
    private static final class Known {

        static final Map<SqlDatabase, Dialect> BY_DATABASE = Map.of(
                SqlDatabase.H2, new H2Dialect(),
                SqlDatabase.POSTGRESQL, new PostgreSqlDialect(),
                SqlDatabase.MARIADB, new MariaDbDialect(),
                SqlDatabase.MYSQL, new MySqlDialect());
    }

    // ---- texts

    /** The expression, a text, in a form that orders by code point. */
    public abstract String byCodePoint(String text);

    /**
     * The question mark, or an expression over it, in a form that has a column compared with it by code point whatever the
     * column's collation. Null if the collation of a column makes nothing equal that differs, so that this is never needed.
     */
    public @Nullable String exactly(String mark) {
        return null;
    }

    /** As {@link #byCodePoint(String)}; where columns of {@link #keyType} order so by themselves, these stay as they are. */
    public String byCodePoint(String text, boolean ofKeyType) {
        return ofKeyType && keysAreInBytes() ? text : byCodePoint(text);
    }

    /** Whether columns of {@link #keyType} order texts by code point. */
    boolean keysAreInBytes() {
        return false;
    }

    /** The expression, a text, in a form that may stand beside texts of other columns in one column of a result. */
    String united(String text) {
        return text;
    }

    /** The expression, a text, in lower case, whatever the language of the database. */
    public String lower(String text) {
        return "LOWER(" + text + ")";
    }

    /** Any other expression as a text. */
    public String asText(String expression) {
        return "CAST(" + expression + " AS VARCHAR)";
    }

    /** The texts, one behind the other. */
    public String concat(String... texts) {
        return "(" + String.join(" || ", texts) + ")";
    }

    /** Whether the expression, a text, has no characters. */
    public String isEmpty(String text, boolean holds) {
        return text + (holds ? " = ''" : " <> ''");
    }

    /** Whether the expression, a text, is of ASCII alone. */
    public String isAscii(String text) {
        return "OCTET_LENGTH(" + text + ") = CHAR_LENGTH(" + text + ")";
    }

    /** What is added to a statement, with names in the quotation marks that the database has for them. */
    public String quoted(String part) {
        return part;
    }

    // ---- statements

    /** Whether one parameter may be an array of values. */
    public boolean hasArrays() {
        return true;
    }

    /** Between two values: they are equal, or both are missing. */
    public String isNotDistinctFrom() {
        return " IS NOT DISTINCT FROM ";
    }

    /** Whether an order can say where rows without a value come; if not, they are the smallest. */
    public boolean hasNullsLast() {
        return true;
    }

    /** The beginning of a deletion whose conditions name the table by the alias. */
    public String deleteFrom(String table, String alias) {
        return "DELETE FROM " + table + " " + alias;
    }

    /**
     * What stands around a query, with an order and a limit, whose single column an expression before it is one of. An array
     * keeps planners from joining.
     */
    public String isOneOf(boolean before) {
        return before ? " = ANY (ARRAY(" : "))";
    }

    /** What a statement does to rows. */
    public enum Change {
        INSERT,
        UPDATE,
        DELETE
    }

    /**
     * Whether {@code WITH} finds rows once for all that looks at them: a page and the lists of its rows are then one statement.
     */
    public boolean keepsCommonRows() {
        return false;
    }

    /**
     * Adds a {@code UNION}, or has it stand where the database prepares it once.
     *
     * @param columns how many it has
     */
    public void union(Sql sql, int columns, Consumer<Sql> union) {
        sql.add(union);
    }

    /** Whether a part of {@code FROM} may look at what the part before it finds: {@code LATERAL}. */
    public boolean hasLateral() {
        return false;
    }

    /** Whether one statement may write several tables: {@code WITH a AS (INSERT …) UPDATE …}. */
    public boolean writesAtOnce() {
        return false;
    }

    /** Whether rows that are written can be told with {@link #returning}; if not, they are read. */
    public boolean tells() {
        return true;
    }

    /**
     * Adds a modification whose result is the rows that it wrote, as they are now, or were before they were deleted.
     *
     * @param columns names, separated by commas
     */
    public void returning(Sql sql, Change change, String columns, Consumer<Sql> modification) {
        sql.add(modification).add(" RETURNING ").add(columns);
    }

    /** What keeps rows that are read from being deleted until the transaction ends. */
    public abstract String holding();

    /**
     * Whether a statement is given a time, with which it ends, and not all that come after it on the connection, and without
     * much ado.
     */
    public boolean limitsStatements() {
        return true;
    }

    /** Whether {@link TimeLimit} ends a statement, because the driver wakes a thread for each that it is to end. */
    public boolean isDearToLimit() {
        return false;
    }

    // ---- types

    public String columnType(Kind kind) {
        return switch (kind) {
            case TEXT -> "varchar";
            case NUMBER -> "bigint";
            case DECIMAL -> decimalType();
            case BOOLEAN -> "boolean";
            case TIME -> "timestamp with time zone";
            case UUID -> "uuid";
        };
    }

    /** Numbers of any precision. */
    public abstract String decimalType();

    /** The type of a key column: ordered by code point, so that an index serves prefixes and orders. */
    public String keyType(Kind kind) {
        return columnType(kind);
    }

    /** The type of a text that an index holds, of the given type where there is no index. */
    String indexedTextType(String type) {
        return type;
    }

    /** The type of a text that stands in front in indexes, as a tenant does. */
    String scopeType(Kind kind) {
        return columnType(kind);
    }

    /** The type of a whole number that the database gives to new rows. */
    String identityType() {
        return "bigint GENERATED BY DEFAULT AS IDENTITY";
    }

    /** What a parameter is cast to that has no column to take the type from. */
    public String castType(Kind kind) {
        return columnType(kind);
    }

    /** Whether indexes and references of other tables are made with the table, in lines of their own. */
    boolean makesIndexesWithTable() {
        return false;
    }

    /** What stands behind the lines of a new table. */
    String tableOptions() {
        return "";
    }

    // ---- values

    /** The value of a column that was read; null if there is none. */
    public @Nullable Object read(Kind kind, ResultSet row, int column) throws SQLException {
        return kind.read(row, column);
    }

    /** Gives a statement a value. */
    public void set(Kind kind, PreparedStatement statement, int index, @Nullable Object raw) throws SQLException {
        kind.set(statement, index, raw);
    }

    /** The number that the database has given to a new row, whose key is the column. */
    public long generatedKey(ResultSet keys, String column) throws SQLException {
        return keys.getLong(column.replace("\"", ""));
    }

    /** The first point in time that a column takes. */
    public Instant earliest() {
        return Times.EARLIEST;
    }

    /** The last one. */
    public Instant latest() {
        return Times.LATEST;
    }

    /** The point in time, or the last one in its direction that a column takes. */
    public final Instant within(Instant time) {
        return time.isBefore(earliest()) ? earliest() : time.isAfter(latest()) ? latest() : time;
    }

    // ---- the catalog, and messages

    /** Whether schemas are what others call databases, and catalogs in JDBC. */
    boolean hasCatalogs() {
        return false;
    }

    /** Asks for the checks of a table, whose schema and name are parameters: name, and a column or the condition. */
    String checksOfTable() {
        return "SELECT u.constraint_name, u.column_name FROM information_schema.constraint_column_usage u"
                + " JOIN information_schema.check_constraints c ON c.constraint_schema = u.constraint_schema"
                + " AND c.constraint_name = u.constraint_name WHERE u.table_schema = ? AND u.table_name = ?";
    }

    /** The columns of a table in which texts are equal that differ, each with the name of what makes them so. */
    public abstract Map<String, String> coarseColumns(Connection connection, Catalog catalog) throws SQLException;

    /** The statement that has texts of a column be equal only if they do not differ. */
    public abstract String mendCoarse(Connection connection, String table, Catalog.Column column) throws SQLException;

    /** The digits of the fraction of a second that a column of times holds. */
    public final int digits(Catalog.Column time) {
        return digits(time.size(), time.digits());
    }

    /** As {@link #digits(Catalog.Column)}, by what a driver tells of the column: the length of the whole, and the digits. */
    int digits(int size, int told) {
        return told;
    }

    /** The statement that has a column of times hold microseconds. */
    public abstract String mendTimes(Connection connection, String table, Catalog.Column column) throws SQLException;

    /** Whether an index may stand on {@code LOWER} of a column. */
    public boolean canIndexLower() {
        return false;
    }

    /** Statements that a connection remembers, where that is a setting that is too small at first; else all of them. */
    public int remembered(Connection connection) throws SQLException {
        return Integer.MAX_VALUE;
    }
}
