package dev.scimlet.simulator.entra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.simulator.directory.AppRole;
import dev.scimlet.simulator.directory.DirectoryChange;
import dev.scimlet.simulator.directory.DirectoryUser;
import dev.scimlet.simulator.mapping.AttributeMapping;
import dev.scimlet.simulator.mapping.ObjectMapping;
import dev.scimlet.simulator.mapping.SynchronizationSchema;
import dev.scimlet.testkit.json.PlainJson;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The three role functions. */
class RolesTest {

    private static final AppRole ADMIN = AppRole.named("Admin");
    private static final AppRole READER = AppRole.named("Reader");

    @Test
    void singleRoleTravelsByThePrimaryOne() throws Exception {
        Simulation simulation =
                with("SingleAppRoleAssignment([appRoleAssignments])", "roles[primary eq \"True\"].value");
        DirectoryUser omar = user(simulation, ADMIN);
        simulation.cycle();
        assertThat(PlainJson.members(
                        PlainJson.object(simulation.server.bodies("POST").get(0)), "roles"))
                .containsExactly(Map.of(
                        "primary",
                        "True",
                        "type",
                        "WindowsAzureActiveDirectoryRole",
                        "display",
                        "Admin",
                        "value",
                        "Admin"));

        simulation.apply(
                new DirectoryChange.Unassign(omar.objectId()), new DirectoryChange.Assign(omar.objectId(), READER));
        simulation.cycle();

        assertThat(operations(simulation))
                .containsExactly(
                        Map.of("op", "Add", "path", "roles[primary eq \"True\"].value", "value", "Reader"),
                        Map.of("op", "Add", "path", "roles[primary eq \"True\"].display", "value", "Reader"));
        assertThat(simulation.differences()).isEmpty();
        assertThat(simulation.cycle().changes()).isZero();
    }

    @Test
    void severalRolesAreAddedAsJsonInTextAndNotRemoved() throws Exception {
        Simulation simulation = with("AppRoleAssignmentsComplex([appRoleAssignments])", "roles");
        DirectoryUser omar = user(simulation, ADMIN);
        simulation.cycle();
        simulation.apply(new DirectoryChange.Assign(omar.objectId(), READER));

        simulation.cycle();

        assertThat(operations(simulation))
                .containsExactly(Map.of(
                        "op",
                        "Add",
                        "path",
                        "roles",
                        "value",
                        List.of(Map.of(
                                "value",
                                "{\"id\":\"" + READER.id() + "\",\"value\":\"Reader\",\"displayName\":\"Reader\"}"))));
        simulation.apply(
                new DirectoryChange.Unassign(omar.objectId()), new DirectoryChange.Assign(omar.objectId(), ADMIN));
        assertThat(simulation.cycle().changes()).isZero();
        assertThat(simulation.differences()).isEmpty();
    }

    @Test
    void assertiveRolesReplaceTheList() throws Exception {
        Simulation simulation = with("AssertiveAppRoleAssignmentsComplex([appRoleAssignments])", "roles");
        DirectoryUser omar = user(simulation, ADMIN);
        simulation.cycle();
        simulation.apply(
                new DirectoryChange.Unassign(omar.objectId()), new DirectoryChange.Assign(omar.objectId(), READER));

        simulation.cycle();

        assertThat(operations(simulation))
                .singleElement()
                .satisfies(operation ->
                        assertThat(operation).containsEntry("op", "Replace").containsEntry("path", "roles"));
        assertThat(PlainJson.members(simulation.server.users().get(0), "roles"))
                .extracting(role -> role.get("value"))
                .containsExactly("Reader");
        assertThat(simulation.differences()).isEmpty();
    }

    private static Simulation with(String expression, String target) {
        SynchronizationSchema schema = new SynchronizationSchema(
                new ObjectMapping(
                        List.of(
                                AttributeMapping.of("userPrincipalName", "userName")
                                        .matching(1),
                                AttributeMapping.of(expression, target)),
                        Optional.empty()),
                Optional.empty());
        return Simulation.setup().schema(schema).start();
    }

    private static DirectoryUser user(Simulation simulation, AppRole role) {
        DirectoryUser omar = simulation.user("Omar", "Diaz");
        simulation.apply(new DirectoryChange.Assign(omar.objectId(), role));
        return omar;
    }

    private static List<Map<String, Object>> operations(Simulation simulation) {
        return simulation.server.bodies("PATCH").stream()
                .flatMap(body -> PlainJson.members(PlainJson.object(body), "Operations").stream())
                .toList();
    }
}
