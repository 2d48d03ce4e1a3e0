package dev.scimlet.conformance;

import static dev.scimlet.conformance.Scim.patchOp;
import static dev.scimlet.conformance.Scim.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.protocol.access.Authentication;
import dev.scimlet.protocol.access.TenantResolver;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.memory.InMemoryRepository;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("RFC 7644 §6: tenants")
class TenantTest {

    private static Scim with(TenantResolver resolver) {
        return Scim.service(builder -> builder.tenants(resolver)
                .authenticator(request -> new Authentication.Accepted(
                        "tester", request.header("X-Token-Tenant").orElse(null))));
    }

    private final Scim scim = with(TenantResolver.byPathSegment());

    @Test
    @Proves("P-6-01")
    void oneTenantIsTheDefault() {
        Scim.service().user("a", "");
    }

    @Test
    @Proves("P-6-02")
    void theTenantComesFromPathHostTokenOrHeader() {
        scim.post("/acme/Users", user("'userName':'a'")).expect(201);
        scim.get("/acme/Users").has("/totalResults", 1);
        scim.get("/other/Users").has("/totalResults", 0);

        Scim byHost = with(
                TenantResolver.byHost(host -> host.endsWith(".example") ? host.substring(0, host.indexOf('.')) : null));
        byHost.post("/Users", user("'userName':'a'"), "Host", "ACME.example:8443")
                .expect(201);
        byHost.get("/Users", "Host", "acme.example").has("/totalResults", 1);
        byHost.get("/Users", "Host", "other.example").has("/totalResults", 0);
        byHost.get("/Users", "Host", "elsewhere").refused(403);

        Scim byToken = with(TenantResolver.byToken());
        byToken.post("/Users", user("'userName':'a'"), "X-Token-Tenant", "acme").expect(201);
        byToken.get("/Users", "X-Token-Tenant", "other").has("/totalResults", 0);
        byToken.get("/Users").refused(403);

        Scim byHeader = with(
                request -> new TenantResolver.Named(request.header("X-Tenant").orElse(null), request.path(), ""));
        byHeader.post("/Users", user("'userName':'a'"), "X-Tenant", "acme").expect(201);
        byHeader.get("/Users", "X-Tenant", "acme").has("/totalResults", 1);
        byHeader.get("/Users", "X-Tenant", "other").has("/totalResults", 0);
    }

    @Test
    @Proves("P-6-03")
    void aTokenOfAnotherTenantIsForbidden() {
        scim.get("/acme/Users", "X-Token-Tenant", "acme").expect(200);
        scim.get("/acme/Users", "X-Token-Tenant", "other").refused(403);
    }

    @Test
    @Proves("P-6-03")
    @DisplayName("faults S4: the tenant called default is checked like any other")
    void noNameOfATenantIsAnExcuse() {
        scim.get("/default/Users", "X-Token-Tenant", "acme").refused(403);
        scim.get("/default/Users", "X-Token-Tenant", "default").expect(200);
        scim.get("/default/Users").expect(200);
        with(TenantResolver.byHost(host -> "default"))
                .get("/Users", "X-Token-Tenant", "acme")
                .refused(403);
        with(TenantResolver.single()).get("/Users", "X-Token-Tenant", "acme").refused(403);
        with(TenantResolver.byToken()).get("/Users", "X-Token-Tenant", "acme").expect(200);
    }

    @Test
    @DisplayName("faults S4: what is no segment of a path names no tenant")
    void strangePathsLeadNowhere() {
        scim.post("/acme/Users", user("'userName':'a'")).expect(201);
        for (String path : List.of(
                ";acme/Users",
                "acme/Users",
                "/acme;x=y/Users",
                "/;acme/Users",
                "//Users",
                "//acme/Users",
                "/./Users",
                "/../Users",
                "/%2e%2e/Users",
                "/a%2Fcme/Users",
                "/acme%5C/Users",
                "/acme%00/Users",
                "/acme/Users;x=y",
                "/acme//Users",
                "/acme/./Users",
                "/acme/%2e%2e/Users",
                "/acme/Users%2F1",
                "/acme;x=y/ServiceProviderConfig")) {
            scim.get(path).refused(404);
            scim.get(path, "X-Token-Tenant", "acme").refused(404);
        }
        scim.get("/a%63me/Users").has("/totalResults", 1);
        scim.get("/acme%3Bx/Users").expect(200).has("/totalResults", 0);
    }

    @Test
    @Proves({"P-6-04", "P-6-05", "P-6-06", "P-6-07", "P-7-01"})
    void nothingCrossesTenants() {
        Answer mine = scim.post("/acme/Users", user("'userName':'a','externalId':'x','displayName':'A'"))
                .expect(201);
        Answer theirs = scim.post("/other/Users", user("'userName':'A','externalId':'x'"))
                .expect(201);
        assertThat(mine.id()).isNotEqualTo(theirs.id());
        assertThat(mine.header("Location")).isEqualTo(Scim.BASE + "/acme/Users/" + mine.id());

        String foreign = "/other/Users/" + mine.id();
        scim.get(foreign).refused(404);
        scim.put(foreign, user("'userName':'b'")).refused(404);
        scim.patch(foreign, patchOp("{'op':'add','path':'title','value':'x'}")).refused(404);
        scim.delete(foreign).refused(404);
        scim.get("/other/Users?filter=" + Scim.encoded("externalId eq 'x'"))
                .has("/totalResults", 1)
                .has("/Resources/0/id", theirs.id());
        scim.get("/other/").has("/totalResults", 1);
        scim.post("/other/Bulk", Scim.bulk("{'method':'DELETE','path':'/Users/" + mine.id() + "'}"))
                .expect(200)
                .has("/Operations/0/status", "404");
        Answer group = scim.post(
                        "/other/Groups",
                        "{'schemas':['<G>'],'displayName':'G','members':[{'value':'" + mine.id() + "'}]}")
                .expect(201)
                .lacks("/members/0/display");
        scim.get("/acme/Users/" + mine.id()).expect(200).lacks("/groups");
        Answer ours = scim.post(
                        "/acme/Groups",
                        "{'schemas':['<G>'],'displayName':'G','members':[{'value':'" + mine.id() + "'}]}")
                .expect(201);
        assertThat(ours.at("/members/0/$ref").asText()).isEqualTo(Scim.BASE + "/acme/Users/" + mine.id());
        scim.get("/acme/Groups/" + group.id()).refused(404);
        scim.delete("/other/Users/" + theirs.id()).expect(204);
        scim.get("/acme/Users").has("/totalResults", 1);
    }

    @Test
    @Proves("P-6-04")
    void cursorsDoNotCrossTenants() {
        for (String tenant : List.of("acme", "other")) {
            for (String name : List.of("a", "b", "c")) {
                scim.post("/" + tenant + "/Users", user("'userName':'" + name + "'"))
                        .expect(201);
            }
        }
        String cursor = scim.get("/acme/Users?cursor&count=1")
                .expect(200)
                .at("/nextCursor")
                .asText();

        scim.get("/acme/Users?count=1&cursor=" + cursor).expect(200);
        scim.get("/other/Users?count=1&cursor=" + cursor).refused(400, "invalidCursor");
    }

    @Test
    @Proves("S-9-02")
    void theStoreThatGivesIdsKnowsTheTenant() {
        dev.scimlet.spi.ResourceRepository users = InMemoryRepository.of(StandardTypes.user());
        List<String> tenants = new java.util.ArrayList<>();
        dev.scimlet.spi.ResourceRepository knowing =
                (dev.scimlet.spi.ResourceRepository) java.lang.reflect.Proxy.newProxyInstance(
                        TenantTest.class.getClassLoader(),
                        new Class<?>[] {dev.scimlet.spi.ResourceRepository.class},
                        (proxy, method, arguments) -> {
                            if (method.getName().equals("create")) {
                                tenants.add(((RequestContext) arguments[0]).tenant());
                            }
                            return method.invoke(users, arguments);
                        });
        Scim service =
                Scim.of(Scim.builder().tenants(TenantResolver.byPathSegment()).repositories(knowing));

        String a =
                service.post("/acme/Users", user("'userName':'a'")).expect(201).id();
        String b =
                service.post("/other/Users", user("'userName':'a'")).expect(201).id();
        assertThat(tenants).containsExactly("acme", "other");
        assertThat(a).isNotEqualTo(b);
    }
}
