package dev.scimlet.directory;

import static dev.scimlet.directory.TestService.ASSERTION_TYPE;
import static dev.scimlet.directory.TestService.AUDIENCE;
import static dev.scimlet.directory.TestService.ENTRA;
import static dev.scimlet.directory.TestService.ISSUER;
import static dev.scimlet.directory.TestService.OWN;
import static dev.scimlet.directory.TestService.SUBJECT;
import static dev.scimlet.directory.TestService.TENANT_ID;
import static dev.scimlet.directory.TestService.body;
import static dev.scimlet.directory.TestService.error;
import static dev.scimlet.directory.TestService.form;
import static dev.scimlet.directory.TestService.post;
import static dev.scimlet.directory.TestService.with;
import static dev.scimlet.directory.TestService.without;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scimlet.protocol.message.ScimRequest;
import dev.scimlet.protocol.message.ScimResponse;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TokenEndpointTest {

    private final TestService test = new TestService();
    private final String client = test.acme.clientId();

    @AfterEach
    void close() {
        test.close();
    }

    private void change(java.util.function.UnaryOperator<DirectorySettings.Builder> settings) {
        Directory found = test.directories.find(test.acme.id()).orElseThrow();
        assertThat(test.directories.change(found.toBuilder()
                        .settings(settings.apply(found.settings().toBuilder()).build())
                        .build()))
                .isPresent();
    }

    // ---- 3: the endpoint

    @Test
    @Proves("O-T-01")
    void takesFormsByPostAlone() {
        String body = body(form("client_id", client, "client_secret", test.secretText()));

        assertThat(test.send(post("/acme/oauth2/token", body)).status()).isEqualTo(200);
        ScimResponse get =
                test.send(ScimRequest.builder("GET", "/acme/oauth2/token").baseUrl(ISSUER));
        assertThat(get.status()).isEqualTo(405);
        assertThat(get.header("Allow")).contains("POST");
        for (String type :
                List.of("application/json", "text/plain", "", "application/x-www-form-urlencoded; charset=latin1")) {
            assertThat(error(test.send(ScimRequest.builder("POST", "/acme/oauth2/token")
                            .baseUrl(ISSUER)
                            .header("Content-Type", type)
                            .body(body))))
                    .as(type)
                    .isEqualTo("400 invalid_request");
        }
        assertThat(test.send(ScimRequest.builder("POST", "/acme/oauth2/token")
                                .baseUrl(ISSUER)
                                .header("Content-Type", "Application/X-WWW-Form-Urlencoded;charset=UTF-8")
                                .body(body))
                        .status())
                .isEqualTo(200);
        assertThat(error(test.send(post("/acme/oauth2/token", "grant_type=%")))).isEqualTo("400 invalid_request");
        assertThat(error(test.send(post("/acme/oauth2/token", "grant_type=%ff"))))
                .isEqualTo("400 invalid_request");
    }

    @Test
    @Proves("O-T-02")
    void looksAtNothingWithoutTls() {
        NewCredential secret = test.secret();
        InputStream unread = new InputStream() {
            @Override
            public int read() {
                throw new AssertionError("the body was read");
            }
        };

        ScimResponse answer = test.send(ScimRequest.builder("POST", "/acme/oauth2/token")
                .baseUrl("http://app.example.com/scim")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .body(unread));

        assertThat(error(answer)).isEqualTo("400 invalid_request");
        assertThat(error(test.send(ScimRequest.builder("POST", "/acme/oauth2/token")
                        .baseUrl("http://app.example.com/scim")
                        .header("X-Forwarded-Proto", "https")
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .body(unread))))
                .as("a header that anybody can send")
                .isEqualTo("400 invalid_request");
        try (TestService other = new TestService(
                new InMemoryDirectoryStore(), same -> same, AuthorizationServer.Builder::trustForwardedHeaders)) {
            String forwarded = other.secretText();
            ScimRequest.Builder request = ScimRequest.builder("POST", "/acme/oauth2/token")
                    .baseUrl("http://inside:8080/scim")
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .header("X-Forwarded-Proto", "https")
                    .header("X-Forwarded-For", "198.51.100.9, 203.0.113.77")
                    .body(body(form("client_id", other.acme.clientId(), "client_secret", forwarded)));
            assertThat(other.send(request, "10.0.0.1").status()).isEqualTo(200);
            assertThat(other.lastAudit().address()).isEqualTo("203.0.113.77");
            ScimRequest.Builder odd = ScimRequest.builder("POST", "/acme/oauth2/token")
                    .baseUrl(ISSUER)
                    .header("X-Forwarded-For", "x\u001b[2J\u0085y");
            assertThat(other.send(odd, "10.0.0.1").status()).isEqualTo(400);
            assertThat(other.lastAudit().address()).isEqualTo("x?[2J?y");
        }
        assertThat(secret.credential().lastUsed()).isEmpty();
    }

    @Test
    @Proves({"O-T-03", "O-X-01"})
    void refusesAParameterThatIsSentTwiceAndIgnoresUnknownOnes() {
        String secret = test.secretText();
        String good = body(form("client_id", client, "client_secret", secret));

        assertThat(error(test.send(post("/acme/oauth2/token", good + "&scope=scim&scope=scim"))))
                .isEqualTo("400 invalid_request");
        assertThat(test.send(post("/acme/oauth2/token", good + "&foo=1&scope=")).status())
                .isEqualTo(200);
    }

    @Test
    @Proves({"O-T-04", "O-X-04"})
    void knowsOneGrant() {
        Map<String, String> form = form("client_id", client, "client_secret", test.secretText());
        form.put("grant_type", "password");
        assertThat(error(test.token(form))).isEqualTo("400 unsupported_grant_type");
        form.remove("grant_type");
        assertThat(error(test.token(form))).isEqualTo("400 invalid_request");
    }

    @Test
    @Proves({"O-T-05", "O-X-01"})
    void refusesTwoWaysOfAuthenticationAtOnce() {
        String secret = test.secretText();
        Map<String, String> both = form("client_id", client, "client_secret", secret);

        assertThat(error(test.send(post("/acme/oauth2/token", body(both))
                        .header("Authorization", TestService.basic(client, secret)))))
                .isEqualTo("400 invalid_request");
        both.put("client_assertion", OWN.sign(test.ownClaims()));
        both.put("client_assertion_type", ASSERTION_TYPE);
        assertThat(error(test.token(both))).isEqualTo("400 invalid_request");
        assertThat(error(test.send(post("/acme/oauth2/token", body(form()))
                        .header("Authorization", TestService.basic(client, secret))
                        .header("Authorization", TestService.basic(client, secret)))))
                .isEqualTo("400 invalid_request");
        assertThat(error(test.token(form("client_id", client)))).isEqualTo("401 invalid_client");
    }

    @Test
    @Proves("O-T-06")
    void takesAClientIdBesideTheHeaderIfItIsTheSame() {
        String secret = test.secretText();

        assertThat(test.send(post("/acme/oauth2/token", body(form("client_id", client)))
                                .header("Authorization", TestService.basic(client, secret)))
                        .status())
                .isEqualTo(200);
        assertThat(error(test.send(post("/acme/oauth2/token", body(form("client_id", "scc_other")))
                        .header("Authorization", TestService.basic(client, secret)))))
                .isEqualTo("400 invalid_request");
    }

    @Test
    @Proves({"O-T-07", "O-T-08", "O-T-09"})
    void answersWithABearerTokenAndNothingToRefreshIt() {
        ScimResponse answer = test.bySecret(client, test.secretText());

        Map<?, ?> json = TestKey.read(answer.bodyText());
        assertThat(json.keySet()).isEqualTo(Set.of("access_token", "token_type", "expires_in", "scope"));
        assertThat(json.get("token_type")).isEqualTo("Bearer");
        assertThat(json.get("expires_in")).isEqualTo(3600);
        assertThat(json.get("scope")).isEqualTo("scim");
        assertThat(answer.header("Content-Type")).contains("application/json");
        List<ScimResponse> all = new ArrayList<>(List.of(
                answer,
                test.bySecret(client, "wrong"),
                test.token(form()),
                test.send(post("/acme/oauth2/token", "a=1&a=2")),
                test.send(post("/acme/oauth2/elsewhere", "")),
                test.send(ScimRequest.builder("GET", "/acme/oauth2/token").baseUrl(ISSUER)),
                revoke(
                        "sca_unknown",
                        client,
                        test.directories
                                .credentials()
                                .createSecret(test.acme.id(), "other")
                                .secret())));
        for (int guess = 0; guess < 25; guess++) {
            all.add(test.bySecret("scc_nobody", "guess" + guess));
        }
        assertThat(all).extracting(ScimResponse::status).contains(200, 400, 401, 404, 405, 429);
        for (ScimResponse any : all) {
            assertThat(any.header("Cache-Control")).contains("no-store");
            assertThat(any.header("Pragma")).contains("no-cache");
        }
        assertThat(test.get(test.accessToken(answer)).status()).isEqualTo(200);
    }

    @Test
    @Proves({"O-T-10", "O-E-11"})
    void issuesTokensOfOneToSixHours() {
        DirectorySettings.Builder settings = DirectorySettings.builder();
        for (Duration life : List.of(Duration.ofMinutes(59), Duration.ofHours(6).plusSeconds(1))) {
            assertThatThrownBy(() -> settings.accessTokenLife(life)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatCode(() -> settings.accessTokenLife(Duration.ofMinutes(60)).accessTokenLife(Duration.ofHours(6)))
                .doesNotThrowAnyException();
        change(builder -> builder.unusualAccessTokenLife(Duration.ofMinutes(5)));

        String token = test.accessToken(test.bySecret(client, test.secretText()));

        test.clock.pass(Duration.ofSeconds(299));
        assertThat(test.get(token).status()).isEqualTo(200);
        test.clock.pass(Duration.ofSeconds(1));
        assertThat(test.get(token).status()).isEqualTo(401);
    }

    @Test
    @Proves("O-T-11")
    void issuesNoTokenForASecretThatHasExpired() {
        String secret = test.secretText();

        test.clock.pass(Credentials.SECRET_LIFE.minusSeconds(1));
        assertThat(test.bySecret(client, secret).status()).isEqualTo(200);
        test.clock.pass(Duration.ofSeconds(1));
        assertThat(error(test.bySecret(client, secret))).isEqualTo("401 invalid_client");
        assertThat(test.lastAudit().detail()).contains("the secret 'first' has expired");
    }

    @Test
    @Proves({"O-T-12", "O-X-05"})
    void givesTheScopeThatThereIs() {
        Map<String, String> form = form("client_id", client, "client_secret", test.secretText());
        Map<String, String> asked = new LinkedHashMap<>();
        asked.put("", "200 scim");
        asked.put("scim", "200 scim");
        asked.put("scim.readwrite", "200 scim.readwrite");
        asked.put("scim scim.readwrite", "200 scim scim.readwrite");
        asked.put("scim.read", "400 invalid_scope");
        asked.put("scim admin", "400 invalid_scope");
        asked.put("SCIM", "400 invalid_scope");
        asked.forEach((scope, expected) -> {
            form.put("scope", scope);
            ScimResponse answer = test.token(form);
            Map<?, ?> json = TestKey.read(answer.bodyText());
            assertThat(answer.status() + " " + (answer.status() == 200 ? json.get("scope") : json.get("error")))
                    .as(scope)
                    .isEqualTo(expected);
        });
    }

    @Test
    @Proves({"O-T-13", "O-T-14", "O-X-06"})
    void holdsUpWhoGuessesAndNobodyElse() {
        String secret = test.secretText();
        Directory other = test.directories.create("acme", "Okta", IdentityProvider.OKTA);
        String secretOfOther =
                test.directories.credentials().createSecret(other.id(), "first").secret();
        Map<String, String> right = form("client_id", client, "client_secret", secret);
        Map<String, String> rightOfOther = form("client_id", other.clientId(), "client_secret", secretOfOther);
        assertThat(test.send(post("/acme/oauth2/token", body(rightOfOther)), "192.0.2.1")
                        .status())
                .isEqualTo(200);

        int waits = 0;
        for (int guess = 0; guess < 200; guess++) {
            ScimResponse answer = test.send(
                    post("/acme/oauth2/token", body(form("client_id", client, "client_secret", "guess" + guess))),
                    "192.0.2.1");
            if (answer.status() == 429) {
                waits++;
                assertThat(error(answer)).isEqualTo("429 temporarily_unavailable");
                assertThat(answer.header("Retry-After")).isPresent();
            }
        }

        assertThat(waits).isEqualTo(180);
        assertThat(test.send(post("/acme/oauth2/token", body(right)), "192.0.2.2")
                        .status())
                .as("the right secret from elsewhere")
                .isEqualTo(200);
        assertThat(test.send(post("/acme/oauth2/token", body(rightOfOther)), "192.0.2.1")
                        .status())
                .as("another client from there")
                .isEqualTo(200);
        assertThat(test.send(post("/acme/oauth2/token", body(right)), "192.0.2.1")
                        .status())
                .isEqualTo(429);
        test.clock.pass(Duration.ofSeconds(5));
        assertThat(test.send(post("/acme/oauth2/token", body(right)), "192.0.2.1")
                        .status())
                .isEqualTo(200);
    }

    @Test
    @Proves("O-T-13")
    void holdsUpAnAddressThatGuessesClientIds() {
        List<Integer> statuses = new ArrayList<>();
        for (int guess = 0; guess < 150; guess++) {
            statuses.add(test.send(
                            post(
                                    "/acme/oauth2/token",
                                    body(form("client_id", "scc_" + guess, "client_secret", "guess"))),
                            "2001:db8::" + Integer.toHexString(guess + 1))
                    .status());
        }

        assertThat(statuses.subList(0, 100)).containsOnly(401);
        assertThat(statuses.subList(100, 150)).as("the same network").containsOnly(429);
    }

    /** While the keys of the issuer are not to be had, nobody is told to be wrong; but nobody may ask for ever either. */
    @Test
    @Proves({"O-T-13", "O-X-07"})
    void holdsUpWhoSendsWhatNobodyCanJudge() {
        test.trustEntra();
        String right = ENTRA.sign(test.entraClaims());
        test.keySet = "";
        List<Integer> statuses = new ArrayList<>();
        for (int attempt = 0; attempt < 70; attempt++) {
            statuses.add(test.byAssertion(client, right).status());
        }

        assertThat(statuses.subList(0, 60)).containsOnly(503);
        assertThat(statuses.subList(60, 70)).containsOnly(429);
        test.keySet = TestKey.set(ENTRA);
        test.clock.pass(Duration.ofMinutes(2));
        assertThat(test.byAssertion(client, ENTRA.sign(test.entraClaims())).status())
                .isEqualTo(200);
    }

    @Test
    @Proves({"O-T-13", "O-A-05"})
    void issuesAClientNoMoreThanSixtyTokensAtOnce() {
        Map<String, String> form = form("client_id", client, "client_secret", test.secretText());
        List<Integer> statuses = new ArrayList<>();
        for (int number = 0; number < 70; number++) {
            statuses.add(test.token(form).status());
        }

        assertThat(statuses.subList(0, 60)).containsOnly(200);
        assertThat(statuses.subList(60, 70)).containsOnly(429);
    }

    /** As some gateways write it: each connection has another port. */
    @ParameterizedTest
    @CsvSource({
        "192.0.2.1:%d, 192.0.2.1",
        "[2001:db8::1]:%d, 2001:db8::1",
        "[2001:db8::1], 2001:db8::1",
        "2001:db8::1, 2001:db8::1"
    })
    @Proves("O-T-13")
    void holdsUpAnAddressWhateverPortItComesFrom(String forwarded, String address) {
        try (TestService behindProxy = new TestService(
                new InMemoryDirectoryStore(), same -> same, AuthorizationServer.Builder::trustForwardedHeaders)) {
            List<Integer> statuses = new ArrayList<>();
            for (int guess = 0; guess < 101; guess++) {
                statuses.add(behindProxy
                        .send(
                                post("/oauth2/token", body(form("client_id", "scc_" + guess, "client_secret", "guess")))
                                        .header("X-Forwarded-For", String.format(forwarded, 40_000 + guess)),
                                "10.0.0.1")
                        .status());
            }

            assertThat(statuses.subList(0, 100)).containsOnly(401);
            assertThat(statuses.get(100)).isEqualTo(429);
            assertThat(behindProxy.lastAudit().address()).isEqualTo(address);
        }
    }

    @Test
    @Proves("O-T-15")
    void readsNothingThatIsTooLong() {
        String secret = test.secretText();
        InputStream unread = new InputStream() {
            @Override
            public int read() {
                throw new AssertionError("the body was read");
            }
        };

        assertThat(error(test.send(ScimRequest.builder("POST", "/acme/oauth2/token")
                        .baseUrl(ISSUER)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header("Content-Length", "16385")
                        .body(unread))))
                .isEqualTo("400 invalid_request");
        String good = body(form("client_id", client, "client_secret", secret, "x", ""));
        String longest = good + "y".repeat(16 * 1024 - good.length());
        assertThat(test.send(post("/acme/oauth2/token", longest)).status()).isEqualTo(200);
        assertThat(error(test.send(post("/acme/oauth2/token", longest + "y")))).isEqualTo("400 invalid_request");
        assertThat(error(test.bySecret("c".repeat(129), secret))).isEqualTo("400 invalid_request");
        assertThat(error(test.bySecret("c".repeat(128), secret))).isEqualTo("401 invalid_client");
        assertThat(error(test.byAssertion(client, "a".repeat(8_193)))).isEqualTo("400 invalid_request");
        assertThat(error(test.byAssertion(client, "a".repeat(8_192)))).isEqualTo("401 invalid_client");
    }

    @Test
    @Proves("O-T-16")
    void tellsTheAuditAndNoSecret() {
        NewCredential secret = test.secret();
        Trust trust = test.trustOwnKey();
        test.audit.clear();
        String assertion = OWN.sign(test.ownClaims());

        String token = test.accessToken(test.byBasic(client, secret.secret()));
        test.byAssertion(client, assertion);
        test.byAssertion(client, assertion);
        test.bySecret("scc_nobody", "scs_wrong");

        assertThat(test.audit)
                .extracting(AuditEntry::event)
                .containsExactly(
                        AuditEntry.Event.TOKEN_ISSUED,
                        AuditEntry.Event.TOKEN_ISSUED,
                        AuditEntry.Event.TOKEN_REFUSED,
                        AuditEntry.Event.TOKEN_REFUSED);
        AuditEntry first = test.audit.get(0);
        assertThat(first.directoryId()).isEqualTo(test.acme.id());
        assertThat(first.clientId()).isEqualTo(client);
        assertThat(first.method()).isEqualTo(AuthenticationMethod.CLIENT_SECRET_BASIC);
        assertThat(first.address()).isEqualTo("203.0.113.5");
        assertThat(first.keyId()).isEqualTo(secret.credential().id());
        assertThat(first.time()).isEqualTo(TestClock.START);
        assertThat(test.audit.get(1).keyId()).isEqualTo(trust.id());
        assertThat(test.audit.get(2).detail()).isEqualTo("invalid_client: the assertion was used before");
        assertThat(test.audit.get(3).directory()).isEmpty();
        test.trustEntra();
        test.byAssertion(client, ENTRA.sign(with(test.entraClaims(), "aud", "other")));
        assertThat(test.lastAudit().method())
                .as("which of the two it would have been, nobody has found out")
                .isNull();
        assertThat(test.audit.toString()).doesNotContain(secret.secret(), token, assertion, "scs_wrong");
    }

    @Test
    @Proves("O-T-17")
    void isFoundWithAndWithoutATenant() {
        String body = body(form("client_id", client, "client_secret", test.secretText()));

        assertThat(test.send(post("/oauth2/token", body)).status()).isEqualTo(200);
        assertThat(test.send(post("/acme/oauth2/token", body)).status()).isEqualTo(200);
        ScimResponse elsewhere = test.send(post("/other/oauth2/token", body));
        assertThat(error(elsewhere)).isEqualTo("401 invalid_client");
        assertThat(elsewhere.bodyText())
                .isEqualTo(test.bySecret("scc_nobody", "wrong").bodyText());
        for (String path : List.of(
                "/acme/x/oauth2/token",
                "/../oauth2/token",
                "/acme/oauth2/other",
                "",
                "?",
                "/acme;x/oauth2/token",
                "/%zz/oauth2/token",
                "/%ff/oauth2/token")) {
            assertThat(test.send(post(path, body)).status()).as(path).isEqualTo(404);
        }
    }

    @Test
    @Proves("O-T-14")
    void letsTenRequestsOfAClientBeUnderWayFromOnePlace() {
        EndpointLimits limits = new EndpointLimits(test.clock::nanoTime);
        for (int number = 0; number < 10; number++) {
            assertThat(limits.enter(client, "192.0.2.1")).isEmpty();
        }

        assertThat(limits.enter(client, "192.0.2.1")).contains(Duration.ofSeconds(1));
        assertThat(limits.enter(client, "192.0.2.2")).isEmpty();
        assertThat(limits.enter("scc_other", "192.0.2.1")).isEmpty();
        limits.leave(client, "192.0.2.1");
        assertThat(limits.enter(client, "192.0.2.1")).isEmpty();
    }

    @Test
    @Proves("O-X-11")
    void describesErrorsInPlainWords() {
        String secret = test.secretText();
        List<ScimResponse> refused = List.of(
                test.bySecret(client, "wrong"),
                test.token(form()),
                test.token(form("client_id", client, "client_secret", secret, "scope", "\"x\\")),
                test.token(form("client_id", client, "client_secret", secret, "grant_type", "\"")),
                test.byAssertion(client, "\"\\é"),
                test.send(post("/acme/oauth2/token", "%zz")),
                test.send(post("/acme/oauth2/token", "a=1&a=2")),
                test.send(post("/acme/oauth2/token", "").header("Authorization", "Basic é")),
                test.send(ScimRequest.builder("POST", "/oauth2/token").baseUrl("http://x/scim")));

        assertThat(refused).allSatisfy(answer -> {
            Map<?, ?> json = TestKey.read(answer.bodyText());
            assertThat(json.keySet()).isEqualTo(Set.of("error", "error_description"));
            assertThat((String) json.get("error_description")).matches("[ !#-\\[\\]-~]+");
            assertThat(answer.header("Content-Type")).contains("application/json");
        });
    }

    // ---- 4: secrets

    @Test
    @Proves("O-S-01")
    void takesASecretInTheHeader() {
        String secret = test.secretText();

        assertThat(test.byBasic(client, secret).status()).isEqualTo(200);
        String encoded = ("%73" + client.substring(1) + ":%73" + secret.substring(1)).replace("_", "%5f");
        assertThat(test.send(post("/acme/oauth2/token", body(form()))
                                .header(
                                        "Authorization",
                                        "Basic "
                                                + java.util.Base64.getEncoder()
                                                        .encodeToString(encoded.getBytes(
                                                                java.nio.charset.StandardCharsets.US_ASCII))))
                        .status())
                .as("form-encoded more than it need be")
                .isEqualTo(200);
        for (String header : List.of("Basic", "Basic !", "Basic " + "YQ==", "Basic Og==")) {
            assertThat(test.send(post("/acme/oauth2/token", body(form())).header("Authorization", header))
                            .status())
                    .as(header)
                    .isIn(400, 401);
        }
        assertThat(error(test.send(
                        post("/acme/oauth2/token", body(form())).header("Authorization", "Bearer " + secret))))
                .isEqualTo("401 invalid_client");
    }

    @Test
    @Proves({"O-S-02", "O-X-03"})
    void takesASecretInTheBodyAndNoneInTheUrl() {
        String secret = test.secretText();

        assertThat(test.bySecret(client, secret).status()).isEqualTo(200);
        ScimResponse inUrl = test.send(
                post("/acme/oauth2/token", body(form("client_id", client))).query("client_secret=" + secret));
        assertThat(error(inUrl)).isEqualTo("400 invalid_request");
        change(builder -> builder.methods(Set.of(AuthenticationMethod.CLIENT_SECRET_BASIC)));
        assertThat(error(test.bySecret(client, secret))).isEqualTo("400 unauthorized_client");
        assertThat(error(test.bySecret(client, "wrong"))).isEqualTo("401 invalid_client");
        assertThat(test.byBasic(client, secret).status()).isEqualTo(200);
    }

    @Test
    @Proves("O-S-06")
    void takesSeveralSecretsUntilTheyAreRevoked() throws Exception {
        NewCredential old = test.secret();
        NewCredential fresh = test.directories.credentials().createSecret(test.acme.id(), "second");
        assertThat(test.bySecret(client, old.secret()).status()).isEqualTo(200);
        assertThat(test.bySecret(client, fresh.secret()).status()).isEqualTo(200);

        ExecutorService pool = Executors.newFixedThreadPool(8);
        try {
            List<Future<Integer>> all = new ArrayList<>();
            for (int number = 0; number < 50; number++) {
                Callable<Integer> asks =
                        () -> test.bySecret(client, fresh.secret()).status();
                all.add(pool.submit(asks));
                if (number == 20) {
                    assertThat(test.directories
                                    .credentials()
                                    .revoke(test.acme.id(), old.credential().id()))
                            .isTrue();
                }
            }
            for (Future<Integer> one : all) {
                assertThat(one.get()).isEqualTo(200);
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(error(test.bySecret(client, old.secret()))).isEqualTo("401 invalid_client");
    }

    @Test
    @Proves("O-S-07")
    void endsTheTokensOfASecretThatIsRevokedAndNotOfOneThatExpires() {
        NewCredential revoked = test.secret();
        NewCredential expiring = test.directories
                .credentials()
                .createSecretOfUnusualLife(test.acme.id(), "short", Duration.ofMinutes(10));
        String ofRevoked = test.accessToken(test.bySecret(client, revoked.secret()));
        String ofExpiring = test.accessToken(test.bySecret(client, expiring.secret()));

        test.directories
                .credentials()
                .revoke(test.acme.id(), revoked.credential().id());
        test.clock.pass(Duration.ofMinutes(11));

        assertThat(test.get(ofRevoked).status()).isEqualTo(401);
        assertThat(test.get(ofExpiring).status()).isEqualTo(200);
    }

    /** What happens between the look at the secret and the keeping of the token. */
    private TestService whileAdding(java.util.function.Consumer<TestService> happens) {
        InMemoryDirectoryStore store = new InMemoryDirectoryStore();
        List<TestService> services = new ArrayList<>();
        DirectoryStore interrupted = (DirectoryStore) java.lang.reflect.Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {DirectoryStore.class}, (proxy, method, arguments) -> {
                    boolean keepsToken = method.getName().equals("add")
                            && arguments[0] instanceof Credential credential
                            && credential.kind() == Credential.Kind.ACCESS_TOKEN;
                    if (keepsToken) {
                        happens.accept(services.get(0));
                    }
                    return method.invoke(store, arguments);
                });
        services.add(new TestService(interrupted, same -> same, same -> same));
        return services.get(0);
    }

    @Test
    @Proves({"O-A-04", "O-S-07"})
    void keepsNoTokenOfWhatEndsWhileItIsIssued() {
        List<java.util.function.Consumer<TestService>> endings = List.of(
                service -> service.directories.disable(service.acme.id()),
                service -> service.directories.delete(service.acme.id()),
                service -> service.directories
                        .credentials()
                        .secrets(service.acme.id())
                        .forEach(secret -> service.directories.credentials().revoke(service.acme.id(), secret.id())));
        for (java.util.function.Consumer<TestService> ending : endings) {
            try (TestService service = whileAdding(ending)) {
                String id = service.acme.id();

                assertThat(error(service.bySecret(service.acme.clientId(), service.secretText())))
                        .isEqualTo("401 invalid_client");
                assertThat(service.store.credentials(id, Credential.Kind.ACCESS_TOKEN))
                        .isEmpty();
            }
        }
    }

    @Test
    @Proves("O-S-08")
    void tellsNobodyWhichClientsThereAre() {
        test.secret();
        List<String> statements = new ArrayList<>();
        DirectoryStore counting = (DirectoryStore) java.lang.reflect.Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {DirectoryStore.class}, (proxy, method, arguments) -> {
                    statements.add(method.getName());
                    return method.invoke(test.store, arguments);
                });
        try (TestService other = new TestService(new InMemoryDirectoryStore(), same -> same, same -> same)) {
            assertThat(other.acme.clientId()).isNotEqualTo(client);
        }
        Directories directories = Directories.builder(counting)
                .clock(test.clock)
                .authorizationServer(
                        AuthorizationServer.builder(ISSUER, TestService.BASE).build())
                .build();

        ScimResponse unknown = directories
                .tokenEndpoint()
                .handle(
                        post("/oauth2/token", body(form("client_id", "scc_nobody", "client_secret", "wrong")))
                                .build(),
                        "192.0.2.1");
        List<String> forUnknown = List.copyOf(statements);
        statements.clear();
        ScimResponse wrong = directories
                .tokenEndpoint()
                .handle(
                        post("/oauth2/token", body(form("client_id", client, "client_secret", "wrong")))
                                .build(),
                        "192.0.2.1");

        assertThat(unknown.status()).isEqualTo(wrong.status()).isEqualTo(401);
        assertThat(unknown.bodyText()).isEqualTo(wrong.bodyText());
        assertThat(unknown.headers()).isEqualTo(wrong.headers());
        assertThat(forUnknown).isEqualTo(statements).isNotEmpty();
    }

    // ---- 5: assertions

    @Test
    @Proves("O-J-01")
    void wantsATypeAndOneAssertion() {
        test.trustOwnKey();
        String assertion = OWN.sign(test.ownClaims());

        assertThat(error(test.token(form("client_id", client, "client_assertion", assertion))))
                .isEqualTo("400 invalid_request");
        assertThat(error(test.token(form("client_id", client, "client_assertion_type", ASSERTION_TYPE))))
                .isEqualTo("400 invalid_request");
        assertThat(error(test.token(
                        form("client_id", client, "client_assertion", assertion, "client_assertion_type", "urn:saml"))))
                .isEqualTo("401 invalid_client");
        assertThat(error(test.byAssertion(client, assertion + " " + assertion))).isEqualTo("401 invalid_client");
        assertThat(test.byAssertion(client, assertion).status()).isEqualTo(200);
    }

    @Test
    @Proves("O-J-02")
    void findsTheClientInTheAssertionOnlyIfItSignsForItself() {
        test.trustOwnKey();
        test.trustEntra();
        Map<String, String> own =
                form("client_assertion_type", ASSERTION_TYPE, "client_assertion", OWN.sign(test.ownClaims()));
        Map<String, String> federated =
                form("client_assertion_type", ASSERTION_TYPE, "client_assertion", ENTRA.sign(test.entraClaims()));

        assertThat(test.token(own).status()).isEqualTo(200);
        assertThat(error(test.token(federated))).isEqualTo("400 invalid_request");
        own.put("client_assertion", OWN.sign(test.ownClaims()));
        own.put("client_id", "scc_other");
        assertThat(error(test.token(own))).isEqualTo("401 invalid_client");
    }

    @Test
    @Proves("O-J-03")
    void wantsIssuerSubjectAudienceAndEnd() {
        test.trustOwnKey();
        test.trustEntra();
        for (String claim : List.of("iss", "sub", "aud", "exp")) {
            assertThat(error(test.byAssertion(client, OWN.sign(without(test.ownClaims(), claim)))))
                    .as(claim)
                    .isEqualTo("401 invalid_client");
            assertThat(error(test.byAssertion(client, ENTRA.sign(without(test.entraClaims(), claim)))))
                    .as(claim)
                    .isEqualTo("401 invalid_client");
            assertThat(test.lastAudit().detail()).contains("'" + claim + "'");
        }
    }

    @Test
    @Proves({"O-J-04", "O-J-07"})
    void comparesIssuerAndSubjectCharacterByCharacter() {
        test.trustOwnKey();
        test.trustEntra();
        List<Map<String, Object>> own = List.of(
                with(test.ownClaims(), "iss", client + "x"),
                with(test.ownClaims(), "sub", "scc_other"),
                with(test.ownClaims(), "aud", ISSUER + "/acme/"));
        List<Map<String, Object>> federated = List.of(
                with(test.entraClaims(), "iss", test.entraClaims().get("iss") + "/"),
                with(test.entraClaims(), "iss", "HTTPS://login.microsoftonline.com/" + TENANT_ID + "/v2.0"),
                with(test.entraClaims(), "iss", client),
                with(test.entraClaims(), "sub", SUBJECT + " "),
                with(test.entraClaims(), "aud", AUDIENCE + "/"));

        own.forEach(claims -> assertThat(error(test.byAssertion(client, OWN.sign(claims))))
                .as(claims.toString())
                .isEqualTo("401 invalid_client"));
        federated.forEach(claims -> assertThat(error(test.byAssertion(client, ENTRA.sign(claims))))
                .as(claims.toString())
                .isEqualTo("401 invalid_client"));
        assertThat(test.directories
                        .health(test.acme.id())
                        .lastRefusal()
                        .orElseThrow()
                        .detail())
                .isEqualTo("invalid_client: 'aud' of the assertion: expected " + AUDIENCE + ", received " + AUDIENCE
                        + "/");
    }

    @Test
    @Proves("O-J-05")
    void wantsItsOwnNameAsTheOnlyAudience() {
        test.trustOwnKey();
        Map<Object, Integer> audiences = new LinkedHashMap<>();
        audiences.put(ISSUER + "/acme", 200);
        audiences.put(List.of(ISSUER + "/acme"), 200);
        audiences.put(ISSUER + "/acme/oauth2/token", 401);
        audiences.put(ISSUER, 401);
        audiences.put(List.of(ISSUER + "/acme", "https://other.example"), 401);
        audiences.put(List.of(), 401);
        audiences.forEach((audience, status) -> assertThat(
                        test.byAssertion(client, OWN.sign(with(test.ownClaims(), "aud", audience)))
                                .status())
                .as(audience.toString())
                .isEqualTo(status));
        assertThat(test.send(post(
                                "/oauth2/token",
                                body(form(
                                        "client_assertion_type",
                                        ASSERTION_TYPE,
                                        "client_assertion",
                                        OWN.sign(with(test.ownClaims(), "aud", ISSUER))))))
                        .status())
                .as("called without a tenant")
                .isEqualTo(200);
    }

    @Test
    @Proves("O-J-06")
    void takesTheUrlOfTheEndpointWhereATrustSaysSo() {
        test.directories
                .credentials()
                .trustKeys(test.acme.id(), "old", TestKey.set(OWN), trust -> trust.tokenEndpointAudience(true));

        assertThat(test.byAssertion(client, OWN.sign(with(test.ownClaims(), "aud", ISSUER + "/acme/oauth2/token")))
                        .status())
                .isEqualTo(200);
        assertThat(test.byAssertion(client, OWN.sign(test.ownClaims())).status())
                .isEqualTo(200);
    }

    @Test
    @Proves("O-J-08")
    void allowsForClocksThatDifferByAMinute() {
        test.trustEntra();
        long now = test.clock.instant().getEpochSecond();
        Map<String, Object> claims = without(test.entraClaims(), "iat");

        assertThat(status(with(claims, "exp", now - 59))).isEqualTo(200);
        assertThat(status(with(claims, "exp", now - 61))).isEqualTo(401);
        assertThat(status(with(claims, "nbf", now + 59))).isEqualTo(200);
        assertThat(status(with(claims, "nbf", now + 61))).isEqualTo(401);
        assertThat(status(without(claims, "nbf"))).isEqualTo(200);
        assertThat(status(with(claims, "iat", now + 61))).isEqualTo(401);
    }

    private int status(Map<String, Object> entraClaims) {
        return test.byAssertion(client, ENTRA.sign(entraClaims)).status();
    }

    @Test
    @Proves("O-J-09")
    void refusesAssertionsThatLiveTooLong() {
        test.trustOwnKey();
        test.trustEntra();
        long now = test.clock.instant().getEpochSecond();

        assertThat(test.byAssertion(client, OWN.sign(with(test.ownClaims(), "exp", now + 600)))
                        .status())
                .isEqualTo(200);
        assertThat(test.byAssertion(client, OWN.sign(with(test.ownClaims(), "exp", now + 660)))
                        .status())
                .isEqualTo(401);
        assertThat(status(with(test.entraClaims(), "exp", now + 5_400))).isEqualTo(200);
        assertThat(status(with(test.entraClaims(), "exp", now + 5_460))).isEqualTo(401);
        assertThat(status(with(test.entraClaims(), "iat", now - 5_461))).isEqualTo(401);
    }

    @Test
    @Proves("O-J-10")
    void takesSignaturesOfTheTrustsAlgorithmsAndKeysAlone() {
        for (String algorithm : TestKey.algorithms()) {
            TestKey key = TestKey.of("k-" + algorithm, algorithm);
            Trust trust =
                    test.directories.credentials().trustKeys(test.acme.id(), algorithm, TestKey.set(key), same -> same);
            assertThat(test.byAssertion(client, key.sign(test.ownClaims())).status())
                    .as(algorithm)
                    .isEqualTo(algorithm.equals("EdDSA") ? 401 : 200);
            test.directories.credentials().removeTrust(test.acme.id(), trust.id());
        }
        TestKey ed = TestKey.of("ed", "EdDSA");
        Trust configured = test.directories
                .credentials()
                .trustKeys(
                        test.acme.id(),
                        "ed",
                        TestKey.set(ed),
                        trust -> trust.algorithms(Set.of(SigningAlgorithm.EDDSA)));
        assertThat(test.byAssertion(client, ed.sign(test.ownClaims())).status()).isEqualTo(200);
        test.directories.credentials().removeTrust(test.acme.id(), configured.id());

        test.trustOwnKey();
        String claims = TestKey.json(test.ownClaims());
        for (String algorithm : List.of("none", "NONE", "HS256", "RS256", "PS256", "ES384", "EdDSA", "")) {
            assertThat(error(test.byAssertion(client, OWN.sign(Map.of("alg", algorithm, "kid", OWN.id()), claims))))
                    .as(algorithm)
                    .isEqualTo("401 invalid_client");
        }
        TestKey stranger = TestKey.of(OWN.id(), "ES256");
        assertThat(error(test.byAssertion(client, stranger.sign(test.ownClaims()))))
                .isEqualTo("401 invalid_client");
        assertThatThrownBy(() -> test.directories
                        .credentials()
                        .trustKeys(test.acme.id(), "weak", TestKey.set(TestKey.rsa("weak", 1_024)), same -> same))
                .hasMessageContaining("RSA of 2,048 bits or more");
    }

    @Test
    @Proves("O-J-10")
    void isNotFooledByASignatureWithThePublicKeyAsSecret() throws Exception {
        test.trustEntra();
        javax.crypto.Mac mac = javax.crypto.Mac.getInstance("HmacSHA256");
        mac.init(new javax.crypto.spec.SecretKeySpec(ENTRA.publicKey().getEncoded(), "HmacSHA256"));
        String text = TestKey.encode(
                        "{\"alg\":\"HS256\",\"kid\":\"k1\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8))
                + "."
                + TestKey.encode(TestKey.json(test.entraClaims()).getBytes(java.nio.charset.StandardCharsets.UTF_8));
        String signature = TestKey.encode(mac.doFinal(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII)));

        assertThat(error(test.byAssertion(client, text + "." + signature))).isEqualTo("401 invalid_client");
    }

    @Test
    @Proves("O-J-11")
    void followsNoKeyInTheHeader() {
        test.trustOwnKey();
        TestKey stranger = TestKey.of("stranger", "ES256");
        String claims = TestKey.json(test.ownClaims());
        Map<String, Object> pointers = new LinkedHashMap<>();
        pointers.put("jwk", stranger.jwk());
        pointers.put("jku", "https://login.microsoftonline.com/keys");
        pointers.put("x5u", "https://login.microsoftonline.com/certificate");
        pointers.put("x5c", List.of("MII"));
        pointers.forEach((name, value) -> {
            Map<String, Object> header = new LinkedHashMap<>(Map.of("alg", "ES256", "kid", "stranger"));
            header.put(name, value);
            assertThat(error(test.byAssertion(client, stranger.sign(header, claims))))
                    .as(name)
                    .isEqualTo("401 invalid_client");
        });
        assertThat(error(test.byAssertion(
                        client,
                        OWN.sign(Map.of("alg", "ES256", "kid", OWN.id(), "crit", List.of("x"), "x", 1), claims))))
                .isEqualTo("401 invalid_client");
        assertThat(test.keyFetches).hasValue(0);
        assertThat(test.byAssertion(
                                client,
                                OWN.sign(Map.of("alg", "ES256", "kid", OWN.id(), "jwk", stranger.jwk()), claims))
                        .status())
                .as("what the header says of keys is not looked at")
                .isEqualTo(200);
    }

    @Test
    @Proves("O-J-12")
    void takesNoTokenOfAnotherKind() {
        test.trustOwnKey();
        Map<String, Integer> types = new LinkedHashMap<>();
        types.put("JWT", 200);
        types.put("client-authentication+jwt", 200);
        types.put("application/client-authentication+jwt", 200);
        types.put("at+jwt", 401);
        types.put("secevent+jwt", 401);
        types.put("dpop+jwt", 401);
        types.forEach((type, status) -> assertThat(test.byAssertion(
                                client,
                                OWN.sign(
                                        Map.of("alg", "ES256", "kid", OWN.id(), "typ", type),
                                        TestKey.json(test.ownClaims())))
                        .status())
                .as(type)
                .isEqualTo(status));
        assertThat(test.byAssertion(
                                client,
                                OWN.sign(Map.of("alg", "ES256", "kid", OWN.id()), TestKey.json(test.ownClaims())))
                        .status())
                .isEqualTo(200);
    }

    @Test
    @Proves("O-J-13")
    void takesAnAssertionOnce() {
        test.trustOwnKey();
        Map<String, Object> claims = test.ownClaims();

        assertThat(test.byAssertion(client, OWN.sign(claims)).status()).isEqualTo(200);
        assertThat(error(test.byAssertion(client, OWN.sign(claims))))
                .as("signed anew, with the same id")
                .isEqualTo("401 invalid_client");
        assertThat(error(test.byAssertion(client, OWN.sign(without(test.ownClaims(), "jti")))))
                .isEqualTo("401 invalid_client");
        test.trustEntra();
        String federated = ENTRA.sign(test.entraClaims());
        assertThat(test.byAssertion(client, federated).status()).isEqualTo(200);
        assertThat(test.byAssertion(client, federated).status())
                .as("a cached assertion of Entra ID may come again")
                .isEqualTo(200);
    }

    @Test
    @Proves("O-J-14")
    void refusesWhatIsMoreThanASignedToken() {
        test.trustOwnKey();
        String good = OWN.sign(test.ownClaims());
        String header = "{\"alg\":\"ES256\",\"kid\":\"" + OWN.id() + "\"}";
        String claims = TestKey.json(test.ownClaims());

        for (String assertion : List.of(
                "e30.e30.e30.e30.e30",
                good + "." + good.substring(good.lastIndexOf('.') + 1),
                OWN.sign(header.replace("}", ",\"alg\":\"ES256\"}"), claims),
                OWN.sign(header, claims.replaceFirst("\\{", "{\"sub\":\"x\",")),
                OWN.sign(header, claims.replaceAll("\"exp\":(\\d+)", "\"exp\":\"$1\"")),
                OWN.sign(header, claims + "x"),
                OWN.sign(header, "[" + claims + "]"),
                "eyJhbGciOiJub25lIn0.e30.",
                good + "=")) {
            assertThat(error(test.byAssertion(client, assertion))).as(assertion).isEqualTo("401 invalid_client");
        }
    }

    @Test
    @Proves("O-J-15")
    void hasStrangersFetchNoKeys() {
        test.trustEntra();
        for (Map<String, Object> claims : List.of(
                with(test.entraClaims(), "iss", "https://login.microsoftonline.com/other/v2.0"),
                with(test.entraClaims(), "sub", "other"),
                with(test.entraClaims(), "aud", "other"),
                with(test.entraClaims(), "tid", "other"),
                with(test.entraClaims(), "exp", 1))) {
            String assertion = TestKey.of("new", "ES256").sign(claims);
            assertThat(error(test.byAssertion(client, assertion))).isEqualTo("401 invalid_client");
        }
        test.byAssertion("scc_nobody", TestKey.of("new", "ES256").sign(test.entraClaims()));

        assertThat(test.keyFetches).hasValue(0);
    }

    // ---- 6: Entra ID

    @Test
    @Proves({"O-E-01", "O-E-02", "O-E-03", "O-E-11"})
    void federatesAsEntraIdDoes() {
        test.trustEntra();
        Map<String, String> form = form(
                "client_id", client,
                "client_assertion_type", ASSERTION_TYPE,
                "client_assertion", ENTRA.sign(test.entraClaims()));

        for (String scope : List.of("scim", "scim.readwrite")) {
            form.put("scope", scope);
            ScimResponse answer = test.token(form);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(TestKey.read(answer.bodyText()).get("expires_in")).isEqualTo(3600);
            assertThat(test.create(test.accessToken(answer), "b" + scope).status())
                    .isEqualTo(201);
        }
        assertThat(test.lastAudit().method()).isEqualTo(AuthenticationMethod.WORKLOAD_IDENTITY);
        assertThat(test.fetchedFrom)
                .containsExactly("https://login.microsoftonline.com/" + TENANT_ID + "/discovery/v2.0/keys");
        TestKey forged = TestKey.of("k1", "RS256");
        assertThat(error(test.byAssertion(client, forged.sign(test.entraClaims()))))
                .isEqualTo("401 invalid_client");
    }

    @Test
    @Proves("O-E-04")
    void wantsTheTenantThatSigns() {
        test.trustEntra();

        assertThat(status(with(test.entraClaims(), "tid", "bbbbbbbb-bbbb-4ccc-8ddd-eeeeeeeeeeee")))
                .isEqualTo(401);
        assertThat(status(without(test.entraClaims(), "tid"))).isEqualTo(200);
        assertThat(status(with(without(test.entraClaims(), "appid"), "azp", "other")))
                .isEqualTo(200);
        assertThat(test.lastAudit().detail()).isEqualTo("azp other, oid 12121212-3434-4565-8787-909090909090");
    }

    @Test
    @Proves("O-E-05")
    void takesAnIssuerThatIsEntered() {
        try (TestService other = new TestService(
                new InMemoryDirectoryStore(), builder -> builder.keyHosts("issuer.example"), same -> same)) {
            other.directories
                    .credentials()
                    .trustIssuer(
                            other.acme.id(),
                            "own issuer",
                            "https://issuer.example",
                            "subject",
                            "audience",
                            "https://issuer.example/keys",
                            same -> same);
            Map<String, Object> claims = with(
                    with(with(without(other.entraClaims(), "tid"), "iss", "https://issuer.example"), "sub", "subject"),
                    "aud",
                    "audience");
            assertThat(other.byAssertion(other.acme.clientId(), ENTRA.sign(claims))
                            .status())
                    .isEqualTo(200);
            assertThatThrownBy(() -> other.trustEntra())
                    .hasMessageContaining("keys are fetched from issuer.example only");
        }
    }

    @Test
    @Proves({"O-E-06", "O-K-02"})
    void derivesIssuerAndKeysFromTheTenantOfEntraId() {
        Trust trust = test.trustEntra();

        assertThat(trust.issuer()).isEqualTo("https://login.microsoftonline.com/" + TENANT_ID + "/v2.0");
        assertThat(trust.jwksUri()).contains("https://login.microsoftonline.com/" + TENANT_ID + "/discovery/v2.0/keys");
        assertThat(EntraCloud.US_GOVERNMENT.issuer(TENANT_ID))
                .isEqualTo("https://login.microsoftonline.us/" + TENANT_ID + "/v2.0");
        for (String tenant : List.of("", "common", "../evil", TENANT_ID + "/..", "evil.example#" + TENANT_ID)) {
            assertThatThrownBy(() -> test.directories
                            .credentials()
                            .trustEntra(test.acme.id(), EntraCloud.GLOBAL, tenant, SUBJECT, AUDIENCE))
                    .as(tenant)
                    .isInstanceOf(IllegalArgumentException.class);
        }
        for (String uri : List.of(
                "https://169.254.169.254/keys",
                "https://evil.example/keys",
                "https://login.microsoftonline.com:8443/keys",
                "https://login.microsoftonline.com@evil.example/keys",
                "https://login.microsoftonline.com.evil.example/keys",
                "http://login.microsoftonline.com/keys",
                "file:///etc/passwd",
                "keys")) {
            assertThatThrownBy(() -> test.directories
                            .credentials()
                            .trustIssuer(test.acme.id(), "x", "issuer", "subject", "audience", uri, same -> same))
                    .as(uri)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    @Proves("O-E-07")
    void takesTheAudienceThatEntrasPageShowsForTheOneInItsTokens() {
        test.directories
                .credentials()
                .trustEntra(test.acme.id(), EntraCloud.GLOBAL, TENANT_ID, SUBJECT, AUDIENCE + "/.default");

        assertThat(status(test.entraClaims())).isEqualTo(200);
        assertThat(status(with(test.entraClaims(), "aud", AUDIENCE + "/.default")))
                .isEqualTo(200);
        assertThat(status(with(test.entraClaims(), "aud", AUDIENCE.substring("api://".length()))))
                .isEqualTo(401);
    }

    @Test
    @Proves("O-E-08")
    void letsNoOtherTenantTrustTheSame() {
        test.trustEntra();
        Directory other = test.directories.create("other", "Entra ID", IdentityProvider.ENTRA_ID);

        assertThatThrownBy(() -> test.directories
                        .credentials()
                        .trustEntra(other.id(), EntraCloud.GLOBAL, TENANT_ID, SUBJECT, AUDIENCE + "/.default"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Register a workload identity for each application");
    }

    @Test
    @Proves({"O-E-10", "O-X-07"})
    void goesOnWhenKeysAreRotatedAndWhenTheServerIsDown() {
        test.trustEntra();
        assertThat(status(test.entraClaims())).isEqualTo(200);
        TestKey next = TestKey.of("k2", "RS256");
        test.keySet = TestKey.set(ENTRA, next);
        test.clock.pass(Duration.ofMinutes(2));
        assertThat(test.byAssertion(client, next.sign(test.entraClaims())).status())
                .isEqualTo(200);

        test.keySet = "";
        test.clock.pass(Duration.ofMinutes(2));
        assertThat(status(test.entraClaims())).isEqualTo(200);
        ScimResponse unknown =
                test.byAssertion(client, TestKey.of("k3", "RS256").sign(test.entraClaims()));
        assertThat(error(unknown)).isEqualTo("503 temporarily_unavailable");
        assertThat(unknown.header("Retry-After")).contains("60");
    }

    // ---- 9: errors

    @Test
    @Proves("O-X-02")
    void challengesWhoIsNotKnown() {
        ScimResponse answer = test.bySecret(client, "wrong");

        assertThat(answer.header("WWW-Authenticate")).contains("Basic realm=\"token\"");
        assertThat(answer.bodyText())
                .isEqualTo("{\"error\":\"invalid_client\",\"error_description\":\"client authentication failed\"}");
        NewCredential secret = test.secret();
        test.trustOwnKey();
        List<ScimResponse> others = new ArrayList<>(List.of(
                test.bySecret("scc_nobody", secret.secret()),
                test.byBasic(client, "wrong"),
                test.byAssertion(client, OWN.sign(without(test.ownClaims(), "exp")))));
        test.clock.pass(Credentials.SECRET_LIFE);
        others.add(test.bySecret(client, secret.secret()));
        test.directories.disable(test.acme.id());
        others.add(test.byAssertion(client, OWN.sign(test.ownClaims())));
        assertThat(others).allSatisfy(other -> {
            assertThat(other.status()).isEqualTo(401);
            assertThat(other.header("WWW-Authenticate")).contains("Basic realm=\"token\"");
            assertThat(other.bodyText()).isEqualTo(answer.bodyText());
        });
    }

    @Test
    @Proves("O-X-07")
    void tellsOfAStoreThatIsNotThere() {
        DirectoryStore down = (DirectoryStore) java.lang.reflect.Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {DirectoryStore.class}, (proxy, method, arguments) -> {
                    throw dev.scimlet.core.ScimException.unavailable("no database", Duration.ofSeconds(7), null);
                });
        TokenEndpoint endpoint = Directories.builder(down)
                .authorizationServer(
                        AuthorizationServer.builder(ISSUER, TestService.BASE).build())
                .build()
                .tokenEndpoint();

        ScimResponse answer = endpoint.handle(
                post("/oauth2/token", body(form("client_id", client, "client_secret", "x")))
                        .build(),
                "192.0.2.1");

        assertThat(error(answer)).isEqualTo("503 temporarily_unavailable");
        assertThat(answer.header("Retry-After")).contains("7");
    }

    @Test
    @Proves("O-X-02")
    void refusesADirectoryThatIsDisabled() {
        String secret = test.secretText();
        test.directories.disable(test.acme.id());

        assertThat(error(test.bySecret(client, secret))).isEqualTo("401 invalid_client");
        test.directories.resume(test.acme.id());
        assertThat(test.bySecret(client, secret).status()).isEqualTo(200);
    }

    // ---- 11: revocation

    private ScimResponse revoke(String token, String clientId, String secret) {
        return test.send(post(
                "/acme/oauth2/revoke",
                body(form(
                        "client_id",
                        clientId,
                        "client_secret",
                        secret,
                        "token",
                        token,
                        "token_type_hint",
                        "refresh_token"))));
    }

    @Test
    @Proves("O-R-01")
    void takesATokenBack() {
        String secret = test.secretText();
        String token = test.accessToken(test.bySecret(client, secret));
        String other = test.accessToken(test.bySecret(client, secret));

        ScimResponse answer = revoke(token, client, secret);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(test.get(token).status()).isEqualTo(401);
        assertThat(test.get(other).status()).isEqualTo(200);
        assertThat(error(revoke("", client, secret))).isEqualTo("400 invalid_request");
        assertThat(error(revoke(other, client, "wrong"))).isEqualTo("401 invalid_client");
        assertThat(test.get(other).status()).isEqualTo(200);
    }

    @Test
    @Proves("O-R-02")
    void takesNoTokenOfAnotherBackAndTellsNothing() {
        String secret = test.secretText();
        String token = test.accessToken(test.bySecret(client, secret));
        String pasted = test.pastedToken().secret();
        Directory other = test.directories.create("acme", "Okta", IdentityProvider.OKTA);
        String secretOfOther =
                test.directories.credentials().createSecret(other.id(), "first").secret();

        assertThat(revoke(token, other.clientId(), secretOfOther).status()).isEqualTo(200);
        assertThat(revoke(pasted, client, secret).status()).isEqualTo(200);
        assertThat(revoke("sca_unknown", client, secret).status()).isEqualTo(200);
        assertThat(revoke("x".repeat(5_000), client, secret).status()).isEqualTo(200);
        assertThat(test.get(token).status()).isEqualTo(200);
        assertThat(test.get(pasted).status()).isEqualTo(200);
        test.clock.pass(Duration.ofHours(1));
        assertThat(test.get(token).status()).isEqualTo(401);
        assertThat(revoke(token, client, secret).status()).as("expired").isEqualTo(200);
    }

    @Test
    void keepsTimesToTheMillisecond() {
        Instant created = test.pastedToken().credential().created();

        assertThat(created).isEqualTo(TestClock.START);
    }
}
