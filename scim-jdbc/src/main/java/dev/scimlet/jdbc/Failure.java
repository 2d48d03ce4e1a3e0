package dev.scimlet.jdbc;

import dev.scimlet.core.ErrorType;
import dev.scimlet.core.ScimException;
import dev.scimlet.spi.sql.SqlFailure;
import java.sql.SQLException;

/** What clients are told of statements that the database refuses. */
final class Failure {

    private Failure() {}

    /** PostgreSQL lets two create the same table {@code IF NOT EXISTS} and tells one of them so: then it is there. */
    static SQLException ofCreation(SQLException failure) {
        String state = SqlFailure.state(failure);
        return state.equals("23505") || state.equals("42P07") || state.equals("42710")
                ? new SQLException("another node creates the tables", "40001", failure)
                : failure;
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
        return new IllegalStateException(
                "a statement failed with SQLState " + SqlFailure.said(cause).getSQLState(), cause);
    }
}
