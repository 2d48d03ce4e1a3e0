package dev.scimlet.jdbc.sql;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Names of tables and columns: as a host gives them to the mapping, and as the database keeps them. */
public final class Names {

    private static final Pattern PART = Pattern.compile("\"([^\"]+)\"|([^.\"]+)");

    private Names() {}

    /** Whether two names may mean the same. Only two names in quotes say whether they mean different cases. */
    public static boolean same(String a, String b) {
        return a.startsWith("\"") && b.startsWith("\"")
                ? a.equals(b)
                : a.replace("\"", "").equalsIgnoreCase(b.replace("\"", ""));
    }

    /** The name as a pattern that means nothing else. */
    static String pattern(DatabaseMetaData database, String name) throws SQLException {
        String escape = database.getSearchStringEscape();
        return name.replace("_", escape + "_").replace("%", escape + "%");
    }

    /** A name that the catalog gave, as a host would give it. */
    static String inQuotes(String name) {
        return "\"" + name + "\"";
    }

    /**
     * A table as the catalog knows it.
     *
     * @param catalog the one that was given, or that of the connection, where the database has no schemas; else null
     * @param schema the one that was given, or that of the connection; null where it has none
     */
    public record Table(@Nullable String catalog, @Nullable String schema, String name) {

        static Table of(Connection connection, Dialect dialect, String given) throws SQLException {
            List<String> parts = new ArrayList<>();
            Matcher matcher = PART.matcher(given);
            while (matcher.find()) {
                parts.add(
                        matcher.group(1) != null
                                ? matcher.group(1)
                                : folded(connection.getMetaData(), matcher.group(2)));
            }
            String name = parts.get(parts.size() - 1);
            String said = parts.size() > 1 ? parts.get(parts.size() - 2) : null;
            if (dialect.hasCatalogs()) {
                return new Table(said == null ? connection.getCatalog() : said, null, name);
            }
            return new Table(null, said == null ? connection.getSchema() : said, name);
        }

        private static String folded(DatabaseMetaData database, String plain) throws SQLException {
            return database.storesUpperCaseIdentifiers()
                    ? plain.toUpperCase(Locale.ROOT)
                    : database.storesLowerCaseIdentifiers() ? plain.toLowerCase(Locale.ROOT) : plain;
        }
    }
}
