package dev.scimlet.jdbc;

import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.jdbc.sql.Dialect;
import dev.scimlet.jdbc.sql.Prepared;
import dev.scimlet.jdbc.sql.Sql;
import dev.scimlet.jdbc.sql.With;
import dev.scimlet.spi.AppliedDelta;
import dev.scimlet.spi.ConflictException;
import dev.scimlet.spi.MembershipSource;
import dev.scimlet.spi.MembershipSource.Membership;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.mapping.MappedPath;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
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

    /** The groups of resources of a type; null if these cannot be members. */
    @Nullable
    GroupsOfMembers groupsOf(ResourceType type) {
        return members == null || !knows(type) ? null : new GroupsOfMembers(layout, members, type);
    }

    Map<String, List<Membership>> of(
            Connection connection, Dialect dialect, RequestContext context, ResourceType type, Set<String> memberIds)
            throws SQLException {
        Map<String, List<Membership>> memberships = new HashMap<>();
        GroupsOfMembers groups = groupsOf(type);
        List<Object> keys = keys(memberIds);
        if (groups == null || keys.isEmpty()) {
            return memberships;
        }
        Sql sql = layout.sql(dialect).add("SELECT ").add(groups.names());
        groups.writeSource(
                sql, context, member -> member.isAnyOf(groups.memberIds().kind(), keys));
        sql.add(" ORDER BY ").add(layout.idColumn());
        int[] places = IntStream.rangeClosed(1, groups.selected().size()).toArray();
        try (Prepared statement = sql.prepare(connection);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                memberships
                        .computeIfAbsent(id(dialect, groups.memberIds(), rows, 1), key -> new ArrayList<>())
                        .add(groups.membership(dialect, rows, places));
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

    private void writeDisplay(Sql sql) {
        layout.display().forEach(column -> sql.add(", r.").add(column.name()));
    }

    /** Takes somebody out of all groups; each gets a new version. The groups are locked in one order. */
    List<AppliedDelta> end(
            Connection connection, Dialect dialect, RequestContext context, ResourceType type, String memberId)
            throws SQLException {
        GroupsOfMembers groups = groupsOf(type);
        List<Object> keys = keys(Set.of(memberId));
        if (members == null || groups == null || keys.isEmpty()) {
            return List.of();
        }
        Departure departure = new Departure(members, groups, context, keys.get(0), writes.rows(layout.inRow()));
        List<StoredRow> before = new ArrayList<>();
        List<StoredRow> after = dialect.writesAtOnce() && layout.version() != null
                ? departure.atOnce(connection, dialect, before)
                : departure.stepByStep(connection, dialect, before);
        if (after.size() < before.size()) {
            // Whoever held a group that had to be waited for took the member out: another look finds the others
            throw ConflictException.overtaken(null);
        }
        List<AppliedDelta> left = new ArrayList<>(before.size());
        for (int i = 0; i < after.size(); i++) {
            left.add(AppliedDelta.of(
                    departure.rows.resource(before.get(i), Map.of()),
                    departure.rows.resource(after.get(i), Map.of()),
                    Set.of(),
                    Set.of(memberId),
                    Set.of()));
        }
        return left;
    }

    /** Somebody leaves all groups. What is done adds the rows of the groups to a list, and gives those that changed, in its order. */
    private final class Departure {

        private final SideTable side;
        private final GroupsOfMembers groups;
        private final RequestContext context;
        private final Object member;
        private final RowReader rows;

        Departure(SideTable side, GroupsOfMembers groups, RequestContext context, Object member, RowReader rows) {
            this.side = side;
            this.groups = groups;
            this.context = context;
            this.member = member;
            this.rows = rows;
        }

        List<StoredRow> stepByStep(Connection connection, Dialect dialect, List<StoredRow> before) throws SQLException {
            before.addAll(rows.read(connection, layout.sql(dialect).add(this::writeLocking), null));
            if (before.isEmpty()) {
                return List.of();
            }
            List<Object> ids = before.stream().map(StoredRow::id).toList();
            Sql deletion = layout.sql(dialect);
            writeDeletion(deletion, owner -> owner.isAnyOf(layout.idKind(), ids));
            return deletion.update(connection) < before.size()
                    ? List.of()
                    : writes.touch(connection, dialect, context, before);
        }

        private void writeLocking(Sql sql) {
            rows.writeSelect(sql, context, null);
            sql.add(layout.idColumn())
                    .add(" IN (SELECT e.")
                    .add(side.owner())
                    .add(" FROM ")
                    .add(side.table());
            sql.add(" e WHERE ")
                    .add(this::writeMember)
                    .add(") ORDER BY ")
                    .add(layout.idColumn())
                    .add(" FOR UPDATE");
        }

        private void writeDeletion(Sql sql, Consumer<Sql> ownerCondition) {
            sql.add(sql.dialect().deleteFrom(side.table(), "e")).add(" WHERE ").add(this::writeMember);
            sql.add(" AND e.").add(side.owner()).add(ownerCondition);
        }

        private void writeMember(Sql sql) {
            MappedColumn value = Objects.requireNonNull(side.valueColumn());
            sql.add("e.").add(value.name()).add(" = ").value(value.kind(), member);
            groups.writeMemberConditions(sql, context);
        }

        /**
         * One statement. What looks at rows that others may have changed meanwhile compares with arrays, which are made once: the
         * parts that write cannot be run again for a row that has become another.
         */
        List<StoredRow> atOnce(Connection connection, Dialect dialect, List<StoredRow> before) throws SQLException {
            Instant now = writes.now();
            Sql sql = writes.statements().compose(List.of("departure", groups.memberType()), dialect, all -> {
                With with = new With(all).part("r (" + rows.namesInPage() + ")", this::writeLocking);
                with.part("d", deletion -> {
                    writeDeletion(deletion, owner -> owner.add(" = ANY (ARRAY(SELECT r.c0 FROM r))"));
                    deletion.add(" RETURNING e.").add(side.owner()).add(" AS o");
                });
                with.part(
                        "u",
                        counting -> writes.writeCounting(
                                counting,
                                context,
                                now,
                                left -> left.add(layout.id()).add(" = ANY (ARRAY(SELECT d.o FROM d))")));
                with.then(end -> end.add("SELECT r.*, u.v, u.t FROM r LEFT JOIN u ON u.i = r.c0 ORDER BY r.c0"));
            });
            List<StoredRow> after = new ArrayList<>();
            try (Prepared statement = sql.prepare(connection);
                    ResultSet found = statement.executeQuery()) {
                while (found.next()) {
                    StoredRow row = rows.row(dialect, found);
                    before.add(row);
                    StoredRow counted = writes.counted(dialect, found, rows.width() + 1, row);
                    if (counted != null) {
                        after.add(counted);
                    }
                }
            }
            return after;
        }
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
        try (Prepared statement = sql.prepare(connection);
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
        // An array is one parameter, however long
        int marks = keys.size() > 1 && dialect.hasArrays() ? 2 : keys.size();
        Sql sql = writes.statements().compose(List.of("names", marks), dialect, select -> {
            select.add("SELECT ").add(layout.idColumn());
            writeDisplay(select);
            writeRows(select, context, keys);
        });
        try (Prepared statement = sql.prepare(connection);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                names.put(id(dialect, layout.idType(), rows, 1), layout.displayName(dialect, rows, i -> 2 + i));
            }
        }
        return names;
    }
}
