package dev.scimlet.spi.mapping;

import dev.scimlet.core.ErrorType;
import dev.scimlet.core.ScimException;
import dev.scimlet.core.json.ResourceReader;
import dev.scimlet.core.json.ResourceWriter;
import dev.scimlet.core.profile.ClientProfile;
import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.BoundPath;
import dev.scimlet.core.resource.Meta;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.resource.Values;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.schema.Mutability;
import dev.scimlet.spi.Wanted;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.ObjLongConsumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Binds the paths of a resource type to the getters and setters of an entity: one table for reading, writing,
 * filtering, sorting and for what {@code /Schemas} advertises.
 *
 * <pre>{@code
 * ResourceMapping<Account> mapping = ResourceMapping.builder(USER, Account.class, Account::new)
 *         .id(Account::id, Account::setId)
 *         .version(Account::version, Account::setVersion)
 *         .created(Account::created, Account::setCreated)
 *         .lastModified(Account::changed, Account::setChanged)
 *         .map("userName", Account::login, Account::setLogin)
 *         .map("emails[type eq \"work\"].value", Account::email, Account::setEmail)
 *         .mapBoolean("active", Account::isActive, Account::setActive, true)
 *         .build();
 * }</pre>
 *
 * Paths are written as in Entra ID's mapping table. Getters return null for no value, setters take null for it.
 * Immutable.
 *
 * @param <E> the entity
 */
public final class ResourceMapping<E> {

    private final MappedType mapped;
    private final Supplier<? extends E> factory;
    private final List<PropertyAccess<E>> lines;
    private final Identification<E> ids;
    private final Map<String, String> properties;
    private final @Nullable Rest<E> rest;

    /** What an entity knows about itself as a record. */
    private static final class Identification<E> {
        private @Nullable Getter<E, String> id;
        private @Nullable Setter<E, String> setId;
        private @Nullable Getter<E, ?> version;
        private @Nullable ObjLongConsumer<E> setVersion;
        private @Nullable Getter<E, Instant> created;
        private @Nullable Setter<E, Instant> setCreated;
        private @Nullable Getter<E, Instant> lastModified;
        private @Nullable Setter<E, Instant> setLastModified;
    }

    private record Rest<E>(
            Getter<E, String> getter, Setter<E, String> setter, ResourceWriter writer, ResourceReader reader) {

        Attributes read(E entity, ResourceType type) {
            String text = getter.get(entity);
            return text == null ? type.emptyAttributes() : reader.readStored(text.getBytes(StandardCharsets.UTF_8));
        }

        void write(E entity, Attributes rest) {
            setter.set(entity, rest.isEmpty() ? null : new String(writer.writeStored(rest), StandardCharsets.UTF_8));
        }
    }

    /** How a value gets out of the entity and into it. */
    private interface PropertyAccess<E> {

        @Nullable
        Object read(E entity, AttributeDefinition definition);

        /** The value as it will be read again. */
        @Nullable
        Object stored(@Nullable Object value, AttributeDefinition definition);

        void write(E entity, @Nullable Object value, AttributeDefinition definition);

        default boolean isWritable() {
            return true;
        }

        default boolean isReadable() {
            return true;
        }
    }

    private ResourceMapping(
            MappedType mapped,
            Supplier<? extends E> factory,
            List<PropertyAccess<E>> lines,
            Identification<E> ids,
            Map<String, String> properties,
            @Nullable Rest<E> rest) {
        this.mapped = mapped;
        this.factory = factory;
        this.lines = List.copyOf(lines);
        this.ids = ids;
        this.properties = Map.copyOf(properties);
        this.rest = rest;
    }

    /**
     * Starts a mapping.
     *
     * @param entity what resources are kept as
     * @param factory makes an empty one
     */
    public static <E> Builder<E> builder(ResourceType type, Class<E> entity, Supplier<? extends E> factory) {
        return new Builder<>(type, entity, factory);
    }

    /**
     * The type as far as it is mapped, of which queries, paths and attributes are made; the type that the mapping began with is
     * another one.
     */
    public ResourceType type() {
        return mapped.type();
    }

    /** The bound paths. */
    public MappedType mapped() {
        return mapped;
    }

    /** The name of the property behind a path, for {@link SearchLeaves#value}: {@link Builder#property}. */
    public Optional<String> property(BoundPath path) {
        return Optional.ofNullable(properties.get(path.text()));
    }

    /** The id of an entity. */
    public String id(E entity) {
        return Objects.requireNonNull(Objects.requireNonNull(ids.id).get(entity), "the entity has no id");
    }

    /** The version of an entity, as {@link EntityStore#save} is told. */
    public String version(E entity) {
        return String.valueOf(Objects.requireNonNull(ids.version).get(entity));
    }

    /** The resource that an entity stands for. */
    public Resource resource(E entity) {
        return resource(entity, Wanted.everything());
    }

    /** The resource that an entity stands for, as far as it is wanted: other properties are not read. */
    Resource resource(E entity, Wanted wanted) {
        Instant created = time(Objects.requireNonNull(ids.created).get(entity));
        Instant lastModified = time(Objects.requireNonNull(ids.lastModified).get(entity));
        return new Resource(
                type(), id(entity), new Meta(created, lastModified, version(entity)), attributes(entity, wanted));
    }

    /** An entity that was written without its times is as old as can be. */
    private static Instant time(@Nullable Instant time) {
        return time == null ? Instant.EPOCH : time;
    }

    private Attributes attributes(E entity, Wanted wanted) {
        @Nullable Object[] values = new Object[lines.size()];
        for (MappedPath path : mapped.paths()) {
            PropertyAccess<E> line = lines.get(path.index());
            if (line.isReadable() && wanted.includes(path.topLevel())) {
                values[path.index()] = line.read(entity, path.target());
            }
        }
        Attributes attributes = mapped.assemble(values);
        return rest == null ? attributes : mapped.merged(attributes, rest.read(entity, type()));
    }

    /**
     * A new entity with the given attributes, and with id, version and times where the mapping has setters for them.
     *
     * @throws ScimException {@code invalidValue} if a value does not fit its property
     */
    public E create(Attributes attributes, String id, Instant now) {
        E entity = factory.get();
        if (ids.setId != null) {
            ids.setId.set(entity, id);
        }
        if (ids.setCreated != null) {
            ids.setCreated.set(entity, now);
        }
        if (ids.setLastModified != null) {
            ids.setLastModified.set(entity, now);
        }
        if (ids.setVersion != null) {
            ids.setVersion.accept(entity, 1);
        }
        @Nullable Object[] values = mapped.values(attributes);
        for (MappedPath path : mapped.paths()) {
            PropertyAccess<E> line = lines.get(path.index());
            Object value = line.stored(values[path.index()], path.target());
            if (line.isWritable() && value != null) {
                line.write(entity, value, path.target());
            }
        }
        Attributes others = mapped.rest(attributes);
        if (rest != null && !others.isEmpty()) {
            rest.write(entity, others);
        }
        return entity;
    }

    /**
     * Gives an entity other attributes, and a new version and time where the mapping has setters for them. Properties
     * whose attribute stays are not touched.
     *
     * @param wanted what is not wanted stays as it is, whatever the attributes say
     * @return whether anything changed
     * @throws ScimException {@code invalidValue} if a value does not fit its property
     */
    public boolean write(E entity, Attributes attributes, Wanted wanted, Instant now) {
        @Nullable Object[] values = mapped.values(attributes);
        boolean changed = false;
        for (MappedPath path : mapped.paths()) {
            PropertyAccess<E> line = lines.get(path.index());
            if (!line.isWritable() || !wanted.includes(path.topLevel())) {
                continue;
            }
            Object next = line.stored(values[path.index()], path.target());
            Object known = line.isReadable() ? line.read(entity, path.target()) : null;
            boolean differs = line.isReadable() ? !Objects.equals(next, known) : next != null;
            if (differs) {
                line.write(entity, next, path.target());
                boolean cleared = path.path().isActive() && values[path.index()] == null;
                boolean stays = cleared && Boolean.FALSE.equals(known) && enables(line, entity, path);
                if (stays) {
                    line.write(entity, known, path.target());
                }
                changed |= !stays;
            }
        }
        changed |= writeRest(entity, mapped.rest(attributes), wanted);
        if (changed) {
            touch(entity, now);
        }
        return changed;
    }

    /** Whether what counts in the place of a missing {@code active}, of the mapping or of the setter, is true. */
    private static <E> boolean enables(PropertyAccess<E> line, E entity, MappedPath path) {
        return Boolean.TRUE.equals(line.read(entity, path.target()));
    }

    private boolean writeRest(E entity, Attributes given, Wanted wanted) {
        if (rest == null) {
            return false;
        }
        Attributes known = rest.read(entity, type());
        Attributes next = known;
        for (AttributeDefinition top : type().definition().subAttributes()) {
            next = wanted.includes(top) ? next.with(top, given.get(top)) : next;
        }
        if (next.equals(known)) {
            return false;
        }
        rest.write(entity, next);
        return true;
    }

    private void touch(E entity, Instant now) {
        if (ids.setVersion != null) {
            ids.setVersion.accept(entity, Long.parseLong(version(entity)) + 1);
        }
        if (ids.setLastModified != null && ids.lastModified != null) {
            Instant last = ids.lastModified.get(entity);
            ids.setLastModified.set(entity, last != null && now.isBefore(last) ? last : now);
        }
    }

    /**
     * Collects the lines. Each mistake is an {@link IllegalArgumentException} that names the line to mend.
     *
     * @param <E> the entity
     */
    public static final class Builder<E> {

        private static final Set<String> OF_THE_RECORD =
                Set.of("id", "meta.created", "meta.lastModified", "meta.version");

        private final MappedType.Builder mapping;
        private final ResourceType full;
        private final Class<E> entity;
        private final Supplier<? extends E> factory;
        private final List<PropertyAccess<E>> lines = new ArrayList<>();
        private final List<String> paths = new ArrayList<>();
        private final Map<String, String> properties = new HashMap<>();
        private final List<Runnable> probes = new ArrayList<>();
        private final Identification<E> ids = new Identification<>();
        private @Nullable Getter<E, String> restGetter;
        private @Nullable Setter<E, String> restSetter;

        private Builder(ResourceType type, Class<E> entity, Supplier<? extends E> factory) {
            this.mapping = MappedType.builder(type);
            this.full = type;
            this.entity = entity;
            this.factory = factory;
        }

        /** The id, which the store gives. */
        public Builder<E> id(Getter<E, String> getter) {
            ids.id = getter;
            return this;
        }

        /** The id, which we give: new entities get a text that no other has. */
        public Builder<E> id(Getter<E, String> getter, Setter<E, String> setter) {
            ids.setId = setter;
            return id(getter);
        }

        /** The version, a number or a text of letters and digits, which the store changes with each save. */
        public Builder<E> version(Getter<E, ?> getter) {
            ids.version = getter;
            return this;
        }

        /** The version, which we count: a {@code long}. Of an {@code int} it is {@link #intVersion}. */
        public Builder<E> version(ToLongFunction<E> getter, ObjLongConsumer<E> setter) {
            ids.setVersion = setter;
            return version(getter::applyAsLong);
        }

        /** The version, which we count: an {@code int} or {@link Integer}, of which none counts as 0. After the largest comes 1. */
        public Builder<E> intVersion(Getter<E, Integer> getter, Setter<E, Integer> setter) {
            return version(
                    entity -> orZero(getter.get(entity)),
                    (entity, next) -> setter.set(entity, next > Integer.MAX_VALUE ? 1 : (int) next));
        }

        /** As {@link #intVersion}, of a {@code short} or {@link Short}. */
        public Builder<E> shortVersion(Getter<E, Short> getter, Setter<E, Short> setter) {
            return version(
                    entity -> orZero(getter.get(entity)),
                    (entity, next) -> setter.set(entity, next > Short.MAX_VALUE ? (short) 1 : (short) next));
        }

        private static long orZero(@Nullable Number version) {
            return version == null ? 0 : version.longValue();
        }

        /** The time of creation, which the store sets. */
        public Builder<E> created(Getter<E, Instant> getter) {
            ids.created = getter;
            return this;
        }

        /** The time of creation, which we set. */
        public Builder<E> created(Getter<E, Instant> getter, Setter<E, Instant> setter) {
            ids.setCreated = setter;
            return created(getter);
        }

        /** The time of the last change, which the store sets. */
        public Builder<E> lastModified(Getter<E, Instant> getter) {
            ids.lastModified = getter;
            return this;
        }

        /** The time of the last change, which we set. */
        public Builder<E> lastModified(Getter<E, Instant> getter, Setter<E, Instant> setter) {
            ids.setLastModified = setter;
            return lastModified(getter);
        }

        /** Binds a path to a text. */
        public Builder<E> map(String path, Getter<E, String> getter, Setter<E, String> setter) {
            return map(path, getter, setter, Converter.text());
        }

        /** Binds a path to a flag of the primitive type, with what counts where a client gives no value: see {@link #whenAbsent}. */
        public Builder<E> mapBoolean(String path, Predicate<E> getter, BooleanSetter<E> setter, boolean whenAbsent) {
            Setter<E, Boolean> orElse = (entity, value) -> setter.set(entity, value == null ? whenAbsent : value);
            return map(path, getter::test, orElse, Converter.bool()).whenAbsent(path, whenAbsent);
        }

        /** Binds a path to a flag that may be missing. */
        public Builder<E> mapBoolean(String path, Getter<E, Boolean> getter, Setter<E, Boolean> setter) {
            return map(path, getter, setter, Converter.bool());
        }

        /** Binds a path to a whole number. */
        public Builder<E> mapInteger(String path, Getter<E, Long> getter, Setter<E, Long> setter) {
            return map(path, getter, setter, Converter.integer());
        }

        /** Binds a path to a point in time. */
        public Builder<E> mapTime(String path, Getter<E, Instant> getter, Setter<E, Instant> setter) {
            return map(path, getter, setter, Converter.time());
        }

        /** Binds a path to a property of any type. */
        public <V> Builder<E> map(String path, Getter<E, V> getter, Setter<E, V> setter, Converter<V> converter) {
            AttributeDefinition definition = single(path, false, converter);
            probe(definition, path, setter);
            return add(path, new SingleLine<>(getter, setter, converter));
        }

        /** Binds a path to a text that clients read and do not write; it may be computed. */
        public Builder<E> readOnly(String path, Getter<E, String> getter) {
            return readOnly(path, getter, Converter.text());
        }

        /** Binds a path to a property that clients read and do not write; it may be computed. */
        public <V> Builder<E> readOnly(String path, Getter<E, V> getter, Converter<V> converter) {
            single(path, true, converter);
            return add(path, new SingleLine<>(getter, null, converter));
        }

        /**
         * Binds a path to a text that follows from others, such as an address by which somebody signs in: what clients send is
         * dropped and told, where {@code readOnly} would refuse a PATCH.
         */
        public Builder<E> derived(String path, Getter<E, String> getter) {
            fitting(mapping.derived(path), path, Converter.text());
            return add(path, new SingleLine<>(getter, null, Converter.text()));
        }

        /** Binds a path to a secret that is written and never read; the setter should keep no more than a hash of it. */
        public Builder<E> writeOnly(String path, Setter<E, String> setter) {
            AttributeDefinition definition = single(path, false, Converter.text());
            if (definition.mutability() != Mutability.WRITE_ONLY) {
                throw new IllegalArgumentException(
                        "'" + path + "' can be read by clients (at " + CallerLine.find() + ")");
            }
            return add(path, new SingleLine<>(null, setter, Converter.text()));
        }

        /** Binds a list of texts, or the {@code value} of a list of complex values, such as {@code members}. */
        public Builder<E> mapValues(
                String path, Getter<E, ? extends Collection<String>> getter, Setter<E, List<String>> setter) {
            boolean complex = full.path(path).target().isComplex();
            ListMapping<String> values = ListMapping.<String>of(
                            entry -> entry.string("value").orElse(""))
                    .map("value", value -> value);
            mapping.list(path, false, List.of("value"));
            return add(path, complex ? new ListLine<>(getter, setter, values) : new TextsLine<>(getter, setter));
        }

        /** Binds a list of complex values. */
        public <P> Builder<E> mapList(
                String path,
                Getter<E, ? extends Collection<P>> getter,
                Setter<E, List<P>> setter,
                ListMapping<P> elements) {
            elements.check(mapping.list(path, false, elements.names()));
            return add(path, new ListLine<>(getter, setter, elements));
        }

        /**
         * What counts where a client gives no value, on creation and later: the property then always has one. Nothing
         * but an explicit true makes a false {@code active} true; there false stays.
         *
         * @param path one of the lines before
         * @param value as attributes hold it: text, boolean, {@link Long}, {@link java.math.BigDecimal}
         */
        public Builder<E> whenAbsent(String path, Object value) {
            int index = paths.indexOf(path);
            if (index < 0) {
                throw new IllegalArgumentException("'" + path + "' has no line before (at " + CallerLine.find() + ")");
            }
            lines.set(index, new DefaultLine<>(lines.get(index), value));
            return this;
        }

        /**
         * What the property behind a path is called where the store searches for it: an attribute of the entity class, a
         * column, a field of a document. {@link SearchLeaves} of the store ask for it with {@link ResourceMapping#property}.
         *
         * @param path one of the lines before, or {@code id}, {@code meta.created}, {@code meta.lastModified}, {@code
         *     meta.version}
         */
        public Builder<E> property(String path, String name) {
            if (!paths.contains(path) && !OF_THE_RECORD.contains(path)) {
                throw new IllegalArgumentException("'" + path + "' has no line before (at " + CallerLine.find() + ")");
            }
            properties.put(path, name);
            return this;
        }

        private Map<String, String> propertiesByPath(MappedType mapped) {
            Map<String, String> byPath = new HashMap<>();
            properties.forEach((path, name) -> {
                int index = paths.indexOf(path);
                byPath.put(index < 0 ? path : mapped.paths().get(index).path().text(), name);
            });
            return byPath;
        }

        /** Keeps as JSON, in a property of text, what no line takes. The whole type is then advertised. */
        public Builder<E> rest(Getter<E, String> getter, Setter<E, String> setter) {
            mapping.unmapped(Unmapped.KEEP);
            restGetter = getter;
            restSetter = setter;
            return this;
        }

        /** Drops what no line takes, where it would be refused otherwise. */
        public Builder<E> ignoreUnmapped() {
            mapping.unmapped(Unmapped.IGNORE);
            return this;
        }

        /** Leaves out an attribute that would be there without a line: {@code externalId}, {@code groups}. */
        public Builder<E> without(String attribute) {
            mapping.without(attribute);
            return this;
        }

        private <V> AttributeDefinition single(String path, boolean readOnly, Converter<V> converter) {
            return fitting(mapping.single(path, readOnly), path, converter);
        }

        private static <V> AttributeDefinition fitting(
                AttributeDefinition definition, String path, Converter<V> converter) {
            if (!converter.fits(definition)) {
                throw new IllegalArgumentException("'" + path + "' is "
                        + definition.type().keyword() + ", the property is not (at " + CallerLine.find() + ")");
            }
            return definition;
        }

        /** A setter of a primitive type compiles, and fails with the first resource without the value: try it now. */
        private <V> void probe(AttributeDefinition definition, String path, Setter<E, V> setter) {
            String place = CallerLine.find();
            int index = lines.size();
            probes.add(() -> {
                boolean alwaysThere = definition.required() || lines.get(index) instanceof DefaultLine;
                if (alwaysThere) {
                    return;
                }
                try {
                    setter.set(factory.get(), null);
                } catch (NullPointerException takesNoNull) {
                    throw new IllegalArgumentException(
                            "the setter of '" + path + "' takes no null: say whenAbsent(\"" + path + "\", ...) (at "
                                    + place + ")",
                            takesNoNull);
                }
            });
        }

        private Builder<E> add(String path, PropertyAccess<E> line) {
            lines.add(line);
            paths.add(path);
            return this;
        }

        /**
         * The mapping.
         *
         * @throws IllegalArgumentException if something is missing
         */
        public ResourceMapping<E> build() {
            needed(ids.id, "id");
            needed(ids.version, "version");
            needed(ids.created, "created");
            needed(ids.lastModified, "lastModified");
            probes.forEach(Runnable::run);
            MappedType mapped = mapping.build();
            Rest<E> rest = null;
            if (restGetter != null && restSetter != null) {
                ResourceReader reader = ResourceReader.builder(mapped.type(), ClientProfile.INTEROPERABLE)
                        .build();
                rest = new Rest<>(restGetter, restSetter, new ResourceWriter(mapped.type()), reader);
            }
            return new ResourceMapping<>(mapped, factory, lines, ids, propertiesByPath(mapped), rest);
        }

        private void needed(@Nullable Object given, String method) {
            if (given == null) {
                throw new IllegalArgumentException(
                        "the mapping of " + entity.getSimpleName() + " does not say '." + method + "(...)'");
            }
        }
    }

    private static ScimException unfit(AttributeDefinition definition) {
        return ScimException.of(
                ErrorType.INVALID_VALUE, "'" + definition.name() + "' has a value that this application does not know");
    }

    private record SingleLine<E, V>(
            @Nullable Getter<E, V> getter, @Nullable Setter<E, V> setter, Converter<V> converter)
            implements PropertyAccess<E> {

        @Override
        public @Nullable Object read(E entity, AttributeDefinition definition) {
            return getter == null ? null : converter.attribute(getter.get(entity), definition);
        }

        @Override
        public @Nullable Object stored(@Nullable Object value, AttributeDefinition definition) {
            return converter.attribute(property(value, definition), definition);
        }

        @Override
        public void write(E entity, @Nullable Object value, AttributeDefinition definition) {
            if (setter != null) {
                setter.set(entity, property(value, definition));
            }
        }

        private @Nullable V property(@Nullable Object value, AttributeDefinition definition) {
            try {
                return converter.property(value);
            } catch (IllegalArgumentException | DateTimeException unknown) {
                throw unfit(definition);
            }
        }

        @Override
        public boolean isWritable() {
            return setter != null;
        }

        @Override
        public boolean isReadable() {
            return getter != null;
        }
    }

    private record DefaultLine<E>(PropertyAccess<E> line, Object whenAbsent) implements PropertyAccess<E> {

        @Override
        public @Nullable Object read(E entity, AttributeDefinition definition) {
            return line.read(entity, definition);
        }

        @Override
        public @Nullable Object stored(@Nullable Object value, AttributeDefinition definition) {
            return line.stored(value == null ? whenAbsent : value, definition);
        }

        @Override
        public void write(E entity, @Nullable Object value, AttributeDefinition definition) {
            line.write(entity, value, definition);
        }

        @Override
        public boolean isWritable() {
            return line.isWritable();
        }

        @Override
        public boolean isReadable() {
            return line.isReadable();
        }
    }

    private record TextsLine<E>(Getter<E, ? extends Collection<String>> getter, Setter<E, List<String>> setter)
            implements PropertyAccess<E> {

        @Override
        public @Nullable Object read(E entity, AttributeDefinition definition) {
            Collection<String> texts = getter.get(entity);
            return texts == null || texts.isEmpty() ? null : Values.of(definition, texts);
        }

        @Override
        public @Nullable Object stored(@Nullable Object value, AttributeDefinition definition) {
            return value;
        }

        @Override
        public void write(E entity, @Nullable Object value, AttributeDefinition definition) {
            List<String> texts = new ArrayList<>();
            if (value instanceof Values values) {
                values.forEach(text -> texts.add((String) text));
            }
            setter.set(entity, texts);
        }
    }

    private record ListLine<E, P>(
            Getter<E, ? extends Collection<P>> getter, Setter<E, List<P>> setter, ListMapping<P> mapping)
            implements PropertyAccess<E> {

        @Override
        public @Nullable Object read(E entity, AttributeDefinition definition) {
            Collection<P> elements = getter.get(entity);
            return elements == null ? null : values(elements, definition);
        }

        private @Nullable Values values(Collection<P> elements, AttributeDefinition definition) {
            List<Attributes> entries = new ArrayList<>(elements.size());
            for (P element : elements) {
                Attributes entry = mapping.entry(element, definition);
                if (!entry.isEmpty()) {
                    entries.add(entry);
                }
            }
            return entries.isEmpty() ? null : Values.of(definition, entries);
        }

        @Override
        public @Nullable Object stored(@Nullable Object value, AttributeDefinition definition) {
            return values(elements(value, definition), definition);
        }

        @Override
        public void write(E entity, @Nullable Object value, AttributeDefinition definition) {
            setter.set(entity, elements(value, definition));
        }

        private List<P> elements(@Nullable Object value, AttributeDefinition definition) {
            List<P> elements = new ArrayList<>();
            if (value instanceof Values values) {
                for (Object entry : values) {
                    try {
                        elements.add(mapping.element((Attributes) entry));
                    } catch (IllegalArgumentException | DateTimeException unknown) {
                        throw unfit(definition);
                    }
                }
            }
            return elements;
        }
    }
}
