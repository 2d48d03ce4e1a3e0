package dev.scimlet.simulator.entra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.simulator.directory.DirectoryChange;
import dev.scimlet.simulator.directory.DirectoryUser;
import dev.scimlet.simulator.mapping.StandardMappings;
import dev.scimlet.testkit.json.PlainJson;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The requests of both dialects, in their order, as the recorded conversations have them. */
class RequestShapesTest {

    private static final String MANAGER = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager";

    @Test
    void goesThroughUsersThenReferencesThenGroupsThenMembers() {
        Simulation simulation = Simulation.mediusflow();
        DirectoryUser paul = simulation.user("Paul", "Arnaud");
        DirectoryUser ingrid = simulation.user("Ingrid", "Larsson");
        simulation.apply(new DirectoryChange.SetManager(paul.objectId(), ingrid.objectId()));
        simulation.group("AP approvers", paul, ingrid);

        simulation.cycle();

        assertThat(simulation.server.requests())
                .containsExactly(
                        "GET /Users?filter=userName+eq+%22paul%40contoso.example%22",
                        "POST /Users",
                        "GET /Users?filter=userName+eq+%22ingrid%40contoso.example%22",
                        "POST /Users",
                        "GET /Users?filter=id+eq+%22u1%22+and+manager+eq+%22u2%22&attributes=id",
                        "PATCH /Users/u1",
                        "GET /Groups?excludedAttributes=members&filter=displayName+eq+%22AP+approvers%22",
                        "POST /Groups",
                        "PATCH /Groups/g3");
    }

    @Test
    void createsUsersAndGroupsAsRecorded() {
        Simulation simulation = Simulation.mediusflow();
        simulation.user("Ingrid", "Larsson");
        simulation.group("AP approvers");

        simulation.cycle();

        assertBodies(simulation, "POST", """
                {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User",
                             "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],
                 "externalID": "id-ingrid", "userName": "ingrid@contoso.example", "active": true,
                 "emails": [{"primary": true, "type": "work", "value": "ingrid@contoso.example"}],
                 "meta": {"resourceType": "User"},
                 "name": {"formatted": "Ingrid Larsson", "familyName": "Larsson", "givenName": "Ingrid",
                          "displayName": "Larsson, Ingrid"},
                 "urn:ietf:params:scim:schemas:extension:medius:2.0:User": {
                     "nameIdentifier": "ingrid@contoso.example"},
                 "roles": []}""", """
                {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group",
                             "http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group"],
                 "externalID": "id-AP approvers", "displayName": "AP approvers", "meta": {"resourceType": "Group"}}""");
    }

    @Test
    void legacyRenameHasOneOperationForEachAttribute() {
        Simulation simulation = Simulation.mediusflow();
        DirectoryUser paul = simulation.user("Paul", "Arnaud");
        simulation.cycle();
        rename(simulation, paul);

        simulation.cycle();

        assertThat(simulation.server.requests()).startsWith("GET /Users/u1", "PATCH /Users/u1");
        assertBodies(simulation, "PATCH", """
                {"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": [
                  {"op": "Replace", "path": "userName", "value": "paul.lebrun@contoso.example"},
                  {"op": "Replace", "path": "emails[type eq \\"work\\"].value", "value": "paul.lebrun@contoso.example"},
                  {"op": "Replace", "path": "name.displayName", "value": "Lebrun, Paul"},
                  {"op": "Replace", "path": "name.familyName", "value": "Lebrun"},
                  {"op": "Replace", "path": "name.formatted", "value": "Paul Lebrun"},
                  {"op": "Replace", "path": "urn:ietf:params:scim:schemas:extension:medius:2.0:User:nameIdentifier",
                   "value": "paul.lebrun@contoso.example"}]}""");
    }

    @Test
    void compliantRenameHasFilterPathsFirstAndTheRestInOneOperation() {
        Simulation simulation = Simulation.setup().url(Simulation.COMPLIANT).start();
        DirectoryUser paul = simulation.user("Paul", "Arnaud");
        simulation.cycle();
        rename(simulation, paul);

        simulation.cycle();

        assertBodies(simulation, "PATCH", """
                {"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": [
                  {"op": "replace", "path": "emails[type eq \\"work\\"].value", "value": "paul.lebrun@contoso.example"},
                  {"op": "replace", "value": {
                    "userName": "paul.lebrun@contoso.example",
                    "name.displayName": "Lebrun, Paul",
                    "name.familyName": "Lebrun",
                    "name.formatted": "Paul Lebrun",
                    "urn:ietf:params:scim:schemas:extension:medius:2.0:User:nameIdentifier":
                      "paul.lebrun@contoso.example"}}]}""");
    }

    @Test
    void compliantAdditionsShareAnOperationAndASingleOneKeepsItsPath() {
        Simulation simulation = Simulation.setup()
                .url(Simulation.COMPLIANT)
                .schema(StandardMappings.blink())
                .start();
        DirectoryUser tom = simulation.user("Tom", "Beck");
        simulation.cycle();
        simulation.apply(new DirectoryChange.UpdateUser(
                tom.objectId(), Map.of("jobTitle", "Cashier", "department", "Retail", "mobile", "+44 7700 900777")));
        simulation.cycle();
        assertBodies(simulation, "PATCH", """
                {"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": [
                  {"op": "add", "path": "phoneNumbers[type eq \\"mobile\\"].value", "value": "+44 7700 900777"},
                  {"op": "add", "value": {
                    "title": "Cashier",
                    "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department": "Retail"}}]}""");

        simulation.apply(new DirectoryChange.UpdateUser(
                tom.objectId(), Map.of("jobTitle", "Shift lead", "extensionAttribute1", "Night shift")));
        simulation.cycle();
        assertBodies(simulation, "PATCH", """
                {"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": [
                  {"op": "replace", "value": {"title": "Shift lead"}},
                  {"op": "add", "path": "urn:ietf:params:scim:schemas:extension:blink:2.0:User:description",
                   "value": "Night shift"}]}""");
    }

    @Test
    void disablesWithTextOrWithABoolean() {
        assertThat(disabling(Simulation.LEGACY))
                .contains("{\"op\":\"Replace\",\"path\":\"active\",\"value\":\"False\"}");
        assertThat(disabling(Simulation.COMPLIANT))
                .contains("{\"op\":\"replace\",\"path\":\"active\",\"value\":false}");
    }

    private static String disabling(String url) {
        Simulation simulation = Simulation.setup().url(url).start();
        DirectoryUser zoe = simulation.user("Zoe", "Keller");
        simulation.cycle();
        simulation.apply(new DirectoryChange.EnableAccount(zoe.objectId(), false));
        simulation.cycle();
        return String.join("", simulation.server.bodies("PATCH"));
    }

    @Test
    void removesMembersByValueListOrByFilter() {
        assertThat(removal(Simulation.LEGACY))
                .contains("{\"op\":\"Remove\",\"path\":\"members\",\"value\":[{\"$ref\":null,\"value\":\"u1\"}]}");
        assertThat(removal(Simulation.COMPLIANT))
                .contains("{\"op\":\"remove\",\"path\":\"members[value eq \\\"u1\\\"]\"}");
    }

    private static String removal(String url) {
        Simulation simulation = Simulation.setup().url(url).start();
        DirectoryUser ingrid = simulation.user("Ingrid", "Larsson");
        DirectoryUser zoe = simulation.user("Zoe", "Keller");
        simulation.group("AP approvers", ingrid, zoe);
        simulation.cycle();
        simulation.apply(new DirectoryChange.RemoveMembers("id-AP approvers", Set.of(ingrid.objectId())));
        simulation.cycle();
        assertThat(simulation.server.members("AP approvers")).containsExactly("u2");
        return String.join("", simulation.server.bodies("PATCH"));
    }

    @Test
    void setsChangesAndRemovesAManagerByTheIdAsText() {
        Simulation simulation = Simulation.mediusflow();
        DirectoryUser paul = simulation.user("Paul", "Arnaud");
        simulation.user("Ingrid", "Larsson");
        simulation.user("Zoe", "Keller");
        simulation.apply(new DirectoryChange.SetManager(paul.objectId(), "id-ingrid"));
        simulation.cycle();
        assertThat(operations(simulation)).containsExactly(Map.of("op", "Add", "path", MANAGER, "value", "u2"));

        simulation.apply(new DirectoryChange.SetManager(paul.objectId(), "id-zoe"));
        simulation.cycle();
        assertThat(operations(simulation)).containsExactly(Map.of("op", "Replace", "path", MANAGER, "value", "u3"));

        simulation.apply(new DirectoryChange.RemoveManager(paul.objectId()));
        simulation.cycle();
        assertThat(operations(simulation)).containsExactly(Map.of("op", "Remove", "path", MANAGER));
    }

    @Test
    void encodesBracketsInLowerCaseAndEscapesQuotes() {
        assertThat(EntraQuery.equal("emails[type eq \"work\"].value", "o\"brien+x@contoso.example"))
                .isEqualTo("?filter=emails%5btype+eq+%22work%22%5d.value+eq+"
                        + "%22o%5c%22brien%2bx%40contoso.example%22");
    }

    private static void rename(Simulation simulation, DirectoryUser paul) {
        simulation.apply(new DirectoryChange.UpdateUser(
                paul.objectId(),
                Map.of(
                        "userPrincipalName", "paul.lebrun@contoso.example",
                        "mail", "paul.lebrun@contoso.example",
                        "surname", "Lebrun")));
    }

    private static List<Map<String, Object>> operations(Simulation simulation) {
        return simulation.server.bodies("PATCH").stream()
                .flatMap(body -> PlainJson.members(PlainJson.object(body), "Operations").stream())
                .toList();
    }

    private static void assertBodies(Simulation simulation, String method, String... expected) {
        assertThat(simulation.server.bodies(method).stream()
                        .map(PlainJson::object)
                        .toList())
                .isEqualTo(List.of(expected).stream().map(PlainJson::object).toList());
    }
}
