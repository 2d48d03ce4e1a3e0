package dev.scimlet.spi.sql;

import dev.scimlet.core.ScimException;
import dev.scimlet.spi.ConflictException;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a failed statement means, read from the SQLState that databases give. */
public enum SqlFailure {
    /** Another transaction was in the way; the same work may succeed now. */
    CONFLICT,
    /** Another transaction holds a lock for longer than the database lets us wait. */
    LOCKED,
    /** A unique value is taken. */
    UNIQUE,
    /** A reference leads nowhere, or something still refers to the row. */
    REFERENCE,
    /** A value does not fit its column. */
    VALUE,
    /** The database is not there, or takes no changes for a while. */
    UNAVAILABLE,
    /** A mistake of a mapping, or of ours. */
    MISTAKE;

    /** How long clients are told to wait for a database that is not there. */
    private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

    /** How much behind a failure is looked at: a batch may have one for each of its statements. */
    private static final int MOST_BEHIND = 20;

    /** What a statement ends with that took longer than it may, here or by a setting of the database. */
    private static final String CANCELLED = "57014";

    /**
     * The meaning of a failure, that of what is behind it where it says nothing itself: a batch, a pool or a proxy may keep
     * what the database said.
     *
     * @throws Error what is behind the failure, if that is an {@link Error}: drivers wrap even that memory has run out, of
     *     which the database knows nothing
     */
    public static SqlFailure of(SQLException exception) {
        throwError(exception);
        SQLException said = said(exception);
        if (isOfConnection(said)) {
            return UNAVAILABLE;
        }
        String state = said.getSQLState() == null ? "" : said.getSQLState();
        return switch (state) {
            case "40001", "40P01", "90131" -> CONFLICT;
            case "55P03", "HYT00" -> LOCKED;
            case "23505", "23P01" -> UNIQUE;
            case "23001", "23503", "23506" -> REFERENCE;
            case "23502", "23513", "23514" -> VALUE;
            case "57P01", "57P02", "57P03", "57P05", "57014", "90067", "90098", "90121", "90135" -> UNAVAILABLE;
            // After a failover the server may be a replica, which only reads; or it ended a transaction that took too
            // long
            case "25006", "25P03", "25P04", "90097" -> UNAVAILABLE;
            // CockroachDB cannot say whether a statement or a commit is done
            case "40003" -> UNAVAILABLE;
            default -> byNumber(said.getErrorCode(), state);
        };
    }

    /** MariaDB and MySQL tell more by their own numbers than by SQLState. */
    private static SqlFailure byNumber(int number, String state) {
        boolean mariaDb = state.equals("HY000") || state.equals("23000");
        if (mariaDb) {
            switch (number) {
                case 1020, 1213 -> {
                    return CONFLICT;
                }
                case 1205 -> {
                    return LOCKED;
                }
                case 1062, 1586 -> {
                    return UNIQUE;
                }
                case 1216, 1217, 1451, 1452 -> {
                    return REFERENCE;
                }
                case 1048, 1366, 3819, 4025 -> {
                    return VALUE;
                }
                default -> {
                    return MISTAKE;
                }
            }
        }
        if (state.startsWith("08") || state.startsWith("53") || state.startsWith("58")) {
            return UNAVAILABLE;
        }
        // Class 54: an index takes no value of this length
        return state.startsWith("22") || state.startsWith("54") ? VALUE : MISTAKE;
    }

    /**
     * What the database itself said: of a batch the first statement that failed, of what says nothing the first behind it that
     * does. The failure itself if there is none.
     */
    public static SQLException said(SQLException failure) {
        List<SQLException> saying = all(failure).stream()
                .filter(SQLException.class::isInstance)
                .map(SQLException.class::cast)
                .filter(any -> isOfConnection(any) || hasState(any))
                .toList();
        return saying.stream()
                .filter(any -> !(any instanceof BatchUpdateException))
                .findFirst()
                .orElse(saying.isEmpty() ? failure : saying.get(0));
    }

    /** A failure and what is behind it, in this order. */
    private static Set<Throwable> all(SQLException failure) {
        Set<Throwable> all = new LinkedHashSet<>();
        collect(failure, all);
        return all;
    }

    private static void collect(@Nullable Throwable failure, Set<Throwable> all) {
        if (failure == null || all.size() == MOST_BEHIND || !all.add(failure)) {
            return;
        }
        if (failure instanceof SQLException chained) {
            collect(chained.getNextException(), all);
        }
        collect(failure.getCause(), all);
    }

    private static boolean isOfConnection(SQLException failure) {
        return failure instanceof SQLTransientConnectionException
                || failure instanceof SQLNonTransientConnectionException;
    }

    private static boolean hasState(SQLException failure) {
        return failure.getSQLState() != null && !failure.getSQLState().isEmpty();
    }

    /** Whether the database itself said so; a failure without SQLState is the driver's, which lost it. */
    static boolean isFromDatabase(SQLException failure) {
        return hasState(said(failure));
    }

    /** The failure behind what a framework throws; null if there is none. */
    static @Nullable SQLException behind(Throwable thrown) {
        Throwable cause = thrown;
        for (int depth = 0; cause != null && depth < MOST_BEHIND; depth++) {
            if (cause instanceof SQLException failure) {
                return failure;
            }
            cause = cause.getCause();
        }
        return null;
    }

    /**
     * What ends a unit after a failure that is nobody's mistake: a {@link ConflictException} or a 503; null if it is another
     * failure.
     */
    public static @Nullable RuntimeException passing(SQLException failure) {
        return switch (of(failure)) {
            case CONFLICT -> ConflictException.overtaken(failure);
            case LOCKED -> ConflictException.locked(failure);
            case UNAVAILABLE -> unavailable(failure);
            default -> null;
        };
    }

    private static void throwError(SQLException exception) {
        for (Throwable behind : all(exception)) {
            if (behind instanceof Error error) {
                throw error;
            }
        }
    }

    /** The answer where the database is not there, or took too long. */
    public static ScimException unavailable(SQLException cause) {
        throwError(cause);
        if (CANCELLED.equals(said(cause).getSQLState())) {
            // Whether the search is too dear or the database too busy cannot be told, and only the first would be the
            // client's
            return ScimException.unavailable(
                    "the database took longer than one statement may; ask for less, or try again later",
                    RETRY_AFTER,
                    cause);
        }
        return ScimException.unavailable("the database cannot be reached or takes no changes now", RETRY_AFTER, cause);
    }
}
