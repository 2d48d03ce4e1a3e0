package dev.scimlet.simulator.entra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.scimlet.simulator.directory.DirectoryChange;
import dev.scimlet.simulator.directory.DirectoryUser;
import dev.scimlet.simulator.log.ModifiedProperty;
import dev.scimlet.simulator.log.ProvisioningAction;
import dev.scimlet.simulator.log.ProvisioningLogEntry;
import dev.scimlet.simulator.log.ProvisioningStatus;
import dev.scimlet.simulator.log.StepKind;
import dev.scimlet.simulator.server.SmallScimServer;
import dev.scimlet.simulator.transport.ScimAnswer;
import dev.scimlet.testkit.json.PlainJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Test connection, on-demand provisioning, log and progress. */
class ServiceTest {

    private final Simulation simulation = Simulation.mediusflow();

    @Test
    void testsTheConnectionByLookingForNobody() {
        ConnectionTestResult result = simulation.service.testConnection();

        assertThat(result.succeeded()).isTrue();
        assertThat(simulation.server.requests())
                .hasSize(2)
                .satisfiesExactly(
                        users -> assertThat(users).matches("GET /Users\\?filter=userName\\+eq\\+%22[0-9a-f-]{36}%22"),
                        groups -> assertThat(groups)
                                .matches("GET /Groups\\?excludedAttributes=members"
                                        + "&filter=displayName\\+eq\\+%22[0-9a-f-]{36}%22"));
    }

    @Test
    void saysThatCredentialsAreInvalid() {
        ConnectionTestResult result =
                Simulation.setup().token("wrong").start().service.testConnection();

        assertThat(result.succeeded()).isFalse();
        assertThat(result.errorCode()).isEqualTo("InvalidCredentials");
    }

    @Test
    void anythingButAListResponseFailsTheConnectionTest() {
        assertThat(connectionTestWith(new ScimAnswer(200, Map.of("Content-Type", "text/html"), "<html>")))
                .contains("Content-Type");
        assertThat(connectionTestWith(new ScimAnswer(200, Map.of("Content-Type", "application/scim+json"), "[]")))
                .contains("not a JSON object");
        assertThat(connectionTestWith(SmallScimServer.error(400, "what?"))).contains("400", "what?");
        assertThat(connectionTestWith(new ScimAnswer(
                        200,
                        Map.of("Content-Type", "application/scim+json"),
                        "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:ListResponse\"],\"totalResults\":0}")))
                .contains("'Resources'");
    }

    private String connectionTestWith(ScimAnswer answer) {
        simulation.server.intercept(call -> Optional.of(answer));
        ConnectionTestResult result = simulation.service.testConnection();
        assertThat(result.succeeded()).isFalse();
        return result.message();
    }

    @Test
    void discoversSchemasIfItCan() {
        assertThat(simulation.service.discoverSchemas()).containsExactly("urn:ietf:params:scim:schemas:core:2.0:User");
        simulation.server.intercept(call -> Optional.of(SmallScimServer.error(500, "no")));
        assertThat(simulation.service.discoverSchemas()).isEmpty();
    }

    @Test
    void provisionsOneUserOnDemandInTheLegacyDialectWhateverTheFlag() {
        Simulation compliant = Simulation.setup().url(Simulation.COMPLIANT).start();
        DirectoryUser paul = compliant.user("Paul", "Arnaud");
        DirectoryUser zoe = compliant.user("Zoe", "Keller");

        List<ProvisioningLogEntry> created = compliant.service.provisionOnDemand(paul.objectId());

        assertThat(created).extracting(ProvisioningLogEntry::action).containsExactly(ProvisioningAction.CREATE);
        assertThat(created.get(0).cycle()).isEqualTo("on demand");
        assertThat(created.get(0).steps())
                .extracting("kind")
                .containsExactly(StepKind.IMPORT, StepKind.SCOPING, StepKind.MATCHING, StepKind.EXPORT);
        assertThat(compliant.server.users()).hasSize(1);

        compliant.update(paul, "surname", "Lebrun");
        compliant.service.provisionOnDemand(paul.objectId());
        assertThat(compliant.server.bodies("PATCH").get(0)).contains("\"op\":\"Replace\",\"path\":\"name.familyName\"");

        compliant.apply(new DirectoryChange.Unassign(zoe.objectId()));
        assertThat(compliant.service.provisionOnDemand(zoe.objectId()))
                .extracting(ProvisioningLogEntry::status, ProvisioningLogEntry::errorCode)
                .containsExactly(tuple(ProvisioningStatus.SKIPPED, "NotEffectivelyEntitled"));
        compliant.apply(new DirectoryChange.Unassign(paul.objectId()));
        compliant.service.provisionOnDemand(paul.objectId());
        assertThat(compliant.server.user("paul@contoso.example")).containsEntry("active", false);
        assertThatThrownBy(() -> compliant.service.provisionOnDemand("nobody"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void logsStepsAndModifiedProperties() {
        DirectoryUser paul = simulation.user("Paul", "Arnaud");
        simulation.cycle();
        simulation.update(paul, "givenName", "Paulo");
        simulation.cycle();

        ProvisioningLogEntry entry = simulation.service.log().entries().get(1);

        assertThat(entry.cycle()).isEqualTo("incremental 1");
        assertThat(entry.identity().sourceId()).isEqualTo("id-paul");
        assertThat(entry.identity().targetId()).isEqualTo("u1");
        assertThat(entry.status()).isEqualTo(ProvisioningStatus.SUCCESS);
        assertThat(entry.modifiedProperties())
                .containsExactly(
                        new ModifiedProperty("name.displayName", "Arnaud, Paul", "Arnaud, Paulo"),
                        new ModifiedProperty("name.givenName", "Paul", "Paulo"),
                        new ModifiedProperty("name.formatted", "Paul Arnaud", "Paulo Arnaud"));
    }

    @Test
    void writesTheLogAsJsonAndCsv() {
        DirectoryUser paul = simulation.user("Paul", "Arnaud");
        simulation.update(paul, "department", "=Finance, \"new\"");
        simulation.server.intercept(call -> call.method().equals("POST")
                ? Optional.of(SmallScimServer.error(400, "no, \"never\""))
                : Optional.empty());
        simulation.cycle();

        Map<String, Object> entry = PlainJson.members(
                        PlainJson.object("{\"log\": " + simulation.service.log().json() + "}"), "log")
                .get(0);
        assertThat(entry).containsEntry("provisioningAction", "create").containsEntry("cycleId", "initial");
        assertThat(PlainJson.member(entry, "provisioningStatusInfo").orElseThrow())
                .containsEntry("status", "failure")
                .containsEntry(
                        "errorInformation",
                        Map.of(
                                "errorCode",
                                "UnprocessableEntity",
                                "reason",
                                "POST /Users was answered 400: no, \"never\""));
        assertThat(PlainJson.members(entry, "provisioningSteps"))
                .extracting(step -> step.get("provisioningStepType"))
                .containsExactly("import", "scoping", "matching", "export");
        assertThat(simulation.service.log().csv().lines())
                .hasSizeGreaterThan(1)
                .first()
                .asString()
                .startsWith("Date,Cycle,Action,Status,Type");
        assertThat(simulation.service.log().csv())
                .contains("create,failure,User,id-paul,paul@contoso.example,,UnprocessableEntity,"
                        + "\"POST /Users was answered 400: no, \"\"never\"\"\"");
    }

    @Test
    void tellsHowItGetsOn() {
        simulation.group("AP approvers", simulation.user("Paul", "Arnaud"), simulation.user("Zoe", "Keller"));
        List<Progress> told = new ArrayList<>();
        simulation.service.onProgress(told::add);

        simulation.cycle();

        assertThat(told)
                .startsWith(
                        new Progress("initial", CyclePhase.LEAVERS, 0, 0),
                        new Progress("initial", CyclePhase.USERS, 0, 2),
                        new Progress("initial", CyclePhase.USERS, 1, 2),
                        new Progress("initial", CyclePhase.USERS, 2, 2))
                .endsWith(new Progress("initial", CyclePhase.MEMBERSHIPS, 1, 1));
        assertThat(told.stream().map(Progress::percent)).startsWith(100, 0, 50, 100);
    }

    @Test
    void readsTheFlagOfTheTenantUrl() {
        assertThat(TenantUrl.parse("https://app.example/scim?aadOptscim062020"))
                .isEqualTo(new TenantUrl("https://app.example/scim", PatchDialect.COMPLIANT));
        assertThat(TenantUrl.parse("https://app.example/scim?AzureAdScimPatch2017"))
                .isEqualTo(new TenantUrl("https://app.example/scim", PatchDialect.LEGACY));
        assertThat(TenantUrl.parse("https://app.example/scim").dialect()).isEqualTo(PatchDialect.LEGACY);
        assertThatThrownBy(() -> TenantUrl.parse("https://app.example/scim?tenant=7"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void neverShowsTheSecret() {
        assertThat(simulation.job.credentials().toString()).doesNotContain(SmallScimServer.TOKEN);
        simulation.user("Paul", "Arnaud");
        simulation.cycle();
        assertThat(simulation.service.log().json()).doesNotContain(SmallScimServer.TOKEN);
    }
}
