package dev.scimlet.directory.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;

/** What stands in the tables of the feed. */
final class FeedTables {

    private static final List<String> NAMES = List.of(
            "scimlet_feed_inbox",
            "scimlet_feed_events",
            "scimlet_feed_heads",
            "scimlet_feed_consumers",
            "scimlet_feed_parked",
            "scimlet_webhook_endpoints",
            "scimlet_webhook_secrets",
            "scimlet_webhook_retries");

    private FeedTables() {}

    /** All columns of all rows of all tables. */
    static String text(DataSource dataSource) {
        StringBuilder text = new StringBuilder();
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            for (String name : NAMES) {
                try (ResultSet rows = statement.executeQuery("SELECT * FROM " + name)) {
                    int columns = rows.getMetaData().getColumnCount();
                    while (rows.next()) {
                        for (int column = 1; column <= columns; column++) {
                            text.append(rows.getString(column)).append('\n');
                        }
                    }
                }
            }
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
        return text.toString();
    }

    static long count(DataSource dataSource, String table) {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM " + table)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
