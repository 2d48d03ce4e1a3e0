package dev.scimlet.simulator.entra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.simulator.directory.AppRole;
import dev.scimlet.simulator.directory.DirectoryChange;
import dev.scimlet.simulator.directory.DirectoryUser;
import dev.scimlet.simulator.directory.ScheduledChange;
import dev.scimlet.simulator.log.ProvisioningAction;
import dev.scimlet.simulator.log.ProvisioningStatus;
import dev.scimlet.testkit.json.PlainJson;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Joiners, movers and leavers. */
class LifeCycleTest {

    private final Simulation simulation = Simulation.mediusflow();

    @Test
    void sendsNothingWhenNothingChanged() throws Exception {
        simulation.group("AP approvers", simulation.user("Paul", "Arnaud"));
        simulation.cycle();

        CycleReport second = simulation.cycle();

        assertThat(simulation.server.requests()).isEmpty();
        assertThat(second.cycle()).isEqualTo("incremental 1");
        assertThat(second.changes()).isZero();
        assertThat(simulation.differences()).isEmpty();
    }

    @Test
    void aRestartedJobMatchesEverybodyAndChangesNothing() {
        simulation.group("AP approvers", simulation.user("Paul", "Arnaud"));
        simulation.cycle();
        simulation.service.restart();

        CycleReport again = simulation.cycle();

        assertThat(again.cycle()).isEqualTo("initial");
        assertThat(simulation.server.writes()).isEmpty();
        assertThat(again.count(ProvisioningStatus.SKIPPED)).isPositive();
    }

    @Test
    void changesOnlyWhoMoved() {
        DirectoryUser paul = simulation.user("Paul", "Arnaud");
        simulation.user("Ingrid", "Larsson");
        simulation.cycle();
        simulation.update(paul, "department", "Finance");

        CycleReport report = simulation.cycle();

        assertThat(simulation.server.requests()).containsExactly("GET /Users/u1", "PATCH /Users/u1");
        assertThat(report.count("User", ProvisioningAction.UPDATE)).isEqualTo(1);
    }

    @Test
    void keepsAValueThatWasEmptiedUnlessTheJobRemovesIt() {
        assertThat(afterEmptying(simulation)).containsEntry("customFieldText1", "Finance");
        assertThat(afterEmptying(Simulation.mediusflow(job -> job.emptiedValues(EmptiedValues.REMOVED))))
                .doesNotContainKey("customFieldText1");
    }

    private static Map<String, Object> afterEmptying(Simulation simulation) {
        DirectoryUser paul = simulation.user("Paul", "Arnaud");
        simulation.update(paul, "department", "Finance");
        simulation.cycle();
        simulation.update(paul, "department", "");
        simulation.cycle();
        return PlainJson.member(
                        simulation.server.user("paul@contoso.example"),
                        "urn:ietf:params:scim:schemas:extension:medius:2.0:User")
                .orElseThrow();
    }

    @Test
    void disablesALeaverAndDeletesThirtyDaysLater() throws Exception {
        DirectoryUser paul = simulation.user("Paul", "Arnaud");
        simulation.group("AP approvers", paul);
        simulation.cycle();
        simulation.apply(new DirectoryChange.SoftDeleteUser(paul.objectId()));

        CycleReport left = simulation.cycle();

        assertThat(left.count("User", ProvisioningAction.DISABLE)).isEqualTo(1);
        assertThat(simulation.server.user("paul@contoso.example")).containsEntry("active", false);
        assertThat(simulation.server.members("AP approvers")).isEmpty();

        simulation.clock.advance(Duration.ofDays(29));
        assertThat(simulation.cycle().changes()).isZero();
        simulation.clock.advance(Duration.ofDays(1));
        CycleReport gone = simulation.cycle();

        assertThat(gone.count("User", ProvisioningAction.DELETE)).isEqualTo(1);
        assertThat(simulation.server.users()).isEmpty();
        assertThat(simulation.differences()).isEmpty();
    }

    @Test
    void knowsTheAccountOfALeaverWhoWasRenamedBefore() throws Exception {
        DirectoryUser paul = simulation.user("Paul", "Arnaud");
        simulation.cycle();
        simulation.update(paul, "userPrincipalName", "lebrun@contoso.example");
        simulation.apply(new DirectoryChange.SoftDeleteUser(paul.objectId()));

        simulation.cycle();

        assertThat(simulation.server.user("paul@contoso.example")).containsEntry("active", false);
        assertThat(simulation.differences()).isEmpty();
    }

    @Test
    void enablesSomebodyRestoredWithinThirtyDays() {
        DirectoryUser paul = simulation.user("Paul", "Arnaud");
        simulation.group("AP approvers", paul);
        simulation.cycle();
        String id = simulation.idOf(paul);
        simulation.apply(new DirectoryChange.SoftDeleteUser(paul.objectId()));
        simulation.cycle();
        simulation.apply(new DirectoryChange.RestoreUser(paul.objectId()));

        simulation.cycle();

        assertThat(simulation.server.user("paul@contoso.example"))
                .containsEntry("active", true)
                .containsEntry("id", id);
        assertThat(simulation.server.members("AP approvers")).containsExactly(id);
    }

    @Test
    void givesTheOldAccountToSomebodyHiredAgain() throws Exception {
        DirectoryUser paul = simulation.user("Paul", "Arnaud");
        simulation.cycle();
        String id = simulation.idOf(paul);
        simulation.apply(new DirectoryChange.SoftDeleteUser(paul.objectId()));
        simulation.cycle();
        DirectoryUser again = DirectoryUser.of("id-paul-again", paul.attributes());
        simulation.apply(
                new DirectoryChange.AddUser(again),
                new DirectoryChange.Assign(again.objectId(), AppRole.DEFAULT_ACCESS));

        simulation.cycle();

        assertThat(simulation.idOf(again)).isEqualTo(id);
        assertThat(simulation.server.user("paul@contoso.example"))
                .containsEntry("active", true)
                .containsEntry("externalId", "id-paul-again");

        simulation.clock.advance(Duration.ofDays(30));
        simulation.cycle();
        assertThat(simulation.server.users()).hasSize(1);
        assertThat(simulation.differences()).isEmpty();
    }

    @Test
    void disablesSomebodyUnassignedAndEnablesThemWhenAssignedAgain() {
        DirectoryUser paul = simulation.user("Paul", "Arnaud");
        simulation.cycle();
        simulation.apply(new DirectoryChange.Unassign(paul.objectId()));
        simulation.cycle();
        assertThat(simulation.server.user("paul@contoso.example")).containsEntry("active", false);

        simulation.apply(new DirectoryChange.Assign(paul.objectId(), AppRole.DEFAULT_ACCESS));
        simulation.cycle();

        assertThat(simulation.server.requests()).containsExactly("GET /Users/u1", "PATCH /Users/u1");
        assertThat(simulation.server.user("paul@contoso.example")).containsEntry("active", true);
    }

    @Test
    void leavesThoseWhoLeftTheScopeIfTheJobSaysSo() {
        Simulation skipping = Simulation.mediusflow(job -> job.skipOutOfScopeDeletions(true));
        DirectoryUser paul = skipping.user("Paul", "Arnaud");
        skipping.cycle();
        skipping.apply(new DirectoryChange.Unassign(paul.objectId()));

        skipping.cycle();

        assertThat(skipping.server.writes()).isEmpty();
    }

    @Test
    void doesNotCreateSomebodyBlockedButFollowsThemLater() {
        DirectoryUser paul = simulation.user("Paul", "Arnaud");
        simulation.apply(new DirectoryChange.EnableAccount(paul.objectId(), false));

        CycleReport report = simulation.cycle();

        assertThat(simulation.server.users()).isEmpty();
        assertThat(report.entries()).extracting("errorCode").containsExactly("SourceDisabled");

        simulation.apply(new DirectoryChange.EnableAccount(paul.objectId(), true));
        simulation.cycle();
        assertThat(simulation.server.users()).hasSize(1);
    }

    @Test
    void createsAgainWhatTheApplicationLost() throws Exception {
        DirectoryUser paul = simulation.user("Paul", "Arnaud");
        simulation.group("AP approvers", paul);
        simulation.cycle();
        simulation.server.drop("Users", "u1");
        simulation.update(paul, "department", "Finance");

        simulation.cycle();

        assertThat(simulation.server.requests())
                .startsWith(
                        "GET /Users/u1", "GET /Users?filter=userName+eq+%22paul%40contoso.example%22", "POST /Users");
        assertThat(simulation.server.members("AP approvers")).contains(simulation.idOf(paul));
    }

    @Test
    void setsAManagerWhoComesAfterTheReport() {
        DirectoryUser paul = simulation.user("Paul", "Arnaud");
        DirectoryUser ingrid = simulation.user("Ingrid", "Larsson");
        simulation.apply(
                new DirectoryChange.SetManager(paul.objectId(), ingrid.objectId()),
                new DirectoryChange.Unassign(ingrid.objectId()));
        simulation.cycle();
        assertThat(simulation.server.writes()).containsExactly("POST /Users");

        simulation.apply(new DirectoryChange.Assign(ingrid.objectId(), AppRole.DEFAULT_ACCESS));
        simulation.cycle();

        assertThat(simulation.server.writes()).containsExactly("POST /Users", "PATCH /Users/u1");
    }

    @Test
    void renamesAndDeletesGroups() throws Exception {
        DirectoryUser paul = simulation.user("Paul", "Arnaud");
        simulation.group("AP approvers", paul);
        simulation.cycle();
        simulation.apply(
                new DirectoryChange.UpdateGroup("id-AP approvers", Map.of("displayName", "Invoice approvers")));
        simulation.cycle();
        assertThat(simulation.server.members("Invoice approvers")).containsExactly("u1");

        simulation.apply(new DirectoryChange.DeleteGroup("id-AP approvers"));
        simulation.cycle();

        assertThat(simulation.server.groups()).isEmpty();
        assertThat(simulation.server.users()).hasSize(1);
        assertThat(simulation.differences()).isEmpty();
    }

    @Test
    void leavesNestedGroupsAndMembersOutOfScopeOut() {
        DirectoryUser paul = simulation.user("Paul", "Arnaud");
        DirectoryUser zoe = simulation.user("Zoe", "Keller");
        simulation.apply(new DirectoryChange.Unassign(zoe.objectId()));
        simulation.group("Inner", paul);
        simulation.apply(new DirectoryChange.Unassign("id-Inner"));
        simulation.group("Outer", paul);
        simulation.apply(new DirectoryChange.AddMembers("id-Outer", Set.of("id-Inner")));
        simulation.apply(new DirectoryChange.Unassign("id-Outer"));

        Simulation all = Simulation.setup()
                .directory(simulation.directory)
                .settings(job -> job.scope(ProvisioningScope.all()
                        .withUserFilters(List.of(new ScopingFilter(
                                "not Zoe",
                                List.of(new ScopingFilter.Clause("givenName", ScopingOperator.NOT_EQUALS, "Zoe")))))))
                .start();
        all.apply(new DirectoryChange.AddMembers("id-Outer", Set.of(zoe.objectId())));
        all.cycle();

        assertThat(all.server.members("Outer")).containsExactly(all.idOf(paul));
    }

    @Test
    void sendsMembersInBatches() throws Exception {
        Simulation batching =
                Simulation.mediusflow(job -> job.membersPerRequest(2).parallelism(3));
        batching.group(
                "AP approvers",
                batching.user("Ana", "A"),
                batching.user("Ben", "B"),
                batching.user("Cai", "C"),
                batching.user("Dee", "D"),
                batching.user("Eli", "E"));

        batching.cycle();

        assertThat(batching.server.writes())
                .filteredOn("PATCH /Groups/g6"::equals)
                .hasSize(3);
        assertThat(batching.server.members("AP approvers")).hasSize(5);
        assertThat(batching.differences()).isEmpty();
    }

    @Test
    void followsWhatWasScheduled() {
        DirectoryUser paul = simulation.user("Paul", "Arnaud");
        simulation.directory.schedule(new ScheduledChange(
                simulation.clock.instant().plus(Duration.ofHours(1)),
                new DirectoryChange.UpdateUser(paul.objectId(), Map.of("department", "Finance"))));
        simulation.cycle();

        assertThat(simulation.cycle().changes()).isZero();
        assertThat(simulation.cycle().changes()).isEqualTo(1);
    }

    @Test
    void doesOnlyWhatTheSwitchesAllow() {
        Simulation creating = Simulation.mediusflow(job -> job.userActions(new TargetObjectActions(true, false, false))
                .groupActions(new TargetObjectActions(false, false, false)));
        DirectoryUser paul = creating.user("Paul", "Arnaud");
        creating.group("AP approvers", paul);
        creating.cycle();
        creating.update(paul, "department", "Finance");
        creating.apply(new DirectoryChange.HardDeleteUser(
                creating.user("Zoe", "Keller").objectId()));
        creating.cycle();
        creating.apply(new DirectoryChange.HardDeleteUser(paul.objectId()));
        creating.cycle();

        assertThat(creating.server.writes()).isEmpty();
        assertThat(creating.server.users()).hasSize(1);
        assertThat(creating.server.groups()).isEmpty();
    }
}
