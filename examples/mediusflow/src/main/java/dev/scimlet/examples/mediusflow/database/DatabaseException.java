package dev.scimlet.examples.mediusflow.database;

import java.io.Serial;
import java.sql.SQLException;

/** A statement that the database refused. */
public final class DatabaseException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    private static final String UNIQUE_VIOLATION = "23505";

    DatabaseException(SQLException cause) {
        super(cause.getMessage(), cause);
    }

    /** Whether a row with the same unique values is there already. */
    public boolean duplicate() {
        return getCause() instanceof SQLException cause && UNIQUE_VIOLATION.equals(cause.getSQLState());
    }
}
