package dev.scimlet.testkit.simulator.entra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.testkit.simulator.directory.DirectoryGenerator;
import dev.scimlet.testkit.simulator.directory.RandomChanges;
import dev.scimlet.testkit.simulator.directory.VirtualClock;
import dev.scimlet.testkit.simulator.log.ProvisioningLogEntry;
import dev.scimlet.testkit.simulator.mapping.StandardMappings;
import dev.scimlet.testkit.simulator.mapping.SynchronizationSchema;
import dev.scimlet.testkit.simulator.transport.Fault;
import dev.scimlet.testkit.simulator.transport.FaultInjectingTransport;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A generated directory, changed at random, ends up in the application as it is. */
class LargeDirectoryTest {

    private static final int USERS = 150;
    private static final int GROUPS = 12;

    @ParameterizedTest
    @CsvSource({
        "mediusflow, false, 1",
        "mediusflow, true, 4",
        "blink, false, 4",
        "blink, true, 1",
        "default, false, 4",
        "default, true, 4"
    })
    void theApplicationFollowsTheDirectory(String mapping, boolean compliant, int parallelism) throws Exception {
        Simulation simulation = simulation(mapping, compliant, parallelism);

        CycleReport initial = simulation.cycle();
        assertThat(initial.failures()).isZero();
        assertThat(simulation.differences()).isEmpty();

        assertThat(simulation.cycle().changes()).isZero();
        assertThat(simulation.server.requests()).isEmpty();

        RandomChanges changes = new RandomChanges(7);
        for (int round = 0; round < 2; round++) {
            changes.apply(simulation.directory, 100);
            CycleReport report = simulation.cycle();
            assertThat(report.failures()).isZero();
            assertThat(simulation.differences()).isEmpty();
        }
    }

    @Test
    void parallelWorkersLogWhatOneWorkerLogs() {
        Simulation one = simulation("mediusflow", false, 1);
        Simulation many = simulation("mediusflow", false, 8);
        for (Simulation simulation : List.of(one, many)) {
            simulation.cycle();
            new RandomChanges(7).apply(simulation.directory, 100);
            simulation.cycle();
        }

        assertThat(outline(many)).isEqualTo(outline(one));
    }

    private static List<String> outline(Simulation simulation) {
        return simulation.service.log().entries().stream()
                .map(LargeDirectoryTest::outline)
                .toList();
    }

    private static String outline(ProvisioningLogEntry entry) {
        return entry.cycle() + " " + entry.identity().sourceId() + " " + entry.action() + " " + entry.status();
    }

    @Test
    void comesRightInTheEndAlthoughAnswersAndRequestsGetLost() throws Exception {
        Simulation simulation = setup("mediusflow", true, 4)
                .around(transport -> new FaultInjectingTransport(
                        transport,
                        11,
                        Map.of(Fault.LOST_ANSWER, 0.03, Fault.LOST_REQUEST, 0.03, Fault.UNAVAILABLE, 0.03)))
                .start();
        CycleReport initial = simulation.cycle();
        assertThat(initial.failures()).isPositive();
        new RandomChanges(7).apply(simulation.directory, 100);

        int cycles = 0;
        do {
            simulation.cycle();
            cycles++;
        } while (!simulation.service.escrows().isEmpty() && cycles < 40);

        assertThat(simulation.service.escrows()).isEmpty();
        assertThat(simulation.differences()).isEmpty();
    }

    private static Simulation simulation(String mapping, boolean compliant, int parallelism) {
        return setup(mapping, compliant, parallelism).start();
    }

    private static Simulation.Setup setup(String mapping, boolean compliant, int parallelism) {
        UnaryOperator<ProvisioningJob.Builder> settings =
                job -> job.parallelism(parallelism).membersPerRequest(5);
        return Simulation.setup()
                .url(compliant ? Simulation.COMPLIANT : Simulation.LEGACY)
                .schema(schema(mapping))
                .settings(settings)
                .directory(new DirectoryGenerator(3, USERS, GROUPS)
                        .generate(new VirtualClock(Instant.parse("2026-01-05T08:00:00Z"))));
    }

    private static SynchronizationSchema schema(String mapping) {
        return switch (mapping) {
            case "mediusflow" -> StandardMappings.mediusflow();
            case "blink" -> StandardMappings.blink();
            default -> StandardMappings.nonGallery();
        };
    }
}
