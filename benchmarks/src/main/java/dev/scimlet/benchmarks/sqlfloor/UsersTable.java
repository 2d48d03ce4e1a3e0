package dev.scimlet.benchmarks.sqlfloor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scimlet.benchmarks.database.SqlKind;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Plain JDBC over the twelve columns of {@link dev.scimlet.benchmarks.database.HostTables}; what has no column is JSON in {@code
 * other}. A statement for a read, two for a change: it reads, and writes if nobody else has meanwhile.
 */
final class UsersTable implements Store {

    private static final String COLUMNS = "SELECT r.id, r.login, r.email, r.first_name, r.last_name, r.manager_id,"
            + " r.directory_id, r.status, r.other, r.created_at, r.updated_at";
    private static final int GROUPS = 12;
    private static final int TOTAL = 13;

    private static final String INSERT =
            "INSERT INTO users (login, login_key, email, first_name, last_name, manager_id,"
                    + " directory_id, status, other, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String UPDATE = "UPDATE users SET login = ?, login_key = ?, email = ?, first_name = ?,"
            + " last_name = ?, manager_id = ?, directory_id = ?, status = ?, other = ?, updated_at = ?"
            + " WHERE id = ? AND updated_at = ?";
    private static final String[] ID = {"id"};

    private final ObjectMapper mapper = new ObjectMapper();
    private final DataSource source;
    private final Times times;
    private final Teams teams;
    private final String byId;
    private final String byName;
    private final String page;
    private final String pageAfter;

    UsersTable(DataSource source, SqlKind kind) {
        this.source = source;
        this.times = new Times(kind);
        this.teams = new Teams(source, kind);
        String whole = COLUMNS + ", (SELECT " + groups(kind)
                + " FROM team_users m JOIN teams g ON g.id = m.team_id WHERE m.user_id = r.id)";
        this.byId = whole + " FROM users r WHERE r.id = ?";
        this.byName = whole + " FROM users r WHERE r.login_key = ?";
        this.page = whole + ", (SELECT COUNT(*) FROM users)"
                + " FROM (SELECT * FROM users ORDER BY id LIMIT ? OFFSET ?) r ORDER BY r.id";
        this.pageAfter = whole + " FROM users r WHERE r.id > ? ORDER BY r.id LIMIT ?";
    }

    private static String groups(SqlKind kind) {
        return switch (kind) {
            case POSTGRESQL -> "json_agg(json_build_object('value', 't' || g.id, 'display', g.name) ORDER BY g.id)";
            case H2 -> "JSON_ARRAYAGG(JSON_OBJECT('value': 't' || g.id, 'display': g.name) ORDER BY g.id)";
            case MARIADB -> "JSON_ARRAYAGG(JSON_OBJECT('value', CONCAT('t', g.id), 'display', g.name) ORDER BY g.id)";
        };
    }

    /** The number in an id with a letter before it. */
    static long number(String id) {
        return Long.parseLong(id.substring(1));
    }

    private static long version(Instant modified) {
        return modified.toEpochMilli();
    }

    private ObjectNode user(ResultSet row, String base) throws SQLException, IOException {
        String other = row.getString(9);
        ObjectNode user = other == null ? mapper.createObjectNode() : (ObjectNode) mapper.readTree(other);
        user.put("id", "u" + row.getLong(1));
        user.put("userName", row.getString(2));
        putWorkEmail(user, row.getString(3));
        ObjectNode name = user.withObjectProperty("name");
        putIfThere(name, "givenName", row.getString(4));
        putIfThere(name, "familyName", row.getString(5));
        long manager = row.getLong(6);
        if (!row.wasNull()) {
            user.withObjectProperty(Trees.ENTERPRISE).putObject("manager").put("value", "u" + manager);
        }
        putIfThere(user, "externalId", row.getString(7));
        user.put("active", "A".equals(row.getString(8)));
        String groups = row.getString(GROUPS);
        if (groups != null) {
            user.set("groups", mapper.readTree(groups));
        }
        Instant modified = times.get(row, 11);
        Trees.putMeta(user, "User", base, times.get(row, 10), modified, version(modified));
        return user;
    }

    private static void putWorkEmail(ObjectNode user, @Nullable String email) {
        for (JsonNode entry : user.path("emails")) {
            if (email != null && entry.path("type").asText().equals("work")) {
                ((ObjectNode) entry).put("value", email);
            }
        }
    }

    private static void putIfThere(ObjectNode to, String name, @Nullable String value) {
        if (value != null) {
            to.put(name, value);
        }
    }

    @Override
    public Optional<ObjectNode> user(String id, String base) throws SQLException, IOException {
        try (Connection connection = source.getConnection()) {
            return user(connection, id, base);
        }
    }

    private Optional<ObjectNode> user(Connection connection, String id, String base) throws SQLException, IOException {
        try (PreparedStatement statement = connection.prepareStatement(byId)) {
            statement.setLong(1, number(id));
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(user(row, base)) : Optional.empty();
            }
        }
    }

    @Override
    public Optional<ObjectNode> userByName(String userName, String base) throws SQLException, IOException {
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement(byName)) {
            statement.setString(1, userName.toLowerCase(Locale.ROOT));
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(user(row, base)) : Optional.empty();
            }
        }
    }

    @Override
    public Page page(int startIndex, int count, String base) throws SQLException, IOException {
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement(page)) {
            statement.setLong(1, count);
            statement.setLong(2, startIndex - 1L);
            int total = 0;
            List<ObjectNode> users = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    users.add(user(rows, base));
                    total = rows.getInt(TOTAL);
                }
            }
            return new Page(total, users);
        }
    }

    @Override
    public List<ObjectNode> pageAfter(String id, int count, String base) throws SQLException, IOException {
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement(pageAfter)) {
            statement.setLong(1, number(id));
            statement.setLong(2, count);
            List<ObjectNode> users = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    users.add(user(rows, base));
                }
            }
            return users;
        }
    }

    @Override
    public ObjectNode create(ObjectNode user, String base) throws SQLException {
        Instant now = Times.now();
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement(INSERT, ID)) {
            int at = setColumns(statement, user);
            times.set(statement, at++, now);
            times.set(statement, at, now);
            statement.executeUpdate();
            try (ResultSet keys = statement.getGeneratedKeys()) {
                keys.next();
                user.put("id", "u" + keys.getLong(1));
            }
        }
        Trees.putMeta(user, "User", base, now, now, version(now));
        return user;
    }

    /** Sets nine parameters, and leaves the tree as it was. */
    private static int setColumns(PreparedStatement statement, ObjectNode user) throws SQLException {
        ObjectNode other = user.deepCopy();
        other.remove(List.of("id", "meta", "groups", "userName", "externalId", "active"));
        String login = user.get("userName").textValue();
        statement.setString(1, login);
        statement.setString(2, login.toLowerCase(Locale.ROOT));
        statement.setString(3, takenWorkEmail(other));
        ObjectNode name = other.withObjectProperty("name");
        statement.setString(4, text(name.remove("givenName")));
        statement.setString(5, text(name.remove("familyName")));
        JsonNode manager = user.path(Trees.ENTERPRISE).path("manager").path("value");
        if (manager.isTextual()) {
            statement.setLong(6, number(manager.textValue()));
            ((ObjectNode) other.get(Trees.ENTERPRISE)).remove("manager");
        } else {
            statement.setNull(6, Types.BIGINT);
        }
        statement.setString(7, user.path("externalId").textValue());
        statement.setString(8, user.path("active").asBoolean(true) ? "A" : "D");
        statement.setString(9, other.toString());
        return 10;
    }

    private static @Nullable String takenWorkEmail(ObjectNode user) {
        String email = null;
        for (JsonNode entry : user.path("emails")) {
            if (entry.path("type").asText().equals("work")) {
                email = text(((ObjectNode) entry).remove("value"));
            }
        }
        return email;
    }

    private static @Nullable String text(@Nullable JsonNode node) {
        return node == null ? null : node.textValue();
    }

    @Override
    public Optional<ObjectNode> change(String id, UnaryOperator<ObjectNode> change, String base)
            throws SQLException, IOException {
        try (Connection connection = source.getConnection()) {
            Optional<ObjectNode> changed = Optional.empty();
            Optional<ObjectNode> current = user(connection, id, base);
            while (changed.isEmpty() && current.isPresent()) {
                changed = written(connection, current.get(), change);
                current = changed.isPresent() ? current : user(connection, id, base);
            }
            return changed;
        }
    }

    /** Empty if somebody else has written meanwhile. */
    private Optional<ObjectNode> written(Connection connection, ObjectNode current, UnaryOperator<ObjectNode> change)
            throws SQLException {
        ObjectNode next = Trees.kept(current, change.apply(current));
        Instant before = Instant.parse(current.get("meta").get("lastModified").textValue());
        Instant now = Times.now();
        Instant later = now.isAfter(before) ? now : before.plusMillis(1);
        try (PreparedStatement statement = connection.prepareStatement(UPDATE)) {
            int at = setColumns(statement, next);
            times.set(statement, at++, later);
            statement.setLong(at++, number(Trees.id(next)));
            times.set(statement, at, before);
            return statement.executeUpdate() == 1
                    ? Optional.of(Trees.stamped(next, later, version(later)))
                    : Optional.empty();
        }
    }

    @Override
    public boolean delete(String id) throws SQLException {
        return teams.deleteUser(number(id));
    }

    @Override
    public ObjectNode createGroup(ObjectNode group, String base) throws SQLException {
        return teams.create(group, base);
    }

    @Override
    public Optional<ObjectNode> group(String id, boolean withMembers, String base) throws SQLException {
        return teams.find(number(id), withMembers, base);
    }

    @Override
    public Optional<ObjectNode> changeMembers(String id, JsonNode operations, boolean withMembers, String base)
            throws SQLException {
        return teams.changeMembers(number(id), operations, withMembers, base);
    }

    @Override
    public boolean deleteGroup(String id) throws SQLException {
        return teams.delete(number(id));
    }
}
