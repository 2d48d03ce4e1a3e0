package dev.scimlet.protocol;

import dev.scimlet.core.resource.Resource;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.spi.RequestContext;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What has happened to a resource, told after the store has committed it. */
public sealed interface ResourceEvent {

    /** For whom and by whom. */
    RequestContext context();

    /** The type of the resource. */
    ResourceType type();

    /** The id of the resource. */
    String id();

    /**
     * A resource was created.
     *
     * @param resource as stored
     */
    record Created(RequestContext context, Resource resource) implements ResourceEvent {

        @Override
        public ResourceType type() {
            return resource.type();
        }

        @Override
        public String id() {
            return resource.id();
        }
    }

    /**
     * A resource was changed by PUT or PATCH. A request that changes nothing causes no event.
     *
     * @param before the resource before, or null if the change needed no reading. What was not read is missing
     * @param after the resource as stored. What was not read is missing
     * @param added ids that came into its list of members
     * @param removed ids that went
     */
    record Changed(
            RequestContext context, @Nullable Resource before, Resource after, Set<String> added, Set<String> removed)
            implements ResourceEvent {

        /** Copies the sets; not by {@link Set#copyOf}, which is slow where clients choose ids with equal hashes. */
        public Changed {
            added = Collections.unmodifiableSet(new LinkedHashSet<>(added));
            removed = Collections.unmodifiableSet(new LinkedHashSet<>(removed));
        }

        @Override
        public ResourceType type() {
            return after.type();
        }

        @Override
        public String id() {
            return after.id();
        }
    }

    /** A resource was deleted. */
    record Deleted(RequestContext context, ResourceType type, String id) implements ResourceEvent {}
}
