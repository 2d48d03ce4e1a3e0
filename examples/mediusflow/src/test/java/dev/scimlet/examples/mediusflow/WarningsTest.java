package dev.scimlet.examples.mediusflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.examples.mediusflow.tenant.ProvisioningSecrets;
import dev.scimlet.simulator.directory.AppRole;
import dev.scimlet.simulator.directory.DirectoryChange;
import dev.scimlet.simulator.directory.DirectoryUser;
import dev.scimlet.simulator.directory.SourceDirectory;
import dev.scimlet.simulator.directory.VirtualClock;
import dev.scimlet.simulator.entra.AdminCredentials;
import dev.scimlet.simulator.entra.JobState;
import dev.scimlet.simulator.entra.PatchDialect;
import dev.scimlet.simulator.entra.ProvisioningJob;
import dev.scimlet.simulator.entra.ProvisioningService;
import dev.scimlet.simulator.entra.TenantUrl;
import dev.scimlet.simulator.mapping.StandardMappings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the console says before users notice. */
class WarningsTest {

    private static final String TENANT = "/console/fabrikam-test";
    private static final String STOPPED = "only refusals since";

    private TestApplication application;
    private Directory directory;

    @BeforeEach
    void start() {
        application = TestApplication.withChosenPassword();
        directory = application.directory();
    }

    @AfterEach
    void stop() {
        application.close();
    }

    @Test
    void saysThatTheDirectoryHasStopped() {
        directory.get("/Users");
        revoke();
        application.clock.pass(Duration.ofMinutes(40));
        directory.get("/Users");
        application.clock.pass(Duration.ofMinutes(40));
        directory.get("/Users");

        for (String page : List.of("/console", TENANT, TENANT + "/secrets")) {
            assertThat(page(page)).as(page).contains(STOPPED);
        }
        assertThat(page(TENANT)).contains("Directory (Entra ID): Refused: the credential has been revoked.");
        assertThat(page("/console")).doesNotContain("just now");
        assertThat(page("/console/fabrikam")).doesNotContain(STOPPED);
    }

    @Test
    void saysWhatTheSimulatedProviderSaysOfItsQuarantine() {
        SourceDirectory source = new SourceDirectory(Clock.systemUTC());
        source.apply(new DirectoryChange.AddUser(
                DirectoryUser.of("id-nia", Map.of("userPrincipalName", "nia@fabrikam.example"))));
        source.apply(new DirectoryChange.Assign("id-nia", AppRole.DEFAULT_ACCESS));
        ProvisioningService entra = new ProvisioningService(
                ProvisioningJob.builder(
                                new AdminCredentials(
                                        new TenantUrl(directory.link().toString(), PatchDialect.LEGACY),
                                        directory.secret()),
                                StandardMappings.mediusflow())
                        .notificationEmail("it@contoso.example")
                        .build(),
                source,
                new VirtualClock(Instant.parse("2026-03-02T08:30:00Z")));
        assertThat(entra.runCycle().state()).isEqualTo(JobState.ACTIVE);
        assertThat(page(TENANT)).doesNotContain(STOPPED);

        revoke();
        source.apply(new DirectoryChange.UpdateUser("id-nia", Map.of("givenName", "Nia")));

        assertThat(entra.runCycle().state()).isEqualTo(JobState.QUARANTINED);
        assertThat(entra.details().text("")).contains("In quarantine since", "the token has been revoked");
        assertThat(entra.notifications())
                .singleElement()
                .satisfies(mail -> assertThat(mail.text()).contains("the token has been revoked"));
        assertThat(page(TENANT)).contains(STOPPED).contains("Refused: the credential has been revoked.");
    }

    @Test
    void saysSoNoLongerOnceItIsAnsweredAgain() {
        application.database().change("update tenants set provisioning_enabled = ?", false);
        directory.get("/Users");
        assertThat(page(TENANT)).contains(STOPPED);

        application.clock.pass(Duration.ofMinutes(1));
        application.database().change("update tenants set provisioning_enabled = ?", true);
        directory.get("/Users");

        assertThat(page(TENANT)).doesNotContain(STOPPED);
    }

    @Test
    void isNotStoppedByStrangersAndSingleRefusals() {
        directory.get("/Users");
        new Directory(application, "mf_guess").get("/Users");
        directory.send("POST", "/Users", Directory.user("", ""));

        assertThat(page(TENANT)).doesNotContain(STOPPED);
        assertThat(page("/console")).doesNotContain(STOPPED);
    }

    @Test
    void warnsOfASecretThatEndsSoon() {
        assertThat(page(TENANT + "/secrets")).contains("Works").doesNotContain("Ends in");

        application.clock.pass(Duration.ofDays(363));

        assertThat(page(TENANT + "/secrets")).contains("Ends in 2 days").doesNotContain(">Works<");
        assertThat(page(TENANT)).contains("The secret “Entra ID” ends in 2 days: generate the next one");
        assertThat(page("/console")).contains("1, the last ends in 2 days");
        application.clock.pass(Duration.ofDays(3));
        assertThat(page(TENANT + "/secrets")).contains("Expired").doesNotContain("Ends in");
    }

    private String page(String address) {
        return application.signIn().get(address).body();
    }

    private void revoke() {
        ProvisioningSecrets secrets = new ProvisioningSecrets(application.database(), application.clock);
        secrets.revoke(
                application.tenant(), application.known(directory.secret()).id());
    }
}
