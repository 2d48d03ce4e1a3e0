package dev.scimlet.jdbc;

import dev.scimlet.core.ErrorType;
import dev.scimlet.core.ScimException;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;

/** What a failed statement means, read from the SQLState that H2 and PostgreSQL give. */
enum Failure {
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
    /** A mistake of the mapping, or of ours. */
    MISTAKE;

    /** How long clients are told to wait for a database that is not there. */
    static final Duration RETRY_AFTER = Duration.ofSeconds(10);

    /** How long clients are told to wait where others were in the way again and again. */
    static final Duration RETRY_AFTER_CONFLICT = Duration.ofSeconds(1);

    static Failure of(SQLException exception) {
        if (exception instanceof SQLTransientConnectionException
                || exception instanceof SQLNonTransientConnectionException) {
            return UNAVAILABLE;
        }
        String state = exception.getSQLState() == null ? "" : exception.getSQLState();
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
            default -> byClass(state);
        };
    }

    /** What the database itself said: of a batch, the first statement that failed. */
    static SQLException innermost(SQLException failure) {
        SQLException next = failure.getNextException();
        return failure instanceof BatchUpdateException && next != null ? innermost(next) : failure;
    }

    private static Failure byClass(String state) {
        if (state.startsWith("08") || state.startsWith("53") || state.startsWith("58")) {
            return UNAVAILABLE;
        }
        // Class 54: an index takes no value of this length
        return state.startsWith("22") || state.startsWith("54") ? VALUE : MISTAKE;
    }

    /** PostgreSQL lets two create the same table {@code IF NOT EXISTS} and tells one of them so: then it is there. */
    static SQLException ofCreation(SQLException failure) {
        String state = String.valueOf(failure.getSQLState());
        return state.equals("23505") || state.equals("42P07") || state.equals("42710")
                ? new SQLException("another node creates the tables", "40001", failure)
                : failure;
    }

    static ScimException unavailable(SQLException cause) {
        return ScimException.unavailable("the database cannot be reached or takes no changes now", RETRY_AFTER, cause);
    }

    static ScimException busy(SQLException cause) {
        return ScimException.unavailable(
                "others change the same resource again and again", RETRY_AFTER_CONFLICT, cause);
    }

    static ScimException locked(SQLException cause) {
        return ScimException.unavailable(
                "waited for a lock that another change of the resource did not give up", RETRY_AFTER_CONFLICT, cause);
    }

    static ScimException unfitValue() {
        return ScimException.of(
                ErrorType.INVALID_VALUE, "a value is missing, too long or out of the range that can be stored");
    }

    static ScimException stillReferredTo() {
        return ScimException.withStatus(409, "the resource is still referred to by other records of the application");
    }

    static ScimException unfitOperand() {
        return ScimException.of(
                ErrorType.INVALID_FILTER, "a value of the filter is out of the range that can be stored");
    }

    /** Not for the client: logged where it ends, answered with 500. */
    static IllegalStateException mistake(SQLException cause) {
        return new IllegalStateException("a statement failed with SQLState " + cause.getSQLState(), cause);
    }
}
