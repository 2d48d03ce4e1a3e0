package dev.scimlet.protocol;

import static dev.scimlet.protocol.InMemoryService.patchBody;
import static dev.scimlet.protocol.InMemoryService.user;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.protocol.access.Authentication;
import dev.scimlet.protocol.message.ScimResponse;
import dev.scimlet.spi.ConflictException;
import dev.scimlet.spi.Precondition;
import dev.scimlet.spi.Query;
import dev.scimlet.spi.QueryResult;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.ResourceRepository;
import dev.scimlet.spi.UnitOfWork;
import dev.scimlet.spi.Wanted;
import dev.scimlet.spi.memory.InMemoryRepository;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Changes of a resource that others change, too. What the clock says is what the test wants it to say. */
class ContendedWritesTest {

    /** An operation that looks at them draws ten comparisons. */
    private static final String EMAILS = IntStream.range(0, 10)
            .mapToObj(i -> "{'value':'e" + i + "'}")
            .collect(Collectors.joining(",", "'emails':[", "]"));

    private final Contended users = new Contended(InMemoryRepository.of(InMemoryService.userType()));
    private final TickingClock clock = new TickingClock();
    private final List<ResourceEvent> events = new ArrayList<>();

    /** Each look at it takes time. */
    private static final class TickingClock implements LongSupplier {

        private long now = System.nanoTime();
        private Duration tick = Duration.ZERO;
        private int looks;

        @Override
        public long getAsLong() {
            looks++;
            long told = now;
            now += tick.toNanos();
            return told;
        }
    }

    /** Says of the next writes that somebody else was faster, and remembers how it was read. */
    private static final class Contended
            implements ResourceRepository, ResourceRepository.Locking, UnitOfWork.Participant {

        private final InMemoryRepository all;
        private final List<String> steps = new ArrayList<>();
        private int conflicts;

        Contended(InMemoryRepository all) {
            this.all = all;
        }

        @Override
        public ResourceType type() {
            return all.type();
        }

        @Override
        public UnitOfWork unitOfWork() {
            return all.unitOfWork();
        }

        @Override
        public Resource create(RequestContext context, Attributes attributes) {
            return all.create(context, attributes);
        }

        @Override
        public Optional<Resource> find(RequestContext context, String id, Wanted wanted) {
            steps.add("find");
            return all.find(context, id, wanted);
        }

        @Override
        public Optional<Resource> findLocked(RequestContext context, String id, Wanted wanted) {
            steps.add("findLocked");
            return all.findLocked(context, id, wanted);
        }

        @Override
        public QueryResult query(RequestContext context, Query query) {
            return all.query(context, query);
        }

        @Override
        public Resource update(RequestContext context, Resource read, Attributes changed, Wanted wanted) {
            steps.add("update");
            if (conflicts > 0) {
                conflicts--;
                throw ConflictException.overtaken(null);
            }
            return all.update(context, read, changed, wanted);
        }

        @Override
        public Optional<Resource> delete(RequestContext context, String id, Wanted wanted, Precondition precondition) {
            return all.delete(context, id, wanted, precondition);
        }
    }

    private ScimService service(UnaryOperator<ServiceLimits.Builder> limits) {
        return ScimService.builder()
                .repositories(users)
                .authenticator(request -> new Authentication.Accepted("test", null))
                .nanoTime(clock)
                .limits(limits.apply(ServiceLimits.builder()).build())
                .onChange(event -> {
                    if (event instanceof ResourceEvent.Changed) {
                        events.add(event);
                    }
                })
                .build();
    }

    private static ScimResponse send(ScimService service, String method, String target, String body) {
        return service.handle(InMemoryService.request(method, target)
                .body(InMemoryService.json(body))
                .build());
    }

    private String create(ScimService service, String members) {
        ScimResponse created = send(service, "POST", "/Users", user("u", members));
        assertThat(created.status()).as(created.bodyText()).isEqualTo(201);
        users.steps.clear();
        return "/Users/" + InMemoryService.read(created.bodyText()).path("id").asText();
    }

    private static JsonNode read(ScimService service, String path) {
        return InMemoryService.read(send(service, "GET", path, "").bodyText());
    }

    /** Operations that look at every e-mail address, and one that changes the title. */
    private static String patch(int looks) {
        return patchBody("{'op':'replace','path':'title','value':'new'}"
                + ",{'op':'replace','path':'emails[value eq \\\"e1\\\"].display','value':'d'}".repeat(looks));
    }

    private void assertRefused(ScimResponse answer, String reason) {
        assertThat(answer.status()).as(answer.bodyText()).isEqualTo(503);
        assertThat(answer.header("Retry-After")).contains("1");
        assertThat(InMemoryService.read(answer.bodyText()).path("detail").asText())
                .contains(reason);
        assertThat(events).isEmpty();
    }

    // ---- tries

    @ParameterizedTest
    @CsvSource({
        "0, 'find,update'",
        "1, 'find,update,find,update'",
        "2, 'find,update,find,update,findLocked,update'",
        "3, 'find,update,find,update,findLocked,update,findLocked,update'"
    })
    void takeALockAtTheThirdTry(int conflicts, String steps) {
        ScimService service = service(limits -> limits);
        String path = create(service, EMAILS);
        for (String method : List.of("PATCH", "PUT")) {
            users.steps.clear();
            users.conflicts = conflicts;

            ScimResponse answer =
                    send(service, method, path, method.equals("PATCH") ? patch(1) : user("u", "'title':'put'"));

            assertThat(answer.status()).as(answer.bodyText()).isEqualTo(200);
            assertThat(users.steps).containsExactly(steps.split(","));
        }
        assertThat(events).hasSize(2);
    }

    @Test
    void areNotTriedForEver() {
        ScimService service = service(limits -> limits);
        String path = create(service, EMAILS);
        users.conflicts = Integer.MAX_VALUE;

        assertRefused(send(service, "PATCH", path, patch(1)), "others change the same resource");

        assertThat(read(service, path).has("title")).isFalse();
    }

    @Test
    void areNotTheClientsFaultIfConflictsAloneExhaustTheBudget() {
        ScimService service = service(limits -> limits.maxComparisons(35));
        String path = create(service, EMAILS);
        users.conflicts = Integer.MAX_VALUE;

        assertRefused(send(service, "PATCH", path, patch(1)), "others change the same resource");

        assertThat(Collections.frequency(users.steps, "update")).isEqualTo(3);
        users.conflicts = 0;
        assertThat(send(service, "PATCH", path, patch(4)).status()).isEqualTo(413);
        assertThat(send(service, "PATCH", path, patch(3)).status()).isEqualTo(200);
    }

    // ---- the time of a lock

    @Test
    void endWhenTheTimeOfTheLockIsOver() {
        ScimService service = service(limits -> limits);
        String path = create(service, EMAILS);
        clock.tick = Duration.ofMillis(300);
        users.conflicts = 2;

        assertRefused(send(service, "PATCH", path, patch(20)), "maxLockTime");

        // two were overtaken, and the third was stopped before it wrote
        assertThat(users.steps).containsExactly("find", "update", "find", "update", "findLocked");
        assertThat(read(service, path).has("title")).isFalse();
        clock.tick = Duration.ofMillis(100);
        users.conflicts = 2;
        assertThat(send(service, "PATCH", path, patch(1)).status()).isEqualTo(200);
    }

    @Test
    void doNotBeginToWriteWhenTheTimeIsOver() {
        ScimService service = service(limits -> limits);
        String path = create(service, "");
        clock.tick = Duration.ofSeconds(1);
        users.conflicts = 2;
        // looks at the clock: at the lock, for what was read, and before it writes
        assertRefused(send(service, "PATCH", path, patch(0)), "PT2S");

        assertThat(users.steps).containsExactly("find", "update", "find", "update", "findLocked");
        assertThat(read(service, path).has("title")).isFalse();
    }

    @Test
    void haveAsLongAsIsSet() {
        ScimService service = service(limits -> limits.maxLockTime(Duration.ofHours(1)));
        String path = create(service, EMAILS);
        clock.tick = Duration.ofMillis(300);
        users.conflicts = 2;

        assertThat(send(service, "PATCH", path, patch(20)).status()).isEqualTo(200);
    }

    @Test
    void lookAtNoClockWhileNothingIsHeld() {
        ScimService service = service(limits -> limits);
        String path = create(service, EMAILS);
        clock.looks = 0;
        users.conflicts = 1;

        assertThat(send(service, "PATCH", path, patch(20)).status()).isEqualTo(200);

        assertThat(clock.looks).isZero();
    }

    @Test
    void haveNoMoreTimeForBeingReadASecondTime() {
        ScimService service = service(limits -> limits.maxResourceBytes(4_000));
        String path = create(service, "");
        clock.tick = Duration.ofMillis(700);
        users.conflicts = 2;
        String grows = patchBody("{'op':'replace','path':'title','value':'" + "x".repeat(1_000) + "'}");

        // at 0 s the lock, at 0.7 s what was read, at 1.4 s what was read with all that counts, at 2.1 s the end
        assertRefused(send(service, "PATCH", path, grows), "maxLockTime");

        assertThat(users.steps).endsWith("findLocked", "findLocked");
    }

    @Test
    void ofABulkRequestThatRemainAreTriedAllTheSame() {
        ScimService service = service(limits -> limits);
        String path = create(service, EMAILS);
        clock.tick = Duration.ofMillis(300);
        users.conflicts = 2;
        String operations = IntStream.range(0, 2)
                .mapToObj(i -> "{'method':'PATCH','path':'" + path + "','data':" + patch(20) + "}")
                .collect(Collectors.joining(","));

        ScimResponse answer = send(service, "POST", "/Bulk", InMemoryService.bulkBody(operations));

        JsonNode results = InMemoryService.read(answer.bodyText()).path("Operations");
        assertThat(results).extracting(result -> result.path("status").asText()).containsExactly("503", "200");
        assertThat(results.path(0).path("response").path("detail").asText()).contains("maxLockTime");
    }
}
