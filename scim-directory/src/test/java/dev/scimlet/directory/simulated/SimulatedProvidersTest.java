package dev.scimlet.directory.simulated;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.directory.AuditEntry;
import dev.scimlet.directory.AuthenticationMethod;
import dev.scimlet.directory.Credential;
import dev.scimlet.directory.EntraCloud;
import dev.scimlet.directory.NewCredential;
import dev.scimlet.simulator.Main;
import dev.scimlet.simulator.directory.DirectoryGenerator;
import dev.scimlet.simulator.directory.RandomChanges;
import dev.scimlet.simulator.directory.SourceDirectory;
import dev.scimlet.simulator.directory.VirtualClock;
import dev.scimlet.simulator.discovery.ApplicationDiscovery;
import dev.scimlet.simulator.entra.AdminCredentials;
import dev.scimlet.simulator.entra.DirectoryComparison;
import dev.scimlet.simulator.entra.PatchDialect;
import dev.scimlet.simulator.entra.ProvisioningJob;
import dev.scimlet.simulator.entra.ProvisioningScope;
import dev.scimlet.simulator.entra.ProvisioningService;
import dev.scimlet.simulator.entra.TenantUrl;
import dev.scimlet.simulator.oauth.AccessTokens;
import dev.scimlet.simulator.oauth.KeyServer;
import dev.scimlet.simulator.oauth.SecretPlace;
import dev.scimlet.simulator.oauth.SigningKeys;
import dev.scimlet.simulator.oauth.TokenClient;
import dev.scimlet.simulator.oauth.WorkloadIdentity;
import dev.scimlet.simulator.transport.HttpTransport;
import dev.scimlet.simulator.transport.Pause;
import dev.scimlet.simulator.transport.ScimTransport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each way in which a provider can authenticate, against a service with directories. */
class SimulatedProvidersTest {

    private static final String TENANT_ID = "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee";
    private static final String SUBJECT = "99999999-8888-4777-8666-555555555555";
    private static final String AUDIENCE = "api://11111111-2222-4333-8444-555555555555";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
    private ServiceWithDirectories service;

    @TempDir
    private Path folder;

    @BeforeEach
    void start() throws Exception {
        service = new ServiceWithDirectories();
    }

    @AfterEach
    void stop() {
        service.close();
    }

    private int run(String... arguments) {
        return new Main(stream(out), stream(errors), false).run(List.of(arguments));
    }

    private int run(String provider, List<String> options) {
        List<String> all = new ArrayList<>(
                List.of(provider, "--url", service.scimUrl(), "--users", "12", "--groups", "2", "--seed", "7"));
        all.addAll(options);
        return run(all.toArray(String[]::new));
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private String output() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private List<String> client(String way, String... more) {
        List<String> options = new ArrayList<>(List.of(
                "--auth",
                way,
                "--token-url",
                service.tokenUrl(),
                "--client-id",
                service.directory().clientId()));
        options.addAll(Arrays.asList(more));
        return options;
    }

    private void trustEntra() {
        service.directories()
                .credentials()
                .trustEntra(service.directory().id(), EntraCloud.GLOBAL, TENANT_ID, SUBJECT, AUDIENCE + "/.default");
    }

    /** A port at which the keys will be served, where the service looks for them. */
    private String keysPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            service.fetchKeysFrom(URI.create("http://127.0.0.1:" + socket.getLocalPort()));
            return Integer.toString(socket.getLocalPort());
        }
    }

    private Path keyFile() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2_048);
        byte[] encoded = generator.generateKeyPair().getPrivate().getEncoded();
        return Files.writeString(
                folder.resolve("key.pem"),
                "-----BEGIN PRIVATE KEY-----\n" + Base64.getMimeEncoder().encodeToString(encoded)
                        + "\n-----END PRIVATE KEY-----\n");
    }

    private List<AuthenticationMethod> issuedBy() {
        return service.audit().stream()
                .filter(entry -> entry.event() == AuditEntry.Event.TOKEN_ISSUED)
                .map(AuditEntry::method)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"entra", "okta"})
    void provisionsWithAPastedToken(String provider) {
        String token = service.directories()
                .credentials()
                .createToken(service.directory().id(), "first", Duration.ofDays(180))
                .secret();

        assertThat(run(provider, List.of("--auth", "pasted", "--token", token)))
                .as(output())
                .isZero();
        assertThat(output()).doesNotContain(token).doesNotContain("Access tokens");
        assertThat(service.health().lastChange()).isPresent();
    }

    @ParameterizedTest
    @CsvSource({"header, CLIENT_SECRET_BASIC", "body, CLIENT_SECRET_POST"})
    void provisionsWithASecret(String place, AuthenticationMethod method) {
        String secret = service.directories()
                .credentials()
                .createSecret(service.directory().id(), "first")
                .secret();

        assertThat(run("entra", client("secret", "--secret", secret, "--secret-in", place, "--cycles", "2")))
                .as(output())
                .isZero();
        assertThat(output()).contains("Access tokens fetched: 1\n").doesNotContain(secret);
        assertThat(issuedBy()).containsExactly(method);
    }

    @Test
    void provisionsByFederationWhileKeysAreRotated() throws Exception {
        trustEntra();

        assertThat(run("entra", client("federation", "--keys-port", keysPort(), "--rotate-keys", "--cycles", "3")))
                .as(output())
                .isZero();
        assertThat(output())
                .contains(
                        "Workload identity: issuer https://login.microsoftonline.com/" + TENANT_ID + "/v2.0, subject "
                                + SUBJECT + ", audience " + AUDIENCE,
                        "Keys for https://login.microsoftonline.com/" + TENANT_ID + "/discovery/v2.0/keys are served at"
                                + " http://127.0.0.1:",
                        "Access tokens fetched: 3, keys fetched by the service: 1\n");
        assertThat(issuedBy())
                .containsExactly(
                        AuthenticationMethod.WORKLOAD_IDENTITY,
                        AuthenticationMethod.WORKLOAD_IDENTITY,
                        AuthenticationMethod.WORKLOAD_IDENTITY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"entra", "okta"})
    void provisionsWithAKeyThatWasPasted(String provider) throws Exception {
        String key = keyFile().toString();
        assertThat(run("entra", "keys", "--key", key)).isZero();
        service.directories().credentials().trustKeys(service.directory().id(), "first", output(), same -> same);

        assertThat(run(provider, client("private-key", "--key", key, "--keys-port", "0", "--clock-skew", "45")))
                .as(output())
                .isZero();
        assertThat(issuedBy()).containsExactly(AuthenticationMethod.PRIVATE_KEY_JWT);
    }

    @Test
    void printsTheMappingOfAnApplicationThatIssuesTokens() throws Exception {
        trustEntra();
        List<String> arguments = new ArrayList<>(List.of("entra", "mapping", "--url", service.scimUrl()));
        arguments.addAll(client("federation", "--keys-port", keysPort()));

        assertThat(run(arguments.toArray(String[]::new))).isZero();
        assertThat(output()).startsWith("{").contains("\"targetAttribute\":\"userName\"");
    }

    @Test
    void isRefusedWithAKeyThatNobodyPublished() throws Exception {
        trustEntra();

        assertThat(run("entra", client("federation", "--keys-port", keysPort(), "--unknown-key")))
                .isEqualTo(1);
        assertThat(errors.toString(StandardCharsets.UTF_8) + output()).contains("invalid_client");
        assertThat(service.health().lastRefusal().orElseThrow().detail())
                .contains("is not by a key of https://login.microsoftonline.com/");
    }

    @ParameterizedTest
    @CsvSource({"120, is good from", "-4000, has expired at"})
    void isRefusedByAWrongClock(String seconds, String reason) throws Exception {
        trustEntra();

        assertThat(run("entra", client("federation", "--keys-port", keysPort(), "--clock-skew", seconds)))
                .isEqualTo(1);
        assertThat(service.health().lastRefusal().orElseThrow().detail()).contains(reason);
    }

    @Test
    void saysWhichOptionsGoTogether() {
        assertUsage("--auth is one of pasted, private-key", "okta", "--url", "http://x", "--auth", "secret");
        assertUsage(
                "--auth is one of pasted, secret, federation, private-key",
                "entra",
                "--url",
                "http://x",
                "--auth",
                "basic");
        assertUsage("--token-url is missing", "entra", "--url", "http://x", "--auth", "secret", "--secret", "s");
        assertUsage(
                "--secret is of no use with --auth federation",
                "entra",
                "--url",
                "http://x",
                "--auth",
                "federation",
                "--secret",
                "s");
        assertUsage("--client-id is of no use with --auth pasted", "entra", "--url", "http://x", "--client-id", "c");
        assertUsage("--key is missing", "entra", "keys");
        assertUsage("the key cannot be read from /nowhere/at/all: ", "entra", "keys", "--key", "/nowhere/at/all");
        assertUsage(
                "--audience is missing: the issuer identifier",
                "entra",
                "--url",
                "http://x",
                "--auth",
                "private-key",
                "--token-url",
                "http://x/token",
                "--client-id",
                "c");
        assertUsage(
                "--clock-skew takes a number, not soon",
                "entra",
                "--url",
                "http://x",
                "--auth",
                "federation",
                "--token-url",
                "http://x/token",
                "--client-id",
                "c",
                "--clock-skew",
                "soon");
    }

    private void assertUsage(String message, String... arguments) {
        errors.reset();
        assertThat(run(arguments)).isEqualTo(2);
        assertThat(errors.toString(StandardCharsets.UTF_8)).startsWith(message);
    }

    // ---- in the middle of a cycle

    /** Does something once, between two requests of a cycle. */
    private record Between(ScimTransport transport, AtomicInteger requests, int after, Runnable action) {

        ScimTransport asTransport() {
            return call -> {
                if (requests.incrementAndGet() == after) {
                    action.run();
                }
                return transport.send(call);
            };
        }
    }

    private void provision(AccessTokens tokens, int after, Runnable action, int parallelism) throws Exception {
        VirtualClock clock = new VirtualClock(Instant.parse("2026-03-02T08:30:00Z"));
        SourceDirectory directory = new DirectoryGenerator(3, 40, 4).generate(clock);
        AtomicInteger requests = new AtomicInteger();
        ScimTransport transport = new Between(tokens, requests, after, action).asTransport();
        ProvisioningJob job = ProvisioningJob.builder(
                        new AdminCredentials(new TenantUrl(service.scimUrl(), PatchDialect.COMPLIANT), "fetched"),
                        ApplicationDiscovery.read(tokens, "fetched").mapping())
                .scope(ProvisioningScope.all())
                .parallelism(parallelism)
                .build();
        ProvisioningService entra = new ProvisioningService(job, directory, clock, transport, Pause.sleeping());
        for (int cycle = 0; cycle < 2; cycle++) {
            assertThat(entra.runCycle().failures()).isZero();
            assertThat(new DirectoryComparison(job, directory, tokens).differences())
                    .isEmpty();
            new RandomChanges(cycle).apply(directory, 20);
        }
        assertThat(requests.get()).as("it happened in the middle").isGreaterThan(2 * after);
    }

    private ScimTransport to(String url) {
        return new HttpTransport(url, Duration.ofSeconds(60));
    }

    /** The issuer tells nobody beforehand, its former key is gone, and the access token that is in use is revoked. */
    @Test
    void losesNobodyWhenKeysAreRotatedInTheMiddle() throws Exception {
        trustEntra();
        SigningKeys keys = SigningKeys.generated();
        try (KeyServer server = new KeyServer(keys, 0)) {
            service.fetchKeysFrom(server.origin());
            AccessTokens tokens = new AccessTokens(
                    to(service.scimUrl()),
                    TokenClient.withAssertions(
                            to(service.tokenUrl()),
                            service.directory().clientId(),
                            WorkloadIdentity.ofEntra(keys, Clock.systemUTC(), TENANT_ID, SUBJECT, AUDIENCE)),
                    Clock.systemUTC());

            provision(
                    tokens,
                    40,
                    () -> {
                        keys.rotate();
                        keys.withdrawFormer();
                        // a service asks an issuer once a minute at most
                        service.goAhead(Duration.ofSeconds(61));
                        tokens.forget();
                    },
                    4);

            assertThat(tokens.fetched()).isEqualTo(2);
            assertThat(server.fetches()).isEqualTo(2);
            assertThat(service.health().failuresInLastHour()).isEmpty();
        }
    }

    /** The new secret is entered while both are good; revoking the old one ends the token that it obtained. */
    @Test
    void losesNobodyWhenASecretIsRotatedUnderLoad() throws Exception {
        String id = service.directory().id();
        NewCredential former = service.directories().credentials().createSecret(id, "former");
        String clientId = service.directory().clientId();
        AccessTokens tokens = new AccessTokens(
                to(service.scimUrl()),
                TokenClient.withSecret(to(service.tokenUrl()), clientId, former.secret(), SecretPlace.HEADER),
                Clock.systemUTC());

        provision(
                tokens,
                40,
                () -> {
                    String next = service.directories()
                            .credentials()
                            .createSecret(id, "next")
                            .secret();
                    tokens.change(TokenClient.withSecret(to(service.tokenUrl()), clientId, next, SecretPlace.BODY));
                    assertThat(service.directories()
                                    .credentials()
                                    .revoke(id, former.credential().id()))
                            .isTrue();
                },
                8);

        assertThat(tokens.fetched()).isEqualTo(2);
        assertThat(service.directories().credentials().secrets(id))
                .extracting(Credential::label)
                .containsExactly("former", "next");
        assertThat(issuedBy())
                .containsExactly(AuthenticationMethod.CLIENT_SECRET_BASIC, AuthenticationMethod.CLIENT_SECRET_POST);
    }
}
