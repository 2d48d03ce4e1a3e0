package dev.scimlet.conformance;

import static dev.scimlet.conformance.Scim.patchOp;
import static dev.scimlet.conformance.Scim.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.core.profile.ClientProfile;
import dev.scimlet.core.profile.Tolerance;
import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.protocol.Feature;
import dev.scimlet.spi.memory.InMemoryRepository;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("RFC 7644 §3.2 to §3.4.1: endpoints, creating and reading")
class CreateAndReadTest {

    private final Scim scim = Scim.service();

    @Test
    @Proves({"P-3.2-01", "P-3.2-03", "P-3.3-01", "P-3.5.1-01", "P-3.6-01"})
    void everyEndpointHasItsMethods() {
        for (String endpoint : List.of("/Users", "/Groups")) {
            String body = endpoint.equals("/Users") ? user("'userName':'a'") : "{'schemas':['<G>'],'displayName':'A'}";
            String path = endpoint + "/" + scim.post(endpoint, body).expect(201).id();
            scim.get(endpoint).expect(200);
            scim.get(path).expect(200);
            scim.put(path, body).expect(200);
            scim.patch(path, patchOp("{'op':'add','path':'externalId','value':'x'}"))
                    .expect(200);
            scim.post(endpoint + "/.search", "{'schemas':['<M>SearchRequest']}").expect(200);
            scim.delete(path).expect(204);
        }
        scim.post("/.search", "{'schemas':['<M>SearchRequest']}").expect(200);
        scim.bulkOf("{'method':'DELETE','path':'/Users/x'}");
    }

    @Test
    @Proves({"P-3.2-08", "P-3.3-13", "P-3.6-07", "H-15-04", "P-3.2-07"})
    void otherMethodsAreNotAllowed() {
        String path = "/Users/" + scim.userId("a");
        assertThat(scim.delete("/Users").refused(405).header("Allow")).isEqualTo("GET, HEAD, POST, OPTIONS");
        assertThat(scim.put("/Users", "{}").refused(405).header("Allow")).contains("POST");
        assertThat(scim.patch("/Users", "{}").refused(405).header("Allow")).contains("POST");
        assertThat(scim.post(path, user("'userName':'b'")).refused(405).header("Allow"))
                .contains("PATCH")
                .doesNotContain("POST");
        assertThat(scim.get("/Bulk").refused(405).header("Allow")).contains("POST");
        assertThat(scim.get("/Users/.search").refused(405).header("Allow")).contains("POST");
        assertThat(scim.put("/.search", "{}").refused(405).header("Allow")).contains("POST");
        scim.get(path).expect(200);
        Scim off = Scim.service(builder -> builder.without(Feature.PATCH));
        off.patch("/Users/" + off.userId("a"), patchOp()).refused(501);
    }

    @Test
    @Proves({"P-3.2-04", "P-3.5.1-11"})
    void putNeverCreates() {
        scim.put("/Users/unknown", user("'userName':'a'")).refused(404);
        scim.get("/Users").has("/totalResults", 0);
    }

    @Test
    @Proves("P-3.2-06")
    void bodiesAreJson() {
        scim.post("/Users", "userName=a", "Content-Type", "application/x-www-form-urlencoded")
                .refused(415);
        scim.post("/Users", "<user/>", "Content-Type", "application/scim+json").refused(400, "invalidSyntax");
        assertThat(scim.get("/Users").header("Content-Type")).isEqualTo("application/scim+json");
    }

    @Test
    @Proves({"P-3.2-09", "P-3.2-10"})
    void pathsAreCaseSensitive() {
        scim.get("/users").refused(404);
        scim.get("/Users/").expect(200);
        scim.get("/Users/?count=1").expect(200);
        scim.get("//Users").refused(404);
        scim.get("/Users//").refused(404);
        scim.get("/Foo").refused(404);
        scim.get("/Users/1/emails").refused(404);
        Scim.strict().get("/Users/").refused(404);
        Scim.strict().get("/Users").expect(200);
        Scim.service(builder -> builder.profile(ClientProfile.INTEROPERABLE.with(Tolerance.EMPTY_FIRST_SEGMENT)))
                .get("//Users")
                .expect(200);
    }

    @Test
    @Proves("P-3.3-02")
    void readOnlyAttributesAreIgnored() {
        Answer created =
                scim.user("a", "'id':'mine','meta':{'created':'2001-01-01T00:00:00Z'},'groups':[{'value':'1'}]");

        assertThat(created.id()).isNotEqualTo("mine");
        assertThat(created.at("/meta/created").asText()).doesNotStartWith("2001");
        created.lacks("/groups");
    }

    @Test
    @Proves({"P-3.3-03", "P-3.3-04", "P-3.4.2.2-30"})
    void defaultsFillWhatIsOmittedAndNothingElse() {
        Scim defaulting = Scim.service(builder -> builder.defaultValue("User", "title", "Member"));

        defaulting.user("a", "").has("/title", "Member");
        defaulting.user("b", "'title':null").lacks("/title");
        assertThat(defaulting.find("title eq 'member'")).containsExactly("a");
    }

    @Test
    @Proves({"P-3.3-05", "P-3.4.1-01"})
    void theAnswerIsWhatIsStored() {
        Answer created = scim.user("a", "'name':{'givenName':'x'},'emails':[{'value':'a@x'}],'<E>':{'department':'d'}");

        assertThat(scim.get("/Users/" + created.id()).expect(200).body()).isEqualTo(created.body());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "[]",
                "'x'",
                "",
                "5",
                "null",
                "{'userName':}",
                "{'schemas':['<U>'],'userName':'a'} x",
                "{userName:1}",
                "{'a':NaN}",
                "// x"
            })
    @Proves({"P-3.3-08", "P-3.12-14"})
    void malformedBodiesAreInvalidSyntax(String body) {
        scim.post("/Users", body).refused(400, "invalidSyntax");
        String path = "/Users/" + scim.userId("a");
        scim.put(path, body).refused(400, "invalidSyntax");
        scim.patch(path, body).refused(400, "invalidSyntax");
    }

    @Test
    @Proves({"P-3.3-11", "P-3.9-01"})
    void everyAnswerIsShaped() {
        Answer created = scim.post("/Users?attributes=title", user("'userName':'a','title':'x'"))
                .expect(201)
                .has("/title", "x")
                .lacks("/userName");
        String path = "/Users/" + created.id();

        scim.get(path + "?excludedAttributes=title").lacks("/title").has("/userName", "a");
        scim.get("/Users?attributes=title").has("/Resources/0/title", "x").lacks("/Resources/0/userName");
        scim.post("/Users/.search", "{'schemas':['<M>SearchRequest'],'attributes':['title']}")
                .has("/Resources/0/title", "x")
                .lacks("/Resources/0/userName");
        scim.put(path + "?attributes=title", user("'userName':'a','title':'y'"))
                .has("/title", "y")
                .lacks("/userName");
        scim.patch(path + "?excludedAttributes=title", patchOp("{'op':'replace','path':'title','value':'z'}"))
                .lacks("/title")
                .has("/userName", "a");
    }

    @Test
    @Proves({"P-3.4.1-02", "P-3.8-08", "P-3.12-04"})
    void unknownIdsAreNotFound() {
        scim.get("/Users/unknown").refused(404);
        String id = scim.userId("a");
        scim.get("/Users/" + id + ".scim").refused(404);
        scim.get("/Groups/" + id).refused(404);
    }

    @Test
    @Proves("P-3.4.1-04")
    void aFilterOnOneResourceGivesAListOfOneOrNone() {
        String path = "/Users/" + scim.userId("a");

        scim.get(path + "?filter=" + Scim.encoded("userName eq 'a'"))
                .expect(200)
                .has("/totalResults", 1)
                .has("/Resources/0/userName", "a");
        scim.get(path + "?filter=" + Scim.encoded("userName eq 'b'"))
                .expect(200)
                .has("/totalResults", 0);
        scim.get("/Users/unknown?filter=" + Scim.encoded("userName pr")).refused(404);
    }

    @Test
    @Proves("P-3.4.1-06")
    void idsAreDecodedOnce() {
        var ids = List.of("a b", "a/b", "a%20b").iterator();
        Scim odd = Scim.of(Scim.builder()
                .repositories(InMemoryRepository.builder(StandardTypes.user())
                        .ids(ids::next)
                        .build()));
        odd.user("blank", "");
        odd.user("slash", "");
        odd.user("percent", "");

        odd.get("/Users/a%20b").expect(200).has("/userName", "blank");
        odd.get("/Users/a%2Fb").expect(200).has("/userName", "slash");
        odd.get("/Users/a%2520b").expect(200).has("/userName", "percent");
        for (var user : odd.get("/Users").at("/Resources")) {
            odd.get(user.at("/meta/location").asText().substring(Scim.BASE.length()))
                    .expect(200)
                    .has("/userName", user.get("userName").asText());
        }
    }
}
