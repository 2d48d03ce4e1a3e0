package dev.scimlet.directory.feed;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event as it is written with its change: it has no number yet.
 *
 * @param id {@code evt_} and 32 hexadecimal digits, which grow with time on one node
 * @param tenant whose resource it is
 * @param type such as {@code user.updated}
 * @param resourceType the name of the type of the resource, such as {@code User}
 * @param resourceId the id of the resource
 * @param versionBefore a key of the version that was changed; null if there was none, or nobody knows
 * @param versionAfter a key of the version that came of it; null if there is none, or nobody knows
 * @param transaction the name of the unit, shared by all events of one change
 * @param time of the change
 * @param actor who made the change
 * @param requestId by which request
 * @param data what the event says, a JSON object
 */
public record NewEvent(
        String id,
        String tenant,
        String type,
        String resourceType,
        String resourceId,
        @Nullable String versionBefore,
        @Nullable String versionAfter,
        String transaction,
        Instant time,
        @Nullable String actor,
        @Nullable String requestId,
        String data) {

    /** How many shards tenants are spread over; it stands in the tables and never changes. */
    public static final int SHARDS = 16;

    /** The shard of its tenant. */
    public int shard() {
        return shard(tenant);
    }

    /** The shard of a tenant, 0 to 15, the same on every node. */
    public static int shard(String tenant) {
        return Math.floorMod(tenant.hashCode(), SHARDS);
    }
}
