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
 *
 * @param id of the event, the same wherever it is delivered
 * @param type such as {@code user.updated}
 * @param time of the change
 * @param tenant whose resource it is
 * @param seq its number in the tenant's feed
 * @param cursor from where reading goes on after it
 * @param transaction shared by all events of one change
 * @param actor who made the change; null where a person was erased
 * @param requestId by which request; null where a person was erased
 * @param resourceType such as {@code User}
 * @param resourceId the id of the resource
 * @param dataText what it says of the change, as JSON
 * @param replay whether it has been delivered before, and is again because somebody asked for it
 */
public record FeedEvent(
        String id,
        String type,
        Instant time,
        String tenant,
        long seq,
        String cursor,
        String transaction,
        @Nullable String actor,
        @Nullable String requestId,
        String resourceType,
        String resourceId,
        String dataText,
        boolean replay) {

    /** What it says of the change: {@code resourceType}, {@code id}, {@code externalId}, {@code version}, {@code changed} and so on. */
    public Map<String, @Nullable Object> data() {
        try {
            return Json.object(dataText.getBytes(StandardCharsets.UTF_8));
        } catch (InvalidTokenException malformed) {
            throw new IllegalStateException("event " + id + " holds no JSON object", malformed);
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
        envelope.put("id", id);
        envelope.put("type", type);
        envelope.put("timestamp", time.toString());
        envelope.put("tenant", tenant);
        envelope.put("seq", seq);
        envelope.put("cursor", cursor);
        envelope.put("txn", transaction);
        if (actor != null) {
            envelope.put("actor", actor);
        }
        if (requestId != null) {
            envelope.put("requestId", requestId);
        }
        if (replay) {
            envelope.put("replay", true);
        }
        String start = new String(Json.write(envelope), StandardCharsets.UTF_8);
        return start.substring(0, start.length() - 1) + ",\"data\":" + dataText + "}";
    }

    FeedEvent asReplay() {
        return new FeedEvent(
                id,
                type,
                time,
                tenant,
                seq,
                cursor,
                transaction,
                actor,
                requestId,
                resourceType,
                resourceId,
                dataText,
                true);
    }
}
