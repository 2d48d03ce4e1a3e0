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
     *     dev.scimlet.spi.RequestContext#attachment}), or null; a {@link java.util.Collection} is several such things
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

    /**
     * The credentials are wrong, revoked or expired: 401 with {@code invalid_token}.
     *
     * @param detail what the client is told
     * @param recognised whose they are, or were, if that is known: for logs and health ({@link
     *     dev.scimlet.protocol.ExchangeOutcome#recognised}), the client is not told. Null if they could be anybody's
     */
    record Invalid(String detail, @Nullable Accepted recognised) implements Authentication {

        /** Credentials that could be anybody's. */
        public Invalid(String detail) {
            this(detail, null);
        }
    }

    /** The credentials are sent in a way that nobody can read: 400 with {@code invalid_request}. */
    record Malformed(String detail) implements Authentication {}

    /**
     * The sender is known but may not use the service: 403 with {@code insufficient_scope}.
     *
     * @param scope what it would need, as words with blanks between (RFC 6750 §3), or null to say nothing of it
     * @param recognised who it is, for logs and health, or null
     */
    record Insufficient(
            String detail, @Nullable String scope, @Nullable Accepted recognised) implements Authentication {

        /** A sender of whom no more is known. */
        public Insufficient(String detail, @Nullable String scope) {
            this(detail, scope, null);
        }

        /** A sender who is not told what it would need. */
        public Insufficient(String detail) {
            this(detail, null);
        }
    }
}
