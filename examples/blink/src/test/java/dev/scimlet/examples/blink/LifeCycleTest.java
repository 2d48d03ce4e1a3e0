package dev.scimlet.examples.blink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.simulator.directory.AppRole;
import dev.scimlet.simulator.directory.DirectoryChange;
import dev.scimlet.simulator.directory.DirectoryGenerator;
import dev.scimlet.simulator.directory.DirectoryUser;
import dev.scimlet.simulator.directory.RandomChanges;
import dev.scimlet.simulator.directory.SourceDirectory;
import dev.scimlet.simulator.directory.VirtualClock;
import dev.scimlet.simulator.entra.AdminCredentials;
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
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Employees come, move, leave and come back, as a simulated Entra ID tells it. */
class LifeCycleTest {

    private final VirtualClock clock = new VirtualClock(Instant.parse("2026-03-02T08:30:00Z"));
    private final SourceDirectory directory = new SourceDirectory(clock);

    @ParameterizedTest
    @EnumSource(PatchDialect.class)
    void joinsMovesLeavesAndReturns(PatchDialect dialect) throws Exception {
        try (TestBlink blink = TestBlink.empty()) {
            ProvisioningService entra = entra(blink, dialect);
            DirectoryUser nia = user("Nia", "Okafor", Map.of("department", "Retail", "mobile", "+44 7700 900123"));
            cycle(blink, entra, dialect);
            String number = blink.rows("select employee_no from employees").get(0);
            assertThat(row(blink, "nia")).isEqualTo("nia@contoso.example|Okafor|Retail|+44 7700 900123|null|true");

            apply(new DirectoryChange.UpdateUser(
                    nia.objectId(), Map.of("department", "Logistics", "jobTitle", "Shift lead", "mobile", "")));
            cycle(blink, entra, dialect);
            assertThat(row(blink, "nia"))
                    .startsWith("nia@contoso.example|Okafor|Logistics|")
                    .endsWith("|Shift lead|true");

            apply(new DirectoryChange.UpdateUser(
                    nia.objectId(), Map.of("surname", "Adeyemi", "userPrincipalName", "nia.adeyemi@contoso.example")));
            cycle(blink, entra, dialect);
            assertThat(row(blink, "nia")).startsWith("nia.adeyemi@contoso.example|Adeyemi|");

            apply(new DirectoryChange.SoftDeleteUser(nia.objectId()));
            cycle(blink, entra, dialect);
            assertThat(row(blink, "nia")).endsWith("|false");

            DirectoryUser again = DirectoryUser.of(
                    "id-nia-again", directory.user(nia.objectId()).orElseThrow().attributes());
            apply(
                    new DirectoryChange.AddUser(again),
                    new DirectoryChange.Assign(again.objectId(), AppRole.DEFAULT_ACCESS));
            cycle(blink, entra, dialect);
            assertThat(row(blink, "nia")).endsWith("|true");
            assertThat(blink.rows("select employee_no, directory_id from employees"))
                    .containsExactly(number + "|id-nia-again");

            apply(new DirectoryChange.HardDeleteUser(again.objectId()));
            cycle(blink, entra, dialect);
            assertThat(blink.rows("select employee_no from employees")).isEmpty();
        }
    }

    /** The tutorial's change log of January 2021: three attributes came, and jobs that ran before went on. */
    @ParameterizedTest
    @EnumSource(PatchDialect.class)
    void takesTheAttributesThatWereAddedLater(PatchDialect dialect) throws Exception {
        try (TestBlink blink = TestBlink.empty()) {
            ProvisioningJob early = job(blink, dialect).withSchema(StandardMappings.blink2019());
            ProvisioningService entra =
                    new ProvisioningService(early, directory, clock, transport(blink), Pause.sleeping());
            Map<String, String> more =
                    Map.of("companyName", "Contoso", "extensionAttribute1", "Runs the shop", "city", "Leeds");
            DirectoryUser nia = user("Nia", "Okafor", more);
            user("Tom", "Beck", more);
            assertThat(entra.runCycle().failures()).isZero();
            assertThat(added(blink, "nia")).isEqualTo("null|null|null");

            assertThat(entra.changeMapping(StandardMappings.blink()).succeeded())
                    .isTrue();
            assertThat(entra.runCycle().changes()).isZero();
            apply(new DirectoryChange.UpdateUser(nia.objectId(), Map.of("jobTitle", "Shift lead")));
            assertThat(entra.runCycle().failures()).isZero();

            assertThat(added(blink, "nia")).isEqualTo("Contoso|Runs the shop|Leeds");
            assertThat(added(blink, "tom")).isEqualTo("null|null|null");
        }
    }

    private static String added(TestBlink blink, String name) {
        return blink.rows("select company, about, site from employees where login like ?", name + "%")
                .get(0);
    }

    @ParameterizedTest
    @EnumSource(PatchDialect.class)
    void setsManagersWhoComeBeforeAndAfterTheirReports(PatchDialect dialect) throws Exception {
        try (TestBlink blink = TestBlink.empty()) {
            ProvisioningService entra = entra(blink, dialect);
            DirectoryUser report = user("Tom", "Beck", Map.of());
            DirectoryUser manager = user("Nia", "Okafor", Map.of());
            apply(
                    new DirectoryChange.SetManager(report.objectId(), manager.objectId()),
                    new DirectoryChange.Unassign(manager.objectId()));
            cycle(blink, entra, dialect);
            assertThat(boss(blink, "tom")).isEqualTo("null");

            apply(new DirectoryChange.Assign(manager.objectId(), AppRole.DEFAULT_ACCESS));
            cycle(blink, entra, dialect);
            assertThat(boss(blink, "tom")).isEqualTo("nia@contoso.example");

            DirectoryUser third = user("Ana", "Silva", Map.of());
            apply(new DirectoryChange.SetManager(third.objectId(), report.objectId()));
            cycle(blink, entra, dialect);
            assertThat(boss(blink, "ana")).isEqualTo("tom@contoso.example");

            apply(new DirectoryChange.RemoveManager(report.objectId()));
            cycle(blink, entra, dialect);
            assertThat(boss(blink, "tom")).isEqualTo("null");
        }
    }

    @ParameterizedTest
    @EnumSource(PatchDialect.class)
    void adoptsATableThatIsHalfFilled(PatchDialect dialect) throws Exception {
        try (TestBlink blink = TestBlink.empty()) {
            SourceDirectory source = new DirectoryGenerator(3, 30, 0).generate(clock);
            int known = 0;
            for (DirectoryUser user : source.users()) {
                if (known < 15) {
                    known++;
                    blink.change(
                            "insert into employees (employee_no, customer, login, login_key, job_title)"
                                    + " values (?, 'contoso', ?, ?, 'as it was')",
                            "old-" + known,
                            user.userPrincipalName().toUpperCase(Locale.ROOT),
                            user.userPrincipalName().toLowerCase(Locale.ROOT));
                }
            }
            blink.change("insert into employees (employee_no, customer, login, login_key)"
                    + " values ('old-0', 'contoso', 'root', 'root')");
            ProvisioningJob job = job(blink, dialect);
            HttpTransport transport = transport(blink);
            Set<String> before = new DirectoryComparison(job, source, transport).ids();
            ProvisioningService entra = new ProvisioningService(job, source, clock, transport, Pause.sleeping());

            for (int i = 0; i < 2; i++) {
                assertThat(entra.runCycle().failures()).isZero();
            }

            assertThat(before).hasSize(16);
            assertThat(new DirectoryComparison(job, source, transport, before).differences())
                    .isEmpty();
            assertThat(blink.rows("select count(*) from employees where employee_no like 'old-%'"))
                    .containsExactly("16");
            assertThat(blink.rows("select count(*) from employees where directory_id is null and login <> 'root'"))
                    .containsExactly("0");
        }
    }

    @ParameterizedTest
    @EnumSource(PatchDialect.class)
    void becomesWhatTheDirectoryIsThoughAnswersGetLost(PatchDialect dialect) throws Exception {
        try (TestBlink blink = TestBlink.empty()) {
            becomesWhatTheDirectoryIs(blink, dialect);
        }
    }

    @Test
    void keepsThemInPostgreSqlAsWell() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
                TestBlink blink = TestBlink.on(postgres.getJdbcUrl("postgres", "postgres"))) {
            becomesWhatTheDirectoryIs(blink, PatchDialect.LEGACY);
        }
    }

    private void becomesWhatTheDirectoryIs(TestBlink blink, PatchDialect dialect) throws Exception {
        SourceDirectory source = new DirectoryGenerator(1, 40, 0).generate(clock);
        ProvisioningJob job = job(blink, dialect);
        FaultInjectingTransport losing =
                new FaultInjectingTransport(transport(blink), 7, Map.of(Fault.LOST_ANSWER, 0.05));
        ProvisioningService entra = new ProvisioningService(job, source, clock, losing, Pause.sleeping());
        untilNothingIsLeftToRetry(entra);
        assertThat(losing.injected(Fault.LOST_ANSWER)).isPositive();
        assertThat(new DirectoryComparison(job, source, transport(blink)).differences())
                .isEmpty();
        assertThat(entra.runCycle().changes()).isZero();

        new RandomChanges(1).apply(source, 20);
        untilNothingIsLeftToRetry(entra);
        assertThat(new DirectoryComparison(job, source, transport(blink)).differences())
                .isEmpty();
    }

    /** A request without an answer is sent again a few cycles later, and its answer may get lost too. */
    private static void untilNothingIsLeftToRetry(ProvisioningService entra) {
        int cycles = 0;
        do {
            entra.runCycle();
            cycles++;
        } while (!entra.escrows().isEmpty() && cycles < 30);
        assertThat(entra.escrows()).isEmpty();
    }

    private DirectoryUser user(String givenName, String surname, Map<String, String> more) {
        String name = givenName.toLowerCase(Locale.ROOT);
        Map<String, String> attributes = new LinkedHashMap<>(more);
        attributes.put("userPrincipalName", name + "@contoso.example");
        attributes.put("mail", name + "@contoso.example");
        attributes.put("givenName", givenName);
        attributes.put("surname", surname);
        DirectoryUser user = DirectoryUser.of("id-" + name, attributes);
        apply(new DirectoryChange.AddUser(user), new DirectoryChange.Assign(user.objectId(), AppRole.DEFAULT_ACCESS));
        return user;
    }

    private void apply(DirectoryChange... changes) {
        for (DirectoryChange change : changes) {
            directory.apply(change);
        }
    }

    private ProvisioningService entra(TestBlink blink, PatchDialect dialect) {
        return new ProvisioningService(job(blink, dialect), directory, clock, transport(blink), Pause.sleeping());
    }

    private static ProvisioningJob job(TestBlink blink, PatchDialect dialect) {
        return ProvisioningJob.builder(
                        new AdminCredentials(new TenantUrl(blink.link().toString(), dialect), blink.token("contoso")),
                        StandardMappings.blink())
                .scope(ProvisioningScope.assigned())
                .parallelism(4)
                .build();
    }

    private static HttpTransport transport(TestBlink blink) {
        return new HttpTransport(blink.link().toString(), Duration.ofSeconds(60));
    }

    /** Runs a cycle in which nothing fails, after which the application is as the directory is. */
    private void cycle(TestBlink blink, ProvisioningService entra, PatchDialect dialect) throws Exception {
        CycleReport report = entra.runCycle();
        assertThat(report.failures()).as(report.entries().toString()).isZero();
        assertThat(new DirectoryComparison(job(blink, dialect), directory, transport(blink)).differences())
                .isEmpty();
    }

    private static String row(TestBlink blink, String name) {
        return blink.rows(
                        "select login, last_name, department, cell_phone, job_title, employed from employees"
                                + " where login like ?",
                        name + "%")
                .get(0);
    }

    private static String boss(TestBlink blink, String name) {
        return blink.rows(
                        "select m.login from employees e left join employees m on m.employee_no = e.boss_no"
                                + " where e.login like ?",
                        name + "%")
                .get(0);
    }
}
