package dev.scimlet.examples.mediusflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.examples.mediusflow.account.Account;
import dev.scimlet.examples.mediusflow.account.Accounts;
import dev.scimlet.simulator.client.ScimFailureException;
import dev.scimlet.simulator.directory.AppRole;
import dev.scimlet.simulator.directory.DirectoryChange;
import dev.scimlet.simulator.directory.DirectoryGenerator;
import dev.scimlet.simulator.directory.DirectoryUser;
import dev.scimlet.simulator.directory.RandomChanges;
import dev.scimlet.simulator.directory.SourceDirectory;
import dev.scimlet.simulator.directory.VirtualClock;
import dev.scimlet.simulator.entra.AdminCredentials;
import dev.scimlet.simulator.entra.ConnectionTestResult;
import dev.scimlet.simulator.entra.CycleReport;
import dev.scimlet.simulator.entra.DirectoryComparison;
import dev.scimlet.simulator.entra.PatchDialect;
import dev.scimlet.simulator.entra.ProvisioningJob;
import dev.scimlet.simulator.entra.ProvisioningScope;
import dev.scimlet.simulator.entra.ProvisioningService;
import dev.scimlet.simulator.entra.TenantUrl;
import dev.scimlet.simulator.mapping.StandardMappings;
import dev.scimlet.simulator.transport.Fault;
import dev.scimlet.simulator.transport.FaultInjectingTransport;
import dev.scimlet.simulator.transport.HttpTransport;
import dev.scimlet.simulator.transport.Pause;
import dev.scimlet.testkit.http.WireClient;
import dev.scimlet.testkit.replay.ReplayReport;
import dev.scimlet.testkit.replay.TraceReplay;
import dev.scimlet.testkit.replay.Traces;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What identity providers were seen to send, and a simulated one for as long as it wants. */
class IdentityProvidersTest {

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

    /** The others expect attributes back that MediusFlow does not keep, such as a title or a department. */
    @ParameterizedTest
    @ValueSource(
            strings = {"entra-mediusflow-legacy", "entra-mediusflow-compliant", "jumpcloud-lifecycle", "okta-spec-test"
            })
    void servesRecordedConversations(String trace) {
        try (WireClient client = WireClient.to(directory.link())) {
            ReplayReport report =
                    new TraceReplay(client, directory.link(), directory::secret).replay(Traces.named(trace));

            assertThat(report.passed()).as(report.text()).isTrue();
        }
    }

    @Test
    void servesThemOnPostgreSqlAsWell() throws IOException {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
                TestApplication onPostgres = TestApplication.on(postgres.getJdbcUrl("postgres", "postgres"))) {
            Directory entra = onPostgres.directory();
            try (WireClient client = WireClient.to(entra.link())) {
                for (String trace : List.of("entra-mediusflow-legacy", "entra-mediusflow-compliant")) {
                    ReplayReport report =
                            new TraceReplay(client, entra.link(), entra::secret).replay(Traces.named(trace));
                    assertThat(report.passed()).as(report.text()).isTrue();
                }
            }
            assertThat(new Accounts(onPostgres.database())
                            .counts(onPostgres.tenant())
                            .total())
                    .isPositive();
        }
    }

    /** The extension came in January 2021: jobs that ran before went on, and take it when their mapping gets its lines. */
    @ParameterizedTest
    @EnumSource(PatchDialect.class)
    void takesTheAttributesThatWereAddedLater(PatchDialect dialect) {
        VirtualClock clock = new VirtualClock(Instant.parse("2026-03-02T08:30:00Z"));
        SourceDirectory source = new SourceDirectory(clock);
        for (String name : List.of("nia", "tom")) {
            source.apply(new DirectoryChange.AddUser(DirectoryUser.of(
                    "id-" + name, Map.of("userPrincipalName", name + "@fabrikam.example", "department", "Finance"))));
            source.apply(new DirectoryChange.Assign("id-" + name, AppRole.DEFAULT_ACCESS));
        }
        ProvisioningService entra = new ProvisioningService(
                ProvisioningJob.builder(
                                new AdminCredentials(
                                        new TenantUrl(directory.link().toString(), dialect), directory.secret()),
                                StandardMappings.mediusflow2020())
                        .build(),
                source,
                clock);
        assertThat(entra.runCycle().failures()).isZero();

        assertThat(entra.changeMapping(StandardMappings.mediusflow()).succeeded())
                .isTrue();
        source.apply(new DirectoryChange.UpdateUser("id-nia", Map.of("givenName", "Nia")));
        assertThat(entra.runCycle().failures()).isZero();

        assertThat(account("nia").customTexts().get(0)).isEqualTo("Finance");
        assertThat(account("nia").signIn().nameIdentifier()).isEqualTo("nia@fabrikam.example");
        assertThat(account("tom").customTexts().get(0)).isEmpty();
    }

    private Account account(String name) {
        return new Accounts(application.database())
                .page(application.tenant(), name, 1, 10)
                .items()
                .get(0);
    }

    @ParameterizedTest
    @EnumSource(PatchDialect.class)
    void becomesWhatTheDirectoryIs(PatchDialect dialect) throws ScimFailureException {
        VirtualClock clock = new VirtualClock(Instant.parse("2026-03-02T08:30:00Z"));
        SourceDirectory source = new DirectoryGenerator(1, 30, 3).generate(clock);
        ProvisioningJob job = ProvisioningJob.builder(
                        new AdminCredentials(new TenantUrl(directory.link().toString(), dialect), directory.secret()),
                        StandardMappings.mediusflow())
                .scope(ProvisioningScope.assigned())
                .parallelism(4)
                .build();
        HttpTransport transport = new HttpTransport(directory.link().toString(), Duration.ofSeconds(60));
        ProvisioningService service = new ProvisioningService(
                job,
                source,
                clock,
                new FaultInjectingTransport(transport, 7, Map.of(Fault.LOST_ANSWER, 0.02)),
                Pause.sleeping());

        // An administrator tests the connection once, and over a line that is up: only cycles try again
        assertThat(new ProvisioningService(job, source, clock, transport, Pause.sleeping()).testConnection())
                .returns(true, ConnectionTestResult::succeeded);
        untilNothingIsLeftToRetry(service);
        assertThat(new DirectoryComparison(job, source, transport).differences())
                .isEmpty();

        CycleReport idle = service.runCycle();
        assertThat(idle).returns(0, CycleReport::changes);

        new RandomChanges(1).apply(source, 20);
        untilNothingIsLeftToRetry(service);
        assertThat(new DirectoryComparison(job, source, transport).differences())
                .isEmpty();
    }

    /** What got no answer is sent again some cycles later, and that answer may get lost too. */
    private static void untilNothingIsLeftToRetry(ProvisioningService service) {
        int cycles = 0;
        do {
            service.runCycle();
            cycles++;
        } while (!service.escrows().isEmpty() && cycles < 30);
        assertThat(service.escrows()).isEmpty();
    }
}
