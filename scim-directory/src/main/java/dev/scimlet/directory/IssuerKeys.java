package dev.scimlet.directory;

import dev.scimlet.directory.jose.InvalidTokenException;
import dev.scimlet.directory.jose.JsonWebKey;
import dev.scimlet.directory.jose.JsonWebKeys;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keys of issuers, fetched when they are needed and kept for a while. Whoever sends key ids at random causes one fetch a minute.
 */
final class IssuerKeys {

    private static final Logger LOG = LoggerFactory.getLogger(Directories.class);

    private static final Duration FRESH = Duration.ofHours(1);
    private static final Duration SHORTEST_FRESH = Duration.ofMinutes(5);
    private static final Duration LONGEST_FRESH = Duration.ofHours(24);

    /** An issuer whose keys cannot be fetched for a weekend is not forgotten. */
    private static final Duration USABLE = Duration.ofDays(3);

    private static final Duration BETWEEN_FETCHES = Duration.ofMinutes(1);

    /** A little longer than a fetch may take. */
    private static final Duration PATIENCE = HttpsKeyFetcher.IN_ALL.plusSeconds(1);

    private static final int MOST_SETS = 1_000;

    private static final int MOST_FETCHES = 16;

    /** The keys cannot be had now. */
    static final class Unavailable extends Exception {

        private static final long serialVersionUID = 1L;

        Unavailable(String reason) {
            super(reason, null, false, false);
        }
    }

    private final KeyFetcher fetcher;
    private final Clock clock;
    private final Semaphore fetches = new Semaphore(MOST_FETCHES);
    private final AtomicInteger threads = new AtomicInteger();
    private final Map<String, Source> sources = new Bounded<>(MOST_SETS);

    IssuerKeys(KeyFetcher fetcher, Clock clock) {
        this.fetcher = fetcher;
        this.clock = clock;
    }

    /**
     * The keys that may have signed a token; none if the issuer has no such key.
     *
     * @throws Unavailable if the issuer cannot be asked, and what is known does not tell
     */
    List<JsonWebKey> candidates(String uri, @Nullable String keyId, String algorithm) throws Unavailable {
        Source source;
        synchronized (sources) {
            source = sources.computeIfAbsent(uri, Source::new);
        }
        return source.candidates(keyId, algorithm);
    }

    /** How many sets are kept. */
    int size() {
        synchronized (sources) {
            return sources.size();
        }
    }

    /** Whether keys are being fetched. */
    boolean isFetching() {
        return fetches.availablePermits() < MOST_FETCHES;
    }

    /** The keys at one place. */
    private final class Source {

        private final String uri;
        private @Nullable JsonWebKeys keys;
        private Instant fetched = Instant.MIN;
        private Instant freshUntil = Instant.MIN;
        private Instant tried = Instant.MIN;
        private String failure = "";
        private @Nullable CompletableFuture<Void> running;

        Source(String uri) {
            this.uri = uri;
        }

        List<JsonWebKey> candidates(@Nullable String keyId, String algorithm) throws Unavailable {
            CompletableFuture<Void> fetch;
            synchronized (this) {
                JsonWebKeys known = usable();
                List<JsonWebKey> found = known == null ? List.of() : known.candidates(keyId, algorithm);
                boolean stale = !clock.instant().isBefore(freshUntil);
                boolean settled = known != null && (!found.isEmpty() || keyId == null);
                fetch = settled && !stale ? null : fetchIfDue();
                if (settled) {
                    return found;
                }
            }
            await(fetch);
            synchronized (this) {
                JsonWebKeys known = usable();
                List<JsonWebKey> found = known == null ? List.of() : known.candidates(keyId, algorithm);
                if (found.isEmpty() && (known == null || !failure.isEmpty())) {
                    throw new Unavailable("the keys at " + uri + " cannot be fetched: " + failure);
                }
                return found;
            }
        }

        private @Nullable JsonWebKeys usable() {
            return keys != null && clock.instant().isBefore(fetched.plus(USABLE)) ? keys : null;
        }

        /** The fetch that is under way, or a new one unless there was one just now. */
        private @Nullable CompletableFuture<Void> fetchIfDue() {
            if (running != null) {
                return running;
            }
            Instant now = clock.instant();
            boolean justNow = !tried.equals(Instant.MIN) && now.isBefore(tried.plus(BETWEEN_FETCHES));
            if (justNow) {
                return null;
            }
            if (!fetches.tryAcquire()) {
                failure = "too many others are being fetched";
                return null;
            }
            tried = now;
            CompletableFuture<Void> begun = new CompletableFuture<>();
            running = begun;
            Thread thread = new Thread(() -> fetch(begun), "scimlet-keys-" + threads.incrementAndGet());
            thread.setDaemon(true);
            thread.start();
            return begun;
        }

        private void fetch(CompletableFuture<Void> begun) {
            try {
                KeyFetcher.Answer answer = fetcher.fetch(URI.create(uri));
                took(JsonWebKeys.read(answer.body()), answer.maxAge());
            } catch (IOException refused) {
                failed(String.valueOf(refused.getMessage()));
            } catch (InvalidTokenException malformed) {
                failed(malformed.reason());
            } catch (RuntimeException mistake) {
                LOG.error("the keys at {} were not fetched", uri, mistake);
                failed("the fetcher failed");
            } finally {
                synchronized (this) {
                    running = null;
                }
                fetches.release();
                begun.complete(null);
            }
        }

        private synchronized void took(JsonWebKeys fetchedKeys, @Nullable Duration maxAge) {
            if (fetchedKeys.isEmpty()) {
                failed("the set has no key that could be used");
                return;
            }
            Instant now = clock.instant();
            keys = fetchedKeys;
            fetched = now;
            freshUntil = now.plus(fresh(maxAge));
            failure = "";
        }

        private synchronized void failed(String reason) {
            failure = reason;
            LOG.warn("the keys at {} cannot be fetched: {}", uri, reason);
        }
    }

    private static Duration fresh(@Nullable Duration maxAge) {
        Duration wanted = Optional.ofNullable(maxAge).orElse(FRESH);
        if (wanted.compareTo(SHORTEST_FRESH) < 0) {
            return SHORTEST_FRESH;
        }
        return wanted.compareTo(LONGEST_FRESH) > 0 ? LONGEST_FRESH : wanted;
    }

    private static void await(@Nullable CompletableFuture<Void> fetch) throws Unavailable {
        if (fetch == null) {
            return;
        }
        try {
            fetch.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException tooLong) {
            throw new Unavailable("the keys take too long to fetch");
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw new Unavailable("the request was ended");
        } catch (ExecutionException impossible) {
            throw new IllegalStateException("a fetch tells of its failures otherwise", impossible);
        }
    }
}
