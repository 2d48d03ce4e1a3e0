package dev.scimlet.directory;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to credentials: made, revoked, used to get a token, or refused. It never holds a secret, an assertion or
 * a token. What it says of claims is what a stranger may have sent: it is shown, never believed.
 *
 * @param time when
 * @param event what
 * @param directoryId of the directory, or null if the request named none that there is
 * @param clientId as the request named it, at most 128 characters, or null
 * @param method how the client authenticated, or null if that was not found out
 * @param address where the request came from, or null for what the application did itself
 * @param keyId the id of the credential or trust, or the {@code kid} of a refused assertion, or null
 * @param detail why it was refused, in words for the directory's administrator; of a token for an assertion of another issuer, what
 *     that says of the application ({@code appid}, {@code azp}, {@code oid}); else empty
 */
public record AuditEntry(
        Instant time,
        Event event,
        @Nullable String directoryId,
        @Nullable String clientId,
        @Nullable AuthenticationMethod method,
        @Nullable String address,
        @Nullable String keyId,
        String detail) {

    /** What happened. */
    public enum Event {
        /** A pasted token or a client secret was made. */
        CREDENTIAL_CREATED,
        /** A credential was revoked. */
        CREDENTIAL_REVOKED,
        /** A trust was entered. */
        TRUST_ADDED,
        /** A trust was removed. */
        TRUST_REMOVED,
        /** The token endpoint has issued an access token. */
        TOKEN_ISSUED,
        /** It has not. */
        TOKEN_REFUSED,
        /** A client has revoked an access token. */
        TOKEN_REVOKED,
        /** The last credential of its kind ends within 60, 30 or 7 days: told once each, by each node. */
        CREDENTIAL_ENDING
    }

    /** The directory; empty if there is none. */
    public Optional<String> directory() {
        return Optional.ofNullable(directoryId);
    }
}
