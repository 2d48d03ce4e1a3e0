package dev.scimlet.jpa;

import dev.scimlet.core.ErrorType;
import dev.scimlet.core.ScimException;
import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.core.resource.Values;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.spi.Precondition;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.TimeOrderedIds;
import dev.scimlet.spi.Wanted;
import dev.scimlet.spi.mapping.MappedPath;
import jakarta.persistence.CacheRetrieveMode;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Creates, changes and deletes entities, as managed instances; each step is a part of one transaction. */
final class Writes<E> {

    /** What a cache beside the database holds may be older than what was read. */
    private static final Map<String, Object> FROM_DATABASE =
            Map.of("jakarta.persistence.cache.retrieveMode", CacheRetrieveMode.BYPASS);

    private final EntityLayout<E> layout;
    private final Clock clock;
    private final Supplier<String> newIds;
    private final boolean told;
    private final boolean alone;
    private final Proof creations = new Proof();
    private final Proof changes = new Proof();

    /** @param alone whether a provider finds each row of the entity by its id, and loads and locks nothing with it */
    Writes(EntityLayout<E> layout, boolean alone, Clock clock) {
        this.layout = layout;
        this.alone = alone;
        this.told = layout.isTold();
        this.clock = clock;
        this.newIds = new TimeOrderedIds(clock);
    }

    /** What attributes shall hold, computed outside of any transaction: a password may take its time to be hashed. */
    private final class Assignments {

        private final Map<MappedAttribute, @Nullable Object> javas = new LinkedHashMap<>();

        void put(MappedAttribute attribute, @Nullable Object java) {
            if (java == null
                    && (attribute.path().isRequired() || attribute.path().isPrimitive())) {
                throw ScimException.of(
                        ErrorType.INVALID_VALUE,
                        "'" + attribute.definition().name() + "' is missing, and the application needs it");
            }
            javas.put(attribute, java);
        }

        void write(EntityManager entities, E entity) {
            javas.forEach((attribute, java) -> attribute.write(entities, entity, java));
        }
    }

    /** A new resource. */
    final class Creation {

        private final RequestContext context;
        private final Assignments assignments = new Assignments();
        private final @Nullable Object[] values;
        private final RestAttribute.@Nullable Written rest;
        private final Instant now = now();

        Creation(RequestContext context, Attributes attributes) {
            this.context = context;
            this.values = layout.mapped().values(attributes);
            for (MappedPath line : layout.mapped().paths()) {
                MappedAttribute attribute = layout.attribute(line);
                Object java =
                        attribute == null || attribute.isReadOnly() ? null : attribute.toJava(values[line.index()]);
                // What is left out keeps what the class gives it
                if (attribute != null && java != null) {
                    assignments.put(attribute, java);
                }
            }
            Attributes others = layout.mapped().rest(attributes);
            this.rest = layout.rest() == null ? null : layout.rest().write(others);
        }

        Resource run(EntityManager entities, Database database) {
            E entity = layout.factory().get();
            if (layout.assignsIds()) {
                String id = newIds.get();
                boolean uuid = layout.ids().form().kind() == Form.Kind.UUID;
                layout.idPath().set(entities, entity, uuid ? UUID.fromString(id) : id);
            }
            layout.scopes().forEach(scope -> scope.path().set(entities, entity, scope.value(context)));
            layout.created().set(entities, entity, layout.createdForm().java(now));
            layout.lastModified()
                    .set(entities, entity, layout.lastModifiedForm().java(now));
            assignments.write(entities, entity);
            if (rest != null) {
                Objects.requireNonNull(layout.rest()).path().set(entities, entity, rest.text());
            }
            entities.persist(entity);
            changeEntries(entities, entity, Wanted.everything(), values, null);
            Object id = idOf(entities, entity);
            for (MappedList list : referenceLists(Wanted.everything())) {
                if (values[list.path().index()] instanceof Values given) {
                    change(entities, database, context, entity, id, list, new Change(list, null, given));
                }
            }
            entities.flush();
            return written(entities, database, context, entity, id, Wanted.everything(), creations, rest);
        }
    }

    private static Object idOf(EntityManager entities, Object entity) {
        return entities.getEntityManagerFactory().getPersistenceUnitUtil().getIdentifier(entity);
    }

    private Resource reread(
            EntityManager entities, Database database, RequestContext context, Object id, Wanted wanted) {
        return new EntityReader<>(layout, database, context, wanted)
                .resource(entities, id)
                .orElseThrow(() -> new IllegalStateException(layout.entity().getSimpleName()
                        + " is not found after it was stored: another tenant, or an attribute that is not kept"));
    }

    /**
     * The resource that has just been written, from the managed entity where that tells what is stored.
     *
     * @param proof whether it does, of writes of this kind
     * @param rest what has just been written of what no line takes; null if it was not
     */
    private Resource written(
            EntityManager entities,
            Database database,
            RequestContext context,
            E entity,
            Object id,
            Wanted wanted,
            Proof proof,
            RestAttribute.@Nullable Written rest) {
        EntityReader<E> reader = new EntityReader<>(layout, database, context, wanted);
        if (!told || proof.fails() || !reader.isTold()) {
            return reread(entities, database, context, id, wanted);
        }
        StoredEntity flushed = reader.flushed(entities, entity, id, rest);
        Set<Proof.Fact> facts = reader.facts(flushed);
        if (!proof.holds(facts)) {
            List<StoredEntity> stored = reader.byIds(entities, List.of(id));
            if (stored.isEmpty()) {
                return reread(entities, database, context, id, wanted);
            }
            proof.compare(reader.withoutLists(flushed), reader.withoutLists(stored.get(0)), facts);
            flushed = stored.get(0);
        }
        return reader.resources(entities, List.of(flushed)).get(0);
    }

    /**
     * The resource that a managed entity is which nobody else changes: it has been locked. The unit may have created or changed it
     * before.
     */
    Resource held(
            EntityManager entities, Database database, RequestContext context, E entity, Object id, Wanted wanted) {
        EntityReader<E> reader = new EntityReader<>(layout, database, context, wanted);
        if (told && reader.isTold() && !creations.fails()) {
            StoredEntity known = reader.flushed(entities, entity, id, null);
            if (changes.holds(reader.facts(known))) {
                return reader.resources(entities, List.of(known)).get(0);
            }
        }
        return reader.resource(entities, id).orElseThrow();
    }

    private List<MappedList> referenceLists(Wanted wanted) {
        return layout.allLists().stream()
                .filter(list ->
                        list.references() != null && wanted.includes(list.path().topLevel()))
                .toList();
    }

    /** @param before null for those of a new entity */
    private void changeEntries(
            EntityManager entities,
            E entity,
            Wanted wanted,
            @Nullable Object[] after,
            @Nullable Object @Nullable [] before) {
        for (MappedList list : layout.allLists()) {
            int index = list.path().index();
            Object known = before == null ? null : before[index];
            boolean differs = !Objects.equals(known, after[index]);
            if (list.references() == null && wanted.includes(list.path().topLevel()) && differs) {
                list.entries().change(entities, entity, (Values) after[index]);
            }
        }
    }

    /** References that come into a list and go out of it. */
    record Change(Set<Object> added, Set<Object> removed) {

        Change(MappedList list, @Nullable Values before, @Nullable Values after) {
            this(ids(list, after, true), ids(list, before, false));
            Set<Object> stay = new LinkedHashSet<>(added);
            stay.retainAll(removed);
            added.removeAll(stay);
            removed.removeAll(stay);
        }

        private static Set<Object> ids(MappedList list, @Nullable Values values, boolean wanted) {
            Set<Object> ids = new LinkedHashSet<>();
            AttributeDefinition value = list.valuePart().definition();
            for (Object entry : values == null ? List.of() : values.toList()) {
                Object id = list.exactValue((String) Objects.requireNonNull(((Attributes) entry).get(value)));
                if (id != null) {
                    ids.add(id);
                } else if (wanted) {
                    throw Failures.brokenReference();
                }
            }
            return ids;
        }

        boolean isEmpty() {
            return added.isEmpty() && removed.isEmpty();
        }
    }

    /** Changes a list of references of a managed entity. */
    void change(
            EntityManager entities,
            Database database,
            RequestContext context,
            E entity,
            Object id,
            MappedList list,
            Change change) {
        References references = Objects.requireNonNull(list.references());
        if (!(references instanceof CollectionReferences)) {
            entities.flush();
        }
        if (!change.removed.isEmpty()) {
            references.remove(entities, entity, id, change.removed);
        }
        if (!change.added.isEmpty()) {
            list.requireOfTenant(entities, database, context, change.added);
            references.add(entities, entity, id, change.added);
        }
        entities.flush();
    }

    /** A change that was computed outside of any transaction. */
    final class Update {

        private final RequestContext context;
        private final Object id;
        private final Resource read;
        private final Wanted wanted;
        private final Assignments assignments = new Assignments();
        private final Map<MappedList, Change> changes = new LinkedHashMap<>();
        private final @Nullable Object[] before;
        private final @Nullable Object[] after;
        private final @Nullable Attributes rest;
        private boolean entriesChange;

        Update(RequestContext context, Object id, Resource read, Attributes changed, Wanted wanted) {
            this.context = context;
            this.id = id;
            this.read = read;
            this.wanted = wanted;
            this.before = layout.mapped().values(read.attributes());
            this.after = layout.mapped().values(changed);
            for (MappedPath line : layout.mapped().paths()) {
                if (wanted.includes(line.topLevel())) {
                    compare(line);
                }
            }
            Attributes given = layout.mapped().rest(changed);
            boolean same = given.equals(layout.mapped().rest(read.attributes()));
            this.rest = layout.rest() == null || same ? null : given;
        }

        private void compare(MappedPath line) {
            MappedAttribute attribute = layout.attribute(line);
            MappedList list = layout.list(line);
            Object was = before[line.index()];
            Object next = after[line.index()];
            if (attribute != null && !attribute.isReadOnly()) {
                compare(line, attribute, was, next);
            } else if (list != null && list.references() != null) {
                Change change = new Change(list, (Values) was, (Values) next);
                if (!change.isEmpty()) {
                    changes.put(list, change);
                }
            } else if (list != null) {
                entriesChange |= !Objects.equals(was, next);
            }
        }

        private void compare(MappedPath line, MappedAttribute attribute, @Nullable Object was, @Nullable Object next) {
            if (attribute.isWriteOnly()) {
                if (next != null) {
                    assignments.put(attribute, attribute.toJava(next));
                }
                return;
            }
            Object java = attribute.toJava(next);
            Object known = attribute.toJava(was);
            boolean enables = next == null && line.path().isActive() && attribute.enables(known, java);
            if (!enables && !MappedAttribute.same(java, known)) {
                assignments.put(attribute, java);
            }
        }

        /** Whether nothing that is kept would be other than it was read. */
        boolean isEmpty() {
            return assignments.javas.isEmpty() && changes.isEmpty() && rest == null && !entriesChange;
        }

        /** Writes it; empty if the resource has another version by now, or is gone: nothing is then written. */
        Optional<Resource> run(EntityManager entities, Database database) {
            E entity = managed(entities, context, id, read.meta().version());
            if (entity == null) {
                return Optional.empty();
            }
            assignments.write(entities, entity);
            RestAttribute.Written written = writeRest(entities, entity);
            touch(entities, entity, read.meta().lastModified());
            changeEntries(entities, entity, wanted, after, before);
            changes.forEach((list, change) -> change(entities, database, context, entity, id, list, change));
            entities.flush();
            return Optional.of(
                    changed(entities, database, context, entity, id, read.meta().version(), wanted, written));
        }

        /** What is not wanted stays as it is. */
        private RestAttribute.@Nullable Written writeRest(EntityManager entities, E entity) {
            RestAttribute kept = layout.rest();
            if (rest == null || kept == null) {
                return null;
            }
            String text = (String) kept.path().get(entities, entity);
            Attributes next = text == null ? layout.mapped().type().emptyAttributes() : kept.read(text);
            for (AttributeDefinition top : layout.mapped().type().definition().subAttributes()) {
                next = wanted.includes(top) ? next.with(top, rest.get(top)) : next;
            }
            RestAttribute.Written written = kept.write(next);
            kept.path().set(entities, entity, written == null ? null : written.text());
            return written;
        }
    }

    /**
     * Time does not go back, and does not stand still: what changes in lists alone is seen by the version of the owner, which
     * moves with its attributes.
     */
    void touch(EntityManager entities, E entity, Instant last) {
        Instant now = now();
        Instant next = last.truncatedTo(ChronoUnit.MILLIS).plusMillis(1);
        Instant time = now.isBefore(next) ? next : now;
        layout.lastModified().set(entities, entity, layout.lastModifiedForm().java(time));
    }

    /** The resource after a change, whose version must tell of it: the next {@code If-Match} goes by that. */
    Resource changed(
            EntityManager entities,
            Database database,
            RequestContext context,
            E entity,
            Object id,
            String version,
            Wanted wanted,
            RestAttribute.@Nullable Written rest) {
        Resource after = written(entities, database, context, entity, id, wanted, changes, rest);
        if (!after.meta().version().equals(version)) {
            return after;
        }
        entities.lock(entity, LockModeType.PESSIMISTIC_FORCE_INCREMENT);
        entities.flush();
        Resource forced = reread(entities, database, context, id, wanted);
        if (forced.meta().version().equals(version)) {
            throw new IllegalStateException("the version of " + layout.entity().getSimpleName()
                    + " stays the same after a change: what was set is not stored");
        }
        return forced;
    }

    /**
     * The managed entity if it has the version; null if it has another one, or is gone. It is found by its id, which a provider has
     * a statement ready for; the update looks at the version again.
     */
    private @Nullable E managed(EntityManager entities, RequestContext context, Object id, String version) {
        E found = entities.find(layout.entity(), id, FROM_DATABASE);
        E entity = found == null ? null : real(entities, found);
        boolean same = entity != null
                && layout.version().text(layout.version().access().get(entity)).equals(version)
                && layout.isWithin(entities, entity, context);
        return same ? entity : null;
    }

    /**
     * The entity under a lock that other writers of the resource wait for; null if there is none. Where the row is that of the
     * entity, alone and of no tenant, it is found by its id.
     */
    @Nullable
    E locked(EntityManager entities, Database database, RequestContext context, Object id) {
        if (alone && layout.scopes().isEmpty()) {
            E found = entities.find(layout.entity(), id, LockModeType.PESSIMISTIC_WRITE, FROM_DATABASE);
            return found == null ? null : real(entities, found);
        }
        List<E> found = locked(entities, database, context, List.of(id), LockModeType.PESSIMISTIC_WRITE);
        return found.isEmpty() ? null : found.get(0);
    }

    /** The entities of some ids under a lock, in the order of the ids. */
    List<E> locked(
            EntityManager entities,
            Database database,
            RequestContext context,
            Collection<Object> ids,
            LockModeType mode) {
        List<E> locked = new ArrayList<>();
        String key = "e." + layout.ids().attribute();
        for (List<Object> some : MappedList.batches(ids)) {
            Jpql query = new Jpql(database.dialect(), layout.from());
            query.in(key, some);
            layout.within(query, "e", context);
            query.select(entities, layout.entity(), "e", key)
                    .setLockMode(mode)
                    .getResultList()
                    .forEach(found -> locked.add(real(entities, found)));
        }
        return locked;
    }

    /** A stand-in that somebody made of a reference has the attributes of nothing: the entity takes its place. */
    private E real(EntityManager entities, E found) {
        if (found.getClass() == layout.entity()) {
            return found;
        }
        boolean known =
                entities.getMetamodel().getEntities().stream().anyMatch(type -> type.getJavaType() == found.getClass());
        if (known) {
            return found;
        }
        entities.flush();
        Object id = idOf(entities, found);
        entities.detach(found);
        return Objects.requireNonNull(entities.find(layout.entity(), id));
    }

    /** Deletes an entity, and tells what it was. */
    Optional<Resource> delete(
            EntityManager entities,
            Database database,
            RequestContext context,
            Object id,
            Wanted wanted,
            Precondition precondition) {
        E entity = locked(entities, database, context, id);
        if (entity == null) {
            return Optional.empty();
        }
        Resource last = held(entities, database, context, entity, id, wanted.and(precondition.wanted()));
        precondition.check(last);
        for (MappedList list : referenceLists(Wanted.everything())) {
            Objects.requireNonNull(list.references()).clear(entities, entity, id);
        }
        for (MappedList list : layout.allLists()) {
            if (list.references() == null && list.entries().idOfElement() != null) {
                list.entries().change(entities, entity, null);
            }
        }
        entities.remove(entity);
        entities.flush();
        return Optional.of(last);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
