package dev.scimlet.benchmarks.sqlfloor;

import dev.scimlet.benchmarks.database.SqlKind;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** Times in columns: with a time zone, or on MariaDB, which has none, in UTC. */
record Times(SqlKind kind) {

    static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }

    void set(PreparedStatement statement, int at, Instant time) throws SQLException {
        Object value =
                kind == SqlKind.MARIADB ? LocalDateTime.ofInstant(time, ZoneOffset.UTC) : time.atOffset(ZoneOffset.UTC);
        statement.setObject(at, value);
    }

    Instant get(ResultSet row, int at) throws SQLException {
        return kind == SqlKind.MARIADB
                ? row.getObject(at, LocalDateTime.class).toInstant(ZoneOffset.UTC)
                : row.getObject(at, OffsetDateTime.class).toInstant();
    }
}
