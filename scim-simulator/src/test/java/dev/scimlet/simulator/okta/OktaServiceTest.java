package dev.scimlet.simulator.okta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scimlet.simulator.client.ScimFailureException;
import dev.scimlet.simulator.directory.AppRole;
import dev.scimlet.simulator.directory.DirectoryChange;
import dev.scimlet.simulator.directory.DirectoryGroup;
import dev.scimlet.simulator.directory.DirectoryUser;
import dev.scimlet.simulator.directory.SourceDirectory;
import dev.scimlet.simulator.directory.VirtualClock;
import dev.scimlet.simulator.log.ProvisioningStatus;
import dev.scimlet.simulator.server.ServerFault;
import dev.scimlet.simulator.server.SmallScimServer;
import dev.scimlet.testkit.json.PlainJson;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OktaServiceTest {

    private final VirtualClock clock = new VirtualClock(Instant.parse("2026-01-05T08:00:00Z"));
    private final SourceDirectory directory = new SourceDirectory(clock);
    private final SmallScimServer server = new SmallScimServer();

    @Test
    void testsCredentialsAndImports() throws Exception {
        OktaService okta = okta(IntegrationKind.CATALOGUE);
        add("ana");
        for (int number = 0; number < 250; number++) {
            server.seed("Users", "{\"userName\": \"user-" + number + "\"}");
        }
        server.seed("Users", "{\"userName\": \"ANA@okta.example\"}");
        okta.testCredentials();

        ImportResult result = okta.importAll();

        assertThat(result).isEqualTo(new ImportResult(251, 1, 0));
        assertThat(server.requests())
                .containsExactly(
                        "GET /Users?startIndex=1&count=2",
                        "GET /Groups?startIndex=1&count=100",
                        "GET /Users?startIndex=1&count=100",
                        "GET /Users?startIndex=101&count=100",
                        "GET /Users?startIndex=201&count=100",
                        "GET /Groups?startIndex=1&count=100");
        OktaService wrong =
                new OktaService(directory, IntegrationKind.CATALOGUE, "Bearer wrong", clock, server, duration -> {});
        assertThatThrownBy(wrong::testCredentials).isInstanceOf(ScimFailureException.class);
    }

    @Test
    void catalogueIntegrationSendsWhatWasRecorded() {
        OktaService okta = okta(IntegrationKind.CATALOGUE);
        add("ana");
        group("ana");

        okta.push();

        assertThat(server.requests())
                .containsExactly(
                        "GET /Users?filter=userName%20eq%20%22ana%40okta.example%22&startIndex=1&count=100",
                        "POST /Users",
                        "GET /Groups?filter=displayName%20eq%20%22Harbour%20staff%22&startIndex=1&count=100",
                        "POST /Groups",
                        "GET /Groups/g2",
                        "PATCH /Groups/g2",
                        "PATCH /Groups/g2");
        assertThat(PlainJson.object(server.bodies("POST").get(0))).isEqualTo(PlainJson.object("""
                                {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
                                 "userName": "ana@okta.example", "name": {"givenName": "ana", "familyName": "Tester"},
                                 "emails": [{"primary": true, "value": "ana@okta.example", "type": "work"}],
                                 "displayName": "ana@okta.example", "locale": "en-US", "externalId": "00u-ana",
                                 "groups": [], "password": "1mz050nq", "active": true}"""));
        assertThat(operations())
                .containsExactly(
                        Map.of("op", "replace", "value", Map.of("id", "g2", "displayName", "Harbour staff")),
                        Map.of(
                                "op",
                                "add",
                                "path",
                                "members",
                                "value",
                                List.of(Map.of("value", "u1", "display", "ana@okta.example"))));
    }

    @Test
    void swapsMembersInOneRequestAndPushesInFullOnDemand() {
        OktaService okta = okta(IntegrationKind.CATALOGUE);
        add("ana");
        add("ben");
        group("ana");
        okta.push();
        server.forgetRequests();
        directory.apply(new DirectoryChange.RemoveMembers("00g", Set.of("00u-ana")));
        directory.apply(new DirectoryChange.AddMembers("00g", Set.of("00u-ben")));

        okta.push();

        assertThat(operations())
                .contains(Map.of("op", "remove", "path", "members[value eq \"u1\"]"))
                .hasSize(3);
        assertThat(server.members("Harbour staff")).containsExactly("u2");

        server.forgetRequests();
        okta.pushNow("00g");
        assertThat(operations()).extracting(operation -> operation.get("op")).containsExactly("replace", "replace");
    }

    @ParameterizedTest
    @EnumSource
    void followsALife(IntegrationKind kind) {
        OktaService okta = okta(kind);
        add("ana");
        add("ben");
        group("ana", "ben");
        okta.push();
        assertThat(server.members("Harbour staff")).hasSize(2);
        Map<String, Object> extra = server.user("ana@okta.example");
        extra.put("nickName", "kept by the application");

        directory.apply(new DirectoryChange.UpdateUser("00u-ana", Map.of("givenName", "Another")));
        directory.apply(new DirectoryChange.EnableAccount("00u-ben", false));
        directory.apply(new DirectoryChange.UpdateGroup("00g", Map.of("displayName", "Harbour everyone")));
        okta.push();

        assertThat(server.user("ana@okta.example"))
                .containsEntry("nickName", "kept by the application")
                .containsEntry("name", Map.of("givenName", "Another", "familyName", "Tester"));
        assertThat(server.user("ben@okta.example")).containsEntry("active", false);
        assertThat(server.members("Harbour everyone")).containsExactly("u1");

        server.forgetRequests();
        okta.push();
        assertThat(server.requests()).isEmpty();

        directory.apply(new DirectoryChange.EnableAccount("00u-ben", true));
        directory.apply(new DirectoryChange.HardDeleteUser("00u-ana"));
        directory.apply(new DirectoryChange.DeleteGroup("00g"));
        okta.push();

        assertThat(server.user("ben@okta.example")).containsEntry("active", true);
        assertThat(server.user("ana@okta.example")).containsEntry("active", false);
        assertThat(server.groups()).isEmpty();
        assertThat(server.writes()).noneMatch(request -> request.startsWith("DELETE /Users"));
        assertThat(okta.log().entries(ProvisioningStatus.FAILURE)).isEmpty();
    }

    @Test
    void wizardAppsPutEverything() {
        OktaService okta = okta(IntegrationKind.WIZARD);
        add("ana");
        group("ana");
        okta.push();
        directory.apply(new DirectoryChange.EnableAccount("00u-ana", false));
        okta.push();

        assertThat(server.bodies("PATCH")).isEmpty();
        assertThat(server.writes()).containsExactly("POST /Users", "POST /Groups", "PUT /Users/u1", "PUT /Groups/g2");
    }

    @Test
    void acceptsA404ForNobodyFound() {
        server.with(ServerFault.NOT_FOUND_FOR_EMPTY_LIST);
        add("ana");

        okta(IntegrationKind.CATALOGUE).push();

        assertThat(server.users()).hasSize(1);
    }

    @Test
    void linksAnExistingInactiveUserAndReactivates() {
        server.seed("Users", "{\"userName\": \"ana@okta.example\", \"active\": false}");
        add("ana");

        okta(IntegrationKind.CATALOGUE).push();

        assertThat(server.writes()).containsExactly("PATCH /Users/u1", "PUT /Users/u1");
        assertThat(server.user("ana@okta.example"))
                .containsEntry("active", true)
                .containsEntry("externalId", "00u-ana");
    }

    private OktaService okta(IntegrationKind kind) {
        return new OktaService(directory, kind, "Bearer " + SmallScimServer.TOKEN, clock, server, duration -> {});
    }

    private void add(String name) {
        directory.apply(new DirectoryChange.AddUser(DirectoryUser.of(
                "00u-" + name,
                Map.of("userPrincipalName", name + "@okta.example", "givenName", name, "surname", "Tester"))));
        directory.apply(new DirectoryChange.Assign("00u-" + name, AppRole.DEFAULT_ACCESS));
    }

    private void group(String... names) {
        directory.apply(new DirectoryChange.AddGroup(DirectoryGroup.of("00g", "Harbour staff", Set.of())));
        for (String name : names) {
            directory.apply(new DirectoryChange.AddMembers("00g", Set.of("00u-" + name)));
        }
        directory.apply(new DirectoryChange.Assign("00g", AppRole.DEFAULT_ACCESS));
    }

    private List<Map<String, Object>> operations() {
        return server.bodies("PATCH").stream()
                .flatMap(body -> PlainJson.members(PlainJson.object(body), "Operations").stream())
                .toList();
    }
}
