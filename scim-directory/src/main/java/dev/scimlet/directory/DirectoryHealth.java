package dev.scimlet.directory;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a directory fares. Times of the last request, success and change are those of all nodes, some seconds late; failures, and
 * what is made of them, are what this node has seen since it started. Requests of strangers do not count. Immutable.
 */
public final class DirectoryHealth {

    /** Kinds of answers that are failures. */
    public enum Failure {
        /** 401 and 403: the credentials are known, and have ended, are revoked or not allowed. */
        REFUSED,
        /** 429: the directory asked for more than it may. */
        LIMITED,
        /** Another 4xx, but for 404. */
        REJECTED,
        /** 503: paused, or a store is not there. */
        UNAVAILABLE,
        /** Another 5xx. */
        FAILED
    }

    /**
     * A kind of credential of which none will be left.
     *
     * @param last the one that ends last
     * @param withinDays 60, 30 or 7: before how many days it ends
     */
    public record Ending(Credential last, int withinDays) {}

    private final ActivityTimes times;
    private final Map<Failure, Integer> lastHour;
    private final Map<Failure, Integer> lastDay;
    private final Optional<Instant> refusedSince;
    private final Optional<Instant> silentSince;
    private final List<Ending> endings;
    private final Optional<AuditEntry> lastRefusal;

    DirectoryHealth(ActivityTimes times, Activity.Seen seen, List<Ending> endings, Optional<AuditEntry> lastRefusal) {
        this.times = times;
        this.lastHour = seen.lastHour();
        this.lastDay = seen.lastDay();
        this.refusedSince = seen.refusedSince();
        this.silentSince = seen.silentSince();
        this.endings = List.copyOf(endings);
        this.lastRefusal = lastRefusal;
    }

    /** When a request last came. */
    public Optional<Instant> lastRequest() {
        return Optional.ofNullable(times.lastRequest());
    }

    /** When one was last answered with success; 404 is one. */
    public Optional<Instant> lastSuccess() {
        return Optional.ofNullable(times.lastSuccess());
    }

    /** When one last changed something. */
    public Optional<Instant> lastChange() {
        return Optional.ofNullable(times.lastChange());
    }

    /** How many requests failed in the last hour, to the minute. */
    public Map<Failure, Integer> failuresInLastHour() {
        return lastHour;
    }

    /** How many requests failed in the last 24 hours, to the hour. */
    public Map<Failure, Integer> failuresInLastDay() {
        return lastDay;
    }

    /**
     * Since when all requests, five or more, were refused: the provider has probably put the connection into quarantine, or will.
     * Empty if one has succeeded since.
     */
    public Optional<Instant> refusedSince() {
        return refusedSince;
    }

    /** Whether the provider has probably put the connection into quarantine, or will: {@link #refusedSince}. */
    public boolean probablyInQuarantine() {
        return refusedSince.isPresent();
    }

    /**
     * Since when no request has come, if that is longer than three times the longest pause between two in the last 14 days, and the
     * directory has been watched for a day.
     */
    public Optional<Instant> silentSince() {
        return silentSince;
    }

    /** How long that silence lasts. */
    public Duration silence(Instant now) {
        return silentSince.map(since -> Duration.between(since, now)).orElse(Duration.ZERO);
    }

    /** The kinds of credentials of which soon none will be left. */
    public List<Ending> endings() {
        return endings;
    }

    /** What the token endpoint last refused the directory for, with what it expected and received. */
    public Optional<AuditEntry> lastRefusal() {
        return lastRefusal;
    }
}
