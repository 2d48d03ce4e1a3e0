package dev.scimlet.testkit.simulator.entra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scimlet.testkit.simulator.client.ScimFailureException;
import dev.scimlet.testkit.simulator.directory.DirectoryChange;
import dev.scimlet.testkit.simulator.directory.DirectoryUser;
import dev.scimlet.testkit.simulator.mapping.StandardMappings;
import dev.scimlet.testkit.simulator.server.ServerFault;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The simulator finds what service providers do wrong: one test for each fault, and none is found in a right one. */
class FaultyServerTest {

    private static final String INCOMPATIBLE = "SystemForCrossDomainIdentityManagementServiceIncompatible";

    @Test
    void findsThatARemovalEmptiesTheGroup() throws Exception {
        Simulation simulation = Simulation.mediusflow();
        simulation.server.with(ServerFault.EMPTIES_GROUP);
        removeOneMember(simulation);

        assertThat(simulation.differences())
                .containsExactly(new Difference("Group", "AP approvers", "members", "u2", ""));
    }

    @Test
    void findsNothingWhereARemovalIsRight() throws Exception {
        Simulation simulation = Simulation.mediusflow();
        removeOneMember(simulation);

        assertThat(simulation.differences()).isEmpty();
    }

    private static void removeOneMember(Simulation simulation) {
        DirectoryUser paul = simulation.user("Paul", "Arnaud");
        DirectoryUser zoe = simulation.user("Zoe", "Keller");
        simulation.group("AP approvers", paul, zoe);
        simulation.cycle();
        simulation.apply(new DirectoryChange.RemoveMembers("id-AP approvers", Set.of(paul.objectId())));
        simulation.cycle();
    }

    @Test
    void findsThatAnEmptyListIsAnswered404() {
        Simulation simulation = Simulation.mediusflow();
        simulation.server.with(ServerFault.NOT_FOUND_FOR_EMPTY_LIST);
        simulation.user("Paul", "Arnaud");

        ConnectionTestResult test = simulation.service.testConnection();
        CycleReport report = simulation.cycle();

        assertThat(test.succeeded()).isFalse();
        assertThat(test.errorCode()).isEqualTo(INCOMPATIBLE);
        assertThat(test.message()).contains("404", "empty list");
        assertThat(report.entries()).extracting("errorCode").containsExactly(INCOMPATIBLE);
        assertThat(report.state()).isEqualTo(JobState.QUARANTINED);
    }

    @Test
    void findsThatDataOfAnExtensionIsLost() throws Exception {
        Simulation simulation =
                Simulation.setup().schema(StandardMappings.blink()).start();
        simulation.server.with(ServerFault.LOSES_EXTENSION);
        simulation.update(simulation.user("Nia", "Okafor"), "companyName", "Contoso Retail");

        assertThat(simulation.cycle().failures()).isZero();

        assertThat(simulation.differences())
                .containsExactly(new Difference(
                        "User",
                        "nia@contoso.example",
                        "urn:ietf:params:scim:schemas:extension:blink:2.0:User:company",
                        "Contoso Retail",
                        ""));
    }

    @Test
    void findsThatTheManagerIsReturnedAsText() {
        Simulation simulation = Simulation.mediusflow();
        simulation.server.with(ServerFault.MANAGER_AS_TEXT);
        DirectoryUser paul = simulation.user("Paul", "Arnaud");
        simulation.user("Ingrid", "Larsson");
        simulation.apply(new DirectoryChange.SetManager(paul.objectId(), "id-ingrid"));

        CycleReport report = simulation.cycle();

        assertThat(report.entries()).extracting("errorCode").containsExactly("", "", INCOMPATIBLE);
        assertThat(report.entries().get(2).reason()).contains("'manager' is not complex");
        assertThatThrownBy(simulation::differences)
                .isInstanceOf(ScimFailureException.class)
                .hasMessageContaining("'manager' is not complex");
    }

    @Test
    void findsThatAFilterIsIgnoredBeforeTheWrongAccountIsAdopted() {
        Simulation simulation = Simulation.mediusflow();
        simulation.server.with(ServerFault.IGNORES_FILTER);
        simulation.server.seed("Users", "{\"userName\": \"somebody@else.example\", \"active\": true}");
        simulation.user("Paul", "Arnaud");

        ConnectionTestResult test = simulation.service.testConnection();
        CycleReport report = simulation.cycle();

        assertThat(test.message()).contains("random GUID");
        assertThat(report.entries().get(0).reason()).contains("the filter was not applied");
        assertThat(simulation.server.writes()).isEmpty();
    }

    @Test
    void findsThatInactiveUsersAreHidden() {
        Simulation simulation = Simulation.mediusflow();
        simulation.server.with(ServerFault.HIDES_INACTIVE);
        DirectoryUser paul = simulation.user("Paul", "Arnaud");
        simulation.cycle();
        simulation.apply(new DirectoryChange.EnableAccount(paul.objectId(), false));
        simulation.cycle();
        simulation.apply(new DirectoryChange.EnableAccount(paul.objectId(), true));
        simulation.service.restart();

        CycleReport report = simulation.cycle();

        assertThat(report.entries()).extracting("errorCode").containsExactly("EntryConflict");
    }

    @Test
    void findsThatDottedKeysAreStoredAsTheyAre() throws Exception {
        Simulation simulation = Simulation.setup().url(Simulation.COMPLIANT).start();
        simulation.server.with(ServerFault.STORES_DOTTED_KEYS);
        DirectoryUser paul = simulation.user("Paul", "Arnaud");
        simulation.cycle();
        simulation.update(paul, "surname", "Lebrun");

        simulation.cycle();

        assertThat(simulation.differences())
                .extracting(Difference::attribute)
                .containsExactlyInAnyOrder("name.displayName", "name.familyName", "name.formatted");
    }
}
