package dev.scimlet.spi.sql;

import dev.scimlet.core.ErrorType;
import dev.scimlet.core.ScimException;
import dev.scimlet.spi.ConflictException;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTimeoutException;
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

    /** What a server says to changes that only reads, as a replica. */
    private static final String READ_ONLY = "25006";

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
        String state = state(said);
        return switch (state) {
            case "40001", "40P01", "90131" -> CONFLICT;
            case "55P03", "HYT00" -> LOCKED;
            case "23505", "23P01" -> UNIQUE;
            case "23001", "23503", "23506" -> REFERENCE;
            case "23502", "23513", "23514" -> VALUE;
            case "57P01", "57P02", "57P03", "57P05", CANCELLED, "90067", "90098", "90121", "90135" -> UNAVAILABLE;
            // After a failover the server may be a replica, which only reads; or it ended a transaction that took too
            // long
            case READ_ONLY, "25P03", "25P04", "90097" -> UNAVAILABLE;
            // CockroachDB cannot say whether a statement or a commit is done
            case "40003" -> UNAVAILABLE;
            // Of MariaDB and MySQL: a statement or a connection was ended from outside
            case "70100" -> UNAVAILABLE;
            default -> byClass(state);
        };
    }

    private static SqlFailure byClass(String state) {
        if (state.startsWith("08") || state.startsWith("53") || state.startsWith("58")) {
            return UNAVAILABLE;
        }
        // Class 54: an index takes no value of this length
        return state.startsWith("22") || state.startsWith("54") ? VALUE : MISTAKE;
    }

    /**
     * The SQLState by which a failure is understood: that of what the database said, or where MariaDB and MySQL tell more by their
     * own number, the one that PostgreSQL has for it. Empty if there is none.
     */
    public static String state(SQLException failure) {
        SQLException said = said(failure);
        String state = said.getSQLState() == null ? "" : said.getSQLState();
        return switch (state) {
            // The driver of MySQL ends what takes too long by itself
            case "" -> said instanceof SQLTimeoutException ? CANCELLED : "";
            case "HY000", "HY001", "23000", "22001", "40001", "42000", "01000", "70100" ->
                ofMariaDb(said.getErrorCode(), state);
            default -> state;
        };
    }

    private static String ofMariaDb(int number, String state) {
        return switch (number) {
            case 1020, 1213 -> "40001";
            case 1205 -> "55P03";
            case 1062, 1169, 1586 -> "23505";
            case 1216, 1217, 1451, 1452 -> "23503";
            // Without a value, and without a default
            case 1048, 1364 -> "23502";
            case 3819, 4025 -> "23514";
            case 1264, 1690 -> "22003";
            case 1265, 1292, 1366 -> "22007";
            // A limit of the session, or of the statement
            case 1969, 3024 -> CANCELLED;
            case 1290, 1792, 1836 -> READ_ONLY;
            case 1203 -> "53300";
            default -> state;
        };
    }

    /**
     * What the database itself said: of a batch the first statement that failed, of what says nothing the first behind it that
     * does. The failure itself if there is none.
     */
    public static SQLException said(SQLException failure) {
        List<SQLException> saying = all(failure).stream()
                .filter(SQLException.class::isInstance)
                .map(SQLException.class::cast)
                .filter(any -> isOfConnection(any) || hasState(any) || any instanceof SQLTimeoutException)
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
    public static @Nullable SQLException behind(Throwable thrown) {
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

    /**
     * What a unit ends with whose commit failed. A database that gives a reason has rolled back; where the connection broke, it
     * may have committed.
     *
     * @param failure what the database or its driver said
     * @param thrown what came out of the commit
     */
    public static RuntimeException ofCommit(SQLException failure, Exception thrown) {
        return switch (of(failure)) {
            case CONFLICT -> ConflictException.overtaken(failure);
            // Constraints that the host's tables defer to the commit
            case UNIQUE -> ScimException.of(ErrorType.UNIQUENESS, "another resource has a value that must be unique");
            case REFERENCE ->
                ScimException.withStatus(
                        409,
                        "the change refers to something that is not there, or to something that other records of the"
                                + " application refer to is gone with it");
            case VALUE ->
                ScimException.of(
                        ErrorType.INVALID_VALUE, "a value is missing, too long or out of the range that can be stored");
            case LOCKED, UNAVAILABLE -> SqlUnitOfWork.unknown(thrown);
            case MISTAKE ->
                isFromDatabase(failure)
                        ? new IllegalStateException(
                                "a commit failed with SQLState " + said(failure).getSQLState(), thrown)
                        : SqlUnitOfWork.unknown(thrown);
        };
    }

    /**
     * As {@link #passing}, of a statement that would have been stored by itself: where the connection broke, or the server went
     * down, it may be stored.
     */
    static @Nullable RuntimeException ofOneStep(SQLException failure) {
        throwError(failure);
        String state = state(failure);
        boolean lost = isOfConnection(said(failure))
                || state.isEmpty()
                || state.startsWith("08")
                || state.startsWith("57P")
                || state.equals("40003");
        return lost ? SqlUnitOfWork.unknown(failure) : passing(failure);
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
        if (CANCELLED.equals(state(cause))) {
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
