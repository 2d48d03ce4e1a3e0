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
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;

/**
 * Plain JDBC over {@link OwnSchema}.
 *
 * <p>PostgreSQL and MariaDB, which a statement travels to, read a row and then all lists and groups by one {@code UNION ALL};
 * H2, which has no way to go, reads a list at a time, which costs it less. A change locks the row, reads, and writes what changed:
 * PostgreSQL all tables in one statement, the others one at a time. A new user is one statement on PostgreSQL, and on the others
 * a transaction with a statement for each table that has rows.
 */
final class OwnTables implements Store {

    static final String TENANT = "default";

    private static final int FIRST_TEXT = 6;
    private static final int TOTAL = FIRST_TEXT + OwnColumns.TEXTS.size();
    private static final int FIRST_PART = 4;

    private static final int BITS_WITHIN_A_VERSION = 16;

    /** Parameters of {@link OwnSql#updateUser}. */
    private static final int UPDATE_PARAMETERS = 2 + OwnSql.WRITTEN.size() + 3;

    private final DataSource source;
    private final SqlKind kind;
    private final OwnSql sql;
    private final OwnGroups groups;
    private final Times times;
    private final Ids ids = new Ids();

    OwnTables(DataSource source, SqlKind kind) {
        this.source = source;
        this.kind = kind;
        this.sql = new OwnSql(kind);
        this.times = new Times(kind);
        this.groups = new OwnGroups(source, kind, sql, ids);
    }

    @Override
    public Optional<ObjectNode> user(String id, String base) throws SQLException {
        try (Connection connection = source.getConnection()) {
            return one(connection, sql.byId, id, base);
        }
    }

    @Override
    public Optional<ObjectNode> userByName(String userName, String base) throws SQLException {
        try (Connection connection = source.getConnection()) {
            return one(connection, sql.byName, userName.toLowerCase(Locale.ROOT), base);
        }
    }

    private Optional<ObjectNode> one(Connection connection, String query, String key, String base) throws SQLException {
        ObjectNode user;
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, TENANT);
            statement.setString(2, key);
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    return Optional.empty();
                }
                user = user(row, base);
            }
        }
        putLists(connection, List.of(user));
        return Optional.of(user);
    }

    @Override
    public Page page(int startIndex, int count, String base) throws SQLException {
        List<ObjectNode> users = new ArrayList<>();
        int total = 0;
        try (Connection connection = source.getConnection()) {
            try (PreparedStatement statement = connection.prepareStatement(sql.page)) {
                int at = 1;
                statement.setString(at++, TENANT);
                statement.setString(at++, TENANT);
                if (kind == SqlKind.POSTGRESQL) {
                    statement.setString(at++, TENANT);
                }
                statement.setLong(at++, count);
                statement.setLong(at++, startIndex - 1L);
                if (kind != SqlKind.POSTGRESQL) {
                    statement.setString(at, TENANT);
                }
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        users.add(user(rows, base));
                        total = rows.getInt(TOTAL);
                    }
                }
            }
            putLists(connection, users);
        }
        return new Page(total, users);
    }

    @Override
    public List<ObjectNode> pageAfter(String id, int count, String base) throws SQLException {
        List<ObjectNode> users = new ArrayList<>();
        try (Connection connection = source.getConnection()) {
            try (PreparedStatement statement = connection.prepareStatement(sql.pageAfter)) {
                statement.setString(1, TENANT);
                statement.setString(2, id);
                statement.setLong(3, count);
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        users.add(user(rows, base));
                    }
                }
            }
            putLists(connection, users);
        }
        return users;
    }

    /** A row without its lists. */
    private ObjectNode user(ResultSet row, String base) throws SQLException {
        ObjectNode user = JsonNodeFactory.instance.objectNode();
        ArrayNode schemas = user.putArray("schemas").add(Trees.CORE + "User");
        user.put("id", row.getString(1));
        for (int number = 0; number < OwnColumns.TEXTS.size(); number++) {
            String value = row.getString(FIRST_TEXT + number);
            if (value == null) {
                continue;
            }
            OwnColumns.Text text = OwnColumns.TEXTS.get(number);
            ObjectNode in = text.parent().isEmpty() ? user : user.withObjectProperty(text.parent());
            if (text.name().equals("manager")) {
                in.putObject("manager").put("value", value);
            } else {
                in.put(text.name(), value);
            }
        }
        if (user.has(Trees.ENTERPRISE)) {
            schemas.add(Trees.ENTERPRISE);
        }
        boolean active = row.getBoolean(5);
        if (!row.wasNull()) {
            user.put("active", active);
        }
        Trees.putMeta(user, "User", base, times.get(row, 3), times.get(row, 4), row.getLong(2));
        return user;
    }

    private void putLists(Connection connection, List<ObjectNode> users) throws SQLException {
        if (users.isEmpty()) {
            return;
        }
        Map<String, ObjectNode> byId = new LinkedHashMap<>();
        users.forEach(user -> byId.put(Trees.id(user), user));
        if (kind == SqlKind.H2) {
            for (OwnColumns.Entries list : OwnColumns.LISTS) {
                putList(connection, list, byId);
            }
            putGroups(connection, byId);
        } else {
            putAll(connection, byId);
        }
    }

    private void putList(Connection connection, OwnColumns.Entries list, Map<String, ObjectNode> byId)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql.entries(list, byId.size()))) {
            Owners.set(statement, 1, kind, byId.keySet());
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    putEntry(owner(byId, row, 1), list, row, 3, 2);
                }
            }
        }
    }

    private void putGroups(Connection connection, Map<String, ObjectNode> byId) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql.groups(byId.size()))) {
            Owners.set(statement, 1, kind, byId.keySet());
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    putGroup(owner(byId, row, 1), row, 2);
                }
            }
        }
    }

    private void putAll(Connection connection, Map<String, ObjectNode> byId) throws SQLException {
        int lists = OwnColumns.LISTS.size();
        try (PreparedStatement statement = connection.prepareStatement(sql.allEntries(byId.size()))) {
            int at = 1;
            for (int number = 0; number <= lists; number++) {
                at = Owners.set(statement, at, kind, byId.keySet());
            }
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    int number = row.getInt(1);
                    ObjectNode user = owner(byId, row, 2);
                    if (number == lists) {
                        putGroup(user, row, FIRST_PART);
                    } else {
                        int primary = FIRST_PART + OwnColumns.MOST_PARTS;
                        putEntry(user, OwnColumns.LISTS.get(number), row, FIRST_PART, primary);
                    }
                }
            }
        }
    }

    private static ObjectNode owner(Map<String, ObjectNode> byId, ResultSet row, int at) throws SQLException {
        String id = row.getString(at);
        ObjectNode owner = byId.get(id);
        if (owner == null) {
            throw new SQLException("a row of somebody who was not asked for: " + id);
        }
        return owner;
    }

    private static void putGroup(ObjectNode user, ResultSet row, int at) throws SQLException {
        user.withArrayProperty("groups")
                .addObject()
                .put("value", row.getString(at))
                .put("display", row.getString(at + 1));
    }

    private static void putEntry(ObjectNode user, OwnColumns.Entries list, ResultSet row, int firstPart, int primary)
            throws SQLException {
        ObjectNode entry = user.withArrayProperty(list.name()).addObject();
        int at = firstPart;
        for (OwnColumns.Part part : list.parts()) {
            String value = row.getString(at++);
            if (value != null) {
                entry.put(part.name(), value);
            }
        }
        boolean isPrimary = row.getBoolean(primary);
        if (!row.wasNull()) {
            entry.put("primary", isPrimary);
        }
    }

    @Override
    public ObjectNode create(ObjectNode user, String base) throws SQLException {
        Instant now = Times.now();
        user.put("id", ids.next());
        Trees.putMeta(user, "User", base, now, now, 1);
        if (kind == SqlKind.POSTGRESQL) {
            createAtOnce(user, now);
        } else {
            Transactions.performSql(source, connection -> insert(connection, user, now));
        }
        return user;
    }

    private void createAtOnce(ObjectNode user, Instant now) throws SQLException {
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql.createAtOnce(counts(user)))) {
            int at = 1;
            for (OwnColumns.Entries list : OwnColumns.LISTS) {
                at = setEntries(statement, at, list, user, 1);
            }
            setUser(statement, at, user, now);
            statement.executeUpdate();
        }
    }

    private ObjectNode insert(Connection connection, ObjectNode user, Instant now) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql.insertUser)) {
            setUser(statement, 1, user, now);
            statement.executeUpdate();
        }
        for (OwnColumns.Entries list : OwnColumns.LISTS) {
            insertEntries(connection, list, user, 1);
        }
        return user;
    }

    private void insertEntries(Connection connection, OwnColumns.Entries list, ObjectNode user, long version)
            throws SQLException {
        int count = user.path(list.name()).size();
        if (count > 0) {
            try (PreparedStatement statement = connection.prepareStatement(sql.insertEntries(list, count))) {
                setEntries(statement, 1, list, user, version);
                statement.executeUpdate();
            }
        }
    }

    private static int[] counts(ObjectNode user) {
        return OwnColumns.LISTS.stream()
                .mapToInt(list -> user.path(list.name()).size())
                .toArray();
    }

    private void setUser(PreparedStatement statement, int from, ObjectNode user, Instant now) throws SQLException {
        int at = from;
        statement.setString(at++, Trees.id(user));
        statement.setString(at++, TENANT);
        statement.setLong(at++, 1);
        times.set(statement, at++, now);
        times.set(statement, at++, now);
        setColumns(statement, at, user);
    }

    private static int setColumns(PreparedStatement statement, int from, ObjectNode user) throws SQLException {
        int at = from;
        setBoolean(statement, at++, user.path("active"));
        for (OwnColumns.Text text : OwnColumns.TEXTS) {
            JsonNode in = text.parent().isEmpty() ? user : user.path(text.parent());
            JsonNode node = in.path(text.name());
            String value = (text.name().equals("manager") ? node.path("value") : node).textValue();
            statement.setString(at++, value);
            if (text.key() != OwnColumns.Key.NONE) {
                statement.setString(at++, text.key().of(value));
            }
        }
        return at;
    }

    private static void setBoolean(PreparedStatement statement, int at, JsonNode value) throws SQLException {
        if (value.isBoolean()) {
            statement.setBoolean(at, value.booleanValue());
        } else {
            statement.setNull(at, Types.BOOLEAN);
        }
    }

    /** @param version of the user with these entries: their places are others in each version, whatever is written first */
    private static int setEntries(
            PreparedStatement statement, int from, OwnColumns.Entries list, ObjectNode user, long version)
            throws SQLException {
        int at = from;
        long ordinal = version << BITS_WITHIN_A_VERSION;
        for (JsonNode entry : user.path(list.name())) {
            statement.setString(at++, Trees.id(user));
            statement.setString(at++, TENANT);
            statement.setLong(at++, ordinal++);
            setBoolean(statement, at++, entry.path("primary"));
            for (OwnColumns.Part part : list.parts()) {
                String value = entry.path(part.name()).textValue();
                statement.setString(at++, value);
                if (part.key() != OwnColumns.Key.NONE) {
                    statement.setString(at++, part.key().of(value));
                }
            }
        }
        return at;
    }

    @Override
    public Optional<ObjectNode> change(String id, UnaryOperator<ObjectNode> change, String base) throws SQLException {
        return Transactions.performSql(source, connection -> {
            Optional<ObjectNode> found = one(connection, sql.byIdForUpdate, id, base);
            if (found.isEmpty()) {
                return found;
            }
            ObjectNode current = found.get();
            ObjectNode next = Trees.kept(current, change.apply(current));
            Instant now = Times.now();
            if (kind == SqlKind.POSTGRESQL) {
                saveAtOnce(connection, current, next, now);
            } else {
                save(connection, current, next, now);
            }
            return Optional.of(Trees.stamped(next, now, Trees.version(next) + 1));
        });
    }

    /** Of each list: how many entries it has now, or -1 if it is as it was. */
    private static int[] changed(ObjectNode current, ObjectNode next) {
        int[] counts = counts(next);
        for (int number = 0; number < counts.length; number++) {
            String name = OwnColumns.LISTS.get(number).name();
            if (next.path(name).equals(current.path(name))) {
                counts[number] = -1;
            }
        }
        return counts;
    }

    private void setUpdate(PreparedStatement statement, ObjectNode next, Instant now) throws SQLException {
        times.set(statement, 1, now);
        int at = setColumns(statement, 2, next);
        statement.setString(at++, TENANT);
        statement.setString(at++, Trees.id(next));
        statement.setLong(at, Trees.version(next));
    }

    private void saveAtOnce(Connection connection, ObjectNode current, ObjectNode next, Instant now)
            throws SQLException {
        int[] counts = changed(current, next);
        try (PreparedStatement statement = connection.prepareStatement(sql.saveAtOnce(counts))) {
            setUpdate(statement, next, now);
            int at = UPDATE_PARAMETERS + 1;
            for (int number = 0; number < counts.length; number++) {
                if (counts[number] > 0) {
                    at = setEntries(statement, at, OwnColumns.LISTS.get(number), next, Trees.version(next) + 1);
                }
            }
            try (ResultSet saved = statement.executeQuery()) {
                if (!saved.next()) {
                    throw new SQLException("a locked row of another version");
                }
            }
        }
    }

    private void save(Connection connection, ObjectNode current, ObjectNode next, Instant now) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql.updateUser)) {
            setUpdate(statement, next, now);
            if (statement.executeUpdate() == 0) {
                throw new SQLException("a locked row of another version");
            }
        }
        int[] counts = changed(current, next);
        for (int number = 0; number < counts.length; number++) {
            if (counts[number] >= 0) {
                OwnColumns.Entries list = OwnColumns.LISTS.get(number);
                try (PreparedStatement statement = connection.prepareStatement(sql.deleteEntries(list))) {
                    statement.setString(1, TENANT);
                    statement.setString(2, Trees.id(next));
                    statement.executeUpdate();
                }
                insertEntries(connection, list, next, Trees.version(next) + 1);
            }
        }
    }

    @Override
    public boolean delete(String id) throws SQLException {
        return groups.deleteMember(id);
    }

    @Override
    public ObjectNode createGroup(ObjectNode group, String base) throws SQLException {
        return groups.create(group, base);
    }

    @Override
    public Optional<ObjectNode> group(String id, boolean withMembers, String base) throws SQLException {
        return groups.find(id, withMembers, base);
    }

    @Override
    public Optional<ObjectNode> changeMembers(String id, JsonNode operations, boolean withMembers, String base)
            throws SQLException {
        return groups.changeMembers(id, operations, withMembers, base);
    }

    @Override
    public boolean deleteGroup(String id) throws SQLException {
        return groups.delete(id);
    }
}
