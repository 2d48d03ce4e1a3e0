package dev.scimlet.jpa;

import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.schema.AttributeType;
import dev.scimlet.spi.DisplayName;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.mapping.MappedPath;
import dev.scimlet.spi.mapping.MappedType;
import dev.scimlet.spi.mapping.Unmapped;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.JoinTable;
import jakarta.persistence.ManyToMany;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderColumn;
import jakarta.persistence.metamodel.EntityType;
import jakarta.persistence.metamodel.ManagedType;
import jakarta.persistence.metamodel.Metamodel;
import jakarta.persistence.metamodel.PluralAttribute;
import jakarta.persistence.metamodel.SingularAttribute;
import java.lang.reflect.AnnotatedElement;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Says which attribute of an entity holds what. Paths are written as in Entra ID's mapping table; attributes are those of the
 * persistence metamodel, {@code "address.city"} for one of an embedded object. A mistake is an {@link IllegalArgumentException}
 * that names the line to mend.
 *
 * @param <E> the entity
 */
public final class JpaRepositoryBuilder<E> {

    /** Lower case, as some attributes that hold ids ignore case; the number begins where the letters end. */
    private static final Pattern PREFIX = Pattern.compile("[a-z]{1,20}-?");

    private static final Pattern NAME =
            Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,62}(?:\\.[A-Za-z_][A-Za-z0-9_]{0,62}){0,2}");

    /** Names that no naming strategy makes others of. */
    private static final Pattern PLAIN_NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");

    private final EntityManagers entityManagers;
    private final Metamodel metamodel;
    private final EntityType<E> entity;
    private final Supplier<? extends E> factory;
    private final ResourceType full;
    private final MappedType.Builder mapping;
    private final List<Line> lines = new ArrayList<>();
    private final Map<String, Supplier<?>> embedded = new HashMap<>();
    private final Map<String, Object> constants = new LinkedHashMap<>();
    private String prefix = "";
    private boolean assignsIds;
    private @Nullable String tenant;
    private @Nullable String created;
    private @Nullable String lastModified;
    private @Nullable String rest;
    private @Nullable ZoneId zone;
    private Clock clock = Clock.systemUTC();

    private sealed interface Line {
        record Single(String path, String attribute, AttributeOptions options) implements Line {}

        /** A list, made when everything else is known. */
        record Whole(String path, Function<MappedPath, MappedList> make) implements Line {}
    }

    JpaRepositoryBuilder(
            ResourceType type, EntityManagers entityManagers, Class<E> entity, Supplier<? extends E> factory) {
        this.entityManagers = entityManagers;
        this.metamodel = entityManagers.factory().getMetamodel();
        this.entity = metamodel.entity(entity);
        this.factory = factory;
        this.full = type;
        this.mapping = MappedType.builder(type);
    }

    static String prefix(String value) {
        if (!PREFIX.matcher(value).matches()) {
            throw new IllegalArgumentException("a prefix is of lower case letters, not '" + value + "'");
        }
        return value;
    }

    /**
     * What clients see before the id, which tells types apart: with {@code "u"}, the entity 7 has the id {@code u7}. An id must
     * be unique in the whole service (RFC 7643 §3.1), and entities that are counted for themselves make a user and a group of the
     * same number.
     *
     * @param value lower case letters, with a hyphen behind them or not
     */
    public JpaRepositoryBuilder<E> idPrefix(String value) {
        this.prefix = prefix(value);
        return this;
    }

    /** New entities get a UUID of version 7 from us, as a text or {@link java.util.UUID}; without this the provider or the class gives it. */
    public JpaRepositoryBuilder<E> assignsIds() {
        this.assignsIds = true;
        return this;
    }

    /**
     * The attribute that holds the tenant, a text, a UUID, a whole number, or a reference to an entity with such an id. Without
     * one the entities belong to a single tenant, unless {@link EntityManagers} lend what sees those of the tenant only.
     */
    public JpaRepositoryBuilder<E> tenant(String attribute) {
        this.tenant = attribute;
        return this;
    }

    /** Only entities with this value are resources of the type, and new ones get it. */
    public JpaRepositoryBuilder<E> only(String attribute, Object value) {
        constants.put(attribute, value);
        return this;
    }

    /** The time of creation: a time of {@code java.time} or a {@link java.util.Date}. */
    public JpaRepositoryBuilder<E> created(String attribute) {
        this.created = attribute;
        return this;
    }

    /** The time of creation, by the metamodel. */
    public JpaRepositoryBuilder<E> created(SingularAttribute<? super E, ?> attribute) {
        return created(attribute.getName());
    }

    /** The time of the last change. */
    public JpaRepositoryBuilder<E> lastModified(String attribute) {
        this.lastModified = attribute;
        return this;
    }

    /** The time of the last change, by the metamodel. */
    public JpaRepositoryBuilder<E> lastModified(SingularAttribute<? super E, ?> attribute) {
        return lastModified(attribute.getName());
    }

    /** Of which zone times without a zone are, {@link java.time.LocalDateTime}. */
    public JpaRepositoryBuilder<E> zone(ZoneId value) {
        this.zone = value;
        return this;
    }

    /** How to make an embedded object that is not there yet, before the lines that look into it. */
    public JpaRepositoryBuilder<E> embedded(String attribute, Supplier<?> create) {
        embedded.put(attribute, create);
        return this;
    }

    /** Binds a path to an attribute. A reference to another entity stands for its id. */
    public JpaRepositoryBuilder<E> map(String path, String attribute) {
        return map(path, attribute, plain -> plain);
    }

    /** Binds a path to an attribute by the metamodel. */
    public JpaRepositoryBuilder<E> map(String path, SingularAttribute<? super E, ?> attribute) {
        return map(path, attribute.getName());
    }

    /** Binds a path to an attribute by the metamodel with options. */
    public JpaRepositoryBuilder<E> map(
            String path, SingularAttribute<? super E, ?> attribute, UnaryOperator<AttributeOptions> choose) {
        return map(path, attribute.getName(), choose);
    }

    /** Binds a path to an attribute with options. */
    public JpaRepositoryBuilder<E> map(String path, String attribute, UnaryOperator<AttributeOptions> choose) {
        AttributeOptions options = choose.apply(new AttributeOptions());
        AttributeDefinition definition =
                options.isDerived() ? mapping.derived(path) : mapping.single(path, options.isReadOnly());
        attribute(definition, entity, attribute, options, path);
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
    public JpaRepositoryBuilder<E> values(String path, String attribute) {
        AttributeDefinition list = mapping.list(path, false, List.of("value"));
        PluralAttribute<? super E, ?, ?> collection = collection(attribute);
        Form form = form(attribute, collection.getElementType().getJavaType());
        AttributeDefinition element = list.isComplex() ? Objects.requireNonNull(list.find("value")) : list;
        if (form.kind() != Form.Kind.TEXT || !element.type().isText()) {
            throw new IllegalArgumentException(
                    "'" + attribute + "' of " + AttributePath.simpleName(entity) + " is no collection of texts, and '"
                            + path + "' " + (element.type().isText() ? "is" : "is none"));
        }
        lines.add(new Line.Whole(path, mapped -> {
            AttributeDefinition target = mapped.target();
            boolean complex = target.isComplex();
            AttributeDefinition part = complex ? Objects.requireNonNull(target.find("value")) : target;
            MappedList.Element of = new MappedList.Element(part, form);
            Entries entries = new Entries(
                    Access.of(collection), empty(collection), isOrdered(collection), of, List.of(), null, null, null);
            References references = target.isReferenceList()
                    ? new CollectionReferences(Access.of(collection), empty(collection), null)
                    : null;
            return new MappedList(
                    mapped,
                    new MappedList.Source.OfCollection(attribute, isOrdered(collection)),
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
    public <P> JpaRepositoryBuilder<E> list(
            String path, String attribute, Supplier<P> create, UnaryOperator<ElementMapping> choose) {
        ElementMapping elements = choose.apply(new ElementMapping());
        List<String> parts = new ArrayList<>(elements.fixed().keySet());
        elements.lines().forEach(line -> parts.add(line.subAttribute()));
        AttributeDefinition list = mapping.list(path, false, parts);
        PluralAttribute<? super E, ?, ?> collection = collection(attribute);
        if (!(collection.getElementType() instanceof ManagedType<?> element)) {
            throw new IllegalArgumentException(
                    "'" + attribute + "' holds simple values: bind it with .values(\"" + path + "\", ...)");
        }
        elementParts(elements, list, element, path);
        lines.add(new Line.Whole(path, mapped -> {
            List<MappedAttribute> attributes = elementParts(elements, mapped.target(), element, path);
            boolean ordered = isOrdered(collection);
            String mappedBy = mappedBy(collection);
            Entries entries = new Entries(
                    Access.of(collection),
                    empty(collection),
                    ordered,
                    null,
                    attributes,
                    create,
                    mappedBy.isEmpty() ? null : AttributePath.of(element, mappedBy, Map.of(), true),
                    element instanceof EntityType<?> of ? AttributePath.id(of).getName() : null);
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
            AttributeDefinition part = list.isComplex() ? Objects.requireNonNull(list.find(line.subAttribute())) : list;
            attributes.add(
                    attribute(part, element, line.attribute(), line.options(), path + "." + line.subAttribute()));
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
    public JpaRepositoryBuilder<E> members(String path, String attribute, JpaRepository<?> to) {
        PluralAttribute<? super E, ?, ?> collection = references(path, attribute, to);
        lines.add(new Line.Whole(path, mapped -> members(mapped, collection, to, writer(collection, to))));
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
    public JpaRepositoryBuilder<E> members(
            String path, String attribute, JpaRepository<?> to, String joinTable, String owner, String value) {
        PluralAttribute<? super E, ?, ?> collection = references(path, attribute, to);
        for (String name : List.of(joinTable, owner, value)) {
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException("'" + name + "' is no name of a table or column");
            }
        }
        References rows = new JoinTableReferences(joinTable, owner, value);
        lines.add(new Line.Whole(path, mapped -> members(mapped, collection, to, rows)));
        return this;
    }

    private PluralAttribute<? super E, ?, ?> references(String path, String attribute, JpaRepository<?> to) {
        mapping.list(path, false, List.of("value", "type"));
        PluralAttribute<? super E, ?, ?> collection = collection(attribute);
        if (collection.getElementType().getJavaType() != to.layout().entity()) {
            throw new IllegalArgumentException("'" + attribute + "' of " + AttributePath.simpleName(entity)
                    + " holds no " + to.layout().entity().getSimpleName());
        }
        return collection;
    }

    private References writer(PluralAttribute<?, ?, ?> collection, JpaRepository<?> to) {
        String mappedBy = mappedBy(collection);
        Class<?> target = to.layout().entity();
        JoinTableReferences rows = mappedBy.isEmpty() && !isOrdered(collection) ? rows(collection, to) : null;
        if (rows != null) {
            return rows;
        }
        if (mappedBy.isEmpty()) {
            return new CollectionReferences(Access.of(collection), empty(collection), target);
        }
        EntityType<?> owning = (EntityType<?>) collection.getElementType();
        if (!(owning.getAttribute(mappedBy) instanceof PluralAttribute<?, ?, ?> inverse)) {
            throw new IllegalArgumentException("'" + collection.getName()
                    + "' is the other side of a single reference: who is in one list would leave another");
        }
        return new InverseReferences(
                target, to.layout().ids().attribute(), mappedBy, Access.of(inverse), empty(inverse));
    }

    /**
     * The join table that the annotation of the collection names in full, in names that no naming strategy changes; null for
     * another one, and where the provider was told more of the collection or its keys than statements of ours would know.
     */
    private @Nullable JoinTableReferences rows(PluralAttribute<?, ?, ?> collection, JpaRepository<?> to) {
        JoinTable table = collection.getJavaMember() instanceof AnnotatedElement member
                ? member.getAnnotation(JoinTable.class)
                : null;
        if (table == null || table.joinColumns().length != 1 || table.inverseJoinColumns().length != 1) {
            return null;
        }
        JoinColumn owner = table.joinColumns()[0];
        JoinColumn value = table.inverseJoinColumns()[0];
        boolean ofIds = owner.referencedColumnName().isEmpty()
                && value.referencedColumnName().isEmpty();
        boolean here = table.schema().isEmpty() && table.catalog().isEmpty();
        boolean plain = Stream.of(table.name(), owner.name(), value.name())
                .allMatch(name -> PLAIN_NAME.matcher(name).matches());
        boolean told = Faithful.isPlain(collection)
                && Faithful.isPlain(AttributePath.id(entity))
                && Faithful.isPlain(
                        AttributePath.id(metamodel.entity(to.layout().entity())));
        JoinTableReferences rows = new JoinTableReferences(table.name(), owner.name(), value.name());
        return ofIds && here && plain && told && answers(rows) ? rows : null;
    }

    /** Whether the database knows the table by these names: a provider may be set to write all of them in quotation marks. */
    private boolean answers(JoinTableReferences rows) {
        try {
            return JpaUnitOfWork.over(entityManagers).read(RequestContext.of("build"), rows::answer);
        } catch (RuntimeException unknown) {
            return false;
        }
    }

    private MappedList members(
            MappedPath mapped, PluralAttribute<?, ?, ?> collection, JpaRepository<?> to, References references) {
        return references(
                mapped,
                new MappedList.Source.OfCollection(collection.getName(), isOrdered(collection)),
                to,
                null,
                references);
    }

    private MappedList references(
            MappedPath mapped,
            MappedList.Source source,
            JpaRepository<?> to,
            @Nullable String reference,
            References references) {
        AttributeDefinition list = mapped.target();
        AttributeDefinition value = Objects.requireNonNull(list.valueSubAttribute());
        return new MappedList(
                mapped,
                source,
                List.of(new MappedList.Reference(value, to.layout().ids(), reference, to.layout())),
                fixed(list, Map.of("type", to.type().name())),
                references,
                null);
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
    public <U, M> JpaRepositoryBuilder<E> members(
            String path,
            JpaRepository<U> to,
            Class<M> membership,
            String owner,
            String value,
            BiFunction<? super E, ? super U, ? extends M> create) {
        mapping.list(path, false, List.of("value", "type"));
        EntityType<M> type = metamodel.entity(membership);
        refers(type, owner, entity.getJavaType());
        refers(type, value, to.layout().entity());
        String ownId = AttributePath.id(entity).getName();
        BiFunction<Object, Object, Object> made =
                (one, other) -> ((BiFunction<Object, Object, Object>) (BiFunction<?, ?, ?>) create).apply(one, other);
        References references = new MembershipReferences(
                membership,
                owner,
                ownId,
                value,
                to.layout().ids().attribute(),
                to.layout().entity(),
                made);
        lines.add(new Line.Whole(
                path,
                mapped -> references(
                        mapped,
                        new MappedList.Source.OfEntity(membership, type.getName(), owner),
                        to,
                        value,
                        references)));
        return this;
    }

    private static void refers(EntityType<?> type, String attribute, Class<?> target) {
        EntityType<?> found = AttributePath.of(type, attribute, Map.of(), false).target();
        if (found == null || found.getJavaType() != target) {
            throw new IllegalArgumentException("'" + attribute + "' of " + AttributePath.simpleName(type)
                    + " refers to no " + target.getSimpleName());
        }
    }

    /** Leaves out an attribute that would be there without a line: {@code externalId}, {@code groups}. */
    public JpaRepositoryBuilder<E> without(String attribute) {
        mapping.without(attribute);
        return this;
    }

    /** Values that no line takes are dropped, where they would be refused otherwise. */
    public JpaRepositoryBuilder<E> ignoreUnmapped() {
        mapping.unmapped(Unmapped.IGNORE);
        return this;
    }

    /**
     * An attribute of text that keeps as JSON what no line takes. The whole resource type is then advertised. What stands there
     * cannot be searched: such a filter is refused.
     */
    public JpaRepositoryBuilder<E> rest(String attribute) {
        this.rest = attribute;
        mapping.unmapped(Unmapped.KEEP);
        return this;
    }

    /** The clock of {@code created} and {@code lastModified}. */
    public JpaRepositoryBuilder<E> clock(Clock value) {
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
                            ? attribute(path.target(), entity, single.attribute, single.options, single.path)
                            : null);
            lists.add(line instanceof Line.Whole whole ? whole.make.apply(path) : null);
        }
        AttributePath createdPath = written(created, "created");
        AttributePath lastModifiedPath = written(lastModified, "lastModified");
        EntityLayout<E> layout = new EntityLayout<>(
                mapped,
                entity.getJavaType(),
                entity.getName(),
                factory,
                ids(),
                assignsIds,
                AttributePath.of(entity, AttributePath.id(entity).getName(), Map.of(), assignsIds),
                version(),
                scopes(),
                createdPath,
                time(createdPath),
                lastModifiedPath,
                time(lastModifiedPath),
                attributes,
                lists,
                rest == null ? null : new RestAttribute(text(rest), mapped.type()),
                display(mapped, attributes));
        checkWriters(layout);
        return new JpaRepository<>(entityManagers, layout, clock);
    }

    private Ids ids() {
        SingularAttribute<?, ?> id = AttributePath.id(entity);
        Form form = form(id.getName(), id.getJavaType());
        boolean fits =
                form.kind() == Form.Kind.TEXT || form.kind() == Form.Kind.UUID || form.kind() == Form.Kind.NUMBER;
        if (!fits || assignsIds && form.kind() == Form.Kind.NUMBER) {
            throw new IllegalArgumentException("the id '" + id.getName() + "' of " + AttributePath.simpleName(entity)
                    + (fits ? " is a number, which the database gives" : " is no text, UUID or whole number"));
        }
        return new Ids(id.getName(), form, prefix);
    }

    private VersionAttribute version() {
        SingularAttribute<? super E, ?> version = entity.getSingularAttributes().stream()
                .filter(SingularAttribute::isVersion)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(AttributePath.simpleName(entity)
                        + " has no @Version attribute: without one, changes of two clients at once would be lost"));
        return VersionAttribute.of(version, form(version.getName(), version.getJavaType()));
    }

    private List<EntityLayout.Scope> scopes() {
        List<EntityLayout.Scope> scopes = new ArrayList<>();
        if (tenant != null) {
            AttributePath path = AttributePath.of(entity, tenant, embedded, true);
            scopes.add(new EntityLayout.Scope(path, form(tenant, path.javaType()), null));
        }
        constants.forEach((attribute, value) -> scopes.add(
                new EntityLayout.Scope(AttributePath.of(entity, attribute, embedded, true), Form.text(), value)));
        return scopes;
    }

    private AttributePath written(@Nullable String attribute, String method) {
        if (attribute == null) {
            throw new IllegalArgumentException(
                    "the mapping of " + AttributePath.simpleName(entity) + " does not say '." + method + "(...)'");
        }
        return AttributePath.of(entity, attribute, embedded, true);
    }

    private AttributePath text(String attribute) {
        AttributePath path = AttributePath.of(entity, attribute, embedded, true);
        if (path.javaType() != String.class) {
            throw new IllegalArgumentException("'" + attribute + "' is no text");
        }
        return path;
    }

    private Form time(AttributePath path) {
        Form form = form(path.name(), path.javaType());
        if (form.kind() != Form.Kind.TIME) {
            throw new IllegalArgumentException("'" + path.name() + "' is no time");
        }
        return form;
    }

    private Form form(String attribute, Class<?> type) {
        Form form;
        try {
            form = Form.of(type, zone);
        } catch (IllegalArgumentException withoutZone) {
            throw new IllegalArgumentException("'" + attribute + "' " + withoutZone.getMessage(), withoutZone);
        }
        if (form == null) {
            throw new IllegalArgumentException("'" + attribute + "' is a " + type.getSimpleName()
                    + ": say how to convert it, with converted(...)");
        }
        return form;
    }

    private MappedAttribute attribute(
            AttributeDefinition definition, ManagedType<?> owner, String name, AttributeOptions options, String path) {
        AttributePath attribute = AttributePath.of(owner, name, embedded, options.isWritten());
        String key = options.key();
        AttributePath keyPath = key == null ? null : AttributePath.of(owner, key, embedded, true);
        if (keyPath != null && keyPath.javaType() != String.class) {
            throw new IllegalArgumentException("the key '" + key + "' of '" + path + "' is no text");
        }
        Map<Object, Object> codes = codes(definition, attribute, options);
        boolean told = !codes.isEmpty() || options.converter() != null;
        Form form = told ? null : form(name, attribute.javaType());
        check(definition, options, form, codes, path, name);
        boolean always = definition.required() || options.whenAbsent() != null || !options.isWritten();
        if (attribute.isPrimitive() && !always && options.hash() == null) {
            throw new IllegalArgumentException(
                    "'" + name + "' takes no null: say what '" + path + "' is then, with whenAbsent(...)");
        }
        return new MappedAttribute(definition, attribute, options, keyPath, codes, form);
    }

    private static Map<Object, Object> codes(
            AttributeDefinition definition, AttributePath attribute, AttributeOptions options) {
        if (!options.codes().isEmpty() || options.converter() != null) {
            return options.codes();
        }
        Map<Object, Object> names = new LinkedHashMap<>();
        Object[] constants = attribute.javaType().getEnumConstants();
        if (constants != null && definition.type() == AttributeType.STRING) {
            for (Object constant : constants) {
                names.put(((Enum<?>) constant).name(), constant);
            }
        }
        return names;
    }

    private static void check(
            AttributeDefinition definition,
            AttributeOptions options,
            @Nullable Form form,
            Map<Object, Object> codes,
            String path,
            String name) {
        boolean text = definition.type().isText();
        if (form != null) {
            boolean fits = switch (definition.type()) {
                case STRING, REFERENCE -> text && fitsText(form.kind());
                case BINARY -> form.kind() == Form.Kind.TEXT;
                case BOOLEAN -> form.kind() == Form.Kind.BOOLEAN;
                case INTEGER -> form.kind() == Form.Kind.NUMBER;
                case DECIMAL -> form.kind() == Form.Kind.DECIMAL;
                case DATE_TIME -> form.kind() == Form.Kind.TIME;
                case COMPLEX -> false;
            };
            check(
                    fits,
                    path,
                    definition,
                    "does not fit in '" + name + "', a " + form.type().getSimpleName());
        }
        boolean plainText = form != null && form.kind() == Form.Kind.TEXT && text;
        check(options.key() == null || plainText, path, definition, "has no use for a key");
        check(options.hash() == null || plainText, path, definition, "is no text to hash");
        check(
                options.converter() == null || options.converter().fits(definition),
                path,
                definition,
                "is not what the converter makes");
        Object absent = options.whenAbsent();
        check(absent == null || isOf(definition.type(), absent), path, definition, "cannot be " + absent);
        for (Object value : codes.keySet()) {
            check(isOf(definition.type(), value), path, definition, "cannot be " + value);
        }
    }

    private static boolean fitsText(Form.Kind kind) {
        return kind == Form.Kind.TEXT || kind == Form.Kind.UUID || kind == Form.Kind.NUMBER;
    }

    private static boolean isOf(AttributeType type, Object value) {
        return switch (type) {
            case STRING, REFERENCE, BINARY -> value instanceof String;
            case BOOLEAN -> value instanceof Boolean;
            case INTEGER -> value instanceof Long;
            default -> false;
        };
    }

    private static void check(boolean holds, String path, AttributeDefinition definition, String fault) {
        if (!holds) {
            throw new IllegalArgumentException(
                    "'" + path + "' is " + definition.type().keyword() + " and " + fault);
        }
    }

    private PluralAttribute<? super E, ?, ?> collection(String name) {
        return entity.getPluralAttributes().stream()
                .filter(attribute -> attribute.getName().equals(name))
                .filter(attribute -> attribute.getCollectionType() != PluralAttribute.CollectionType.MAP)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        AttributePath.simpleName(entity) + " has no collection '" + name + "'"));
    }

    private static Supplier<Collection<Object>> empty(PluralAttribute<?, ?, ?> collection) {
        return collection.getCollectionType() == PluralAttribute.CollectionType.SET
                ? LinkedHashSet::new
                : ArrayList::new;
    }

    /** What the metamodel does not tell, the annotations of the member tell that it names. */
    private static boolean isOrdered(PluralAttribute<?, ?, ?> collection) {
        return collection.getJavaMember() instanceof AnnotatedElement member
                && member.isAnnotationPresent(OrderColumn.class);
    }

    private static String mappedBy(PluralAttribute<?, ?, ?> collection) {
        if (!(collection.getJavaMember() instanceof AnnotatedElement member)) {
            return "";
        }
        ManyToMany many = member.getAnnotation(ManyToMany.class);
        OneToMany one = member.getAnnotation(OneToMany.class);
        return many != null ? many.mappedBy() : one != null ? one.mappedBy() : "";
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
                        writers, scope.path().name(), scope.constant() == null ? "'.tenant(...)'" : "'.only(...)'"));
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
            throw new IllegalArgumentException("'" + attribute + "' of " + AttributePath.simpleName(entity)
                    + " would be written by " + other + " and by " + by + ": bind the one that follows with derived()");
        }
    }
}
