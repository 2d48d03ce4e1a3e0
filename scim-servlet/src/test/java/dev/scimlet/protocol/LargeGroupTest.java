package dev.scimlet.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.protocol.InMemoryService.Answer;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;

/**
 * A group of 100,000 members. What one request allocates stands for its steps: it does not depend on the machine, and a
 * copy or a walk of the list would allocate, or touch, far more than is granted. The time limit only ends what hangs.
 */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(120)
class LargeGroupTest {

    private static final int MEMBERS = 100_000;

    /** A copy of the members' array alone would be 400,000 bytes. */
    private static final long SMALL = 100_000;

    private final InMemoryService service = InMemoryService.start(builder -> builder.limits(ServiceLimits.builder()
            .maxBodyBytes(8 << 20)
            .maxEntriesWritten(200_000)
            .build()));
    private final com.sun.management.ThreadMXBean memory =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    private String group = "";

    @BeforeAll
    void createsItInOneRequest() {
        List<String> members =
                IntStream.range(0, MEMBERS).mapToObj(i -> "member-" + i).toList();
        group = service.createGroup("Everybody", members);
        for (int i = 0; i < 20; i++) {
            changeOne("warm-up-" + i);
        }
    }

    private Answer withoutMembers(String operations) {
        return service.send(
                "PATCH", "/Groups/" + group + "?excludedAttributes=members", InMemoryService.patchBody(operations));
    }

    private void changeOne(String member) {
        withoutMembers("{'op':'add','path':'members','value':[{'value':'" + member + "'}]}")
                .is(200);
        withoutMembers("{'op':'remove','path':'members[value eq \\\"" + member + "\\\"]'}")
                .is(200);
    }

    /** The least of some runs: the first ones also load classes. */
    private long allocatedBy(Runnable work) {
        long thread = Thread.currentThread().getId();
        long least = Long.MAX_VALUE;
        for (int run = 0; run < 5; run++) {
            long before = memory.getThreadAllocatedBytes(thread);
            work.run();
            least = Math.min(least, memory.getThreadAllocatedBytes(thread) - before);
        }
        return least;
    }

    @Test
    void holdsAllMembers() {
        assertThat(service.members(group)).hasSize(MEMBERS).contains("member-0", "member-99999");
    }

    @Test
    void addsAndRemovesOneMemberInFewSteps() {
        assertThat(allocatedBy(() -> changeOne("newcomer"))).isLessThan(SMALL);
    }

    @Test
    void removesByValueListInFewSteps() {
        String value = "[{'value':'member-4711'}]";
        assertThat(allocatedBy(() -> {
                    withoutMembers("{'op':'remove','path':'members','value':" + value + "}")
                            .is(200);
                    withoutMembers("{'op':'add','value':{'members':" + value + "}}")
                            .is(200);
                }))
                .isLessThan(SMALL);
        assertThat(service.members(group)).contains("member-4711");
    }

    @Test
    void renamesInFewSteps() {
        assertThat(allocatedBy(() -> {
                    withoutMembers("{'op':'replace','path':'displayName','value':'All'}")
                            .is(200);
                    withoutMembers("{'op':'replace','path':'displayName','value':'Everybody'}")
                            .is(200);
                }))
                .isLessThan(SMALL);
    }

    @Test
    void isReadAndListedWithoutMembersInFewSteps() {
        assertThat(allocatedBy(() -> {
                    service.get("/Groups/" + group + "?excludedAttributes=members")
                            .is(200);
                    service.get("/Groups?attributes=displayName").is(200);
                }))
                .isLessThan(SMALL);
    }

    @Test
    void isFoundByOneMemberInFewSteps() {
        String filter = InMemoryService.encoded("members[value eq \"member-99999\"]");
        assertThat(allocatedBy(() -> assertThat(service.get("/Groups?attributes=displayName&filter=" + filter)
                                .is(200)
                                .texts("Resources", "displayName"))
                        .hasSize(1)))
                .isLessThan(SMALL);
    }

    @Test
    void tellsAUserOfItsGroupInFewSteps() {
        long allocated = allocatedBy(() -> {
            String user = service.createUser("newcomer");
            withoutMembers("{'op':'add','path':'members','value':[{'value':'" + user + "'}]}")
                    .is(200);
            assertThat(service.get("/Users/" + user).texts("groups", "value")).containsExactly(group);
            service.delete("/Users/" + user).is(204);
        });

        assertThat(allocated).isLessThan(2 * SMALL);
        assertThat(service.members(group)).hasSize(MEMBERS);
    }
}
