package dev.scimlet.directory;

import static dev.scimlet.directory.TestService.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scimlet.core.profile.ClientProfile;
import dev.scimlet.core.profile.Tolerance;
import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.directory.DirectoryHealth.Failure;
import dev.scimlet.protocol.ScimService;
import dev.scimlet.protocol.access.RequestLimiter;
import dev.scimlet.protocol.message.ScimRequest;
import dev.scimlet.protocol.message.ScimResponse;
import dev.scimlet.spi.memory.InMemoryRepository;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class DirectoriesTest {

    private final TestService test = new TestService();
    private final Credentials credentials = test.directories.credentials();
    private final String acme = test.acme.id();

    @AfterEach
    void close() {
        test.close();
    }

    private void change(UnaryOperator<DirectorySettings.Builder> settings) {
        Directory found = test.directories.find(acme).orElseThrow();
        assertThat(test.directories.change(found.toBuilder()
                        .settings(settings.apply(found.settings().toBuilder()).build())
                        .build()))
                .isPresent();
    }

    // ---- directories

    @Test
    void makesAndRenamesDirectories() {
        Directory okta = test.directories.create(
                "acme", "Okta", IdentityProvider.OKTA, directory -> directory.profile(ClientProfile.STRICT));

        assertThat(test.directories.ofTenant("acme"))
                .extracting(Directory::name)
                .containsExactly("Entra ID", "Okta");
        assertThat(okta.profile()).isEqualTo(ClientProfile.STRICT);
        assertThat(okta.clientId()).matches("scc_[A-Za-z0-9_-]{16}");
        assertThat(test.directories.rename(okta.id(), "Okta 2").name()).isEqualTo("Okta 2");
        assertThatThrownBy(() -> test.directories.rename(okta.id(), "Entra ID"))
                .hasMessage("another directory of the tenant is called 'Entra ID'");
        assertThatThrownBy(() -> test.directories.create("acme", "Entra ID", IdentityProvider.OTHER))
                .hasMessage("another directory of the tenant is called 'Entra ID'");
        assertThatThrownBy(() -> test.directories.rename("none", "x")).hasMessage("there is no directory 'none'");
        for (String name : List.of("", " ", "x".repeat(201), "a\nb")) {
            assertThatThrownBy(() -> test.directories.create("acme", name, IdentityProvider.OTHER))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void tellsWhoChangesWhatAnotherHasChanged() {
        Directory seenByBoth = test.directories.find(acme).orElseThrow();

        assertThat(test.directories.change(seenByBoth.toBuilder().name("One").build()))
                .isPresent();
        assertThat(test.directories.change(seenByBoth.toBuilder().name("Other").build()))
                .isEmpty();
        assertThat(test.directories.find(acme).orElseThrow().name()).isEqualTo("One");
        assertThat(test.directories.pause(acme).name())
                .as("a pause does not mind")
                .isEqualTo("One");
    }

    @Test
    void pausesResumesDisablesAndDeletes() {
        String token = test.pastedToken().secret();
        assertThat(test.get(token).status()).isEqualTo(200);

        test.directories.pause(acme);
        ScimResponse paused = test.get(token);
        assertThat(paused.status()).isEqualTo(503);
        assertThat(paused.header("Retry-After")).contains("300");

        test.directories.resume(acme);
        assertThat(test.get(token).status()).isEqualTo(200);

        test.directories.disable(acme);
        ScimResponse disabled = test.get(token);
        assertThat(disabled.status()).isEqualTo(401);
        assertThat(disabled.header("WWW-Authenticate")).contains("Bearer realm=\"scim\", error=\"invalid_token\"");
        assertThat(disabled.bodyText()).isEqualTo(test.get("sct_nobody").bodyText());

        test.directories.resume(acme);
        assertThat(test.get(token).status()).isEqualTo(200);
        test.directories.delete(acme);
        assertThat(test.get(token).status()).isEqualTo(401);
    }

    @Test
    void toleratesWhatTheProfileOfTheDirectorySays() {
        String token = test.pastedToken().secret();
        String body =
                "{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\"],\"userName\":\"b\",\"active\":\"True\"}";
        ScimRequest request = ScimRequest.builder("POST", "/acme/Users")
                .baseUrl(TestService.BASE)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/scim+json")
                .body(body)
                .build();
        assertThat(test.service.handle(request).status()).isEqualTo(201);
        Directory found = test.directories.find(acme).orElseThrow();
        test.directories.change(found.toBuilder()
                .profile(ClientProfile.INTEROPERABLE.without(Tolerance.TEXT_BOOLEANS))
                .build());

        assertThat(test.service
                        .handle(ScimRequest.builder("POST", "/acme/Users")
                                .baseUrl(TestService.BASE)
                                .header("Authorization", "Bearer " + token)
                                .header("Content-Type", "application/scim+json")
                                .body(body.replace("\"b\"", "\"c\""))
                                .build())
                        .status())
                .isEqualTo(400);
    }

    @Test
    void asksTheStoreOnceForARequest() {
        List<String> calls = new ArrayList<>();
        DirectoryStore counting = (DirectoryStore) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {DirectoryStore.class}, (proxy, method, arguments) -> {
                    calls.add(method.getName());
                    return method.invoke(test.store, arguments);
                });
        Directories directories =
                Directories.builder(counting).clock(test.clock).build();
        String token = directories
                .credentials()
                .createToken(acme, "counted", Duration.ofDays(1))
                .secret();
        try (ScimService service = ScimService.builder()
                .repositories(InMemoryRepository.of(StandardTypes.user()))
                .install(directories)
                .build()) {
            calls.clear();
            for (int number = 0; number < 3; number++) {
                assertThat(service.handle(ScimRequest.builder("GET", "/Users")
                                        .header("Authorization", "Bearer " + token)
                                        .build())
                                .status())
                        .isEqualTo(200);
            }
            assertThat(calls).containsExactly("present", "present", "present");
        }
        assertThat(calls.subList(3, calls.size())).containsExactly("used", "note", "deleteExpired");
    }

    @Test
    void refusesToStartOnTablesThatAreNotThere() {
        DirectoryStore empty = (DirectoryStore) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {DirectoryStore.class},
                (proxy, method, arguments) -> method.getName().equals("check") ? List.of("no tables") : null);

        assertThatThrownBy(() -> ScimService.builder()
                        .repositories(InMemoryRepository.of(StandardTypes.user()))
                        .install(Directories.builder(empty).build())
                        .build())
                .hasMessage("no tables");
    }

    // ---- 8: access tokens, and pasted ones

    @Test
    @Proves({"O-A-01", "O-X-09"})
    void checksATokenAtEachRequest() {
        String token = test.accessToken(test.bySecret(test.acme.clientId(), test.secretText()));

        assertThat(test.get(token).status()).isEqualTo(200);
        assertThat(test.scim("GET", "/other/Users", "Bearer " + token).status()).isEqualTo(403);
        assertThat(test.scim("GET", "/acme/Users", "Bearer").status()).isEqualTo(401);
        assertThat(test.scim("GET", "/acme/Users", "Basic " + token).status()).isEqualTo(401);
        assertThat(test.scim("GET", "/acme/Users", "Bearer " + token + " x").status())
                .isEqualTo(401);
        assertThat(test.get("x".repeat(5_000)).status()).isEqualTo(401);
        test.clock.pass(Duration.ofSeconds(3_599));
        assertThat(test.get(token).status()).isEqualTo(200);
        test.clock.pass(Duration.ofSeconds(1));
        assertThat(test.get(token).header("WWW-Authenticate"))
                .contains("Bearer realm=\"scim\", error=\"invalid_token\"");
    }

    @Test
    @Proves({"O-A-01", "O-X-10"})
    void refusesATokenOfASmallerScope() {
        test.store.add(
                Credential.builder("c1", acme, Credential.Kind.ACCESS_TOKEN, Secrets.hash("sca_small"), TestClock.START)
                        .scope("scim.read")
                        .expires(TestClock.START.plusSeconds(60))
                        .build(),
                100);

        ScimResponse answer = test.get("sca_small");

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.header("WWW-Authenticate"))
                .contains("Bearer realm=\"scim\", error=\"insufficient_scope\", scope=\"scim\"");
    }

    @Test
    @Proves({"O-A-02", "O-S-03", "O-S-04"})
    void keepsHashesOfTokensThatScannersKnow() {
        NewCredential secret = test.secret();
        NewCredential pasted = test.pastedToken();
        String access = test.accessToken(test.bySecret(test.acme.clientId(), secret.secret()));

        assertThat(secret.secret()).matches("scs_[A-Za-z0-9_-]{43}");
        assertThat(pasted.secret()).matches("sct_[A-Za-z0-9_-]{43}");
        assertThat(access).matches("sca_[A-Za-z0-9_-]{43}");
        assertThat(test.acme.clientId()).matches("[A-Za-z0-9_-]+");
        for (Credential.Kind kind : Credential.Kind.values()) {
            for (Credential kept : test.store.credentials(acme, kind)) {
                assertThat(kept.hash()).matches("[0-9a-f]{64}");
                assertThat(kept.hint()).hasSize(4);
                assertThat(kept.toString() + secret + pasted)
                        .doesNotContain(secret.secret(), pasted.secret(), access, kept.hash());
            }
        }
    }

    @Test
    @Proves("O-A-04")
    void endsTokensWithTheirDirectoryOrTrust() {
        Trust trust = test.trustOwnKey();
        String ofTrust =
                test.accessToken(test.byAssertion(test.acme.clientId(), TestService.OWN.sign(test.ownClaims())));
        String ofSecret = test.accessToken(test.bySecret(test.acme.clientId(), test.secretText()));

        credentials.removeTrust(acme, trust.id());
        assertThat(test.get(ofTrust).status()).isEqualTo(401);
        assertThat(test.get(ofSecret).status()).isEqualTo(200);
        test.directories.disable(acme);
        assertThat(test.get(ofSecret).status()).isEqualTo(401);
        test.directories.resume(acme);
        assertThat(test.get(ofSecret).status()).as("gone for good").isEqualTo(401);
    }

    @Test
    @Proves("O-A-05")
    void keepsAHundredTokensOfADirectory() {
        Map<String, String> form =
                TestService.form("client_id", test.acme.clientId(), "client_secret", test.secretText());
        List<String> tokens = new ArrayList<>();
        for (int number = 0; number < 130; number++) {
            test.clock.pass(Duration.ofSeconds(2));
            tokens.add(test.accessToken(test.token(form)));
        }

        assertThat(test.store.credentials(acme, Credential.Kind.ACCESS_TOKEN)).hasSize(100);
        assertThat(test.get(tokens.get(29)).status()).isEqualTo(401);
        assertThat(test.get(tokens.get(30)).status()).isEqualTo(200);
        test.clock.pass(Duration.ofHours(2));
        test.directories.write();
        assertThat(test.store.credentials(acme, Credential.Kind.ACCESS_TOKEN)).isEmpty();
    }

    @Test
    @Proves("O-A-06")
    void letsPastedTokensBeForbidden() {
        String token = test.pastedToken().secret();
        String fetched = test.accessToken(test.bySecret(test.acme.clientId(), test.secretText()));
        assertThat(test.get(token).status()).isEqualTo(200);

        change(settings -> settings.methods(Set.of(AuthenticationMethod.CLIENT_SECRET_POST)));
        assertThat(test.get(token).status()).isEqualTo(401);
        assertThat(test.get(fetched).status()).isEqualTo(200);

        try (TestService forbidding =
                new TestService(new InMemoryDirectoryStore(), Directories.Builder::withoutPastedTokens, same -> same)) {
            assertThat(forbidding.get(forbidding.pastedToken().secret()).status())
                    .isEqualTo(401);
        }
    }

    @Test
    @Proves("O-A-07")
    void takesABareTokenOnlyWhereTheDirectorySaysSo() {
        String token = test.pastedToken().secret();

        assertThat(test.scim("GET", "/acme/Users", token).status()).isEqualTo(401);
        change(settings -> settings.bareToken(true));
        assertThat(test.scim("GET", "/acme/Users", token).status()).isEqualTo(200);
        assertThat(test.scim("GET", "/acme/Users", "SSWS " + token).status()).isEqualTo(401);
    }

    @Test
    void takesTokensThatWereMadeElsewhere() {
        String old = "a-token-of-the-application-as-it-was-before";
        credentials.registerToken(acme, old, "before", null);

        assertThat(test.get(old).status()).isEqualTo(200);
        assertThatThrownBy(() -> credentials.registerToken(acme, "short", "short", null))
                .hasMessageContaining("32 characters or more");
    }

    @Test
    void takesNoTokenThatAnotherDirectoryHasOrThatNobodyCouldSend() {
        String old = "a-token-of-the-application-as-it-was-before";
        credentials.registerToken(acme, old, "before", null);
        Directory other = test.directories.create("other", "Okta", IdentityProvider.OKTA);

        for (String id : List.of(acme, other.id())) {
            assertThatThrownBy(() -> credentials.registerToken(id, old, "again", null))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("this token is known already: make another");
        }
        assertThat(test.get(old).status()).isEqualTo(200);
        for (String token : List.of("x".repeat(4_097), "ö".repeat(40), "x".repeat(40) + "\u0000")) {
            assertThatThrownBy(() -> credentials.registerToken(acme, token, "other", null))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("a token has 32 characters or more, at most 4096, all of them visible and of ASCII");
        }
        assertThatThrownBy(() -> credentials.registerToken(acme, "y".repeat(40), "other", Duration.ZERO))
                .hasMessage("a credential lives a second or longer");
        String longest = "z".repeat(4_096);
        credentials.registerToken(acme, longest, "longest", Duration.ofDays(1));
        assertThat(test.get(longest).status()).isEqualTo(200);
    }

    // ---- 4: secrets and warnings

    @Test
    @Proves("O-S-05")
    void makesSecretsOfOneToThreeYears() {
        for (Duration life : List.of(Duration.ofDays(334), Duration.ofDays(1_126))) {
            assertThatThrownBy(() -> credentials.createSecret(acme, "x", life))
                    .hasMessageContaining("one to three years");
        }
        assertThat(credentials.createSecret(acme, "usual").credential().expires())
                .contains(TestClock.START.plus(Duration.ofDays(365)));
        assertThat(credentials
                        .createSecret(acme, "long", Duration.ofDays(3 * 365))
                        .credential()
                        .expires())
                .isPresent();
        assertThat(credentials
                        .createSecretOfUnusualLife(acme, "unusual", Duration.ofDays(2_000))
                        .credential())
                .isNotNull();
    }

    @Test
    @Proves("O-S-06")
    void keepsAtMostFiveLiveSecrets() {
        for (int number = 0; number < 5; number++) {
            credentials.createSecret(acme, "secret " + number);
        }

        assertThatThrownBy(() -> credentials.createSecret(acme, "secret 5"))
                .hasMessage("a directory has at most 5 at a time: revoke one that is used no longer");
        assertThatThrownBy(() -> credentials.createSecret("none", "secret")).hasMessage("there is no directory 'none'");
        credentials.revoke(acme, credentials.secrets(acme).get(0).id());
        assertThatThrownBy(() -> credentials.createSecret(acme, "secret 1"))
                .hasMessage("another one is called 'secret 1'");
        assertThat(credentials.createSecret(acme, "secret 0")).isNotNull();
    }

    @Test
    @Proves("O-S-09")
    void warnsBeforeTheLastOneEndsAndTellsWhichIsUsed() {
        NewCredential first = credentials.createSecret(acme, "first");
        assertThat(credentials.endings(acme)).isEmpty();
        for (int[] step : new int[][] {{305, 60}, {30, 30}, {23, 7}}) {
            test.clock.pass(Duration.ofDays(step[0]));
            assertThat(credentials.endings(acme))
                    .containsExactly(new DirectoryHealth.Ending(first.credential(), step[1]));
        }
        NewCredential second = credentials.createSecret(acme, "second");
        assertThat(credentials.endings(acme)).as("there is another").isEmpty();
        assertThat(test.directories.health(acme).endings()).isEmpty();

        test.bySecret(test.acme.clientId(), second.secret());
        test.directories.write();
        assertThat(credentials.secrets(acme))
                .extracting(Credential::lastUsed)
                .satisfies(used -> assertThat(used.get(0)).isEmpty())
                .satisfies(used -> assertThat(used.get(1)).contains(test.clock.instant()));
    }

    @Test
    void notesTheLastUseOfATokenOnceAMinute() {
        String token = test.pastedToken().secret();
        test.get(token);
        test.directories.write();
        assertThat(credentials.tokens(acme).get(0).lastUsed()).contains(TestClock.START);
        test.clock.pass(Duration.ofSeconds(30));
        test.get(token);
        test.directories.write();
        assertThat(credentials.tokens(acme).get(0).lastUsed()).contains(TestClock.START);
        test.clock.pass(Duration.ofSeconds(31));
        test.get(token);
        test.directories.write();
        assertThat(credentials.tokens(acme).get(0).lastUsed()).contains(TestClock.START.plusSeconds(61));
    }

    // ---- limits

    @Test
    void letsADirectorySendAsManyRequestsAsItMay() {
        String token = test.pastedToken().secret();
        change(settings -> settings.rate(5, 8));
        Directory other = test.directories.create("other", "Okta", IdentityProvider.OKTA);
        String tokenOfOther =
                credentials.createToken(other.id(), "first", Duration.ofDays(1)).secret();

        List<Integer> statuses = new ArrayList<>();
        for (int number = 0; number < 10; number++) {
            statuses.add(test.get(token).status());
        }

        assertThat(statuses.subList(0, 8)).containsOnly(200);
        assertThat(statuses.subList(8, 10)).containsOnly(429);
        assertThat(test.get(token).header("Retry-After")).contains("1");
        assertThat(test.scim("GET", "/other/Users", "Bearer " + tokenOfOther).status())
                .isEqualTo(200);
        test.clock.pass(Duration.ofSeconds(1));
        assertThat(test.get(token).status()).isEqualTo(200);
        change(settings -> settings.rate(50, 200));
        assertThat(test.get(token).status()).as("what is set holds at once").isEqualTo(200);
    }

    @Test
    void letsNoMoreRequestsBeUnderWayThanADirectoryMay() {
        RequestLimits limits = new RequestLimits(test.clock::nanoTime);
        Directory directory = test.acme.toBuilder()
                .settings(DirectorySettings.builder().inFlight(2).build())
                .build();

        RequestLimiter.Admission first = limits.admit(directory);
        limits.admit(directory);
        assertThatThrownBy(() -> limits.admit(directory))
                .hasMessage("this directory has 2 requests under way, which is as many as it may");
        first.close();
        limits.admit(directory);
        assertThat(limits.inFlight(directory.id())).isEqualTo(2);
    }

    @Test
    void servesMoreThanEntraIdSendsByDefault() {
        String token = test.pastedToken().secret();
        for (int second = 0; second < 10; second++) {
            for (int number = 0; number < 25; number++) {
                assertThat(test.get(token).status()).isEqualTo(200);
            }
            test.clock.pass(Duration.ofSeconds(1));
        }
    }

    // ---- health

    @Test
    void tellsHowADirectoryFares() {
        String token = test.pastedToken().secret();
        assertThat(test.directories.health(acme).lastRequest()).isEmpty();
        test.create(token, "bjensen");
        test.clock.pass(Duration.ofMinutes(1));
        assertThat(test.scim("GET", "/acme/Users/none", "Bearer " + token).status())
                .isEqualTo(404);
        test.clock.pass(Duration.ofMinutes(1));
        test.create(token, "bjensen");
        test.get("sct_stranger");

        DirectoryHealth health = test.directories.health(acme);

        Instant start = TestClock.START;
        assertThat(health.lastRequest()).contains(start.plusSeconds(120));
        assertThat(health.lastSuccess()).contains(start.plusSeconds(60));
        assertThat(health.lastChange()).contains(start);
        assertThat(health.failuresInLastHour()).isEqualTo(Map.of(Failure.REJECTED, 1));
        test.clock.pass(Duration.ofMinutes(70));
        assertThat(test.directories.health(acme).failuresInLastHour()).isEmpty();
        assertThat(test.directories.health(acme).failuresInLastDay()).isEqualTo(Map.of(Failure.REJECTED, 1));
        test.clock.pass(Duration.ofHours(24));
        assertThat(test.directories.health(acme).failuresInLastDay()).isEmpty();

        test.directories.write();
        Directories afterStart =
                Directories.builder(test.store).clock(test.clock).build();
        assertThat(afterStart.health(acme).lastRequest()).contains(start.plusSeconds(120));
    }

    @Test
    void tellsOfAProbableQuarantine() {
        NewCredential token = test.pastedToken();
        test.get(token.secret());
        credentials.revoke(acme, token.credential().id());
        test.clock.pass(Duration.ofMinutes(40));
        Instant since = test.clock.instant();
        for (int number = 0; number < 4; number++) {
            test.get(token.secret());
        }
        assertThat(test.directories.health(acme).refusedSince()).isEmpty();
        test.clock.pass(Duration.ofMinutes(1));
        test.get(token.secret());

        assertThat(test.directories.health(acme).refusedSince()).contains(since);
        assertThat(test.directories.health(acme).failuresInLastHour()).isEqualTo(Map.of(Failure.REFUSED, 5));
        test.get(credentials.createToken(acme, "second", Duration.ofDays(1)).secret());
        assertThat(test.directories.health(acme).refusedSince()).isEmpty();
    }

    @Test
    void tellsOfSilence() {
        String token = test.pastedToken().secret();
        for (int cycle = 0; cycle < 40; cycle++) {
            test.get(token);
            test.clock.pass(Duration.ofMinutes(40));
        }
        Instant last = test.clock.instant().minus(Duration.ofMinutes(40));
        assertThat(test.directories.health(acme).silentSince()).isEmpty();
        test.clock.pass(Duration.ofMinutes(81));

        assertThat(test.directories.health(acme).silentSince()).contains(last);
        assertThat(test.directories.health(acme).silence(test.clock.instant())).isEqualTo(Duration.ofMinutes(121));
        test.get(token);
        assertThat(test.directories.health(acme).silentSince()).isEmpty();
    }

    // ---- 10: metadata and discovery

    private ScimResponse metadata(String path) {
        return test.directories
                .metadata()
                .handle(ScimRequest.builder("GET", path).build());
    }

    @Test
    @Proves({"O-M-01", "O-M-02", "O-M-03"})
    void describesTheTokenEndpoint() {
        for (String tenant : List.of("", "/acme", "/nobody")) {
            ScimResponse answer = metadata("/oauth-authorization-server/scim" + tenant);
            Map<?, ?> json = TestKey.read(answer.bodyText());
            String issuer = TestService.ISSUER + tenant;

            assertThat(answer.status()).isEqualTo(200);
            assertThat(json.get("issuer")).isEqualTo(issuer);
            assertThat(json.get("token_endpoint")).isEqualTo(issuer + "/oauth2/token");
            assertThat(json.get("revocation_endpoint")).isEqualTo(issuer + "/oauth2/revoke");
            assertThat(json.get("grant_types_supported")).isEqualTo(List.of("client_credentials"));
            assertThat(json.get("response_types_supported")).isEqualTo(List.of());
            assertThat(json.get("token_endpoint_auth_methods_supported"))
                    .isEqualTo(List.of("client_secret_basic", "client_secret_post", "private_key_jwt"));
            assertThat(json.get("token_endpoint_auth_signing_alg_values_supported"))
                    .isEqualTo(List.of("RS256", "PS256", "ES256"));
            assertThat(json.get("scopes_supported")).isEqualTo(List.of("scim"));
            assertThat(answer.bodyText()).doesNotContain("dpop", "tls_client");
        }
        for (String url : List.of(
                "http://app.example.com/scim",
                "https://app.example.com/scim?x",
                "https://app.example.com/scim#x",
                "https://app.example.com/scim/",
                "https://user@app.example.com/scim",
                "app.example.com",
                "https:///scim")) {
            assertThatThrownBy(() ->
                            AuthorizationServer.builder(url, TestService.BASE).build())
                    .as(url)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    @Proves({"O-M-04", "O-M-05"})
    void describesWhatTheTokenEndpointGuards() {
        for (String tenant : List.of("", "/acme", "/nobody")) {
            Map<?, ?> json = TestKey.read(
                    metadata("/oauth-protected-resource/scim/v2" + tenant).bodyText());

            assertThat(json.get("resource")).isEqualTo(TestService.BASE + tenant);
            assertThat(json.get("authorization_servers")).isEqualTo(List.of(TestService.ISSUER + tenant));
            assertThat(json.get("scopes_supported")).isEqualTo(List.of("scim"));
            assertThat(json.get("bearer_methods_supported")).isEqualTo(List.of("header"));
        }
    }

    @Test
    @Proves("O-M-06")
    void tellsAnybodyAndNothingOfTenants() {
        ScimResponse known = metadata("/oauth-authorization-server/scim/acme");
        ScimResponse unknown = metadata("/oauth-authorization-server/scim/nobody");

        assertThat(known.header("Cache-Control")).contains("public, max-age=3600");
        assertThat(known.bodyText().replace("acme", "nobody")).isEqualTo(unknown.bodyText());
        assertThat(known.headers()).isEqualTo(unknown.headers());
        for (String path : List.of(
                "",
                "/",
                "/openid-configuration",
                "/oauth-authorization-server",
                "/oauth-authorization-server/other",
                "/oauth-authorization-server/scim/",
                "/oauth-authorization-server/scim/a/b",
                "/oauth-authorization-server/scim/..",
                "/oauth-authorization-server/scim/a\"b",
                "/oauth-protected-resource/scim/v3")) {
            assertThat(metadata(path).status()).as(path).isEqualTo(404);
        }
        assertThat(test.directories
                        .metadata()
                        .handle(ScimRequest.builder("POST", "/oauth-authorization-server/scim")
                                .build())
                        .status())
                .isEqualTo(405);
    }

    @Test
    @Proves({"O-M-05", "O-M-07", "O-X-08"})
    void namesTheMetadataInTheChallengeIfTheyAreServed() {
        ScimRequest.Builder request = ScimRequest.builder("GET", "/acme/Users").baseUrl(TestService.BASE);
        assertThat(test.service.handle(request.build()).header("WWW-Authenticate"))
                .contains("Bearer realm=\"scim\"");

        try (TestService announcing = new TestService(
                new InMemoryDirectoryStore(), same -> same, AuthorizationServer.Builder::announceMetadata)) {
            String document = "https://app.example.com/.well-known/oauth-protected-resource/scim/v2/acme";
            assertThat(announcing.service.handle(request.build()).header("WWW-Authenticate"))
                    .contains("Bearer realm=\"scim\", resource_metadata=\"" + document + "\"");
            assertThat(announcing.get("sct_nobody").header("WWW-Authenticate"))
                    .contains("Bearer realm=\"scim\", error=\"invalid_token\", resource_metadata=\"" + document + "\"");
            assertThat(TestKey.read(announcing
                                    .directories
                                    .metadata()
                                    .handle(ScimRequest.builder(
                                                    "GET",
                                                    document.substring("https://app.example.com/.well-known".length()))
                                            .build())
                                    .bodyText())
                            .get("resource"))
                    .isEqualTo(TestService.BASE + "/acme");
        }
    }

    private List<?> schemes() {
        String token = test.accessToken(test.bySecret(
                test.acme.clientId(),
                credentials
                        .createSecret(acme, "s" + credentials.secrets(acme).size())
                        .secret()));
        ScimResponse answer = test.scim("GET", "/acme/ServiceProviderConfig", "Bearer " + token);
        return ((List<?>) TestKey.read(answer.bodyText()).get("authenticationSchemes"))
                .stream()
                        .map(scheme -> ((Map<?, ?>) scheme).get("type") + " " + ((Map<?, ?>) scheme).get("primary"))
                        .toList();
    }

    @Test
    @Proves("O-M-08")
    void listsTheWaysOfTheDirectory() {
        assertThat(schemes()).isEqualTo(List.of("oauth2 true", "oauthbearertoken false"));
        change(settings -> settings.methods(Set.of(AuthenticationMethod.CLIENT_SECRET_POST)));
        assertThat(schemes()).isEqualTo(List.of("oauth2 true"));
    }

    @Test
    void hasNoEndpointWhoseAddressIsNotSaid() {
        Directories pastedOnly = Directories.builder(test.store).build();

        assertThatThrownBy(pastedOnly::tokenEndpoint)
                .hasMessage("where the token endpoint is, is not said: call authorizationServer(…)");
        assertThatThrownBy(pastedOnly::metadata).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void encryptsCursorsWithItsKeyRing() {
        KeyRing ring = KeyRing.of("a", new byte[32]);
        try (TestService ringed =
                new TestService(new InMemoryDirectoryStore(), builder -> builder.keyRing(ring), same -> same)) {
            String token = ringed.pastedToken().secret();
            for (int number = 0; number < 3; number++) {
                ringed.create(token, "user" + number);
            }
            String first = cursor(ringed, token, "?count=1&cursor=");
            ring.add("b", new byte[] {
                        1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26,
                        27, 28, 29, 30, 31, 32
                    })
                    .use("b");
            assertThat(cursor(ringed, token, "?count=1&cursor=" + first)).isNotEmpty();
            ring.remove("a");
            assertThat(page(ringed, token, "?count=1&cursor=" + first).status()).isEqualTo(400);
        }
    }

    private static ScimResponse page(TestService service, String token, String query) {
        return service.service.handle(ScimRequest.builder("GET", "/acme/Users")
                .query(query.substring(1))
                .baseUrl(TestService.BASE)
                .header("Authorization", "Bearer " + token)
                .build());
    }

    private static String cursor(TestService service, String token, String query) {
        ScimResponse answer = page(service, token, query);
        assertThat(answer.status()).as(answer.bodyText()).isEqualTo(200);
        return (String) TestKey.read(answer.bodyText()).get("nextCursor");
    }

    @Test
    void refusesWhoSaysTheTenantsTwice() {
        assertThat(error(test.token(TestService.form()))).isEqualTo("401 invalid_client");
        assertThatThrownBy(() -> ScimService.builder()
                        .repositories(InMemoryRepository.of(StandardTypes.user()))
                        .tenants(dev.scimlet.protocol.access.TenantResolver.single())
                        .install(test.directories)
                        .build())
                .hasMessage("'tenants' is said twice, by the service or by its extensions");
    }
}
