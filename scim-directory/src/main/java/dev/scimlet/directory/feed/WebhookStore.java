package dev.scimlet.directory.feed;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the webhook endpoints of tenants: each is a consumer of the feed, of the {@linkplain #KIND kind} {@code WEBHOOK}, whose row says how
 * far it is. Many threads call it at once, on many nodes.
 */
public interface WebhookStore {

    /** The kind of the consumers. */
    String KIND = "WEBHOOK";

    /**
     * Where events are sent.
     *
     * @param name of the consumer, as in all that follows
     * @param types of which types; empty for all
     * @param ordered whether an event is sent when the one before it was taken
     */
    record Endpoint(String tenant, String name, URI uri, Set<String> types, boolean ordered, Instant created) {

        /** Copies the set. */
        public Endpoint {
            types = Set.copyOf(types);
        }
    }

    /**
     * What messages are signed with.
     *
     * @param expires when it ends; null if it goes on
     * @param closed the key, encrypted
     */
    record Secret(String id, Instant created, @Nullable Instant expires, String closed) {}

    /**
     * Adds an endpoint with its secret, and its consumer.
     *
     * @param fromNow whether it begins after what there is now; otherwise with the oldest event that is kept
     * @return whether it was added; if not, there is one of this name
     * @throws IllegalStateException if the tenant is deleted
     */
    boolean add(Endpoint endpoint, Secret secret, boolean fromNow);

    /** Changes address, types and order of an endpoint. @return whether there is one */
    boolean change(Endpoint endpoint);

    /**
     * Changes address and types of an endpoint, and leaves its order as it is.
     *
     * @param types of which types; empty for all
     * @return whether there is one
     */
    boolean change(String tenant, String name, URI uri, Set<String> types);

    /** Removes an endpoint with its secrets, its consumer and all that it has not taken. @return whether there was one */
    boolean remove(String tenant, String name);

    /** An endpoint; empty if there is none of this name. */
    Optional<Endpoint> find(String tenant, String name);

    /** The endpoints of a tenant, by name. */
    List<Endpoint> endpoints(String tenant);

    /** The secrets of an endpoint that have not ended, the oldest first. */
    List<Secret> secrets(String tenant, String name);

    /**
     * Adds a secret.
     *
     * @param othersEnd after what time the others of the endpoint end, unless they do before
     * @param most how many there may be with it
     * @return whether it was added; if not, there are as many, or there is no such endpoint
     */
    boolean addSecret(String tenant, String name, Secret secret, Duration othersEnd, int most);

    /** Removes secrets that have ended. */
    void removeEndedSecrets();

    /**
     * How endpoints fare.
     *
     * @param byTenant whether each tenant that has endpoints is told by itself; otherwise there is one row, also if there are none
     */
    List<WebhookTotals> totals(boolean byTenant);

    // ---- work

    /**
     * An endpoint that has something to do.
     *
     * @param failing whether its last attempt failed
     */
    record Work(String tenant, String name, boolean failing) {}

    /**
     * Endpoints with events that nobody else sends and that have not to wait, in no order.
     *
     * @param tenants of which tenants; empty for all
     */
    List<Work> work(String owner, Set<String> tenants, int most);

    /** As {@link FeedStore#claim}, of an endpoint that there is. */
    Optional<FeedStore.Claim> claim(String tenant, String name, String owner, Duration length);

    /** The endpoint of a claim, as long as that is held and the tenant not deleted. */
    Optional<Endpoint> held(FeedStore.Claim claim);

    /**
     * An event that is sent once more, behind which the endpoint has moved.
     *
     * @param attempts how often it was sent
     * @param nextAttempt when it is sent again
     * @param status of the last answer; null where there was none
     * @param error why the last attempt failed; null if the person was erased
     */
    record Retry(
            String tenant,
            String name,
            long seq,
            int attempts,
            Instant nextAttempt,
            @Nullable Integer status,
            @Nullable String error) {}

    /** What is sent once more, lowest numbers first. */
    List<Retry> retries(String tenant, String name);

    /** What of it is due, lowest numbers first. */
    List<Retry> dueRetries(String tenant, String name, int most);

    /** An event that failed, and is sent once more after a time. */
    record Failed(
            long seq,
            int attempts,
            Duration pause,
            @Nullable Integer status,
            String error) {}

    /**
     * Moves an endpoint forward, and notes what became of the events that it was sent.
     *
     * @param from where it is
     * @param to where it is then; the same number if it stays
     * @param done which events are not sent once more any longer
     * @param failed which are
     * @param parked which are put aside
     * @return whether the lease was still held; if not, nothing is noted
     */
    boolean settle(
            FeedStore.Claim claim,
            long from,
            long to,
            Collection<Long> done,
            Collection<Failed> failed,
            Collection<FeedStore.Parked> parked);

    /**
     * Has events that were put aside sent once more, now.
     *
     * @param first the lowest number
     * @param last the highest number
     * @return how many there are
     */
    int retryParked(String tenant, String name, long first, long last);
}
