package dev.scimlet.protocol;

import dev.scimlet.core.Budget;
import dev.scimlet.core.json.ReadLimits;
import dev.scimlet.filter.FilterSyntax;
import dev.scimlet.protocol.access.PasswordEncoder;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How much a request may ask for, each limit by its name (RFC 7644 §7.7, A-78). Errors tell the name of the limit that was
 * passed. Immutable.
 *
 * <pre>{@code
 * ServiceLimits limits = ServiceLimits.builder().maxSecrets(8).maxBodyBytes(8 << 20).build();
 * }</pre>
 *
 * Comparisons, entries and secrets are counted while a request works, in all operations of a Bulk request together: the
 * operation with which they run out, and those that remain, are refused; those before stand. The defaults keep the dearest
 * request within a second of one processor core. Of time there is one limit, {@link Builder#maxLockTime}, for who keeps others
 * waiting.
 */
public final class ServiceLimits {

    /** The limits that a service has if it is given no others. */
    public static final ServiceLimits DEFAULT = builder().build();

    private final int maxBodyBytes;
    private final int maxBulkBytes;
    private final int maxBulkOperations;
    private final int maxResults;
    private final int defaultPageSize;
    private final int maxNesting;
    private final int maxEntries;
    private final int maxPatchOperations;
    private final int filterLength;
    private final int filterDepth;
    private final int filterComparisons;
    private final long maxTotalResults;
    private final long maxComparisons;
    private final long maxEntriesRead;
    private final long maxEntriesWritten;
    private final long maxPaths;
    private final long maxSecrets;
    private final long maxResourceBytes;
    private final Duration maxLockTime;
    private final Duration cursorLifetime;

    private ServiceLimits(Builder from) {
        this.maxBodyBytes = from.maxBodyBytes;
        this.maxBulkBytes = from.maxBulkBytes;
        this.maxBulkOperations = from.maxBulkOperations;
        this.maxResults = from.maxResults;
        this.defaultPageSize = from.defaultPageSize;
        this.maxNesting = from.maxNesting;
        this.maxEntries = from.maxEntries;
        this.maxPatchOperations = from.maxPatchOperations;
        this.filterLength = from.filterLength;
        this.filterDepth = from.filterDepth;
        this.filterComparisons = from.filterComparisons;
        this.maxTotalResults = from.maxTotalResults;
        this.maxComparisons = from.maxComparisons;
        this.maxEntriesRead = from.maxEntriesRead;
        this.maxEntriesWritten = from.maxEntriesWritten;
        this.maxPaths = from.maxPaths;
        this.maxSecrets = from.maxSecrets;
        this.maxResourceBytes = from.maxResourceBytes;
        this.maxLockTime = from.maxLockTime;
        this.cursorLifetime = from.cursorLifetime;
    }

    /** Starts with the default of every limit. */
    public static Builder builder() {
        return new Builder();
    }

    /** Starts with these limits. */
    public Builder toBuilder() {
        Builder same = new Builder();
        same.maxBodyBytes = maxBodyBytes;
        same.maxBulkBytes = maxBulkBytes;
        same.maxBulkOperations = maxBulkOperations;
        same.maxResults = maxResults;
        same.defaultPageSize = defaultPageSize;
        same.maxNesting = maxNesting;
        same.maxEntries = maxEntries;
        same.maxPatchOperations = maxPatchOperations;
        same.filterLength = filterLength;
        same.filterDepth = filterDepth;
        same.filterComparisons = filterComparisons;
        same.maxTotalResults = maxTotalResults;
        same.maxComparisons = maxComparisons;
        same.maxEntriesRead = maxEntriesRead;
        same.maxEntriesWritten = maxEntriesWritten;
        same.maxPaths = maxPaths;
        same.maxSecrets = maxSecrets;
        same.maxResourceBytes = maxResourceBytes;
        same.maxLockTime = maxLockTime;
        same.cursorLifetime = cursorLifetime;
        return same;
    }

    /** The limit {@link Builder#maxBodyBytes}. */
    public int maxBodyBytes() {
        return maxBodyBytes;
    }

    /** The limit {@link Builder#maxBulkBytes}. */
    public int maxBulkBytes() {
        return maxBulkBytes;
    }

    /** The limit {@link Builder#maxBulkOperations}. */
    public int maxBulkOperations() {
        return maxBulkOperations;
    }

    /** The limit {@link Builder#maxResults}. */
    public int maxResults() {
        return maxResults;
    }

    /** The limit {@link Builder#defaultPageSize}. */
    public int defaultPageSize() {
        return defaultPageSize;
    }

    /** The limit {@link Builder#maxNesting}. */
    public int maxNesting() {
        return maxNesting;
    }

    /** The limit {@link Builder#maxEntries}. */
    public int maxEntries() {
        return maxEntries;
    }

    /** The limit {@link Builder#maxPatchOperations}. */
    public int maxPatchOperations() {
        return maxPatchOperations;
    }

    /** The limit {@link Builder#filterLength}. */
    public int filterLength() {
        return filterLength;
    }

    /** The limit {@link Builder#filterDepth}. */
    public int filterDepth() {
        return filterDepth;
    }

    /** The limit {@link Builder#filterComparisons}. */
    public int filterComparisons() {
        return filterComparisons;
    }

    /** The limit {@link Builder#maxTotalResults}. */
    public long maxTotalResults() {
        return maxTotalResults;
    }

    /** The limit {@link Builder#maxComparisons}. */
    public long maxComparisons() {
        return maxComparisons;
    }

    /** The limit {@link Builder#maxEntriesRead}. */
    public long maxEntriesRead() {
        return maxEntriesRead;
    }

    /** The limit {@link Builder#maxEntriesWritten}. */
    public long maxEntriesWritten() {
        return maxEntriesWritten;
    }

    /** The limit {@link Builder#maxPaths}. */
    public long maxPaths() {
        return maxPaths;
    }

    /** The limit {@link Builder#maxSecrets}. */
    public long maxSecrets() {
        return maxSecrets;
    }

    /** The limit {@link Builder#maxResourceBytes}. */
    public long maxResourceBytes() {
        return maxResourceBytes;
    }

    /** The limit {@link Builder#maxLockTime}. */
    public Duration maxLockTime() {
        return maxLockTime;
    }

    /** The limit {@link Builder#cursorLifetime}. */
    public Duration cursorLifetime() {
        return cursorLifetime;
    }

    /** Every limit with its value, as {@link Builder#set} takes it. */
    public Map<String, String> byName() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("maxBodyBytes", Integer.toString(maxBodyBytes));
        values.put("maxBulkBytes", Integer.toString(maxBulkBytes));
        values.put("maxBulkOperations", Integer.toString(maxBulkOperations));
        values.put("maxResults", Integer.toString(maxResults));
        values.put("defaultPageSize", Integer.toString(defaultPageSize));
        values.put("maxNesting", Integer.toString(maxNesting));
        values.put("maxEntries", Integer.toString(maxEntries));
        values.put("maxPatchOperations", Integer.toString(maxPatchOperations));
        values.put("filterLength", Integer.toString(filterLength));
        values.put("filterDepth", Integer.toString(filterDepth));
        values.put("filterComparisons", Integer.toString(filterComparisons));
        values.put("maxTotalResults", Long.toString(maxTotalResults));
        values.put("maxComparisons", Long.toString(maxComparisons));
        values.put("maxEntriesRead", Long.toString(maxEntriesRead));
        values.put("maxEntriesWritten", Long.toString(maxEntriesWritten));
        values.put("maxPaths", Long.toString(maxPaths));
        values.put("maxSecrets", Long.toString(maxSecrets));
        values.put("maxResourceBytes", Long.toString(maxResourceBytes));
        values.put("maxLockTime", maxLockTime.toString());
        values.put("cursorLifetime", cursorLifetime.toString());
        return Collections.unmodifiableMap(values);
    }

    ReadLimits body() {
        return new ReadLimits(maxNesting, maxEntries, maxPatchOperations);
    }

    FilterSyntax filters() {
        return FilterSyntax.builder()
                .maxLength(filterLength)
                .maxDepth(filterDepth)
                .maxComparisons(filterComparisons)
                .build();
    }

    /** What one request may spend. */
    Budget budget(LongSupplier nanoTime) {
        return Budget.builder()
                .limit(Budget.Item.COMPARISONS, maxComparisons)
                .limit(Budget.Item.ENTRIES_READ, maxEntriesRead)
                .limit(Budget.Item.ENTRIES_WRITTEN, maxEntriesWritten)
                .limit(Budget.Item.PATHS, maxPaths)
                .limit(Budget.Item.SECRETS, maxSecrets)
                .maxLockTime(maxLockTime)
                .nanoTime(nanoTime)
                .build();
    }

    @Override
    public String toString() {
        return byName().toString();
    }

    /** Collects limits. Each is 1 or more, else an {@link IllegalArgumentException} names it. */
    public static final class Builder {

        private int maxBodyBytes = 1 << 20;
        private int maxBulkBytes = 4 << 20;
        private int maxBulkOperations = 1_000;
        private int maxResults = 1_000;
        private int defaultPageSize = 100;
        private int maxNesting = ReadLimits.DEFAULT.nesting();
        private int maxEntries = ReadLimits.DEFAULT.entries();
        private int maxPatchOperations = ReadLimits.DEFAULT.operations();
        private int filterLength = FilterSyntax.DEFAULT_MAX_LENGTH;
        private int filterDepth = FilterSyntax.DEFAULT_MAX_DEPTH;
        private int filterComparisons = FilterSyntax.DEFAULT_MAX_COMPARISONS;
        private long maxTotalResults = Long.MAX_VALUE;
        private long maxComparisons = 2_000_000;
        private long maxEntriesRead = 100_000;
        private long maxEntriesWritten = 20_000;
        private long maxPaths = 20_000;
        private long maxSecrets = 4;
        private long maxResourceBytes = 64 << 10;
        private Duration maxLockTime = Duration.ofSeconds(2);
        private Duration cursorLifetime = Duration.ofHours(1);

        private Builder() {}

        /**
         * The largest body of a request, and the largest data of an operation in a Bulk request, in bytes: more is 413. 1 MiB
         * by default, some 20,000 members.
         */
        public Builder maxBodyBytes(int bytes) {
            this.maxBodyBytes = (int) positive("maxBodyBytes", bytes);
            return this;
        }

        /**
         * The largest body of a Bulk request in bytes, {@code maxPayloadSize}: more is 413. 4 MiB by default: it is held in
         * memory.
         */
        public Builder maxBulkBytes(int bytes) {
            this.maxBulkBytes = (int) positive("maxBulkBytes", bytes);
            return this;
        }

        /** The most operations of a Bulk request, {@code maxOperations}: more is 413. 1,000 by default. */
        public Builder maxBulkOperations(int most) {
            this.maxBulkOperations = (int) positive("maxBulkOperations", most);
            return this;
        }

        /**
         * The largest page, {@code filter.maxResults}: a larger {@code count} is cut. 1,000 by default; with {@link
         * #maxResourceBytes} it bounds the memory that a page takes.
         */
        public Builder maxResults(int results) {
            this.maxResults = (int) positive("maxResults", results);
            return this;
        }

        /** The page size where the client names none; 100 by default. */
        public Builder defaultPageSize(int results) {
            this.defaultPageSize = (int) positive("defaultPageSize", results);
            return this;
        }

        /**
         * How deep objects and arrays of a body may be nested: deeper is {@code invalidSyntax}. 100 by default, where SCIM needs
         * a handful.
         */
        public Builder maxNesting(int levels) {
            this.maxNesting = (int) positive("maxNesting", levels);
            return this;
        }

        /** The most entries of one list in a body: more is 413. 100,000 by default. */
        public Builder maxEntries(int most) {
            this.maxEntries = (int) positive("maxEntries", most);
            return this;
        }

        /**
         * The most operations of one PATCH, and names of one body that have to be parsed because they may be paths: more is
         * 413. 1,000 by default.
         */
        public Builder maxPatchOperations(int most) {
            this.maxPatchOperations = (int) positive("maxPatchOperations", most);
            return this;
        }

        /** The longest filter in characters: longer is {@code invalidFilter}. 32,768 by default. */
        public Builder filterLength(int characters) {
            this.filterLength = (int) positive("filterLength", characters);
            return this;
        }

        /** How deep a filter may be nested: deeper is {@code invalidFilter}. 64 by default: readers of filters recurse. */
        public Builder filterDepth(int levels) {
            this.filterDepth = (int) positive("filterDepth", levels);
            return this;
        }

        /** The most comparisons that a filter may name: more is {@code invalidFilter}. 1,000 by default. */
        public Builder filterComparisons(int most) {
            this.filterComparisons = (int) positive("filterComparisons", most);
            return this;
        }

        /** Queries with more results are refused with {@code tooMany} (RFC 7644 §3.4.2.1). By default none are. */
        public Builder maxTotalResults(long results) {
            this.maxTotalResults = positive("maxTotalResults", results);
            return this;
        }

        /**
         * The most comparisons of a condition with an entry of a list, counted while a PATCH selects entries and while a query
         * walks over long lists; a text counts once more for every 64 characters. More is 413, in a query {@code tooMany}.
         * 2,000,000 by default: a few tenths of a second, or twenty conditions on a group of 100,000 members.
         */
        public Builder maxComparisons(long most) {
            this.maxComparisons = positive("maxComparisons", most);
            return this;
        }

        /**
         * The most entries of lists that changes may have to read before they can be computed. Who comes when that many were
         * read is answered with 413, so a single change of a larger list passes. 100,000 by default: reading so many takes a
         * database a few tenths of a second. Members that are added and removed by their value are not read.
         */
        public Builder maxEntriesRead(long most) {
            this.maxEntriesRead = positive("maxEntriesRead", most);
            return this;
        }

        /**
         * The most entries of lists that are new or get another content: more is 413. 20,000 by default, as many members as a
         * body of 1 MiB has by their UUIDs; a database takes half a second to write them. An operation of a Bulk request after
         * the first counts for 10, as a transaction takes as long.
         */
        public Builder maxEntriesWritten(long most) {
            this.maxEntriesWritten = positive("maxEntriesWritten", most);
            return this;
        }

        /**
         * The most paths with a condition in brackets, such as {@code members[value eq "7"]}, that are parsed for one request:
         * more is 413. 20,000 by default, which takes some tenths of a second; one PATCH has {@link #maxPatchOperations}.
         */
        public Builder maxPaths(long most) {
            this.maxPaths = positive("maxPaths", most);
            return this;
        }

        /**
         * The most secrets, such as passwords, that are hashed for one request: more is 413. 4 by default: by the standard
         * {@link PasswordEncoder} each costs a fifth of a second, as it must.
         */
        public Builder maxSecrets(long most) {
            this.maxSecrets = positive("maxSecrets", most);
            return this;
        }

        /**
         * The largest resource that a client can make, in bytes, its lists of references ({@code members}) left out: more is
         * 413. 64 KiB by default, so that a page of 1,000 stays below 64 MiB. What a PATCH does not look
         * at is read for this only if what it looks at grows beyond a 32nd of the limit.
         */
        public Builder maxResourceBytes(long bytes) {
            this.maxResourceBytes = positive("maxResourceBytes", bytes);
            return this;
        }

        /**
         * How long a change may hold a resource while it is computed, a second or more: longer is 503, and nothing is written. A
         * change holds one only if others were faster twice. 2 seconds by default: what {@link ServiceLimits the other limits}
         * let through takes one, and who waits gets the resource before the database or the client gives up.
         */
        public Builder maxLockTime(Duration most) {
            positive("maxLockTime", most.toSeconds());
            this.maxLockTime = most;
            return this;
        }

        /** How long a cursor can be used, a second or more; an hour by default. */
        public Builder cursorLifetime(Duration lifetime) {
            positive("cursorLifetime", lifetime.toSeconds());
            this.cursorLifetime = lifetime;
            return this;
        }

        /**
         * Sets a limit by its name; for settings that are read from somewhere.
         *
         * @param name one of {@link ServiceLimits#byName()}
         * @param value a whole number, or a duration such as {@code PT1H} (ISO 8601)
         * @throws IllegalArgumentException if there is no such limit, or the value does not fit it, with a sentence that
         *     says so
         */
        public Builder set(String name, String value) {
            return switch (name) {
                case "maxBodyBytes" -> maxBodyBytes(whole(name, value));
                case "maxBulkBytes" -> maxBulkBytes(whole(name, value));
                case "maxBulkOperations" -> maxBulkOperations(whole(name, value));
                case "maxResults" -> maxResults(whole(name, value));
                case "defaultPageSize" -> defaultPageSize(whole(name, value));
                case "maxNesting" -> maxNesting(whole(name, value));
                case "maxEntries" -> maxEntries(whole(name, value));
                case "maxPatchOperations" -> maxPatchOperations(whole(name, value));
                case "filterLength" -> filterLength(whole(name, value));
                case "filterDepth" -> filterDepth(whole(name, value));
                case "filterComparisons" -> filterComparisons(whole(name, value));
                case "maxTotalResults" -> maxTotalResults(number(name, value));
                case "maxComparisons" -> maxComparisons(number(name, value));
                case "maxEntriesRead" -> maxEntriesRead(number(name, value));
                case "maxEntriesWritten" -> maxEntriesWritten(number(name, value));
                case "maxPaths" -> maxPaths(number(name, value));
                case "maxSecrets" -> maxSecrets(number(name, value));
                case "maxResourceBytes" -> maxResourceBytes(number(name, value));
                case "maxLockTime" -> maxLockTime(duration(name, value));
                case "cursorLifetime" -> cursorLifetime(duration(name, value));
                default -> throw new IllegalArgumentException("there is no limit '" + name + "'");
            };
        }

        private static int whole(String name, String value) {
            return (int) number(name, value, Integer.MAX_VALUE);
        }

        private static long number(String name, String value) {
            return number(name, value, Long.MAX_VALUE);
        }

        private static long number(String name, String value, long largest) {
            try {
                long number = Long.parseLong(value);
                if (number >= 1 && number <= largest) {
                    return number;
                }
            } catch (NumberFormatException notANumber) {
                // said below
            }
            throw new IllegalArgumentException(name + " takes a number from 1 to " + largest + ", not '" + value + "'");
        }

        private static Duration duration(String name, String value) {
            try {
                Duration duration = Duration.parse(value);
                if (duration.compareTo(Duration.ofSeconds(1)) >= 0) {
                    return duration;
                }
            } catch (DateTimeParseException notADuration) {
                // said below
            }
            throw new IllegalArgumentException(name + " takes a duration such as PT1H or PT90S, not '" + value + "'");
        }

        private static long positive(String name, long value) {
            if (value < 1) {
                throw new IllegalArgumentException(name + " is at least 1, not " + value);
            }
            return value;
        }

        /** The limits. */
        public ServiceLimits build() {
            return new ServiceLimits(this);
        }
    }
}
