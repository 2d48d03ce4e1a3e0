package dev.scimlet.directory;

import dev.scimlet.directory.jose.InvalidTokenException;
import dev.scimlet.directory.jose.JsonWebKey;
import dev.scimlet.directory.jose.JsonWebKeys;
import dev.scimlet.directory.jose.JsonWebToken;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Decides whether an assertion is that of a directory's client (RFC 7523 §3). What it says is compared with the directory's trusts
 * before any key is looked for, so that strangers cannot have keys fetched.
 */
final class Assertions {

    private static final Duration SKEW = Duration.ofSeconds(60);

    /** How long providers are told to wait for an issuer whose keys cannot be fetched. */
    private static final Duration RETRY_AFTER = Duration.ofMinutes(1);

    private static final Set<String> TYPES = Set.of("jwt", "client-authentication+jwt");

    private static final int LONGEST_ID = 500;

    private static final int LONGEST_SHOWN = 200;

    private final DirectoryStore store;
    private final Credentials credentials;
    private final IssuerKeys issuerKeys;
    private final Clock clock;

    Assertions(DirectoryStore store, Credentials credentials, IssuerKeys issuerKeys, Clock clock) {
        this.store = store;
        this.credentials = credentials;
        this.issuerKeys = issuerKeys;
        this.clock = clock;
    }

    /** Under which names the service was called. */
    record Called(String issuer, String tokenEndpoint) {}

    /**
     * The trust by which an assertion is believed.
     *
     * @throws OAuthException 401 if it is not, 503 if the keys cannot be had
     */
    Trust verify(JsonWebToken token, List<Trust> trusts, Called called) {
        try {
            Trust trust = trust(token, trusts, called);
            requireTenant(token, trust);
            Instant expires = requireTimes(token, trust);
            requireAlgorithm(token, trust);
            if (!token.isSignedBy(keys(token, trust))) {
                throw OAuthException.invalidClient("the signature of the assertion is not by a key of " + trust.issuer()
                        + "; its key id is " + shown(token.keyId().orElse("missing")));
            }
            if (trust.singleUse()) {
                requireFirstUse(token, trust, expires);
            }
            return trust;
        } catch (InvalidTokenException malformed) {
            throw OAuthException.invalidClient(malformed.reason());
        }
    }

    /** Which application an assertion that is believed is for, as far as it says so: to be told, not to be checked. */
    static String application(JsonWebToken token) {
        List<String> told = new ArrayList<>();
        for (String claim : List.of("appid", "azp", "oid")) {
            try {
                token.text(claim).ifPresent(value -> told.add(claim + " " + shown(value)));
            } catch (InvalidTokenException noText) {
                told.add(claim + " is no text");
            }
        }
        return String.join(", ", told);
    }

    // ---- what it says

    private static Trust trust(JsonWebToken token, List<Trust> trusts, Called called) throws InvalidTokenException {
        requireType(token);
        String issuer = required(token, "iss");
        String subject = required(token, "sub");
        List<String> audiences = token.audiences();
        if (trusts.isEmpty()) {
            throw OAuthException.invalidClient("the directory trusts no assertions");
        }
        if (audiences.isEmpty()) {
            throw OAuthException.invalidClient("the assertion has no 'aud'");
        }
        for (Trust trust : trusts) {
            boolean meant = trust.issuer().equals(issuer) && trust.subject().equals(subject);
            if (meant && audiences.size() == 1 && expected(trust, called).contains(audiences.get(0))) {
                return trust;
            }
        }
        throw OAuthException.invalidClient(difference(trusts, issuer, subject, audiences, called));
    }

    private static Set<String> expected(Trust trust, Called called) {
        if (trust.method() == AuthenticationMethod.WORKLOAD_IDENTITY) {
            return trust.audiences();
        }
        return trust.tokenEndpointAudience()
                ? Set.of(called.issuer(), called.tokenEndpoint())
                : Set.of(called.issuer());
    }

    /** For the administrator, who has entered one of them at the wrong place. */
    private static String difference(
            List<Trust> trusts, String issuer, String subject, List<String> audiences, Called called) {
        Trust nearest = trusts.stream()
                .filter(trust -> trust.issuer().equals(issuer))
                .findFirst()
                .orElse(trusts.get(0));
        if (!nearest.issuer().equals(issuer)) {
            return difference("iss", nearest.issuer(), issuer);
        }
        if (!nearest.subject().equals(subject)) {
            return difference("sub", nearest.subject(), subject);
        }
        return difference(
                "aud", String.join(" or ", new TreeSet<>(expected(nearest, called))), String.join(" and ", audiences));
    }

    private static String difference(String claim, String expected, String received) {
        return "'" + claim + "' of the assertion: expected " + expected + ", received " + shown(received);
    }

    private static String shown(String text) {
        return text.length() > LONGEST_SHOWN ? text.substring(0, LONGEST_SHOWN) + "…" : text;
    }

    private static String required(JsonWebToken token, String claim) throws InvalidTokenException {
        return token.text(claim)
                .orElseThrow(() -> OAuthException.invalidClient("the assertion has no '" + claim + "'"));
    }

    /** A token of another kind must not pass for an assertion (RFC 8725 §3.11). */
    private static void requireType(JsonWebToken token) {
        String type = token.type().orElse("JWT").toLowerCase(Locale.ROOT);
        String name = type.startsWith("application/") ? type.substring("application/".length()) : type;
        if (!TYPES.contains(name)) {
            throw OAuthException.invalidClient("the token is of type " + shown(type) + ", which no assertion is");
        }
    }

    /** The tenant of Entra ID that signs is the one that it speaks for. */
    private static void requireTenant(JsonWebToken token, Trust trust) throws InvalidTokenException {
        Optional<String> tenant = token.text("tid");
        if (tenant.isEmpty()) {
            return;
        }
        for (EntraCloud cloud : EntraCloud.values()) {
            String start = "https://" + cloud.host() + "/";
            if (trust.issuer().startsWith(start)
                    && !trust.issuer().substring(start.length()).startsWith(tenant.get() + "/")) {
                throw OAuthException.invalidClient(difference("tid", "that of " + trust.issuer(), tenant.get()));
            }
        }
    }

    // ---- when

    private Instant requireTimes(JsonWebToken token, Trust trust) throws InvalidTokenException {
        Instant now = clock.instant();
        Instant expires =
                token.time("exp").orElseThrow(() -> OAuthException.invalidClient("the assertion has no 'exp'"));
        Instant longest = now.plus(trust.longestLife()).plus(SKEW);
        if (!now.isBefore(expires.plus(SKEW))) {
            throw OAuthException.invalidClient("the assertion has expired at " + expires + ", it is " + now);
        }
        if (!expires.isBefore(longest)) {
            throw OAuthException.invalidClient("the assertion lives until " + expires + ", which is over "
                    + trust.longestLife().toMinutes() + " minutes");
        }
        Optional<Instant> notBefore = token.time("nbf");
        if (notBefore.filter(begin -> now.isBefore(begin.minus(SKEW))).isPresent()) {
            throw OAuthException.invalidClient("the assertion is good from " + notBefore.get() + " on, it is " + now);
        }
        Optional<Instant> issued = token.time("iat");
        boolean tooOld = issued.filter(
                        when -> when.isBefore(now.minus(trust.longestLife()).minus(SKEW)))
                .isPresent();
        boolean inFuture = issued.filter(when -> now.isBefore(when.minus(SKEW))).isPresent();
        if (tooOld || inFuture) {
            throw OAuthException.invalidClient("the assertion is of " + issued.get() + ", it is " + now);
        }
        return expires;
    }

    // ---- by whom

    private static void requireAlgorithm(JsonWebToken token, Trust trust) {
        boolean allowed = trust.algorithms().stream()
                .anyMatch(algorithm -> algorithm.word().equals(token.algorithm()));
        if (!allowed) {
            throw OAuthException.invalidClient("the assertion is signed by " + shown(token.algorithm())
                    + ", which the trust does not allow; it allows "
                    + Arrays.stream(SigningAlgorithm.values())
                            .filter(trust.algorithms()::contains)
                            .map(SigningAlgorithm::word)
                            .toList());
        }
    }

    private List<JsonWebKey> keys(JsonWebToken token, Trust trust) throws InvalidTokenException {
        String keyId = token.keyId().orElse(null);
        if (trust.jwks().isPresent()) {
            return JsonWebKeys.read(trust.jwks().get().getBytes(StandardCharsets.UTF_8))
                    .candidates(keyId, token.algorithm());
        }
        String uri = trust.jwksUri().orElseThrow(() -> new AssertionError("a trust has keys or their place"));
        if (!credentials.mayAsk(uri)) {
            throw OAuthException.invalidClient("keys are no longer fetched from " + uri);
        }
        try {
            return issuerKeys.candidates(uri, keyId, token.algorithm());
        } catch (IssuerKeys.Unavailable unavailable) {
            throw OAuthException.unavailable(String.valueOf(unavailable.getMessage()), RETRY_AFTER);
        }
    }

    // ---- how often

    private void requireFirstUse(JsonWebToken token, Trust trust, Instant expires) throws InvalidTokenException {
        String id = required(token, "jti");
        if (id.isEmpty() || id.length() > LONGEST_ID) {
            throw OAuthException.invalidClient("the 'jti' of an assertion has 1 to " + LONGEST_ID + " characters");
        }
        String hash = Secrets.hash(trust.issuer() + '\n' + id);
        if (!store.useOnce(hash, expires.plus(SKEW))) {
            throw OAuthException.invalidClient("the assertion was used before");
        }
    }
}
