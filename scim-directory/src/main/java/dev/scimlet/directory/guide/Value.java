package dev.scimlet.directory.guide;

/**
 * Something to enter.
 *
 * @param label what the provider's field is called
 * @param text what goes there; until it is {@linkplain ProviderGuide#with filled}, with {@code {SCIM URL}}, {@code {token URL}} and
 *     {@code {client id}} in the place of what differs from directory to directory
 */
public record Value(String label, String text) {

    static final String SCIM_URL = "{SCIM URL}";
    static final String TOKEN_URL = "{token URL}";
    static final String CLIENT_ID = "{client id}";

    /** What the application shows once, where it is made. */
    static final String TOKEN = "the token";

    static final String SECRET = "the secret";

    Value with(ConnectionValues values) {
        return new Value(label, values.fill(text));
    }
}
