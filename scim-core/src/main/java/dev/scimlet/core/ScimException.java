package dev.scimlet.core;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A failure that travels to the client as a SCIM error body (RFC 7644 §3.12).
 *
 * <p>The message is the {@code detail}: a sentence that names attribute and rule, and holds no class name, no secret and
 * no data of another resource. It carries no stack trace, because it says what the client did, not where we were.
 */
public final class ScimException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final @Nullable ErrorType type;
    private final transient @Nullable Duration retryAfter;

    private ScimException(
            int status,
            @Nullable ErrorType type,
            String detail,
            @Nullable Duration retryAfter,
            @Nullable Throwable cause) {
        super(detail, cause, false, false);
        this.status = status;
        this.type = type;
        this.retryAfter = retryAfter;
    }

    /** An error with a {@code scimType} keyword and the status that belongs to it. */
    public static ScimException of(ErrorType type, String detail) {
        return new ScimException(type.status(), type, detail, null, null);
    }

    /**
     * An error without a keyword.
     *
     * @param status an HTTP status from 400 to 599
     */
    public static ScimException withStatus(int status, String detail) {
        if (status < 400 || status > 599) {
            throw new IllegalArgumentException("not the status of an error: " + status);
        }
        return new ScimException(status, null, detail, null, null);
    }

    /** 404: none of the resources of this type has this id. */
    public static ScimException notFound(String resourceType, String id) {
        return withStatus(404, resourceType + " '" + id + "' not found");
    }

    /** 412: the version that the client named is not the current one (RFC 7644 §3.14). */
    public static ScimException preconditionFailed() {
        return withStatus(412, "the resource has another version than the precondition names; read it again");
    }

    /** 503 with {@code Retry-After}: the store cannot be reached now. */
    public static ScimException unavailable(String detail, Duration retryAfter, @Nullable Throwable cause) {
        return new ScimException(503, null, detail, retryAfter, cause);
    }

    /** 429 with {@code Retry-After}: too many requests. */
    public static ScimException tooManyRequests(String detail, Duration retryAfter) {
        return new ScimException(429, null, detail, retryAfter, null);
    }

    /** The HTTP status, which the body repeats as text. */
    public int status() {
        return status;
    }

    /** The {@code scimType}, where there is one for the case. */
    public Optional<ErrorType> type() {
        return Optional.ofNullable(type);
    }

    /** The sentence for the client. */
    public String detail() {
        return String.valueOf(getMessage());
    }

    /** How long the client should wait, with 429 and 503. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
