package dev.scimlet.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scimlet.core.resource.BoundFilter;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.protocol.access.AccessPolicy;
import dev.scimlet.spi.RequestContext;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The service tells {@code manager.displayName}, which no client can write (RFC 7643 §4.3). */
class ManagerNameTest {

    private final InMemoryService service = InMemoryService.start();

    private static String named(String userName, String displayName) {
        return "{'schemas':['" + InMemoryService.USER + "'],'userName':'" + userName + "','displayName':'" + displayName
                + "'}";
    }

    private static String report(String manager) {
        return "{'schemas':['" + InMemoryService.USER + "','" + InMemoryService.ENTERPRISE + "'],'userName':'report','"
                + InMemoryService.ENTERPRISE + "':{'manager':" + manager + "}}";
    }

    private static JsonNode manager(InMemoryService.Answer answer) {
        return answer.json().path(InMemoryService.ENTERPRISE).path("manager");
    }

    private String created(String userName, String displayName) {
        return service.post("/Users", named(userName, displayName)).is(201).id();
    }

    @Test
    void isToldWithEveryAnswer() {
        String ann = created("ann", "Ann Archer");

        InMemoryService.Answer posted = service.post("/Users", report("{'value':'" + ann + "','displayName':'Me'}"))
                .is(201);

        assertThat(manager(posted).path("displayName").asText()).isEqualTo("Ann Archer");
        assertThat(manager(service.get("/Users/" + posted.id()))).isEqualTo(manager(posted));
        InMemoryService.Answer put = service.put("/Users/" + posted.id(), report("{'value':'" + ann + "'}"));
        assertThat(manager(put.is(200))).isEqualTo(manager(posted));
        assertThat(put.tag()).isEqualTo(posted.tag());
    }

    @Test
    void followsTheOneWhoIsManagerNow() {
        String ann = created("ann", "Ann Archer");
        String bob = created("bob", "Bob Baker");
        String path = "/Users/"
                + service.post("/Users", report("{'value':'" + ann + "'}"))
                        .is(201)
                        .id();
        String attribute = InMemoryService.ENTERPRISE + ":manager";

        service.patch(path, "{'op':'replace','path':'" + attribute + ".value','value':'" + bob + "'}")
                .is(200);
        assertThat(manager(service.get(path)).path("displayName").asText()).isEqualTo("Bob Baker");

        service.patch(path, "{'op':'replace','path':'" + attribute + "','value':{'value':'" + ann + "'}}")
                .is(200);
        assertThat(manager(service.get(path)).path("displayName").asText()).isEqualTo("Ann Archer");

        service.patch(path, "{'op':'replace','path':'" + attribute + ".value','value':'nobody yet'}")
                .is(200);
        assertThat(manager(service.get(path)).has("displayName")).isFalse();

        service.put(path, report("{'value':'" + bob + "'}")).is(200);
        assertThat(manager(service.get(path)).path("displayName").asText()).isEqualTo("Bob Baker");
    }

    @Test
    void isToldOfThoseWhoComeInTheSameBulkRequest() {
        String users = "{'method':'POST','path':'/Users','bulkId':'r','data':" + report("{'value':'bulkId:m'}")
                + "},{'method':'POST','path':'/Users','bulkId':'m','data':" + named("ann", "Ann Archer") + "}";

        service.bulk(users).is(200);

        JsonNode found = service.get("/Users?filter=" + InMemoryService.encoded("userName eq \"report\""))
                .json()
                .path("Resources")
                .path(0);
        assertThat(found.path(InMemoryService.ENTERPRISE)
                        .path("manager")
                        .path("displayName")
                        .asText())
                .isEqualTo("Ann Archer");
    }

    @Test
    void isNotToldToWhomTheManagerIsHidden() {
        InMemoryService partly = InMemoryService.start(builder -> builder.accessPolicy(new AccessPolicy() {
            @Override
            public boolean permits(
                    RequestContext context, Operation operation, ResourceType type, @Nullable String id) {
                return true;
            }

            @Override
            public Optional<BoundFilter> visibility(RequestContext context, ResourceType type) {
                return "partner".equals(context.principal()) && type.name().equals("User")
                        ? Optional.of(type.filter("userName eq \"report\""))
                        : Optional.empty();
            }
        }));
        String ann = partly.post("/Users", named("ann", "Ann Archer")).is(201).id();
        String path = "/Users/"
                + partly.post("/Users", report("{'value':'" + ann + "'}"))
                        .is(201)
                        .id();

        assertThat(manager(partly.get(path)).path("displayName").asText()).isEqualTo("Ann Archer");
        JsonNode seen = manager(partly.send(InMemoryService.request("GET", path).header("Authorization", "partner"))
                .is(200));
        assertThat(seen.has("value")).isTrue();
        assertThat(seen.has("displayName")).isFalse();
    }

    @Test
    void isNotToldToWhomDisplayNamesAreHidden() {
        InMemoryService partly = InMemoryService.start(builder -> builder.accessPolicy(new AccessPolicy() {
            @Override
            public boolean permits(
                    RequestContext context, Operation operation, ResourceType type, @Nullable String id) {
                return true;
            }

            @Override
            public Set<String> hiddenAttributes(RequestContext context, ResourceType type) {
                return "partner".equals(context.principal()) ? Set.of("displayName") : Set.of();
            }
        }));
        String ann = partly.post("/Users", named("ann", "Ann Archer")).is(201).id();
        String path = "/Users/"
                + partly.post("/Users", report("{'value':'" + ann + "'}"))
                        .is(201)
                        .id();
        String found = "/Users?filter="
                + InMemoryService.encoded(InMemoryService.ENTERPRISE + ":manager.displayName sw \"Ann\"");

        assertThat(manager(partly.get(path)).path("displayName").asText()).isEqualTo("Ann Archer");
        assertThat(partly.get(found).is(200).json().path("totalResults").asInt())
                .isEqualTo(1);
        JsonNode seen = manager(partly.send(InMemoryService.request("GET", path).header("Authorization", "partner"))
                .is(200));
        assertThat(seen.has("value")).isTrue();
        assertThat(seen.has("displayName")).isFalse();
        partly.send(InMemoryService.request("GET", found).header("Authorization", "partner"))
                .is(400, "invalidFilter");
    }
}
