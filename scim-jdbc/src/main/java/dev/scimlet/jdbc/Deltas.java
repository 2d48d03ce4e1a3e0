package dev.scimlet.jdbc;

import dev.scimlet.core.patch.ValuesDelta;
import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.jdbc.sql.Dialect;
import dev.scimlet.spi.AppliedDelta;
import dev.scimlet.spi.Precondition;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.Wanted;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Takes entries in and out of a list of references: rows that are named, and the version of their owner. */
final class Deltas {

    private final SideTable side;
    private final Writes writes;
    private final RequestContext context;
    private final Wanted wanted;

    Deltas(SideTable side, Writes writes, RequestContext context, Wanted wanted) {
        this.side = side;
        this.writes = writes;
        this.context = context;
        this.wanted = wanted;
    }

    Optional<AppliedDelta> apply(
            Connection connection, Dialect dialect, Object id, Precondition precondition, ValuesDelta delta)
            throws SQLException {
        RowReader rows = writes.rows(wanted.and(precondition.wanted()));
        StoredRow row = writes.lock(connection, dialect, context, rows, id);
        if (row == null) {
            return Optional.empty();
        }
        // The list itself, which may be long, is read at the end only, unless the precondition looks at it
        boolean listFirst = precondition.wanted().includes(delta.list());
        var lists = rows.lists(connection, dialect, context, List.of(row), other -> listFirst || other != side);
        Resource before = rows.resource(row, lists);
        precondition.check(before);
        Changes changes = changes(connection, dialect, id, delta);
        StoredRow after = row;
        if (!changes.isEmpty()) {
            changes.apply(connection, dialect, id, row.version() + 1);
            writes.touch(connection, dialect, context, List.of(row));
            after = writes.changed(connection, dialect, context, rows, row);
        }
        if (rows.sideTables().contains(side) && !(listFirst && changes.isEmpty())) {
            lists.set(side.path().index(), side.read(connection, dialect, context, List.of(id)));
        }
        Resource stored = rows.resource(after, lists);
        return Optional.of(
                changes.isEmpty()
                        ? AppliedDelta.none(stored)
                        : AppliedDelta.of(
                                before,
                                stored,
                                texts(changes.added.keySet()),
                                texts(changes.removed),
                                texts(changes.merged.keySet())));
    }

    /** Rows that the delta adds, changes and takes away. */
    private final class Changes {

        private final Map<Object, SideTable.Row> added = new LinkedHashMap<>();
        private final Map<Object, SideTable.Row> merged = new LinkedHashMap<>();
        private final Set<Object> removed = new LinkedHashSet<>();

        boolean isEmpty() {
            return added.isEmpty() && merged.isEmpty() && removed.isEmpty();
        }

        void apply(Connection connection, Dialect dialect, Object id, long version) throws SQLException {
            if (!removed.isEmpty()) {
                side.deleteReferences(connection, dialect, context, id, removed);
            }
            if (!added.isEmpty()) {
                side.insert(connection, dialect, context, id, version, added.values());
            }
            if (!merged.isEmpty()) {
                side.updateDetails(connection, dialect, context, id, merged);
            }
        }
    }

    private Changes changes(Connection connection, Dialect dialect, Object id, ValuesDelta delta) throws SQLException {
        Changes changes = new Changes();
        Map<Object, String> asked = byRaw(delta.added().keySet());
        changes.removed.addAll(raws(delta.removed()));
        Set<Object> named = new LinkedHashSet<>(asked.keySet());
        named.addAll(changes.removed);
        Map<Object, SideTable.Row> known =
                named.isEmpty() ? Map.of() : side.known(connection, dialect, context, id, named);
        changes.removed.retainAll(known.keySet());
        asked.forEach((raw, value) -> {
            SideTable.Row there = known.get(raw);
            SideTable.Row next = there == null ? newRow(delta, value) : merged(delta, value, there);
            if (there == null) {
                changes.added.put(raw, next);
            } else if (!next.equals(there)) {
                changes.merged.put(raw, next);
            }
        });
        return changes;
    }

    private SideTable.Row newRow(ValuesDelta delta, String value) {
        AttributeDefinition key = Objects.requireNonNull(side.valueColumn()).definition();
        return Objects.requireNonNull(
                side.row(Objects.requireNonNull(delta.added().get(value)).with(key, value)));
    }

    private SideTable.Row merged(ValuesDelta delta, String value, SideTable.Row there) {
        if (!(side.entry(there) instanceof Attributes known)) {
            return there;
        }
        Attributes merged = delta.merged(value, known);
        return merged.equals(known) ? there : Objects.requireNonNull(side.row(merged));
    }

    private Map<Object, String> byRaw(Set<String> values) {
        MappedColumn value = Objects.requireNonNull(side.valueColumn());
        Map<Object, String> byRaw = new LinkedHashMap<>();
        values.forEach(text -> byRaw.put(Objects.requireNonNull(value.toRaw(text)), text));
        return byRaw;
    }

    /** A value that the column cannot hold is not in the list. */
    private Set<Object> raws(Set<String> texts) {
        IdType ids = Objects.requireNonNull(side.valueColumn()).ids();
        Set<Object> raws = new LinkedHashSet<>();
        for (String text : texts) {
            Object raw = ids.exact(text);
            if (raw != null) {
                raws.add(raw);
            }
        }
        return raws;
    }

    private Set<String> texts(Set<Object> raws) {
        IdType ids = Objects.requireNonNull(side.valueColumn()).ids();
        Set<String> texts = new LinkedHashSet<>();
        raws.forEach(raw -> texts.add(ids.text(raw)));
        return texts;
    }
}
