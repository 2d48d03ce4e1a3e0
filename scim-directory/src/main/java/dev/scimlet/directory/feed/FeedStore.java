package dev.scimlet.directory.feed;

import dev.scimlet.spi.SqlExecutor;
import dev.scimlet.spi.Unit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a feed. Events are written without a number, with the change that they tell of; the relay numbers them, tenant by tenant, from 1
 * on and without gaps. Many threads call it at once, on many nodes.
 *
 * <p>Times that several nodes compare, those of leases and attempts, come from one clock: that of the database.
 */
public interface FeedStore {

    /** What is missing, each a sentence that says how to mend it; empty if all is there. */
    List<String> check();

    /**
     * Whether an event can be lost, or told of what was not stored, if the process dies at the wrong moment. Not so where {@link
     * #write} is part of the transaction of the change.
     */
    boolean isBestEffort();

    /** Whether {@link #write} and {@link #move} can work in a unit of this kind. */
    boolean takesPartIn(Unit unit);

    /**
     * Has the transaction of a unit begin, if it is one of a database: what a handler then writes with means of the host's framework, such as
     * its repositories, is in it.
     */
    default void begin(Unit unit) {}

    // ---- writing

    /** Writes events in a unit: they are stored with it, or not at all. */
    void write(Unit unit, List<NewEvent> events);

    /** Writes events in a transaction of the host. */
    void write(SqlExecutor transaction, List<NewEvent> events);

    // ---- the relay

    /**
     * Has a relay hold the shards that nobody holds, or whose holder has not been heard of, and goes on holding those that it has.
     *
     * @param owner a name of the relay that no other one has
     * @return the shards that it holds from now on, for as long as is given
     */
    Set<Integer> leaseShards(String owner, Duration length);

    /** Gives shards back. */
    void releaseShards(String owner);

    /** The shards that have events without a number. */
    Set<Integer> shardsToNumber();

    /**
     * Numbers events of one shard in one step: while it lasts, nobody else numbers events of its tenants.
     *
     * @param order in which they get their numbers
     * @param newEpoch what a feed is called that begins
     * @return what came of it; empty if the relay does not hold the shard any longer
     */
    Optional<Numbered> number(
            int shard, String owner, UnaryOperator<List<Unnumbered>> order, Supplier<String> newEpoch);

    /**
     * What one step of the relay did.
     *
     * @param tenants who have new events
     * @param more whether more is left to number
     */
    record Numbered(Set<String> tenants, boolean more) {

        /** Copies the set. */
        public Numbered {
            tenants = Set.copyOf(tenants);
        }
    }

    // ---- reading

    /**
     * How far the feed of a tenant goes.
     *
     * @param epoch changes when it begins anew
     * @param last the number of the newest event; 0 if there was none
     * @param oldest the number of the oldest event that is kept, or that of the next one
     * @param deleted whether the tenant is deleted
     */
    record Head(String tenant, String epoch, long last, long oldest, boolean deleted) {}

    /** The head of a tenant; empty if it never had an event. */
    Optional<Head> head(String tenant);

    /** Heads in the order of tenants, after a tenant. */
    List<Head> heads(String afterTenant, int most);

    /** An event as it is kept. */
    record Kept(
            long seq,
            String id,
            String type,
            String resourceType,
            String resourceId,
            String transaction,
            Instant time,
            @Nullable String actor,
            @Nullable String requestId,
            String data) {}

    /**
     * Events after a number, oldest first.
     *
     * @param types which are wanted; empty if all are
     * @param before the number before which to stop
     */
    List<Kept> events(String tenant, long after, long before, Set<String> types, int most);

    /** The number of the first event of a tenant that is not older than a time; empty if there is none. */
    Optional<Long> firstSince(String tenant, Instant time);

    // ---- consumers

    /** Whether a consumer works, and why not. */
    enum ConsumerState {
        /** It is given events. */
        ACTIVE,
        /** Somebody has switched it off, or it itself: it stays where it is. */
        PAUSED,
        /** What it would have to read next is not kept any longer: somebody has to say where it goes on. */
        EXPIRED,
        /** A webhook endpoint that failed for days, or has said that it is gone. */
        SWITCHED_OFF
    }

    /**
     * How far a consumer is with the events of a tenant.
     *
     * @param position the number of the last event that it has taken
     * @param replayUntil up to which number events are given to it once more
     * @param attempts how often the next event was tried
     * @param nextAttempt when it is tried again; null if at once
     * @param failingSince since when none was taken; null if all is well
     * @param lastError why the last attempt failed; null if none did
     */
    record ConsumerRow(
            String tenant,
            String name,
            String kind,
            long position,
            long replayUntil,
            ConsumerState state,
            int attempts,
            @Nullable Instant nextAttempt,
            @Nullable Instant failingSince,
            @Nullable String lastError) {}

    /**
     * Notes a consumer that was never seen before.
     *
     * @param fromNow whether it begins after what there is now of each tenant; otherwise with the oldest that is kept
     */
    void addConsumer(String name, String kind, boolean fromNow);

    /** The tenants for which a consumer has something to do that nobody else does, at most as many as is said. */
    List<String> tenantsWithWork(String name, String kind, String owner, int most);

    /**
     * Has a node work for a consumer and a tenant, if no other one does.
     *
     * @return what it is to do, and the number of the lease that goes with each word of it; empty if another node is at it, or it is
     *     not {@link ConsumerState#ACTIVE}, or has to wait
     */
    Optional<Claim> claim(String tenant, String name, String kind, String owner, Duration length);

    /** A consumer's row, and the lease under which it is worked for. */
    record Claim(ConsumerRow row, long lease, Head head) {}

    /** Holds a lease for longer. @return whether it was still held */
    boolean renew(Claim claim, Duration length);

    /** Gives a lease back. */
    void release(Claim claim);

    /**
     * Moves a consumer forward, in the unit in which it takes an event.
     *
     * @return whether it was moved; if not, another node works for it, or somebody has set it elsewhere
     */
    boolean move(Unit unit, Claim claim, long from, long to);

    /** Moves a consumer forward over what it does not want. */
    boolean move(Claim claim, long from, long to);

    /**
     * Notes that an event was not taken.
     *
     * @param pause before it is tried again
     * @return how often it was tried; empty if the lease is lost
     */
    Optional<Integer> failed(Claim claim, long position, Duration pause, String error);

    /** Puts an event aside and moves the consumer over it. @return whether the lease was still held */
    boolean park(Claim claim, long from, Parked parked);

    /** Says of a consumer that it works or not, in its row of one tenant. */
    void setState(String tenant, String name, ConsumerState state);

    /**
     * An event that a consumer could not take while it took others.
     *
     * @param attempts how often it was tried
     * @param time when it was put aside
     * @param status of the last answer; null where there was none
     * @param error why the last attempt failed; null if the person was erased
     */
    record Parked(
            String tenant,
            String name,
            long seq,
            int attempts,
            Instant time,
            @Nullable Integer status,
            @Nullable String error) {}

    /** What is put aside for a consumer, oldest first. */
    List<Parked> parked(String tenant, String name);

    /** Forgets what is put aside. @return whether it was */
    boolean unpark(String tenant, String name, long seq);

    /** Forgets what is put aside, in the unit in which it is taken after all. @return whether it was */
    boolean unpark(Unit unit, String tenant, String name, long seq);

    /** The rows of the consumers of a tenant, by name. */
    List<ConsumerRow> consumers(String tenant);

    /**
     * How consumers of the application fare with the events of all tenants.
     *
     * @param byTenant whether each tenant is told by itself
     * @return by name, and by tenant
     */
    List<ConsumerTotals> totals(boolean byTenant);

    /** How many events have no number yet. */
    long unnumbered();

    /**
     * Has a consumer go on after another number.
     *
     * @return whether it has a row for the tenant
     */
    boolean rewind(String tenant, String name, long position);

    /** The webhook endpoints whose events this feed has. */
    WebhookStore webhooks();

    // ---- what ends

    /** Removes events that are older than a time, oldest first, in steps; what is numbered after them stays. @return how many */
    int removeBefore(String tenant, Instant time, int most);

    /** Takes what is said of a resource and of who changed it out of all of its events. @return of how many */
    int erase(String tenant, String resourceType, String resourceId, String data);

    /** Marks a tenant as deleted: nothing of it is delivered from now on, or recorded. */
    void markDeleted(String tenant);

    /** Removes what is kept of a tenant that is marked, in steps. @return whether something may be left */
    boolean removeDeleted(String tenant, int most);

    /** Lets a tenant that was deleted have a feed again, which begins anew. */
    void admit(String tenant, String newEpoch);
}
