package dev.scimlet.jdbc.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * MariaDB, with tables of InnoDB. Texts are {@code utf8mb4}; most collations ignore case and accents, or spaces at the end.
 * Times have no zone: they are those of UTC.
 */
class MariaDbDialect extends Dialect {

    /** Characters of a text in an index of 3,072 bytes, beside a tenant and an id: four bytes each, (3,072 - 512 - 144) / 4. */
    private static final int INDEXED = 600;

    /** Characters of a tenant. */
    private static final int SCOPE = 128;

    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999Z");

    /** A text, which stays as it is, or a name in the quotation marks of the standard. */
    private static final Pattern TEXT_OR_NAME = Pattern.compile("'[^']*'|\"([^\"]+)\"");

    /** A type of texts, as the server writes it, with what is said of its characters. */
    private static final Pattern CHARACTERS =
            Pattern.compile("(?i)^(`[^`]+` \\w+(?:\\(\\d+\\))?)(?: CHARACTER SET \\w+)?(?: COLLATE \\w+)?");

    /** Compares by code point, and spaces at the end count. */
    String collation() {
        return "utf8mb4_nopad_bin";
    }

    // ---- texts

    @Override
    public String byCodePoint(String text) {
        return "CONVERT(" + text + " USING utf8mb4) COLLATE " + collation();
    }

    @Override
    public String exactly(String mark) {
        return mark + " COLLATE " + collation();
    }

    @Override
    public String asText(String expression) {
        return "CAST(" + expression + " AS CHAR)";
    }

    @Override
    public String concat(String... texts) {
        return "CONCAT(" + String.join(", ", texts) + ")";
    }

    /** Where spaces at the end do not count, a text of spaces equals an empty one. */
    @Override
    public String isEmpty(String text, boolean holds) {
        return "CHAR_LENGTH(" + text + ")" + (holds ? " = 0" : " <> 0");
    }

    /** What stands in double quotes is a text here. */
    @Override
    public String quoted(String part) {
        if (part.indexOf('"') < 0) {
            return part;
        }
        return TEXT_OR_NAME
                .matcher(part)
                .replaceAll(found -> Matcher.quoteReplacement(
                        found.group(1) == null
                                ? found.group()
                                : "`" + found.group(1).replace("`", "``") + "`"));
    }

    /** Columns of several collations are one column only if it is said which of these it has. */
    @Override
    String united(String text) {
        return byCodePoint(text);
    }

    // ---- statements

    /** MariaDB does not tell of what is updated, MySQL of nothing. */
    @Override
    public boolean tells() {
        return false;
    }

    @Override
    public boolean hasArrays() {
        return false;
    }

    @Override
    public String isNotDistinctFrom() {
        return " <=> ";
    }

    @Override
    public boolean hasNullsLast() {
        return false;
    }

    /** An alias in the form for a single table is refused. */
    @Override
    public String deleteFrom(String table, String alias) {
        return "DELETE " + alias + " FROM " + table + " " + alias;
    }

    /** A limit is only taken one query deeper. */
    @Override
    public String isOneOf(boolean before) {
        return before ? " IN (SELECT * FROM (" : ") page)";
    }

    @Override
    public String holding() {
        return " LOCK IN SHARE MODE";
    }

    // ---- types

    @Override
    public String columnType(Kind kind) {
        return switch (kind) {
            case TEXT -> "mediumtext";
            case TIME -> "datetime(6)";
            default -> super.columnType(kind);
        };
    }

    /** The most digits that there are, and the most of them behind the point. */
    @Override
    public String decimalType() {
        return "decimal(65, 30)";
    }

    @Override
    String indexedTextType(String type) {
        return "varchar(" + INDEXED + ")";
    }

    @Override
    String scopeType(Kind kind) {
        return kind == Kind.TEXT ? "varchar(" + SCOPE + ")" : columnType(kind);
    }

    @Override
    String identityType() {
        return "bigint AUTO_INCREMENT";
    }

    @Override
    public String castType(Kind kind) {
        return switch (kind) {
            case TEXT, UUID -> "char";
            case NUMBER, BOOLEAN -> "signed";
            case DECIMAL, TIME -> columnType(kind);
        };
    }

    @Override
    boolean makesIndexesWithTable() {
        return true;
    }

    @Override
    String tableOptions() {
        return " CHARACTER SET utf8mb4 COLLATE " + collation();
    }

    // ---- values

    @Override
    public @Nullable Object read(Kind kind, ResultSet row, int column) throws SQLException {
        return switch (kind) {
            case TIME -> {
                // As one value, MariaDB's driver moves it where clocks are put forward in the zone of the JVM
                LocalDate day = row.getObject(column, LocalDate.class);
                yield day == null
                        ? null
                        : day.atTime(row.getObject(column, LocalTime.class)).toInstant(ZoneOffset.UTC);
            }
            case UUID -> {
                String text = row.getString(column);
                yield text == null ? null : UUID.fromString(text);
            }
            default -> super.read(kind, row, column);
        };
    }

    @Override
    public void set(Kind kind, PreparedStatement statement, int index, @Nullable Object raw) throws SQLException {
        if (raw instanceof Instant time) {
            if (!within(time).equals(time)) {
                // The server would take some, and cut their years
                throw new SQLException("a time is out of the range of a column", "22007");
            }
            statement.setObject(index, LocalDateTime.ofInstant(time, ZoneOffset.UTC));
        } else if (raw instanceof UUID id) {
            statement.setString(index, id.toString());
        } else if (raw == null && (kind == Kind.TIME || kind == Kind.UUID)) {
            statement.setNull(index, Types.VARCHAR);
        } else {
            super.set(kind, statement, index, raw);
        }
    }

    /** The drivers call it by names of their own. */
    @Override
    public long generatedKey(ResultSet keys, String column) throws SQLException {
        return keys.getLong(1);
    }

    @Override
    public Instant earliest() {
        return EARLIEST;
    }

    @Override
    public Instant latest() {
        return LATEST;
    }

    // ---- the catalog, and messages

    @Override
    boolean hasCatalogs() {
        return true;
    }

    @Override
    String checksOfTable() {
        return "SELECT c.constraint_name, c.check_clause FROM information_schema.check_constraints c"
                + " WHERE c.constraint_schema = ? AND c.table_name = ?";
    }

    @Override
    public Map<String, String> coarseColumns(Connection connection, Catalog catalog) throws SQLException {
        Map<String, String> coarse = new HashMap<>();
        String sql = "SELECT column_name, collation_name FROM information_schema.columns"
                + " WHERE table_schema = ? AND table_name = ? AND collation_name NOT LIKE '%bin'";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, catalog.table().catalog());
            statement.setString(2, catalog.table().name());
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    coarse.put(rows.getString(1), rows.getString(2));
                }
            }
        }
        return coarse;
    }

    @Override
    public String mendCoarse(Connection connection, String table, Catalog.Column column) throws SQLException {
        String defined = definition(connection, table, column);
        return modify(
                table,
                CHARACTERS
                        .matcher(defined)
                        .replaceFirst(found -> found.group(1) + " CHARACTER SET utf8mb4 COLLATE " + collation()));
    }

    /** The length of the whole tells: that of the driver of MySQL has no digits. */
    @Override
    int digits(int size, int told) {
        return Math.max(0, size - "2026-01-01 00:00:00.".length());
    }

    @Override
    public String mendTimes(Connection connection, String table, Catalog.Column column) throws SQLException {
        String defined = definition(connection, table, column);
        return modify(
                table,
                defined.replaceFirst("(?i)(datetime|timestamp)(\\(\\d\\))?", "$1(6)")
                        .replaceAll("(?i)current_timestamp(\\(\\d?\\))?", "current_timestamp(6)"));
    }

    private String modify(String table, String definition) {
        return "ALTER TABLE " + quoted(table) + " MODIFY " + definition;
    }

    /** The line of the column, as the server wrote it for a table of that kind: nothing else of it changes. */
    private String definition(Connection connection, String table, Catalog.Column column) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SHOW CREATE TABLE " + quoted(table))) {
            rows.next();
            String start = quoted(Names.inQuotes(column.name())) + " ";
            return rows.getString(2)
                    .lines()
                    .map(String::strip)
                    .filter(line -> line.startsWith(start))
                    .findFirst()
                    .map(line -> line.endsWith(",") ? line.substring(0, line.length() - 1) : line)
                    .orElseThrow();
        }
    }
}
