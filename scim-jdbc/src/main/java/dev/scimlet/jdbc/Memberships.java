package dev.scimlet.jdbc;

import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.jdbc.sql.Dialect;
import dev.scimlet.jdbc.sql.Sql;
import dev.scimlet.spi.AppliedDelta;
import dev.scimlet.spi.ConflictException;
import dev.scimlet.spi.MembershipSource;
import dev.scimlet.spi.MembershipSource.Membership;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.mapping.MappedPath;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
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
                .filter(side -> side.isReferences() && isMadeOf(side.path()))
                .findFirst()
                .orElse(null);
    }

    /** Whether memberships are made of the list. */
    static boolean isMadeOf(MappedPath path) {
        return path.path().text().equals("members") && path.target().isReferenceList();
    }

    boolean areKnown() {
        return members != null;
    }

    /** Whether resources of the type can be members at all. */
    boolean knows(ResourceType type) {
        return members != null && MembershipSource.canMean(members.fixed(), type);
    }

    Map<String, List<Membership>> of(
            Connection connection, Dialect dialect, RequestContext context, ResourceType type, Set<String> memberIds)
            throws SQLException {
        Map<String, List<Membership>> memberships = new HashMap<>();
        List<Object> keys = keys(memberIds);
        if (members == null || keys.isEmpty() || !knows(type)) {
            return memberships;
        }
        MappedColumn value = Objects.requireNonNull(members.valueColumn());
        Sql sql =
                layout.sql(dialect).add("SELECT e.").add(value.name()).add(", ").add(layout.idColumn());
        writeDisplay(sql);
        sql.add(" FROM ")
                .add(members.table())
                .add(" e JOIN ")
                .add(layout.table())
                .add(" r ON ");
        sql.add(layout.idColumn()).add(" = e.").add(members.owner()).add(" WHERE ");
        layout.writeScopes(sql, context, " AND ");
        sql.add("e.").add(value.name()).isAnyOf(value.kind(), keys);
        writeMemberConditions(sql, members, context, type);
        sql.add(" ORDER BY ").add(layout.idColumn());
        try (PreparedStatement statement = sql.prepare(connection);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                String member = id(dialect, value.ids(), rows, 1);
                String group = id(dialect, layout.idType(), rows, 2);
                memberships
                        .computeIfAbsent(member, key -> new ArrayList<>())
                        .add(new Membership(group, display(dialect, rows, 3)));
            }
        }
        return memberships;
    }

    private static String id(Dialect dialect, IdType type, ResultSet rows, int column) throws SQLException {
        return type.text(Objects.requireNonNull(dialect.read(type.kind(), rows, column)));
    }

    private List<Object> keys(Set<String> memberIds) {
        List<Object> keys = new ArrayList<>();
        IdType type = members == null
                ? layout.idType()
                : Objects.requireNonNull(members.valueColumn()).ids();
        for (String id : memberIds) {
            Object key = type.exact(id);
            if (key != null) {
                keys.add(key);
            }
        }
        return keys;
    }

    /** Rows of the tenant whose type, where there is a column for it, is not that of somebody else. */
    private static void writeMemberConditions(
            Sql sql, SideTable members, RequestContext context, ResourceType memberType) {
        members.writeScopes(sql, "e", context);
        AttributeDefinition type = members.path().target().typeSubAttribute();
        AttributeDefinition ref = members.path().target().refSubAttribute();
        MappedColumn column = type == null ? null : members.column(type);
        if (column == null || ref == null) {
            return;
        }
        for (String other : ref.referenceTypes()) {
            if (!other.equalsIgnoreCase(memberType.name())) {
                sql.add(" AND ");
                column.searchable("e").differsFrom(other).write(sql, true);
            }
        }
    }

    private void writeDisplay(Sql sql) {
        layout.display().forEach(column -> sql.add(", r.").add(column.name()));
    }

    /** The first name that a row has. */
    private String display(Dialect dialect, ResultSet rows, int from) throws SQLException {
        for (int i = 0; i < layout.display().size(); i++) {
            MappedColumn column = layout.display().get(i);
            Object name = column.fromRaw(dialect.read(column.kind(), rows, from + i));
            if (name != null && !name.equals("")) {
                return name.toString();
            }
        }
        return "";
    }

    /** Takes somebody out of all groups; each gets a new version. The groups are locked in one order. */
    List<AppliedDelta> end(
            Connection connection, Dialect dialect, RequestContext context, ResourceType type, String memberId)
            throws SQLException {
        List<Object> keys = keys(Set.of(memberId));
        if (members == null || keys.isEmpty() || !knows(type)) {
            return List.of();
        }
        MappedColumn value = Objects.requireNonNull(members.valueColumn());
        RowReader rows = writes.rows(layout.inRow());
        Sql sql = rows.select(dialect, context, null).add(layout.idColumn());
        sql.add(" IN (SELECT e.").add(members.owner()).add(" FROM ").add(members.table());
        sql.add(" e WHERE e.").add(value.name()).add(" = ").value(value.kind(), keys.get(0));
        writeMemberConditions(sql, members, context, type);
        sql.add(") ORDER BY ").add(layout.idColumn()).add(" FOR UPDATE");
        List<StoredRow> groups = rows.read(connection, sql, null);
        if (groups.isEmpty()) {
            return List.of();
        }
        Sql deletion = layout.sql(dialect).add(dialect.deleteFrom(members.table(), "e"));
        deletion.add(" WHERE e.").add(value.name()).add(" = ").value(value.kind(), keys.get(0));
        deletion.add(" AND e.").add(members.owner());
        deletion.isAnyOf(layout.idKind(), groups.stream().map(StoredRow::id).toList());
        writeMemberConditions(deletion, members, context, type);
        if (deletion.update(connection) < groups.size()) {
            // Whoever held a group that had to be waited for took the member out: another look finds the others
            throw ConflictException.overtaken(null);
        }
        List<StoredRow> after = writes.touch(connection, dialect, context, groups);
        List<AppliedDelta> left = new ArrayList<>(groups.size());
        for (int i = 0; i < after.size(); i++) {
            left.add(AppliedDelta.of(
                    rows.resource(groups.get(i), Map.of()),
                    rows.resource(after.get(i), Map.of()),
                    Set.of(),
                    Set.of(memberId),
                    Set.of()));
        }
        return left;
    }

    /** Those of the ids that have a row, which is not deleted before the transaction ends. They are locked in one order. */
    Set<String> hold(Connection connection, Dialect dialect, RequestContext context, Set<String> ids)
            throws SQLException {
        Set<String> held = new HashSet<>();
        List<Object> keys = rowKeys(ids);
        if (keys.isEmpty()) {
            return held;
        }
        Sql sql = layout.sql(dialect).add("SELECT ").add(layout.idColumn());
        writeRows(sql, context, keys);
        sql.add(" ORDER BY ").add(layout.idColumn()).add(dialect.holding());
        try (PreparedStatement statement = sql.prepare(connection);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                held.add(id(dialect, layout.idType(), rows, 1));
            }
        }
        return held;
    }

    private List<Object> rowKeys(Set<String> ids) {
        List<Object> keys = new ArrayList<>();
        for (String id : ids) {
            Object key = layout.idType().exact(id);
            if (key != null) {
                keys.add(key);
            }
        }
        return keys;
    }

    private void writeRows(Sql sql, RequestContext context, List<Object> keys) {
        sql.add(" FROM ").add(layout.table()).add(" r WHERE ");
        layout.writeScopes(sql, context, " AND ");
        sql.add(layout.idColumn()).isAnyOf(layout.idKind(), keys);
    }

    Map<String, String> displayNames(Connection connection, Dialect dialect, RequestContext context, Set<String> ids)
            throws SQLException {
        Map<String, String> names = new HashMap<>();
        List<Object> keys = rowKeys(ids);
        if (keys.isEmpty()) {
            return names;
        }
        Sql sql = layout.sql(dialect).add("SELECT ").add(layout.idColumn());
        writeDisplay(sql);
        writeRows(sql, context, keys);
        try (PreparedStatement statement = sql.prepare(connection);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                names.put(id(dialect, layout.idType(), rows, 1), display(dialect, rows, 2));
            }
        }
        return names;
    }
}
