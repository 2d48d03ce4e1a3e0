package dev.scimlet.directory.jdbc;

import dev.scimlet.spi.SqlExecutor;
import dev.scimlet.spi.sql.SqlDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The scripts that make the tables, in their order. A script that has been released is never changed, and a later one changes
 * tables only so that the version of the library before it goes on working.
 */
final class Scripts {

    /** Named as Flyway wants it; the number of each is its place here. */
    static final List<String> NAMES = List.of(
            "V1__directories.sql", "V2__managed_resources.sql", "V3__feed.sql", "V4__webhooks.sql", "V5__log.sql");

    private static final Set<String> FEED = Set.of("V3__feed.sql", "V4__webhooks.sql");
    private static final String LOG = "V5__log.sql";

    private static final String NOTED = "SELECT number FROM scimlet_directory_scripts";

    private Scripts() {}

    /** Runs those that are not noted. */
    static void run(SqlDatabase database, SqlExecutor sql) {
        sql.update("CREATE TABLE IF NOT EXISTS scimlet_directory_scripts (number INT NOT NULL PRIMARY KEY, applied_at "
                + (hasZones(database) ? "TIMESTAMP(6) WITH TIME ZONE" : "DATETIME(6)") + " NOT NULL)");
        Set<Integer> noted = new HashSet<>(sql.query(NOTED, row -> row.getInt(1)));
        for (int number = 1; number <= NAMES.size(); number++) {
            if (!noted.contains(number)) {
                statements(database, NAMES.get(number - 1)).forEach(sql::update);
                sql.update(
                        "INSERT INTO scimlet_directory_scripts (number, applied_at) VALUES (?, ?)",
                        number,
                        Instant.now().truncatedTo(ChronoUnit.MILLIS));
            }
        }
    }

    private static boolean hasZones(SqlDatabase database) {
        return database == SqlDatabase.H2 || database == SqlDatabase.POSTGRESQL;
    }

    /** What is missing of directories, by a look at each table of their scripts. */
    static List<String> missing(SqlDatabase database, SqlExecutor sql) {
        return missing(
                database,
                sql,
                NAMES.stream()
                        .filter(name -> !FEED.contains(name) && !name.equals(LOG))
                        .toList());
    }

    /** As {@link #missing}, of the feed. */
    static List<String> missingOfFeed(SqlDatabase database, SqlExecutor sql) {
        return missing(database, sql, NAMES.stream().filter(FEED::contains).toList());
    }

    /** As {@link #missing}, of the log. */
    static List<String> missingOfLog(SqlDatabase database, SqlExecutor sql) {
        return missing(database, sql, List.of(LOG));
    }

    private static List<String> missing(SqlDatabase database, SqlExecutor sql, List<String> names) {
        for (String name : names) {
            for (String statement : statements(database, name)) {
                if (statement.startsWith("CREATE TABLE ")) {
                    String table = statement.substring(
                            "CREATE TABLE ".length(), statement.indexOf(' ', "CREATE TABLE ".length()));
                    sql.query("SELECT 1 FROM " + table + " WHERE 1 = 0", row -> row.getInt(1));
                }
            }
        }
        return List.of();
    }

    /** The statements of a script; each ends with a semicolon at the end of a line, and comments have lines of their own. */
    static List<String> statements(SqlDatabase database, String name) {
        String path = database.name().toLowerCase(Locale.ROOT) + "/" + name;
        try (InputStream script = Scripts.class.getResourceAsStream(path)) {
            if (script == null) {
                throw new IllegalStateException("the jar has no " + path);
            }
            String text = new String(script.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("--"))
                    .reduce("", (all, line) -> all + line + "\n");
            return List.of(text.split(";\n")).stream()
                    .map(String::strip)
                    .filter(statement -> !statement.isEmpty())
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
