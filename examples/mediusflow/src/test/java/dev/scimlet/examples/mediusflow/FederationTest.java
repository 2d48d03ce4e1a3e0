package dev.scimlet.examples.mediusflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.directory.Directories;
import dev.scimlet.directory.KeyFetcher;
import dev.scimlet.examples.mediusflow.tenant.ProvisioningSecrets;
import dev.scimlet.examples.mediusflow.tenant.Tenants;
import dev.scimlet.simulator.directory.DirectoryGenerator;
import dev.scimlet.simulator.directory.RandomChanges;
import dev.scimlet.simulator.directory.SourceDirectory;
import dev.scimlet.simulator.directory.VirtualClock;
import dev.scimlet.simulator.entra.AdminCredentials;
import dev.scimlet.simulator.entra.PatchDialect;
import dev.scimlet.simulator.entra.ProvisioningJob;
import dev.scimlet.simulator.entra.ProvisioningService;
import dev.scimlet.simulator.entra.TenantUrl;
import dev.scimlet.simulator.mapping.StandardMappings;
import dev.scimlet.simulator.oauth.AccessTokens;
import dev.scimlet.simulator.oauth.KeyServer;
import dev.scimlet.simulator.oauth.PrivateKeyJwt;
import dev.scimlet.simulator.oauth.SecretPlace;
import dev.scimlet.simulator.oauth.SigningKeys;
import dev.scimlet.simulator.oauth.TokenClient;
import dev.scimlet.simulator.oauth.WorkloadIdentity;
import dev.scimlet.simulator.transport.HttpTransport;
import dev.scimlet.simulator.transport.Pause;
import dev.scimlet.simulator.transport.ScimAnswer;
import dev.scimlet.simulator.transport.ScimCall;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Entra ID without a pasted secret: what the administrator enters on the page, and what comes of it. */
class FederationTest {

    private static final String TENANT_ID = "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee";
    private static final String SUBJECT = "99999999-8888-4777-8666-555555555555";
    private static final String AUDIENCE = "api://11111111-2222-4333-8444-555555555555";
    private static final String PAGE = "/console/fabrikam-test/secrets";
    private static final String CLIENT_SECRETS = "/console/fabrikam-test/client-secrets";
    private static final String FORM = "/console/fabrikam-test/federation";

    private final SigningKeys keys = SigningKeys.generated();
    private KeyServer keyServer;
    private TestApplication application;
    private Browser browser;

    @BeforeEach
    void start() throws Exception {
        keyServer = new KeyServer(keys, 0);
        application = TestApplication.with(directories -> directories.keyFetcher(uri -> {
            try (InputStream answer =
                    keyServer.origin().resolve("/keys").toURL().openStream()) {
                return new KeyFetcher.Answer(answer.readAllBytes(), null);
            }
        }));
        browser = application.signIn();
        Tenants tenants = new Tenants(application.database(), application.clock);
        tenants.enterDirectory(application.tenant(), TENANT_ID, false);
        tenants.enableProvisioning(application.tenant(), true);
    }

    @AfterEach
    void stop() {
        application.close();
        keyServer.close();
    }

    private HttpResponse<String> trust(String subject, String audience) {
        return browser.submit(PAGE, FORM, Map.of("subject", subject, "audience", audience));
    }

    private String shown(String fieldId) {
        Matcher field = Pattern.compile("id=\"" + fieldId + "\"[^>]* value=\"([^\"]+)\"")
                .matcher(browser.get(PAGE).body());
        assertThat(field.find()).as(fieldId).isTrue();
        return field.group(1);
    }

    private AccessTokens tokens() {
        return new AccessTokens(
                new HttpTransport(shown("federation-link"), Duration.ofSeconds(60)),
                TokenClient.withAssertions(
                        new HttpTransport(shown("token-url"), Duration.ofSeconds(60)),
                        shown("client-id"),
                        WorkloadIdentity.ofEntra(keys, application.clock, TENANT_ID, SUBJECT, AUDIENCE)),
                application.clock);
    }

    private static int look(AccessTokens tokens) throws Exception {
        ScimAnswer answer = tokens.send(new ScimCall("GET", "/Users?count=1", Map.of(), ""));
        return answer.status();
    }

    @Test
    void isProvisionedWithWhatThePageShowsWhileKeysAreRotated() throws Exception {
        assertThat(trust(SUBJECT, AUDIENCE + "/.default").headers().firstValue("Location"))
                .contains(PAGE + "?notice=TRUST_SAVED");
        AccessTokens tokens = tokens();
        SourceDirectory directory =
                new DirectoryGenerator(4, 30, 4).generate(new VirtualClock(application.clock.instant()));
        ProvisioningJob job = ProvisioningJob.builder(
                        new AdminCredentials(new TenantUrl(shown("federation-link"), PatchDialect.LEGACY), "fetched"),
                        StandardMappings.mediusflow())
                .build();
        ProvisioningService entra = new ProvisioningService(
                job, directory, new VirtualClock(application.clock.instant()), tokens, Pause.sleeping());

        assertThat(entra.runCycle().failures()).isZero();
        keys.rotate();
        keys.withdrawFormer();
        application.clock.pass(Duration.ofMinutes(40));
        tokens.forget();
        new RandomChanges(4).apply(directory, 20);
        assertThat(entra.runCycle().failures()).isZero();

        assertThat(TableComparison.differences(directory, application.database(), application.tenant()))
                .isEmpty();
        assertThat(tokens.fetched()).isEqualTo(2);
        assertThat(application.log())
                .extracting(application::who)
                .contains("Directory (workload_identity)", "admin")
                .allMatch(who -> who.equals("admin") || who.startsWith("Directory"));
        assertThat(application.log().stream()
                        .filter(entry -> application.who(entry).equals("admin"))
                        .map(application::sentence))
                .containsExactly("Trusted it to fetch tokens for the directory.");
    }

    /** The page has no form for it; a customer's key is entered by support. */
    @Test
    void isLetInByAKeyOfItsOwnUntilItIsDisabled() throws Exception {
        assertThat(trust(SUBJECT, AUDIENCE).statusCode()).isEqualTo(303);
        SigningKeys own = SigningKeys.generated();
        String clientId = shown("client-id");
        Directories directories = application.server.directories();
        String directoryId = directories.ofTenant(application.tenant().id()).stream()
                .filter(directory -> directory.clientId().equals(clientId))
                .findFirst()
                .orElseThrow()
                .id();
        directories.credentials().trustKeys(directoryId, "own key", own.jwks(), same -> same);
        String tokenUrl = shown("token-url");
        AccessTokens tokens = new AccessTokens(
                new HttpTransport(shown("federation-link"), Duration.ofSeconds(60)),
                TokenClient.withAssertions(
                        new HttpTransport(tokenUrl, Duration.ofSeconds(60)),
                        clientId,
                        new PrivateKeyJwt(own, application.clock, clientId, tokenUrl.replace("/oauth2/token", ""))),
                application.clock);

        assertThat(look(tokens)).isEqualTo(200);
        directories.disable(directoryId);
        tokens.forget();
        assertThat(look(tokens)).isEqualTo(401);
    }

    private String field(HttpResponse<String> page, String fieldId) {
        Matcher field = Pattern.compile("id=\"" + fieldId + "\"[^>]* value=\"([^\"]+)\"")
                .matcher(page.body());
        assertThat(field.find()).as(fieldId).isTrue();
        return field.group(1);
    }

    private AccessTokens tokensBySecret(HttpResponse<String> page) {
        return new AccessTokens(
                new HttpTransport(field(page, "federation-link"), Duration.ofSeconds(60)),
                TokenClient.withSecret(
                        new HttpTransport(field(page, "token-url"), Duration.ofSeconds(60)),
                        field(page, "client-id"),
                        field(page, "secret"),
                        SecretPlace.BODY),
                application.clock);
    }

    @Test
    void isProvisionedWithClientSecretsThatTakeEachOthersPlace() throws Exception {
        HttpResponse<String> first = browser.submit(PAGE, CLIENT_SECRETS, Map.of());
        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(look(tokensBySecret(first))).isEqualTo(200);

        HttpResponse<String> second = browser.submit(PAGE, CLIENT_SECRETS, Map.of());
        assertThat(look(tokensBySecret(second))).isEqualTo(200);
        assertThat(look(tokensBySecret(first))).as("both work").isEqualTo(200);
        assertThat(browser.get(PAGE).body())
                .contains("Client secret, …", "Client secret 2, …")
                .doesNotContain(field(second, "secret"));

        Matcher revoke = Pattern.compile(
                        "Client secret, .*?action=\"(" + CLIENT_SECRETS + "/[^\"]+/revoke)\"", Pattern.DOTALL)
                .matcher(browser.get(PAGE).body());
        assertThat(revoke.find()).isTrue();
        Map<String, String> form = browser.hiddenFields(PAGE, revoke.group(1));
        assertThat(browser.post(revoke.group(1), form).statusCode()).isEqualTo(303);
        assertThat(browser.post(revoke.group(1), form).statusCode())
                .as("once more")
                .isEqualTo(404);

        assertThat(look(tokensBySecret(first))).isEqualTo(401);
        assertThat(look(tokensBySecret(second))).isEqualTo(200);
    }

    @Test
    void makesNoSecondClientSecretForOneForm() {
        browser.submit(PAGE, CLIENT_SECRETS, Map.of());

        HttpResponse<String> again = browser.submit(PAGE, CLIENT_SECRETS, Map.of("client_secret", "Client secret"));

        assertThat(again.headers().firstValue("Location")).contains(PAGE + "?notice=SECRET_SHOWN_ALREADY");
        assertThat(browser.submit(PAGE, CLIENT_SECRETS, Map.of("client_secret", "<b>"))
                        .statusCode())
                .isEqualTo(422);
    }

    @Test
    void refusesWhoIsTrustedNoLonger() throws Exception {
        trust(SUBJECT, AUDIENCE);
        AccessTokens tokens = tokens();
        assertThat(look(tokens)).isEqualTo(200);
        Matcher form = Pattern.compile("action=\"(" + FORM + "/[^\"]+/remove)\"")
                .matcher(browser.get(PAGE).body());
        assertThat(form.find()).isTrue();

        assertThat(browser.submit(PAGE, form.group(1), Map.of()).statusCode()).isEqualTo(303);

        assertThat(look(tokens)).isEqualTo(401);
        assertThat(browser.get(PAGE).body())
                .contains("The last request for a token was refused: invalid_client")
                .doesNotContain("Trusted: ");
    }

    @Test
    void tellsWhichClaimDiffers() throws Exception {
        trust(SUBJECT, "api://another");

        assertThat(look(tokens())).isEqualTo(401);

        assertThat(browser.get(PAGE).body())
                .contains("&#39;aud&#39; of the assertion: expected api://another, received " + AUDIENCE);
    }

    @Test
    void asksForWhatIsMissing() {
        assertThat(trust("", AUDIENCE).statusCode()).isEqualTo(422);
        assertThat(trust(SUBJECT, "x".repeat(201)).body()).contains("Enter subject and audience");
        new Tenants(application.database(), application.clock).enterDirectory(application.tenant(), "", true);
        HttpResponse<String> refused = trust(SUBJECT, AUDIENCE);
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains("Enter the directory’s tenant id first");
    }

    @Test
    void admitsNoMoreThanThePagesRulesDo() throws Exception {
        trust(SUBJECT, AUDIENCE);
        AccessTokens tokens = tokens();
        new Tenants(application.database(), application.clock).enableProvisioning(application.tenant(), false);

        assertThat(look(tokens)).isEqualTo(403);
    }

    /** More than five secrets at once are hard to watch. */
    @Test
    void makesNoSixthSecret() {
        ProvisioningSecrets secrets = new ProvisioningSecrets(application.database(), application.clock);
        for (int i = 1; i <= 6; i++) {
            HttpResponse<String> answer = browser.submit(PAGE, PAGE, Map.of("label", "Secret " + i, "life", "YEAR"));
            assertThat(answer.statusCode()).isEqualTo(i <= 5 ? 200 : 422);
        }
        assertThat(secrets.of(application.tenant())).hasSize(5);
        assertThat(browser.submit("/console/fabrikam-test", "/console/fabrikam-test/verify", Map.of())
                        .body())
                .as("a check of our own needs none of them")
                .contains("A lookup of users with a secret is answered");
    }
}
