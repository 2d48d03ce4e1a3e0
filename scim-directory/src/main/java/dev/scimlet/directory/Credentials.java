package dev.scimlet.directory;

import dev.scimlet.directory.jose.InvalidTokenException;
import dev.scimlet.directory.jose.JsonWebKeys;
import dev.scimlet.protocol.access.StoredToken;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the providers of directories authenticate with: pasted tokens, client secrets, and trusts in those who sign assertions.
 * Several live at once, so that one is changed without a gap: make the new one, enter it at the provider, and revoke the old one
 * when it is {@linkplain Credential#lastUsed() used} no longer.
 *
 * <p>What an administrator has entered and cannot be taken is an {@link IllegalArgumentException} whose message can be shown.
 */
public final class Credentials {

    /** What a new client secret lives. */
    public static final Duration SECRET_LIFE = Duration.ofDays(365);

    private static final Duration LONGEST_SECRET_LIFE = Duration.ofDays(3 * 365 + 1);

    /** How many secrets, and how many pasted tokens, a directory may have live. */
    static final int MOST_LIVE = 5;

    private static final int LONGEST_LABEL = 200;

    /** A token that was made elsewhere is as hard to guess as ours. */
    private static final int SHORTEST_TOKEN = 32;

    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    private static final List<Integer> WARNINGS = List.of(7, 30, 60);

    private final DirectoryStore store;
    private final Clock clock;
    private final Supplier<String> ids;
    private final Set<String> keyHosts;
    private final Consumer<AuditEntry> audit;
    private final Secrets secrets = new Secrets();

    Credentials(
            DirectoryStore store, Clock clock, Supplier<String> ids, Set<String> keyHosts, Consumer<AuditEntry> audit) {
        this.store = store;
        this.clock = clock;
        this.ids = ids;
        this.keyHosts = Set.copyOf(keyHosts);
        this.audit = audit;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    // ---- tokens and secrets

    /**
     * Makes a token that the administrator pastes into the provider.
     *
     * @param label what people call it; no other live one of the directory is called so
     * @throws IllegalArgumentException if the label is taken or empty, there is no such directory, or it has five live ones
     */
    public NewCredential createToken(String directoryId, String label, Duration life) {
        return create(directoryId, Credential.Kind.PASTED_TOKEN, Secrets.TOKEN, label, requirePositive(life));
    }

    /** As {@link #createToken}; the token ends only when it is revoked, which IPSIE does not allow. */
    public NewCredential createTokenWithoutEnd(String directoryId, String label) {
        return create(directoryId, Credential.Kind.PASTED_TOKEN, Secrets.TOKEN, label, null);
    }

    /**
     * Keeps a token that was made elsewhere, so that what providers have goes on working when directories take over.
     *
     * @param token 32 to 4,096 visible characters of ASCII, as random as ours
     * @param life how long it is good from now on, or null for ever
     * @throws IllegalArgumentException as {@link #createToken}, or if the token is not of that form, or a directory has it already
     */
    public Credential registerToken(String directoryId, String token, String label, @Nullable Duration life) {
        if (token.length() < SHORTEST_TOKEN
                || token.length() > TokenAuthenticator.LONGEST
                || token.chars().anyMatch(letter -> letter <= ' ' || letter > '~')) {
            throw new IllegalArgumentException("a token has " + SHORTEST_TOKEN + " characters or more, at most "
                    + TokenAuthenticator.LONGEST + ", all of them visible and of ASCII");
        }
        return keep(
                directoryId, Credential.Kind.PASTED_TOKEN, token, label, life == null ? null : requirePositive(life));
    }

    /**
     * Takes over a token that another table has kept, by its hash and with all that is known of it: who has it need not notice. It
     * counts among the live ones of the directory, and is taken over even if those are five.
     *
     * @param hint the last characters of the token, by which people recognise it; empty if they were not kept
     * @return the credential; empty if a directory has the token already
     * @throws IllegalArgumentException if there is no such directory, or the hash is none of SHA-256 in hexadecimal
     */
    public Optional<Credential> takeOver(String directoryId, StoredToken token, String hint) {
        if (!HASH.matcher(token.hash()).matches()) {
            throw new IllegalArgumentException("a token is taken over by its SHA-256 in lower-case hexadecimal");
        }
        requireLabel(token.label());
        Credential credential = Credential.builder(
                        ids.get(),
                        directoryId,
                        Credential.Kind.PASTED_TOKEN,
                        token.hash(),
                        token.created().truncatedTo(ChronoUnit.MILLIS))
                .label(token.label())
                .hint(hint)
                .expires(millis(token.expires()))
                .revoked(millis(token.revoked()))
                .lastUsed(millis(token.lastUsed()))
                .build();
        if (store.present(token.hash()).isPresent()) {
            return Optional.empty();
        }
        if (!store.add(credential, Integer.MAX_VALUE)) {
            requireDirectory(directoryId);
            return Optional.empty();
        }
        tell(AuditEntry.Event.CREDENTIAL_CREATED, directoryId, credential.id());
        return Optional.of(credential);
    }

    private static @Nullable Instant millis(Optional<Instant> time) {
        return time.map(when -> when.truncatedTo(ChronoUnit.MILLIS)).orElse(null);
    }

    private static Duration requirePositive(Duration life) {
        if (life.toSeconds() < 1) {
            throw new IllegalArgumentException("a credential lives a second or longer");
        }
        return life;
    }

    /** Makes a client secret that lives {@link #SECRET_LIFE}. */
    public NewCredential createSecret(String directoryId, String label) {
        return createSecret(directoryId, label, SECRET_LIFE);
    }

    /**
     * Makes a client secret.
     *
     * @param life one to three years, which Entra ID's gallery asks for
     * @throws IllegalArgumentException as {@link #createToken}, or if it lives shorter or longer
     */
    public NewCredential createSecret(String directoryId, String label, Duration life) {
        if (life.compareTo(SECRET_LIFE) < 0 || life.compareTo(LONGEST_SECRET_LIFE) > 0) {
            throw new IllegalArgumentException(
                    "a client secret lives one to three years, which Entra ID's gallery asks for");
        }
        return createSecretOfUnusualLife(directoryId, label, life);
    }

    /** As {@link #createSecret(String, String, Duration)}, of any life: Entra ID's gallery refuses an application for it. */
    public NewCredential createSecretOfUnusualLife(String directoryId, String label, Duration life) {
        return create(directoryId, Credential.Kind.CLIENT_SECRET, Secrets.SECRET, label, requirePositive(life));
    }

    private NewCredential create(
            String directoryId, Credential.Kind kind, String prefix, String label, @Nullable Duration life) {
        String secret = secrets.generate(prefix);
        return new NewCredential(secret, keep(directoryId, kind, secret, label, life));
    }

    private Credential keep(
            String directoryId, Credential.Kind kind, String secret, String label, @Nullable Duration life) {
        Instant now = now();
        requireLabel(label);
        boolean taken = store.credentials(directoryId, kind).stream()
                .anyMatch(other -> other.isLive(now) && other.label().equals(label));
        if (taken) {
            throw new IllegalArgumentException("another one is called '" + label + "'");
        }
        Credential credential = Credential.builder(ids.get(), directoryId, kind, Secrets.hash(secret), now)
                .label(label)
                .hint(Secrets.hint(secret))
                .expires(life == null ? null : now.plus(life))
                .build();
        if (!store.add(credential, MOST_LIVE)) {
            requireDirectory(directoryId);
            if (store.present(credential.hash()).isPresent()) {
                throw new IllegalArgumentException("this token is known already: make another");
            }
            throw new IllegalArgumentException(
                    "a directory has at most " + MOST_LIVE + " at a time: revoke one that is used no longer");
        }
        tell(AuditEntry.Event.CREDENTIAL_CREATED, directoryId, credential.id());
        return credential;
    }

    private static void requireLabel(String label) {
        if (label.isBlank() || label.length() > LONGEST_LABEL || label.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("a label has 1 to " + LONGEST_LABEL + " characters");
        }
    }

    private Directory requireDirectory(String directoryId) {
        return store.find(directoryId)
                .orElseThrow(() -> new IllegalArgumentException("there is no directory '" + directoryId + "'"));
    }

    private void tell(AuditEntry.Event event, String directoryId, String keyId) {
        audit.accept(new AuditEntry(now(), event, directoryId, null, null, null, keyId, ""));
    }

    /** The pasted tokens of a directory, live or not, the oldest first. */
    public List<Credential> tokens(String directoryId) {
        return store.credentials(directoryId, Credential.Kind.PASTED_TOKEN);
    }

    /** The client secrets of a directory, live or not, the oldest first. */
    public List<Credential> secrets(String directoryId) {
        return store.credentials(directoryId, Credential.Kind.CLIENT_SECRET);
    }

    /**
     * Refuses a token or secret from now on, and the access tokens that were obtained by it.
     *
     * @return false if there is none, or it is revoked already
     */
    public boolean revoke(String directoryId, String credentialId) {
        boolean revoked = store.revoke(directoryId, credentialId, now());
        if (revoked) {
            tell(AuditEntry.Event.CREDENTIAL_REVOKED, directoryId, credentialId);
        }
        return revoked;
    }

    /** The kinds of credentials of which none will be left within 60 days. Each kind warns by the one that ends last. */
    public List<DirectoryHealth.Ending> endings(String directoryId) {
        List<DirectoryHealth.Ending> endings = new ArrayList<>();
        ending(tokens(directoryId)).ifPresent(endings::add);
        ending(secrets(directoryId)).ifPresent(endings::add);
        return endings;
    }

    private Optional<DirectoryHealth.Ending> ending(List<Credential> credentials) {
        Instant now = now();
        List<Credential> live = credentials.stream()
                .filter(credential -> credential.isLive(now))
                .toList();
        if (live.stream().anyMatch(credential -> credential.expires().isEmpty())) {
            return Optional.empty();
        }
        return live.stream()
                .max(Comparator.comparing(credential -> credential.expires().orElse(Instant.MAX)))
                .flatMap(last -> WARNINGS.stream()
                        .filter(days -> last.expires()
                                .filter(end -> !end.isAfter(now.plus(days, ChronoUnit.DAYS)))
                                .isPresent())
                        .findFirst()
                        .map(days -> new DirectoryHealth.Ending(last, days)));
    }

    // ---- trusts

    /**
     * Trusts assertions that the client signs with its own keys ({@code private_key_jwt}).
     *
     * @param jwks its public keys, as a JWK set
     * @throws IllegalArgumentException if there is no such directory, or the set has no key that could be used
     */
    public Trust trustKeys(String directoryId, String label, String jwks, UnaryOperator<Trust.Builder> options) {
        requireKeys(jwks);
        return add(options.apply(Trust.privateKey(
                                ids.get(),
                                directoryId,
                                requireDirectory(directoryId).clientId(),
                                now())
                        .label(label)
                        .jwks(jwks))
                .build());
    }

    /** As {@link #trustKeys}, with keys that the client publishes. */
    public Trust trustKeysAt(String directoryId, String label, String jwksUri, UnaryOperator<Trust.Builder> options) {
        return add(options.apply(Trust.privateKey(
                                ids.get(),
                                directoryId,
                                requireDirectory(directoryId).clientId(),
                                now())
                        .label(label)
                        .jwksUri(jwksUri))
                .build());
    }

    /**
     * Trusts what Entra ID says of a workload identity: issuer and place of the keys follow from the customer's tenant there.
     *
     * @param tenantId of the customer at Entra ID
     * @param subject as Entra ID's page shows it
     * @param audience as Entra ID's page shows it, with or without {@code /.default}
     * @throws IllegalArgumentException if the tenant id is none, or a directory of another tenant of ours trusts the same
     */
    public Trust trustEntra(String directoryId, EntraCloud cloud, String tenantId, String subject, String audience) {
        return trustIssuer(
                directoryId,
                "Entra ID",
                cloud.issuer(tenantId),
                subject,
                audience,
                cloud.jwksUri(tenantId),
                same -> same);
    }

    /**
     * Trusts what an issuer says of a workload identity.
     *
     * @param jwksUri where its keys are, on a host that the service may ask
     * @throws IllegalArgumentException if it may not be asked, or a directory of another tenant trusts the same
     */
    public Trust trustIssuer(
            String directoryId,
            String label,
            String issuer,
            String subject,
            String audience,
            String jwksUri,
            UnaryOperator<Trust.Builder> options) {
        requireDirectory(directoryId);
        return add(options.apply(Trust.workloadIdentity(ids.get(), directoryId, issuer, subject, audience, now())
                        .label(label)
                        .jwksUri(jwksUri))
                .build());
    }

    private Trust add(Trust trust) {
        requireLabel(trust.label());
        if (trust.jwksUri().isPresent() && !mayAsk(trust.jwksUri().get())) {
            throw new IllegalArgumentException("keys are fetched from " + String.join(", ", new TreeSet<>(keyHosts))
                    + " only; the application allows others with keyHosts(…)");
        }
        if (!store.add(trust)) {
            throw new IllegalArgumentException(
                    "the directory of another tenant trusts this issuer, subject and audience already: whose a request is could"
                            + " not be told. Register a workload identity for each application");
        }
        tell(AuditEntry.Event.TRUST_ADDED, trust.directoryId(), trust.id());
        return trust;
    }

    /** Whether keys may be fetched from a place: the host is allowed, and the port is that of HTTPS. */
    boolean mayAsk(String jwksUri) {
        URI uri = URI.create(jwksUri);
        String host = uri.getPort() < 0 || uri.getPort() == 443 ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
        return keyHosts.contains(host);
    }

    private static void requireKeys(String jwks) {
        try {
            if (JsonWebKeys.read(jwks.getBytes(StandardCharsets.UTF_8)).isEmpty()) {
                throw new IllegalArgumentException(
                        "the set has no key that can be used: RSA of 2,048 bits or more, P-256 or Ed25519");
            }
        } catch (InvalidTokenException malformed) {
            throw new IllegalArgumentException(malformed.reason(), malformed);
        }
    }

    /** The trusts of a directory, the oldest first. */
    public List<Trust> trusts(String directoryId) {
        return store.trusts(directoryId);
    }

    /** Removes a trust, and the access tokens that were obtained by it. @return false if there is none */
    public boolean removeTrust(String directoryId, String trustId) {
        boolean removed = store.removeTrust(directoryId, trustId);
        if (removed) {
            tell(AuditEntry.Event.TRUST_REMOVED, directoryId, trustId);
        }
        return removed;
    }
}
