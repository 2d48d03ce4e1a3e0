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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Groups and their members in {@link OwnSchema}. PostgreSQL adds one member with one statement, and lets a user go with one;
 * otherwise the group's row is locked, and a change is a transaction.
 */
final class OwnGroups {

    private static final String COLUMNS = "id, version, created, last_modified, external_id, display_name";
    private static final String MEMBERS =
            "scim_group_members (owner_id, tenant, ordinal, value_, type, type_key, display, display_key)";
    private static final String ADD_AT_ONCE = "WITH m AS (INSERT INTO " + MEMBERS
            + " SELECT id, tenant, version + 1, ?, ?, ?, ?, ? FROM scim_group WHERE tenant = ? AND id = ?"
            + " ON CONFLICT DO NOTHING RETURNING owner_id)"
            + " UPDATE scim_group SET version = version + 1, last_modified = ?"
            + " WHERE tenant = ? AND id = ? AND EXISTS (SELECT 1 FROM m) RETURNING " + COLUMNS;
    private static final String DELETE_AT_ONCE =
            "WITH m AS (DELETE FROM scim_group_members WHERE tenant = ? AND value_ = ? RETURNING owner_id),"
                    + " g AS (UPDATE scim_group SET version = version + 1, last_modified = ?"
                    + " WHERE tenant = ? AND id IN (SELECT owner_id FROM m))"
                    + " DELETE FROM scim_user WHERE tenant = ? AND id = ?";

    private final DataSource source;
    private final SqlKind kind;
    private final OwnSql sql;
    private final Times times;
    private final Ids ids;

    OwnGroups(DataSource source, SqlKind kind, OwnSql sql, Ids ids) {
        this.source = source;
        this.kind = kind;
        this.sql = sql;
        this.times = new Times(kind);
        this.ids = ids;
    }

    ObjectNode create(ObjectNode group, String base) throws SQLException {
        Instant now = Times.now();
        String id = ids.next();
        group.put("id", id);
        Transactions.performSql(source, connection -> {
            try (PreparedStatement statement = connection.prepareStatement(
                    "INSERT INTO scim_group (id, tenant, version,"
                            + " created, last_modified, display_name, display_name_key) VALUES (?, ?, ?, ?, ?, ?, ?)")) {
                String name = group.get("displayName").textValue();
                statement.setString(1, id);
                statement.setString(2, OwnTables.TENANT);
                statement.setLong(3, 1);
                times.set(statement, 4, now);
                times.set(statement, 5, now);
                statement.setString(6, name);
                statement.setString(7, OwnColumns.Key.FOLDED.of(name));
                statement.executeUpdate();
            }
            insert(connection, "INSERT INTO ", "", id, group.path("members"), 0);
            return group;
        });
        Trees.putMeta(group, "Group", base, now, now, 1);
        return group;
    }

    /** Tells whether there is a new row. */
    private static boolean insert(
            Connection connection, String start, String end, String id, JsonNode members, long ordinal)
            throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(start + MEMBERS + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)" + end)) {
            for (JsonNode member : members) {
                statement.setString(1, id);
                statement.setString(2, OwnTables.TENANT);
                statement.setLong(3, ordinal);
                setMember(statement, 4, member);
                if (members.size() == 1) {
                    return statement.executeUpdate() > 0;
                }
                statement.addBatch();
            }
            boolean any = false;
            for (int count : statement.executeBatch()) {
                // less than 0 where the driver is not told
                any |= count != 0;
            }
            return any;
        }
    }

    private static int setMember(PreparedStatement statement, int from, JsonNode member) throws SQLException {
        int at = from;
        statement.setString(at++, member.get("value").textValue());
        for (String part : List.of("type", "display")) {
            String value = member.path(part).textValue();
            statement.setString(at++, value);
            statement.setString(at++, OwnColumns.Key.FOLDED.of(value));
        }
        return at;
    }

    Optional<ObjectNode> find(String id, boolean withMembers, String base) throws SQLException {
        try (Connection connection = source.getConnection()) {
            Optional<ObjectNode> group = group(connection, id, base, "");
            if (withMembers && group.isPresent()) {
                putMembers(connection, group.get());
            }
            return group;
        }
    }

    private Optional<ObjectNode> group(Connection connection, String id, String base, String lock) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT " + COLUMNS + " FROM scim_group WHERE tenant = ? AND id = ?" + lock)) {
            statement.setString(1, OwnTables.TENANT);
            statement.setString(2, id);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(group(row, base)) : Optional.empty();
            }
        }
    }

    private ObjectNode group(ResultSet row, String base) throws SQLException {
        ObjectNode group = JsonNodeFactory.instance.objectNode();
        group.putArray("schemas").add(Trees.CORE + "Group");
        group.put("id", row.getString(1));
        String externalId = row.getString(5);
        if (externalId != null) {
            group.put("externalId", externalId);
        }
        group.put("displayName", row.getString(6));
        Trees.putMeta(group, "Group", base, times.get(row, 3), times.get(row, 4), row.getLong(2));
        return group;
    }

    private static void putMembers(Connection connection, ObjectNode group) throws SQLException {
        ArrayNode members = group.putArray("members");
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT value_, type, display FROM scim_group_members WHERE tenant = ? AND owner_id = ? ORDER BY value_")) {
            statement.setString(1, OwnTables.TENANT);
            statement.setString(2, Trees.id(group));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    ObjectNode member = members.addObject().put("value", row.getString(1));
                    putIfThere(member, "type", row.getString(2));
                    putIfThere(member, "display", row.getString(3));
                }
            }
        }
    }

    private static void putIfThere(ObjectNode member, String name, @Nullable String value) {
        if (value != null) {
            member.put(name, value);
        }
    }

    Optional<ObjectNode> changeMembers(String id, JsonNode operations, boolean withMembers, String base)
            throws SQLException {
        JsonNode first = operations.get(0);
        boolean addsOne =
                operations.size() == 1 && isAdd(first) && first.get("value").size() == 1;
        if (kind == SqlKind.POSTGRESQL && addsOne && !withMembers) {
            Optional<ObjectNode> changed = addAtOnce(id, first.get("value").get(0), base);
            return changed.isPresent() ? changed : find(id, false, base);
        }
        return Transactions.performSql(source, connection -> {
            Optional<ObjectNode> found = group(connection, id, base, " FOR UPDATE");
            if (found.isEmpty()) {
                return found;
            }
            ObjectNode group = found.get();
            long version = Trees.version(group) + 1;
            boolean changed = false;
            for (JsonNode operation : operations) {
                JsonNode members = operation.get("value");
                changed |= isAdd(operation) ? add(connection, id, members, version) : remove(connection, id, members);
            }
            if (changed) {
                touch(connection, group, version);
            }
            if (withMembers) {
                putMembers(connection, group);
            }
            return found;
        });
    }

    private static boolean isAdd(JsonNode operation) {
        return operation.get("op").textValue().equalsIgnoreCase("add");
    }

    private Optional<ObjectNode> addAtOnce(String id, JsonNode member, String base) throws SQLException {
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement(ADD_AT_ONCE)) {
            int at = setMember(statement, 1, member);
            statement.setString(at++, OwnTables.TENANT);
            statement.setString(at++, id);
            times.set(statement, at++, Times.now());
            statement.setString(at++, OwnTables.TENANT);
            statement.setString(at, id);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(group(row, base)) : Optional.empty();
            }
        }
    }

    private void touch(Connection connection, ObjectNode group, long version) throws SQLException {
        Instant now = Times.now();
        try (PreparedStatement statement = connection.prepareStatement(
                "UPDATE scim_group SET version = ?, last_modified = ? WHERE tenant = ? AND id = ?")) {
            statement.setLong(1, version);
            times.set(statement, 2, now);
            statement.setString(3, OwnTables.TENANT);
            statement.setString(4, Trees.id(group));
            statement.executeUpdate();
        }
        Trees.stamped(group, now, version);
    }

    private boolean add(Connection connection, String id, JsonNode members, long ordinal) throws SQLException {
        return switch (kind) {
            case POSTGRESQL -> insert(connection, "INSERT INTO ", " ON CONFLICT DO NOTHING", id, members, ordinal);
            case MARIADB -> insert(connection, "INSERT IGNORE INTO ", "", id, members, ordinal);
            case H2 -> {
                JsonNode missing = missing(connection, id, members);
                yield !missing.isEmpty() && insert(connection, "INSERT INTO ", "", id, missing, ordinal);
            }
        };
    }

    private ArrayNode missing(Connection connection, String id, JsonNode members) throws SQLException {
        Map<String, JsonNode> asked = new LinkedHashMap<>();
        members.forEach(member -> asked.put(member.get("value").textValue(), member));
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT value_ FROM scim_group_members WHERE owner_id = ? AND tenant = ? AND value_"
                        + sql.isAnyOf(asked.size()))) {
            statement.setString(1, id);
            Owners.set(statement, 2, kind, List.copyOf(asked.keySet()));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    asked.remove(row.getString(1));
                }
            }
        }
        return JsonNodeFactory.instance.arrayNode().addAll(asked.values());
    }

    private boolean remove(Connection connection, String id, JsonNode members) throws SQLException {
        List<String> values = new ArrayList<>();
        members.forEach(member -> values.add(member.get("value").textValue()));
        try (PreparedStatement statement = connection.prepareStatement(
                "DELETE FROM scim_group_members WHERE owner_id = ? AND tenant = ? AND value_"
                        + sql.isAnyOf(values.size()))) {
            statement.setString(1, id);
            Owners.set(statement, 2, kind, values);
            return statement.executeUpdate() > 0;
        }
    }

    /** A user, who leaves all groups. */
    boolean deleteMember(String id) throws SQLException {
        if (kind == SqlKind.POSTGRESQL) {
            try (Connection connection = source.getConnection();
                    PreparedStatement statement = connection.prepareStatement(DELETE_AT_ONCE)) {
                statement.setString(1, OwnTables.TENANT);
                statement.setString(2, id);
                times.set(statement, 3, Times.now());
                statement.setString(4, OwnTables.TENANT);
                statement.setString(5, OwnTables.TENANT);
                statement.setString(6, id);
                return statement.executeUpdate() > 0;
            }
        }
        return Transactions.performSql(source, connection -> {
            try (PreparedStatement statement =
                    connection.prepareStatement("UPDATE scim_group SET version = version + 1,"
                            + " last_modified = ? WHERE tenant = ?"
                            + " AND id IN (SELECT owner_id FROM scim_group_members WHERE tenant = ? AND value_ = ?)")) {
                times.set(statement, 1, Times.now());
                statement.setString(2, OwnTables.TENANT);
                statement.setString(3, OwnTables.TENANT);
                statement.setString(4, id);
                statement.executeUpdate();
            }
            try (PreparedStatement statement =
                    connection.prepareStatement("DELETE FROM scim_group_members WHERE tenant = ? AND value_ = ?")) {
                statement.setString(1, OwnTables.TENANT);
                statement.setString(2, id);
                statement.executeUpdate();
            }
            return deleted(connection, "scim_user", id);
        });
    }

    boolean delete(String id) throws SQLException {
        try (Connection connection = source.getConnection()) {
            return deleted(connection, "scim_group", id);
        }
    }

    private static boolean deleted(Connection connection, String table, String id) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("DELETE FROM " + table + " WHERE tenant = ? AND id = ?")) {
            statement.setString(1, OwnTables.TENANT);
            statement.setString(2, id);
            return statement.executeUpdate() > 0;
        }
    }
}
