package dev.scimlet.simulator.oauth;

/** Where a client secret stands in the request for a token (RFC 6749 §2.3.1). */
public enum SecretPlace {
    /** In the header {@code Authorization: Basic …}. */
    HEADER,
    /** In the form, as {@code client_secret}. */
    BODY
}
