package dev.scimlet.simulator.entra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.simulator.directory.DirectoryGenerator;
import dev.scimlet.simulator.directory.DirectoryGroup;
import dev.scimlet.simulator.directory.DirectoryUser;
import dev.scimlet.simulator.directory.RandomChanges;
import dev.scimlet.simulator.directory.VirtualClock;
import dev.scimlet.simulator.log.ProvisioningLogEntry;
import dev.scimlet.simulator.mapping.StandardMappings;
import dev.scimlet.simulator.mapping.SynchronizationSchema;
import dev.scimlet.simulator.transport.Fault;
import dev.scimlet.simulator.transport.FaultInjectingTransport;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Generated directories, changed at random, end up in the application as they are. {@code -Dseeds=200} tries more of
 * them than each build does.
 */
class RandomLifeTest {

    private static final int CYCLES = 4;
    private static final Map<String, SynchronizationSchema> SCHEMAS = Map.of(
            "mediusflow", StandardMappings.mediusflow(),
            "blink", StandardMappings.blink(),
            "default", StandardMappings.nonGallery());

    static final List<Life> LIVES = LongStream.rangeClosed(1, Integer.getInteger("seeds", 2))
            .boxed()
            .flatMap(seed -> Stream.of("mediusflow", "blink", "default")
                    .flatMap(mapping ->
                            Stream.of(PatchDialect.values()).map(dialect -> new Life(seed, mapping, dialect))))
            .toList();

    /** One random course of events. */
    record Life(long seed, String mapping, PatchDialect dialect) {

        Simulation start(UnaryOperator<Simulation.Setup> more) {
            int users = 15 + (int) (seed % 3) * 10;
            Simulation.Setup setup = Simulation.setup()
                    .url(dialect == PatchDialect.COMPLIANT ? Simulation.COMPLIANT : Simulation.LEGACY)
                    .schema(SCHEMAS.getOrDefault(mapping, StandardMappings.nonGallery()))
                    .settings(job -> job.parallelism(1 + (int) (seed % 4)).membersPerRequest(3))
                    .directory(new DirectoryGenerator(seed, users, 4)
                            .generate(new VirtualClock(Instant.parse("2026-01-05T08:00:00Z"))));
            return more.apply(setup).start();
        }

        RandomChanges changes() {
            return new RandomChanges(seed);
        }

        /** From few changes, as in reality, to more than there are users. */
        int changesPerCycle() {
            return 10 + 20 * (int) (seed % 3);
        }
    }

    @ParameterizedTest
    @FieldSource("LIVES")
    void theApplicationFollowsTheDirectory(Life life) throws Exception {
        Simulation simulation = life.start(setup -> setup);
        RandomChanges changes = life.changes();
        for (int cycle = 0; cycle < CYCLES; cycle++) {
            assertThat(simulation.cycle().failures()).isZero();
            assertThat(simulation.differences()).isEmpty();

            assertThat(simulation.cycle().changes()).isZero();
            assertThat(simulation.server.requests()).isEmpty();

            changes.apply(simulation.directory, life.changesPerCycle());
        }
    }

    @ParameterizedTest
    @FieldSource("LIVES")
    void aHalfFilledApplicationIsAdopted(Life life) throws Exception {
        Simulation simulation = life.start(setup -> setup);
        Set<String> before = fill(simulation, new Random(life.seed()));
        RandomChanges changes = life.changes();
        for (int cycle = 0; cycle < CYCLES; cycle++) {
            assertThat(simulation.cycle().failures()).isZero();
            assertThat(simulation.differences(before)).isEmpty();

            changes.apply(simulation.directory, life.changesPerCycle());
        }
    }

    /** Every other user has an account, every other group is there and has members that it is not to have. */
    private static Set<String> fill(Simulation simulation, Random random) {
        Set<String> users = new LinkedHashSet<>();
        for (DirectoryUser user : simulation.directory.users()) {
            if (random.nextBoolean()) {
                users.add(simulation.server.seed("Users", """
                        {"userName": "%s", "active": %s, "displayName": "?"}""".formatted(
                                user.userPrincipalName().toUpperCase(Locale.ROOT), random.nextBoolean())));
            }
        }
        String members = users.stream()
                .filter(user -> random.nextInt(3) == 0)
                .map("{\"value\": \"%s\"}"::formatted)
                .reduce((left, right) -> left + ", " + right)
                .orElse("");
        Set<String> before = new LinkedHashSet<>(users);
        for (DirectoryGroup group : simulation.directory.groups()) {
            if (random.nextBoolean()) {
                before.add(simulation.server.seed("Groups", """
                        {"displayName": "%s", "members": [%s]}""".formatted(group.displayName(), members)));
            }
        }
        return before;
    }

    @ParameterizedTest
    @FieldSource("LIVES")
    void comesRightInTheEndAlthoughAnswersAndRequestsGetLost(Life life) throws Exception {
        Map<Fault, Double> faults = Map.of(Fault.LOST_ANSWER, 0.04, Fault.LOST_REQUEST, 0.03, Fault.UNAVAILABLE, 0.03);
        Simulation simulation = life.start(
                setup -> setup.around(transport -> new FaultInjectingTransport(transport, life.seed(), faults)));
        int failures = simulation.cycle().failures();
        RandomChanges changes = life.changes();
        for (int cycle = 1; cycle < CYCLES; cycle++) {
            changes.apply(simulation.directory, life.changesPerCycle());
            failures += simulation.cycle().failures();
        }
        // intervals between attempts double up to a day
        for (int cycle = 0; !simulation.service.escrows().isEmpty() && cycle < 1000; cycle++) {
            simulation.cycle();
        }

        assertThat(failures).isPositive();
        assertThat(simulation.service.escrows()).isEmpty();
        assertThat(simulation.differences()).isEmpty();
    }

    @Test
    void parallelWorkersLogWhatOneWorkerLogs() {
        Life life = new Life(7, "mediusflow", PatchDialect.LEGACY);
        Simulation one = life.start(setup -> setup.settings(job -> job.parallelism(1)));
        Simulation many = life.start(setup -> setup.settings(job -> job.parallelism(8)));
        for (Simulation simulation : List.of(one, many)) {
            simulation.cycle();
            life.changes().apply(simulation.directory, 50);
            simulation.cycle();
        }

        assertThat(outline(many)).isEqualTo(outline(one));
    }

    private static List<String> outline(Simulation simulation) {
        return simulation.service.log().entries().stream()
                .map(RandomLifeTest::outline)
                .toList();
    }

    private static String outline(ProvisioningLogEntry entry) {
        return entry.cycle() + " " + entry.identity().sourceId() + " " + entry.action() + " " + entry.status();
    }
}
