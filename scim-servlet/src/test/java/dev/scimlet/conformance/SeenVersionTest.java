package dev.scimlet.conformance;

import static dev.scimlet.conformance.Scim.patchOp;
import static dev.scimlet.conformance.Scim.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.protocol.access.AccessPolicy;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.memory.InMemoryRepository;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("RFC 7644 §3.14: where a policy hides attributes, a version is made of what the client sees")
class SeenVersionTest {

    private final InMemoryRepository users = InMemoryRepository.of(StandardTypes.user());
    private final InMemoryRepository groups = InMemoryRepository.builder(StandardTypes.group())
            .memberships("members")
            .build();
    private final Scim everything = Scim.of(Scim.builder().repositories(users, groups));
    private final Scim guarded =
            Scim.of(Scim.builder().repositories(users, groups).accessPolicy(new AccessPolicy() {
                @Override
                public boolean permits(
                        RequestContext context, Operation operation, ResourceType type, @Nullable String id) {
                    return true;
                }

                @Override
                public Set<String> hiddenAttributes(RequestContext context, ResourceType type) {
                    return Set.of("title", "emails.display", "externalId");
                }
            }));

    private void change(String path, String attribute, String value) {
        everything
                .patch(path, patchOp("{'op':'replace','path':'" + attribute + "','value':'" + value + "'}"))
                .expect(200);
    }

    private static String version(Answer answer) {
        assertThat(answer.at("/meta/version").asText()).isEqualTo(answer.etag());
        return answer.etag();
    }

    @Test
    void staysWhenOnlyWhatIsHiddenChanges() {
        String path = "/Users/"
                + everything
                        .user("a", "'title':'x','emails':[{'value':'a@x','display':'d'}]")
                        .id();
        Answer before = guarded.get(path).expect(200).lacks("/meta/lastModified");
        String version = version(before);
        String list = guarded.get("/Users").text();

        change(path, "title", "y");
        change(path, "emails[value eq \\'a@x\\'].display", "e");
        change(path, "password", "pass");

        assertThat(guarded.get(path).text()).isEqualTo(before.text());
        assertThat(guarded.get("/Users").text()).isEqualTo(list);
        assertThat(guarded.get("/").text()).contains(version.replace("\"", "\\\""));
        guarded.get(path, "If-None-Match", version).expect(304);
        guarded.get(path, "If-Match", version).expect(200);
        guarded.put(path, user("'userName':'a','emails':[{'value':'a@x'}]"), "If-Match", version)
                .expect(200);
        assertThat(version(guarded.get(path))).isEqualTo(version);
        everything.get(path).has("/title", "y").has("/emails/0/display", "e");
        guarded.bulkOf("{'method':'PATCH','path':'" + path + "','version':'" + version.replace("\"", "\\\"")
                        + "','data':" + patchOp("{'op':'replace','path':'userName','value':'b'}") + "}")
                .has("/Operations/0/status", "200")
                .has("/Operations/0/version", version(guarded.get(path)).replace("\"", "\""));
        guarded.delete(path, "If-Match", version).refused(412);
        guarded.delete(path, "If-Match", version(guarded.get(path))).expect(204);
    }

    @Test
    void changesWithWhatIsSeen() {
        String path = "/Users/" + everything.user("a", "'nickName':'x'").id();
        String version = version(guarded.get(path));

        change(path, "nickName", "y");
        assertThat(version(guarded.get(path))).isNotEqualTo(version);
        guarded.get(path, "If-None-Match", version).expect(200);
        for (String method : List.of("PUT", "PATCH", "DELETE")) {
            String body = method.equals("PUT")
                    ? user("'userName':'z'")
                    : method.equals("PATCH") ? patchOp("{'op':'add','path':'nickName','value':'z'}") : "";
            guarded.send(method, path, body, "If-Match", version).refused(412);
            guarded.send(method, path, body, "If-Match", everything.get(path).etag())
                    .refused(412);
        }
        change(path, "nickName", "x");
        assertThat(version(guarded.get(path))).isEqualTo(version);
    }

    @Test
    void isThatOfTheNextRead() {
        Answer created = guarded.user("a", "'nickName':'x','emails':[{'value':'a@x'},{'value':'b@x'}]");
        String path = "/Users/" + created.id();
        assertThat(version(created)).isEqualTo(version(guarded.get(path)));
        Answer patched = guarded.patch(path, patchOp("{'op':'remove','path':'emails[value eq \\'a@x\\']'}"));
        assertThat(version(patched)).isEqualTo(version(guarded.get(path))).isNotEqualTo(version(created));
        assertThat(version(guarded.get(path + "?attributes=userName,meta"))).isEqualTo(version(patched));
    }

    @Test
    void holdsForMembersThatComeAndGo() {
        String group =
                "/Groups/" + everything.group("g", everything.userId("a")).id();
        String member = everything.userId("b");
        String version = guarded.get(group).etag();
        String add = patchOp("{'op':'add','path':'members','value':[{'value':'" + member + "'}]}");

        change(group, "externalId", "x");
        Answer added =
                guarded.patch(group, add, "If-Match", version).expect(200).sized("/members", 2);
        assertThat(added.etag()).isEqualTo(guarded.get(group).etag()).isNotEqualTo(version);
        guarded.patch(group, add, "If-Match", version).refused(412);
        assertThat(guarded.patch(group, add, "If-Match", added.etag())
                        .expect(200)
                        .etag())
                .isEqualTo(added.etag());
    }

    @Test
    @DisplayName("RFC 9110 §13.1.3: a resource without a time ignores conditions on times")
    void timesAreNotToldByConditions() {
        String path = "/Users/" + everything.userId("a");
        String future = "Fri, 01 Jan 2100 00:00:00 GMT";
        String past = "Fri, 01 Jan 2010 00:00:00 GMT";

        for (String time : List.of(past, future)) {
            guarded.get(path, "If-Modified-Since", time).expect(200);
            guarded.put(path, user("'userName':'a'"), "If-Unmodified-Since", time)
                    .expect(200);
        }
        guarded.search("meta.lastModified gt '2020-01-01T00:00:00Z'").refused(400, "invalidFilter");
        guarded.search("meta.version eq '" + guarded.get(path).etag().replace("\"", "\\\"") + "'")
                .refused(400, "invalidFilter");
        guarded.get("/Users?sortBy=meta.lastModified").refused(400, "invalidValue");
        guarded.get("/Users?sortBy=meta.version").refused(400, "invalidValue");
        everything.get(path, "If-Modified-Since", future).expect(304);
    }
}
