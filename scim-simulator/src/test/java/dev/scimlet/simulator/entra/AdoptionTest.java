package dev.scimlet.simulator.entra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.simulator.directory.AppRole;
import dev.scimlet.simulator.directory.DirectoryChange;
import dev.scimlet.simulator.directory.DirectoryGroup;
import dev.scimlet.simulator.directory.DirectoryUser;
import dev.scimlet.simulator.mapping.AttributeMapping;
import dev.scimlet.simulator.mapping.ObjectMapping;
import dev.scimlet.simulator.mapping.SynchronizationSchema;
import dev.scimlet.testkit.json.PlainJson;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** An application that was in use before. */
class AdoptionTest {

    private static final String ZOE = """
            {"userName": "ZOE@contoso.example", "name": {"givenName": "Zoe", "familyName": "K"},
             "emails": [{"type": "work", "value": "zoe@contoso.example"}], "active": true}""";

    private final Simulation simulation = Simulation.mediusflow();

    @Test
    void bringsAnExistingAccountInLineAddingWhatIsMissing() {
        String id = simulation.server.seed("Users", ZOE);
        simulation.user("Zoe", "Keller");

        simulation.cycle();

        assertThat(simulation.server.requests())
                .containsExactly(
                        "GET /Users?filter=userName+eq+%22zoe%40contoso.example%22",
                        "GET /Users/" + id, "PATCH /Users/" + id);
        assertThat(PlainJson.members(
                        PlainJson.object(simulation.server.bodies("PATCH").get(0)), "Operations"))
                .contains(
                        Map.of("op", "Replace", "path", "userName", "value", "zoe@contoso.example"),
                        Map.of("op", "Replace", "path", "name.familyName", "value", "Keller"),
                        Map.of("op", "Add", "path", "name.formatted", "value", "Zoe Keller"));
    }

    @Test
    void asksForEachMemberOfAnExistingGroupAndAddsTheMissing() throws Exception {
        String id = simulation.server.seed("Users", ZOE);
        DirectoryUser zoe = simulation.user("Zoe", "Keller");
        DirectoryUser paul = simulation.user("Paul", "Arnaud");
        String group = simulation.server.seed(
                "Groups", "{\"displayName\": \"AP approvers\", \"members\": [{\"value\": \"" + id + "\"}]}");
        simulation.group("AP approvers", zoe, paul);

        simulation.cycle();

        assertThat(simulation.server.requests())
                .contains("GET /Groups?filter=id+eq+%22" + group + "%22+and+members+eq+%22" + id + "%22&attributes=id");
        assertThat(simulation.server.bodies("PATCH").get(2))
                .contains(simulation.idOf(paul))
                .doesNotContain(id);
        assertThat(simulation.differences()).isEmpty();
    }

    @Test
    void triesTheMatchingAttributesInOrder() {
        AttributeMapping mail =
                AttributeMapping.of("mail", "emails[type eq \"work\"].value").matching(2);
        SynchronizationSchema schema = new SynchronizationSchema(
                new ObjectMapping(
                        List.of(
                                mail,
                                AttributeMapping.of("mailNickname", "externalId")
                                        .matching(1),
                                AttributeMapping.of("userPrincipalName", "userName")),
                        Optional.empty()),
                Optional.empty());
        Simulation matching = Simulation.setup().schema(schema).start();
        String id = matching.server.seed("Users", ZOE);
        DirectoryUser zoe = matching.user("Zoe", "Keller");
        matching.update(zoe, "mailNickname", "zoe");

        matching.cycle();

        assertThat(matching.server.requests())
                .startsWith(
                        "GET /Users?filter=externalId+eq+%22zoe%22",
                        "GET /Users?filter=emails%5btype+eq+%22work%22%5d.value+eq+%22zoe%40contoso.example%22",
                        "GET /Users/" + id);
        assertThat(matching.server.users()).hasSize(1);
    }

    @Test
    void changesNothingIfThereAreTwoAccounts() {
        simulation.server.seed("Users", ZOE);
        simulation.server.seed("Users", ZOE);
        simulation.user("Zoe", "Keller");

        CycleReport report = simulation.cycle();

        assertThat(report.entries()).extracting("errorCode").containsExactly("DuplicateTargetEntries");
        assertThat(simulation.server.writes()).isEmpty();
    }

    @Test
    void doesNotGiveOneAccountToTwoUsers() {
        AttributeMapping mail =
                AttributeMapping.of("mail", "emails[type eq \"work\"].value").matching(1);
        Simulation sharing = Simulation.setup()
                .schema(new SynchronizationSchema(
                        new ObjectMapping(
                                List.of(mail, AttributeMapping.of("userPrincipalName", "userName")), Optional.empty()),
                        Optional.empty()))
                .start();
        sharing.user("Zoe", "Keller");
        sharing.cycle();
        sharing.update(sharing.user("Paul", "Arnaud"), "mail", "zoe@contoso.example");

        CycleReport report = sharing.cycle();

        assertThat(report.entries()).extracting("errorCode").containsExactly("DuplicateSourceEntries");
        assertThat(sharing.server.user("zoe@contoso.example")).isNotEmpty();
    }

    @Test
    void twoGroupsOfOneNameDoNotShareOneGroup() {
        Simulation parallel = Simulation.mediusflow(job -> job.parallelism(4));
        parallel.group("AP approvers");
        parallel.apply(
                new DirectoryChange.AddGroup(DirectoryGroup.of("id-second", "ap approvers", Set.of())),
                new DirectoryChange.Assign("id-second", AppRole.DEFAULT_ACCESS));

        CycleReport report = parallel.cycle();

        assertThat(parallel.server.groups()).extracting("externalId").containsExactly("id-AP approvers");
        assertThat(report.entries()).extracting("errorCode").containsExactly("", "DuplicateSourceEntries");
    }

    @Test
    void anAccountThatWasThereBeforeIsNotTakenForTheOneOfALeaver() throws Exception {
        DirectoryUser paul = simulation.user("Paul", "Arnaud");
        String before = simulation.server.seed(
                "Users",
                "{\"userName\": \"paul.lebrun@contoso.example\", \"externalId\": \"id-paul\", \"active\": false}");
        simulation.cycle();
        simulation.update(paul, "userPrincipalName", "paul.lebrun@contoso.example");
        simulation.apply(new DirectoryChange.SoftDeleteUser(paul.objectId()));

        simulation.cycle();

        assertThat(simulation.differences(Set.of(before))).isEmpty();
    }
}
