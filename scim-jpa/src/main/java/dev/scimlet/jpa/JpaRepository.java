package dev.scimlet.jpa;

import dev.scimlet.core.patch.ValuesDelta;
import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.BoundPath;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.spi.AppliedDelta;
import dev.scimlet.spi.ConflictException;
import dev.scimlet.spi.DisplayName;
import dev.scimlet.spi.MemberRepository;
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
import dev.scimlet.spi.mapping.MappedPath;
import dev.scimlet.spi.mapping.MappedType;
import dev.scimlet.spi.mapping.Unmapped;
import dev.scimlet.spi.sql.SqlFailure;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.metamodel.EntityType;
import jakarta.persistence.metamodel.ManagedType;
import jakarta.persistence.metamodel.Metamodel;
import jakarta.persistence.metamodel.PluralAttribute;
import jakarta.persistence.metamodel.SingularAttribute;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
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
                MemberRepository,
                MembershipSource,
                ReferenceSource,
                PartialRepository {

    /** How often an entity is deleted that something refers to: a reference that came meanwhile is seen from the next try on. */
    private static final int ATTEMPTS_TO_DELETE = 5;

    private final EntityLayout<E> layout;
    private final JpaUnitOfWork units;
    private final Writes<E> writes;
    private final Memberships<E> memberships;
    private final Refusals refusals;
    private final MemberKeys memberKeys;
    private volatile @Nullable Database database;

    JpaRepository(EntityManagers entityManagers, EntityLayout<E> layout, Clock clock) {
        this.layout = layout;
        this.units = JpaUnitOfWork.over(entityManagers);
        this.writes = new Writes<>(
                layout, Faithful.isAlone(entityManagers.factory().getMetamodel().entity(layout.entity())), clock);
        this.memberships = new Memberships<>(layout, writes);
        this.refusals = new Refusals(layout);
        this.memberKeys = new MemberKeys(layout);
        refuseUnfitDatabase();
    }

    /**
     * Looks which database it is, and at its keys, where one can be reached without a request: if not, the first request finds out.
     */
    private void refuseUnfitDatabase() {
        try {
            units.read(RequestContext.of("build"), entities -> {
                memberKeys.learn(entities, database(entities));
                return entities;
            });
        } catch (IllegalArgumentException unfit) {
            throw unfit;
        } catch (RuntimeException unreachable) {
            return;
        }
    }

    /** Starts the mapping of a type to an entity, over entity managers of a factory: {@link EntityManagers#of}. */
    public static <E> Builder<E> of(
            ResourceType type, EntityManagerFactory factory, Class<E> entity, Supplier<? extends E> create) {
        return of(type, EntityManagers.of(factory), entity, create);
    }

    /**
     * Starts the mapping of a type to an entity. Repositories over equal sources take part in the same units.
     *
     * @param create makes an empty entity: its constructor
     */
    public static <E> Builder<E> of(
            ResourceType type, EntityManagers entityManagers, Class<E> entity, Supplier<? extends E> create) {
        return new Builder<>(type, entityManagers, entity, create);
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

    private <T> T written(RequestContext context, @Nullable Attributes given, Work<T> work) {
        learn(context);
        return units.write(
                context,
                entities -> work.apply(entities, database(entities)),
                (unit, failure) -> refusals.of(failure, given));
    }

    /** In a transaction that has begun, a catalog that cannot be read would be the end of it. */
    private void learn(RequestContext context) {
        JpaUnit present = units.present(context);
        if (refusals.mustLearn() && (present == null || !present.isOpen())) {
            units.read(context, entities -> {
                memberKeys.learn(entities, database(entities));
                refusals.learn(entities, database(entities));
                return entities;
            });
        }
    }

    @Override
    public Resource create(RequestContext context, Attributes attributes) {
        Writes<E>.Creation creation = writes.new Creation(context, attributes);
        return written(context, attributes, creation::run);
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
                null,
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
        return written(context, changed, update::run).orElseThrow(() -> ConflictException.overtaken(null));
    }

    @Override
    public Optional<Resource> delete(RequestContext context, String id, Wanted wanted, Precondition precondition) {
        Object key = layout.ids().exact(id);
        if (key == null) {
            return Optional.empty();
        }
        learn(context);
        return units.write(
                context,
                entities -> writes.delete(entities, database(entities), context, key, wanted, precondition),
                this::refusedDeletion);
    }

    private RuntimeException refusedDeletion(JpaUnit unit, RuntimeException failure) {
        if (Failures.kind(failure) != SqlFailure.REFERENCE) {
            return refusals.of(failure, null);
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
        return written(context, null, (entities, known) -> deltas.apply(entities, known, key, precondition, delta));
    }

    @Override
    public boolean looksAtDetails(BoundPath list) {
        MappedList of = layout.listAt(list);
        return of == null || of.references() == null || of.parts().size() > 1;
    }

    /** A foreign key holds, where its check waits for who is being deleted: that of H2 does not. */
    @Override
    public boolean holdsAdded(ValuesDelta delta) {
        Database known = database;
        return known != null
                && known.dialect() != Dialect.H2
                && delta.removed().isEmpty()
                && delta.added().size() == 1
                && memberKeys.keep(layout.listAt(delta.list()));
    }

    /** Memberships are read by a query of their own. */
    @Override
    public Optional<ResourceRepository> withMembershipsOf(MembershipSource source) {
        return Optional.empty();
    }

    @Override
    public boolean createsNonMembers() {
        return layout.assignsIds() || layout.ids().form().kind() == Form.Kind.UUID;
    }

    @Override
    public boolean knowsMemberships() {
        return memberships.areKnown();
    }

    @Override
    public boolean takesOnlyWhoExists() {
        return memberKeys.keep(layout.members());
    }

    @Override
    public Map<String, List<Membership>> membershipsOf(
            RequestContext context, ResourceType type, Set<String> memberIds) {
        return read(context, (entities, known) -> memberships.of(entities, known, context, type, memberIds));
    }

    @Override
    public List<AppliedDelta> memberDeleted(RequestContext context, ResourceType type, String memberId) {
        return written(context, null, (entities, known) -> memberships.end(entities, known, context, type, memberId));
    }

    @Override
    public Map<String, String> displayNames(RequestContext context, Set<String> ids) {
        return read(context, (entities, known) -> memberships.displayNames(entities, known, context, ids));
    }

    @Override
    public Set<String> hold(RequestContext context, Set<String> ids) {
        return written(context, null, (entities, known) -> memberships.hold(entities, known, context, ids));
    }

    /**
     * Says which attribute of an entity holds what. Paths are written as in Entra ID's mapping table; attributes are those of the
     * persistence metamodel, {@code "address.city"} for one of an embedded object. A mistake is an {@link
     * IllegalArgumentException} that names the line to mend.
     *
     * @param <E> the entity
     */
    public static final class Builder<E> {
        private final EntityManagers entityManagers;
        private final Metamodel metamodel;
        private final EntityBinding<E> binding;
        private final ReferenceBinding references;
        private final Supplier<? extends E> factory;
        private final ResourceType full;
        private final MappedType.Builder mapping;
        private final List<Line> lines = new ArrayList<>();
        private final Map<String, Object> constants = new LinkedHashMap<>();
        private String prefix = "";
        private boolean assignsIds;
        private @Nullable String tenant;
        private @Nullable String created;
        private @Nullable String lastModified;
        private @Nullable String rest;
        private Clock clock = Clock.systemUTC();

        private sealed interface Line {
            record Single(String path, String attribute, AttributeOptions options) implements Line {}

            /** A list, made when everything else is known. */
            record Whole(String path, Function<MappedPath, MappedList> make) implements Line {}
        }

        private Builder(
                ResourceType type, EntityManagers entityManagers, Class<E> entity, Supplier<? extends E> factory) {
            this.entityManagers = entityManagers;
            this.metamodel = entityManagers.factory().getMetamodel();
            this.binding = new EntityBinding<>(metamodel.entity(entity));
            this.references = new ReferenceBinding(entityManagers, binding.entity());
            this.factory = factory;
            this.full = type;
            this.mapping = MappedType.builder(type);
        }

        /**
         * What clients see before the id, which tells types apart: with {@code "u"}, the entity 7 has the id {@code u7}. An id must
         * be unique in the whole service (RFC 7643 §3.1), and entities that are counted for themselves make a user and a group of the
         * same number.
         *
         * @param value lower case letters, with a hyphen behind them or not
         */
        public Builder<E> idPrefix(String value) {
            this.prefix = Ids.prefix(value);
            return this;
        }

        /** New entities get a UUID of version 7 from us, as a text or {@link java.util.UUID}; without this the provider or the class gives it. */
        public Builder<E> assignsIds() {
            this.assignsIds = true;
            return this;
        }

        /**
         * The attribute that holds the tenant, a text, a UUID, a whole number, or a reference to an entity with such an id. Without
         * one the entities belong to a single tenant, unless {@link EntityManagers} lend what sees those of the tenant only.
         */
        public Builder<E> tenant(String attribute) {
            this.tenant = attribute;
            return this;
        }

        /** Only entities with this value are resources of the type, and new ones get it. */
        public Builder<E> only(String attribute, Object value) {
            constants.put(attribute, value);
            return this;
        }

        /** The time of creation: a time of {@code java.time} or a {@link java.util.Date}. */
        public Builder<E> created(String attribute) {
            this.created = attribute;
            return this;
        }

        /** The time of creation, by the metamodel. */
        public Builder<E> created(SingularAttribute<? super E, ?> attribute) {
            return created(attribute.getName());
        }

        /** The time of the last change. */
        public Builder<E> lastModified(String attribute) {
            this.lastModified = attribute;
            return this;
        }

        /** The time of the last change, by the metamodel. */
        public Builder<E> lastModified(SingularAttribute<? super E, ?> attribute) {
            return lastModified(attribute.getName());
        }

        /** Of which zone times without a zone are, {@link java.time.LocalDateTime}. */
        public Builder<E> zone(ZoneId value) {
            binding.zone(value);
            return this;
        }

        /** How to make an embedded object that is not there yet, before the lines that look into it. */
        public Builder<E> embedded(String attribute, Supplier<?> create) {
            binding.embedded(attribute, create);
            return this;
        }

        /** Binds a path to an attribute. A reference to another entity stands for its id. */
        public Builder<E> map(String path, String attribute) {
            return map(path, attribute, plain -> plain);
        }

        /** Binds a path to an attribute by the metamodel. */
        public Builder<E> map(String path, SingularAttribute<? super E, ?> attribute) {
            return map(path, attribute.getName());
        }

        /** Binds a path to an attribute by the metamodel with options. */
        public Builder<E> map(
                String path, SingularAttribute<? super E, ?> attribute, UnaryOperator<AttributeOptions> choose) {
            return map(path, attribute.getName(), choose);
        }

        /** Binds a path to an attribute with options. */
        public Builder<E> map(String path, String attribute, UnaryOperator<AttributeOptions> choose) {
            AttributeOptions options = choose.apply(new AttributeOptions());
            AttributeDefinition definition =
                    options.isDerived() ? mapping.derived(path) : mapping.single(path, options.isReadOnly());
            binding.attribute(definition, binding.entity(), attribute, options, path);
            lines.add(new Line.Single(path, attribute, options));
            return this;
        }

        private void nameSources() {
            for (Line line : lines) {
                if (line instanceof Line.Single follower && follower.options.isDerived()) {
                    mapping.follows(follower.path, source(follower).path);
                }
            }
        }

        private Line.Single source(Line.Single follower) {
            for (Line line : lines) {
                if (line instanceof Line.Single other
                        && other.attribute.equals(follower.attribute)
                        && other.options.isWritten()) {
                    return other;
                }
            }
            throw new IllegalArgumentException("'" + follower.path + "' is derived from '" + follower.attribute
                    + "', which no line writes: readOnly() is for what only the application writes");
        }

        /** Binds a list of simple values, or the {@code value} of a list of complex ones, to a collection of simple values. */
        public Builder<E> values(String path, String attribute) {
            AttributeDefinition list = mapping.list(path, false, List.of("value"));
            PluralAttribute<? super E, ?, ?> collection = binding.collection(attribute);
            Form form = binding.form(attribute, collection.getElementType().getJavaType());
            AttributeDefinition element = list.isComplex() ? Objects.requireNonNull(list.find("value")) : list;
            if (form.kind() != Form.Kind.TEXT || !element.type().isText()) {
                throw new IllegalArgumentException("'" + attribute + "' of "
                        + AttributePath.simpleName(binding.entity()) + " is no collection of texts, and '" + path + "' "
                        + (element.type().isText() ? "is" : "is none"));
            }
            lines.add(new Line.Whole(path, mapped -> {
                AttributeDefinition target = mapped.target();
                boolean complex = target.isComplex();
                AttributeDefinition part = complex ? Objects.requireNonNull(target.find("value")) : target;
                MappedList.Element of = new MappedList.Element(part, form);
                Entries entries = new Entries(
                        Access.of(collection),
                        EntityBinding.empty(collection),
                        EntityBinding.isOrdered(collection),
                        of,
                        List.of(),
                        null,
                        null,
                        null);
                References references = target.isReferenceList()
                        ? new CollectionReferences(Access.of(collection), EntityBinding.empty(collection), null)
                        : null;
                return new MappedList(
                        mapped,
                        new MappedList.Source.OfCollection(attribute, EntityBinding.isOrdered(collection)),
                        List.of(of),
                        Attributes.empty(complex ? target : full.definition()),
                        references,
                        entries);
            }));
            return this;
        }

        /**
         * Binds a list to a collection of embeddables, or of entities that belong to the entity.
         *
         * @param create makes an empty element: its constructor
         * @param choose names the attributes of an element
         */
        public <P> Builder<E> list(
                String path, String attribute, Supplier<P> create, UnaryOperator<ElementMapping> choose) {
            ElementMapping elements = choose.apply(new ElementMapping());
            List<String> parts = new ArrayList<>(elements.fixed().keySet());
            elements.lines().forEach(line -> parts.add(line.subAttribute()));
            AttributeDefinition list = mapping.list(path, false, parts);
            PluralAttribute<? super E, ?, ?> collection = binding.collection(attribute);
            if (!(collection.getElementType() instanceof ManagedType<?> element)) {
                throw new IllegalArgumentException(
                        "'" + attribute + "' holds simple values: bind it with .values(\"" + path + "\", ...)");
            }
            elementParts(elements, list, element, path);
            lines.add(new Line.Whole(path, mapped -> {
                List<MappedAttribute> attributes = elementParts(elements, mapped.target(), element, path);
                boolean ordered = EntityBinding.isOrdered(collection);
                String mappedBy = EntityBinding.mappedBy(collection);
                Entries entries = new Entries(
                        Access.of(collection),
                        EntityBinding.empty(collection),
                        ordered,
                        null,
                        attributes,
                        create,
                        mappedBy.isEmpty() ? null : AttributePath.of(element, mappedBy, Map.of(), true),
                        element instanceof EntityType<?> of
                                ? AttributePath.id(of).getName()
                                : null);
                List<MappedList.Part> all = new ArrayList<>();
                attributes.forEach(each -> all.add(new MappedList.OfElement(each)));
                return new MappedList(
                        mapped,
                        new MappedList.Source.OfCollection(attribute, ordered),
                        all,
                        fixed(mapped.target(), elements.fixed()),
                        null,
                        entries);
            }));
            return this;
        }

        private List<MappedAttribute> elementParts(
                ElementMapping elements, AttributeDefinition list, ManagedType<?> element, String path) {
            List<MappedAttribute> attributes = new ArrayList<>();
            for (ElementMapping.Line line : elements.lines()) {
                AttributeDefinition part =
                        list.isComplex() ? Objects.requireNonNull(list.find(line.subAttribute())) : list;
                attributes.add(binding.attribute(
                        part, element, line.attribute(), line.options(), path + "." + line.subAttribute()));
            }
            return attributes;
        }

        private Attributes fixed(AttributeDefinition list, Map<String, Object> constants) {
            // Entries of a list of simple values have no parts
            Attributes fixed = Attributes.empty(list.isComplex() ? list : full.definition());
            for (Map.Entry<String, Object> constant : constants.entrySet()) {
                fixed = fixed.with(Objects.requireNonNull(list.find(constant.getKey())), constant.getValue());
            }
            return fixed;
        }

        /**
         * Binds a list of references, such as {@code members}, to a collection of entities, whichever side owns it. Where the entity
         * owns it and its {@code @JoinTable} names table and columns in small letters, members go in and out as rows; else a provider
         * loads the collection to change it, unless the names are told:
         * {@link #members(String, String, JpaRepository, String, String, String)}.
         *
         * @param to the repository of those who are referred to
         */
        public Builder<E> members(String path, String attribute, JpaRepository<?> to) {
            PluralAttribute<? super E, ?, ?> collection = references(path, attribute, to);
            lines.add(new Line.Whole(
                    path, mapped -> references.list(mapped, collection, to, references.writer(collection, to))));
            return this;
        }

        /**
         * As {@link #members(String, String, JpaRepository)}, with the names of the join table behind the collection, so that members go
         * in and out as rows, and no other is loaded.
         *
         * @param joinTable its name as SQL has it
         * @param owner its column that refers to the entity
         * @param value its column that refers to those who are referred to
         */
        public Builder<E> members(
                String path, String attribute, JpaRepository<?> to, String joinTable, String owner, String value) {
            PluralAttribute<? super E, ?, ?> collection = references(path, attribute, to);
            References rows = references.rows(joinTable, owner, value);
            lines.add(new Line.Whole(path, mapped -> references.list(mapped, collection, to, rows)));
            return this;
        }

        private PluralAttribute<? super E, ?, ?> references(String path, String attribute, JpaRepository<?> to) {
            mapping.list(path, false, List.of("value", "type"));
            PluralAttribute<? super E, ?, ?> collection = binding.collection(attribute);
            references.check(collection, to);
            return collection;
        }

        /**
         * Binds a list of references to entities of their own, which refer to both sides: a member goes in and out as one entity, and
         * no other is loaded.
         *
         * @param to the repository of those who are referred to
         * @param membership the class of these entities
         * @param owner their attribute that refers to the entity of this mapping
         * @param value their attribute that refers to those who are referred to
         * @param create makes one of both, in this order
         */
        @SuppressWarnings("unchecked")
        public <U, M> Builder<E> members(
                String path,
                JpaRepository<U> to,
                Class<M> membership,
                String owner,
                String value,
                BiFunction<? super E, ? super U, ? extends M> create) {
            mapping.list(path, false, List.of("value", "type"));
            EntityType<M> type = metamodel.entity(membership);
            ReferenceBinding.refers(type, owner, binding.entity().getJavaType());
            ReferenceBinding.refers(type, value, to.layout().entity());
            String ownId = AttributePath.id(binding.entity()).getName();
            BiFunction<Object, Object, Object> made = (one, other) ->
                    ((BiFunction<Object, Object, Object>) (BiFunction<?, ?, ?>) create).apply(one, other);
            References entries = new MembershipReferences(
                    membership,
                    owner,
                    ownId,
                    value,
                    to.layout().ids().attribute(),
                    to.layout().entity(),
                    made);
            lines.add(new Line.Whole(
                    path,
                    mapped -> references.list(
                            mapped,
                            new MappedList.Source.OfEntity(membership, type.getName(), owner),
                            to,
                            value,
                            entries)));
            return this;
        }

        /** Leaves out an attribute that would be there without a line: {@code externalId}, {@code groups}. */
        public Builder<E> without(String attribute) {
            mapping.without(attribute);
            return this;
        }

        /** Values that no line takes are dropped, where they would be refused otherwise. */
        public Builder<E> ignoreUnmapped() {
            mapping.unmapped(Unmapped.IGNORE);
            return this;
        }

        /**
         * An attribute of text that keeps as JSON what no line takes. The whole resource type is then advertised. What stands there
         * cannot be searched: such a filter is refused.
         */
        public Builder<E> rest(String attribute) {
            this.rest = attribute;
            mapping.unmapped(Unmapped.KEEP);
            return this;
        }

        /** The clock of {@code created} and {@code lastModified}. */
        public Builder<E> clock(Clock value) {
            this.clock = value;
            return this;
        }

        /**
         * The repository. The database is asked what it is; if it cannot be reached, that waits for the first request.
         *
         * @throws IllegalArgumentException if something is missing or does not fit, with the line to mend, or if the database is not
         *     supported
         */
        public JpaRepository<E> build() {
            nameSources();
            MappedType mapped = mapping.build();
            List<@Nullable MappedAttribute> attributes = new ArrayList<>();
            List<@Nullable MappedList> lists = new ArrayList<>();
            for (int i = 0; i < lines.size(); i++) {
                MappedPath path = mapped.paths().get(i);
                Line line = lines.get(i);
                attributes.add(
                        line instanceof Line.Single single
                                ? binding.attribute(
                                        path.target(), binding.entity(), single.attribute, single.options, single.path)
                                : null);
                lists.add(line instanceof Line.Whole whole ? whole.make.apply(path) : null);
            }
            AttributePath createdPath = binding.written(created, "created");
            AttributePath lastModifiedPath = binding.written(lastModified, "lastModified");
            EntityLayout<E> layout = new EntityLayout<>(
                    mapped,
                    binding.entity().getJavaType(),
                    binding.entity().getName(),
                    factory,
                    binding.ids(assignsIds, prefix),
                    assignsIds,
                    AttributePath.of(
                            binding.entity(), AttributePath.id(binding.entity()).getName(), Map.of(), assignsIds),
                    binding.version(),
                    scopes(),
                    createdPath,
                    binding.time(createdPath),
                    lastModifiedPath,
                    binding.time(lastModifiedPath),
                    attributes,
                    lists,
                    rest == null ? null : new RestAttribute(binding.text(rest), mapped.type()),
                    display(mapped, attributes));
            checkWriters(layout);
            return new JpaRepository<>(entityManagers, layout, clock);
        }

        private List<EntityLayout.Scope> scopes() {
            List<EntityLayout.Scope> scopes = new ArrayList<>();
            if (tenant != null) {
                AttributePath path = binding.path(tenant);
                scopes.add(new EntityLayout.Scope(path, binding.form(tenant, path.javaType()), null));
            }
            constants.forEach((attribute, value) ->
                    scopes.add(new EntityLayout.Scope(binding.path(attribute), Form.text(), value)));
            return scopes;
        }

        /** What people call a resource: the first of these that is mapped and has a value. */
        private static List<MappedAttribute> display(MappedType mapped, List<@Nullable MappedAttribute> attributes) {
            List<MappedAttribute> display = new ArrayList<>();
            for (String path : DisplayName.PATHS) {
                for (MappedPath line : mapped.paths()) {
                    MappedAttribute attribute = attributes.get(line.index());
                    if (attribute != null && line.path().text().equals(path)) {
                        display.add(attribute);
                    }
                }
            }
            return display;
        }

        private void checkWriters(EntityLayout<E> layout) {
            Map<String, String> writers = new HashMap<>();
            writer(writers, layout.ids().attribute(), "the id");
            writer(writers, layout.version().name(), "@Version");
            layout.scopes()
                    .forEach(scope -> writer(
                            writers,
                            scope.path().name(),
                            scope.constant() == null ? "'.tenant(...)'" : "'.only(...)'"));
            writer(writers, layout.created().name(), "'.created(...)'");
            writer(writers, layout.lastModified().name(), "'.lastModified(...)'");
            if (layout.rest() != null) {
                writer(writers, layout.rest().path().name(), "'.rest(...)'");
            }
            for (MappedPath line : layout.mapped().paths()) {
                MappedAttribute attribute = layout.attribute(line);
                if (attribute != null && !attribute.isReadOnly()) {
                    String path = "'" + line.path().text() + "'";
                    writer(writers, attribute.name(), path);
                    if (attribute.key() != null) {
                        writer(writers, attribute.key().name(), path);
                    }
                }
            }
        }

        private void writer(Map<String, String> writers, String attribute, String by) {
            String other = writers.put(attribute, by);
            if (other != null) {
                throw new IllegalArgumentException(
                        "'" + attribute + "' of " + AttributePath.simpleName(binding.entity()) + " would be written by "
                                + other + " and by " + by + ": bind the one that follows with derived()");
            }
        }
    }
}
