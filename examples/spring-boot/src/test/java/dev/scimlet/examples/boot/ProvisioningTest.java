package dev.scimlet.examples.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.simulator.directory.DirectoryGenerator;
import dev.scimlet.simulator.directory.RandomChanges;
import dev.scimlet.simulator.directory.SourceDirectory;
import dev.scimlet.simulator.directory.VirtualClock;
import dev.scimlet.simulator.discovery.ApplicationDiscovery;
import dev.scimlet.simulator.discovery.DiscoveredApplication;
import dev.scimlet.simulator.entra.AdminCredentials;
import dev.scimlet.simulator.entra.DirectoryComparison;
import dev.scimlet.simulator.entra.PatchDialect;
import dev.scimlet.simulator.entra.ProvisioningJob;
import dev.scimlet.simulator.entra.ProvisioningScope;
import dev.scimlet.simulator.entra.ProvisioningService;
import dev.scimlet.simulator.entra.TenantUrl;
import dev.scimlet.simulator.transport.HttpTransport;
import dev.scimlet.simulator.transport.Pause;
import dev.scimlet.testkit.http.WireClient;
import dev.scimlet.testkit.replay.ReplayReport;
import dev.scimlet.testkit.replay.TraceReplay;
import dev.scimlet.testkit.replay.Traces;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Directories, as they are recorded and as they are simulated, and what becomes of the application's own tables. */
final class ProvisioningTest {

    private static RunningApplication application;

    @BeforeAll
    static void start() {
        application = new RunningApplication();
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    @BeforeEach
    void empty() {
        application.empty();
    }

    /** Those that do not look for attributes which the application does not have. */
    @ParameterizedTest
    @ValueSource(strings = {"okta-spec-test", "jumpcloud-lifecycle"})
    void servesRecordedConversations(String trace) throws Exception {
        try (WireClient client = WireClient.to(application.scim())) {
            ReplayReport report = new TraceReplay(client, application.scim(), () -> RunningApplication.TOKEN)
                    .replay(Traces.named(trace));

            assertThat(report.passed()).as(report.text()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(PatchDialect.class)
    void becomesWhatTheDirectoryIs(PatchDialect dialect) throws Exception {
        VirtualClock clock = new VirtualClock(Instant.parse("2026-03-02T08:30:00Z"));
        SourceDirectory directory = new DirectoryGenerator(1, 40, 8).generate(clock);
        HttpTransport transport = new HttpTransport(application.scim().toString(), Duration.ofSeconds(60));
        ProvisioningJob job = job(dialect, transport);
        ProvisioningService entra = new ProvisioningService(job, directory, clock, transport, Pause.sleeping());

        for (int cycle = 0; cycle < 2; cycle++) {
            assertThat(entra.runCycle().failures()).isZero();
            assertThat(new DirectoryComparison(job, directory, transport).differences())
                    .isEmpty();
            new RandomChanges(cycle).apply(directory, 20);
        }

        assertThat(job.schema().users().attributes())
                .extracting(row -> row.target().text())
                .containsExactly(
                        "userName",
                        "active",
                        "emails[type eq \"work\"].value",
                        "name.givenName",
                        "name.familyName",
                        "externalId");
        assertThat(application.rows("SELECT COUNT(*) FROM users WHERE directory_id IS NULL"))
                .containsExactly("0");
        assertThat(application.rows("SELECT COUNT(*) FROM team_users")).isNotEqualTo(List.of("0"));
    }

    /** What the application has of what Entra ID maps for any application, as it says itself. */
    private static ProvisioningJob job(PatchDialect dialect, HttpTransport transport) {
        DiscoveredApplication discovered = ApplicationDiscovery.read(transport, RunningApplication.TOKEN);
        return ProvisioningJob.builder(
                        new AdminCredentials(
                                new TenantUrl(application.scim().toString(), dialect), RunningApplication.TOKEN),
                        discovered.mapping())
                .scope(ProvisioningScope.all())
                .build();
    }

    @Test
    void letsPeopleIntoTheirTeamsAndOutAgain() throws Exception {
        String user =
                "{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\"],\"userName\":\"nia@contoso.example\","
                        + "\"password\":\"correct horse\"}";
        assertThat(scim("POST", "/Users", user).statusCode()).isEqualTo(201);
        assertThat(page("/teams", "nia@contoso.example", "correct horse").statusCode())
                .as("passwords are not mapped here")
                .isEqualTo(401);
        application.jdbc().update("UPDATE users SET password_hash = '{noop}correct horse'");
        String id = application.rows("SELECT id FROM users").get(0);

        String team = "{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:Group\"],\"displayName\":\"Sales\","
                + "\"members\":[{\"value\":\"u" + id + "\"}]}";
        assertThat(scim("POST", "/Groups", team).statusCode()).isEqualTo(201);
        assertThat(page("/teams", "nia@contoso.example", "correct horse").body())
                .isEqualTo("[\"Sales\"]");

        String disabled = "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:PatchOp\"],\"Operations\":["
                + "{\"op\":\"Replace\",\"path\":\"active\",\"value\":\"False\"}]}";
        assertThat(scim("PATCH", "/Users/u" + id, disabled).statusCode()).isEqualTo(200);
        assertThat(page("/teams", "nia@contoso.example", "correct horse").statusCode())
                .isEqualTo(401);

        assertThat(scim("DELETE", "/Users/u" + id, null).statusCode()).isEqualTo(204);
        assertThat(application.rows("SELECT COUNT(*) FROM team_users")).containsExactly("0");
    }

    private static HttpResponse<String> scim(String method, String path, String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(application.page("/scim/v2" + path))
                .header("Authorization", "Bearer " + RunningApplication.TOKEN)
                .header("Content-Type", "application/scim+json")
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> page(String path, String name, String password) throws Exception {
        String basic = Base64.getEncoder().encodeToString((name + ":" + password).getBytes(StandardCharsets.UTF_8));
        HttpRequest request = HttpRequest.newBuilder(application.page(path))
                .header("Authorization", "Basic " + basic)
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }
}
