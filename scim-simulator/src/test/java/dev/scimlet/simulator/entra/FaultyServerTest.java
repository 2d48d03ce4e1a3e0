package dev.scimlet.simulator.entra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.scimlet.simulator.client.ScimFailureException;
import dev.scimlet.simulator.directory.DirectoryChange;
import dev.scimlet.simulator.directory.DirectoryGroup;
import dev.scimlet.simulator.directory.DirectoryUser;
import dev.scimlet.simulator.mapping.StandardMappings;
import dev.scimlet.simulator.server.ServerFault;
import dev.scimlet.simulator.server.SmallScimServer;
import dev.scimlet.simulator.transport.ScimAnswer;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
    void findsWhoIsMissingThoughNothingIsUpdatedAndSomebodyElseIsThere() throws Exception {
        TargetObjectActions actions = new TargetObjectActions(true, false, true);
        Simulation simulation =
                Simulation.mediusflow(builder -> builder.userActions(actions).groupActions(actions));
        DirectoryUser paul = simulation.user("Paul", "Arnaud");
        simulation.group("AP approvers", paul);
        simulation.cycle();
        simulation.update(paul, "userPrincipalName", "paul.arnaud@contoso.example");
        simulation.apply(new DirectoryChange.UpdateGroup("id-AP approvers", Map.of("displayName", "AP reviewers")));
        assertThat(simulation.differences()).as("renamed, and still there").isEmpty();

        simulation.user("Zoe", "Keller");
        simulation.group("Buyers");
        simulation.server.seed("Users", "{\"userName\": \"somebody@else.example\", \"active\": true}");
        simulation.server.seed("Groups", "{\"displayName\": \"Strangers\"}");

        assertThat(simulation.differences())
                .extracting(Difference::name, Difference::actual)
                .containsExactlyInAnyOrder(
                        tuple("zoe@contoso.example", ""),
                        tuple("u3", "somebody@else.example"),
                        tuple("Buyers", ""),
                        tuple("g4", "Strangers"));
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

    @Test
    void findsThatTheListOfMembersIsCut() throws Exception {
        Simulation simulation = Simulation.mediusflow();
        simulation.server.with(ServerFault.CUTS_MEMBERS);
        simulation.group(
                "AP approvers",
                simulation.user("Paul", "Arnaud"),
                simulation.user("Zoe", "Keller"),
                simulation.user("Nia", "Okafor"));

        assertThat(simulation.cycle().failures()).isZero();

        assertThat(simulation.differences())
                .containsExactly(new Difference("Group", "AP approvers", "members", "u3", ""));
    }

    @Test
    void findsThatAMemberIsThereTwiceAfterALostAnswer() throws Exception {
        AtomicInteger losses = new AtomicInteger(1);
        Simulation simulation = Simulation.setup()
                .around(transport -> call -> {
                    ScimAnswer answer = transport.send(call);
                    if (call.method().equals("PATCH") && losses.getAndDecrement() > 0) {
                        throw new IOException("lost");
                    }
                    return answer;
                })
                .start();
        simulation.server.with(ServerFault.DOUBLES_MEMBERS);
        simulation.group("AP approvers", simulation.user("Paul", "Arnaud"));
        simulation.cycle();

        assertThat(simulation.cycle().failures()).isZero();

        assertThat(simulation.differences())
                .containsExactly(new Difference("Group", "AP approvers", "members", "", "u1"));
    }

    @Test
    void warnsThatExcludedMembersAreReturned() throws Exception {
        Simulation simulation = Simulation.mediusflow();
        simulation.server.with(ServerFault.RETURNS_EXCLUDED_MEMBERS);
        DirectoryGroup group = simulation.group("AP approvers", simulation.user("Paul", "Arnaud"));
        simulation.cycle();
        simulation.apply(new DirectoryChange.UpdateGroup(group.objectId(), Map.of("displayName", "Invoice approvers")));

        CycleReport report = simulation.cycle();

        assertThat(report.failures()).isZero();
        assertThat(report.warnings())
                .containsExactly("/Groups returns members although excludedAttributes asks to leave them out");
        assertThat(simulation.differences()).isEmpty();
    }

    @Test
    void findsThatActiveIsText() {
        Simulation simulation = Simulation.mediusflow();
        simulation.server.with(ServerFault.ACTIVE_AS_TEXT);
        simulation.user("Paul", "Arnaud");

        CycleReport report = simulation.cycle();

        assertThat(report.entries()).extracting("errorCode").containsExactly(INCOMPATIBLE);
        assertThat(report.entries().get(0).reason()).contains("'active' is not a boolean");
    }

    @Test
    void findsThatNamesAreComparedWithRegardToCase() {
        Simulation simulation = Simulation.mediusflow();
        simulation.server.with(ServerFault.MINDS_CASE);
        simulation.server.seed("Users", "{\"userName\": \"PAUL@contoso.example\", \"active\": true}");
        simulation.user("Paul", "Arnaud");

        assertThat(simulation.cycle().entries()).extracting("errorCode").containsExactly("EntryConflict");
    }

    @Test
    void findsThatTotalResultsIsWrong() {
        Simulation simulation = Simulation.mediusflow();
        simulation.server.with(ServerFault.COUNTS_EVERYTHING);
        simulation.server.seed("Users", "{\"userName\": \"somebody@else.example\", \"active\": true}");
        simulation.user("Paul", "Arnaud");

        assertThat(simulation.service.testConnection().errorCode()).isEqualTo(INCOMPATIBLE);
        assertThat(simulation.cycle().entries().get(0).reason()).contains("'totalResults' does not fit 'Resources'");
        assertThat(simulation.server.writes()).isEmpty();
    }

    @Test
    void findsThatPagesRepeat() {
        Simulation simulation = Simulation.mediusflow();
        simulation.server.with(ServerFault.IGNORES_START_INDEX);
        for (int number = 0; number < 101; number++) {
            simulation.server.seed("Users", "{\"userName\": \"" + number + "\"}");
        }

        assertThatThrownBy(simulation::differences)
                .isInstanceOf(ScimFailureException.class)
                .hasMessageContaining("/Users lists u1 on two pages");
    }

    @ParameterizedTest
    @ValueSource(strings = {Simulation.LEGACY, Simulation.COMPLIANT})
    void findsThatAPatchIsAnsweredButNotStored(String url) throws Exception {
        Simulation simulation = Simulation.setup().url(url).start();
        simulation.server.with(ServerFault.STORES_NO_PATCH);
        DirectoryUser paul = simulation.user("Paul", "Arnaud");
        DirectoryUser zoe = simulation.user("Zoe", "Keller");
        simulation.group("AP approvers", paul);
        simulation.cycle();
        simulation.apply(new DirectoryChange.EnableAccount(paul.objectId(), false));
        simulation.apply(new DirectoryChange.SoftDeleteUser(zoe.objectId()));

        assertThat(simulation.cycle().failures()).isZero();

        assertThat(simulation.differences())
                .containsExactlyInAnyOrder(
                        new Difference("User", "paul@contoso.example", "active", "false", "true"),
                        new Difference("User", "zoe@contoso.example", "active", "false", "true"),
                        new Difference("Group", "AP approvers", "members", "u1", ""));
    }

    @Test
    void tellsWhoseNewNameDidNotArrive() throws Exception {
        Simulation simulation = Simulation.mediusflow();
        simulation.server.with(ServerFault.STORES_NO_PATCH);
        DirectoryUser paul = simulation.user("Paul", "Arnaud");
        simulation.cycle();
        simulation.update(paul, "userPrincipalName", "paul.lebrun@contoso.example");
        simulation.cycle();

        assertThat(simulation.differences())
                .contains(new Difference(
                        "User",
                        "paul.lebrun@contoso.example",
                        "userName",
                        "paul.lebrun@contoso.example",
                        "paul@contoso.example"))
                .extracting(Difference::attribute)
                .doesNotContain("");
    }

    @Test
    void findsThatAManagerDrivesItsNeighboursOut() throws Exception {
        Simulation simulation =
                Simulation.setup().schema(StandardMappings.nonGallery()).start();
        simulation.server.with(ServerFault.REPLACES_EXTENSION);
        DirectoryUser paul = simulation.user("Paul", "Arnaud");
        simulation.user("Ingrid", "Larsson");
        simulation.update(paul, "department", "Finance");
        simulation.apply(new DirectoryChange.SetManager(paul.objectId(), "id-ingrid"));

        assertThat(simulation.cycle().failures()).isZero();

        assertThat(simulation.differences())
                .extracting(Difference::attribute)
                .containsExactly("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department");
    }

    @Test
    void findsThatADeletedUserIsStillThere() throws Exception {
        Simulation simulation = Simulation.mediusflow();
        simulation.server.with(ServerFault.DELETES_NOTHING);
        DirectoryUser paul = simulation.user("Paul", "Arnaud");
        simulation.group("AP approvers");
        simulation.cycle();
        simulation.apply(
                new DirectoryChange.HardDeleteUser(paul.objectId()),
                new DirectoryChange.DeleteGroup("id-AP approvers"));

        assertThat(simulation.cycle().failures()).isZero();

        assertThat(simulation.differences())
                .containsExactlyInAnyOrder(
                        new Difference("User", "paul@contoso.example", "", "", "u1"),
                        new Difference("Group", "g2", "", "", "AP approvers"));
    }

    @Test
    void findsThatAServerIsBusyForEverWithoutSayingHowLong() {
        Simulation simulation = Simulation.mediusflow();
        simulation.server.intercept(call -> Optional.of(SmallScimServer.error(429, "too many requests")));
        simulation.user("Paul", "Arnaud");

        CycleReport report = simulation.cycle();

        assertThat(report.entries()).extracting("errorCode").containsExactly("TooManyRequests");
        assertThat(simulation.pauses)
                .startsWith(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4))
                .hasSize(9);
    }
}
