package dev.scimlet.protocol.access;

import org.jspecify.annotations.Nullable;

/** What an {@link Authenticator} finds out; authenticators make it, and only the service looks at its kind. More kinds may come. */
public sealed interface Authentication {

    /**
     * The sender is known.
     *
     * @param principal a name for logs, events and policies; never a secret
     * @param tenant the tenant that the credentials belong to, or null if they are good for any. If the request names
     *     another, it is refused with 403
     * @param attachment what an extension of the service wants to know of the request later ({@link
     *     dev.scimlet.spi.RequestContext#attachment}), or null
     */
    record Accepted(
            String principal,
            @Nullable String tenant,
            @Nullable Object attachment) implements Authentication {

        /** A sender of whom no more is to be known. */
        public Accepted(String principal, @Nullable String tenant) {
            this(principal, tenant, null);
        }
    }

    /** There are no credentials: 401 with a challenge that carries no error code (RFC 6750 §3). */
    record Missing() implements Authentication {}

    /** The credentials are wrong, revoked or expired: 401 with {@code invalid_token}. */
    record Invalid(String detail) implements Authentication {}

    /** The credentials are sent in a way that nobody can read: 400 with {@code invalid_request}. */
    record Malformed(String detail) implements Authentication {}

    /**
     * The sender is known but may not use the service: 403 with {@code insufficient_scope}.
     *
     * @param scope what it would need, as words with blanks between (RFC 6750 §3), or null to say nothing of it
     */
    record Insufficient(String detail, @Nullable String scope) implements Authentication {

        /** A sender who is not told what it would need. */
        public Insufficient(String detail) {
            this(detail, null);
        }
    }
}
