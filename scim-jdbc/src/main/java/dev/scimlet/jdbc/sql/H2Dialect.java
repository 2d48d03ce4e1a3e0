package dev.scimlet.jdbc.sql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** H2 2. */
final class H2Dialect extends Dialect {

    private static final Pattern QUOTED = Pattern.compile("\"((?:[^\"]|\"\")*)\"");
    private static final Pattern NAME = Pattern.compile("^(\"[^\"]*\"|[^\\s.\"(:]+)");
    private static final Pattern CONSTRAINT =
            Pattern.compile("(?:NAME\\.)?(?<constraint>NAME)(?: ON |: | INDEX (?:NAME\\.)?(?<index>NAME) ON )"
                    .replace("NAME", "(?:\"[^\"]*\"|[^\\s.\"(:]+)"));

    @Override
    public String byCodePoint(String text) {
        return "CAST(" + text + " AS VARBINARY)";
    }

    /** H2 folds case by the language of its JVM: in Turkish I is no i, in Lithuanian what has an accent above is not. */
    @Override
    public String lower(String text) {
        return "LOWER(REPLACE(TRANSLATE(" + text
                + ", U&'IJ\\012E\\00CC\\00CD\\0128', U&'ij\\012F\\00EC\\00ED\\0129'), U&'\\0130', U&'i\\0307'))";
    }

    @Override
    public String decimalType() {
        return "decfloat(1000)";
    }

    @Override
    public void returning(Sql sql, Change change, String columns, Consumer<Sql> modification) {
        sql.add("SELECT ").add(columns).add(change == Change.DELETE ? " FROM OLD TABLE (" : " FROM FINAL TABLE (");
        sql.add(modification).add(")");
    }

    /** H2 has no weaker lock of a row. */
    @Override
    public String holding() {
        return " FOR UPDATE";
    }

    /** H2 would keep the time with the connection, for whoever borrows that next. */
    @Override
    public boolean limitsStatements() {
        return false;
    }

    /**
     * {@code "PUBLIC.CONSTRAINT INDEX PUBLIC.NAME ON PUBLIC.TABLE(COLUMN) VALUES (...)"}, without the constraint for a
     * mere index, or {@code "CONSTRAINT: ..."}.
     */
    @Override
    public Set<String> constraintsNamed(String message) {
        Matcher matcher = CONSTRAINT.matcher(firstQuoted(message));
        return matcher.lookingAt()
                ? Stream.of(matcher.group("constraint"), matcher.group("index"))
                        .filter(Objects::nonNull)
                        .map(name -> name.replace("\"", ""))
                        .collect(Collectors.toSet())
                : Set.of();
    }

    @Override
    public @Nullable String columnNamed(String message) {
        return first(NAME, firstQuoted(message));
    }

    @Override
    public Map<String, String> coarseColumns(Connection connection, Catalog catalog) {
        return catalog.columns().stream()
                .filter(column -> column.type().endsWith("_ignorecase"))
                .collect(Collectors.toMap(Catalog.Column::name, Catalog.Column::type));
    }

    @Override
    public String mendCoarse(Connection connection, String table, Catalog.Column column) {
        return alter(table, column) + "varchar(" + column.size() + ")";
    }

    @Override
    public String mendTimes(Connection connection, String table, Catalog.Column column) {
        return alter(table, column) + "timestamp(6) with time zone";
    }

    private static String alter(String table, Catalog.Column column) {
        return "ALTER TABLE " + table + " ALTER COLUMN " + Names.inQuotes(column.name()) + " SET DATA TYPE ";
    }

    /** It is 8 without a word in the URL. */
    @Override
    public int remembered(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT setting_value FROM information_schema.settings"
                        + " WHERE setting_name = 'QUERY_CACHE_SIZE'")) {
            return rows.next() ? rows.getInt(1) : 8;
        }
    }

    /** The first parameter of the message, in which quotation marks are doubled. */
    private static String firstQuoted(String message) {
        String quoted = first(QUOTED, message);
        return quoted == null ? "" : quoted.replace("\"\"", "\"");
    }
}
