package dev.scimlet.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.protocol.InMemoryService.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many clients write at once. The time limits only end what would hang. */
@Timeout(120)
class ConcurrencyTest {

    private static final int THREADS = 8;
    private static final int MEMBERS_PER_THREAD = 50;

    private final InMemoryService service = InMemoryService.start();

    /** Starts all at the same moment; what one of them throws fails the test. */
    private static <T> List<T> atOnce(IntFunction<Callable<T>> work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            CyclicBarrier start = new CyclicBarrier(THREADS);
            List<Future<T>> futures = IntStream.range(0, THREADS)
                    .mapToObj(thread -> threads.submit(() -> {
                        start.await();
                        return work.apply(thread).call();
                    }))
                    .toList();
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(future.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }

    /** Half of the old members leave, the new ones of all threads come. */
    private static List<String> expectedMembers() {
        List<String> expected = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            for (int i = 0; i < MEMBERS_PER_THREAD; i++) {
                expected.add("new-" + thread + "-" + i);
            }
            expected.add("stays-" + thread);
        }
        return expected;
    }

    private String groupOfOldMembers() {
        List<String> old = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            old.add("stays-" + thread);
            for (int i = 0; i < MEMBERS_PER_THREAD; i++) {
                old.add("old-" + thread + "-" + i);
            }
        }
        return service.createGroup("Tour Guides", old);
    }

    @Test
    void patchesOfOneGroupLoseNobody() throws Exception {
        String group = groupOfOldMembers();

        atOnce(thread -> () -> {
            for (int i = 0; i < MEMBERS_PER_THREAD; i++) {
                String added = "new-" + thread + "-" + i;
                String removed = "old-" + thread + "-" + i;
                service.patch("/Groups/" + group, "{'op':'add','path':'members','value':[{'value':'" + added + "'}]}")
                        .is(200);
                // every other removal comes with another change, which is no delta
                String more = i % 2 == 0 ? "" : ",{'op':'replace','path':'displayName','value':'" + added + "'}";
                service.patch(
                                "/Groups/" + group,
                                "{'op':'remove','path':'members[value eq \\\"" + removed + "\\\"]'}" + more)
                        .is(200);
            }
            return true;
        });

        assertThat(service.members(group)).containsExactlyInAnyOrderElementsOf(expectedMembers());
    }

    @Test
    void eventsOfParallelPatchesTellOfEachMemberOnce() throws Exception {
        String group = groupOfOldMembers();

        atOnce(thread -> () -> {
            for (int i = 0; i < MEMBERS_PER_THREAD; i++) {
                service.patch(
                                "/Groups/" + group,
                                "{'op':'add','path':'members','value':[{'value':'shared-" + i + "'}]}")
                        .is(200);
            }
            return true;
        });

        List<String> told = service.events().stream()
                .filter(ResourceEvent.Changed.class::isInstance)
                .flatMap(event -> ((ResourceEvent.Changed) event).added().stream())
                .toList();
        assertThat(told).hasSize(MEMBERS_PER_THREAD).doesNotHaveDuplicates();
    }

    @Test
    void putsWithIfMatchAndRetryLoseNobody() throws Exception {
        String group = service.createGroup("Tour Guides", List.of("stays"));

        atOnce(thread -> () -> {
            for (int i = 0; i < 10; i++) {
                addByPut(group, thread + "-" + i);
            }
            return true;
        });

        List<String> expected = new ArrayList<>(List.of("stays"));
        for (int thread = 0; thread < THREADS; thread++) {
            for (int i = 0; i < 10; i++) {
                expected.add(thread + "-" + i);
            }
        }
        assertThat(service.members(group)).containsExactlyInAnyOrderElementsOf(expected);
    }

    private void addByPut(String group, String member) {
        int status;
        do {
            Answer read = service.get("/Groups/" + group).is(200);
            TreeSet<String> members = new TreeSet<>(read.texts("members", "value"));
            members.add(member);
            String body = InMemoryService.group("Tour Guides", List.copyOf(members));
            status = service.send(InMemoryService.request("PUT", "/Groups/" + group)
                            .header("If-Match", read.tag())
                            .body(InMemoryService.json(body)))
                    .status();
            assertThat(status).isIn(200, 412);
        } while (status == 412);
    }

    @Test
    void ofCreationsWithOneUserNameOneSucceeds() throws Exception {
        for (int round = 0; round < 50; round++) {
            String name = "bjensen" + round;
            List<Integer> statuses = atOnce(thread -> () -> service.post(
                            "/Users",
                            InMemoryService.user(thread % 2 == 0 ? name : name.toUpperCase(java.util.Locale.ROOT), ""))
                    .status());

            assertThat(statuses).containsOnly(201, 409).containsOnlyOnce(201);
            assertThat(service.found("userName eq \"" + name + "\"")).hasSize(1);
        }
    }

    @Test
    void ofPutsWithOneTagOneSucceeds() throws Exception {
        String user = service.createUser("bjensen");
        for (int round = 0; round < 50; round++) {
            String tag = service.get("/Users/" + user).tag();
            String title = "'title':'" + round;
            List<Integer> statuses = atOnce(thread -> () -> service.send(InMemoryService.request(
                                    "PUT", "/Users/" + user)
                            .header("If-Match", tag)
                            .body(InMemoryService.json(InMemoryService.user("bjensen", title + "-" + thread + "'"))))
                    .status());

            assertThat(statuses).containsOnly(200, 412).containsOnlyOnce(200);
        }
    }

    @Test
    void ofRenamesToOneUserNameOneSucceeds() throws Exception {
        List<String> users = IntStream.range(0, THREADS)
                .mapToObj(i -> service.createUser("user" + i))
                .toList();

        List<Integer> statuses = atOnce(thread -> () -> service.patch(
                        "/Users/" + users.get(thread), "{'op':'replace','path':'userName','value':'wanted'}")
                .status());

        assertThat(statuses).containsOnly(200, 409).containsOnlyOnce(200);
    }
}
