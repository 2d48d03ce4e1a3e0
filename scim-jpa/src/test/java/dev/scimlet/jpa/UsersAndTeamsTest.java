package dev.scimlet.jpa;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.protocol.ScimService;
import dev.scimlet.protocol.access.BearerTokens;
import dev.scimlet.protocol.access.InMemoryTokenStore;
import dev.scimlet.protocol.message.ScimRequest;
import dev.scimlet.protocol.message.ScimResponse;
import dev.scimlet.simulator.directory.DirectoryGenerator;
import dev.scimlet.simulator.directory.RandomChanges;
import dev.scimlet.simulator.directory.SourceDirectory;
import dev.scimlet.simulator.directory.VirtualClock;
import dev.scimlet.simulator.entra.AdminCredentials;
import dev.scimlet.simulator.entra.CycleReport;
import dev.scimlet.simulator.entra.DirectoryComparison;
import dev.scimlet.simulator.entra.PatchDialect;
import dev.scimlet.simulator.entra.ProvisioningJob;
import dev.scimlet.simulator.entra.ProvisioningService;
import dev.scimlet.simulator.entra.TenantUrl;
import dev.scimlet.simulator.mapping.StandardMappings;
import dev.scimlet.simulator.transport.HttpTransport;
import dev.scimlet.simulator.transport.Pause;
import jakarta.persistence.EntityManagerFactory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The guide to JPA ({@code docs/jpa.md}), in code: an application with users and teams as entities. */
final class UsersAndTeamsTest {

    private static final String ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:";

    static JpaRepository<UserAccount> users(EntityManagerFactory entityManagers) {
        return JpaRepository.of(StandardTypes.user(), entityManagers, UserAccount.class, UserAccount::new)
                .idPrefix("u")
                .created("createdAt")
                .lastModified("updatedAt")
                .map("userName", "login", login -> login.key("loginKey"))
                .map("externalId", "directoryId")
                .map("emails[type eq \"work\"].value", "email")
                .map("name.givenName", "firstName")
                .map("name.familyName", "lastName")
                .map(ENTERPRISE + "manager", "manager", manager -> manager.idPrefix("u"))
                .map("active", "enabled", enabled -> enabled.whenAbsent(true))
                .rest("other")
                .build();
    }

    static JpaRepository<Team> teams(EntityManagerFactory entityManagers, JpaRepository<UserAccount> users) {
        return JpaRepository.of(StandardTypes.group(), entityManagers, Team.class, Team::new)
                .idPrefix("t")
                .created("createdAt")
                .lastModified("updatedAt")
                .map("displayName", "name")
                .map("externalId", "directoryId")
                .members("members", "members", users, "team_users", "team_id", "user_id")
                .build();
    }

    static ScimService service(EntityManagerFactory entityManagers, BearerTokens tokens) {
        JpaRepository<UserAccount> users = users(entityManagers);
        return ScimService.builder()
                .repositories(users, teams(entityManagers, users))
                .authenticator(tokens)
                .build();
    }

    /** Tables that count from 1 again. */
    private static EntityManagerFactory emptied(TestDatabase database) {
        Company company = new Company(database).emptied();
        company.entities().countFromOne("users");
        company.entities().countFromOne("teams");
        return company.entities().factory();
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void keepsUsersAndTeamsOfTheSameNumberApart(TestDatabase database) {
        EntityManagerFactory entityManagers = emptied(database);
        BearerTokens tokens = new BearerTokens(new InMemoryTokenStore(), Clock.systemUTC());
        String token = tokens.generate("entra", null, null);
        ScimService service = service(entityManagers, tokens);
        String user = "{'schemas':['urn:ietf:params:scim:schemas:core:2.0:User'],'userName':'%s'}";
        String team = "{'schemas':['urn:ietf:params:scim:schemas:core:2.0:Group'],'displayName':'%s','members':[%s]}";
        answer(service, token, "POST", "/Users", user.formatted("a"), 201);
        answer(service, token, "POST", "/Users", user.formatted("b"), 201);
        answer(service, token, "POST", "/Groups", team.formatted("empty", ""), 201);
        answer(service, token, "POST", "/Groups", team.formatted("both", "{'value':'u1'},{'value':'u2'}"), 201);

        answer(service, token, "POST", "/Groups", team.formatted("of a team", "{'value':'t1'}"), 400);
        answer(service, token, "DELETE", "/Groups/t1", null, 204);

        assertThat(answer(service, token, "GET", "/Groups/t2", null, 200))
                .contains("\"u1\"")
                .contains("\"u2\"");
        assertThat(answer(service, token, "GET", "/Users/u1", null, 200)).contains("\"t2\"");
        answer(service, token, "DELETE", "/Users/u1", null, 204);
        assertThat(answer(service, token, "GET", "/Groups/t2", null, 200))
                .doesNotContain("\"u1\"")
                .contains("\"u2\"");
    }

    private static String answer(
            ScimService service, String token, String method, String path, @Nullable String body, int status) {
        var request = ScimRequest.builder(method, path)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/scim+json")
                .baseUrl("https://example.com/scim/v2");
        ScimResponse response = service.handle(
                body == null
                        ? request.build()
                        : request.body(body.replace('\'', '"')).build());
        assertThat(response.status()).as(method + " " + path).isEqualTo(status);
        return response.hasBody() ? response.bodyText() : "";
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void isProvisionedByEntra(TestDatabase database) throws Exception {
        EntityManagerFactory entityManagers = emptied(database);
        BearerTokens tokens = new BearerTokens(new InMemoryTokenStore(), Clock.systemUTC());
        String token = tokens.generate("entra", null, null);
        VirtualClock clock = new VirtualClock(Instant.parse("2026-03-02T08:30:00Z"));
        SourceDirectory directory = new DirectoryGenerator(1, 15, 3).generate(clock);
        RandomChanges changes = new RandomChanges(1);
        try (TestServer server = new TestServer(service(entityManagers, tokens))) {
            String url = server.baseUrl().toString();
            ProvisioningJob job = ProvisioningJob.builder(
                            new AdminCredentials(new TenantUrl(url, PatchDialect.LEGACY), token),
                            StandardMappings.nonGallery())
                    .build();
            HttpTransport transport = new HttpTransport(url, Duration.ofSeconds(60));
            ProvisioningService entra = new ProvisioningService(job, directory, clock, transport, Pause.sleeping());
            assertThat(entra.testConnection().succeeded()).isTrue();
            for (int round = 0; round < 2; round++) {
                CycleReport report = entra.runCycle();
                assertThat(report.failures()).as(entra.log().toString()).isZero();
                assertThat(new DirectoryComparison(job, directory, transport).differences())
                        .isEmpty();
                changes.apply(directory, 10);
            }
        }
    }
}
