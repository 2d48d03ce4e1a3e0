package dev.scimlet.protocol;

import dev.scimlet.core.resource.BoundPath;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.schema.Mutability;
import dev.scimlet.spi.ReferenceSource;
import dev.scimlet.spi.ResourceRepository;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where the resources of a service refer to others (RFC 7643 §2.3.7). */
final class ReferringAttributes {

    private final List<ResourceRepository> repositories;
    private final Map<ResourceType, List<ReferringAttribute>> byType = new HashMap<>();

    ReferringAttributes(List<ResourceRepository> repositories) {
        this.repositories = List.copyOf(repositories);
        for (ResourceRepository repository : repositories) {
            byType.put(repository.type(), allOf(repository.type()));
        }
    }

    List<ResourceRepository> repositories() {
        return repositories;
    }

    List<ReferringAttribute> of(ResourceType type) {
        return byType.getOrDefault(type, List.of());
    }

    @Nullable
    ReferringAttribute at(ResourceType type, @Nullable AttributeDefinition attribute) {
        for (ReferringAttribute holder : of(type)) {
            if (holder.attribute() == attribute) {
                return holder;
            }
        }
        return null;
    }

    /** As {@link #at}, if the ids can be looked up. */
    @Nullable
    ReferringAttribute lookedUpAt(ResourceType type, @Nullable AttributeDefinition attribute) {
        ReferringAttribute holder = at(type, attribute);
        return holder == null || holder.targets().isEmpty() ? null : holder;
    }

    private List<ReferringAttribute> allOf(ResourceType type) {
        List<ReferringAttribute> found = new ArrayList<>();
        for (AttributeDefinition attribute : type.definition().subAttributes()) {
            if (attribute.isExtension()) {
                for (AttributeDefinition inside : attribute.subAttributes()) {
                    addTo(BoundPath.of(attribute, inside), found);
                }
            } else {
                addTo(BoundPath.of(attribute), found);
            }
        }
        return List.copyOf(found);
    }

    private void addTo(BoundPath path, List<ReferringAttribute> found) {
        AttributeDefinition attribute = path.target();
        AttributeDefinition value = attribute.valueSubAttribute();
        AttributeDefinition ref = attribute.refSubAttribute();
        if (!attribute.isReference()
                || attribute.mutability() == Mutability.READ_ONLY
                || value == null
                || ref == null) {
            return;
        }
        AttributeDefinition display = attribute.find(attribute.multiValued() ? "display" : "displayName");
        List<ResourceRepository> targets = attribute.multiValued() || display != null ? targets(ref) : List.of();
        found.add(new ReferringAttribute(path, value, ref, attribute.typeSubAttribute(), display, targets));
    }

    private List<ResourceRepository> targets(AttributeDefinition ref) {
        List<ResourceRepository> targets = new ArrayList<>();
        for (String typeName : ref.referenceTypes()) {
            for (ResourceRepository repository : repositories) {
                if (repository instanceof ReferenceSource
                        && repository.type().name().equalsIgnoreCase(typeName)) {
                    targets.add(repository);
                }
            }
        }
        return targets;
    }
}
