package dev.scimlet.directory.log;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which entries are wanted: all that is said holds for them. Newest first.
 *
 * @param words a part of the actor, the credential, the name, an id or a detail, in any case; empty for all
 * @param operations empty for all
 * @param results empty for all
 * @param resourceType exactly, or null
 * @param resourceId exactly, or null
 * @param directoryId exactly, or null
 * @param actor exactly, or null
 * @param from entries that begin then or later, or null
 * @param to entries that begin before, or null
 * @param before the id of an entry before which those of the page come, or null for the first page
 * @param limit how many at most, 1 to 1,000
 */
public record LogQuery(
        String words,
        Set<LogEntry.Operation> operations,
        Set<LogEntry.Result> results,
        @Nullable String resourceType,
        @Nullable String resourceId,
        @Nullable String directoryId,
        @Nullable String actor,
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable String before,
        int limit) {

    /** All entries, fifty at a time. */
    public static final LogQuery ALL = builder().build();

    private static final int MOST = 1_000;

    /**
     * Copies the sets.
     *
     * @throws IllegalArgumentException if the limit is none
     */
    public LogQuery {
        operations = Set.copyOf(operations);
        results = Set.copyOf(results);
        if (limit < 1 || limit > MOST) {
            throw new IllegalArgumentException("a page has 1 to " + MOST + " entries, not " + limit);
        }
    }

    /** A query for all that is changed from here. */
    public static Builder builder() {
        return new Builder();
    }

    /** A query that starts as this one. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.words = words;
        builder.operations = operations;
        builder.results = results;
        builder.resourceType = resourceType;
        builder.resourceId = resourceId;
        builder.directoryId = directoryId;
        builder.actor = actor;
        builder.from = from;
        builder.to = to;
        builder.before = before;
        builder.limit = limit;
        return builder;
    }

    /** Collects what is wanted. */
    public static final class Builder {

        private String words = "";
        private Set<LogEntry.Operation> operations = Set.of();
        private Set<LogEntry.Result> results = Set.of();
        private @Nullable String resourceType;
        private @Nullable String resourceId;
        private @Nullable String directoryId;
        private @Nullable String actor;
        private @Nullable Instant from;
        private @Nullable Instant to;
        private @Nullable String before;
        private int limit = 50;

        private Builder() {}

        /** A part of the actor, the credential, the name, an id or a detail, in any case. */
        public Builder words(String value) {
            this.words = value;
            return this;
        }

        /** Only these; none means all. */
        public Builder operations(Set<LogEntry.Operation> value) {
            this.operations = value;
            return this;
        }

        /** Only these; none means all. */
        public Builder results(Set<LogEntry.Result> value) {
            this.results = value;
            return this;
        }

        /** The name of a type. */
        public Builder resourceType(@Nullable String value) {
            this.resourceType = value;
            return this;
        }

        /** The id of a resource. */
        public Builder resourceId(@Nullable String value) {
            this.resourceId = value;
            return this;
        }

        /** The id of a directory. */
        public Builder directoryId(@Nullable String value) {
            this.directoryId = value;
            return this;
        }

        /** Who has asked, exactly. */
        public Builder actor(@Nullable String value) {
            this.actor = value;
            return this;
        }

        /** Entries that begin then or later. */
        public Builder from(@Nullable Instant value) {
            this.from = value;
            return this;
        }

        /** Entries that begin before. */
        public Builder to(@Nullable Instant value) {
            this.to = value;
            return this;
        }

        /** The next page: what {@link LogPage#next} says of the one before. */
        public Builder before(@Nullable String entryId) {
            this.before = entryId;
            return this;
        }

        /** How many at most, 1 to 1,000; by default 50. */
        public Builder limit(int value) {
            this.limit = value;
            return this;
        }

        /**
         * The query.
         *
         * @throws IllegalArgumentException if the limit is none
         */
        public LogQuery build() {
            return new LogQuery(
                    words, operations, results, resourceType, resourceId, directoryId, actor, from, to, before, limit);
        }
    }
}
