package dev.scimlet.examples.mediusflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.directory.Directories;
import dev.scimlet.directory.jdbc.JdbcDirectoryStore;
import dev.scimlet.directory.log.LogEntry;
import dev.scimlet.examples.mediusflow.tenant.ProvisioningSecrets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SetUpTest {

    private static final String PAGE = "/console/fabrikam-test";

    private TestApplication application;
    private Browser browser;

    @BeforeEach
    void start() {
        application = TestApplication.withChosenPassword();
        browser = application.signIn();
    }

    @AfterEach
    void stop() {
        application.close();
    }

    @Test
    void hasVerifiedNothingWhileProvisioningIsOff() {
        assertThat(verify()).contains("Lookups are answered once user provisioning is switched on");
        assertThat(state("Verify the connection")).isEqualTo("To do");
    }

    @Test
    void staysVerifiedWhenTheDirectoryIsNamed() {
        choose("on");
        verify();
        assertThat(state("Verify the connection")).isEqualTo("Done");

        browser.submit(PAGE, PAGE + "/directory", Map.of("directory", "8a2d4c1e-0b7f-4f0e-9c55-3f1b6a7d2e90"));

        assertThat(state("Verify the connection")).isEqualTo("Done");
    }

    @Test
    void isVerifiedNoLongerWhenProvisioningWasSwitchedOff() {
        choose("on");
        verify();
        choose("off");
        assertThat(state("Verify the connection")).isEqualTo("To do");

        choose("on");
        assertThat(state("Verify the connection")).isEqualTo("To do");
    }

    @Test
    void isVerifiedNoLongerWhenASecretWasRevoked() {
        ProvisioningSecrets secrets = new ProvisioningSecrets(application.database(), application.clock);
        String secret = application.directory().secret();
        verify();
        application.clock.pass(Duration.ofMinutes(10));
        assertThat(state("Verify the connection")).isEqualTo("Done");

        secrets.revoke(application.tenant(), application.known(secret).id());

        assertThat(state("Verify the connection")).isEqualTo("To do");
    }

    @Test
    void isVerifiedNoLongerWhenASecretExpired() {
        application.directory();
        verify();

        application.clock.pass(Duration.ofDays(366));
        browser = application.signIn();

        assertThat(state("Verify the connection")).isEqualTo("To do");
    }

    @Test
    void leavesNoAlarmInTheLogWhenItVerifies() {
        choose("on");

        verify();

        List<LogEntry> entries = application.log();
        assertThat(entries)
                .extracting(application::sentence)
                .contains("Verified the connection: it works.")
                .hasSize(2);
        assertThat(entries).extracting(application::who).containsOnly("admin");
    }

    @Test
    void endsTheChecksThatWereCutShort() {
        ProvisioningSecrets secrets = new ProvisioningSecrets(application.database(), application.clock);
        ProvisioningSecrets.Check cutShort = secrets.beginCheck(application.tenant());
        application.clock.pass(Duration.ofMinutes(4));
        ProvisioningSecrets.Check young = secrets.beginCheck(application.tenant());
        assertThat(checks()).contains(cutShort.directoryId(), young.directoryId());

        application.clock.pass(Duration.ofMinutes(2));
        secrets.beginCheck(application.tenant());

        assertThat(checks()).hasSize(2).contains(young.directoryId()).doesNotContain(cutShort.directoryId());
        assertThat(secrets.connection(application.tenant()).name()).isEqualTo("Directory");
    }

    private List<String> checks() {
        return Directories.builder(
                        JdbcDirectoryStore.over(application.database().source()))
                .build()
                .ofTenant(application.tenant().id())
                .stream()
                .filter(ProvisioningSecrets::isCheck)
                .map(dev.scimlet.directory.Directory::id)
                .toList();
    }

    @Test
    void takesNoCheckForARequestOfTheDirectory() {
        choose("on");
        ProvisioningSecrets secrets = new ProvisioningSecrets(application.database(), application.clock);
        ProvisioningSecrets.Check cutShort = secrets.beginCheck(application.tenant());
        assertThat(new Directory(application, cutShort.secret()).get("/Users").statusCode())
                .isEqualTo(200);

        assertThat(browser.get("/console").body().split("none yet", -1))
                .as("neither of the two tenants has had a request")
                .hasSize(3);
    }

    @Test
    void stillTellsOfStrangers() {
        choose("on");
        verify();

        new Directory(application, "no-secret-at-all").get("/Users");

        assertThat(application.who(application.log().get(0))).isEqualTo("Unknown");
    }

    @Test
    void knowsWhoseSecretWorksNoLonger() {
        Directory directory = application.directory();
        ProvisioningSecrets secrets = new ProvisioningSecrets(application.database(), application.clock);
        secrets.revoke(
                application.tenant(), application.known(directory.secret()).id());

        assertThat(directory.get("/Users").statusCode()).isEqualTo(401);
        assertThat(directory.at("fabrikam").get("/Users").statusCode()).isEqualTo(401);

        LogEntry refusal = application.log().get(0);
        assertThat(application.who(refusal)).isEqualTo("Directory (Entra ID)");
        assertThat(application.sentence(refusal)).isEqualTo("Refused: the credential has been revoked.");
        assertThat(browser.get("/console/fabrikam/log").body())
                .contains("Unknown")
                .doesNotContain("Entra ID)");
    }

    @Test
    void showsTheStepsWhenTheAnswerToAFormIsLoadedAgain() {
        for (String form : List.of("/verify", "/directory", "/provisioning")) {
            assertThat(browser.get(PAGE + form).headers().firstValue("Location"))
                    .as(form)
                    .contains(PAGE);
        }
    }

    @Test
    void isDoneWithADirectoryThatHasNoTenantId() {
        assertThat(state("Enter the directory’s tenant id")).isEqualTo("To do");

        browser.submit(PAGE, PAGE + "/directory", Map.of("directory", "", "without", "yes"));

        assertThat(state("Enter the directory’s tenant id")).isEqualTo("Done");
        assertThat(application.sentence(application.log().get(0)))
                .isEqualTo("Said that the directory has no tenant id.");
    }

    @Test
    void keepsAWrongTenantIdInItsFieldAndSaysThereWhatIsWrong() {
        assertThat(enter("contoso", ""))
                .contains("value=\"contoso\"", "aria-invalid=\"true\"", "id=\"directory-mistake\"", "looks like");
        assertThat(enter("8a2d4c1e-0b7f-4f0e-9c55-3f1b6a7d2e90", "yes"))
                .contains("value=\"8a2d4c1e-0b7f-4f0e-9c55-3f1b6a7d2e90\"", "or it has none");
        assertThat(application.tenant().directoryId()).isEmpty();
    }

    @Test
    void isDoneWithTheLinkWhenItWasCopied() {
        assertThat(state("Copy the SCIM link")).isEqualTo("To do");

        browser.submit(PAGE, PAGE + "/link-copied", Map.of());

        assertThat(state("Copy the SCIM link")).isEqualTo("Done");
        assertThat(browser.get(PAGE).body()).doesNotContain("I have copied it");
    }

    private String enter(String directoryId, String without) {
        return browser.submit(PAGE, PAGE + "/directory", Map.of("directory", directoryId, "without", without))
                .body();
    }

    private String verify() {
        return browser.submit(PAGE, PAGE + "/verify", Map.of()).body();
    }

    private void choose(String choice) {
        browser.submit(PAGE, PAGE + "/provisioning", Map.of("provisioning", choice));
    }

    private String state(String step) {
        Matcher found = Pattern.compile(Pattern.quote(step) + "<span class=\"state\">([^<]*)<")
                .matcher(browser.get(PAGE).body());
        assertThat(found.find()).as(step).isTrue();
        return found.group(1);
    }
}
