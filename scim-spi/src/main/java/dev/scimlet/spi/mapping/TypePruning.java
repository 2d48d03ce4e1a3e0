package dev.scimlet.spi.mapping;

import dev.scimlet.core.resource.BoundFilter;
import dev.scimlet.core.resource.BoundPath;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.resource.SchemaExtension;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.schema.Mutability;
import dev.scimlet.core.schema.Schema;
import dev.scimlet.core.standard.StandardTypes;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Leaves of a resource type what an application supports, so that discovery cannot say more (RFC 7643 §7). */
final class TypePruning {

    /** One line of a mapping, bound to the full type. */
    record Binding(BoundPath path, boolean readOnly, List<AttributeDefinition> parts) {}

    private final ResourceType full;
    private final Set<String> hidden;
    private final boolean keepsUnmapped;
    private final boolean ignoresUnmapped;

    TypePruning(ResourceType full, Set<String> hidden, Unmapped unmapped) {
        this.full = full;
        this.hidden = hidden;
        this.keepsUnmapped = unmapped == Unmapped.KEEP;
        this.ignoresUnmapped = unmapped == Unmapped.IGNORE;
    }

    ResourceType pruned(List<Binding> bindings) {
        Schema core = pruned(full.schema(), null, bindings);
        ResourceType.Builder builder = ResourceType.builder(full.name(), core)
                .endpoint(full.endpoint())
                .description(full.description())
                .partOf(ignoresUnmapped ? withStandard(full) : full, ignoresUnmapped)
                .addedSubAttributes(full.addedSubAttributes().stream()
                        .filter(path -> hasSubAttribute(core, path))
                        .toList());
        if (full.externalIdUnique()) {
            builder.uniqueExternalId();
        }
        for (SchemaExtension extension : full.extensions()) {
            AttributeDefinition container =
                    full.extension(extension.schema().id()).orElseThrow();
            Schema kept = pruned(extension.schema(), container, bindings);
            if (!kept.attributes().isEmpty()) {
                builder.extension(kept, extension.required());
            }
        }
        return builder.build();
    }

    /** The type with what the standard has besides: to ignore an attribute, an application need not name it first. */
    private static ResourceType withStandard(ResourceType type) {
        for (ResourceType standard : List.of(StandardTypes.user(), StandardTypes.group())) {
            if (standard.schema().id().equalsIgnoreCase(type.schema().id())) {
                return with(type, standard);
            }
        }
        return type;
    }

    private static ResourceType with(ResourceType type, ResourceType standard) {
        Schema own = type.schema();
        List<AttributeDefinition> all = new ArrayList<>(own.attributes());
        for (AttributeDefinition attribute : standard.schema().attributes()) {
            if (own.attribute(attribute.name()).isEmpty()) {
                all.add(attribute);
            }
        }
        Schema core = new Schema(own.id(), own.name(), own.description(), all);
        ResourceType.Builder builder = ResourceType.builder(type.name(), core).endpoint(type.endpoint());
        type.extensions().forEach(extension -> builder.extension(extension.schema(), extension.required()));
        for (SchemaExtension extension : standard.extensions()) {
            if (type.extension(extension.schema().id()).isEmpty()) {
                builder.extension(extension.schema());
            }
        }
        return builder.build();
    }

    private static boolean hasSubAttribute(Schema schema, String path) {
        int dot = path.indexOf('.');
        return schema.attribute(path.substring(0, dot))
                .flatMap(complex -> complex.subAttribute(path.substring(dot + 1)))
                .isPresent();
    }

    private Schema pruned(Schema schema, @Nullable AttributeDefinition extension, List<Binding> bindings) {
        List<AttributeDefinition> kept = new ArrayList<>();
        AttributeDefinition container = extension == null ? full.definition() : extension;
        for (AttributeDefinition attribute : schema.attributes()) {
            AttributeDefinition compiled = Objects.requireNonNull(container.find(attribute.name()));
            List<Binding> lines = bindings.stream()
                    .filter(line -> line.path.extension() == extension && line.path.attribute() == compiled)
                    .toList();
            boolean isHidden =
                    extension == null && hidden.contains(attribute.name().toLowerCase(Locale.ROOT));
            boolean filledByTheService = attribute.mutability() == Mutability.READ_ONLY && attribute.isReferenceList();
            if (!lines.isEmpty()) {
                kept.add(pruned(attribute, lines));
            } else if (!isHidden && (keepsUnmapped || filledByTheService)) {
                kept.add(attribute);
            }
        }
        return new Schema(schema.id(), schema.name(), schema.description(), kept);
    }

    private AttributeDefinition pruned(AttributeDefinition attribute, List<Binding> lines) {
        boolean wholeList = lines.get(0).path.target().multiValued();
        boolean readOnly = lines.stream().allMatch(Binding::readOnly);
        AttributeDefinition.Builder builder = attribute.toBuilder();
        if (readOnly) {
            builder.mutability(Mutability.READ_ONLY);
        }
        if (!attribute.isComplex()) {
            return builder.build();
        }
        Set<String> names = new LinkedHashSet<>();
        for (Binding line : lines) {
            line.parts.forEach(part -> names.add(part.name()));
            if (line.path.subAttribute() != null) {
                names.add(line.path.subAttribute().name());
            }
            if (line.path.filter() != null) {
                namesIn(line.path.filter(), names);
            }
        }
        if (attribute.isReference()) {
            // Of a single reference nobody fills in more: a display name is the application's, by a line of its own
            names.addAll(attribute.multiValued() ? List.of("$ref", "type", "display") : List.of("$ref"));
        }
        List<AttributeDefinition> kept = new ArrayList<>();
        for (AttributeDefinition part : attribute.subAttributes()) {
            if (names.contains(part.name()) || keepsUnmapped && !wholeList) {
                AttributeDefinition told = keepsUnmapped ? part : ofBoundEntries(part, lines);
                kept.add(isReadOnly(part, lines) ? readOnly(told) : told);
            }
        }
        return builder.subAttributes(kept).build();
    }

    private static void namesIn(BoundFilter filter, Set<String> names) {
        filter.forEachPath(path -> names.add(path.target().name()));
    }

    /** Where each line selects an entry by this part, such as its type, discovery names the values that are kept, and no other. */
    private static AttributeDefinition ofBoundEntries(AttributeDefinition part, List<Binding> lines) {
        if (part.canonicalValues().isEmpty() || part.canonicalValuesEnforced()) {
            return part;
        }
        Set<String> values = new LinkedHashSet<>();
        for (Binding line : lines) {
            String selected = line.path.filter() == null ? null : selected(part, line.path.filter());
            if (selected == null) {
                return part;
            }
            values.add(selected);
        }
        return part.toBuilder().canonicalValues(List.copyOf(values)).build();
    }

    private static @Nullable String selected(AttributeDefinition part, BoundFilter filter) {
        for (BoundFilter operand : filter.conjuncts()) {
            if (operand instanceof BoundFilter.Comparison comparison
                    && comparison.path().target().name().equals(part.name())
                    && comparison.value() instanceof String value) {
                return value;
            }
        }
        return null;
    }

    private static boolean isReadOnly(AttributeDefinition part, List<Binding> lines) {
        List<Binding> ofPart = lines.stream()
                .filter(line -> line.path.subAttribute() != null
                        && line.path.subAttribute().name().equals(part.name()))
                .toList();
        return !ofPart.isEmpty() && ofPart.stream().allMatch(Binding::readOnly);
    }

    private static AttributeDefinition readOnly(AttributeDefinition part) {
        return part.toBuilder().mutability(Mutability.READ_ONLY).build();
    }
}
