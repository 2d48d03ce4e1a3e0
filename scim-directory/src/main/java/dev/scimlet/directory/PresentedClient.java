package dev.scimlet.directory;

import dev.scimlet.directory.jose.InvalidTokenException;
import dev.scimlet.directory.jose.JsonWebToken;
import dev.scimlet.protocol.message.ScimRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who a request to the token endpoint says it is from, and by what (RFC 6749 §2.3, RFC 7521 §4.2); nothing of it is true yet.
 *
 * @param secret of the client, or null
 * @param assertion of the client, or null
 * @param method how it authenticates, or null for an assertion: whose it is, the trust says that believes it
 */
record PresentedClient(
        String clientId,
        @Nullable String secret,
        @Nullable JsonWebToken assertion,
        @Nullable AuthenticationMethod method) {

    private static final String ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    private static final int LONGEST_ID = 128;

    private static final int LONGEST_SECRET = 512;

    private static final String BASIC = "Basic ";

    /** @throws OAuthException if it is said in no way, in several, or in one that cannot be read */
    static PresentedClient of(ScimRequest request, Form form) {
        List<String> headers = request.headers("Authorization");
        boolean hasAssertion = form.get("client_assertion").isPresent()
                || form.get("client_assertion_type").isPresent();
        int ways = headers.size() + (form.get("client_secret").isPresent() ? 1 : 0) + (hasAssertion ? 1 : 0);
        if (ways > 1) {
            throw OAuthException.invalidRequest("the client authenticates in more than one way");
        }
        form.get("client_id").ifPresent(PresentedClient::requireShort);
        if (!headers.isEmpty()) {
            return basic(headers.get(0), form);
        }
        if (hasAssertion) {
            return asserted(form);
        }
        Optional<String> secret = form.get("client_secret");
        if (secret.isEmpty()) {
            throw OAuthException.invalidClient("the request has no client authentication");
        }
        String clientId =
                form.get("client_id").orElseThrow(() -> OAuthException.invalidRequest("client_id is missing"));
        return new PresentedClient(clientId, shortSecret(secret.get()), null, AuthenticationMethod.CLIENT_SECRET_POST);
    }

    /** Whether a client id is not longer than one may be. */
    static boolean isShort(String clientId) {
        return clientId.length() <= LONGEST_ID;
    }

    private static void requireShort(String clientId) {
        if (!isShort(clientId)) {
            throw OAuthException.invalidRequest("client_id has over " + LONGEST_ID + " characters");
        }
    }

    private static String shortSecret(String secret) {
        if (secret.length() > LONGEST_SECRET) {
            throw OAuthException.invalidRequest("the secret has over " + LONGEST_SECRET + " characters");
        }
        return secret;
    }

    // ---- by a secret

    private static PresentedClient basic(String header, Form form) {
        if (!header.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            throw OAuthException.invalidClient("the scheme of the Authorization header is not Basic");
        }
        String pair = decoded(header.substring(BASIC.length()).strip());
        int colon = pair.indexOf(':');
        Optional<String> clientId = colon < 0 ? Optional.empty() : Form.decode(pair.substring(0, colon));
        Optional<String> secret = colon < 0 ? Optional.empty() : Form.decode(pair.substring(colon + 1));
        if (clientId.filter(id -> !id.isEmpty()).isEmpty() || secret.isEmpty()) {
            throw OAuthException.invalidRequest("the Authorization header holds no client id and secret");
        }
        requireShort(clientId.get());
        if (form.get("client_id").filter(id -> !id.equals(clientId.get())).isPresent()) {
            throw OAuthException.invalidRequest("client_id is another one than that of the Authorization header");
        }
        return new PresentedClient(
                clientId.get(), shortSecret(secret.get()), null, AuthenticationMethod.CLIENT_SECRET_BASIC);
    }

    private static String decoded(String base64) {
        try {
            return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            throw OAuthException.invalidRequest("the Authorization header is not base64");
        }
    }

    // ---- by an assertion

    private static PresentedClient asserted(Form form) {
        String text = form.get("client_assertion")
                .orElseThrow(() -> OAuthException.invalidRequest("client_assertion is missing"));
        String type = form.get("client_assertion_type")
                .orElseThrow(() -> OAuthException.invalidRequest("client_assertion_type is missing"));
        if (text.length() > JsonWebToken.LONGEST) {
            throw OAuthException.invalidRequest("client_assertion has over " + JsonWebToken.LONGEST + " characters");
        }
        if (!type.equals(ASSERTION_TYPE)) {
            throw OAuthException.invalidClient("client_assertion_type is not " + ASSERTION_TYPE);
        }
        try {
            JsonWebToken assertion = JsonWebToken.read(text);
            return new PresentedClient(
                    form.get("client_id").orElseGet(() -> ownSubject(assertion)), null, assertion, null);
        } catch (InvalidTokenException malformed) {
            throw OAuthException.invalidClient(malformed.reason());
        }
    }

    /** Whoever signs for itself is its own issuer and subject; what another issuer signs does not say which client it is for. */
    private static String ownSubject(JsonWebToken assertion) {
        try {
            Optional<String> subject = assertion.text("sub").filter(id -> id.length() <= LONGEST_ID);
            if (subject.isPresent() && subject.equals(assertion.text("iss"))) {
                return subject.get();
            }
        } catch (InvalidTokenException malformed) {
            throw OAuthException.invalidClient(malformed.reason());
        }
        throw OAuthException.invalidRequest("client_id is missing");
    }
}
