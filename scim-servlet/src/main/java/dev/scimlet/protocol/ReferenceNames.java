package dev.scimlet.protocol;

import dev.scimlet.core.query.Projection;
import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.BoundPath;
import dev.scimlet.core.resource.HiddenAttributes;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.resource.Values;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.spi.DisplayName;
import dev.scimlet.spi.ReferenceSource;
import dev.scimlet.spi.ResourceRepository;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Display names of what is referred to: a client that may not know of a resource, or of its name, is not told it by references. */
final class ReferenceNames {

    private final ReferringAttributes referring;

    ReferenceNames(ReferringAttributes referring) {
        this.referring = referring;
    }

    /**
     * The resources, of one type, without the display names of what they refer to and the client may not know of. The
     * ids stay: they are part of what is referred from.
     */
    List<Resource> withoutHiddenNames(Exchange exchange, List<Resource> resources, Projection projection) {
        List<Resource> shown = resources;
        for (ReferringAttribute holder : referring.of(resources.get(0).type())) {
            boolean named =
                    holder.display() != null && projection.shows(holder.path().topLevel());
            if (named && mayBeHidden(exchange, holder)) {
                Set<String> ids = new HashSet<>();
                for (Resource resource : resources) {
                    Object value = holder.path().attributeValue(resource.attributes());
                    if (value instanceof Values list) {
                        holder.addIds(list, ids);
                    } else if (value instanceof Attributes single && single.get(holder.value()) instanceof String id) {
                        ids.add(id);
                    }
                }
                Set<String> invisible = invisible(exchange, holder, ids);
                shown = shown.stream()
                        .map(resource -> withoutNames(resource, holder, invisible))
                        .toList();
            }
        }
        return shown;
    }

    private static boolean mayBeHidden(Exchange exchange, ReferringAttribute holder) {
        return holder.targets().stream()
                .anyMatch(target ->
                        exchange.view().of(target.type()).visible() != null || hidesNames(exchange, target.type()));
    }

    /** Whether the client may not know of an attribute that a name is made of. */
    private static boolean hidesNames(Exchange exchange, ResourceType type) {
        HiddenAttributes hidden = exchange.view().of(type).hidden();
        if (hidden.isEmpty()) {
            return false;
        }
        for (String path : DisplayName.PATHS) {
            AttributeDefinition container = type.definition();
            for (String name : path.split("\\.", -1)) {
                AttributeDefinition part = container == null ? null : container.find(name);
                if (container != null && part != null && hidden.hides(container, part)) {
                    return true;
                }
                container = part;
            }
        }
        return false;
    }

    /** Whether a path leads to names some of which {@link #withoutHiddenNames} leaves out. */
    boolean isNameOfHidden(Exchange exchange, ResourceType type, BoundPath path) {
        ReferringAttribute holder = referring.at(type, path.attribute());
        return holder != null
                && holder.display() != null
                && path.subAttribute() == holder.display()
                && mayBeHidden(exchange, holder);
    }

    /** The ids that entries name by a display name which the client may not know. */
    Set<String> hiddenOf(Exchange exchange, ReferringAttribute holder, Values entries) {
        AttributeDefinition display = holder.display();
        if (display == null || !mayBeHidden(exchange, holder)) {
            return Set.of();
        }
        Set<String> ids = new HashSet<>();
        for (Object entry : entries) {
            if (((Attributes) entry).get(display) != null
                    && ((Attributes) entry).get(holder.value()) instanceof String id) {
                ids.add(id);
            }
        }
        return invisible(exchange, holder, ids);
    }

    private Set<String> invisible(Exchange exchange, ReferringAttribute holder, Set<String> ids) {
        Set<String> invisible = new HashSet<>();
        for (ResourceRepository target : holder.targets()) {
            boolean none = hidesNames(exchange, target.type());
            if ((none || exchange.view().of(target.type()).visible() != null) && !ids.isEmpty()) {
                Set<String> there = ((ReferenceSource) target)
                        .displayNames(exchange.context(), ids)
                        .keySet();
                invisible.addAll(there);
                if (!none) {
                    invisible.removeAll(ReferredResources.visible(exchange, target, there));
                }
            }
        }
        return invisible;
    }

    private static Resource withoutNames(Resource resource, ReferringAttribute holder, Set<String> invisible) {
        AttributeDefinition display = holder.display();
        Object value = holder.path().attributeValue(resource.attributes());
        if (invisible.isEmpty() || display == null || value == null) {
            return resource;
        }
        UnaryOperator<Attributes> withoutName =
                reference -> reference.get(holder.value()) instanceof String id && invisible.contains(id)
                        ? reference.with(display, null)
                        : reference;
        Object rest;
        if (value instanceof Values list) {
            List<Object> entries = new ArrayList<>(list.size());
            list.forEach(entry -> entries.add(withoutName.apply((Attributes) entry)));
            rest = Values.of(holder.attribute(), entries);
        } else {
            rest = withoutName.apply((Attributes) value);
        }
        return resource.withAttributes(holder.path().withAttributeValue(resource.attributes(), rest));
    }
}
