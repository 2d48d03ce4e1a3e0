package dev.scimlet.protocol;

import dev.scimlet.core.resource.Resource;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.spi.RequestContext;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * A change of one resource. Every change has one, also those that a request causes beside its own: groups that a deleted
 * user leaves, and references to it that are cleared. A request that changes nothing has none.
 *
 * <p>No event carries what is never returned, such as a password (RFC 9967 §6). More kinds may come: a listener
 * passes over those that it does not know.
 */
public sealed interface ResourceEvent {

    /** For whom and by whom. */
    RequestContext context();

    /** The name of the unit ({@link dev.scimlet.spi.Unit#id()}), shared by all events of one operation. */
    String transaction();

    /** The type of the resource. */
    ResourceType type();

    /** The id of the resource. */
    String id();

    /**
     * A resource was created.
     *
     * @param resource as stored
     */
    record Created(RequestContext context, String transaction, Resource resource) implements ResourceEvent {

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
     * A resource was changed. What was not read for the change is missing from both states alike; a list of which only single
     * entries were named, such as {@code members}, is told by what came and went.
     *
     * @param before the resource before
     * @param after the resource as stored
     * @param added values that came into its lists of references
     * @param removed values that went
     */
    record Changed(
            RequestContext context,
            String transaction,
            Resource before,
            Resource after,
            Set<String> added,
            Set<String> removed)
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

    /**
     * A resource was deleted.
     *
     * @param last the resource as it was last
     */
    record Deleted(RequestContext context, String transaction, Resource last) implements ResourceEvent {

        @Override
        public ResourceType type() {
            return last.type();
        }

        @Override
        public String id() {
            return last.id();
        }
    }
}
