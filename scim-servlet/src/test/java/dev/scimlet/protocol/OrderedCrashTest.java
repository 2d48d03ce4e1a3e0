package dev.scimlet.protocol;

import static dev.scimlet.protocol.InMemoryService.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.protocol.access.Authentication;
import dev.scimlet.protocol.message.ScimRequest;
import dev.scimlet.protocol.message.ScimResponse;
import dev.scimlet.spi.AppliedDelta;
import dev.scimlet.spi.MembershipSource;
import dev.scimlet.spi.Precondition;
import dev.scimlet.spi.Query;
import dev.scimlet.spi.QueryResult;
import dev.scimlet.spi.ReferenceSource;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.ResourceRepository;
import dev.scimlet.spi.Wanted;
import dev.scimlet.spi.memory.InMemoryRepository;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A process that keeps its resources without transactions dies between two steps of a DELETE; the request is sent again. */
class OrderedCrashTest {

    private static final String ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    private static final int EMPLOYEES = 2;
    private static final int GROUPS = 2;

    /** As a process that ends: nothing of the service runs after it. */
    private static final class Died extends Error {

        private static final long serialVersionUID = 1L;
    }

    /** Lets some writes be done, and then dies before or after the next one; until then nothing dies. */
    private static final class Death {

        private int writesLeft = Integer.MAX_VALUE;
        private boolean afterwards;

        <T> T write(Supplier<T> step) {
            boolean now = writesLeft-- == 0;
            if (now && !afterwards) {
                throw new Died();
            }
            T result = step.get();
            if (now) {
                throw new Died();
            }
            return result;
        }
    }

    /** Each write is final as soon as it is done. */
    private static class Mortal implements ResourceRepository, ReferenceSource {

        final InMemoryRepository all;
        final Death death;

        Mortal(InMemoryRepository all, Death death) {
            this.all = all;
            this.death = death;
        }

        @Override
        public ResourceType type() {
            return all.type();
        }

        @Override
        public Resource create(RequestContext context, Attributes attributes) {
            return death.write(() -> all.create(context, attributes));
        }

        @Override
        public Optional<Resource> find(RequestContext context, String id, Wanted wanted) {
            return all.find(context, id, wanted);
        }

        @Override
        public QueryResult query(RequestContext context, Query query) {
            return all.query(context, query);
        }

        @Override
        public Resource update(RequestContext context, Resource read, Attributes changed, Wanted wanted) {
            return death.write(() -> all.update(context, read, changed, wanted));
        }

        @Override
        public Optional<Resource> delete(RequestContext context, String id, Wanted wanted, Precondition precondition) {
            return death.write(() -> all.delete(context, id, wanted, precondition));
        }

        @Override
        public Map<String, String> displayNames(RequestContext context, Set<String> ids) {
            return all.displayNames(context, ids);
        }
    }

    /** Takes somebody out of all groups by itself, in one step. */
    private static final class MortalGroups extends Mortal implements MembershipSource {

        MortalGroups(InMemoryRepository all, Death death) {
            super(all, death);
        }

        @Override
        public Map<String, List<Membership>> membershipsOf(
                RequestContext context, ResourceType type, Set<String> memberIds) {
            return all.membershipsOf(context, type, memberIds);
        }

        @Override
        public List<AppliedDelta> memberDeleted(RequestContext context, ResourceType type, String memberId) {
            return death.write(() -> all.memberDeleted(context, type, memberId));
        }
    }

    private final Death death = new Death();
    private final Mortal users = new Mortal(InMemoryRepository.of(StandardTypes.user()), death);
    private final InMemoryRepository allGroups = InMemoryRepository.builder(StandardTypes.group())
            .memberships("members")
            .build();
    private final List<String> deleted = new ArrayList<>();

    private ScimService service(boolean knowsMemberships) {
        return ScimService.builder()
                .repositories(
                        users, knowsMemberships ? new MortalGroups(allGroups, death) : new Mortal(allGroups, death))
                .referentialIntegrity()
                .authenticator(request -> new Authentication.Accepted("tester", null))
                .onChange(event -> {
                    if (event instanceof ResourceEvent.Deleted gone) {
                        deleted.add(gone.id());
                    }
                })
                .build();
    }

    private static ScimResponse send(ScimService service, String method, String path, String body) {
        return service.handle(ScimRequest.builder(method, path).body(json(body)).build());
    }

    private static String create(ScimService service, String endpoint, String body) {
        ScimResponse created = send(service, "POST", endpoint, body);
        assertThat(created.status()).as(created.bodyText()).isEqualTo(201);
        return InMemoryService.read(created.bodyText()).path("id").asText();
    }

    private static String user(String name, String manager) {
        return InMemoryService.user(
                name, manager.isEmpty() ? "" : "'" + ENTERPRISE + "':{'manager':{'value':'" + manager + "'}}");
    }

    /** Somebody whom others report to, in some groups with somebody else. */
    private static String start(ScimService service) {
        String boss = create(service, "/Users", user("boss", ""));
        for (int i = 0; i < EMPLOYEES; i++) {
            create(service, "/Users", user("employee" + i, boss));
        }
        String other = create(service, "/Users", user("other", ""));
        for (int i = 0; i < GROUPS; i++) {
            create(service, "/Groups", InMemoryService.group("g" + i, List.of(boss, other)));
        }
        return boss;
    }

    /** Whether anything refers to her still. */
    private static boolean isReferredTo(ScimService service, String boss) {
        return Stream.of("/Users", "/Groups")
                .map(path -> InMemoryService.read(send(service, "GET", path, "").bodyText()))
                .flatMap(
                        list -> Stream.concat(list.findValues("manager").stream(), list.findValues("members").stream()))
                .anyMatch(references -> references.toString().contains(boss));
    }

    static Stream<Arguments> deaths() {
        // Her employees, her groups (one by one, or at once where the store knows them), and she herself
        return Stream.of(true, false)
                .flatMap(knows -> Stream.of(true, false)
                        .flatMap(afterwards -> Stream.iterate(0, writes -> writes + 1)
                                .limit(EMPLOYEES + (knows ? 1 : GROUPS) + 1)
                                .map(writes -> Arguments.of(knows, writes, afterwards))));
    }

    @ParameterizedTest(name = "memberships known: {0}, after {1} writes, the next one done: {2}")
    @MethodSource("deaths")
    void aRepeatedDeleteMendsWhatACrashLeft(boolean knowsMemberships, int writes, boolean afterwards) {
        ScimService dying = service(knowsMemberships);
        String boss = start(dying);
        String path = "/Users/" + boss;
        death.writesLeft = writes;
        death.afterwards = afterwards;

        assertThatThrownBy(() -> send(dying, "DELETE", path, "")).isInstanceOf(Died.class);

        death.writesLeft = Integer.MAX_VALUE;
        ScimService restarted = service(knowsMemberships);
        boolean gone = send(restarted, "GET", path, "").status() == 404;
        boolean last = writes == EMPLOYEES + (knowsMemberships ? 1 : GROUPS);
        assertThat(gone).as("she goes last").isEqualTo(last && afterwards);
        int references = EMPLOYEES + (knowsMemberships ? 1 : GROUPS);
        assertThat(isReferredTo(restarted, boss)).isEqualTo(writes + (afterwards ? 1 : 0) < references);
        assertThat(deleted).isEmpty();

        assertThat(send(restarted, "DELETE", path, "").status()).isEqualTo(gone ? 404 : 204);

        assertThat(send(restarted, "GET", path, "").status()).isEqualTo(404);
        assertThat(isReferredTo(restarted, boss)).isFalse();
        assertThat(InMemoryService.read(send(restarted, "GET", "/Groups", "").bodyText())
                        .findValues("members"))
                .hasSize(GROUPS)
                .allMatch(members -> members.size() == 1);
        // The event of what was stored when the process died is lost: such a store keeps no promise about it
        assertThat(deleted).hasSize(gone ? 0 : 1);
    }

    @ParameterizedTest
    @MethodSource("deaths")
    void aRepeatedDeleteAlsoMendsWhatCameInBetween(boolean knowsMemberships, int writes, boolean afterwards) {
        ScimService dying = service(knowsMemberships);
        String boss = start(dying);
        death.writesLeft = writes;
        death.afterwards = afterwards;
        assertThatThrownBy(() -> send(dying, "DELETE", "/Users/" + boss, "")).isInstanceOf(Died.class);
        death.writesLeft = Integer.MAX_VALUE;
        ScimService restarted = service(knowsMemberships);
        String other = create(restarted, "/Users", user("late", ""));

        int joined = send(restarted, "POST", "/Groups", InMemoryService.group("late", List.of(boss, other)))
                .status();
        int deletedNow = send(restarted, "DELETE", "/Users/" + boss, "").status();

        // She joins if she is there still, and then she can be deleted
        assertThat(List.of(joined, deletedNow)).isIn(List.of(List.of(201, 204), List.of(400, 404)));
        assertThat(isReferredTo(restarted, boss)).isFalse();
    }
}
