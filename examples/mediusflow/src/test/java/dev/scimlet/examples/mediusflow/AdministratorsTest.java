package dev.scimlet.examples.mediusflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.examples.mediusflow.tenant.Administrator;
import dev.scimlet.examples.mediusflow.tenant.Administrators;
import dev.scimlet.examples.mediusflow.tenant.ProvisioningSecrets;
import dev.scimlet.examples.mediusflow.tenant.Sessions;
import dev.scimlet.examples.mediusflow.tenant.Tenants;
import dev.scimlet.examples.mediusflow.tenant.TestPasswords;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A secret belongs to an administrator. */
class AdministratorsTest {

    private static final String PAGE = "/console/administrators";

    private TestApplication application;
    private Browser browser;
    private Administrators administrators;
    private Administrator bo;

    @BeforeEach
    void start() {
        application = TestApplication.withChosenPassword();
        browser = application.signIn();
        administrators = new Administrators(application.database(), application.clock, TestPasswords.QUICK);
        administrators.add(application.tenant().organisationId(), "bo");
        bo = named("bo");
    }

    @AfterEach
    void stop() {
        application.close();
    }

    @Test
    void addsAnAdministratorWithAPasswordThatIsShownOnce() {
        HttpResponse<String> answer = browser.submit(PAGE, PAGE, Map.of("name", "Cleo"));

        Matcher password = Pattern.compile("value=\"([a-z0-9-]{23})\"").matcher(answer.body());
        assertThat(password.find()).isTrue();
        assertThat(browser.get(PAGE).body()).contains("Cleo").doesNotContain(password.group(1));
        Browser cleo = Browser.signedIn(application.address(), "cleo", password.group(1));
        assertThat(cleo.get("/console").headers().firstValue("Location")).contains("/password");
    }

    @Test
    void refusesANameThatIsTaken() {
        HttpResponse<String> answer = browser.submit(PAGE, PAGE, Map.of("name", "BO"));

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("There is or was somebody with this user name.", "value=\"BO\"");
    }

    @Test
    void refusesASecretWhoseOwnerLostTheRights() {
        Directory directory = directoryOf("bo");
        assertThat(directory.get("/Users").statusCode()).isEqualTo(200);
        assertThat(browser.get(PAGE + "/" + bo.id()).body())
                .contains("Directories that use “Entra ID of bo” are refused");

        change("rights", Map.of("rights", "no"));

        HttpResponse<String> answer = directory.get("/Users");
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("has no administrator's rights any more");
        assertThat(browser.get("/console/fabrikam-test/secrets").body()).contains("Its owner has no rights");
        assertThat(browser.get("/console/fabrikam-test/log").body())
                .contains("Took the administrator&#39;s rights.", "the account that this secret belongs to");

        change("rights", Map.of("rights", "yes"));
        assertThat(directory.get("/Users").statusCode()).isEqualTo(200);
    }

    @Test
    void refusesASecretWhoseOwnerHasLeft() {
        Directory directory = directoryOf("bo");
        Browser bos = browserOf(bo);
        assertThat(bos.get("/console").statusCode()).isNotEqualTo(403);

        change("leave", Map.of());

        assertThat(directory.get("/Users").statusCode()).isEqualTo(403);
        assertThat(bos.get("/console").headers().firstValue("Location")).contains("/sign-in");
        assertThat(new Sessions(application.database(), application.clock)
                        .find(new Sessions(application.database(), application.clock).open(bo)))
                .isEmpty();
    }

    @Test
    void letsWhoeverHasNoRightsLookAndNotChange() {
        application.database().change("update administrators set password_once = ? where id = ?", false, bo.id());
        change("rights", Map.of("rights", "no"));
        Browser bos = browserOf(bo);

        assertThat(bos.get("/console/fabrikam-test").body()).contains("you may look at everything, and change nothing");
        assertThat(bos.submit(
                                "/console/fabrikam-test",
                                "/console/fabrikam-test/provisioning",
                                Map.of("provisioning", "on"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(bos.submit(PAGE, PAGE, Map.of("name", "dan")).statusCode()).isEqualTo(403);
        assertThat(application.tenant().provisioningEnabled()).isFalse();
    }

    @Test
    void letsNobodyTakeTheOwnRights() {
        String token = browser.hiddenFields(PAGE, PAGE).get("form_token");
        String self = PAGE + "/" + named("admin").id();

        assertThat(browser.post(self + "/rights", Map.of("form_token", token, "rights", "no"))
                        .statusCode())
                .isEqualTo(404);
        assertThat(browser.post(self + "/leave", Map.of("form_token", token)).statusCode())
                .isEqualTo(404);
    }

    private void change(String what, Map<String, String> fields) {
        String page = PAGE + "/" + bo.id();
        assertThat(browser.submit(page, page + "/" + what, fields).statusCode()).isEqualTo(303);
    }

    private Administrator named(String name) {
        return administrators.of(application.tenant().organisationId()).stream()
                .filter(administrator -> administrator.loginName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private Browser browserOf(Administrator administrator) {
        Browser other = new Browser(application.address());
        other.useCookie("mediusflow=" + new Sessions(application.database(), application.clock).open(administrator));
        return other;
    }

    private Directory directoryOf(String name) {
        new Tenants(application.database(), application.clock).enableProvisioning(application.tenant(), true);
        return new Directory(
                application,
                new ProvisioningSecrets(application.database(), application.clock)
                        .generate(
                                application.tenant(),
                                "Entra ID of " + name,
                                Duration.ofDays(365),
                                name,
                                "form of " + name)
                        .secret()
                        .orElseThrow());
    }
}
