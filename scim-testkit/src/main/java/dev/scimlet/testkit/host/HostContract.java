package dev.scimlet.testkit.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.scimlet.testkit.http.WireBody;
import dev.scimlet.testkit.http.WireClient;
import dev.scimlet.testkit.http.WireRequest;
import dev.scimlet.testkit.http.WireResponse;
import dev.scimlet.testkit.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What a host keeps to: that requests of identity providers reach the service as they were sent, and its answers the
 * client. Extend it, start the application as it runs in production, and say where it is:
 *
 * <pre>{@code
 * class ApplicationTest extends HostContract {
 *
 *     @Override
 *     protected URI baseUrl() {
 *         return URI.create("http://127.0.0.1:8080/scim/v2");
 *     }
 *
 *     @Override
 *     protected String token() {
 *         return TOKEN;
 *     }
 * }
 * }</pre>
 *
 * <p>Everything goes over a connection, byte for byte as identity providers write it. Users need no more than {@code
 * userName}, {@code active}, {@code name} and {@code emails}; where there are no groups, their test is skipped. What a test creates it
 * deletes afterwards, and nothing else.
 */
public abstract class HostContract {

    private static final String USER = "urn:ietf:params:scim:schemas:core:2.0:User";
    private static final String GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group";
    private static final String PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
    private static final String BULK = "urn:ietf:params:scim:api:messages:2.0:BulkRequest";
    private static final String ERROR = "urn:ietf:params:scim:api:messages:2.0:Error";

    /** What a body has beside the blanks that make it long; less than this is not worth a test. */
    private static final int ROOM = 1_000;

    private static final int CHUNK_BYTES = 8_192;

    private final List<String> created = new ArrayList<>();

    /** A letter that is two bytes in UTF-8, and a sign that queries have another meaning for. */
    private final String userName = "zo\u00eb+" + UUID.randomUUID() + "@hosts.example";

    private String path;
    private WireClient client;

    /** Where the service is mounted, as clients write it: {@code http://host:port/scim/v2}. */
    protected abstract URI baseUrl();

    /** A bearer token that the application takes. */
    protected abstract String token();

    /** The largest body that the service takes, {@code maxBodyBytes} of its limits; 1 MiB unless the application sets another. */
    protected int maxBodyBytes() {
        return 1 << 20;
    }

    @BeforeEach
    void connect() {
        URI base = baseUrl();
        path = base.getRawPath();
        client = WireClient.to(base);
    }

    @AfterEach
    void deleteWhatWasCreated() throws IOException {
        for (int i = created.size() - 1; i >= 0; i--) {
            send(WireRequest.of("DELETE", created.get(i)));
        }
        client.close();
    }

    @Test
    @DisplayName("RFC 7644 §3.3: a created user can be read where the answer says, with its characters, and deleted")
    void createsReadsAndDeletes() throws IOException {
        WireResponse answer = create("/Users", user(userName));

        String location = answer.headers().first("Location").orElse("");
        assertThat(location)
                .as("Location, which begins with the base URL as the client wrote it")
                .startsWith(baseUrl() + "/Users/");
        WireResponse read = send(WireRequest.get(URI.create(location).getRawPath()));
        assertThat(read.status()).as("%s", read).isEqualTo(200);
        assertThat(text(read, "/userName")).isEqualTo(userName);
        assertThat(text(read, "/name/familyName")).isEqualTo("O'Neill-\u0141ukasz");
        assertThat(read.headers().first("ETag")).isEqualTo(answer.headers().first("ETag"));

        WireResponse deleted = send(WireRequest.of("DELETE", target(answer)));
        assertThat(deleted.status()).as("%s", deleted).isEqualTo(204);
        assertThat(deleted.body().isEmpty()).isTrue();
        requireError(send(WireRequest.get(target(answer))), 404, "");
    }

    @Test
    @DisplayName("RFC 7644 §3.3: a name that is taken is 409 uniqueness")
    void refusesDuplicates() throws IOException {
        create("/Users", user(userName));

        requireError(send(post("/Users", user(userName))), 409, "uniqueness");
    }

    @Test
    @DisplayName("RFC 7644 §3.5.2: PATCH, in the dialect of Entra ID")
    void changesInEntrasDialect() throws IOException {
        String target = target(create("/Users", user(userName)));

        WireResponse answer = send(WireRequest.of("PATCH", target).withScimJson("""
                        {"schemas":["%s"],"Operations":[
                        {"op":"Replace","path":"active","value":"False"},
                        {"op":"Add","path":"name.givenName","value":"Chlo\u00eb"}]}""".formatted(PATCH)));

        assertThat(answer.status()).as("%s", answer).isIn(200, 204);
        WireResponse read = send(WireRequest.get(target));
        assertThat(read.body().text()).contains("\"active\":false");
        assertThat(text(read, "/name/givenName")).isEqualTo("Chlo\u00eb");
    }

    /** As they were seen from identity providers: encoded in every way, or not at all. */
    @TestFactory
    Stream<DynamicTest> findsByFilters() throws IOException {
        create("/Users", user(userName));
        create("/Users", user("another+" + UUID.randomUUID() + "@hosts.example"));
        String encoded = userName.replace("\u00eb", "%C3%AB").replace("+", "%2B");
        return Stream.of(
                        "userName%20eq%20%22" + encoded.replace("@", "%40") + "%22",
                        "userName+eq+%22" + encoded + "%22",
                        "userName%20eq%20\"" + encoded + "\"",
                        "userName+eq+\"" + encoded.toLowerCase(Locale.ROOT) + "\"",
                        "userName%20eq%20%22" + encoded + "%22%20and%20not%20(emails%5btype%20eq%20%22x%7Cy%22%5d)",
                        "userName+eq+\"" + encoded + "\"+and+not+(emails[type+eq+\"x|y\"])",
                        "userName%20eq%20%22" + encoded
                                + "%22&attributes=userName&startIndex=1&count=10&aadOptscim062020")
                .map(query -> dynamicTest(query, () -> finds("/Users?filter=" + query)));
    }

    private void finds(String relative) throws IOException {
        WireResponse found = send(WireRequest.get(path + relative));

        assertThat(found.status()).as("%s", found).isEqualTo(200);
        assertThat(found.body().text()).contains("\"totalResults\":1");
        assertThat(text(found, "/Resources/0/userName")).isEqualTo(userName);
    }

    @Test
    @DisplayName("a query of 3,000 characters")
    void findsByALongFilter() throws IOException {
        create("/Users", user(userName));
        StringBuilder filter = new StringBuilder("userName+eq+%22")
                .append(userName.replace("\u00eb", "%C3%AB").replace("+", "%2B"))
                .append("%22");
        while (filter.length() < 3_000) {
            filter.append("+or+userName+eq+%22").append(UUID.randomUUID()).append("%22");
        }

        finds("/Users?filter=" + filter);
    }

    @Test
    @DisplayName("RFC 7644 §4: a colon in a path, encoded and not")
    void findsASchema() throws IOException {
        for (String colon : List.of(":", "%3A", "%3a")) {
            WireResponse schema = send(WireRequest.get(path + "/Schemas/" + USER.replace(":", colon)));

            assertThat(schema.status()).as("%s", schema).isEqualTo(200);
            assertThat(text(schema, "/id")).isEqualTo(USER);
        }
    }

    @Test
    @DisplayName("RFC 7644 §3.5.2: members go in and out")
    void letsMembersInAndOut() throws IOException {
        assumeTrue(
                send(WireRequest.get(path + "/ResourceTypes")).body().text().contains("\"/Groups\""),
                "the application has no groups");
        String first = id(create("/Users", user(userName)));
        String second = id(create("/Users", user("another+" + UUID.randomUUID() + "@hosts.example")));
        String group = target(create("/Groups", """
                {"schemas":["%s"],"displayName":"Team %s","members":[{"value":"%s"}]}""".formatted(GROUP, UUID.randomUUID(), first)));

        patchMembers(group, """
                {"op":"Add","path":"members","value":[{"value":"%s"}]}""".formatted(second));
        assertThat(send(WireRequest.get(group)).body().text()).contains(first, second);

        patchMembers(group, """
                {"op":"Remove","path":"members[value eq \\"%s\\"]"}""".formatted(first));
        patchMembers(group, """
                {"op":"Remove","path":"members","value":[{"value":"%s"}]}""".formatted(second));
        assertThat(send(WireRequest.get(group)).body().text()).doesNotContain(first, second);
    }

    private void patchMembers(String group, String operation) throws IOException {
        WireResponse answer = send(WireRequest.of("PATCH", group)
                .withScimJson("{\"schemas\":[\"" + PATCH + "\"],\"Operations\":[" + operation + "]}"));

        assertThat(answer.status()).as("%s", answer).isIn(200, 204);
    }

    @Test
    @DisplayName("RFC 7644 §2: without a token, with a wrong one and with another scheme it is SCIM that answers 401")
    void asksForTheToken() throws IOException {
        requireChallenge(WireRequest.get(path + "/Users"));
        requireChallenge(WireRequest.get(path + "/Users").withBearer("not.the.token"));
        requireChallenge(WireRequest.get(path + "/Users").with("Authorization", "Basic eDp5"));
        requireChallenge(WireRequest.of("POST", path + "/Users").withScimJson(user(userName)));
        requireChallenge(WireRequest.of("PATCH", path + "/Users/1").withScimJson("{}"));
        requireChallenge(WireRequest.of("DELETE", path + "/Users/1"));
    }

    private void requireChallenge(WireRequest request) throws IOException {
        WireResponse answer = client.send(request);

        requireError(answer, 401, "");
        assertThat(answer.headers().all("WWW-Authenticate"))
                .as("%s", answer)
                .isNotEmpty()
                .allMatch(challenge -> challenge.startsWith("Bearer"));
    }

    @Test
    @DisplayName("no session, whoever asks")
    void keepsNoSession() throws IOException {
        for (WireResponse answer : List.of(
                create("/Users", user(userName)),
                client.send(WireRequest.get(path + "/Users")),
                client.send(WireRequest.get(path + "/ServiceProviderConfig")))) {
            assertThat(answer.headers().first("Set-Cookie")).as("%s", answer).isEmpty();
        }
    }

    @Test
    @DisplayName("RFC 7644 §3.12: what is not JSON, or not sent as JSON, is refused by SCIM")
    void refusesMalformedBodies() throws IOException {
        for (String body : List.of("{", "", "[]", "\"\"", "{\"schemas\":[\"" + USER + "\"],\"userName\":}")) {
            requireError(send(post("/Users", body)), 400, "invalidSyntax");
        }
        byte[] latin = user(userName).getBytes(StandardCharsets.ISO_8859_1);
        requireError(send(post("/Users", "").with(WireBody.of(latin))), 400, "invalidSyntax");

        for (String type :
                List.of("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x")) {
            WireRequest form = WireRequest.of("POST", path + "/Users")
                    .with("Content-Type", type)
                    .with(WireBody.of("userName=" + userName));
            requireError(send(form), 415, "");
        }
    }

    @Test
    @DisplayName("a content type that names another character encoding: JSON is UTF-8 (RFC 8259 §8.1)")
    void readsJsonAsUtf8() throws IOException {
        WireResponse answer = send(WireRequest.of("POST", path + "/Users")
                .with("Content-Type", "application/json; charset=ISO-8859-1")
                .with(WireBody.of(user(userName))));

        assertThat(answer.status()).as("%s", answer).isEqualTo(201);
        created.add(target(answer));
        assertThat(text(answer, "/userName")).isEqualTo(userName);
    }

    @Test
    @DisplayName("a body as large as the service takes is let through, by its length and in chunks")
    void letsLargeBodiesThrough() throws IOException {
        String large = padded(user(userName), maxBodyBytes());
        String target = target(create("/Users", large));

        WireResponse replaced = send(chunked(WireRequest.of("PUT", target), large));
        assertThat(replaced.status()).as("%s", replaced).isEqualTo(200);
    }

    @Test
    @DisplayName("RFC 7644 §3.7.4: a Bulk request as large as the service says is let through")
    void letsLargeBulkRequestsThrough() throws IOException {
        WireResponse config = send(WireRequest.get(path + "/ServiceProviderConfig"));
        assumeTrue(config.body().text().contains("\"bulk\":{\"supported\":true"), "the application has no Bulk");
        Json size = Json.parse(config.body().text()).at("/bulk/maxPayloadSize").orElseThrow();
        String bulk = """
                {"schemas":["%s"],"Operations":[{"method":"DELETE","path":"/Users/none"}]}""".formatted(BULK);

        WireResponse answer = send(post("/Bulk", padded(bulk, Integer.parseInt(size.text()))));

        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        assertThat(answer.body().text()).contains("\"404\"");
    }

    @Test
    @DisplayName("RFC 7644 §3.12: a body above the limit is 413, in SCIM's words, however it comes")
    void refusesBodiesAboveTheLimit() throws IOException {
        for (int bytes : List.of(maxBodyBytes() + 1, 8 * maxBodyBytes())) {
            String body = padded(user(userName), bytes);

            requireError(send(post("/Users", body)), 413, "");
            requireError(send(chunked(WireRequest.of("POST", path + "/Users"), body)), 413, "");
        }
        requireError(send(post("/Users", "{}")), 400, "");
    }

    @Test
    @DisplayName("RFC 7644 §3.12: what there is not is SCIM's 404, and methods that there are not its 405")
    void leavesErrorsToTheService() throws IOException {
        requireError(send(WireRequest.get(path + "/Nothing")), 404, "");
        requireError(send(WireRequest.get(path + "/Users/none")), 404, "");
        requireError(send(WireRequest.of("DELETE", path + "/Users")), 405, "");
        requireError(send(WireRequest.of("PUT", path + "/Users")), 405, "");
    }

    @Test
    @DisplayName(
            "what is encoded in a path is no way around it, and no error of the server; container and firewall may refuse it by themselves")
    void takesNoEncodedSlashForAPath() throws IOException {
        String id = id(create("/Users", user(userName)));

        for (String sneaked : List.of(
                "/Users%2F" + id,
                "/Users/x%2F..%2F" + id,
                "/Users/%2E%2E%2FUsers%2F" + id,
                "/Users/%252F" + id,
                "/Users/%25zz",
                "/Users/a%3Fb%23c",
                "/Users/%00",
                "/Users/%FF")) {
            try (WireClient own = WireClient.to(baseUrl())) { // some containers close the connection after such a path
                WireResponse answer = own.send(WireRequest.get(path + sneaked).withBearer(token()));
                assertThat(answer.status()).as(sneaked).isIn(400, 401, 404);
            }
        }
    }

    /** Containers answer it by themselves, some with a page for people, whatever the service says. */
    @Test
    @DisplayName(
            "a body that is not in the chunks that it announces is the client's mistake; the container may hang up")
    void refusesBrokenChunks() throws IOException {
        WireRequest broken = WireRequest.of("POST", path + "/Users")
                .withScimJson("no chunk\r\n\r\n")
                .with("Transfer-Encoding", "chunked");
        try {
            assertThat(send(broken).status()).isIn(400, 401);
        } catch (IOException hungUp) {
            assertThat(send(WireRequest.get(path + "/Users?count=0")).status()).isEqualTo(200);
        }
    }

    private WireResponse create(String endpoint, String body) throws IOException {
        WireResponse answer = send(post(endpoint, body));
        assertThat(answer.status()).as("%s", answer).isEqualTo(201);
        created.add(target(answer));
        return answer;
    }

    private WireResponse send(WireRequest request) throws IOException {
        return client.send(request.withBearer(token()));
    }

    private WireRequest post(String endpoint, String body) {
        return WireRequest.of("POST", path + endpoint).withScimJson(body);
    }

    private static String user(String userName) {
        return """
                {"schemas":["%s"],"userName":"%s","active":true,\
                "name":{"givenName":"Zo\u00eb","familyName":"O'Neill-\u0141ukasz"}}""".formatted(USER, userName);
    }

    /** The object with so many blanks before its last brace that it has this many bytes. */
    private static String padded(String object, int bytes) {
        int blanks = bytes - object.getBytes(StandardCharsets.UTF_8).length;
        assumeTrue(blanks > ROOM, "the limit is smaller than what is sent");
        return object.substring(0, object.length() - 1) + " ".repeat(blanks) + "}";
    }

    private static WireRequest chunked(WireRequest request, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream chunks = new ByteArrayOutputStream(bytes.length + bytes.length / 64);
        for (int start = 0; start < bytes.length; start += CHUNK_BYTES) {
            int length = Math.min(CHUNK_BYTES, bytes.length - start);
            chunks.writeBytes((Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            chunks.write(bytes, start, length);
            chunks.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        chunks.writeBytes("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        return request.with("Content-Type", "application/scim+json")
                .with("Transfer-Encoding", "chunked")
                .with(WireBody.of(chunks.toByteArray()));
    }

    private String target(WireResponse created) {
        return path + "/" + endpoint(created) + "/" + id(created);
    }

    private static String endpoint(WireResponse created) {
        return created.body().text().contains(GROUP) ? "Groups" : "Users";
    }

    private static String id(WireResponse created) {
        return text(created, "/id");
    }

    private static String text(WireResponse answer, String pointer) {
        return Json.parse(answer.body().bytes())
                .at(pointer)
                .flatMap(Json::asString)
                .orElseThrow(() -> new AssertionError("nothing at " + pointer + " of " + answer));
    }

    private static void requireError(WireResponse answer, int status, String scimType) {
        assertThat(answer.status()).as("%s", answer).isEqualTo(status);
        assertThat(answer.headers().first("Content-Type").orElse(""))
                .as("%s", answer)
                .startsWith("application/scim+json");
        assertThat(answer.body().text()).as("%s", answer).contains(ERROR, "\"" + status + "\"", scimType);
    }
}
