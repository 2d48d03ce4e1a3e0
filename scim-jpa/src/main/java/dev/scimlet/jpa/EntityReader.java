package dev.scimlet.jpa;

import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.Meta;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.spi.ConflictException;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.Wanted;
import dev.scimlet.spi.mapping.MappedPath;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.persistence.criteria.Root;
import jakarta.persistence.criteria.Selection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads what is wanted of entities by queries of single attributes: nothing is loaded, cached or looked at for changes.
 *
 * <p>Lists are read by queries of their own, which tell the version that the owner had then. Where that is another one, both are
 * read again: nobody sees half a change, whatever the isolation.
 */
final class EntityReader<E> {

    /** How often what others change meanwhile is read again. */
    private static final int ATTEMPTS = 20;

    private final EntityLayout<E> layout;
    private final Database database;
    private final RequestContext context;
    private final Wanted wanted;
    private final List<MappedPath> lines = new ArrayList<>();
    private final List<MappedList> lists = new ArrayList<>();

    EntityReader(EntityLayout<E> layout, Database database, RequestContext context, Wanted wanted) {
        this.layout = layout;
        this.database = database;
        this.context = context;
        this.wanted = wanted;
        for (MappedPath line : layout.mapped().paths()) {
            MappedList list = layout.list(line);
            if (readable(line) != null) {
                lines.add(line);
            } else if (list != null && wanted.includes(line.topLevel())) {
                lists.add(list);
            }
        }
    }

    /** What a query selects of an entity. */
    List<Selection<?>> selection(Root<E> root, @Nullable SortKey sortKey) {
        List<Selection<?>> selected = new ArrayList<>();
        selected.add(layout.id(root));
        selected.add(layout.version(root));
        selected.add(layout.created().in(root));
        selected.add(layout.lastModified().in(root));
        if (sortKey != null) {
            selected.add(sortKey.expression());
        }
        lines.forEach(line -> selected.add(attribute(line).in(root)));
        if (layout.rest() != null) {
            selected.add(layout.rest().path().in(root));
        }
        return selected;
    }

    /** The same in a text. */
    private String selection(Jpql query) {
        StringBuilder selected = new StringBuilder();
        selected.append("e.").append(layout.ids().attribute());
        selected.append(", e.").append(layout.version().name());
        selected.append(", ").append(layout.created().in(query, "e"));
        selected.append(", ").append(layout.lastModified().in(query, "e"));
        for (MappedPath line : lines) {
            selected.append(", ").append(attribute(line).path().in(query, "e"));
        }
        if (layout.rest() != null) {
            selected.append(", ").append(layout.rest().path().in(query, "e"));
        }
        return selected.toString();
    }

    /** The entities that meet the conditions of a query, in some order. */
    List<StoredEntity> stored(EntityManager entities, Jpql query, String order, int first, int most) {
        List<Object[]> rows = query.select(entities, Object[].class, selection(query), order)
                .setFirstResult(first)
                .setMaxResults(most)
                .getResultList();
        return rows.stream().map(row -> stored(row, false)).toList();
    }

    private @Nullable MappedAttribute readable(MappedPath line) {
        MappedAttribute attribute = layout.attribute(line);
        boolean read = attribute != null && !attribute.isWriteOnly() && wanted.includes(line.topLevel());
        return read ? attribute : null;
    }

    private MappedAttribute attribute(MappedPath line) {
        return Objects.requireNonNull(layout.attribute(line));
    }

    /** Whether {@link #flushed} tells all that is wanted, of entities that tell of themselves. */
    boolean isTold() {
        return lines.stream().allMatch(line -> attribute(line).isTold());
    }

    /**
     * What the managed entity holds, which has been flushed or not changed: what a query would give.
     *
     * @param written what has just been written of what no line takes; null if it was not
     */
    StoredEntity flushed(EntityManager entities, E entity, Object id, RestAttribute.@Nullable Written written) {
        @Nullable Object[] values = new Object[layout.mapped().paths().size()];
        for (MappedPath line : lines) {
            values[line.index()] = attribute(line).path().get(entities, entity);
        }
        RestAttribute rest = layout.rest();
        String text = rest == null ? null : (String) rest.path().get(entities, entity);
        return new StoredEntity(
                id,
                layout.version().access().get(entity),
                layout.created().get(entities, entity),
                layout.lastModified().get(entities, entity),
                null,
                values,
                text,
                written != null && written.text().equals(text) ? written.attributes() : null);
    }

    /** What a row has and what it lacks, of all that is read. */
    Set<Proof.Fact> facts(StoredEntity row) {
        Set<Proof.Fact> facts = new HashSet<>();
        facts.add(new Proof.Fact(Proof.REST, row.rest() != null));
        lines.forEach(line -> facts.add(new Proof.Fact(line.index(), row.values()[line.index()] != null)));
        return facts;
    }

    StoredEntity stored(Tuple row, boolean sorted) {
        return stored(row.toArray(), sorted);
    }

    private StoredEntity stored(@Nullable Object[] row, boolean sorted) {
        int column = sorted ? 5 : 4;
        @Nullable Object[] values = new Object[layout.mapped().paths().size()];
        for (MappedPath line : lines) {
            values[line.index()] = row[column++];
        }
        return new StoredEntity(
                Objects.requireNonNull(row[0]),
                row[1],
                row[2],
                row[3],
                sorted ? row[4] : null,
                values,
                layout.rest() == null ? null : (String) row[column],
                null);
    }

    /** The entities with these ids, in any order. */
    List<StoredEntity> byIds(EntityManager entities, Collection<Object> ids) {
        List<StoredEntity> found = new ArrayList<>();
        for (List<Object> some : MappedList.batches(ids)) {
            Jpql query = new Jpql(database.dialect(), layout.from());
            query.in("e." + layout.ids().attribute(), some);
            layout.within(query, "e", context);
            query.select(entities, Object[].class, selection(query), "")
                    .getResultList()
                    .forEach(row -> found.add(stored(row, false)));
        }
        return found;
    }

    Optional<Resource> resource(EntityManager entities, Object id) {
        return resources(entities, byIds(entities, List.of(id))).stream().findFirst();
    }

    /** The resources that entities are, with their lists. */
    List<Resource> resources(EntityManager entities, List<StoredEntity> rows) {
        Map<Object, StoredEntity> byId = new LinkedHashMap<>();
        rows.forEach(row -> byId.put(row.id(), row));
        Map<Object, Resource> made = new HashMap<>();
        Map<Object, StoredEntity> open = new LinkedHashMap<>(byId);
        for (int attempt = 1; !open.isEmpty(); attempt++) {
            List<Object> torn = assemble(entities, open, made);
            if (attempt == ATTEMPTS && !torn.isEmpty()) {
                throw ConflictException.overtaken(null);
            }
            open.clear();
            if (!torn.isEmpty()) {
                byIds(entities, torn).forEach(row -> open.put(row.id(), row));
            }
        }
        // Who was deleted meanwhile is missing
        return byId.keySet().stream().map(made::get).filter(Objects::nonNull).toList();
    }

    /** @return the ids of those whose lists are of another version */
    private List<Object> assemble(EntityManager entities, Map<Object, StoredEntity> rows, Map<Object, Resource> made) {
        Map<MappedList, MappedList.EntriesByOwner> entries = new HashMap<>();
        for (MappedList list : lists) {
            entries.put(list, list.read(entities, database, layout, rows.keySet()));
        }
        List<Object> torn = new ArrayList<>();
        for (StoredEntity row : rows.values()) {
            Object version = row.version();
            boolean same =
                    version == null || entries.values().stream().allMatch(found -> found.isOf(row.id(), version));
            if (same) {
                made.put(row.id(), resource(row, entries));
            } else {
                torn.add(row.id());
            }
        }
        return torn;
    }

    /** The resource without its lists. */
    Resource withoutLists(StoredEntity row) {
        return resource(row, Map.of());
    }

    private Resource resource(StoredEntity row, Map<MappedList, MappedList.EntriesByOwner> lists) {
        @Nullable Object[] values = new Object[row.values().length];
        for (MappedPath line : layout.mapped().paths()) {
            MappedAttribute attribute = layout.attribute(line);
            MappedList list = layout.list(line);
            MappedList.EntriesByOwner found = list == null ? null : lists.get(list);
            if (attribute != null) {
                values[line.index()] = attribute.fromJava(row.values()[line.index()]);
            } else if (found != null) {
                values[line.index()] = found.values(row.id(), line.target());
            }
        }
        Attributes attributes = layout.mapped().assemble(values);
        if (row.rest() != null) {
            Attributes kept = row.kept();
            Attributes others =
                    kept != null ? kept : Objects.requireNonNull(layout.rest()).read(row.rest());
            attributes = layout.mapped().merged(attributes, others);
        }
        return new Resource(layout.mapped().type(), layout.ids().text(row.id()), meta(row), attributes);
    }

    private Meta meta(StoredEntity row) {
        return new Meta(
                time(layout.createdForm(), row.created()),
                time(layout.lastModifiedForm(), row.lastModified()),
                layout.version().text(row.version()));
    }

    /** An entity that the application wrote without its times is as old as can be. */
    static Instant time(Form form, @Nullable Object java) {
        return java == null ? Instant.EPOCH : (Instant) form.core(java);
    }
}
