package dev.scimlet.simulator;

import dev.scimlet.simulator.oauth.AccessTokens;
import dev.scimlet.simulator.oauth.ClientAssertions;
import dev.scimlet.simulator.oauth.KeyServer;
import dev.scimlet.simulator.oauth.PrivateKeyJwt;
import dev.scimlet.simulator.oauth.SecretPlace;
import dev.scimlet.simulator.oauth.SigningKey;
import dev.scimlet.simulator.oauth.SigningKeys;
import dev.scimlet.simulator.oauth.TokenClient;
import dev.scimlet.simulator.oauth.WorkloadIdentity;
import dev.scimlet.simulator.transport.ScimTransport;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How a command gets at the service: the way of {@code --auth}, with the keys that are served meanwhile. */
final class Access implements AutoCloseable {

    private static final String PASTED = "pasted";
    private static final String SECRET = "secret";
    private static final String FEDERATION = "federation";
    private static final String PRIVATE_KEY = "private-key";

    /** What Entra ID can do, and a key of its own, by which other providers are tried. */
    static final List<String> ENTRA_WAYS = List.of(PASTED, SECRET, FEDERATION, PRIVATE_KEY);

    /** Okta's only other way, authorization code, wants an administrator who signs in. */
    static final List<String> OKTA_WAYS = List.of(PASTED, PRIVATE_KEY);

    private static final String AUTH = "auth";
    private static final String TOKEN_PATH = "/oauth2/token";

    /** The same at each run, so that they are entered once. */
    private static final String TENANT_ID = "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee";

    private static final String SUBJECT = "99999999-8888-4777-8666-555555555555";
    private static final String AUDIENCE = "api://11111111-2222-4333-8444-555555555555";

    /** A set of keys has at most so many at once; services limit them, too. */
    private static final int MOST_AHEAD = 20;

    private static final int KEYS_PORT = 8_790;
    private static final int MOST_PORT = 65_535;

    private static final Set<String> OF_TOKENS = Set.of("token-url", "client-id", "token-scope");
    private static final Set<String> OF_SECRETS = Set.of("secret", "secret-file", "secret-in");
    private static final Set<String> OF_KEYS =
            Set.of("key", "keys-port", "audience", "clock-skew", "rotate-keys", "unknown-key");
    private static final Set<String> OF_ISSUERS = Set.of("tenant-id", "issuer", "subject");

    private final ScimTransport transport;
    private final @Nullable AccessTokens tokens;
    private final @Nullable SigningKeys keys;
    private final @Nullable KeyServer keyServer;
    private final boolean rotates;
    private int cycles;

    private Access(
            ScimTransport transport,
            @Nullable AccessTokens tokens,
            @Nullable SigningKeys keys,
            @Nullable KeyServer keyServer,
            boolean rotates) {
        this.transport = transport;
        this.tokens = tokens;
        this.keys = keys;
        this.keyServer = keyServer;
        this.rotates = rotates;
    }

    /** The options with a value that say how a command authenticates. */
    static Set<String> named(Set<String> others) {
        Set<String> names = new HashSet<>(others);
        names.addAll(Set.of(AUTH, "token", "token-file"));
        names.addAll(OF_TOKENS);
        names.addAll(OF_SECRETS);
        names.addAll(OF_KEYS);
        names.addAll(OF_ISSUERS);
        names.removeAll(Set.of("rotate-keys", "unknown-key"));
        return names;
    }

    /** The switches that say how a command authenticates. */
    static Set<String> switches(Set<String> others) {
        Set<String> names = new HashSet<>(others);
        names.addAll(Set.of("rotate-keys", "unknown-key"));
        return names;
    }

    /** The token that is pasted; a word in its place where tokens are fetched. */
    static String token(Options options) throws UsageException {
        if (!way(options).equals(PASTED)) {
            return "fetched";
        }
        requireFitting(options, PASTED);
        return Token.of(options);
    }

    private static String way(Options options) {
        return options.text(AUTH).orElse(PASTED);
    }

    /**
     * Gets ready, and says what an administrator has to enter.
     *
     * @param ways what the provider can do
     */
    static Access of(Options options, String baseUrl, List<String> ways, PrintStream out) throws UsageException {
        String way = way(options);
        if (!ways.contains(way)) {
            throw new UsageException("--auth is one of " + String.join(", ", ways));
        }
        requireFitting(options, way);
        ScimTransport straight = Service.at(baseUrl);
        if (way.equals(PASTED)) {
            Token.of(options);
            return new Access(straight, null, null, null, false);
        }
        ScimTransport endpoint = Service.at(options.required("token-url"));
        String clientId = options.required("client-id");
        if (way.equals(SECRET)) {
            TokenClient client = TokenClient.withSecret(endpoint, clientId, Token.of(options, SECRET), place(options));
            return new Access(straight, tokens(straight, client, options), null, null, false);
        }
        SigningKeys keys = keys(options);
        ClientAssertions assertions = way.equals(FEDERATION)
                ? workloadIdentity(options, keys)
                : new PrivateKeyJwt(keys, clock(options), clientId, issuerOfService(options));
        TokenClient client = TokenClient.withAssertions(endpoint, clientId, assertions);
        KeyServer server = serve(options, keys);
        tell(out, assertions, server);
        if (options.isOn("unknown-key")) {
            keys.signWithUnknownKey();
        }
        return new Access(straight, tokens(straight, client, options), keys, server, options.isOn("rotate-keys"));
    }

    private static void requireFitting(Options options, String way) throws UsageException {
        Set<String> fitting = new HashSet<>();
        switch (way) {
            case PASTED -> fitting.addAll(Set.of("token", "token-file"));
            case SECRET -> fitting.addAll(OF_SECRETS);
            case FEDERATION -> {
                fitting.addAll(OF_KEYS);
                fitting.addAll(OF_ISSUERS);
            }
            default -> fitting.addAll(OF_KEYS);
        }
        if (!way.equals(PASTED)) {
            fitting.addAll(OF_TOKENS);
        }
        for (String name : switches(named(Set.of()))) {
            if (!name.equals(AUTH) && options.isOn(name) && !fitting.contains(name)) {
                throw new UsageException("--" + name + " is of no use with --auth " + way);
            }
        }
    }

    private static AccessTokens tokens(ScimTransport transport, TokenClient client, Options options) {
        return new AccessTokens(
                transport, client.scope(options.text("token-scope").orElse("scim")), Clock.systemUTC());
    }

    private static SecretPlace place(Options options) throws UsageException {
        return switch (options.text("secret-in").orElse("header")) {
            case "header" -> SecretPlace.HEADER;
            case "body" -> SecretPlace.BODY;
            default -> throw new UsageException("--secret-in is one of header, body");
        };
    }

    /** The keys of {@code --key}, or new ones. */
    private static SigningKeys keys(Options options) throws UsageException {
        SigningKeys keys = options.isOn("key") ? SigningKeys.of(key(options)) : SigningKeys.generated();
        if (options.isOn("rotate-keys")) {
            keys.publishAhead(Math.min(options.number("cycles", 1) - 1, MOST_AHEAD));
        }
        return keys;
    }

    /** The key in the file that {@code --key} names. */
    static SigningKey key(Options options) throws UsageException {
        String file = options.required("key");
        try {
            return SigningKey.ofPem(Files.readString(Path.of(file)));
        } catch (IOException | IllegalArgumentException e) {
            throw new UsageException("the key cannot be read from " + file + ": " + e.getMessage());
        }
    }

    private static Clock clock(Options options) throws UsageException {
        return Clock.offset(Clock.systemUTC(), Duration.ofSeconds(options.signedNumber("clock-skew", 0)));
    }

    private static WorkloadIdentity workloadIdentity(Options options, SigningKeys keys) throws UsageException {
        WorkloadIdentity ofEntra = WorkloadIdentity.ofEntra(
                keys,
                clock(options),
                options.text("tenant-id").orElse(TENANT_ID),
                options.text("subject").orElse(SUBJECT),
                options.text("audience").orElse(AUDIENCE));
        return options.text("issuer").map(ofEntra::issuedBy).orElse(ofEntra);
    }

    /** The issuer identifier of an authorization server that has its token endpoint where ours have it. */
    private static String issuerOfService(Options options) throws UsageException {
        Optional<String> given = options.text("audience");
        if (given.isPresent()) {
            return given.get();
        }
        String url = options.required("token-url");
        if (!url.endsWith(TOKEN_PATH)) {
            throw new UsageException(
                    "--audience is missing: the issuer identifier of the service, which does not follow from " + url);
        }
        return url.substring(0, url.length() - TOKEN_PATH.length());
    }

    private static KeyServer serve(Options options, SigningKeys keys) throws UsageException {
        int port = options.number("keys-port", KEYS_PORT);
        if (port > MOST_PORT) {
            throw new UsageException("--keys-port takes a number from 0 to " + MOST_PORT);
        }
        try {
            return new KeyServer(keys, port);
        } catch (IOException e) {
            throw new UsageException(
                    "the keys cannot be served at port " + port + ", take another --keys-port: " + e.getMessage());
        }
    }

    private static void tell(PrintStream out, ClientAssertions assertions, KeyServer server) {
        if (assertions instanceof WorkloadIdentity identity) {
            out.println("Workload identity: issuer " + identity.issuer() + ", subject " + identity.subject()
                    + ", audience " + identity.audience());
            out.println("Keys for " + identity.jwksUri() + " are served at " + server.origin() + "/keys");
        } else {
            out.println("Keys are served at " + server.origin() + "/keys");
        }
    }

    /** Requests to the service, with whatever it wants to see. */
    ScimTransport transport() {
        return tokens == null ? transport : tokens;
    }

    /** Keys are rotated before each cycle but the first, and another token is fetched with the new one. */
    void beforeCycle() {
        if (cycles++ > 0 && rotates && keys != null && tokens != null) {
            keys.rotate();
            tokens.forget();
        }
    }

    /** Says how often it authenticated, if it does that at all. */
    void summary(PrintStream out) {
        if (tokens != null) {
            out.println("Access tokens fetched: " + tokens.fetched()
                    + (keyServer == null ? "" : ", keys fetched by the service: " + keyServer.fetches()));
        }
    }

    @Override
    public void close() {
        if (keyServer != null) {
            keyServer.close();
        }
    }
}
