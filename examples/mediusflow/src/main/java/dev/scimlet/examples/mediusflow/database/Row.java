package dev.scimlet.examples.mediusflow.database;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/** The row that a query stands on; columns are named as the query names them. */
public final class Row {

    private final ResultSet results;

    Row(ResultSet results) {
        this.results = results;
    }

    /** The text of a column, empty where the database has none. */
    public String text(String column) {
        try {
            String text = results.getString(column);
            return text == null ? "" : text;
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    public long number(String column) {
        try {
            return results.getLong(column);
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    public boolean flag(String column) {
        try {
            return results.getBoolean(column);
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    /** The time in a column that is never null. */
    public Instant time(String column) {
        return optionalTime(column).orElseThrow();
    }

    public Optional<Instant> optionalTime(String column) {
        try {
            return Optional.ofNullable(results.getObject(column, OffsetDateTime.class))
                    .map(OffsetDateTime::toInstant);
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }
}
