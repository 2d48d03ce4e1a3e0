package dev.scimlet.protocol.access;

/**
 * How clients authenticate, as {@code authenticationSchemes} says (RFC 7643 §5).
 *
 * @param type {@code oauth}, {@code oauth2}, {@code oauthbearertoken}, {@code httpbasic}, {@code httpdigest} or another word
 * @param name a name for people
 * @param description what an administrator should know
 * @param specUri where the scheme is specified
 * @param challenge the scheme's word in {@code WWW-Authenticate}, such as {@code Bearer}
 */
public record AuthenticationScheme(String type, String name, String description, String specUri, String challenge) {

    /** @throws IllegalArgumentException if type, name, description or challenge is blank (RFC 7643 §5) */
    public AuthenticationScheme {
        if (type.isBlank() || name.isBlank() || description.isBlank() || challenge.isBlank()) {
            throw new IllegalArgumentException(
                    "an authentication scheme needs a type, a name, a description and a challenge");
        }
    }

    /** Bearer tokens. */
    public static final AuthenticationScheme BEARER = new AuthenticationScheme(
            "oauthbearertoken",
            "Bearer token",
            "A token in the Authorization header, as the application's administrator generates it.",
            "https://www.rfc-editor.org/rfc/rfc6750",
            "Bearer");
}
