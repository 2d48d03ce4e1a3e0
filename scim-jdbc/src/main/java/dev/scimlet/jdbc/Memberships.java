package dev.scimlet.jdbc;

import dev.scimlet.spi.MembershipSource.Membership;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.Wanted;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rows of one table seen from those who refer to them: who is in which group, what an id is called. */
final class Memberships {

    private final TableLayout layout;
    private final Writes writes;
    private final @Nullable SideTable members;

    Memberships(TableLayout layout, Writes writes) {
        this.layout = layout;
        this.writes = writes;
        this.members = layout.sideTables().stream()
                .filter(side -> side.isReferences() && side.path().path().text().equals("members"))
                .findFirst()
                .orElse(null);
    }

    Map<String, List<Membership>> of(
            Connection connection, Dialect dialect, RequestContext context, Set<String> memberIds) throws SQLException {
        Map<String, List<Membership>> memberships = new HashMap<>();
        List<Object> keys = keys(memberIds);
        if (members == null || keys.isEmpty()) {
            return memberships;
        }
        MappedColumn value = Objects.requireNonNull(members.valueColumn());
        Sql sql = new Sql(dialect).add("SELECT e.").add(value.name()).add(", ").add(layout.idColumn());
        writeDisplay(sql);
        sql.add(" FROM ")
                .add(members.table())
                .add(" e JOIN ")
                .add(layout.table())
                .add(" r ON ");
        sql.add(layout.idColumn()).add(" = e.").add(members.owner()).add(" WHERE ");
        layout.writeScopes(sql, context, " AND ");
        sql.add("e.").add(value.name()).isAnyOf(value.kind(), keys);
        members.writeScopes(sql, "e", context);
        sql.add(" ORDER BY ").add(layout.idColumn());
        try (PreparedStatement statement = sql.prepare(connection);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                String member =
                        Objects.requireNonNull(value.kind().read(rows, 1)).toString();
                String group =
                        Objects.requireNonNull(layout.idKind().read(rows, 2)).toString();
                memberships
                        .computeIfAbsent(member, key -> new ArrayList<>())
                        .add(new Membership(group, display(rows, 3)));
            }
        }
        return memberships;
    }

    private List<Object> keys(Set<String> memberIds) {
        List<Object> keys = new ArrayList<>();
        Kind kind = members == null
                ? layout.idKind()
                : Objects.requireNonNull(members.valueColumn()).kind();
        for (String id : memberIds) {
            Object key = kind.exact(id);
            if (key != null) {
                keys.add(key);
            }
        }
        return keys;
    }

    private void writeDisplay(Sql sql) {
        layout.display().forEach(column -> sql.add(", r.").add(column.name()));
    }

    /** The first name that a row has. */
    private String display(ResultSet rows, int from) throws SQLException {
        for (int i = 0; i < layout.display().size(); i++) {
            MappedColumn column = layout.display().get(i);
            Object name = column.fromRaw(column.kind().read(rows, from + i));
            if (name != null && !name.equals("")) {
                return name.toString();
            }
        }
        return "";
    }

    /** Takes somebody out of all groups; each gets a new version. The groups are locked in one order. */
    void end(Connection connection, Dialect dialect, RequestContext context, String memberId) throws SQLException {
        List<Object> keys = keys(Set.of(memberId));
        if (members == null || keys.isEmpty()) {
            return;
        }
        MappedColumn value = Objects.requireNonNull(members.valueColumn());
        Rows rows = writes.rows(Wanted.nothing());
        Sql sql = rows.select(dialect, context, null).add(layout.idColumn());
        sql.add(" IN (SELECT e.").add(members.owner()).add(" FROM ").add(members.table());
        sql.add(" e WHERE e.").add(value.name()).add(" = ").value(value.kind(), keys.get(0));
        members.writeScopes(sql, "e", context);
        sql.add(") ORDER BY ").add(layout.idColumn()).add(" FOR UPDATE");
        for (StoredRow group : rows.read(connection, sql, null)) {
            members.deleteReferences(connection, dialect, context, group.id(), keys);
            writes.touch(connection, dialect, context, group);
        }
    }

    Map<String, String> displayNames(Connection connection, Dialect dialect, RequestContext context, Set<String> ids)
            throws SQLException {
        Map<String, String> names = new HashMap<>();
        Set<Object> keys = new LinkedHashSet<>();
        for (String id : ids) {
            Object key = layout.idKind().exact(id);
            if (key != null) {
                keys.add(key);
            }
        }
        if (keys.isEmpty()) {
            return names;
        }
        Sql sql = new Sql(dialect).add("SELECT ").add(layout.idColumn());
        writeDisplay(sql);
        sql.add(" FROM ").add(layout.table()).add(" r WHERE ");
        layout.writeScopes(sql, context, " AND ");
        sql.add(layout.idColumn()).isAnyOf(layout.idKind(), keys);
        try (PreparedStatement statement = sql.prepare(connection);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                String id =
                        Objects.requireNonNull(layout.idKind().read(rows, 1)).toString();
                names.put(id, display(rows, 2));
            }
        }
        return names;
    }
}
