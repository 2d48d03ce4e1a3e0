package dev.scimlet.directory;

import dev.scimlet.core.ScimException;
import dev.scimlet.protocol.access.RequestLimiter;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How much each directory may ask for: requests a second, and at a time. In the memory of this node: two nodes let twice as much
 * pass.
 */
final class RequestLimits {

    /** What is kept of directories that have done nothing for a while is thrown away when there is more than this. */
    private static final int MOST_KEPT = 10_000;

    private final LongSupplier nanoTime;
    private final Map<String, Load> loads = new HashMap<>();

    /** What one directory is at. */
    private static final class Load {
        TokenBucket bucket;
        int inFlight;

        Load(TokenBucket bucket) {
            this.bucket = bucket;
        }
    }

    RequestLimits(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** @throws ScimException 429 if the directory has to wait */
    synchronized RequestLimiter.Admission admit(Directory directory) {
        DirectorySettings settings = directory.settings();
        long now = nanoTime.getAsLong();
        Load load = load(directory.id(), settings, now);
        if (load.inFlight >= settings.inFlight()) {
            throw ScimException.tooManyRequests(
                    "this directory has " + settings.inFlight() + " requests under way, which is as many as it may",
                    Duration.ofSeconds(1));
        }
        if (!load.bucket.take(now)) {
            throw ScimException.tooManyRequests(
                    "this directory may send " + settings.requestsPerSecond() + " requests a second",
                    load.bucket.untilNext());
        }
        load.inFlight++;
        return () -> release(load);
    }

    private Load load(String directoryId, DirectorySettings settings, long now) {
        int perSecond = settings.requestsPerSecond();
        int atOnce = settings.burst();
        Load load = loads.get(directoryId);
        if (load == null) {
            if (loads.size() >= MOST_KEPT) {
                loads.values().removeIf(idle -> idle.inFlight == 0);
            }
            load = new Load(new TokenBucket(perSecond, atOnce, now));
            loads.put(directoryId, load);
        } else if (!load.bucket.isFor(perSecond, atOnce)) {
            load.bucket = new TokenBucket(perSecond, atOnce, now);
        }
        return load;
    }

    private synchronized void release(Load load) {
        load.inFlight--;
    }

    /** How many requests of a directory are under way. */
    synchronized int inFlight(String directoryId) {
        Load load = loads.get(directoryId);
        return load == null ? 0 : load.inFlight;
    }
}
