package dev.scimlet.simulator.entra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scimlet.simulator.directory.DirectoryChange;
import dev.scimlet.simulator.directory.DirectoryUser;
import dev.scimlet.simulator.log.ProvisioningStatus;
import dev.scimlet.testkit.json.PlainJson;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OnDemandTest {

    private static final String ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    private final Simulation simulation = Simulation.mediusflow();
    private final DirectoryUser boss = simulation.user("Zoe", "Keller");
    private final DirectoryUser report = simulation.user("Paul", "Arnaud");
    private final DirectoryUser other = simulation.user("Nia", "Okafor");

    @Test
    void takesTheManagerAlong() {
        simulation.apply(new DirectoryChange.SetManager(report.objectId(), boss.objectId()));

        var entries = simulation.service.provisionOnDemand(report.objectId());

        assertThat(simulation.server.users())
                .extracting("userName")
                .containsExactly("zoe@contoso.example", "paul@contoso.example");
        assertThat(managerOf(report)).isEqualTo(simulation.idOf(boss));
        assertThat(entries).extracting("status").containsOnly(ProvisioningStatus.SUCCESS);
    }

    @Test
    void leavesAManagerOutWhoIsNotInScope() {
        simulation.apply(
                new DirectoryChange.SetManager(report.objectId(), boss.objectId()),
                new DirectoryChange.Unassign(boss.objectId()));

        simulation.service.provisionOnDemand(report.objectId());

        assertThat(simulation.server.users()).extracting("userName").containsExactly("paul@contoso.example");
    }

    @Test
    void takesOneGroupAlongWithThisMemberOnly() {
        simulation.group("AP approvers", report, other);

        simulation.service.provisionOnDemand(report.objectId(), "id-AP approvers");

        assertThat(simulation.server.users()).hasSize(1);
        assertThat(simulation.server.members("AP approvers")).containsExactly(simulation.idOf(report));
    }

    @Test
    void wantsAGroupThatTheUserIsIn() {
        simulation.group("AP approvers", other);

        assertThatThrownBy(() -> simulation.service.provisionOnDemand(report.objectId(), "id-AP approvers"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not in a group");
    }

    private String managerOf(DirectoryUser user) {
        Map<String, Object> account = simulation.server.user(user.userPrincipalName());
        return PlainJson.member(account, ENTERPRISE)
                .flatMap(extension -> PlainJson.member(extension, "manager"))
                .flatMap(manager -> PlainJson.text(manager, "value"))
                .orElse("");
    }
}
