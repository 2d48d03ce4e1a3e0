package dev.scimlet.examples.mediusflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.examples.mediusflow.tenant.ProvisioningSecret;
import dev.scimlet.examples.mediusflow.tenant.ProvisioningSecret.State;
import dev.scimlet.examples.mediusflow.tenant.ProvisioningSecrets;
import dev.scimlet.examples.mediusflow.tenant.Tenants;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SecretsTest {

    private static final Pattern SECRET = Pattern.compile("mf_[A-Za-z0-9_-]{43}");
    private static final String PAGE = "/console/fabrikam-test/secrets";

    private TestApplication application;
    private Browser browser;
    private ProvisioningSecrets secrets;

    @BeforeEach
    void start() {
        application = TestApplication.withChosenPassword();
        browser = application.signIn();
        secrets = new ProvisioningSecrets(application.database(), application.clock);
    }

    @AfterEach
    void stop() {
        application.close();
    }

    @Test
    void showsASecretOnce() {
        HttpResponse<String> answer = generate("Entra ID");
        String secret = secretIn(answer);

        assertThat(answer.body()).contains("Copy the secret");
        assertThat(browser.get(PAGE).body()).contains("Entra ID").doesNotContain(secret);
        assertThat(browser.get("/console/fabrikam-test/log").body()).doesNotContain(secret);
        assertThat(state(secret)).isEqualTo(State.LIVE);
    }

    @Test
    void waitsForOkAndThenShowsTheLastFourCharactersOnly() {
        HttpResponse<String> answer = generate("Entra ID");
        String secret = secretIn(answer);

        assertThat(answer.body()).contains("OK, I have copied it").doesNotContain("Generate a secret");
        assertThat(browser.get(PAGE).body())
                .contains("…" + secret.substring(secret.length() - 4))
                .contains("Generate a secret");
    }

    @Test
    void givesNoTwoSecretsTheSameLabel() {
        assertThat(browser.get(PAGE).body()).contains("value=\"Entra ID\"");
        generate("Entra ID");
        assertThat(browser.get(PAGE).body()).contains("value=\"Entra ID 2\"");

        HttpResponse<String> again = generate("ENTRA id");

        assertThat(again.statusCode()).isEqualTo(422);
        assertThat(again.body()).contains("has the label “ENTRA id”").contains("value=\"ENTRA id\"");
        assertThat(secrets.of(application.tenant())).hasSize(1);
    }

    @Test
    void keepsAFingerprintOnly() {
        String secret = secretIn(generate("Entra ID"));

        List<String> stored = application
                .database()
                .list("select * from scimlet_credentials", row -> row.text("hash") + row.text("label"));

        assertThat(stored).hasSize(1).allSatisfy(text -> assertThat(text).doesNotContain(secret.substring(3)));
    }

    @Test
    void makesNoSecondSecretWhenTheFormIsSentAgain() {
        Map<String, String> fields = new LinkedHashMap<>(browser.hiddenFields(PAGE, PAGE));
        fields.putAll(Map.of("label", "Entra ID", "life", "YEAR"));
        browser.post(PAGE, fields);

        HttpResponse<String> again = browser.post(PAGE, fields);

        assertThat(again.statusCode()).isEqualTo(303);
        assertThat(secrets.of(application.tenant())).hasSize(1);
    }

    @Test
    void letsSeveralLiveUntilEachIsRevoked() {
        String first = secretIn(generate("First"));
        String second = secretIn(generate("Second"));
        ProvisioningSecret old = application.known(first);

        String confirmation = PAGE + "/" + old.id() + "/revoke";
        assertThat(browser.get(confirmation).body()).contains("Revoke “First”?").contains("It was never used.");
        assertThat(state(first)).isEqualTo(State.LIVE);
        HttpResponse<String> answer = browser.submit(confirmation, confirmation, Map.of());

        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(state(first)).isEqualTo(State.REVOKED);
        assertThat(state(second)).isEqualTo(State.LIVE);
        assertThat(browser.get(PAGE).body()).contains("Revoked").contains("Works");
        assertThat(browser.get("/console/fabrikam-test/log").body()).contains("Revoked the secret.");
        assertThat(browser.get(confirmation).headers().firstValue("Location"))
                .contains(PAGE + "?notice=SECRET_REVOKED_BEFORE");
    }

    @Test
    void revokesNoSecretOfAnotherTenant() {
        String secret = secretIn(generate("Entra ID"));
        String action = "/console/fabrikam/secrets/" + application.known(secret).id() + "/revoke";
        String token = browser.hiddenFields(PAGE, PAGE).get("form_token");

        assertThat(browser.post(action, Map.of("form_token", token)).statusCode())
                .isEqualTo(404);
        assertThat(state(secret)).isEqualTo(State.LIVE);
    }

    @Test
    void endsASecretsLife() {
        String secret = secretIn(generate("Entra ID"));

        application.clock.pass(Duration.ofDays(365));

        assertThat(state(secret)).isEqualTo(State.EXPIRED);
    }

    @Test
    void notesTheLastUse() {
        String secret = secretIn(generate("Entra ID"));
        new Tenants(application.database(), application.clock).enableProvisioning(application.tenant(), true);
        assertThat(browser.get(PAGE).body()).contains("never");

        new Directory(application, secret).get("/Users?count=1");
        application.server.directories().write();
        application.clock.pass(Duration.ofMinutes(3));

        assertThat(browser.get(PAGE).body()).contains("3 min ago");
    }

    @Test
    void asksForALabelAndAKnownLifetime() {
        assertThat(browser.submit(PAGE, PAGE, Map.of("label", "", "life", "YEAR"))
                        .statusCode())
                .isEqualTo(422);
        assertThat(browser.submit(PAGE, PAGE, Map.of("label", "Entra ID", "life", "FOREVER"))
                        .statusCode())
                .isEqualTo(422);
        assertThat(secrets.of(application.tenant())).isEmpty();
    }

    private HttpResponse<String> generate(String label) {
        return browser.submit(PAGE, PAGE, Map.of("label", label, "life", "YEAR"));
    }

    private static String secretIn(HttpResponse<String> answer) {
        Matcher matcher = SECRET.matcher(answer.body());
        assertThat(matcher.find()).as("a secret on the page").isTrue();
        return matcher.group();
    }

    private State state(String secret) {
        return application.known(secret).state(application.clock.instant());
    }
}
