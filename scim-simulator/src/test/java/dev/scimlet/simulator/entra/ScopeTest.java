package dev.scimlet.simulator.entra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.simulator.directory.AppRole;
import dev.scimlet.simulator.directory.DirectoryChange;
import dev.scimlet.simulator.directory.DirectoryUser;
import dev.scimlet.simulator.entra.ScopingFilter.Clause;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScopeTest {

    @Test
    void provisionsDirectMembersOfAssignedGroups() {
        Simulation simulation = Simulation.mediusflow();
        DirectoryUser paul = unassigned(simulation, "Paul");
        unassigned(simulation, "Zoe");
        simulation.group("AP approvers", paul);

        simulation.cycle();

        assertThat(simulation.server.users()).extracting("userName").containsExactly("paul@contoso.example");
    }

    @Test
    void disablesWhoLeavesTheAssignedGroup() {
        Simulation simulation = Simulation.mediusflow();
        DirectoryUser paul = unassigned(simulation, "Paul");
        simulation.group("AP approvers", paul);
        simulation.cycle();
        simulation.apply(new DirectoryChange.RemoveMembers("id-AP approvers", Set.of(paul.objectId())));

        simulation.cycle();

        assertThat(simulation.server.user("paul@contoso.example")).containsEntry("active", false);
    }

    @Test
    void provisionsEverybodyIfTheScopeIsAll() {
        Simulation simulation = Simulation.mediusflow(job -> job.scope(ProvisioningScope.all()));
        unassigned(simulation, "Paul");

        simulation.cycle();

        assertThat(simulation.server.users()).hasSize(1);
    }

    @Test
    void countsOnlyAssignmentsWithTheRolesOfTheApplication() {
        Simulation simulation = Simulation.mediusflow(
                job -> job.scope(ProvisioningScope.assigned().withAppRoles(Set.of("Approver"))));
        simulation.user("Paul", "Arnaud");
        DirectoryUser zoe = simulation.user("Zoe", "Keller");
        simulation.apply(new DirectoryChange.Assign(zoe.objectId(), AppRole.named("Approver")));

        simulation.cycle();

        assertThat(simulation.server.users()).extracting("userName").containsExactly("zoe@contoso.example");
        assertThat(simulation.service.log().entries()).extracting("errorCode").contains("NotEffectivelyEntitled");
    }

    @Test
    void excludesDefaultAccessIfAskedTo() {
        Simulation simulation = Simulation.mediusflow(
                job -> job.scope(ProvisioningScope.assigned().withoutDefaultAccess()));
        simulation.user("Paul", "Arnaud");
        DirectoryUser zoe = simulation.user("Zoe", "Keller");
        simulation.apply(new DirectoryChange.Assign(zoe.objectId(), AppRole.named("Approver")));

        simulation.cycle();

        assertThat(simulation.server.users()).extracting("userName").containsExactly("zoe@contoso.example");
        assertThat(simulation.service.log().entries())
                .extracting("reason")
                .contains("not effectively entitled: assigned as \"Default Access\" only");
    }

    @Test
    void disablesWhoKeepsDefaultAccessOnly() {
        Simulation simulation = Simulation.mediusflow(
                job -> job.scope(ProvisioningScope.assigned().withoutDefaultAccess()));
        DirectoryUser zoe = simulation.user("Zoe", "Keller");
        simulation.apply(new DirectoryChange.Assign(zoe.objectId(), AppRole.named("Approver")));
        simulation.cycle();

        simulation.apply(
                new DirectoryChange.Unassign(zoe.objectId()),
                new DirectoryChange.Assign(zoe.objectId(), AppRole.DEFAULT_ACCESS));
        simulation.cycle();

        assertThat(simulation.server.user("zoe@contoso.example")).containsEntry("active", false);
    }

    @Test
    void joinsClausesByAndAndFiltersByOr() {
        UnaryOperator<ProvisioningJob.Builder> settings = job -> job.scope(ProvisioningScope.assigned()
                .withUserFilters(List.of(
                        new ScopingFilter(
                                "Keller in Zurich",
                                List.of(
                                        new Clause("surname", ScopingOperator.EQUALS, "Keller"),
                                        new Clause("city", ScopingOperator.EQUALS, "Zurich"))),
                        new ScopingFilter(
                                "Ingrid", List.of(new Clause("givenName", ScopingOperator.EQUALS, "Ingrid")))))
                .withGroupFilters(List.of(new ScopingFilter(
                        "AP", List.of(new Clause("displayName", ScopingOperator.REGEX_MATCH, "AP .*"))))));
        Simulation simulation = Simulation.mediusflow(settings);
        DirectoryUser zoe = simulation.user("Zoe", "Keller");
        simulation.user("Paul", "Keller");
        simulation.user("Ingrid", "Larsson");
        simulation.update(zoe, "city", "Zurich");
        simulation.group("AP approvers", zoe);
        simulation.group("Others", zoe);

        simulation.cycle();

        assertThat(simulation.server.users())
                .extracting("userName")
                .containsExactly("zoe@contoso.example", "ingrid@contoso.example");
        assertThat(simulation.server.groups()).extracting("displayName").containsExactly("AP approvers");

        simulation.update(zoe, "city", "Basel");
        simulation.cycle();
        assertThat(simulation.server.user("zoe@contoso.example")).containsEntry("active", false);
    }

    @ParameterizedTest
    @CsvSource({
        "EQUALS, a, a, true",
        "EQUALS, a, A, false",
        "NOT_EQUALS, a, b, true",
        "NOT_EQUALS, a, a, false",
        "IS_TRUE, True, '', true",
        "IS_TRUE, '', '', false",
        "IS_FALSE, False, '', true",
        "IS_FALSE, True, '', false",
        "IS_NULL, '', '', true",
        "IS_NULL, a, '', false",
        "IS_NOT_NULL, a, '', true",
        "IS_NOT_NULL, '', '', false",
        "REGEX_MATCH, ab, a., true",
        "REGEX_MATCH, abc, a., false",
        "NOT_REGEX_MATCH, abc, a., true",
        "NOT_REGEX_MATCH, ab, a., false",
        "GREATER_THAN, 10, 9, true",
        "GREATER_THAN, 9, 9, false",
        "GREATER_THAN, x, 9, false",
        "GREATER_THAN_OR_EQUALS, 9, 9, true",
        "GREATER_THAN_OR_EQUALS, 8, 9, false",
        "INCLUDES, abc, b, true",
        "INCLUDES, abc, d, false"
    })
    void compares(ScopingOperator operator, String actual, String wanted, boolean expected) {
        assertThat(operator.test(actual, wanted)).isEqualTo(expected);
    }

    @Test
    void deletesOrKeepsAGroupThatLeavesTheScope() {
        Simulation deleting = withUnassignedGroup(GroupsLeavingScope.DELETED);
        Simulation keeping = withUnassignedGroup(GroupsLeavingScope.KEPT);

        assertThat(deleting.server.groups()).isEmpty();
        assertThat(keeping.server.groups()).hasSize(1);
    }

    private static Simulation withUnassignedGroup(GroupsLeavingScope setting) {
        Simulation simulation = Simulation.mediusflow(job -> job.groupsLeavingScope(setting));
        simulation.group("AP approvers");
        simulation.cycle();
        simulation.apply(new DirectoryChange.Unassign("id-AP approvers"));
        simulation.cycle();
        return simulation;
    }

    private static DirectoryUser unassigned(Simulation simulation, String givenName) {
        DirectoryUser user = simulation.user(givenName, "Arnaud");
        simulation.apply(new DirectoryChange.Unassign(user.objectId()));
        return user;
    }
}
