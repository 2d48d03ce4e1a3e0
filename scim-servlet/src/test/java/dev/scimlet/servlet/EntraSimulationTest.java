package dev.scimlet.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.schema.Schema;
import dev.scimlet.core.standard.StandardSchemas;
import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.protocol.ScimService;
import dev.scimlet.protocol.access.BearerTokens;
import dev.scimlet.protocol.access.InMemoryTokenStore;
import dev.scimlet.simulator.directory.DirectoryGenerator;
import dev.scimlet.simulator.directory.RandomChanges;
import dev.scimlet.simulator.directory.SourceDirectory;
import dev.scimlet.simulator.directory.VirtualClock;
import dev.scimlet.simulator.entra.AdminCredentials;
import dev.scimlet.simulator.entra.CycleReport;
import dev.scimlet.simulator.entra.DirectoryComparison;
import dev.scimlet.simulator.entra.PatchDialect;
import dev.scimlet.simulator.entra.ProvisioningJob;
import dev.scimlet.simulator.entra.ProvisioningService;
import dev.scimlet.simulator.entra.TenantUrl;
import dev.scimlet.simulator.log.ProvisioningLog;
import dev.scimlet.simulator.log.ProvisioningStatus;
import dev.scimlet.simulator.mapping.StandardMappings;
import dev.scimlet.simulator.mapping.SynchronizationSchema;
import dev.scimlet.simulator.okta.IntegrationKind;
import dev.scimlet.simulator.okta.OktaService;
import dev.scimlet.simulator.transport.Fault;
import dev.scimlet.simulator.transport.FaultInjectingTransport;
import dev.scimlet.simulator.transport.ScimTransport;
import dev.scimlet.spi.memory.InMemoryRepository;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A simulated Entra ID and a simulated Okta keep a service as their directory is, whatever happens in it. */
class EntraSimulationTest {

    private static final int USERS = 100;
    private static final int GROUPS = 10;

    private final VirtualClock clock = new VirtualClock(Instant.parse("2026-01-05T08:00:00Z"));
    private final SourceDirectory directory = new DirectoryGenerator(3, USERS, GROUPS).generate(clock);
    private final BearerTokens tokens = new BearerTokens(new InMemoryTokenStore(), Clock.systemUTC());
    private final String token = tokens.generate("simulation", null, null);
    private final ServiceTransport service = new ServiceTransport(service(tokens));

    @ParameterizedTest
    @CsvSource({
        "mediusflow, LEGACY, 1",
        "mediusflow, COMPLIANT, 5",
        "blink, LEGACY, 5",
        "blink, COMPLIANT, 1",
        "default, LEGACY, 5",
        "default, COMPLIANT, 5"
    })
    void followsTheDirectory(String mapping, PatchDialect dialect, int parallelism) throws Exception {
        ProvisioningJob job = job(mapping, dialect, parallelism);
        ProvisioningService entra = new ProvisioningService(job, directory, clock, service, EntraSimulationTest::fail);
        assertThat(entra.testConnection().succeeded()).isTrue();
        assertThat(entra.discoverSchemas()).contains(StandardSchemas.ENTERPRISE_USER.id());

        CycleReport initial = entra.runCycle();
        assertThat(initial.failures()).as(failures(entra.log())).isZero();
        assertThat(new DirectoryComparison(job, directory, service).differences())
                .isEmpty();

        service.forgetWrites();
        assertThat(entra.runCycle().changes()).isZero();
        entra.restart();
        assertThat(entra.runCycle().failures()).isZero();
        assertThat(service.writes()).isEmpty();

        RandomChanges changes = new RandomChanges(7);
        for (int round = 0; round < 3; round++) {
            changes.apply(directory, 40);
            clock.advance(Duration.ofDays(10));
            CycleReport report = entra.runCycle();
            assertThat(report.failures()).as(failures(entra.log())).isZero();
            assertThat(new DirectoryComparison(job, directory, service).differences())
                    .isEmpty();
        }
    }

    @Test
    void comesRightWhenAnswersGetLostOnTheWay() throws Exception {
        ProvisioningJob job = job("mediusflow", PatchDialect.COMPLIANT, 5);
        ScimTransport losing = new FaultInjectingTransport(
                service, 5, Map.of(Fault.LOST_ANSWER, 0.03, Fault.LOST_REQUEST, 0.02, Fault.UNAVAILABLE, 0.02));
        ProvisioningService entra = new ProvisioningService(job, directory, clock, losing, EntraSimulationTest::fail);
        assertThat(entra.runCycle().failures()).isPositive();

        new RandomChanges(7).apply(directory, 100);
        for (int cycle = 0; cycle < 40 && (cycle == 0 || !entra.escrows().isEmpty()); cycle++) {
            entra.runCycle();
        }

        assertThat(entra.escrows()).isEmpty();
        assertThat(new DirectoryComparison(job, directory, service).differences())
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void isProvisionedByOkta(IntegrationKind kind) throws Exception {
        OktaService okta =
                new OktaService(directory, kind, "Bearer " + token, clock, service, EntraSimulationTest::fail);
        okta.testCredentials();
        okta.push();
        new RandomChanges(7).apply(directory, 100);
        okta.push();

        assertThat(okta.log().entries(ProvisioningStatus.FAILURE))
                .as(failures(okta.log()))
                .isEmpty();
        assertThat(okta.importAll().groups()).isEqualTo(directory.groups().size());
    }

    private ProvisioningJob job(String mapping, PatchDialect dialect, int parallelism) {
        AdminCredentials credentials = new AdminCredentials(new TenantUrl("http://localhost", dialect), token);
        return ProvisioningJob.builder(credentials, schema(mapping))
                .parallelism(parallelism)
                .membersPerRequest(4)
                .build();
    }

    private static SynchronizationSchema schema(String mapping) {
        return switch (mapping) {
            case "mediusflow" -> StandardMappings.mediusflow();
            case "blink" -> StandardMappings.blink();
            default -> StandardMappings.nonGallery();
        };
    }

    private static ScimService service(BearerTokens tokens) {
        ResourceType user = StandardTypes.userBuilder()
                .extension(StandardSchemas.ENTERPRISE_USER)
                .extension(schema(
                        "urn:ietf:params:scim:schemas:extension:blink:2.0:User", "company", "description", "location"))
                .extension(schema(
                        "urn:ietf:params:scim:schemas:extension:medius:2.0:User",
                        "configurationFilter",
                        "identityProvider",
                        "nameIdentifier",
                        "customFieldText1",
                        "customFieldText2",
                        "customFieldText3",
                        "customFieldText4",
                        "customFieldText5"))
                .subAttribute("name", AttributeDefinition.string("displayName"))
                .build();
        InMemoryRepository groups = InMemoryRepository.builder(StandardTypes.group())
                .memberships("members")
                .unique("displayName")
                .build();
        return ScimService.builder()
                .repositories(InMemoryRepository.of(user), groups)
                .authenticator(tokens)
                .passwordEncoder(password -> "hashed")
                .build();
    }

    private static Schema schema(String urn, String... attributes) {
        return Schema.of(
                urn, Stream.of(attributes).map(AttributeDefinition::string).toArray(AttributeDefinition[]::new));
    }

    private static String failures(ProvisioningLog log) {
        return log.entries(ProvisioningStatus.FAILURE).stream()
                .map(entry -> entry.identity().name() + ": " + entry.reason())
                .limit(5)
                .toList()
                .toString();
    }

    /** Nothing here answers 429. */
    private static void fail(Duration pause) {
        throw new AssertionError("asked to wait for " + pause);
    }
}
