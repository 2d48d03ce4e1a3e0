package dev.scimlet.jpa;

import dev.scimlet.core.patch.ValuesDelta;
import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.BoundPath;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.spi.AppliedDelta;
import dev.scimlet.spi.ConflictException;
import dev.scimlet.spi.MembershipSource;
import dev.scimlet.spi.PartialRepository;
import dev.scimlet.spi.Precondition;
import dev.scimlet.spi.Query;
import dev.scimlet.spi.QueryResult;
import dev.scimlet.spi.ReferenceSource;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.ResourceRepository;
import dev.scimlet.spi.UnitOfWork;
import dev.scimlet.spi.ValuesDeltas;
import dev.scimlet.spi.Wanted;
import dev.scimlet.spi.sql.SqlFailure;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The resources of one type as JPA entities of the host.
 *
 * <pre>{@code
 * JpaRepository<UserAccount> users = JpaRepository.of(USER, entityManagerFactory, UserAccount.class, UserAccount::new)
 *         .idPrefix("u")
 *         .created("createdAt")
 *         .lastModified("updatedAt")
 *         .map("userName", "login", login -> login.key("loginKey"))
 *         .map("emails[type eq \"work\"].value", "email")
 *         .map("active", "enabled", enabled -> enabled.whenAbsent(true))
 *         .build();
 * }</pre>
 *
 * A path is bound to an attribute once; reading, writing, filters, sorting, paging and {@code /Schemas} come from it. Ids and
 * versions are the entity's own, {@code @Id} and {@code @Version}. Entities are read by queries of what is wanted, so that
 * nothing is loaded for it; they are written as managed instances, with their listeners, callbacks and validation. Filters are
 * answered by the database; what it cannot decide is refused.
 *
 * <p>Unique values need a unique constraint over tenant and attribute: it is the constraint that makes a second value a 409.
 * Where case is ignored, as of {@code userName}, it stands on the key attribute ({@link AttributeOptions#key}) or on {@code
 * lower(column)}.
 *
 * <p>Each write is a part of the unit of its context, or one of its own ({@link #unitOfWork()}); a change is written under the
 * version that was read. {@link #memberDeleted} and {@link #delete} are two steps, which the service does in one unit.
 *
 * @param <E> the entity
 */
public final class JpaRepository<E>
        implements ResourceRepository,
                ResourceRepository.Locking,
                UnitOfWork.Participant,
                ValuesDeltas,
                MembershipSource,
                ReferenceSource,
                PartialRepository {

    /** How often an entity is deleted that something refers to: a reference that came meanwhile is seen from the next try on. */
    private static final int ATTEMPTS_TO_DELETE = 5;

    private final EntityLayout<E> layout;
    private final JpaUnitOfWork units;
    private final Writes<E> writes;
    private final Memberships<E> memberships;
    private volatile @Nullable Database database;

    JpaRepository(EntityManagers entityManagers, EntityLayout<E> layout, Clock clock) {
        this.layout = layout;
        this.units = JpaUnitOfWork.over(entityManagers);
        this.writes = new Writes<>(layout, clock);
        this.memberships = new Memberships<>(layout, writes);
        refuseUnfitDatabase();
    }

    /** Looks which database it is, where one can be reached without a request: if not, the first request finds out. */
    private void refuseUnfitDatabase() {
        try {
            units.read(RequestContext.of("build"), this::database);
        } catch (IllegalArgumentException unfit) {
            throw unfit;
        } catch (RuntimeException unreachable) {
            return;
        }
    }

    /** Starts the mapping of a type to an entity, over entity managers of a factory: {@link EntityManagers#of}. */
    public static <E> JpaRepositoryBuilder<E> of(
            ResourceType type, EntityManagerFactory factory, Class<E> entity, Supplier<? extends E> create) {
        return of(type, EntityManagers.of(factory), entity, create);
    }

    /**
     * Starts the mapping of a type to an entity. Repositories over equal sources take part in the same units.
     *
     * @param create makes an empty entity: its constructor
     */
    public static <E> JpaRepositoryBuilder<E> of(
            ResourceType type, EntityManagers entityManagers, Class<E> entity, Supplier<? extends E> create) {
        return new JpaRepositoryBuilder<>(type, entityManagers, entity, create);
    }

    EntityLayout<E> layout() {
        return layout;
    }

    /**
     * The type as far as attributes are bound, of which queries, paths and attributes are made; the type that the mapping began
     * with is another one.
     */
    @Override
    public ResourceType type() {
        return layout.mapped().type();
    }

    @Override
    public Set<String> ignored(Attributes attributes) {
        return layout.mapped().ignored(attributes);
    }

    @Override
    public Attributes kept(Attributes attributes) {
        return layout.mapped().kept(attributes);
    }

    @Override
    public JpaUnitOfWork unitOfWork() {
        return units;
    }

    private Database database(EntityManager entities) {
        Database known = database;
        if (known == null) {
            known = Database.of(entities);
            database = known;
        }
        return known;
    }

    /** Work on entities that knows the database. */
    @FunctionalInterface
    private interface Work<T> extends BiFunction<EntityManager, Database, T> {}

    private <T> T read(RequestContext context, Work<T> work) {
        try {
            return units.read(context, entities -> work.apply(entities, database(entities)));
        } catch (RuntimeException failure) {
            if (!Failures.isOurs(failure) && Failures.kind(failure) == SqlFailure.VALUE) {
                throw Failures.unfitOperand();
            }
            throw failure;
        }
    }

    private <T> T written(RequestContext context, Work<T> work) {
        return units.write(
                context, entities -> work.apply(entities, database(entities)), (unit, failure) -> refused(failure));
    }

    private RuntimeException refused(RuntimeException failure) {
        return switch (Failures.kind(failure)) {
            case UNIQUE -> Failures.taken(type().name());
            case REFERENCE -> Failures.brokenReference();
            case VALUE -> Failures.unfitValue();
            default -> failure;
        };
    }

    @Override
    public Resource create(RequestContext context, Attributes attributes) {
        Writes<E>.Creation creation = writes.new Creation(context, attributes);
        return written(context, creation::run);
    }

    @Override
    public Optional<Resource> find(RequestContext context, String id, Wanted wanted) {
        Object key = layout.ids().exact(id);
        return key == null
                ? Optional.empty()
                : read(
                        context,
                        (entities, known) ->
                                new EntityReader<>(layout, known, context, wanted).resource(entities, key));
    }

    @Override
    public Optional<Resource> findLocked(RequestContext context, String id, Wanted wanted) {
        Object key = layout.ids().exact(id);
        if (key == null) {
            return Optional.empty();
        }
        return written(
                context,
                (entities, known) -> Optional.ofNullable(writes.locked(entities, known, context, key))
                        .map(entity -> writes.held(entities, known, context, entity, key, wanted)));
    }

    @Override
    public QueryResult query(RequestContext context, Query query) {
        query.requireOf(type());
        return read(context, (entities, known) -> new Search<>(layout, known, context, query, entities).run());
    }

    @Override
    public Resource update(RequestContext context, Resource read, Attributes changed, Wanted wanted) {
        Object key = layout.ids().exact(read.id());
        if (key == null) {
            throw ConflictException.overtaken(null);
        }
        Writes<E>.Update update = writes.new Update(context, key, read, changed, wanted);
        if (update.isEmpty()) {
            return read;
        }
        // Whoever computed the change has to read again, so that a unit of our own does not repeat this
        return written(context, update::run).orElseThrow(() -> ConflictException.overtaken(null));
    }

    @Override
    public Optional<Resource> delete(RequestContext context, String id, Wanted wanted, Precondition precondition) {
        Object key = layout.ids().exact(id);
        if (key == null) {
            return Optional.empty();
        }
        return units.write(
                context,
                entities -> writes.delete(entities, database(entities), context, key, wanted, precondition),
                this::refusedDeletion);
    }

    private RuntimeException refusedDeletion(JpaUnit unit, RuntimeException failure) {
        if (Failures.kind(failure) != SqlFailure.REFERENCE) {
            return refused(failure);
        }
        return unit.isRepeatable() && unit.attempt() < ATTEMPTS_TO_DELETE
                ? ConflictException.overtaken(failure)
                : Failures.stillReferredTo();
    }

    @Override
    public boolean takesDeltas(BoundPath list) {
        MappedList of = layout.listAt(list);
        return of != null && of.references() != null && list.filter() == null && list.subAttribute() == null;
    }

    @Override
    public Optional<AppliedDelta> applyDelta(
            RequestContext context, String id, Wanted wanted, Precondition precondition, ValuesDelta delta) {
        type().requireOwn(delta.list());
        MappedList list = layout.listAt(delta.list());
        if (list == null || !takesDeltas(delta.list())) {
            throw new IllegalArgumentException("'" + delta.list() + "' takes no deltas");
        }
        Object key = layout.ids().exact(id);
        if (key == null) {
            return Optional.empty();
        }
        Deltas<E> deltas = new Deltas<>(layout, list, writes, context, wanted);
        return written(context, (entities, known) -> deltas.apply(entities, known, key, precondition, delta));
    }

    @Override
    public boolean knowsMemberships() {
        return memberships.areKnown();
    }

    @Override
    public Map<String, List<Membership>> membershipsOf(
            RequestContext context, ResourceType type, Set<String> memberIds) {
        return read(context, (entities, known) -> memberships.of(entities, known, context, type, memberIds));
    }

    @Override
    public List<AppliedDelta> memberDeleted(RequestContext context, ResourceType type, String memberId) {
        return written(context, (entities, known) -> memberships.end(entities, known, context, type, memberId));
    }

    @Override
    public Map<String, String> displayNames(RequestContext context, Set<String> ids) {
        return read(context, (entities, known) -> memberships.displayNames(entities, known, context, ids));
    }

    @Override
    public Set<String> hold(RequestContext context, Set<String> ids) {
        return written(context, (entities, known) -> memberships.hold(entities, known, context, ids));
    }
}
