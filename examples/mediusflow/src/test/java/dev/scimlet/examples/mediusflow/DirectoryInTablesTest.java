package dev.scimlet.examples.mediusflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.scimlet.examples.mediusflow.database.Database;
import dev.scimlet.examples.mediusflow.tenant.ProvisioningSecrets;
import dev.scimlet.examples.mediusflow.tenant.Tenant;
import dev.scimlet.examples.mediusflow.tenant.Tenants;
import dev.scimlet.examples.mediusflow.tenant.TestPasswords;
import dev.scimlet.simulator.directory.DirectoryGenerator;
import dev.scimlet.simulator.directory.RandomChanges;
import dev.scimlet.simulator.directory.SourceDirectory;
import dev.scimlet.simulator.directory.VirtualClock;
import dev.scimlet.simulator.entra.AdminCredentials;
import dev.scimlet.simulator.entra.CycleReport;
import dev.scimlet.simulator.entra.PatchDialect;
import dev.scimlet.simulator.entra.ProvisioningJob;
import dev.scimlet.simulator.entra.ProvisioningService;
import dev.scimlet.simulator.entra.TenantUrl;
import dev.scimlet.simulator.mapping.StandardMappings;
import dev.scimlet.simulator.transport.HttpTransport;
import dev.scimlet.simulator.transport.Pause;
import dev.scimlet.simulator.transport.ScimTransport;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A directory that Entra ID provisions over HTTP ends up in MediusFlow's tables, row by row. */
class DirectoryInTablesTest {

    private static final String SLUG = "fabrikam-test";
    private static final String USERS = "users";

    @ParameterizedTest
    @EnumSource(PatchDialect.class)
    void theTablesFollowTheDirectory(PatchDialect dialect) {
        try (TestApplication application = TestApplication.withChosenPassword()) {
            Directory link = application.directory();
            Entra entra = new Entra(link.link().toString(), dialect, link.secret(), 120, 8);

            entra.follow(application.database(), application.tenant(), 100);
        }
    }

    /** The same with the packaged application, its database a file, and as many users as wanted: see the README. */
    @Test
    @EnabledIfSystemProperty(named = USERS, matches = "\\d+")
    void theTablesOfThePackagedApplicationFollowALargeDirectory(@TempDir Path folder) throws Exception {
        String url = "jdbc:h2:file:" + folder.resolve("mediusflow") + ";AUTO_SERVER=TRUE";
        String secret = secretOfANewDatabase(url);
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-jar",
                        System.getProperty("jar", "target/mediusflow.jar"),
                        "--port",
                        "0",
                        "--database",
                        url)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String address = output.readLine().replace("MediusFlow is at ", "");
            // not before the application has opened it: whoever comes first does the work for both
            try (HikariDataSource source = MediusFlowServer.open(url)) {
                Database database = new Database(source);
                Tenant tenant =
                        new Tenants(database, Clock.systemUTC()).withSlug(SLUG).orElseThrow();
                PatchDialect dialect = PatchDialect.valueOf(System.getProperty("dialect", "LEGACY"));
                Entra entra = new Entra(
                        address + "/scim/" + SLUG,
                        dialect,
                        secret,
                        Integer.getInteger(USERS),
                        Integer.getInteger("groups", 200));

                entra.follow(database, tenant, Integer.getInteger("changes", 1000));
            }
        } finally {
            process.destroy();
            process.waitFor();
        }
    }

    private static String secretOfANewDatabase(String url) throws IOException {
        Clock clock = Clock.systemUTC();
        try (MediusFlowServer server = MediusFlowServer.start(
                new Options(0, url, Optional.empty(), Optional.empty()), clock, TestPasswords.QUICK)) {
            Tenants tenants = new Tenants(server.database(), clock);
            Tenant tenant = tenants.withSlug(SLUG).orElseThrow();
            tenants.enableProvisioning(tenant, true);
            return new ProvisioningSecrets(server.database(), clock)
                    .generate(tenant, "Entra ID", Duration.ofDays(1), "admin", "form")
                    .secret()
                    .orElseThrow();
        }
    }

    /** A directory and the service that provisions it, which counts what it sends. */
    private static final class Entra {

        private static final int SEED = 7;

        private final SourceDirectory directory;
        private final ProvisioningService service;
        private final AtomicInteger reads = new AtomicInteger();
        private final AtomicInteger writes = new AtomicInteger();

        Entra(String link, PatchDialect dialect, String secret, int users, int groups) {
            VirtualClock clock = new VirtualClock(Instant.parse("2026-03-02T08:30:00Z"));
            directory = new DirectoryGenerator(SEED, users, groups).generate(clock);
            ProvisioningJob job = ProvisioningJob.builder(
                            new AdminCredentials(new TenantUrl(link, dialect), secret), StandardMappings.mediusflow())
                    .parallelism(4)
                    .build();
            HttpTransport http = new HttpTransport(link, Duration.ofSeconds(60));
            ScimTransport counting = call -> {
                (call.method().equals("GET") ? reads : writes).incrementAndGet();
                return http.send(call);
            };
            service = new ProvisioningService(job, directory, clock, counting, Pause.sleeping());
        }

        void follow(Database database, Tenant tenant, int changes) {
            cycle("first cycle");
            assertThat(TableComparison.differences(directory, database, tenant)).isEmpty();

            assertThat(cycle("nothing changed")).isZero();

            service.restart();
            assertThat(cycle("restarted, everything forgotten")).isZero();

            new RandomChanges(SEED).apply(directory, changes);
            assertThat(cycle(changes + " changes")).isPositive();
            assertThat(TableComparison.differences(directory, database, tenant)).isEmpty();
        }

        /** Gives the number of requests that were to change something. */
        private int cycle(String what) {
            reads.set(0);
            writes.set(0);
            long started = System.nanoTime();
            CycleReport report = service.runCycle();
            if (Integer.getInteger(USERS) != null) {
                System.out.printf(
                        "%-32s %6d reads, %6d writes, %6.1f s%n",
                        what, reads.get(), writes.get(), (System.nanoTime() - started) / 1e9);
            }
            assertThat(report.failures()).isZero();
            return writes.get();
        }
    }
}
