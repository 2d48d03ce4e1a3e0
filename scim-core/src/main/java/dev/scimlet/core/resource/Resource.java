package dev.scimlet.core.resource;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A stored resource (RFC 7643 §3): its attributes, and the id and metadata that the store gave it. Immutable.
 *
 * <p>The accessors take paths as {@link Attributes} does: {@code user.string("emails[type eq \"work\"].value")}.
 */
public final class Resource {

    private final ResourceType type;
    private final String id;
    private final Meta meta;
    private final Attributes attributes;

    /**
     * A resource as a store hands it out.
     *
     * @param id not empty, stable, never reused, and without the text {@code bulkId} (RFC 7643 §3.1)
     */
    public Resource(ResourceType type, String id, Meta meta, Attributes attributes) {
        if (id.isEmpty() || id.contains("bulkId")) {
            throw new IllegalArgumentException("'" + id + "' cannot be the id of a resource (RFC 7643 §3.1)");
        }
        this.type = type;
        this.id = id;
        this.meta = Objects.requireNonNull(meta);
        this.attributes = ofType(type, attributes);
    }

    private Resource(Resource from, Meta meta, Attributes attributes) {
        this.type = from.type;
        this.id = from.id;
        this.meta = Objects.requireNonNull(meta);
        this.attributes = ofType(from.type, attributes);
    }

    private static Attributes ofType(ResourceType type, Attributes attributes) {
        if (attributes.definition() != type.definition()) {
            throw new IllegalArgumentException(
                    "attributes of " + attributes.definition().name() + " given for a " + type);
        }
        return attributes;
    }

    /** What kind of resource it is. */
    public ResourceType type() {
        return type;
    }

    /** The identifier that the store gave it. */
    public String id() {
        return id;
    }

    /** Times and version. */
    public Meta meta() {
        return meta;
    }

    /** Everything else. */
    public Attributes attributes() {
        return attributes;
    }

    /** The schemas of which it holds data. */
    public Values schemas() {
        return type.schemas(attributes);
    }

    /** The same resource with other attributes. */
    public Resource withAttributes(Attributes changed) {
        return new Resource(this, meta, changed);
    }

    /** The same resource with other metadata. */
    public Resource withMeta(Meta changed) {
        return new Resource(this, changed, attributes);
    }

    /** What a path leads to, as {@link BoundPath#value}; also {@code id}, {@code schemas} and {@code meta}. */
    public @Nullable Object value(BoundPath path) {
        if (path.extension() == null && path.topLevel().position() <= CommonAttributes.META) {
            return switch (path.topLevel().position()) {
                case CommonAttributes.SCHEMAS -> path.select(schemas());
                case CommonAttributes.ID -> id;
                case CommonAttributes.META -> path.select(metaAttributes(path));
                default -> path.value(attributes);
            };
        }
        return path.value(attributes);
    }

    private Attributes metaAttributes(BoundPath path) {
        return Attributes.ofPositions(path.topLevel(), new Object[] {
            type.name(), DateTime.of(meta.created()), DateTime.of(meta.lastModified()), null, meta.tag(false)
        });
    }

    /** The text at a path; of several values the primary or first one. */
    public Optional<String> string(String path) {
        return attributes.string(path);
    }

    /** The boolean at a path. */
    public Optional<Boolean> bool(String path) {
        return attributes.bool(path);
    }

    /** The integer at a path. */
    public Optional<Long> integer(String path) {
        return attributes.integer(path);
    }

    /** The number at a path. */
    public Optional<BigDecimal> decimal(String path) {
        return attributes.decimal(path);
    }

    /** The instant at a path. */
    public Optional<Instant> instant(String path) {
        return attributes.instant(path);
    }

    /** The complex value at a path; of several the primary or first one. */
    public Optional<Attributes> complex(String path) {
        return attributes.complex(path);
    }

    /** All complex values at a path, in their order. */
    public List<Attributes> list(String path) {
        return attributes.list(path);
    }

    /** All texts at a path, in their order. */
    public List<String> strings(String path) {
        return attributes.strings(path);
    }

    /** The same type, id, metadata and attributes. */
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || other instanceof Resource that
                        && type == that.type
                        && id.equals(that.id)
                        && meta.equals(that.meta)
                        && attributes.equals(that.attributes);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    @Override
    public String toString() {
        return type + " " + id + " " + attributes;
    }
}
