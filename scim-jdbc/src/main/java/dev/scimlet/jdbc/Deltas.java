package dev.scimlet.jdbc;

import dev.scimlet.core.patch.ValuesDelta;
import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.spi.Precondition;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.ValuesDeltas;
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

    Optional<ValuesDeltas.Applied> apply(
            Connection connection, Dialect dialect, Object id, Precondition precondition, ValuesDelta delta)
            throws SQLException {
        Rows rows = writes.rows(wanted.and(precondition.wanted()));
        StoredRow row = writes.lock(connection, dialect, context, rows, id);
        if (row == null) {
            return Optional.empty();
        }
        writes.check(connection, dialect, context, row, precondition);
        Map<Object, SideTable.Row> asked = rowsOf(delta.added());
        Set<Object> unwelcome = raws(delta.removed());
        Set<Object> named = new LinkedHashSet<>(asked.keySet());
        named.addAll(unwelcome);
        Set<Object> known = named.isEmpty() ? Set.of() : side.known(connection, dialect, context, id, named);
        asked.keySet().removeAll(known);
        unwelcome.retainAll(known);
        if (!unwelcome.isEmpty()) {
            side.deleteReferences(connection, dialect, context, id, unwelcome);
        }
        if (!asked.isEmpty()) {
            side.insert(connection, dialect, context, id, asked.values());
        }
        if (!asked.isEmpty() || !unwelcome.isEmpty()) {
            writes.touch(connection, dialect, context, List.of(row));
            row = writes.changed(connection, dialect, context, rows, row);
        }
        var lists = rows.lists(connection, dialect, context, List.of(row));
        Resource resource = rows.resource(row, lists);
        return Optional.of(new ValuesDeltas.Applied(resource, texts(asked.keySet()), texts(unwelcome)));
    }

    private Map<Object, SideTable.Row> rowsOf(Map<String, Attributes> added) {
        MappedColumn value = Objects.requireNonNull(side.valueColumn());
        AttributeDefinition key = value.definition();
        int at = side.columns().indexOf(value);
        Map<Object, SideTable.Row> rows = new LinkedHashMap<>();
        added.forEach((text, entry) -> {
            SideTable.Row row = Objects.requireNonNull(side.row(entry.with(key, text)));
            rows.put(Objects.requireNonNull(row.raws().get(at)), row);
        });
        return rows;
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
