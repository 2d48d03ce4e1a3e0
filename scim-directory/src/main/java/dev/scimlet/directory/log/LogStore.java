package dev.scimlet.directory.log;

import dev.scimlet.spi.SqlExecutor;
import dev.scimlet.spi.Unit;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Keeps the entries of a log. Many threads call it at once, on many nodes. What is kept of one tenant is told to no other one. */
public interface LogStore {

    /** What is missing, each a sentence that says how to mend it; empty if all is there. */
    List<String> check();

    /** Whether an entry of a change can be lost, or tell of what was not stored, if the process dies at the wrong moment. */
    boolean isBestEffort();

    /** Whether {@link #write(Unit, List)} can work in a unit of this kind. */
    boolean takesPartIn(Unit unit);

    // ---- writing

    /** Writes entries in a unit: they are stored with it, or not at all. */
    void write(Unit unit, List<LogRow> rows);

    /** Writes entries in a transaction of the host. */
    void write(SqlExecutor transaction, List<LogRow> rows);

    /**
     * Writes entries in a transaction of their own, and says how often others have happened meanwhile.
     *
     * @param rows that are new
     * @param summed that are kept already; of these, count and end are taken
     */
    void write(List<LogRow> rows, List<LogRow> summed);

    /** Whether {@link #write(List, List)} has failed with this because of a value that the store does not take, so that trying again is of no use. */
    boolean isOfValue(RuntimeException failure);

    // ---- reading

    /** Entries, newest first. */
    List<LogRow> find(String tenant, LogQuery query);

    /** One entry. */
    Optional<LogRow> find(String tenant, String id);

    /** What resources of a type were last called, by their ids; those of which no name is known are missing. */
    Map<String, String> names(String tenant, String resourceType, Set<String> ids);

    /** Those of the ids of which the log has an entry that says they are there, or were. */
    Set<String> known(String tenant, String resourceType, Set<String> ids);

    /**
     * Refusals and failures, newest first, that nothing has mended: no change, or attempt of one that found nothing to do, of the same resource came later, by its id or where there is none by
     * its name; where no resource is meant, nothing of the same directory has ended well since.
     */
    List<LogRow> problems(String tenant, int most);

    /** How often something ended in one way in a minute. */
    record Minute(
            long minute,
            Instant first,
            Instant last,
            String firstId,
            LogEntry.Operation operation,
            LogEntry.Result result,
            long count) {}

    /**
     * What a directory did, newest minute first; the last minute may be told in part.
     *
     * @param before the minute before which to begin
     */
    List<Minute> minutes(String tenant, String directoryId, long before, int most);

    // ---- exchanges on demand

    /** That exchanges of a directory are kept, until then and so many more of them. */
    record Watch(String tenant, String directoryId, Instant until, int left) {}

    /** Has exchanges be kept, or ends it: with none left. */
    void watch(Watch watch);

    /** All that are not over. */
    List<Watch> watches(Instant now);

    /** Keeps an exchange if the watch has one left, and counts it. @return whether it was kept */
    boolean keep(KeptExchange exchange);

    /** What was kept of a directory, newest first. */
    List<KeptExchange> exchanges(String tenant, String directoryId, int most);

    // ---- what ends

    /** The tenant that follows in the order of texts, of those who have entries; empty if there is none. */
    Optional<String> tenantAfter(String tenant);

    /** Removes entries and exchanges of a tenant whose ids are smaller. @return how many, at most as many as is said of each */
    int removeBefore(String tenant, String id, int most);

    /**
     * Takes a resource out of all entries: those about it, by its id or by one of its names; its names as actors; values in which a name stands; exchanges in which the id or a name stands.
     *
     * @param names by which the log knows it, as {@link LogRow#key} has them
     * @param reason the code that stands in the place of reasons
     * @return how many entries were changed
     */
    int erase(String tenant, String resourceType, String resourceId, Set<String> names, String reason);

    /** The names that a resource has had in the log, as {@link LogRow#key} has them. */
    Set<String> namesOf(String tenant, String resourceType, String resourceId);

    /** Removes what is kept of a tenant, or of one of its directories. @return how many entries, at most as many as is said */
    int remove(String tenant, @Nullable String directoryId, int most);
}
