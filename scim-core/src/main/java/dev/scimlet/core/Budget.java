package dev.scimlet.core;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What one request may spend (RFC 7644 §7.7). Whatever a client can make dear draws from it while it works, so that the
 * work ends when the budget does; a Bulk request has one for all of its operations.
 *
 * <p>What is drawn does not come back: work that is done again, because another writer was faster, draws again. Once
 * something was refused, nothing is granted any more. For one request, and for one thread at a time.
 *
 * <p>Time is not drawn: how long work takes depends on what else a machine does. Only while others wait for what it holds, work
 * has to come to its end in time ({@link #whileLocked}).
 */
public final class Budget {

    /** What is spent. */
    public enum Item {
        /** Comparisons with the entries of lists, one for each entry and condition; a long text counts as several. */
        COMPARISONS("maxComparisons"),
        /** Entries of lists that a change has read before it could be computed. */
        ENTRIES_READ("maxEntriesRead"),
        /** Entries of lists that are new or get another content. */
        ENTRIES_WRITTEN("maxEntriesWritten"),
        /** Paths with a condition in brackets, which a PATCH has parsed. */
        PATHS("maxPaths"),
        /** Secrets to be hashed, which is made to be slow. */
        SECRETS("maxSecrets");

        private final String limit;

        Item(String limit) {
            this.limit = limit;
        }

        /** The name of the limit, by which it is set and which errors tell. */
        public String limit() {
            return limit;
        }

        private String noun() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    /** How long a client is told to wait that held something for too long; who waited for it comes first. */
    private static final Duration RETRY_AFTER_LOCK = Duration.ofSeconds(1);

    /** A hundred years, far from where nanoseconds overflow. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private static final Budget UNLIMITED = new Budget(new Builder());

    private final Map<Item, Account> accounts;
    private final @Nullable Duration maxLockTime;
    private final LongSupplier nanoTime;
    private boolean locked;
    private long lockEnd;
    private @Nullable ScimException refusal;

    /** What there is of one item. */
    private static final class Account {

        private final long most;
        private long left;

        Account(long most) {
            this.most = most;
            this.left = most;
        }
    }

    private Budget(Builder from) {
        this.accounts = new EnumMap<>(Item.class);
        from.limits.forEach((item, most) -> accounts.put(item, new Account(most)));
        this.maxLockTime = from.maxLockTime;
        this.nanoTime = from.nanoTime;
    }

    /** A budget that never ends: for what the host does itself. It counts nothing and is for any number of threads. */
    public static Budget unlimited() {
        return UNLIMITED;
    }

    /** Starts a budget; what is given no limit has none. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Draws an amount.
     *
     * @throws ScimException 413, naming the limit, if less is left or something was refused before; 503 if others have waited
     *     for long enough ({@link #whileLocked})
     */
    public void spend(Item item, long amount) {
        requireTime();
        Account account = accounts.get(item);
        if (account == null) {
            return;
        }
        requireGrants();
        if (amount > account.left) {
            throw refuse(item, account);
        }
        account.left -= amount;
    }

    /**
     * Draws an amount that is known only when the work is done: it may be more than is left, but not if nothing is. So the
     * first one passes, however large, and does not get a second.
     *
     * @throws ScimException 413, naming the limit, if nothing is left or something was refused before; 503 if others have
     *     waited for long enough ({@link #whileLocked})
     */
    public void spendDone(Item item, long amount) {
        requireTime();
        Account account = accounts.get(item);
        if (account == null || amount == 0) {
            return;
        }
        requireGrants();
        if (account.left <= 0) {
            throw refuse(item, account);
        }
        account.left -= amount;
    }

    /**
     * Asks whether anything is granted still.
     *
     * @throws ScimException what was answered when the budget did not suffice, if it did not
     */
    public void requireGrants() {
        if (refusal != null) {
            throw refusal;
        }
    }

    /**
     * Does work for which something is held that others wait for. From now on it may hold it for the time that the budget was
     * given; a budget that was given none does not look at the time.
     *
     * @throws ScimException what {@code work} throws; it is 503 with {@code Retry-After}, naming the limit, where work draws or
     *     asks ({@link #requireTime}) when the time is over. This uses nothing up: what else the request wants is granted as
     *     before
     */
    public <T> T whileLocked(Supplier<T> work) {
        if (maxLockTime == null) {
            return work.get();
        }
        boolean outer = locked;
        long outerEnd = lockEnd;
        lockEnd = nanoTime.getAsLong() + (maxLockTime.compareTo(LONGEST) > 0 ? LONGEST : maxLockTime).toNanos();
        locked = true;
        try {
            return work.get();
        } finally {
            locked = outer;
            lockEnd = outerEnd;
        }
    }

    /**
     * Asks whether what is held may be held still; always, where nothing is.
     *
     * @throws ScimException 503 with {@code Retry-After}, naming the limit, if it may not
     */
    public void requireTime() {
        if (locked && nanoTime.getAsLong() - lockEnd >= 0) {
            throw ScimException.unavailable(
                    "others change the same resource, and had to wait for longer than " + maxLockTime
                            + " until this change was computed (maxLockTime); ask for less at once, or try again later",
                    RETRY_AFTER_LOCK,
                    null);
        }
    }

    private ScimException refuse(Item item, Account account) {
        ScimException refused = ScimException.withStatus(
                413,
                "the request needs more than " + account.most + " " + item.noun() + ", the most that one may have ("
                        + item.limit() + "); ask for less at once");
        refusal = refused;
        return refused;
    }

    /** What was answered when the budget did not suffice; empty as long as it does. */
    public Optional<ScimException> refusal() {
        return Optional.ofNullable(refusal);
    }

    /**
     * A budget of what is left of this one, from which its drawing takes nothing: for work that is done before it is known
     * whether it counts. Time is none of its business.
     */
    public Budget trial() {
        Builder left = new Builder();
        accounts.forEach((item, account) -> left.limits.put(item, refusal == null ? Math.max(0, account.left) : 0));
        return new Budget(left);
    }

    /** Whether nothing has been drawn. */
    public boolean isUntouched() {
        for (Account account : accounts.values()) {
            if (account.left != account.most) {
                return false;
            }
        }
        return true;
    }

    /**
     * Draws what a trial has drawn, because its work counts.
     *
     * @throws ScimException as {@link #spend} and {@link #spendDone} would have thrown it
     */
    public void charge(Budget trial) {
        trial.accounts.forEach((item, account) -> {
            long drawn = account.most - account.left;
            if (account.left < 0) {
                spendDone(item, drawn);
            } else if (drawn > 0) {
                spend(item, drawn);
            }
        });
    }

    /** How much of an item has been drawn; 0 of one that has no limit. */
    public long spent(Item item) {
        Account account = accounts.get(item);
        return account == null ? 0 : account.most - account.left;
    }

    /** Collects the limits of a budget. */
    public static final class Builder {

        private final Map<Item, Long> limits = new EnumMap<>(Item.class);
        private @Nullable Duration maxLockTime;
        private LongSupplier nanoTime = System::nanoTime;

        private Builder() {}

        /**
         * Limits an item.
         *
         * @throws IllegalArgumentException if the limit is negative
         */
        public Builder limit(Item item, long most) {
            if (most < 0) {
                throw new IllegalArgumentException(item.limit() + " cannot be " + most);
            }
            limits.put(item, most);
            return this;
        }

        /**
         * Limits how long something may be held that others wait for.
         *
         * @throws IllegalArgumentException if the time is not positive
         */
        public Builder maxLockTime(Duration most) {
            if (most.isNegative() || most.isZero()) {
                throw new IllegalArgumentException("maxLockTime cannot be " + most);
            }
            this.maxLockTime = most;
            return this;
        }

        /**
         * By what that time is measured; {@link System#nanoTime} unless a test says otherwise.
         *
         * @param source of nanoseconds since anything, which never go back: an adjusted clock must not prolong what others wait for
         */
        public Builder nanoTime(LongSupplier source) {
            this.nanoTime = source;
            return this;
        }

        /** A budget of which nothing is spent. */
        public Budget build() {
            return new Budget(this);
        }
    }
}
