package dev.scimlet.benchmarks.sqlfloor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scimlet.benchmarks.database.SqlKind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * The teams beside {@link UsersTable}: what the load needs to put users into one. That a user goes and leaves all teams is
 * measured: it is a transaction of two statements on PostgreSQL and of three on the others.
 */
final class Teams {

    private static final String[] ID = {"id"};
    private static final String DELETE_AT_ONCE =
            "WITH m AS (DELETE FROM team_users WHERE user_id = ? RETURNING team_id)"
                    + " UPDATE teams SET updated_at = ? WHERE id IN (SELECT team_id FROM m)";

    private final DataSource source;
    private final SqlKind kind;
    private final Times times;

    Teams(DataSource source, SqlKind kind) {
        this.source = source;
        this.kind = kind;
        this.times = new Times(kind);
    }

    ObjectNode create(ObjectNode team, String base) throws SQLException {
        Instant now = Times.now();
        Transactions.performSql(source, connection -> {
            long id = insert(connection, team.get("displayName").textValue(), now);
            team.put("id", "t" + id);
            addAll(connection, id, team.path("members"));
            return team;
        });
        Trees.putMeta(team, "Group", base, now, now, now.toEpochMilli());
        return team;
    }

    private long insert(Connection connection, String name, Instant now) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "INSERT INTO teams (name, name_key, created_at, updated_at) VALUES (?, ?, ?, ?)", ID)) {
            statement.setString(1, name);
            statement.setString(2, OwnColumns.Key.FOLDED.of(name));
            times.set(statement, 3, now);
            times.set(statement, 4, now);
            statement.executeUpdate();
            try (ResultSet keys = statement.getGeneratedKeys()) {
                keys.next();
                return keys.getLong(1);
            }
        }
    }

    private static void addAll(Connection connection, long id, JsonNode members) throws SQLException {
        each(connection, "INSERT INTO team_users (team_id, user_id) VALUES (?, ?)", id, members);
    }

    private static void each(Connection connection, String sql, long id, JsonNode members) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (JsonNode member : members) {
                statement.setLong(1, id);
                statement.setLong(2, UsersTable.number(member.get("value").textValue()));
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    Optional<ObjectNode> find(long id, boolean withMembers, String base) throws SQLException {
        try (Connection connection = source.getConnection()) {
            return find(connection, id, withMembers, base, "");
        }
    }

    private Optional<ObjectNode> find(Connection connection, long id, boolean withMembers, String base, String lock)
            throws SQLException {
        ObjectNode team = JsonNodeFactory.instance.objectNode();
        team.putArray("schemas").add(Trees.CORE + "Group");
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT name, created_at, updated_at FROM teams WHERE id = ?" + lock)) {
            statement.setLong(1, id);
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    return Optional.empty();
                }
                team.put("id", "t" + id);
                team.put("displayName", row.getString(1));
                Instant modified = times.get(row, 3);
                Trees.putMeta(team, "Group", base, times.get(row, 2), modified, modified.toEpochMilli());
            }
        }
        if (withMembers) {
            putMembers(connection, id, team.putArray("members"));
        }
        return Optional.of(team);
    }

    private static void putMembers(Connection connection, long id, ArrayNode members) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT user_id FROM team_users WHERE team_id = ? ORDER BY user_id")) {
            statement.setLong(1, id);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    members.addObject().put("value", "u" + row.getLong(1));
                }
            }
        }
    }

    Optional<ObjectNode> changeMembers(long id, JsonNode operations, boolean withMembers, String base)
            throws SQLException {
        return Transactions.performSql(source, connection -> {
            if (find(connection, id, false, base, " FOR UPDATE").isEmpty()) {
                return Optional.empty();
            }
            for (JsonNode operation : operations) {
                if (operation.get("op").textValue().equalsIgnoreCase("add")) {
                    addAll(connection, id, operation.get("value"));
                } else {
                    String delete = "DELETE FROM team_users WHERE team_id = ? AND user_id = ?";
                    each(connection, delete, id, operation.get("value"));
                }
            }
            try (PreparedStatement statement =
                    connection.prepareStatement("UPDATE teams SET updated_at = ? WHERE id = ?")) {
                times.set(statement, 1, Times.now());
                statement.setLong(2, id);
                statement.executeUpdate();
            }
            return find(connection, id, withMembers, base, "");
        });
    }

    /** A user, who leaves all teams first: a foreign key that does not cascade wants it so. */
    boolean deleteUser(long id) throws SQLException {
        return Transactions.performSql(source, connection -> {
            if (kind == SqlKind.POSTGRESQL) {
                leaveAtOnce(connection, id);
            } else {
                leave(connection, id);
            }
            return deleted(connection, "DELETE FROM users WHERE id = ?", id);
        });
    }

    private void leaveAtOnce(Connection connection, long id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(DELETE_AT_ONCE)) {
            statement.setLong(1, id);
            times.set(statement, 2, Times.now());
            statement.executeUpdate();
        }
    }

    private void leave(Connection connection, long id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "UPDATE teams SET updated_at = ? WHERE id IN (SELECT team_id FROM team_users WHERE user_id = ?)")) {
            times.set(statement, 1, Times.now());
            statement.setLong(2, id);
            statement.executeUpdate();
        }
        deleted(connection, "DELETE FROM team_users WHERE user_id = ?", id);
    }

    boolean delete(long id) throws SQLException {
        return Transactions.performSql(source, connection -> {
            deleted(connection, "DELETE FROM team_users WHERE team_id = ?", id);
            return deleted(connection, "DELETE FROM teams WHERE id = ?", id);
        });
    }

    private static boolean deleted(Connection connection, String sql, long id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, id);
            return statement.executeUpdate() > 0;
        }
    }
}
