package dev.scimlet.directory.feed;

import dev.scimlet.directory.jose.InvalidTokenException;
import dev.scimlet.directory.jose.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A change of a resource, with its number. Consumers pass over members of {@link #data} that they do not know; whoever works on
 * several events at once keeps the highest {@link #seq} of each resource and passes over lower ones.
 */
public final class FeedEvent {

    private final String tenant;
    private final FeedStore.Kept kept;
    private final String cursor;
    private final boolean replay;

    FeedEvent(String tenant, String epoch, FeedStore.Kept kept, boolean replay) {
        this.tenant = tenant;
        this.kept = kept;
        this.cursor = FeedCursor.of(tenant, epoch, kept.seq()).text();
        this.replay = replay;
    }

    /** The id of the event, the same wherever it is delivered. */
    public String id() {
        return kept.id();
    }

    /** Its type, such as {@code user.updated}. */
    public String type() {
        return kept.type();
    }

    /** The time of the change, in milliseconds. */
    public Instant time() {
        return kept.time();
    }

    /** Whose resource it is. */
    public String tenant() {
        return tenant;
    }

    /** Its number in the tenant's feed. */
    public long seq() {
        return kept.seq();
    }

    /** From where reading goes on after it. */
    public String cursor() {
        return cursor;
    }

    /** Shared by all events of one change. */
    public String transaction() {
        return kept.transaction();
    }

    /** Who made the change; empty where a person was erased. */
    public Optional<String> actor() {
        return Optional.ofNullable(kept.actor());
    }

    /** By which request; empty where a person was erased. */
    public Optional<String> requestId() {
        return Optional.ofNullable(kept.requestId());
    }

    /** The name of the resource's type, such as {@code User}. */
    public String resourceType() {
        return kept.resourceType();
    }

    /** The id of the resource. */
    public String resourceId() {
        return kept.resourceId();
    }

    /** Whether it has been delivered before, and is again because somebody asked for it. */
    public boolean replay() {
        return replay;
    }

    /** What it says of the change: {@code resourceType}, {@code id}, {@code externalId}, {@code version}, {@code changed} and so on. */
    public Map<String, @Nullable Object> data() {
        try {
            return Json.object(kept.data().getBytes(StandardCharsets.UTF_8));
        } catch (InvalidTokenException malformed) {
            throw new IllegalStateException("event " + id() + " holds no JSON object", malformed);
        }
    }

    /** The id that the client gave the resource; empty where there is none, or a person was erased. */
    public Optional<String> externalId() {
        return Optional.ofNullable(data().get("externalId")).map(Object::toString);
    }

    /** Paths of attributes that changed. */
    public List<String> changed() {
        return texts("changed");
    }

    /** Ids of members that came. */
    public List<String> added() {
        return texts("added");
    }

    /** Ids of members that went. */
    public List<String> removed() {
        return texts("removed");
    }

    private List<String> texts(String member) {
        return data().get(member) instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }

    /** The event as it is delivered, in its envelope. */
    public String json() {
        Map<String, Object> envelope = new LinkedHashMap<>();
        envelope.put("id", id());
        envelope.put("type", type());
        envelope.put("timestamp", time().toString());
        envelope.put("tenant", tenant);
        envelope.put("seq", seq());
        envelope.put("cursor", cursor);
        envelope.put("txn", transaction());
        actor().ifPresent(actor -> envelope.put("actor", actor));
        requestId().ifPresent(requestId -> envelope.put("requestId", requestId));
        if (replay) {
            envelope.put("replay", true);
        }
        String start = new String(Json.write(envelope), StandardCharsets.UTF_8);
        return start.substring(0, start.length() - 1) + ",\"data\":" + kept.data() + "}";
    }

    /** The same event of the same feed, delivered in the same way, with the same content. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FeedEvent that
                && replay == that.replay
                && cursor.equals(that.cursor)
                && tenant.equals(that.tenant)
                && kept.equals(that.kept);
    }

    @Override
    public int hashCode() {
        return kept.id().hashCode();
    }

    /** For debugging, without what it says of a person. */
    @Override
    public String toString() {
        return type() + " " + resourceId() + " (" + tenant + " " + seq() + ")";
    }
}
