package dev.scimlet.protocol.access;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How clients authenticate, as {@code authenticationSchemes} says (RFC 7643 §5). */
public final class AuthenticationScheme {

    /** Bearer tokens. */
    public static final AuthenticationScheme BEARER = builder("oauthbearertoken", "Bearer")
            .name("Bearer token")
            .description("A token in the Authorization header, as the application's administrator generates it.")
            .specUri("https://www.rfc-editor.org/rfc/rfc6750")
            .build();

    private final String type;
    private final String challenge;
    private final String name;
    private final String description;
    private final @Nullable String specUri;

    private AuthenticationScheme(Builder from) {
        this.type = from.type;
        this.challenge = from.challenge;
        this.name = from.name;
        this.description = from.description;
        this.specUri = from.specUri;
        if (type.isBlank() || name.isBlank() || description.isBlank() || challenge.isBlank()) {
            throw new IllegalArgumentException(
                    "an authentication scheme needs a type, a name, a description and a challenge");
        }
    }

    /**
     * A scheme, which wants a name and a description yet.
     *
     * @param type {@code oauth}, {@code oauth2}, {@code oauthbearertoken}, {@code httpbasic}, {@code httpdigest} or another
     *     word
     * @param challenge the scheme's word in {@code WWW-Authenticate}, such as {@code Bearer}
     */
    public static Builder builder(String type, String challenge) {
        return new Builder(type, challenge);
    }

    /** The kind of scheme, such as {@code oauthbearertoken}. */
    public String type() {
        return type;
    }

    /** The scheme's word in {@code WWW-Authenticate}. */
    public String challenge() {
        return challenge;
    }

    /** What people call it. */
    public String name() {
        return name;
    }

    /** What people who set up a client should know. */
    public String description() {
        return description;
    }

    /** Where the scheme is specified. */
    public Optional<String> specUri() {
        return Optional.ofNullable(specUri);
    }

    /** Collects a scheme. */
    public static final class Builder {

        private final String type;
        private final String challenge;
        private String name = "";
        private String description = "";
        private @Nullable String specUri;

        private Builder(String type, String challenge) {
            this.type = type;
            this.challenge = challenge;
        }

        /** What people call it. */
        public Builder name(String value) {
            this.name = value;
            return this;
        }

        /** What people who set up a client should know. */
        public Builder description(String value) {
            this.description = value;
            return this;
        }

        /** Where the scheme is specified; discovery says nothing of it otherwise. */
        public Builder specUri(String value) {
            this.specUri = value;
            return this;
        }

        /**
         * The scheme.
         *
         * @throws IllegalArgumentException if type, name, description or challenge is blank (RFC 7643 §5)
         */
        public AuthenticationScheme build() {
            return new AuthenticationScheme(this);
        }
    }
}
