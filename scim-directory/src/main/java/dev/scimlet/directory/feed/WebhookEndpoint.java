package dev.scimlet.directory.feed;

import java.net.URI;
import java.time.Instant;
import java.util.Set;

/**
 * Where the events of a tenant are sent.
 *
 * @param name which the tenant's other endpoints do not have
 * @param uri where they are posted
 * @param types of which types; empty for all
 * @param ordered whether an event is sent when the one before it was taken
 * @param created when the endpoint was
 */
public record WebhookEndpoint(
        String tenant, String name, URI uri, Set<String> types, boolean ordered, Instant created) {

    /** Copies the set. */
    public WebhookEndpoint {
        types = Set.copyOf(types);
    }
}
