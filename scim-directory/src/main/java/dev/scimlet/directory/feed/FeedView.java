package dev.scimlet.directory.feed;

import dev.scimlet.core.ScimException;
import dev.scimlet.core.json.Locations;
import dev.scimlet.core.json.ResourceWriter;
import dev.scimlet.core.query.Projection;
import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.BoundPath;
import dev.scimlet.core.resource.HiddenAttributes;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.resource.Values;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.schema.Mutability;
import dev.scimlet.core.schema.Returned;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the feed may tell of the resources of one type: neither secrets, by value or by name, nor what is hidden from it. */
final class FeedView {

    private static final int SCHEMAS = 0;
    private static final int ID = 1;
    private static final int META = 3;

    private final ResourceType type;
    private final HiddenAttributes hidden;
    private final Projection projection;
    private final ResourceWriter writer;
    private final @Nullable AttributeDefinition members;
    private final @Nullable AttributeDefinition active;
    private final @Nullable AttributeDefinition externalId;

    FeedView(ResourceType type, Set<String> hiddenPaths) {
        this.type = type;
        this.hidden = HiddenAttributes.of(
                type.definition(), hiddenPaths.stream().map(type::path).toList());
        this.writer = new ResourceWriter(type);
        this.members = shown(referenceList("members"));
        this.active = shown(type.definition().find("active"));
        this.externalId = shown(type.definition().find("externalId"));
        List<BoundPath> leftOut = new ArrayList<>(hidden.paths());
        collectLeftOut(type.definition(), "", type::path, leftOut);
        this.projection = Projection.standard(type).hiding(leftOut);
    }

    private @Nullable AttributeDefinition referenceList(String name) {
        AttributeDefinition found = type.definition().find(name);
        return found != null && found.isReferenceList() ? found : null;
    }

    private @Nullable AttributeDefinition shown(@Nullable AttributeDefinition attribute) {
        return attribute == null || isSecret(attribute) || hidden.hides(type.definition(), attribute)
                ? null
                : attribute;
    }

    private static boolean isSecret(AttributeDefinition attribute) {
        return attribute.returned() == Returned.NEVER || attribute.mutability() == Mutability.WRITE_ONLY;
    }

    /** Lists of references may be long, and what came and went is told; what may only be written is told nobody. */
    private static void collectLeftOut(
            AttributeDefinition container, String prefix, Function<String, BoundPath> path, List<BoundPath> paths) {
        for (AttributeDefinition attribute : container.subAttributes()) {
            String text = prefix + attribute.name();
            if (!attribute.isExtension() && (attribute.isReferenceList() || isSecret(attribute))) {
                paths.add(path.apply(text));
            } else if (attribute.isExtension()) {
                collectLeftOut(attribute, text + ":", path, paths);
            } else if (attribute.isComplex()) {
                collectLeftOut(attribute, text + ".", path, paths);
            }
        }
    }

    ResourceType type() {
        return type;
    }

    boolean hasMembers() {
        return members != null;
    }

    /** Null where there is none, or it is hidden. */
    @Nullable
    String externalId(Attributes attributes) {
        return externalId == null ? null : (String) attributes.get(externalId);
    }

    /** Whether a resource came into use by a change, or went out of it; null if neither. */
    @Nullable
    Boolean activated(Attributes before, Attributes after) {
        if (active == null) {
            return null;
        }
        Object was = before.get(active);
        Object is = after.get(active);
        if (Boolean.FALSE.equals(is) && !Boolean.FALSE.equals(was)) {
            return false;
        }
        return Boolean.FALSE.equals(was) && !Boolean.FALSE.equals(is) ? true : null;
    }

    // ---- which attributes changed

    /** The paths of what differs, without the list of members, which is told by what came and went. */
    Set<String> changed(Attributes before, Attributes after) {
        Set<String> paths = new LinkedHashSet<>();
        for (AttributeDefinition attribute : type.definition().subAttributes()) {
            boolean common =
                    attribute.position() == SCHEMAS || attribute.position() == ID || attribute.position() == META;
            if (!common && attribute != members && shown(attribute) != null) {
                collect(attribute, before.get(attribute), after.get(attribute), paths);
            }
        }
        return paths;
    }

    private void collect(
            AttributeDefinition attribute, @Nullable Object before, @Nullable Object after, Set<String> paths) {
        if (sameShown(before, after)) {
            return;
        }
        boolean named = !attribute.isExtension() && (!attribute.isComplex() || attribute.multiValued());
        if (named) {
            paths.add(attribute.name());
            return;
        }
        for (AttributeDefinition part : attribute.subAttributes()) {
            if (!isSecret(part)
                    && !hidden.hides(attribute, part)
                    && !sameShown(partOf(before, part), partOf(after, part))) {
                paths.add(attribute.name() + (attribute.isExtension() ? ":" : ".") + part.name());
            }
        }
    }

    private static @Nullable Object partOf(@Nullable Object complex, AttributeDefinition part) {
        return complex instanceof Attributes attributes ? attributes.get(part) : null;
    }

    /** Whether two values are the same to one who does not know what is hidden. */
    private boolean sameShown(@Nullable Object before, @Nullable Object after) {
        return Objects.equals(before, after) || !hidden.isEmpty() && Objects.equals(seen(before), seen(after));
    }

    private @Nullable Object seen(@Nullable Object value) {
        if (value instanceof Attributes attributes) {
            return hidden.shown(attributes);
        }
        if (!(value instanceof Values entries)) {
            return value;
        }
        List<@Nullable Object> seen = new ArrayList<>(entries.size());
        entries.forEach(entry -> seen.add(seen(entry)));
        return seen;
    }

    /** Whether a path that a host names may be told; one that the type does not have may not. */
    boolean mayTell(String path) {
        BoundPath bound;
        try {
            bound = type.path(path);
        } catch (ScimException | IllegalArgumentException unknown) {
            return false;
        }
        AttributeDefinition container = type.definition();
        for (AttributeDefinition step : steps(bound)) {
            if (isSecret(step) || hidden.hides(container, step)) {
                return false;
            }
            container = step;
        }
        return true;
    }

    private static List<AttributeDefinition> steps(BoundPath path) {
        return Stream.of(path.extension(), path.attribute(), path.subAttribute())
                .filter(Objects::nonNull)
                .toList();
    }

    // ---- whole resources

    /** A resource as JSON, as a client sees it by default, without lists of references. */
    String json(Resource resource, Locations locations) {
        return new String(writer.write(resource, projection, locations), StandardCharsets.UTF_8);
    }
}
