package dev.scimlet.protocol;

import dev.scimlet.core.resource.BoundPath;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.Wanted;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What the policy lets the client of one request see. The policy is asked once for each type. */
final class Sight {

    private static final OfType EVERYTHING = new OfType(null, List.of());

    /**
     * What is seen of one type.
     *
     * @param visible decides on whole resources; null if all are visible
     * @param hidden the attributes that are not seen
     */
    record OfType(@Nullable Predicate<Resource> visible, List<BoundPath> hidden) {

        /** What must be read to say whether a resource is visible, and then to show what is wanted. */
        Wanted needed(Wanted wanted) {
            return visible == null ? wanted : Wanted.everything();
        }

        /** Decides on a resource that was read as {@link #needed} says. */
        boolean shows(Resource resource) {
            return visible == null || visible.test(resource);
        }

        /** Whether some resources may be invisible. */
        boolean hidesResources() {
            return visible != null;
        }
    }

    private final ServiceSettings settings;
    private final RequestContext context;
    private final Map<ResourceType, OfType> types = new HashMap<>(4);

    Sight(ServiceSettings settings, RequestContext context) {
        this.settings = settings;
        this.context = context;
    }

    OfType of(ResourceType type) {
        return settings.policy() == AccessPolicy.PERMIT_ALL
                ? EVERYTHING
                : types.computeIfAbsent(
                        type,
                        asked -> new OfType(
                                settings.policy().visibility(context, asked).orElse(null),
                                settings.hiddenPaths(context, asked)));
    }
}
