package dev.scimlet.benchmarks.http;

import dev.scimlet.benchmarks.load.Directory;
import dev.scimlet.benchmarks.load.Workload;
import dev.scimlet.benchmarks.load.Workloads;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/**
 * How much is loaded and how long is measured.
 *
 * @param groupSizes members of the three groups of {@link Workloads}
 * @param warmUp processor time of the server for each workload and subject: on a busy machine it takes longer, not less
 * @param round about the processor time that one round of one workload costs the slowest subject
 * @param heap of each subject, as the JVM reads it
 */
record Plan(
        int users,
        List<Integer> groupSizes,
        Function<Directory, List<Workload>> workloads,
        int connections,
        Duration warmUp,
        Duration round,
        int rounds,
        String heap) {

    private static final int USERS = 10_000;
    private static final List<Integer> GROUP_SIZES = List.of(10_000, 10_000, 100_000);
    private static final int CONNECTIONS = 2;
    private static final int USERS_OF_A_TENANT = 1_000;
    private static final int USERS_IN_TABLES_QUICKLY = 2_000;
    private static final String HEAP = "1g";
    private static final String HEAP_FOR_TENANTS = "512m";
    private static final String HEAP_FOR_GROWTH = "5g";

    /** Under two minutes with two subjects. */
    static Plan quick() {
        return comparing(Duration.ofMillis(1_400), Duration.ofMillis(30), 15);
    }

    /** Long enough for figures to be written down: about ten minutes with two subjects. */
    static Plan full() {
        return comparing(Duration.ofSeconds(4), Duration.ofMillis(150), 41);
    }

    private static Plan comparing(Duration warmUp, Duration round, int rounds) {
        return new Plan(USERS, GROUP_SIZES, Workloads::all, CONNECTIONS, warmUp, round, rounds, HEAP);
    }

    /**
     * For what tables cost; with members that are no users, where the tables take them. The database works as long as the server
     * and is beside it, so that rounds are shorter than those in memory.
     */
    static Plan onTables(boolean quick, boolean anyMembers) {
        Plan plan = quick
                ? comparing(Duration.ofMillis(1_000), Duration.ofMillis(30), 11)
                : comparing(Duration.ofMillis(2_400), Duration.ofMillis(80), 21);
        return plan.onTables(quick ? USERS_IN_TABLES_QUICKLY : USERS, anyMembers);
    }

    Plan onTables(boolean anyMembers) {
        return onTables(users, anyMembers);
    }

    private Plan onTables(int size, boolean anyMembers) {
        List<Integer> groups = anyMembers ? List.of(size) : List.of();
        return new Plan(size, groups, Workloads::onTables, connections, warmUp, round, rounds, heap);
    }

    /** For what entities cost. */
    static Plan onEntities(boolean quick, int users) {
        Plan plan = quick ? quick() : full();
        return new Plan(
                users, List.of(), Workloads::onEntities, CONNECTIONS, plan.warmUp(), plan.round(), plan.rounds(), HEAP);
    }

    /** For one tenant of a thousand users, with a group whose members are no users beside those of the users. */
    static Plan ofTenant(boolean quick, int members) {
        Plan plan = quick ? quick() : full();
        return new Plan(
                USERS_OF_A_TENANT,
                List.of(members),
                Workloads::ofATenant,
                CONNECTIONS,
                plan.warmUp(),
                plan.round(),
                plan.rounds(),
                HEAP_FOR_TENANTS);
    }

    /** For the table of growth: everything of one size. */
    static Plan ofSize(int size) {
        return new Plan(
                size,
                List.of(size, size, size),
                Workloads::growing,
                CONNECTIONS,
                Duration.ofMillis(1_200),
                Duration.ofMillis(80),
                9,
                HEAP_FOR_GROWTH);
    }

    /** This plan with other work. */
    Plan with(Function<Directory, List<Workload>> others) {
        return new Plan(users, groupSizes, others, connections, warmUp, round, rounds, heap);
    }

    /** This plan with the workloads whose names contain one of the parts. */
    Plan only(List<String> parts) {
        Function<Directory, List<Workload>> some = directory -> workloads.apply(directory).stream()
                .filter(workload -> parts.stream().anyMatch(workload.name()::contains))
                .toList();
        return with(some);
    }

    /** What each subject's JVM is started with. */
    List<String> flags() {
        return List.of("-Xms" + heap, "-Xmx" + heap, "-XX:+UseG1GC", "-XX:-UseDynamicNumberOfCompilerThreads");
    }
}
