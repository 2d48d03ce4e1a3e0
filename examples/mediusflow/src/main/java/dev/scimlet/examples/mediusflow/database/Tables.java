package dev.scimlet.examples.mediusflow.database;

import dev.scimlet.directory.jdbc.JdbcDirectoryStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The tables of the application, made and changed in numbered steps, and those of its directories and of the log beside them.
 *
 * <p>Each step is a resource {@code tables-N.sql} of this package and runs once in a database's life, with the steps
 * after it in the order of their numbers. A step that a release has shipped is never edited; the next one is added.
 */
public final class Tables {

    private static final int NEWEST = 4;

    /** Keeps two nodes that start together on one PostgreSQL from running the same step; any number of ours will do. */
    private static final long ONE_AT_A_TIME = 76_437_644L;

    private Tables() {}

    /** Runs the steps that {@code database} has not seen. Several nodes may call this at once. */
    public static void bringUpToDate(Database database) {
        boolean postgres = database.product().equals("PostgreSQL");
        database.inTransaction(transaction -> {
            if (postgres) {
                transaction.list("select pg_advisory_xact_lock(?)", row -> "", ONE_AT_A_TIME);
            }
            transaction.change("create table if not exists table_steps (step integer primary key)");
            long done = transaction.number("select coalesce(max(step), 0) as number from table_steps");
            for (int step = (int) done + 1; step <= NEWEST; step++) {
                statements(step, postgres).forEach(transaction::change);
                transaction.change("insert into table_steps (step) values (?)", step);
            }
        });
        JdbcDirectoryStore.over(database.source()).createTables();
    }

    private static List<String> statements(int step, boolean postgres) {
        String name = "tables-" + step + ".sql";
        try (InputStream resource = Tables.class.getResourceAsStream(name)) {
            if (resource == null) {
                throw new IllegalStateException("no resource " + name);
            }
            String text = new String(resource.readAllBytes(), StandardCharsets.UTF_8);
            // PostgreSQL must be told to keep a generated column, H2 knows no other kind and refuses the word.
            String generated = text.replace("/*stored*/", postgres ? "stored" : "");
            return List.of(generated.split(";\\s*\n", -1)).stream()
                    .map(String::strip)
                    .filter(statement -> !statement.isEmpty())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
