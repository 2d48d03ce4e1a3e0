package dev.scimlet.core.resource;

import dev.scimlet.core.ScimException;
import dev.scimlet.core.profile.ClientProfile;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.schema.AttributeType;
import dev.scimlet.core.schema.Schema;
import dev.scimlet.core.schema.Uniqueness;
import dev.scimlet.filter.Filter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A kind of resource: its name, its endpoint and its schemas (RFC 7643 §3.2, §6), compiled.
 *
 * <p>The compiled form is {@link #definition()}: one container with the common attributes, the attributes of the base
 * schema and, under its URN, each extension. Types are compared by identity: build each once.
 *
 * <p>A repository over tables or entities serves the part of a type that it maps, which is a type of its own. Paths, filters and
 * attributes are good for the type that made them: what is given to a repository is made of {@code repository.type()}, which
 * refuses others ({@link #requireOwn(BoundPath)}); what is asked of a resource is made of {@code resource.type()}. {@link
 * BoundPath#in} finds a path of the one in the other.
 */
public final class ResourceType {

    private final String name;
    private final String endpoint;
    private final String description;
    private final Schema schema;
    private final List<SchemaExtension> extensions;
    private final List<String> addedSubAttributes;
    private final boolean externalIdUnique;
    private final AttributeDefinition definition;
    private final List<AttributeDefinition> extensionDefinitions;
    private final Attributes empty;
    private final @Nullable List<Values> schemasByExtensions;
    private final @Nullable ResourceType whole;
    private final boolean ignoresUnmapped;

    private ResourceType(Builder from) {
        this.name = from.name;
        this.endpoint = from.endpoint;
        this.description = from.description;
        this.schema = from.schema;
        this.extensions = List.copyOf(from.extensions);
        this.addedSubAttributes = List.copyOf(from.addedSubAttributes);
        this.externalIdUnique = from.externalIdUnique;
        this.definition = compile(schema, extensions, externalIdUnique);
        this.extensionDefinitions = definition.subAttributes().stream()
                .filter(AttributeDefinition::isExtension)
                .toList();
        this.empty = Attributes.empty(definition);
        this.schemasByExtensions = extensions.size() > MAX_PRECOMPUTED ? null : precompute();
        this.whole = from.whole;
        this.ignoresUnmapped = from.ignoresUnmapped;
    }

    private static final int MAX_PRECOMPUTED = 6;

    private static AttributeDefinition compile(
            Schema schema, List<SchemaExtension> extensions, boolean externalIdUnique) {
        List<AttributeDefinition> all = new ArrayList<>(CommonAttributes.DEFINITIONS);
        if (externalIdUnique) {
            all.set(
                    CommonAttributes.EXTERNAL_ID,
                    all.get(CommonAttributes.EXTERNAL_ID).toBuilder()
                            .uniqueness(Uniqueness.SERVER)
                            .build());
        }
        for (AttributeDefinition attribute : schema.attributes()) {
            boolean common = CommonAttributes.DEFINITIONS.stream()
                    .anyMatch(known -> known.name().equalsIgnoreCase(attribute.name()));
            if (!common) {
                all.add(checked(schema, attribute));
            }
        }
        for (SchemaExtension extension : extensions) {
            Schema added = extension.schema();
            added.attributes().forEach(attribute -> checked(added, attribute));
            all.add(AttributeDefinition.builder(added.id(), AttributeType.COMPLEX)
                    .description(added.description())
                    .required(extension.required())
                    .subAttributes(added.attributes())
                    .buildContainer());
        }
        return AttributeDefinition.builder(schema.id(), AttributeType.COMPLEX)
                .subAttributes(all)
                .buildContainer();
    }

    private static AttributeDefinition checked(Schema schema, AttributeDefinition attribute) {
        for (AttributeDefinition subAttribute : attribute.subAttributes()) {
            if (subAttribute.isComplex()) {
                throw new IllegalArgumentException("'" + attribute.name() + "." + subAttribute.name() + "' of "
                        + schema.id() + " is complex: complex attributes do not nest (RFC 7643 §2.3.8)");
            }
        }
        return attribute;
    }

    /**
     * A resource type.
     *
     * @param name as in {@code meta.resourceType}, for example {@code User}
     * @param schema the base schema
     */
    public static Builder builder(String name, Schema schema) {
        return new Builder(name, schema);
    }

    /** The name, which is also the id of the ResourceType resource. */
    public String name() {
        return name;
    }

    /** The path below the base URL, starting with a slash. */
    public String endpoint() {
        return endpoint;
    }

    /** What resources of the type are. */
    public String description() {
        return description;
    }

    /** The base schema. */
    public Schema schema() {
        return schema;
    }

    /** The extensions, in the order of their registration. */
    public List<SchemaExtension> extensions() {
        return extensions;
    }

    /** The sub-attributes that {@link Builder#subAttribute} added, as paths. */
    public List<String> addedSubAttributes() {
        return addedSubAttributes;
    }

    /** Whether {@link Builder#uniqueExternalId} was asked for. */
    public boolean externalIdUnique() {
        return externalIdUnique;
    }

    /**
     * The attributes of extensions that have the name of a core or common attribute, as paths: legal, but clients will
     * mix them up (RFC 7643 §3.3).
     */
    public List<String> repeatedAttributes() {
        List<String> repeated = new ArrayList<>();
        for (AttributeDefinition extension : extensionDefinitions) {
            for (AttributeDefinition attribute : extension.subAttributes()) {
                if (definition.find(attribute.name()) != null) {
                    repeated.add(extension.name() + ":" + attribute.name());
                }
            }
        }
        return repeated;
    }

    /**
     * The type of which this one is the part that an application keeps; empty if it keeps everything. What only the whole
     * type has is no unknown attribute: it is refused by its name, or ignored if the application chose that.
     */
    public Optional<ResourceType> whole() {
        return Optional.ofNullable(whole);
    }

    /** Whether the application chose to ignore what only the {@link #whole} type has. */
    public boolean ignoresUnmapped() {
        return ignoresUnmapped;
    }

    /** All attributes of the type by position: common ones, core ones, and each extension under its URN. */
    public AttributeDefinition definition() {
        return definition;
    }

    /** The definitions of the extensions, each named by its URN. */
    public List<AttributeDefinition> extensionDefinitions() {
        return extensionDefinitions;
    }

    /** The extension of this URN, in any case. */
    public Optional<AttributeDefinition> extension(String urn) {
        for (AttributeDefinition extension : extensionDefinitions) {
            if (extension.name().equalsIgnoreCase(urn)) {
                return Optional.of(extension);
            }
        }
        return Optional.empty();
    }

    /** Attributes of this type without any value. */
    public Attributes emptyAttributes() {
        return empty;
    }

    /** Starts the attributes of a resource of this type. */
    public AttributesBuilder attributes() {
        return empty.toBuilder();
    }

    /**
     * The path of an attribute of this type, for code that uses it often.
     *
     * @throws IllegalArgumentException if it names nothing that the type has
     */
    public BoundPath path(String path) {
        return HostPath.of(definition, path);
    }

    /**
     * A condition on resources of this type, for code of the application; clients' filters keep to limits and profiles.
     *
     * @throws IllegalArgumentException if it is malformed or names what the type does not have
     */
    public BoundFilter filter(String text) {
        return filter(binder -> binder.filter(text));
    }

    /**
     * As {@link #filter(String)}, of a filter that was not put together as text: safe for values from elsewhere.
     *
     * @throws IllegalArgumentException if it names what the type does not have
     */
    public BoundFilter filter(Filter filter) {
        return filter(binder -> binder.filter(filter));
    }

    private BoundFilter filter(Function<PathBinder, BoundFilter> binding) {
        try {
            return binding.apply(new PathBinder(definition, ClientProfile.INTEROPERABLE));
        } catch (ScimException mistake) {
            throw new IllegalArgumentException("no filter on a " + name + ": " + mistake.detail(), mistake);
        }
    }

    /**
     * For stores: refuses a path of another type, whose positions are others, so that it would find another attribute or none.
     *
     * @throws IllegalArgumentException if this type did not make it
     */
    public void requireOwn(BoundPath path) {
        if (!path.isOf(definition)) {
            boolean ofWhole = whole != null && path.isOf(whole.definition);
            throw ofAnother("the path '" + path.text() + "'", ofWhole);
        }
    }

    /**
     * For stores: refuses a filter with a path of another type.
     *
     * @throws IllegalArgumentException if this type did not make it
     */
    public void requireOwn(BoundFilter filter) {
        filter.forEachPath(this::requireOwn);
    }

    /**
     * For stores: refuses attributes of another type.
     *
     * @throws IllegalArgumentException if this type did not make them
     */
    public void requireOwn(Attributes attributes) {
        if (attributes.definition() != definition) {
            boolean ofWhole = whole != null && attributes.definition() == whole.definition;
            throw ofAnother("attributes", ofWhole);
        }
    }

    private IllegalArgumentException ofAnother(String given, boolean ofWhole) {
        String other = ofWhole ? "the whole type " + whole : "another type";
        String own = whole == null ? "the type " + name : "the part of the type " + whole + " that is mapped";
        return new IllegalArgumentException(
                given + " of " + other + " given to a repository of " + own + ": make it of type() of the repository");
    }

    /** What {@code schemas} says of a resource: the base schema and the extensions of which it holds data. */
    public Values schemas(Attributes attributes) {
        int mask = 0;
        for (int i = 0; i < extensionDefinitions.size(); i++) {
            mask |= attributes.get(extensionDefinitions.get(i)) == null ? 0 : 1 << i;
        }
        return schemasByExtensions != null ? schemasByExtensions.get(mask) : schemas(mask);
    }

    private List<Values> precompute() {
        List<Values> all = new ArrayList<>();
        for (int mask = 0; mask < 1 << extensionDefinitions.size(); mask++) {
            all.add(schemas(mask));
        }
        return List.copyOf(all);
    }

    private Values schemas(int mask) {
        List<String> urns = new ArrayList<>(List.of(schema.id()));
        for (int i = 0; i < extensionDefinitions.size(); i++) {
            if ((mask & 1 << i) != 0) {
                urns.add(extensionDefinitions.get(i).name());
            }
        }
        return Values.of(definition.subAttributes().get(CommonAttributes.SCHEMAS), urns);
    }

    @Override
    public String toString() {
        return name;
    }

    /** Collects a resource type. */
    public static final class Builder {

        private final String name;
        private Schema schema;
        private String endpoint;
        private String description;
        private final List<SchemaExtension> extensions = new ArrayList<>();
        private final List<String> addedSubAttributes = new ArrayList<>();
        private boolean externalIdUnique;
        private @Nullable ResourceType whole;
        private boolean ignoresUnmapped;

        private Builder(String name, Schema schema) {
            this.name = name;
            this.schema = schema;
            this.endpoint = "/" + name + "s";
            this.description = schema.description();
        }

        /** The path below the base URL; by default the plural of the name. */
        public Builder endpoint(String path) {
            this.endpoint = path;
            return this;
        }

        /** What resources of the type are. */
        public Builder description(String text) {
            this.description = text;
            return this;
        }

        /** Adds an optional extension. */
        public Builder extension(Schema extension) {
            return extension(extension, false);
        }

        /** Adds an extension; if required, every resource must hold data of it. */
        public Builder extension(Schema extension, boolean required) {
            extensions.add(new SchemaExtension(extension, required));
            return this;
        }

        /** Adds a sub-attribute to a complex attribute of the base schema (tolerance {@code extraSubAttributes}). */
        public Builder subAttribute(String attribute, AttributeDefinition subAttribute) {
            schema = schema.withSubAttribute(attribute, subAttribute);
            addedSubAttributes.add(attribute + "." + subAttribute.name());
            return this;
        }

        /**
         * Says which sub-attributes of the base schema, as paths, an application added; for types that are made from
         * another.
         *
         * @see ResourceType#addedSubAttributes()
         */
        public Builder addedSubAttributes(List<String> paths) {
            addedSubAttributes.addAll(paths);
            return this;
        }

        /**
         * Lets no two resources of a tenant have the same {@code externalId}; by default they may, because the value is the
         * client's (RFC 7643 §3.1, A-52).
         */
        public Builder uniqueExternalId() {
            this.externalIdUnique = true;
            return this;
        }

        /**
         * Says that this type is the part of another that an application keeps.
         *
         * @param ignoresUnmapped whether what clients send beyond it is ignored, where it is refused otherwise
         */
        public Builder partOf(ResourceType other, boolean ignoresUnmapped) {
            this.whole = other;
            this.ignoresUnmapped = ignoresUnmapped;
            return this;
        }

        /** Puts another definition in the place of an attribute of the base schema. */
        public Builder attribute(AttributeDefinition attribute) {
            schema = schema.withAttribute(attribute);
            return this;
        }

        /**
         * The compiled type.
         *
         * @throws IllegalArgumentException if name, endpoint or schemas are faulty, with the reason
         */
        public ResourceType build() {
            if (name.isBlank()) {
                throw new IllegalArgumentException("a resource type needs a name (RFC 7643 §6)");
            }
            if (!endpoint.matches("/[A-Za-z0-9._~-]+") || endpoint.startsWith("/.")) {
                throw new IllegalArgumentException(
                        "endpoint '" + endpoint + "' of " + name + " must be a slash and one path segment");
            }
            List<String> urns = new ArrayList<>(List.of(schema.id().toLowerCase(Locale.ROOT)));
            for (SchemaExtension extension : extensions) {
                String urn = extension.schema().id().toLowerCase(Locale.ROOT);
                if (urns.contains(urn)) {
                    throw new IllegalArgumentException(
                            name + " names schema " + extension.schema().id() + " twice");
                }
                urns.add(urn);
            }
            return new ResourceType(this);
        }
    }
}
