package dev.scimlet.protocol;

import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.BoundPath;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.resource.Values;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.spi.ResourceRepository;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An attribute that refers to resources.
 *
 * @param display the name of what is referred to: {@code display} of a list's entry, {@code displayName} of a manager
 * @param targets where its ids are looked up: the repositories of the types that it may refer to, if they can tell
 */
record ReferringAttribute(
        BoundPath path,
        AttributeDefinition value,
        AttributeDefinition ref,
        @Nullable AttributeDefinition type,
        @Nullable AttributeDefinition display,
        List<ResourceRepository> targets) {

    AttributeDefinition attribute() {
        return path.target();
    }

    /** Not so of a single reference: clients name a manager before she arrives, or by what is no id. */
    boolean demandsExistence() {
        return attribute().multiValued();
    }

    /** Whether the client may know of every resource that the attribute refers to. */
    boolean isSeenWhole(Exchange exchange) {
        return targets.stream()
                .allMatch(target -> exchange.view().of(target.type()).visible() == null);
    }

    boolean mayReferTo(ResourceType type) {
        return ref.referenceTypes().stream().anyMatch(type.name()::equalsIgnoreCase);
    }

    /** The ids that entries of the list refer to. */
    Set<String> ids(Iterable<?> entries) {
        Set<String> ids = new HashSet<>();
        addIds(entries, ids);
        return ids;
    }

    /** Adds the ids that entries of the list refer to. */
    void addIds(Iterable<?> entries, Set<String> ids) {
        for (Object entry : entries) {
            if (((Attributes) entry).get(value) instanceof String id) {
                ids.add(id);
            }
        }
    }

    /** What the attribute has in the place of a list; null stands for no attributes at all. */
    Values list(@Nullable Attributes attributes) {
        Object list = attributes == null ? null : path.attributeValue(attributes);
        return list == null ? Values.empty(attribute()) : (Values) list;
    }

    /** Puts a text among the parts of an entry, if it says something and the entry has a place for it. */
    static void put(@Nullable Object[] parts, @Nullable AttributeDefinition part, String text) {
        if (part != null && !text.isEmpty()) {
            parts[part.position()] = text;
        }
    }
}
