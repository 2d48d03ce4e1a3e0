package dev.scimlet.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.scimlet.protocol.InMemoryService.Answer;
import java.io.ByteArrayInputStream;
import java.util.List;

/**
 * Any request is answered, and never with a failure of the service ({@link InMemoryService} looks). The normal build replays
 * the texts in the folder of this class's inputs; with {@code JAZZER_FUZZ=1} Jazzer looks for others. What it finds is
 * kept there.
 */
final class RequestFuzzTest {

    private static InMemoryService serviceWithSomebody(String[] ids) {
        InMemoryService service = InMemoryService.start();
        ids[0] = service.createUser(
                "bjensen",
                "'title':'Guide','name':{'familyName':'Jensen'},'emails':[{'value':'b@example.com','type':'work'},"
                        + "{'value':'c@example.com','type':'home'}],'" + InMemoryService.BADGE + "':{'level':1}");
        ids[1] = service.createGroup("Tour Guides", List.of(ids[0], "m1", "m2"));
        return service;
    }

    @FuzzTest(maxDuration = "10m")
    void patchPath(byte[] input) {
        String path = TextNode.valueOf(new String(input, UTF_8)).toString();
        String[] ids = new String[2];
        InMemoryService service = serviceWithSomebody(ids);
        for (String target : List.of("/Users/" + ids[0], "/Groups/" + ids[1])) {
            for (String rest : List.of(
                    "\"op\":\"add\",\"value\":\"x\"",
                    "\"op\":\"replace\",\"value\":[{\"value\":\"x\"}]",
                    "\"op\":\"replace\",\"value\":null",
                    "\"op\":\"remove\"",
                    "\"op\":\"remove\",\"value\":[{\"value\":\"m1\"}]")) {
                service.send(InMemoryService.request("PATCH", target)
                        .body(
                                "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:PatchOp\"],\"Operations\":[{\"path\":"
                                        + path + "," + rest + "}]}"));
            }
            service.send(InMemoryService.request("PATCH", target)
                    .body(
                            "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:PatchOp\"],\"Operations\":[{\"op\":\"replace\","
                                    + "\"value\":{" + path + ":\"x\"}}]}"));
            service.get(target).is(200);
        }
    }

    /** As POST, and what it created as PUT; as PUT and PATCH of one who is there; as a search. */
    @FuzzTest(maxDuration = "10m")
    void requestBody(byte[] input) {
        String[] ids = new String[2];
        InMemoryService service = serviceWithSomebody(ids);
        for (String endpoint : List.of("/Users", "/Groups")) {
            Answer created = send(service, "POST", endpoint, input);
            if (created.status() == 201) {
                Answer again = send(service, "PUT", endpoint + "/" + created.id(), input);
                assertThat(again.status()).as(again.text()).isEqualTo(200);
                service.send(InMemoryService.request("PUT", endpoint + "/" + created.id())
                                .body(created.text()))
                        .is(200);
            }
            send(service, "POST", endpoint + "/.search", input);
        }
        send(service, "PATCH", "/Users/" + ids[0], input);
        send(service, "PATCH", "/Groups/" + ids[1], input);
        send(service, "PUT", "/Users/" + ids[0], input);
        service.get("/Users/" + ids[0]).is(200);
        service.get("/Users").is(200);
    }

    /** The bytes of the target line, after the slash: a path, a question mark, a query. */
    @FuzzTest(maxDuration = "10m")
    void queryString(byte[] input) {
        String text = new String(input, ISO_8859_1);
        String[] ids = new String[2];
        InMemoryService service = serviceWithSomebody(ids);
        service.get("/Users?" + text);
        service.get("/Groups/" + ids[1] + "?" + text);
        service.get("/" + text);
        service.delete("/" + text);
    }

    @FuzzTest(maxDuration = "10m")
    void bulkBody(byte[] input) {
        String[] ids = new String[2];
        InMemoryService service = serviceWithSomebody(ids);
        Answer answer = send(service, "POST", "/Bulk", input);
        if (answer.status() == 200) {
            assertThat(answer.texts("Operations", "status")).allMatch(status -> status.compareTo("500") < 0);
        }
        service.get("/Users").is(200);
        service.get("/Groups").is(200);
    }

    private static Answer send(InMemoryService service, String method, String target, byte[] body) {
        return service.send(InMemoryService.request(method, target).body(new ByteArrayInputStream(body)));
    }
}
