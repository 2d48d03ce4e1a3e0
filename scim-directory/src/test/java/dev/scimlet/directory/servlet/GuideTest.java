package dev.scimlet.directory.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.directory.AuthorizationServer;
import dev.scimlet.directory.Directories;
import dev.scimlet.directory.Directory;
import dev.scimlet.directory.DirectoryHealth;
import dev.scimlet.directory.EntraCloud;
import dev.scimlet.directory.IdentityProvider;
import dev.scimlet.directory.InMemoryDirectoryStore;
import dev.scimlet.directory.Ipsie;
import dev.scimlet.directory.IpsieReport;
import dev.scimlet.directory.KeyRing;
import dev.scimlet.directory.ManagedResource;
import dev.scimlet.directory.NewCredential;
import dev.scimlet.directory.Proves;
import dev.scimlet.directory.jdbc.JdbcDirectoryStore;
import dev.scimlet.protocol.ScimService;
import dev.scimlet.protocol.access.TenantResolver;
import dev.scimlet.protocol.message.ScimRequest;
import dev.scimlet.protocol.message.ScimResponse;
import dev.scimlet.servlet.ScimServlet;
import dev.scimlet.spi.ResourceRepository;
import dev.scimlet.spi.memory.InMemoryRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import javax.sql.DataSource;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.junit.jupiter.api.Test;

/** What {@code docs/directories.md} shows. */
final class GuideTest {

    private static DataSource dataSource(String name) {
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl("jdbc:h2:mem:" + name + ";DB_CLOSE_DELAY=-1");
        return pool;
    }

    @Test
    void letsADirectoryInByAPastedToken() {
        DataSource dataSource = dataSource("guide-pasted");
        ResourceRepository users = InMemoryRepository.of(StandardTypes.user());
        ResourceRepository groups = InMemoryRepository.of(StandardTypes.group());

        JdbcDirectoryStore store = JdbcDirectoryStore.over(dataSource);
        store.createTables();
        Directories directories = Directories.builder(store).build();
        ScimService service = ScimService.builder()
                .repositories(users, groups)
                .install(directories)
                .build();

        Directory entra = directories.create("acme", "Entra ID", IdentityProvider.ENTRA_ID);
        NewCredential token = directories.credentials().createToken(entra.id(), "November", Duration.ofDays(180));
        String shownOnce = token.secret();

        assertThat(service.handle(ScimRequest.builder("GET", "/Users")
                                .header("Authorization", "Bearer " + shownOnce)
                                .build())
                        .status())
                .isEqualTo(200);
        service.close();
    }

    @Test
    void tellsWhatCameByWhichDirectory() {
        Directories directories =
                Directories.builder(new InMemoryDirectoryStore()).build();
        ScimService service = ScimService.builder()
                .repositories(InMemoryRepository.of(StandardTypes.user()))
                .install(directories)
                .build();
        Directory entra = directories.create("acme", "Entra ID", IdentityProvider.ENTRA_ID);
        String secret = directories
                .credentials()
                .createToken(entra.id(), "November", Duration.ofDays(180))
                .secret();
        ScimResponse created = service.handle(ScimRequest.builder("POST", "/Users")
                .header("Authorization", "Bearer " + secret)
                .header("Content-Type", "application/scim+json")
                .body("{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\"],\"userName\":\"bjensen\"}")
                .build());
        String id = created.bodyText().replaceAll(".*\"id\":\"([^\"]*)\".*", "$1");

        for (ManagedResource manager : directories.managers("acme", "User", id)) {
            System.out.println(
                    manager.directoryId() + " calls it " + manager.externalId().orElse("nothing"));
        }
        List<ManagedResource> first = directories.managed(entra.id(), "User", "", 100);

        IpsieReport report = directories.ipsie(entra.id(), Ipsie.AL1);
        report.missing().forEach(System.out::println);
        report.duties().forEach(System.out::println);

        assertThat(first).isEqualTo(directories.managers("acme", "User", id)).hasSize(1);
        service.close();
    }

    @Test
    void mountsATokenEndpoint() {
        DataSource dataSource = dataSource("guide-endpoint");
        ResourceRepository users = InMemoryRepository.of(StandardTypes.user());
        ResourceRepository groups = InMemoryRepository.of(StandardTypes.group());
        JdbcDirectoryStore store = JdbcDirectoryStore.over(dataSource);
        store.createTables();
        String settingOfKeys = "2026-11:" + Base64.getEncoder().encodeToString(new byte[32]);
        ServletContextHandler context = new ServletContextHandler("/");

        Directories directories = Directories.builder(store)
                .tenants(TenantResolver.byPathSegment())
                .authorizationServer(
                        AuthorizationServer.builder("https://app.example.com/scim", "https://app.example.com/scim/v2")
                                .announceMetadata()
                                .build())
                .keyRing(KeyRing.parse(settingOfKeys))
                .build();
        ScimService service = ScimService.builder()
                .repositories(users, groups)
                .baseUrl("https://app.example.com/scim/v2")
                .install(directories)
                .build();
        context.addServlet(new ServletHolder(new ScimServlet(service)), "/scim/v2/*");
        context.addServlet(new ServletHolder(new TokenServlet(directories.tokenEndpoint())), "/scim/*");
        context.addServlet(new ServletHolder(new MetadataServlet(directories.metadata())), "/.well-known/*");

        Directory entra = directories.create("acme", "Entra ID", IdentityProvider.ENTRA_ID);
        NewCredential secret = directories.credentials().createSecret(entra.id(), "November");
        String tenantId = "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee";
        String subject = "99999999-8888-4777-8666-555555555555";
        String audience = "api://11111111-2222-4333-8444-555555555555/.default";

        directories.credentials().trustEntra(entra.id(), EntraCloud.GLOBAL, tenantId, subject, audience);

        DirectoryHealth health = directories.health(entra.id());
        health.lastRefusal().ifPresent(refusal -> System.out.println(refusal.detail()));

        assertThat(secret.secret()).startsWith("scs_");
        assertThat(health.lastRefusal()).isEmpty();
        assertThat(directories.credentials().trusts(entra.id())).hasSize(1);
        service.close();
    }

    @Test
    @Proves("O-E-09")
    void tellsToRegisterAWorkloadIdentityForEachApplication() throws IOException {
        String guide = Files.readString(Path.of("..", "docs", "directories.md"));

        assertThat(guide.replaceAll("\\s+", " "))
                .contains("Register **one workload identity per application**: an assertion names")
                .contains("until it ends");
    }
}
