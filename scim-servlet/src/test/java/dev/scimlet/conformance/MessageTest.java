package dev.scimlet.conformance;

import static dev.scimlet.conformance.Scim.patchOp;
import static dev.scimlet.conformance.Scim.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.core.profile.ClientProfile;
import dev.scimlet.core.profile.Tolerance;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("RFC 7644 §3.8 to §3.13: media types, /Me, errors, versions of the protocol")
class MessageTest {

    private final Scim scim = Scim.service();

    private String answeredAs(String... accept) {
        String[] headers = new String[accept.length * 2];
        for (int i = 0; i < accept.length; i++) {
            headers[2 * i] = "Accept";
            headers[2 * i + 1] = accept[i];
        }
        return scim.get("/Users", headers).expect(200).header("Content-Type");
    }

    @Test
    @Proves({"P-3.8-02", "P-3.8-03", "P-3.8-04", "P-3.8-07"})
    void theTypeIsNegotiated() {
        assertThat(answeredAs()).isEqualTo("application/scim+json");
        assertThat(answeredAs("application/scim+json")).isEqualTo("application/scim+json");
        assertThat(answeredAs("*/*")).isEqualTo("application/scim+json");
        assertThat(answeredAs("application/*;q=0.5")).isEqualTo("application/scim+json");
        assertThat(answeredAs("application/json")).isEqualTo("application/json");
        assertThat(answeredAs("application/json, application/scim+json")).isEqualTo("application/scim+json");
        assertThat(answeredAs("application/json", "application/scim+json;q=0.9"))
                .isEqualTo("application/json");
        assertThat(answeredAs("text/html, application/json;q=0.1")).isEqualTo("application/json");
        assertThat(answeredAs("application/json; charset=utf-8")).isEqualTo("application/json");
        String path = "/Users/" + scim.userId("a");
        assertThat(scim.get("/Users/none", "Accept", "application/json")
                        .refused(404)
                        .header("Content-Type"))
                .isEqualTo("application/json");
        assertThat(scim.delete(path).header("Content-Type")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/scim+json",
                "application/json",
                "Application/JSON; charset=UTF-8",
                "application/scim+json;charset=\"utf-8\"",
                "application/json; foo=bar",
                ""
            })
    @Proves("P-3.8-05")
    void takesJsonInUtf8(String type) {
        scim.post("/Users", user("'userName':'ü'"), "Content-Type", type)
                .expect(201)
                .has("/userName", "ü");
    }

    @Test
    @Proves({"P-3.8-05", "P-3.8-06"})
    void refusesOtherTypes() {
        for (String type : List.of("text/plain", "application/xml", "text/json; charset=utf-8")) {
            scim.post("/Users", user("'userName':'a'"), "Content-Type", type).refused(415);
        }
        scim.post("/Users", user("'userName':'a'")).expect(201);
        scim.get("/Users", "Accept", "text/html").refused(406);
        scim.get("/Users", "Accept", "application/scim+json;q=0, text/html").refused(406);
        Scim answering = Scim.service(
                builder -> builder.profile(ClientProfile.INTEROPERABLE.with(Tolerance.ANSWER_UNACCEPTABLE)));
        answering.get("/Users", "Accept", "text/html").expect(200);
    }

    @Test
    @Proves("P-3.8-09")
    void jsonIsReadStrictly() {
        scim.post("/Users", "\ufeff" + user("'userName':'a'")).expect(201);
        scim.post("/Users", user("'userName':'b'") + "{}").refused(400, "invalidSyntax");
        scim.post("/Users", user("'userName':'b','userName':'c'")).refused(400, "invalidSyntax");
        scim.post("/Users", user("'userName':'b','x':" + "[".repeat(101) + "]".repeat(101)))
                .refused(400, "invalidSyntax");
        scim.get("/Users").has("/totalResults", 1);
    }

    @Test
    @Proves({"P-3.10-01", "P-3.10-02", "P-3.10-04"})
    void attributesAreNamedWithOrWithoutUrnInAnyCase() {
        String path = "/Users/" + scim.user("a", "'name':{'givenName':'g'}").id();
        for (String name : List.of(
                "name.givenName",
                "<U>:name.givenName",
                "NAME.GIVENNAME",
                "URN:IETF:PARAMS:SCIM:SCHEMAS:CORE:2.0:USER:Name.GivenName")) {
            assertThat(scim.find(name + " eq 'G'")).containsExactly("a");
            scim.get(path + "?attributes=" + Scim.encoded(name))
                    .has("/name/givenName", "g")
                    .lacks("/userName");
            scim.get("/Users?sortBy=" + Scim.encoded(name)).expect(200);
            scim.patch(path, patchOp("{'op':'replace','path':'" + name + "','value':'g'}"))
                    .expect(200)
                    .has("/name/givenName", "g");
        }
    }

    // ---- /Me

    @Test
    @Proves({"P-3.11-01", "P-3.11-04"})
    void meIsNotImplementedWithoutAResolver() {
        scim.get("/Me").refused(501);
        scim.post("/Me", user("'userName':'a'")).refused(501);
    }

    @Test
    @Proves({"P-3.11-02", "P-3.11-03", "P-3.11-05", "P-3.11-06", "P-3.11-04"})
    void meIsTheResourceOfTheClient() {
        String[] id = new String[1];
        Scim own = Scim.service(builder -> builder.me(context -> java.util.Optional.ofNullable(id[0])
                .map(known -> new dev.scimlet.protocol.access.MeResolver.Subject("User", known))));
        own.get("/Me").refused(404);
        id[0] = own.userId("a");
        String location = Scim.BASE + "/Users/" + id[0];

        Answer read = own.get("/Me?attributes=userName")
                .expect(200)
                .has("/userName", "a")
                .lacks("/meta");
        assertThat(read.header("Location")).isEqualTo(location);
        own.get("/Me").has("/meta/location", location);
        assertThat(own.put("/Me", user("'userName':'b'")).expect(200).header("Location"))
                .isEqualTo(location);
        own.patch("/Me", patchOp("{'op':'add','path':'title','value':'x'}"))
                .expect(200)
                .has("/title", "x");
        own.post("/Me", user("'userName':'c'")).refused(501);
        own.get("/Me/x").refused(404);
        own.post("/Me/.search", "{'schemas':['<M>SearchRequest']}").refused(404);
        own.delete("/Me").expect(204);
        own.get("/Users/" + id[0]).refused(404);
    }

    // ---- errors

    @Test
    @Proves({"P-3.12-01", "P-3.12-02", "P-3.12-03", "P-3.12-04", "P-3.2-07"})
    void everyErrorHasABody() {
        Scim small = Scim.service(builder -> builder.limits(
                dev.scimlet.protocol.ServiceLimits.builder().maxBodyBytes(50).build()));

        scim.get("/Nowhere").refused(404);
        scim.get("/Users?filter=x").refused(400, "invalidFilter");
        scim.get("/Users/%ZZ").expect(400);
        small.post("/Users", user("'userName':'" + "a".repeat(100) + "'")).refused(413);
        scim.send("FETCH", "/Users", "").refused(405);
        assertThat(scim.get("/Users/x").memberNames()).containsExactlyInAnyOrder("schemas", "status", "detail");
        assertThat(scim.send("HEAD", "/Users/x", "").expect(404).text()).isEmpty();
    }

    @Test
    @Proves({"P-3.12-05", "P-3.12-04"})
    void internalErrorsTellNothing() {
        Scim failing = Scim.service(builder -> builder.me(context -> {
            throw new IllegalStateException("select secret from users at dev.scimlet.Secret");
        }));
        Answer answer = failing.get("/Me").refused(500);

        assertThat(answer.text())
                .doesNotContain("secret")
                .doesNotContain("Exception")
                .doesNotContain("dev.scimlet");
        assertThat(answer.detail()).matches(".*request [0-9a-f]{16}.*");
    }

    @Test
    @Proves({"P-3.12-19", "P-3.12-06"})
    void aSensitiveFilterIsForbidden() {
        Answer answer = scim.search("password eq 't1me'").refused(403, "sensitive");
        assertThat(answer.text()).doesNotContain("t1me");
        assertThat(scim.post("/Users", user("'userName':'a','password':{'x':'t1me'}"))
                        .refused(400, "invalidValue")
                        .text())
                .doesNotContain("t1me");
    }

    // ---- versions of the protocol

    @Test
    @Proves({"P-3.13-01", "P-3.13-02", "P-3.13-03", "P-3.13-04", "P-3.12-18"})
    void theVersionIsTwo() {
        Answer plain = scim.user("a", "");
        assertThat(plain.header("Location")).isEqualTo(Scim.BASE + "/Users/" + plain.id());
        Answer versioned = scim.get("/v2/Users/" + plain.id()).expect(200);
        assertThat(versioned.header("Location")).isEqualTo(Scim.BASE + "/v2/Users/" + plain.id());
        for (String path : List.of("/v1/Users", "/v3/Users", "/v9/Users/" + plain.id(), "/v1")) {
            scim.get(path).refused(400, "invalidVers");
        }
        Scim configured = Scim.service(builder -> builder.baseUrl("https://public.example/api/scim/v2/"));
        configured.user("a", "");
        assertThat(configured.get("/Users").at("/Resources/0/meta/location").asText())
                .startsWith("https://public.example/api/scim/v2/Users/");
    }
}
