package dev.scimlet.directory;

/** How a provider can authenticate. What is stored of it says the name of the constant. */
public enum AuthenticationMethod {
    /** A token that the administrator pastes into the provider, sent as a bearer token (RFC 6750). */
    PASTED_TOKEN("pasted_token"),
    /** Client credentials with the secret in the header (RFC 6749 §2.3.1). */
    CLIENT_SECRET_BASIC("client_secret_basic"),
    /** Client credentials with the secret in the body (RFC 6749 §2.3.1). */
    CLIENT_SECRET_POST("client_secret_post"),
    /** Client credentials with an assertion that the client signs with its own key (RFC 7523 §2.2). */
    PRIVATE_KEY_JWT("private_key_jwt"),
    /** Client credentials with an assertion that an issuer signs for the client: workload identity federation. */
    WORKLOAD_IDENTITY("workload_identity");

    private final String word;

    AuthenticationMethod(String word) {
        this.word = word;
    }

    /** The word for it in metadata and logs. */
    public String word() {
        return word;
    }
}
