package dev.scimlet.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.protocol.InMemoryService.Answer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever comes in, a SCIM error goes out ({@link InMemoryService} checks it and that no status is from 500 on), and the
 * service lives on. The time limit only ends what hangs.
 */
@Timeout(60)
class HostileInputTest {

    private static final String OPEN_USER = "{'schemas':['" + InMemoryService.USER + "'],'userName':'bjensen'";

    private final InMemoryService service = InMemoryService.start();
    private final String someone = service.createUser("someone");

    @AfterEach
    void livesOn() {
        assertThat(service.found("userName eq \"someone\"")).hasSize(1);
    }

    private Answer post(byte[] body) {
        return service.send(InMemoryService.request("POST", "/Users").body(new ByteArrayInputStream(body)));
    }

    /** A stream of one byte again and again, which tells how much of it was read. */
    private static final class Endless extends InputStream {

        private long read;

        @Override
        public int read() {
            read++;
            return '[';
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
            for (int i = 0; i < length; i++) {
                bytes[offset + i] = ' ';
            }
            read += length;
            return length;
        }
    }

    @Nested
    class Sizes {

        private final com.sun.management.ThreadMXBean memory =
                (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

        @ParameterizedTest
        @ValueSource(strings = {"/Users", "/Users/.search", "/Bulk", "/.search"})
        void aBodyThatNeverEndsIsReadToTheLimitOnly(String target) {
            Endless endless = new Endless();
            long before = memory.getThreadAllocatedBytes(Thread.currentThread().getId());

            service.send(InMemoryService.request("POST", target).body(endless)).is(413);

            long allocated =
                    memory.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
            int limit = target.equals("/Bulk")
                    ? ServiceLimits.DEFAULT.maxBulkBytes()
                    : ServiceLimits.DEFAULT.maxBodyBytes();
            assertThat(endless.read).isLessThanOrEqualTo(limit + 1L);
            assertThat(allocated).isLessThan(4L * limit);
        }

        @ParameterizedTest
        @ValueSource(strings = {"67108864", "9223372036854775807", "+67108864", "067108864"})
        void aBodyThatIsDeclaredTooLargeIsNotRead(String length) {
            Endless endless = new Endless();

            service.send(InMemoryService.request("PUT", "/Users/" + someone)
                            .header("Content-Length", length)
                            .body(endless))
                    .is(413);

            assertThat(endless.read).isZero();
        }

        @ParameterizedTest
        @ValueSource(strings = {"-1", "many", "99999999999999999999", ""})
        void aLengthThatIsNoneIsNotBelieved(String length) {
            service.send(InMemoryService.request("POST", "/Users")
                            .header("Content-Length", length)
                            .body(InMemoryService.json(OPEN_USER + "}")))
                    .is(201);
        }

        @Test
        void tenThousandOperationsAreTooMany() {
            String operation = "{'op':'replace','path':'title','value':'x'}";
            String operations = String.join(",", java.util.Collections.nCopies(10_000, operation));

            service.patch("/Users/" + someone, operations).is(413);
        }

        @Test
        void tooManyEntriesOfAListAreRefused() {
            String entries = String.join(",", java.util.Collections.nCopies(100_001, "{}"));
            String numbered = IntStream.rangeClosed(0, 100_000)
                    .mapToObj(i -> "{'value':'" + i + "'}")
                    .collect(Collectors.joining(","));
            InMemoryService roomy = InMemoryService.start(builder ->
                    builder.limits(ServiceLimits.builder().maxBodyBytes(8 << 20).build()));

            roomy.post("/Users", OPEN_USER + ",'emails':[" + numbered + "]}").is(413);
            assertThat(roomy.post("/Users", OPEN_USER + ",'emails':[" + entries + "]}")
                            .status())
                    .isIn(201, 400);
        }
    }

    @Nested
    class Filters {

        @ParameterizedTest
        @ValueSource(strings = {"(", "not (", "emails[", "name.", "a and ", "userName eq \\\"x\\\" or ("})
        void nestedWithoutEndAreRefused(String part) {
            String filter = part.repeat(600_000 / part.length());

            service.search("/Users", "'filter':'" + filter + "'").is(400, "invalidFilter");
            service.search("", "'filter':'" + filter + "'").is(400, "invalidFilter");
            service.get("/Users?filter=" + InMemoryService.encoded(filter)).is(400, "invalidFilter");
            service.patch("/Users/" + someone, "{'op':'remove','path':'emails[" + filter + "]'}")
                    .is(400);
        }

        @Test
        void ofAHundredThousandBalancedParenthesesAreRefused() {
            String filter = "(".repeat(100_000) + "userName pr" + ")".repeat(100_000);

            service.search("/Users", "'filter':'" + filter + "'").is(400, "invalidFilter");
        }

        @Test
        void ofManyComparisonsAreRefused() {
            String filter = String.join(" or ", java.util.Collections.nCopies(1_001, "id pr"));

            service.search("/Users", "'filter':'" + filter + "'").is(400, "invalidFilter");
        }

        @ParameterizedTest
        @ValueSource(strings = {"1e999999", "-1e-999999", "1e2147483647", "0e99999999999", "1e-2147483648"})
        void withHugeNumbersDoNotGrow(String number) {
            for (String attribute : List.of(InMemoryService.BADGE + ":weight", InMemoryService.BADGE + ":level")) {
                service.createUser("u" + number + attribute.length(), "'" + InMemoryService.BADGE + "':{'weight':1.5}");
                for (String operator : List.of("eq", "gt", "le", "ne")) {
                    Answer answer =
                            service.search("/Users", "'filter':'" + attribute + " " + operator + " " + number + "'");
                    assertThat(answer.status()).as(answer.text()).isIn(200, 400);
                }
            }
        }
    }

    @Nested
    class Json {

        @ParameterizedTest
        @ValueSource(strings = {"[", "{'a':", "[{'a':"})
        void tenThousandLevelsDeepIsRefused(String level) {
            String deep = level.repeat(10_000);
            List<String> bodies = List.of(
                    deep,
                    OPEN_USER + ",'x':" + deep,
                    OPEN_USER + ",'emails':" + deep,
                    OPEN_USER + ",'name':" + deep,
                    OPEN_USER + ",'" + InMemoryService.ENTERPRISE + "':" + deep);
            for (String body : bodies) {
                service.post("/Users", body).is(400, "invalidSyntax");
                service.put("/Users/" + someone, body).is(400, "invalidSyntax");
            }
            service.patch("/Users/" + someone, "{'op':'add','value':" + deep).is(400, "invalidSyntax");
            service.patch("/Users/" + someone, "{'value':" + deep).is(400, "invalidSyntax");
            service.patch("/Users/" + someone, "{'op':'add','path':'emails','value':" + deep)
                    .is(400, "invalidSyntax");
            service.search("/Users", "'x':" + deep).is(400, "invalidSyntax");
            service.bulk("{'method':'POST','path':'/Users','bulkId':'1','data':" + deep)
                    .is(400, "invalidSyntax");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "'title':'a','title':'b'",
                    "'title':'a','TITLE':'b'",
                    "'USERNAME':'other'",
                    "'x':1,'X':2",
                    "'name':{'givenName':'a','givenname':'b'}",
                    "'emails':[{'value':'a','Value':'b'}]",
                    "'" + InMemoryService.BADGE + "':{'level':1},'" + InMemoryService.BADGE + "':{'level':2}",
                    "'schemas':['" + InMemoryService.USER + "']"
                })
        void withANameTwiceIsRefused(String members) {
            service.post("/Users", OPEN_USER + "," + members + "}").is(400, "invalidSyntax");
        }

        @Test
        void withANameTwiceIsRefusedInMessages() {
            service.patch("/Users/" + someone, "{'op':'add','OP':'remove','path':'title','value':'x'}")
                    .is(400, "invalidSyntax");
            service.patch("/Users/" + someone, "{'op':'add','value':{'title':'x','Title':'y'}}")
                    .is(400, "invalidSyntax");
            service.search("/Users", "'filter':'userName pr','Filter':'id pr'").is(400, "invalidSyntax");
            service.bulk("{'method':'DELETE','path':'/Users/1','path':'/Users/" + someone + "'}")
                    .is(400, "invalidSyntax");
            service.bulk("{'method':'POST','path':'/Users','bulkId':'1','data':{},'Data':{}}")
                    .is(400, "invalidSyntax");
            service.bulk("{'method':'DELETE','path':'/Users/1'}", "'failOnErrors':1,'failonerrors':2")
                    .is(400, "invalidSyntax");
            service.get("/Users/" + someone).is(200);
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = ';',
                quoteCharacter = '`',
                value = {
                    "'title':'\\ud800'; invalidValue",
                    "'title':'\\udc00\\ud800'; invalidValue",
                    "'emails':[{'value':'a\\udfff@x'}]; invalidValue",
                    "'profileUrl':'http://x/\\ud800'; invalidValue",
                    "'" + InMemoryService.BADGE + "':{'level':1e999999}; invalidValue",
                    "'" + InMemoryService.BADGE + "':{'level':9223372036854775808}; invalidValue",
                    "'" + InMemoryService.BADGE + "':{'weight':1e999999}; invalidValue",
                    "'" + InMemoryService.BADGE + "':{'weight':-1e-999999}; invalidValue",
                    "'" + InMemoryService.BADGE + "':{'weight':1e99999999999999999999}; invalidValue",
                    "'" + InMemoryService.BADGE + "':{'weight':NaN}; invalidSyntax",
                    "'active':1; invalidValue",
                    "'active':1e999999; invalidValue"
                })
        void withImpossibleValuesIsRefused(String members, String scimType) {
            service.post("/Users", OPEN_USER + "," + members + "}").is(400, scimType);
        }

        @Test
        void withHalvesOfSurrogatePairsInMessagesIsRefused() {
            service.search("/Users", "'filter':'userNam\\ud800 eq \\'x\\''".replace("\\'", "\\\""))
                    .is(400, "invalidFilter");
            service.search("/Users", "'sortBy':'userNam\\ud800'").is(400, "invalidValue");
            Answer sought = service.search("/Users", "'filter':'userName eq \\'x\\udc00\\''".replace("\\'", "\\\""));
            assertThat(sought.status()).isIn(200, 400);
            service.search("/Users", "'attributes':['userNam\\ud800']");
            service.patch("/Users/" + someone, "{'op':'remove','path':'titl\\ud800'}")
                    .is(400, "invalidPath");
            service.patch("/Users/" + someone, "{'op':'add','value':{'titl\\ud800':'x'}}")
                    .is(400);
            service.patch("/Users/" + someone, "{'op':'\\ud800','path':'title'}")
                    .is(400, "invalidSyntax");
            service.patch("/Users/" + someone, "{'op':'add','path':'title','value':'\\ud800'}")
                    .is(400, "invalidValue");
            service.bulk("{'method':'\\ud800','path':'/Users/1'}").is(400, "invalidSyntax");
            service.bulk("{'method':'POST','path':'/Users','bulkId':'\\ud800','data':{}}")
                    .is(400, "invalidSyntax");
            service.bulk("{'method':'DELETE','path':'/Users/\\ud800'}").is(400, "invalidSyntax");
            service.send(InMemoryService.request("GET", "/Users/\ud800")).is(404);
            service.send(InMemoryService.request("GET", "/Users?filter=\ud800")).is(400);
            InMemoryService strict =
                    InMemoryService.start(builder -> builder.profile(dev.scimlet.core.profile.ClientProfile.STRICT));
            strict.post("/Users", OPEN_USER + ",'titl\\ud800':'x'}").is(400, "invalidSyntax");
        }

        @Test
        void withNumbersOfThousandsOfDigitsIsRefused() {
            for (int digits : new int[] {1_000, 1_001, 100_000}) {
                String number = "9".repeat(digits);
                service.post("/Users", OPEN_USER + ",'" + InMemoryService.BADGE + "':{'level':" + number + "}}")
                        .is(400);
                service.post("/Users", OPEN_USER + ",'" + InMemoryService.BADGE + "':{'weight':" + number + "}}")
                        .is(400);
                service.post("/Users", OPEN_USER + ",'" + InMemoryService.BADGE + "':{'weight':0." + number + "1}}")
                        .is(400);
                service.bulk("{'method':'DELETE','path':'/Users/1'}", "'failOnErrors':" + number)
                        .is(400, "invalidSyntax");
                Answer searched = service.search("/Users", "'count':" + number);
                assertThat(searched.status()).as(searched.text()).isIn(200, 400);
                Answer paged = service.get("/Users?count=" + number + "&startIndex=-" + number);
                assertThat(paged.status()).as(paged.text()).isIn(200, 400);
            }
        }

        @Test
        void withANameOfManyCharactersIsRefusedOrIgnored() {
            Answer answer = service.post("/Users", OPEN_USER + ",'" + "n".repeat(500_000) + "':1}");

            assertThat(answer.status()).isEqualTo(400);
        }

        @Test
        void withNulInATextIsStoredOrRefusedButNeverCut() {
            Answer answer = service.post("/Users", OPEN_USER + ",'title':'a\\u0000b'}");

            assertThat(answer.status() == 400
                            || answer.json().path("title").asText().equals("a\0b"))
                    .isTrue();
            Answer found = service.search("/Users", "'filter':'title eq \\\"a\\\\u0000c\\\"'");
            assertThat(found.status()).isIn(200, 400);
        }

        static List<String> faultyBytes() {
            return List.of(
                    "ff",
                    "c080",
                    "e0808a",
                    "eda080",
                    "f4908080",
                    "c3",
                    "f09f98",
                    "80",
                    "fe",
                    "f8888080",
                    "0000",
                    "fffe",
                    "feff");
        }

        @ParameterizedTest
        @MethodSource("faultyBytes")
        void withInvalidUtf8IsRefused(String hex) {
            byte[] fault = java.util.HexFormat.of().parseHex(hex);
            for (String before : List.of(OPEN_USER + ",'title':'", OPEN_USER + ",'n", "")) {
                ByteArrayOutputStream body = new ByteArrayOutputStream();
                body.writeBytes(InMemoryService.json(before).getBytes(StandardCharsets.UTF_8));
                body.writeBytes(fault);
                body.writeBytes(InMemoryService.json(before.isEmpty() ? OPEN_USER + "}" : "':'x'}")
                        .getBytes(StandardCharsets.UTF_8));
                assertThat(post(body.toByteArray()).status()).isEqualTo(400);
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"UTF-16BE", "UTF-16LE", "UTF-16", "UTF-32BE", "UTF-32LE"})
        void inOtherEncodingsIsRefused(String charset) {
            Charset encoding = Charset.forName(charset);
            List<String> bodies = List.of(
                    OPEN_USER + "}",
                    "\ufeff" + OPEN_USER + "}",
                    InMemoryService.patchBody("{'value':'x','path':'title','op':'add'}"),
                    "\ufeff" + InMemoryService.patchBody("{'value':'x','path':'title','op':'add'}"),
                    InMemoryService.bulkBody("{'method':'DELETE','path':'/Users/1'},{'method':'POST','path':'/Users',"
                            + "'bulkId':'1','data':" + OPEN_USER + "}}"),
                    "\ufeff" + InMemoryService.bulkBody("{'method':'DELETE','path':'/Users/1'}"),
                    "{'schemas':['urn:ietf:params:scim:api:messages:2.0:SearchRequest'],'filter':'userName pr'}");
            for (String body : bodies) {
                byte[] bytes = InMemoryService.json(body).getBytes(encoding);
                for (String target : List.of(
                        "POST /Users",
                        "PUT /Users/" + someone,
                        "PATCH /Users/" + someone,
                        "POST /Bulk",
                        "POST /Users/.search",
                        "POST /.search")) {
                    String[] parts = target.split(" ");
                    service.send(InMemoryService.request(parts[0], parts[1]).body(new ByteArrayInputStream(bytes)))
                            .is(400, "invalidSyntax");
                }
            }
        }

        @Test
        void withAByteOrderMarkIsTheSameOrRefused() {
            Answer created =
                    post(InMemoryService.json("\ufeff" + OPEN_USER + "}").getBytes(StandardCharsets.UTF_8));
            assertThat(created.status()).isIn(201, 400);

            byte[] patch = InMemoryService.json("\ufeff"
                            + InMemoryService.patchBody("{'value':'x','path':'title','op':'add'},"
                                    + "{'value':{'nickName':'y'},'op':'add'}"))
                    .getBytes(StandardCharsets.UTF_8);
            Answer patched = service.send(
                    InMemoryService.request("PATCH", "/Users/" + someone).body(new ByteArrayInputStream(patch)));
            assertThat(patched.status()).isEqualTo(created.status() == 201 ? 200 : 400);
            if (patched.status() == 200) {
                assertThat(patched.json().path("title").asText()).isEqualTo("x");
                assertThat(patched.json().path("nickName").asText()).isEqualTo("y");
            }

            byte[] bulk = InMemoryService.json("\ufeff"
                            + InMemoryService.bulkBody("{'method':'POST','path':'/Users','bulkId':'1','data':"
                                    + OPEN_USER.replace("bjensen", "bulky") + "}}"))
                    .getBytes(StandardCharsets.UTF_8);
            Answer processed =
                    service.send(InMemoryService.request("POST", "/Bulk").body(new ByteArrayInputStream(bulk)));
            assertThat(processed.status()).isEqualTo(created.status() == 201 ? 200 : 400);
            if (processed.status() == 200) {
                assertThat(processed.json().at("/Operations/0/status").asText()).isEqualTo("201");
            }
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"", " ", "null", "7", "'x'", "[]", "{", "{}{}", "{}]", "{'userName':}", "<x/>", "{'a'}"})
        void thatIsNoObjectIsRefused(String body) {
            for (String target : List.of(
                    "POST /Users",
                    "PUT /Users/" + someone,
                    "PATCH /Users/" + someone,
                    "POST /Bulk",
                    "POST /Users/.search",
                    "POST /.search")) {
                String[] parts = target.split(" ");
                service.send(parts[0], parts[1], body).is(400);
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {" x", "{}", "]", "}", ",", "\0"})
        void withTextAfterItIsRefused(String after) {
            service.post("/Users", OPEN_USER + "}" + after).is(400, "invalidSyntax");
            service.patch("/Users/" + someone, "{'op':'add','path':'title','value':'x'}")
                    .is(200);
            service.send(
                            "PATCH",
                            "/Users/" + someone,
                            InMemoryService.patchBody("{'op':'add','path':'title','value':'y'}") + after)
                    .is(400, "invalidSyntax");
            service.post(
                            "/Bulk",
                            InMemoryService.bulkBody("{'method':'DELETE','path':'/Users/" + someone + "'}") + after)
                    .is(400, "invalidSyntax");
            assertThat(service.get("/Users/" + someone).json().path("title").asText())
                    .isEqualTo("x");
        }
    }

    @Nested
    class Uris {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "%",
                    "%4",
                    "%zz",
                    "%ff",
                    "%c0%80",
                    "%ed%a0%80",
                    "%u0041",
                    "%%",
                    "%-1",
                    "%+1",
                    "%2",
                    "a%",
                    "%ff%fe"
                })
        void withMalformedEscapesAreRefused(String escape) {
            service.get("/Users?filter=" + escape).is(400, "invalidFilter");
            service.get("/Users?count=" + escape).is(400);
            service.get("/Users?" + escape + "=1").is(400);
            service.get("/Users/" + escape).is(400);
            service.get("/" + escape).is(400);
            service.delete("/Users/" + someone + escape).is(400);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "/Usersxyz",
                    "/users",
                    "/USERS",
                    "/Users/a/b",
                    "/Users/%2e%2e/Groups",
                    "/Users/../Users",
                    "/Users/./x",
                    "/./Users",
                    "/Users/a%2Fb",
                    "/Users%2Fa",
                    "/Users%00",
                    "/Users/%00",
                    "/Users/%0d%0aSet-Cookie:x",
                    "/Users%20",
                    "/Users//x",
                    "///Users",
                    "/Users/x//",
                    "/v1/v2/Users",
                    "/v2/v2/Users",
                    "/Users;x=y",
                    "/Users/;x=y",
                    "/Me/x",
                    "/Me/.search",
                    "/Bulk/x",
                    "/.search/x",
                    "/ServiceProviderConfig/x/y",
                    "/Schemas/urn:x",
                    "/ResourceTypes/Users/x",
                    "/Users/.search/x",
                    "/%F0%9F%98%80",
                    "Users"
                })
        void thatLookLikeOthersAreNot(String path) {
            String method = path.endsWith(".search") ? "POST" : "GET";
            Answer answer = service.send(InMemoryService.request(method, path));

            assertThat(answer.status())
                    .as(path + answer.text())
                    .isIn(path.equals("Users") ? List.of(200, 404) : List.of(400, 404, 405, 501));
        }

        @Test
        void ofManySegmentsAreRefused() {
            service.get("/Users" + "/x".repeat(100_000)).is(404);
            service.get("/".repeat(100_000)).is(404);
            service.get("/Users/" + "x".repeat(500_000)).is(404);
        }

        @Test
        void ofManyParametersAreRead() {
            String parameters =
                    IntStream.range(0, 50_000).mapToObj(i -> "p" + i + "=").collect(Collectors.joining("&"));
            service.get("/Users?" + parameters + "&count=1").is(200);
            service.get("/Users?" + "&".repeat(100_000)).is(200);
            service.get("/Users?attributes=" + "userName,".repeat(50_000)).is(200);
            service.get("/Users?attributes=" + "[".repeat(50_000)).is(400);
        }

        @ParameterizedTest
        @ValueSource(strings = {"get", "TRACE", "CONNECT", "PROPFIND", "", "G\u0000T", "POST\r\nX: y"})
        void withOddMethodsAreRefused(String method) {
            for (String path :
                    List.of("/Users", "/Users/" + someone, "/Bulk", "/ServiceProviderConfig", "/Schemas", "/")) {
                Answer answer = service.send(InMemoryService.request(method, path));
                assertThat(answer.status()).as(path).isIn(405, 501);
            }
        }
    }

    @Nested
    class Headers {

        private static final String LONG_LIST = "\"a\",".repeat(20_000) + "\"a\"";

        static List<String> oddTags() {
            return List.of(
                    "",
                    " ",
                    "x",
                    "\"",
                    "\"x",
                    "W/",
                    "W/\"",
                    "w/\"x\"",
                    "\"x\" \"y\"",
                    ",",
                    ",,\"x\"",
                    "\"x\",",
                    "**",
                    "*, *",
                    "\"\\\"\"",
                    "\u0000",
                    LONG_LIST,
                    "\"" + "x".repeat(100_000) + "\"",
                    "\"x\"," + " ".repeat(100_000),
                    " ".repeat(50_000) + "x");
        }

        @ParameterizedTest
        @MethodSource("oddTags")
        void ofConditionsThatAreMalformedNeverMatch(String tag) {
            for (String method : List.of("PUT", "PATCH", "DELETE", "GET")) {
                service.send(InMemoryService.request(method, "/Users/" + someone)
                                .header("If-Match", tag)
                                .body("{}"))
                        .is(412);
            }
            service.send(InMemoryService.request("GET", "/Users/" + someone).header("If-None-Match", tag))
                    .is(200);
            Answer bulk =
                    service.bulk("{'method':'DELETE','path':'/Users/" + someone + "','version':" + quoted(tag) + "}");
            assertThat(bulk.json().at("/Operations/0/status").asText()).isEqualTo("412");
        }

        private static String quoted(String text) {
            return com.fasterxml.jackson.databind.node.TextNode.valueOf(text).toString();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    " ",
                    ",",
                    ";",
                    "/",
                    "*",
                    "*/*;q=",
                    "*/*;q=x",
                    "*/*;q=NaN",
                    "*/*;q=-1",
                    "application/json;q=1e999",
                    "text/html;q=0,*/*;q=0.0",
                    "application/scim+json;",
                    "\u0000",
                    "a/b/c"
                })
        void ofMediaTypesThatAreMalformedAreAnswered(String type) {
            service.get("/Users");
            Answer read = service.send(InMemoryService.request("GET", "/Users").header("Accept", type));
            assertThat(read.status()).isIn(200, 406);
            Answer written = service.send(InMemoryService.request("POST", "/Users")
                    .header("Content-Type", type)
                    .body(InMemoryService.json(OPEN_USER + "}")));
            assertThat(written.status()).isIn(201, 415);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"", "yesterday", "Sat, 99 Nov 2026 00:00:00 GMT", "-1", "Mon, 01 Jan +999999999 00:00:00 GMT"
                })
        void ofDatesThatAreMalformedAreIgnored(String date) {
            service.send(InMemoryService.request("GET", "/Users/" + someone).header("If-Modified-Since", date))
                    .is(200);
            service.send(InMemoryService.request("GET", "/Users/" + someone).header("If-Unmodified-Since", date))
                    .is(200);
        }
    }

    @Nested
    class Cursors {

        @ParameterizedTest
        @ValueSource(strings = {"x", "AAAA", "%00", "===", "a.b.c.d", "after.none..x", "%F0%9F%98%80", "/", "-", "_"})
        void thatAreNoneAreRefused(String cursor) {
            service.get("/Users?cursor=" + cursor).is(400, "invalidCursor");
            service.search("/Users", "'cursor':'" + cursor + "'").is(400, "invalidCursor");
        }

        @Test
        void thatAreLongAreRefused() {
            service.search("/Users", "'cursor':'" + "A".repeat(500_000) + "'").is(400, "invalidCursor");
        }
    }
}
