package dev.scimlet.examples.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.directory.AuthenticationMethod;
import dev.scimlet.directory.Directories;
import dev.scimlet.directory.Directory;
import dev.scimlet.directory.EntraCloud;
import dev.scimlet.directory.IdentityProvider;
import dev.scimlet.directory.KeyFetcher;
import dev.scimlet.simulator.directory.DirectoryGenerator;
import dev.scimlet.simulator.directory.RandomChanges;
import dev.scimlet.simulator.directory.SourceDirectory;
import dev.scimlet.simulator.directory.VirtualClock;
import dev.scimlet.simulator.discovery.ApplicationDiscovery;
import dev.scimlet.simulator.entra.AdminCredentials;
import dev.scimlet.simulator.entra.DirectoryComparison;
import dev.scimlet.simulator.entra.PatchDialect;
import dev.scimlet.simulator.entra.ProvisioningJob;
import dev.scimlet.simulator.entra.ProvisioningScope;
import dev.scimlet.simulator.entra.ProvisioningService;
import dev.scimlet.simulator.entra.TenantUrl;
import dev.scimlet.simulator.oauth.AccessTokens;
import dev.scimlet.simulator.oauth.KeyServer;
import dev.scimlet.simulator.oauth.SigningKeys;
import dev.scimlet.simulator.oauth.TokenClient;
import dev.scimlet.simulator.oauth.WorkloadIdentity;
import dev.scimlet.simulator.transport.HttpTransport;
import dev.scimlet.simulator.transport.Pause;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Entra ID without a secret: it signs who it is, and the application trusts the tenant that signs. */
final class FederationTest {

    private static final String TENANT_ID = "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee";
    private static final String SUBJECT = "99999999-8888-4777-8666-555555555555";
    private static final String AUDIENCE = "api://11111111-2222-4333-8444-555555555555";

    private static final SigningKeys KEYS = SigningKeys.generated();

    /** The keys of Entra ID are those of the simulated one, which has them on this machine. */
    @Configuration(proxyBeanMethods = false)
    static class SimulatedKeys {

        @Bean(destroyMethod = "close")
        KeyServer keyServer() throws Exception {
            return new KeyServer(KEYS, 0);
        }

        @Bean
        KeyFetcher keyFetcher(KeyServer simulator) {
            return uri -> {
                try (InputStream answer =
                        simulator.origin().resolve("/keys").toURL().openStream()) {
                    return new KeyFetcher.Answer(answer.readAllBytes(), null);
                }
            };
        }
    }

    @Test
    void isProvisionedByFederationWhileKeysAreRotated() throws Exception {
        try (RunningApplication application = new RunningApplication(
                "jdbc:h2:mem:federation", List.of(SimulatedKeys.class), "scimlet.directories.demand-tls=false")) {
            KEYS.publishAhead(1);
            Directories directories = application.bean(Directories.class);
            Directory entra = directories.create("default", "Entra ID", IdentityProvider.ENTRA_ID);
            directories.credentials().trustEntra(entra.id(), EntraCloud.GLOBAL, TENANT_ID, SUBJECT, AUDIENCE);
            AccessTokens tokens = new AccessTokens(
                    transport(application.scim().toString()),
                    TokenClient.withAssertions(
                            transport(application.page("/scim/oauth2/token").toString()),
                            entra.clientId(),
                            WorkloadIdentity.ofEntra(KEYS, Clock.systemUTC(), TENANT_ID, SUBJECT, AUDIENCE)),
                    Clock.systemUTC());

            provision(application, tokens);

            assertThat(tokens.fetched()).isEqualTo(2);
            assertThat(application.bean(KeyServer.class).fetches()).isOne();
            assertThat(application.rows("SELECT COUNT(*) FROM users WHERE directory_id IS NULL"))
                    .containsExactly("0");
            assertThat(application.rows("SELECT DISTINCT label FROM scimlet_credentials"))
                    .containsExactly(AuthenticationMethod.WORKLOAD_IDENTITY.word());
        }
    }

    private static HttpTransport transport(String url) {
        return new HttpTransport(url, Duration.ofSeconds(60));
    }

    private static void provision(RunningApplication application, AccessTokens tokens) throws Exception {
        VirtualClock clock = new VirtualClock(Instant.parse("2026-03-02T08:30:00Z"));
        SourceDirectory directory = new DirectoryGenerator(2, 20, 4).generate(clock);
        ProvisioningJob job = ProvisioningJob.builder(
                        new AdminCredentials(
                                new TenantUrl(application.scim().toString(), PatchDialect.COMPLIANT), "fetched"),
                        ApplicationDiscovery.read(tokens, "fetched").mapping())
                .scope(ProvisioningScope.all())
                .build();
        ProvisioningService service = new ProvisioningService(job, directory, clock, tokens, Pause.sleeping());
        for (int cycle = 0; cycle < 2; cycle++) {
            assertThat(service.runCycle().failures()).isZero();
            assertThat(new DirectoryComparison(job, directory, tokens).differences())
                    .isEmpty();
            new RandomChanges(cycle).apply(directory, 10);
            if (cycle == 0) {
                KEYS.rotate();
                tokens.forget();
            }
        }
    }
}
