package dev.scimlet.simulator.oauth;

/** Signs who the client is, anew for each access token. Many threads call it at once. */
@FunctionalInterface
public interface ClientAssertions {

    /** A signed JWT (RFC 7519) for the form's {@code client_assertion}. */
    String next();
}
