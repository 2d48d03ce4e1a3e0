package dev.scimlet.core.query;

import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.BoundPath;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.resource.Values;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.schema.Returned;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which attributes an answer holds: what the client asked for together with the {@code returned} characteristic of each
 * attribute (RFC 7644 §3.4.2.5, §3.9; RFC 7643 §7).
 *
 * <p>A tree over the positions of attributes: writing an answer looks at it and compares no names. An attribute that is
 * never returned is in no projection, however it was made. Immutable.
 */
public final class Projection {

    private static final Projection LEAF = new Projection(new Projection[0]);

    private final @Nullable Projection[] parts;

    private Projection(@Nullable Projection[] parts) {
        this.parts = parts;
    }

    /** What is shown without parameters: attributes that are returned always or by default. */
    public static Projection standard(ResourceType type) {
        return standard(type.definition());
    }

    /** Only what is always shown. */
    public static Projection minimal(ResourceType type) {
        return minimal(type.definition());
    }

    /** What is always shown and what is named, {@code attributes}. Naming an extension names all of it. */
    public static Projection including(ResourceType type, Collection<BoundPath> paths) {
        Projection projection = minimal(type.definition());
        for (BoundPath path : paths) {
            projection = projection.with(path);
        }
        return projection;
    }

    /** What is shown by default but for what is named, {@code excludedAttributes}. */
    public static Projection excluding(ResourceType type, Collection<BoundPath> paths) {
        Projection projection = standard(type.definition());
        for (BoundPath path : paths) {
            projection = projection.without(path);
        }
        return projection;
    }

    /** This projection without attributes that the client may not see, always-returned ones included. */
    public Projection hiding(Collection<BoundPath> paths) {
        Projection projection = this;
        for (BoundPath path : paths) {
            projection = projection.changed(steps(path), 0, null);
        }
        return projection;
    }

    /** This projection with those attributes returned on request that the client has just given a value. */
    public Projection withWritten(Attributes given) {
        Projection projection = this;
        if (!given.definition().hasPartsOnRequest()) {
            return projection;
        }
        for (AttributeDefinition attribute : given.definition().subAttributes()) {
            Object value = given.get(attribute);
            boolean onRequest = attribute.returned() == Returned.REQUEST || attribute.hasPartsOnRequest();
            if (value != null && onRequest && attribute.returned() != Returned.NEVER) {
                projection = projection.withWritten(attribute, value);
            }
        }
        return projection;
    }

    private Projection withWritten(AttributeDefinition attribute, Object value) {
        boolean onRequest = attribute.returned() == Returned.REQUEST;
        Projection part = part(attribute);
        Projection before = part != null ? part : onRequest ? wholeOf(attribute) : none(attribute);
        Projection after = before;
        if (attribute.hasPartsOnRequest()) {
            for (Object entry : value instanceof Values entries ? entries : List.of(value)) {
                after = after.withWritten((Attributes) entry);
            }
        }
        return after == part || after == before && !onRequest ? this : replaced(attribute, after);
    }

    /** As {@link #withWritten(Attributes)}, for the paths that a PATCH wrote. */
    public Projection withWritten(Collection<BoundPath> written) {
        Projection projection = this;
        for (BoundPath path : written) {
            AttributeDefinition attribute = path.attribute();
            AttributeDefinition subAttribute = path.subAttribute();
            if (subAttribute != null && subAttribute.returned() == Returned.REQUEST) {
                projection = projection.with(path);
            }
            if (attribute == null || attribute.returned() != Returned.REQUEST) {
                continue;
            }
            AttributeDefinition extension = path.extension();
            if (extension == null) {
                projection = projection.replaced(attribute, united(projection.part(attribute), wholeOf(attribute)));
            } else {
                Projection part = projection.part(extension);
                Projection before = part == null ? none(extension) : part;
                Projection shown = united(before.part(attribute), wholeOf(attribute));
                projection = projection.replaced(extension, before.replaced(attribute, shown));
            }
        }
        return projection;
    }

    /** What is shown of an attribute, or null if it is left out. Of a simple attribute, everything. */
    public @Nullable Projection part(AttributeDefinition attribute) {
        return parts[attribute.position()];
    }

    /** Whether anything of an attribute is shown. */
    public boolean shows(AttributeDefinition attribute) {
        return parts[attribute.position()] != null;
    }

    private static Projection standard(AttributeDefinition container) {
        @Nullable Projection[] parts = new Projection[container.subAttributes().size()];
        for (AttributeDefinition attribute : container.subAttributes()) {
            boolean shown = attribute.returned() == Returned.ALWAYS || attribute.returned() == Returned.DEFAULT;
            parts[attribute.position()] = shown ? wholeOf(attribute) : null;
        }
        return new Projection(parts);
    }

    private static Projection minimal(AttributeDefinition container) {
        @Nullable Projection[] parts = new Projection[container.subAttributes().size()];
        for (AttributeDefinition attribute : container.subAttributes()) {
            if (attribute.isExtension()) {
                Projection always = minimal(attribute);
                parts[attribute.position()] = always.isEmpty() ? null : always;
            } else {
                parts[attribute.position()] = attribute.returned() == Returned.ALWAYS ? wholeOf(attribute) : null;
            }
        }
        return new Projection(parts);
    }

    private static Projection wholeOf(AttributeDefinition attribute) {
        return attribute.isComplex() ? standard(attribute) : LEAF;
    }

    private static Projection none(AttributeDefinition container) {
        return new Projection(new Projection[container.subAttributes().size()]);
    }

    private Projection with(BoundPath path) {
        List<AttributeDefinition> steps = steps(path);
        if (steps.stream().anyMatch(step -> step.returned() == Returned.NEVER)) {
            return this;
        }
        return with(steps, 0);
    }

    private Projection with(List<AttributeDefinition> steps, int depth) {
        AttributeDefinition step = steps.get(depth);
        if (depth == steps.size() - 1) {
            return replaced(step, united(part(step), named(step)));
        }
        Projection part = part(step);
        Projection known = part != null ? part : minimal(step);
        return replaced(step, known.with(steps, depth + 1));
    }

    /** A complex attribute that is named shows its sub-attributes on request too (P-3.9-08). */
    private static Projection named(AttributeDefinition attribute) {
        if (!attribute.isComplex() || attribute.isExtension()) {
            return wholeOf(attribute);
        }
        @Nullable Projection[] parts = new Projection[attribute.subAttributes().size()];
        for (AttributeDefinition part : attribute.subAttributes()) {
            parts[part.position()] = part.returned() == Returned.NEVER ? null : LEAF;
        }
        return new Projection(parts);
    }

    /** What either shows, for the order of names does not count. */
    private static Projection united(@Nullable Projection a, Projection b) {
        if (a == null || a == b) {
            return b;
        }
        @Nullable Projection[] parts = b.parts.clone();
        for (int i = 0; i < parts.length; i++) {
            Projection part = a.parts[i];
            Projection other = parts[i];
            parts[i] = other == null ? part : united(part, other);
        }
        return new Projection(parts);
    }

    private Projection without(BoundPath path) {
        List<AttributeDefinition> steps = steps(path);
        AttributeDefinition last = steps.get(steps.size() - 1);
        if (last.returned() == Returned.ALWAYS) {
            return this;
        }
        if (last.isExtension()) {
            Projection always = minimal(last);
            return always.isEmpty() ? changed(steps, 0, null) : replaced(last, always);
        }
        return changed(steps, 0, null);
    }

    private Projection changed(List<AttributeDefinition> steps, int depth, @Nullable Projection value) {
        AttributeDefinition step = steps.get(depth);
        if (depth == steps.size() - 1) {
            return replaced(step, value);
        }
        Projection part = part(step);
        if (part == null) {
            return this;
        }
        Projection changed = part.changed(steps, depth + 1, value);
        return replaced(step, changed.isEmpty() ? null : changed);
    }

    private Projection replaced(AttributeDefinition attribute, @Nullable Projection part) {
        @Nullable Projection[] copy = parts.clone();
        copy[attribute.position()] = part;
        return new Projection(copy);
    }

    private boolean isEmpty() {
        for (Projection part : parts) {
            if (part != null) {
                return false;
            }
        }
        return true;
    }

    private static List<AttributeDefinition> steps(BoundPath path) {
        AttributeDefinition extension = path.extension();
        AttributeDefinition attribute = path.attribute();
        AttributeDefinition subAttribute = path.subAttribute();
        java.util.ArrayList<AttributeDefinition> steps = new java.util.ArrayList<>(3);
        if (extension != null) {
            steps.add(extension);
        }
        if (attribute != null) {
            steps.add(attribute);
        }
        if (subAttribute != null) {
            steps.add(subAttribute);
        }
        return steps;
    }
}
