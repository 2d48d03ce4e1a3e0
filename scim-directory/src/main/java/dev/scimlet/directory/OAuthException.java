package dev.scimlet.directory;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A refusal of the token endpoint (RFC 6749 §5.2): what the client is told, and what only the administrator is. */
final class OAuthException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private static final int BAD_REQUEST = 400;
    private static final int UNAUTHORIZED = 401;
    private static final int TOO_MANY = 429;
    private static final int UNAVAILABLE = 503;

    private final int status;
    private final String error;
    private final String description;
    private final transient @Nullable Duration retryAfter;

    private OAuthException(int status, String error, String description, String reason, @Nullable Duration retryAfter) {
        super(reason, null, false, false);
        this.status = status;
        this.error = error;
        this.description = description;
        this.retryAfter = retryAfter;
    }

    /** The request itself is wrong, and its sender may know how. */
    static OAuthException invalidRequest(String description) {
        return new OAuthException(BAD_REQUEST, "invalid_request", description, description, null);
    }

    /** The client is not who it says: which of many reasons is nobody's business but the administrator's. */
    static OAuthException invalidClient(String reason) {
        return new OAuthException(UNAUTHORIZED, "invalid_client", "client authentication failed", reason, null);
    }

    static OAuthException of(String error, String description) {
        return new OAuthException(BAD_REQUEST, error, description, description, null);
    }

    static OAuthException tooMany(Duration retryAfter) {
        return new OAuthException(
                TOO_MANY, "temporarily_unavailable", "too many requests", "too many requests", retryAfter);
    }

    static OAuthException unavailable(String reason, Duration retryAfter) {
        return new OAuthException(UNAVAILABLE, "temporarily_unavailable", "try again later", reason, retryAfter);
    }

    int status() {
        return status;
    }

    String error() {
        return error;
    }

    String description() {
        return description;
    }

    /** What the administrator is told. */
    String reason() {
        return String.valueOf(getMessage());
    }

    @Nullable
    Duration retryAfter() {
        return retryAfter;
    }

    /** Whether it could not be judged what the client has sent. */
    boolean isUnavailable() {
        return status == UNAVAILABLE;
    }

    boolean isOfCredentials() {
        return status == UNAUTHORIZED;
    }
}
