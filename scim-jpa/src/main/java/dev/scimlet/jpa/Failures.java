package dev.scimlet.jpa;

import dev.scimlet.core.ErrorType;
import dev.scimlet.core.ScimException;
import dev.scimlet.spi.ConflictException;
import dev.scimlet.spi.sql.Refusal;
import dev.scimlet.spi.sql.SqlFailure;
import jakarta.persistence.EntityExistsException;
import jakarta.persistence.EntityNotFoundException;
import jakarta.persistence.LockTimeoutException;
import jakarta.persistence.OptimisticLockException;
import jakarta.persistence.PersistenceException;
import jakarta.persistence.PessimisticLockException;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What failures of a persistence provider, or of a framework around it, mean. */
final class Failures {

    /** How much behind a failure is looked at. */
    private static final int MOST_BEHIND = 20;

    /** Bean Validation, which a provider calls where the host has it; it is no dependency of ours. */
    private static final String OF_VALIDATION = "jakarta.validation.ConstraintViolationException";

    private Failures() {}

    /** Whether it says by itself what the client is told. */
    static boolean isOurs(RuntimeException failure) {
        return failure instanceof ScimException || failure instanceof ConflictException;
    }

    /**
     * What ends a unit after a failure that is nobody's mistake: a {@link ConflictException}, or what a client is told; null if it
     * is another failure.
     */
    static @Nullable RuntimeException passing(RuntimeException failure) {
        if (isOurs(failure)) {
            return failure;
        }
        if (behind(failure, OptimisticLockException.class) != null) {
            return ConflictException.overtaken(failure);
        }
        SQLException said = SqlFailure.behind(failure);
        if (said != null) {
            return SqlFailure.passing(said);
        }
        boolean locked = behind(failure, PessimisticLockException.class) != null
                || behind(failure, LockTimeoutException.class) != null;
        return locked ? ConflictException.locked(failure) : null;
    }

    /** What a unit ends with whose commit failed. */
    static RuntimeException ofCommit(RuntimeException failure) {
        if (isOurs(failure) || behind(failure, OptimisticLockException.class) != null) {
            return Objects.requireNonNull(passing(failure));
        }
        SQLException said = SqlFailure.behind(failure);
        if (said != null) {
            return SqlFailure.ofCommit(said, failure);
        }
        return isRefusedValue(failure) ? unfitValue() : failure;
    }

    /** The kind of a failure to write; {@link SqlFailure#MISTAKE} where it is none of the client's. */
    static SqlFailure kind(RuntimeException failure) {
        SQLException said = SqlFailure.behind(failure);
        if (said != null) {
            return SqlFailure.of(said);
        }
        if (behind(failure, EntityExistsException.class) != null) {
            return SqlFailure.UNIQUE;
        }
        if (behind(failure, EntityNotFoundException.class) != null) {
            return SqlFailure.REFERENCE;
        }
        return isRefusedValue(failure) ? SqlFailure.VALUE : SqlFailure.MISTAKE;
    }

    private static boolean isRefusedValue(RuntimeException failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < MOST_BEHIND; depth++) {
            if (cause.getClass().getName().equals(OF_VALIDATION)) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    private static <T extends PersistenceException> @Nullable T behind(Throwable thrown, Class<T> type) {
        Throwable cause = thrown;
        for (int depth = 0; cause != null && depth < MOST_BEHIND; depth++) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
            cause = cause.getCause();
        }
        return null;
    }

    static ScimException unfitValue() {
        return ScimException.of(
                ErrorType.INVALID_VALUE,
                "a value is missing, too long, out of the range that can be stored, or one that the application refuses");
    }

    static ScimException unfitValue(String path) {
        return ScimException.of(
                ErrorType.INVALID_VALUE, "'" + path + "' has a value that this application does not know");
    }

    static ScimException stillReferredTo() {
        return ScimException.withStatus(409, "the resource is still referred to by other records of the application");
    }

    static ScimException brokenReference() {
        return Refusal.brokenReference(Set.of());
    }

    static ScimException unfitOperand() {
        return ScimException.of(
                ErrorType.INVALID_FILTER, "a value of the filter is out of the range that can be stored");
    }
}
