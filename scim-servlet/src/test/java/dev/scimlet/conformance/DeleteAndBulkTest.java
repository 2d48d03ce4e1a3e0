package dev.scimlet.conformance;

import static dev.scimlet.conformance.Scim.patchOp;
import static dev.scimlet.conformance.Scim.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.protocol.ServiceLimits;
import dev.scimlet.spi.ResourceRepository;
import dev.scimlet.spi.memory.InMemoryRepository;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("RFC 7644 §3.6, §3.7: deleting, Bulk")
class DeleteAndBulkTest {

    private final Scim scim = Scim.service();

    private static String post(String bulkId, String path, String data) {
        return "{'method':'POST','bulkId':'" + bulkId + "','path':'" + path + "','data':" + data + "}";
    }

    private static String newUser(String bulkId, String userName) {
        return post(bulkId, "/Users", user("'userName':'" + userName + "'"));
    }

    private static String newGroup(String bulkId, String displayName, String... members) {
        List<String> entries = new java.util.ArrayList<>();
        for (String member : members) {
            entries.add("{'value':'" + member + "'}");
        }
        return post(
                bulkId, "/Groups", "{'schemas':['<G>'],'displayName':'" + displayName + "','members':" + entries + "}");
    }

    private static String path(Answer bulk, int index) {
        return bulk.at("/Operations/" + index + "/location").asText().substring(Scim.BASE.length());
    }

    @Test
    @Proves("P-3.7-07")
    void aStoreThatFailsToCloseACircleFailsThatOperationOnly() {
        InMemoryRepository groups = InMemoryRepository.of(StandardTypes.group());
        ResourceRepository failing = (ResourceRepository) java.lang.reflect.Proxy.newProxyInstance(
                DeleteAndBulkTest.class.getClassLoader(),
                new Class<?>[] {ResourceRepository.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("update")) {
                        throw new IllegalStateException("no space left");
                    }
                    return method.invoke(groups, arguments);
                });
        String group =
                "{'method':'POST','path':'/Groups','bulkId':'%s','data':{'schemas':['<G>'],'displayName':'%s','members':[{'value':'bulkId:%s'}]}}";

        Answer answer = Scim.of(Scim.builder().repositories(failing))
                .bulkOf(String.format(group, "a", "a", "b"), String.format(group, "b", "b", "a"));
        answer.sized("/Operations", 2)
                .has("/Operations/0/status", "201")
                .has("/Operations/1/status", "500")
                .has("/Operations/1/response/status", "500");
        assertThat(answer.text()).doesNotContain("no space left");
    }

    @Test
    @Proves({"P-3.6-01", "P-3.6-02", "P-3.6-03", "P-3.6-04"})
    void aDeletedResourceIsGone() {
        String path = "/Users/" + scim.userId("a");

        Answer deleted = scim.delete(path).expect(204);
        assertThat(deleted.text()).isEmpty();
        assertThat(deleted.header("Content-Type")).isEmpty();
        scim.get(path).refused(404);
        scim.put(path, user("'userName':'a'")).refused(404);
        scim.patch(path, patchOp("{'op':'add','path':'title','value':'x'}")).refused(404);
        scim.delete(path).refused(404);
        assertThat(scim.find("userName eq 'a'")).isEmpty();
        scim.user("a", "");
    }

    @Test
    @Proves("P-3.6-06")
    void aDeletedMemberLeavesItsGroups() {
        String id = scim.userId("a");
        Answer group = scim.group("A", id, scim.userId("b"));

        scim.delete("/Users/" + id).expect(204);
        Answer after = scim.get("/Groups/" + group.id()).sized("/members", 1);
        assertThat(after.etag()).isNotEqualTo(group.etag());
    }

    @Test
    @Proves({"P-3.7-02", "P-3.7-03", "P-3.7-07", "P-3.7-08", "P-3.7.3-01"})
    void everyOperationIsTriedAndAnswered() {
        scim.post("/Bulk", "{'Operations':[" + newUser("1", "a") + "]}").refused(400, "invalidSyntax");
        scim.post("/Bulk", "{'schemas':['<M>BulkRequest']}").refused(400, "invalidSyntax");
        Answer bulk = scim.bulkOf(
                "{'method':'POST','bulkId':'1','path':'/Users'}",
                "{'method':'DELETE','path':'/Users/unknown'}",
                "{'method':'PUT','path':'/Users/unknown','data':" + user("'userName':'x'") + "}");

        bulk.has("/schemas", "['<M>BulkResponse']").sized("/Operations", 3);
        bulk.has("/Operations/0/status", "400").has("/Operations/0/response/scimType", "invalidSyntax");
        bulk.has("/Operations/1/status", "404").has("/Operations/2/status", "404");
        scim.get("/Users").has("/totalResults", 0);
    }

    @Test
    @Proves({"P-3.7-04", "P-3.7-06"})
    void methodsAndPathsAreChecked() {
        Answer bulk = scim.bulkOf(
                "{'method':'get','path':'/Users'}",
                "{'method':'post','bulkId':'1','path':'/Users','data':" + user("'userName':'a'") + "}",
                post("2", "Users", user("'userName':'b'")),
                post("3", "/Users/1", user("'userName':'c'")),
                post("4", "/Schemas", "{}"),
                "{'method':'DELETE','path':'/Users'}",
                post("5", Scim.BASE + "/Users", user("'userName':'e'")));

        bulk.has("/Operations/0/status", "400")
                .has("/Operations/1/status", "201")
                .has("/Operations/1/method", "POST")
                .has("/Operations/2/status", "201")
                .has("/Operations/3/response/scimType", "invalidPath")
                .has("/Operations/4/response/scimType", "invalidPath")
                .has("/Operations/5/response/scimType", "invalidPath")
                .has("/Operations/6/status", "201");
    }

    @Test
    @Proves("P-3.7-05")
    void aPostNeedsABulkIdOfItsOwn() {
        scim.bulkOf("{'method':'POST','path':'/Users','data':" + user("'userName':'a'") + "}")
                .has("/Operations/0/status", "400")
                .has("/Operations/0/response/scimType", "invalidSyntax");
        scim.post("/Bulk", Scim.bulk(newUser("1", "a"), newUser("1", "b"))).refused(400, "invalidSyntax");
        scim.get("/Users").has("/totalResults", 0);
    }

    private Answer failing(String failOnErrors) {
        String id = scim.userId("old" + failOnErrors);
        Answer answer = scim.post(
                        "/Bulk",
                        "{'schemas':['<M>BulkRequest'],'failOnErrors':" + failOnErrors + ",'Operations':["
                                + newUser("1", "a" + failOnErrors) + ",{'method':'DELETE','path':'/Users/unknown'},"
                                + "{'method':'DELETE','path':'/Users/" + id + "'}]}")
                .expect(200);
        scim.get("/Users/" + id).expect(answer.at("/Operations").size() == 3 ? 404 : 200);
        return answer;
    }

    @Test
    @Proves({"P-3.7-09", "P-3.7-10"})
    void stopsAfterSoManyErrors() {
        failing("1").sized("/Operations", 2).has("/Operations/1/status", "404");
        failing("2").sized("/Operations", 3);
        failing("0").sized("/Operations", 2);
        failing("-1").sized("/Operations", 2);
    }

    @Test
    @Proves({"P-3.7-11", "P-3.7-12", "P-3.7-13", "P-3.7.2-05"})
    void resultsHaveTheirMembers() {
        Answer existing = scim.user("old", "");
        Answer bulk = scim.bulkOf(
                newUser("one", "a"),
                newUser("two", "OLD"),
                "{'method':'PUT','path':'/Users/" + existing.id() + "','bulkId':'three','data':"
                        + user("'userName':'old','title':'t'") + "}",
                "{'method':'DELETE','path':'/Users/" + existing.id() + "'}");

        bulk.has("/Operations/0/method", "POST")
                .has("/Operations/0/bulkId", "one")
                .has("/Operations/0/status", "201")
                .lacks("/Operations/0/response");
        assertThat(bulk.at("/Operations/0/status").isTextual()).isTrue();
        assertThat(bulk.at("/Operations/0/version").asText())
                .isEqualTo(scim.get(path(bulk, 0)).etag());
        bulk.has("/Operations/1/status", "409")
                .has("/Operations/1/bulkId", "two")
                .lacks("/Operations/1/location");
        bulk.has("/Operations/1/response/schemas", "['<M>Error']")
                .has("/Operations/1/response/status", "409")
                .has("/Operations/1/response/scimType", "uniqueness");
        bulk.has("/Operations/2/status", "200")
                .has("/Operations/2/bulkId", "three")
                .has("/Operations/2/location", Scim.BASE + "/Users/" + existing.id());
        bulk.has("/Operations/3/status", "204").has("/Operations/3/location", Scim.BASE + "/Users/" + existing.id());
    }

    @Test
    @Proves("P-3.7-14")
    void aVersionIsAPrecondition() {
        Answer user = scim.user("a", "");
        String start = "{'method':'DELETE','path':'/Users/" + user.id() + "','version':'";

        scim.bulkOf(start + "W/\\\"other\\\"'}").has("/Operations/0/status", "412");
        scim.get("/Users/" + user.id()).expect(200);
        scim.bulkOf(start + user.etag().replace("\"", "\\\"") + "'}").has("/Operations/0/status", "204");
    }

    @Test
    @Proves("P-3.7-15")
    void thePatchDataIsAWholeMessage() {
        String path = "/Users/" + scim.userId("a");

        scim.bulkOf(
                        "{'method':'PATCH','path':'" + path + "','data':[{'op':'add','path':'title','value':'x'}]}",
                        "{'method':'PATCH','path':'" + path + "','data':"
                                + patchOp("{'op':'add','path':'title','value':'y'}") + "}")
                .has("/Operations/0/response/scimType", "invalidSyntax")
                .has("/Operations/1/status", "200");
        scim.get(path).has("/title", "y");
    }

    @Test
    @Proves({"P-3.7-16", "P-3.7.2-01", "P-3.7.2-02"})
    void referencesByBulkIdAreResolvedInAnyOrder() {
        Answer bulk = scim.bulkOf(
                newGroup("g", "A", "bulkId:u"),
                newUser("u", "a"),
                post("v", "/Users", user("'userName':'b','<E>':{'manager':{'value':'bulkId:u'}}")),
                "{'method':'PATCH','path':'/Users/bulkId:u','data':"
                        + patchOp("{'op':'add','path':'title','value':'1'}") + "}",
                "{'method':'PATCH','path':'/Users/bulkId:u','data':"
                        + patchOp("{'op':'add','path':'title','value':'2'}") + "}");

        bulk.sized("/Operations", 5).has("/Operations/0/bulkId", "g").has("/Operations/0/status", "201");
        String userId = path(bulk, 1).substring("/Users/".length());
        scim.get(path(bulk, 0)).has("/members/0/value", userId).has("/members/0/$ref", Scim.BASE + "/Users/" + userId);
        scim.get(path(bulk, 2)).has("/<E>/manager/value", userId);
        scim.get("/Users/" + userId).has("/title", "2");
    }

    @Test
    @Proves("P-3.7.1-01")
    void circlesAreResolved() {
        Answer bulk = scim.bulkOf(
                newGroup("a", "A", "bulkId:b"), newGroup("b", "B", "bulkId:a"), newGroup("c", "C", "bulkId:c"));

        for (int i = 0; i < 3; i++) {
            bulk.has("/Operations/" + i + "/status", "201");
        }
        scim.get(path(bulk, 0)).has("/members/0/$ref", Scim.BASE + path(bulk, 1));
        scim.get(path(bulk, 1)).has("/members/0/$ref", Scim.BASE + path(bulk, 0));
        Answer self = scim.get(path(bulk, 2)).has("/members/0/$ref", Scim.BASE + path(bulk, 2));
        assertThat(self.etag()).isEqualTo(bulk.at("/Operations/2/version").asText());
    }

    @Test
    @Proves("P-3.7.2-03")
    void bulkIdsStandInPathsAndFilters() {
        String group = "/Groups/" + scim.group("A", "1").id();
        Answer bulk = scim.bulkOf(
                newUser("u", "a"),
                "{'method':'PATCH','path':'" + group + "','data':"
                        + patchOp("{'op':'add','path':'members','value':[{'value':'bulkId:u'}]}") + "}",
                "{'method':'PATCH','path':'" + group + "','data':"
                        + patchOp("{'op':'remove','path':'members[value eq \\\"bulkId:u\\\"]'}") + "}",
                "{'method':'PUT','path':'/Users/bulkId:u','data':" + user("'userName':'b'") + "}",
                "{'method':'DELETE','path':'/Users/bulkId:u'}");

        bulk.has("/Operations/1/status", "200")
                .has("/Operations/2/status", "200")
                .has("/Operations/3/status", "200")
                .has("/Operations/4/status", "204");
        scim.get(group).sized("/members", 1).has("/members/0/value", "1");
    }

    @Test
    @Proves("P-3.7.2-04")
    void unresolvableReferencesAreConflicts() {
        scim.userId("taken");
        Answer bulk = scim.bulkOf(
                newGroup("g", "A", "bulkId:nobody"),
                newUser("u", "TAKEN"),
                newGroup("h", "B", "bulkId:u"),
                "{'method':'DELETE','path':'/Users/bulkId:u'}");

        bulk.has("/Operations/0/status", "409")
                .has("/Operations/1/status", "409")
                .has("/Operations/2/status", "409")
                .has("/Operations/3/status", "409");
        scim.get("/Groups").has("/totalResults", 0);
    }

    @Test
    @Proves({"P-3.7.4-01", "P-3.7.4-02", "P-3.7.4-03"})
    void limitsAreKeptBeforeAnythingIsDone() {
        Scim small = Scim.service(builder -> builder.limits(
                ServiceLimits.builder().maxBulkOperations(2).maxBulkBytes(1_000).build()));
        assertThat(small.post("/Bulk", Scim.bulk(newUser("1", "a"), newUser("2", "b"), newUser("3", "c")))
                        .refused(413)
                        .detail())
                .contains("2");
        String large = Scim.bulk(newUser("1", "a".repeat(1_000)));
        assertThat(small.post("/Bulk", large).refused(413).detail()).contains("1000");
        assertThat(small.post("/Bulk", large, "Content-Length", "5000")
                        .refused(413)
                        .detail())
                .contains("1000");
        java.io.InputStream endless = new java.io.InputStream() {
            private int given;

            @Override
            public int read() {
                assertThat(++given).isLessThan(100_000);
                return ' ';
            }
        };
        small.handle(Scim.request("POST", "/Bulk").body(endless).build()).refused(413);
        small.get("/Users").has("/totalResults", 0);
        small.get("/ServiceProviderConfig").has("/bulk/maxOperations", 2).has("/bulk/maxPayloadSize", 1_000);
    }
}
