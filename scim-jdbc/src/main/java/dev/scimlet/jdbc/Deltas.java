package dev.scimlet.jdbc;

import dev.scimlet.core.patch.ValuesDelta;
import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.core.resource.Values;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.jdbc.sql.Dialect;
import dev.scimlet.jdbc.sql.Prepared;
import dev.scimlet.jdbc.sql.Sql;
import dev.scimlet.jdbc.sql.With;
import dev.scimlet.spi.AppliedDelta;
import dev.scimlet.spi.Precondition;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.Wanted;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Takes entries in and out of a list of references: rows that are named, and the version of their owner. */
final class Deltas {

    /** Values that one statement names, each with its row; more are batches. */
    private static final int MOST_AT_ONCE = 32;

    private final SideTable side;
    private final Writes writes;
    private final RequestContext context;
    private final Wanted wanted;
    private final @Nullable EntryDetails details;

    /** @param details what new entries get from whom they lead to; null if they have it */
    Deltas(SideTable side, Writes writes, RequestContext context, Wanted wanted, @Nullable EntryDetails details) {
        this.side = side;
        this.writes = writes;
        this.context = context;
        this.wanted = wanted;
        this.details = details;
    }

    Optional<AppliedDelta> apply(
            Connection connection, Dialect dialect, Object id, Precondition precondition, ValuesDelta delta)
            throws SQLException {
        RowReader rows = writes.rows(wanted.and(precondition.wanted()));
        boolean alone =
                precondition == Precondition.NONE && rows.sideTables().stream().allMatch(other -> other == side);
        int named = named(delta);
        if (alone && named > 0 && named <= MOST_AT_ONCE && dialect.writesAtOnce() && writes.countsVersions()) {
            return atOnce(connection, dialect, rows, id, delta, true);
        }
        // Before anything is held
        ValuesDelta whole = completed(connection, dialect, delta, delta.added().keySet());
        StoredRow row = writes.lock(connection, dialect, context, rows, id);
        return row == null
                ? Optional.empty()
                : Optional.of(stepByStep(connection, dialect, rows, row, precondition, whole));
    }

    private ValuesDelta completed(Connection connection, Dialect dialect, ValuesDelta delta, Set<String> values)
            throws SQLException {
        return details == null ? delta : details.completed(connection, dialect, context, delta, values);
    }

    /** What can be no key of a member, such as a text that is no number, is not asked for. */
    private int named(ValuesDelta delta) {
        return byRaw(delta.added().keySet()).size() + raws(delta.removed()).size();
    }

    /** Whether one row comes or goes, and no list is shown: one statement has then done all or nothing. */
    boolean isOneRow(Precondition precondition, ValuesDelta delta) {
        return precondition == Precondition.NONE
                && writes.rows(wanted).sideTables().isEmpty()
                && writes.countsVersions()
                && named(delta) == 1;
    }

    /**
     * As {@link #apply}, of {@link #isOneRow}, without a transaction.
     *
     * @return empty if it has written nothing, because it takes more than a statement
     */
    Optional<Outcome> oneStep(Connection connection, Dialect dialect, Object id, ValuesDelta delta)
            throws SQLException {
        RowReader rows = writes.rows(wanted);
        Told told = told(connection, dialect, rows, id, delta);
        if (told == null) {
            return Optional.of(new Outcome(Optional.empty()));
        }
        // Who is in already may stay as he is
        boolean isDone = told.current
                && (told.missed.isEmpty()
                        || changes(connection, dialect, id, delta, told.missed).isEmpty());
        return isDone
                ? Optional.of(new Outcome(Optional.of(
                        applied(rows.resource(told.row, Map.of()), told.after(rows, Map.of()), told.changes))))
                : Optional.empty();
    }

    /** @param applied empty if nobody has the id */
    record Outcome(Optional<AppliedDelta> applied) {}

    /** @param row under a lock */
    private AppliedDelta stepByStep(
            Connection connection,
            Dialect dialect,
            RowReader rows,
            StoredRow row,
            Precondition precondition,
            ValuesDelta delta)
            throws SQLException {
        // The list itself, which may be long, is read at the end only, unless the precondition looks at it
        boolean listFirst = precondition.wanted().includes(delta.list());
        var lists = rows.lists(connection, dialect, context, List.of(row), listFirst ? null : side);
        Resource before = rows.resource(row, lists);
        precondition.check(before);
        Changes changes = changes(connection, dialect, row.id(), delta);
        StoredRow after = row;
        if (!changes.isEmpty()) {
            changes.apply(connection, dialect, owner(row));
            after = writes.touched(connection, dialect, context, rows, row);
        }
        if (rows.sideTables().contains(side) && !(listFirst && changes.isEmpty())) {
            lists.set(side.path().index(), side.read(connection, dialect, context, List.of(row.id())));
        }
        return applied(before, rows.resource(after, lists), changes);
    }

    private SideTable.Owner owner(StoredRow before) {
        return new SideTable.Owner(context, before.id(), before.version() + 1, false);
    }

    private AppliedDelta applied(Resource before, Resource stored, Changes changes) {
        return changes.isEmpty()
                ? AppliedDelta.none(stored)
                : AppliedDelta.of(
                        before,
                        stored,
                        texts(changes.added.keySet()),
                        texts(changes.removed),
                        texts(changes.merged.keySet()));
    }

    // ---- at once

    /**
     * Locks, writes and counts with one statement. It sees the list as it was when it began: where it had to wait for another
     * writer, whose version tells so, it has done nothing but lock. Under the lock it is then run again.
     */
    private Optional<AppliedDelta> atOnce(
            Connection connection, Dialect dialect, RowReader rows, Object id, ValuesDelta delta, boolean first)
            throws SQLException {
        Told told = told(connection, dialect, rows, id, delta);
        if (told == null) {
            return Optional.empty();
        }
        StoredRow row = told.row;
        Changes changes = told.changes;
        if (!told.current) {
            return first
                    ? atOnce(connection, dialect, rows, id, delta, false)
                    : Optional.of(stepByStep(
                            connection,
                            dialect,
                            rows,
                            row,
                            Precondition.NONE,
                            completed(connection, dialect, delta, delta.added().keySet())));
        }
        StoredRow counted = told.counted;
        if (!told.missed.isEmpty()) {
            // Who is in already, or is called by what the statement could not copy
            Changes late = changes(connection, dialect, id, delta, told.missed);
            if (!late.isEmpty()) {
                StoredRow last = counted == null ? row : counted;
                late.apply(connection, dialect, owner(last));
                // New entries have places of their own in a version of their own
                counted = counted == null || !late.added.isEmpty()
                        ? writes.touched(connection, dialect, context, rows, last)
                        : counted;
                changes.added.putAll(late.added);
                changes.merged.putAll(late.merged);
            }
        }
        Map<Integer, Values> lists = new HashMap<>();
        if (rows.sideTables().contains(side)) {
            Values all = side.read(connection, dialect, context, List.of(id)).get(id);
            if (all != null) {
                lists.put(side.path().index(), all);
            }
        }
        Resource before = rows.resource(row, Map.of());
        Resource stored = rows.resource(counted == null ? row : counted, lists);
        return Optional.of(applied(before, stored, changes));
    }

    /**
     * What the statement told.
     *
     * @param row as it was
     * @param counted as it is, if anything came or went
     * @param current whether the list was seen as it is; if not, nothing was done
     * @param missed what was to come and did not
     */
    private record Told(
            StoredRow row, @Nullable StoredRow counted, boolean current, Changes changes, Set<Object> missed) {

        Resource after(RowReader rows, Map<Integer, Values> lists) {
            return rows.resource(counted == null ? row : counted, lists);
        }
    }

    private @Nullable Told told(Connection connection, Dialect dialect, RowReader rows, Object id, ValuesDelta delta)
            throws SQLException {
        Map<Object, SideTable.Row> asked = new LinkedHashMap<>();
        byRaw(delta.added().keySet()).forEach((raw, value) -> asked.put(raw, newRow(delta, value)));
        Set<Object> unwanted = raws(delta.removed());
        Instant now = writes.now();
        Sql sql = writes.statements()
                .compose(
                        List.of(
                                "delta",
                                side.table(),
                                rows,
                                asked.size(),
                                unwanted.size(),
                                // Each service has its own tables to look in
                                details == null ? "" : details),
                        dialect,
                        all -> write(all, rows, id, asked.values(), unwanted, now));
        Changes changes = new Changes();
        try (Prepared statement = sql.prepare(connection);
                ResultSet found = statement.executeQuery()) {
            if (!found.next()) {
                return null;
            }
            StoredRow row = rows.row(dialect, found);
            int next = rows.width() + 1;
            StoredRow counted = writes.counted(dialect, found, next, row);
            boolean current = found.getBoolean(next + 2);
            changes.removed.addAll(done(found, next + 3, unwanted));
            Collection<Object> added = done(found, next + 4, asked.keySet());
            // A column may tell a value in another form, with blanks behind it
            for (Object raw : added.size() == asked.size() ? List.copyOf(asked.keySet()) : added) {
                SideTable.Row entry = asked.remove(raw);
                if (entry != null) {
                    changes.added.put(raw, entry);
                }
            }
            return new Told(row, counted, current, changes, asked.keySet());
        }
    }

    private void write(
            Sql all, RowReader rows, Object id, Collection<SideTable.Row> asked, Set<Object> unwanted, Instant now) {
        SideTable.Owner owner = new SideTable.Owner(context, id, 0, false);
        With with =
                new With(all).part("r (" + rows.namesInPage() + ")", lock -> writes.writeLock(lock, rows, context, id));
        with.part("o", same -> {
            same.add("SELECT r.").add(rows.versionInPage()).add(" AS v FROM r WHERE r.");
            same.add(rows.versionInPage()).add(" = (");
            writes.writeVersion(same, context, id);
            same.add(")");
        });
        if (!unwanted.isEmpty()) {
            with.part("d", removal -> side.writeRemoval(removal, "o", owner, unwanted));
        }
        if (!asked.isEmpty()) {
            with.part("i", addition -> side.writeAddition(addition, "o", details, owner, asked));
        }
        with.part(
                "u",
                counting -> writes.writeCounting(counting, context, now, changed -> {
                    writes.writeKey(changed, id);
                    changed.add(" AND (");
                    changed.add(unwanted.isEmpty() ? "" : "EXISTS (SELECT 1 FROM d)");
                    changed.add(unwanted.isEmpty() || asked.isEmpty() ? "" : " OR ");
                    changed.add(asked.isEmpty() ? "" : "EXISTS (SELECT 1 FROM i)")
                            .add(")");
                }));
        with.then(end -> {
            end.add("SELECT r.*, u.v, u.t, EXISTS (SELECT 1 FROM o), ");
            end.add(done("d", unwanted.size())).add(", ").add(done("i", asked.size()));
            end.add(" FROM r LEFT JOIN u ON u.i = r.c0");
        });
    }

    /** What a part has done to the values that it names; an array costs more than to say that it is the only one. */
    private static String done(String part, int named) {
        return switch (named) {
            case 0 -> "NULL";
            case 1 -> "EXISTS (SELECT 1 FROM " + part + ")";
            default -> "ARRAY(SELECT " + part + ".v FROM " + part + ")";
        };
    }

    private static Collection<Object> done(ResultSet found, int column, Set<Object> named) throws SQLException {
        if (named.size() == 1) {
            return found.getBoolean(column) ? List.copyOf(named) : List.of();
        }
        Array array = found.getArray(column);
        return array == null ? List.of() : List.of((Object[]) array.getArray());
    }

    // ---- step by step

    /** Rows that the delta adds, changes and takes away. */
    private final class Changes {

        private final Map<Object, SideTable.Row> added = new LinkedHashMap<>();
        private final Map<Object, SideTable.Row> merged = new LinkedHashMap<>();
        private final Set<Object> removed = new LinkedHashSet<>();

        boolean isEmpty() {
            return added.isEmpty() && merged.isEmpty() && removed.isEmpty();
        }

        void apply(Connection connection, Dialect dialect, SideTable.Owner owner) throws SQLException {
            if (!removed.isEmpty()) {
                side.deleteReferences(connection, dialect, owner, removed);
            }
            if (!added.isEmpty()) {
                side.insert(connection, dialect, owner, added.values());
            }
            if (!merged.isEmpty()) {
                side.updateDetails(connection, dialect, owner, merged);
            }
        }
    }

    private Changes changes(Connection connection, Dialect dialect, Object id, ValuesDelta delta) throws SQLException {
        return changes(connection, dialect, id, delta, null);
    }

    /** @param only the additions that are looked at; null for all that the delta says */
    private Changes changes(
            Connection connection, Dialect dialect, Object id, ValuesDelta delta, @Nullable Set<Object> only)
            throws SQLException {
        Changes changes = new Changes();
        Map<Object, String> asked = byRaw(delta.added().keySet());
        if (only != null) {
            asked.keySet().retainAll(only);
        }
        changes.removed.addAll(only == null ? raws(delta.removed()) : Set.of());
        Set<Object> named = new LinkedHashSet<>(asked.keySet());
        named.addAll(changes.removed);
        Map<Object, SideTable.Row> known =
                named.isEmpty() ? Map.of() : side.known(connection, dialect, context, id, named);
        changes.removed.retainAll(known.keySet());
        ValuesDelta whole = only == null ? delta : completed(connection, dialect, delta, lookedAt(delta, asked, known));
        asked.forEach((raw, value) -> {
            SideTable.Row there = known.get(raw);
            SideTable.Row next = there == null ? newRow(whole, value) : merged(whole, value, there);
            if (there == null) {
                changes.added.put(raw, next);
            } else if (!next.equals(there)) {
                changes.merged.put(raw, next);
            }
        });
        return changes;
    }

    /** The values of new entries, and of those of which the client tells more. */
    private static Set<String> lookedAt(
            ValuesDelta delta, Map<Object, String> asked, Map<Object, SideTable.Row> known) {
        Set<String> values = new LinkedHashSet<>();
        asked.forEach((raw, value) -> {
            if (!known.containsKey(raw) || delta.detailed().contains(value)) {
                values.add(value);
            }
        });
        return values;
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
