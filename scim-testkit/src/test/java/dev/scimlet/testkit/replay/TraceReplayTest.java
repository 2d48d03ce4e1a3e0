package dev.scimlet.testkit.replay;

import static dev.scimlet.testkit.replay.TestTraces.capturing;
import static dev.scimlet.testkit.replay.TestTraces.document;
import static dev.scimlet.testkit.replay.TestTraces.get;
import static dev.scimlet.testkit.replay.TestTraces.replay;
import static dev.scimlet.testkit.replay.TestTraces.step;
import static dev.scimlet.testkit.replay.TestTraces.trace;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.scimlet.testkit.http.ScriptedServer.Answer;
import dev.scimlet.testkit.http.WireClient;
import dev.scimlet.testkit.replay.StepOutcome.Failed;
import dev.scimlet.testkit.replay.StepOutcome.NotRun;
import dev.scimlet.testkit.replay.StepOutcome.Passed;
import java.io.IOException;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceReplayTest {

    private static final Answer NO_CONTENT = Answer.open("HTTP/1.1 204 No Content\r\n\r\n");
    private static final Answer OK_WITHOUT_BODY = Answer.scim(200, "");

    private static List<String> mismatches(String step, Answer answer) throws IOException {
        return replay(trace(step), answer).mismatches();
    }

    private static String patch(String expect) {
        return step("PATCH", "/Users/1", "\"headers\": {}, \"body\": {}", expect);
    }

    @Nested
    class Requests {

        private String sent(String step) throws IOException {
            return replay(trace(step), NO_CONTENT).requests().get(0);
        }

        @Test
        void sendsHeadersAndBodyOfTheStepAndNothingElse() throws IOException {
            String step = step("POST", "/Users", """
                    "headers": {"Authorization": "Bearer ${token}", "User-Agent": null, "X-Run": "${run}"},
                    "body": {"b": "False", "a": ["${run}", null, 1], "${run}": "${baseUrl}/Users/x", "n": "${nobody"}
                    """, "{\"status\": 204}");

            assertThat(sent(step).replaceFirst("Content-Length: [0-9]+", "Content-Length: ..."))
                    .isEqualTo("POST /scim/v2/Users HTTP/1.1\r\nHost: SERVER\r\n"
                            + "Authorization: Bearer top-secret\r\nX-Run: run42\r\nContent-Length: ...\r\n\r\n"
                            + "{\"b\":\"False\",\"a\":[\"run42\",null,1],\"run42\":\"http://SERVER/scim/v2/Users/x\","
                            + "\"n\":\"${nobody\"}");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "/Users?filter=emails[primary%20eq%20true].value+eq+%22a%5b%c3%a9%22",
                    "/Users/?aadOptscim062020",
                    "/Schemas/urn%3Aietf:x",
                    "//Users"
                })
        void sendsThePathByteForByte(String path) throws IOException {
            assertThat(sent(step("GET", path, "\"headers\": {}", "{\"status\": 204}")))
                    .startsWith("GET /scim/v2" + path + " HTTP/1.1\r\n");
        }

        @Test
        void percentEncodesVariablesInPaths() throws IOException {
            var trace = TestTraces.read(document(
                    "\"variables\": {\"odd\": \"${run} é/?&+%[a-._~\\\"]\"},",
                    step("GET", "/Users/${odd}?a=${odd}", "\"headers\": {}", "{\"status\": 204}")));
            String encoded = "run42%20%C3%A9%2F%3F%26%2B%25%5Ba-._~%22%5D";

            assertThat(replay(trace, NO_CONTENT).requests().get(0))
                    .startsWith("GET /scim/v2/Users/" + encoded + "?a=" + encoded + " HTTP/1.1\r\n");
        }

        @Test
        void replacesVariablesOnce() throws IOException {
            var trace = trace(
                    capturing("{\"v\": \"/v\"}", get("{\"status\": 200}")),
                    step("GET", "/Users", "\"headers\": {\"X\": \"${v}\"}", "{\"status\": 204}"));
            var replayed = replay(trace, Answer.scim(200, "{\"v\": \"${run}$1\"}"), NO_CONTENT);

            assertThat(replayed.requests().get(1)).contains("\r\nX: ${run}$1\r\n");
        }

        @Test
        void givesEachReplayARunIdOfItsOwn() {
            Set<String> runs = new HashSet<>();
            try (var client = WireClient.to(URI.create("http://127.0.0.1:1"))) {
                var replay = new TraceReplay(client, URI.create("http://127.0.0.1:1/scim"), () -> "t");
                var trace = trace(get("{\"status\": 200}"));
                for (int count = 0; count < 20; count++) {
                    runs.add(replay.begin(trace).run());
                }
            }

            assertThat(runs).hasSize(20).allMatch(run -> run.matches("[a-z0-9]{12}"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "UPPER", "with-dash", "thirteen00000"})
        void refusesRunIdsOfAnotherForm(String run) {
            try (var client = WireClient.to(URI.create("http://127.0.0.1:1"))) {
                var replay = new TraceReplay(client, URI.create("http://127.0.0.1:1/scim"), () -> "t", () -> run);

                assertThatIllegalArgumentException().isThrownBy(() -> replay.replay(trace(get("{\"status\": 200}"))));
            }
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"/scim", "mailto:a", "http://127.0.0.1/scim?aadOptscim062020", "http://127.0.0.1/scim#a"})
        void refusesBaseUrlsThatAreNone(String baseUrl) {
            try (var client = WireClient.to(URI.create("http://127.0.0.1:1"))) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> new TraceReplay(client, URI.create(baseUrl), () -> "t"));
            }
        }
    }

    @Nested
    class Statuses {

        @ParameterizedTest
        @ValueSource(ints = {200, 404})
        void acceptsAnyOfTheList(int status) throws IOException {
            assertThat(mismatches(get("{\"status\": [200, 404]}"), Answer.scim(status, "")))
                    .isEmpty();
        }

        @Test
        void namesTheStatusAndTheError() throws IOException {
            var error = Answer.scim(
                    400, "{\"status\": \"400\", \"scimType\": \"invalidFilter\", \"detail\": \"no such attribute\"}");

            assertThat(mismatches(get("{\"status\": [200, 404], \"jsonSubset\": {\"id\": \"1\"}}"), error))
                    .containsExactly("status: expected 200 or 404, found 400 (invalidFilter: no such attribute)"
                            + " [T40, T49]");
            assertThat(mismatches(get("{\"status\": 200}"), Answer.scim(500, "")))
                    .containsExactly("status: expected 200, found 500 [T40, T49]");
        }
    }

    @Nested
    class Headers {

        private String expecting(String name, String pattern) {
            return get("{\"status\": 200, \"headers\": {\"%s\": \"%s\"}}".formatted(name, pattern));
        }

        private Answer with(String headers) {
            return Answer.open("HTTP/1.1 200 OK\r\n" + headers + "Content-Length: 2\r\n\r\n{}");
        }

        @ParameterizedTest
        @ValueSource(strings = {"BEARER", "realm", "^bearer realm=\\\"x\\\"$"})
        void searchesWithoutRegardToCase(String pattern) throws IOException {
            assertThat(mismatches(
                            expecting("www-authenticate", pattern), with("WWW-Authenticate: Bearer realm=\"x\"\r\n")))
                    .isEmpty();
        }

        @Test
        void acceptsAnyValueOfARepeatedHeader() throws IOException {
            var answer = with("WWW-Authenticate: Basic\r\nWWW-Authenticate: Bearer\r\n");

            assertThat(mismatches(expecting("WWW-Authenticate", "^Bearer"), answer))
                    .isEmpty();
            assertThat(mismatches(expecting("WWW-Authenticate", "^Digest"), answer))
                    .containsExactly(
                            "header WWW-Authenticate: expected a match of ^Digest, found Basic and Bearer [T40, T49]");
        }

        @Test
        void namesAMissingHeader() throws IOException {
            assertThat(mismatches(expecting("Location", "/Users/.+"), with("")))
                    .containsExactly("header Location: expected a match of /Users/.+, found nothing [T40, T49]");
        }

        @Test
        void takesVariablesLiterally() throws IOException {
            assertThat(mismatches(expecting("Location", "^${baseUrl}"), with("Location: http://127x0x0x1/scim/v2\r\n")))
                    .hasSize(1);
        }
    }

    @Nested
    class Bodies {

        private static final String CONTENT_TYPE =
                "{\"status\": [200, 204], \"headers\": {\"Content-Type\": \"^application/scim\\\\+json\"}}";
        private static final String SUBSET = "{\"status\": [200, 204], \"jsonSubset\": {\"id\": \"1\"}}";
        private static final String ABSENT = "{\"status\": [200, 204], \"jsonAbsent\": [\"/members\"]}";

        @ParameterizedTest
        @ValueSource(strings = {CONTENT_TYPE, SUBSET, ABSENT})
        void needsABody(String expect) throws IOException {
            assertThat(mismatches(get(expect), OK_WITHOUT_BODY))
                    .containsExactly("body: expected a body, found none [T40, T49]");
        }

        @ParameterizedTest
        @ValueSource(strings = {CONTENT_TYPE, SUBSET, ABSENT})
        void needsNoneWith204(String expect) throws IOException {
            assertThat(mismatches(get(expect), NO_CONTENT)).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {CONTENT_TYPE, SUBSET, ABSENT})
        void needsNoneAfterPatch(String expect) throws IOException {
            assertThat(mismatches(patch(expect), OK_WITHOUT_BODY)).isEmpty();
        }

        @Test
        void checksOtherHeadersOfAnAnswerWithoutBody() throws IOException {
            assertThat(mismatches(
                            patch("{\"status\": 204, \"headers\": {\"ETag\": \".\", \"Content-Type\": \"json\"}}"),
                            NO_CONTENT))
                    .containsExactly("header ETag: expected a match of ., found nothing [T40, T49]");
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '`',
                value = {
                    "{'status': 200, 'headers': {'Content-Type': 'scim'}} | application/json      | {}"
                            + "                   | header Content-Type: expected a match of scim, found application/json",
                    "{'status': 200, 'jsonSubset': {'id': '1'}}           | application/scim+json | {'id': '2'}"
                            + "          | /id: expected '1', found '2'",
                    "{'status': 200, 'jsonAbsent': ['/a/0/b']}            | application/scim+json | {'a': [{'b': 1}]}"
                            + "    | /a/0/b: expected nothing, found 1",
                })
        void checksTheBodyOfAPatchThatHasOne(String expect, String type, String body, String mismatch)
                throws IOException {
            assertThat(mismatches(patch(expect.replace('\'', '"')), Answer.json(200, type, body.replace('\'', '"'))))
                    .containsExactly(mismatch.replace('\'', '"') + " [T40, T49]");
        }

        @Test
        void acceptsWhatIsAbsent() throws IOException {
            var trace = trace(get("{\"status\": 200, \"jsonAbsent\": [\"/members\", \"/a/1\", \"/${run}\"]}"));

            assertThat(replay(trace, Answer.scim(200, "{\"a\": [1]}")).mismatches())
                    .isEmpty();
            assertThat(replay(trace, Answer.scim(200, "{\"run42\": [1]}")).mismatches())
                    .containsExactly("/run42: expected nothing, found [1] [T40, T49]");
        }

        @Test
        void fillsVariablesInExpectations() throws IOException {
            var trace = trace(get("""
                    {"status": 200, "jsonSubset": {"${run}": {"a": ["x${run}", {"@regex": "^${baseUrl}/Users$"}]}}}"""));

            assertThat(replay(trace, Answer.scim(200, "{\"run42\": {\"a\": [\"xrun42\", 1]}}"))
                            .mismatches())
                    .singleElement()
                    .satisfies(
                            mismatch -> assertThat(mismatch).startsWith("/run42/a/1: expected a match of ^\\Qhttp:"));
        }

        @Test
        void findsNullsWhereverTheyAre() throws IOException {
            assertThat(mismatches(
                            get("{\"status\": 200}"),
                            Answer.scim(200, "{\"a\": null, \"b\": [{\"c/d\": null}, null], \"e\": 1}")))
                    .containsExactly(
                            "/a: expected no null, found null [T21]",
                            "/b/0/c~1d: expected no null, found null [T21]",
                            "/b/1: expected no null, found null [T21]");
        }

        @Test
        void findsNullsInErrorsToo() throws IOException {
            assertThat(mismatches(get("{\"status\": 404}"), Answer.json(404, "text/plain", "{\"scimType\": null}")))
                    .containsExactly("/scimType: expected no null, found null [T21]");
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "{\"status\": 200} | application/scim+json; charset=utf-8",
                    "{\"status\": 200, \"jsonSubset\": {}} | text/html",
                    "{\"status\": 200, \"jsonAbsent\": [\"/a\"]} | text/html",
                })
        void needsJson(String expect, String type) throws IOException {
            assertThat(mismatches(get(expect), Answer.json(200, type, "<html>")))
                    .singleElement()
                    .satisfies(mismatch -> assertThat(mismatch).startsWith("body: expected JSON, found <html>"));
        }

        @Test
        void leavesOtherContentAloneWhereNothingIsExpectedOfIt() throws IOException {
            assertThat(mismatches(get("{\"status\": 404}"), Answer.json(404, "text/html", "<html>")))
                    .isEmpty();
        }
    }

    @Nested
    class Captures {

        private final Trace twoSteps = trace(
                capturing("{\"u\": \"/Resources/0/id\"}", get("{\"status\": 201}")),
                step("GET", "/Users/${u}", "\"headers\": {}", "{\"status\": 204}"));

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {"\"abc\" | abc", "7 | 7", "true | true"})
        void goIntoLaterSteps(String value, String text) throws IOException {
            var replayed =
                    replay(twoSteps, Answer.scim(201, "{\"Resources\": [{\"id\": %s}]}".formatted(value)), NO_CONTENT);

            assertThat(replayed.mismatches()).isEmpty();
            assertThat(replayed.requests().get(1)).startsWith("GET /scim/v2/Users/" + text + " ");
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "{\"id\": \"1\"}", "{\"Resources\": [{\"id\": {}}]}"})
        void failTheStepThatDoesNotGiveThem(String body) throws IOException {
            var replayed = replay(twoSteps, Answer.scim(201, body));

            assertThat(replayed.mismatches())
                    .containsExactly("/Resources/0/id: expected a value for ${u}, found none [T40, T49]");
            assertThat(replayed.report().outcomes().get(1))
                    .isEqualTo(new NotRun(twoSteps.steps().get(1), "no answer gave a value for u"));
        }

        @Test
        void areTakenFromAnotherSuccessAsWell() throws IOException {
            var replayed = replay(twoSteps, Answer.scim(200, "{\"Resources\": [{\"id\": \"1\"}]}"), NO_CONTENT);

            assertThat(replayed.report().outcomes())
                    .extracting(Object::getClass)
                    .isEqualTo(List.of(Failed.class, Passed.class));
        }

        @Test
        void areNotTakenFromErrors() throws IOException {
            var replayed = replay(twoSteps, Answer.scim(400, "{\"Resources\": [{\"id\": \"1\"}]}"));

            assertThat(replayed.report().outcomes())
                    .extracting(Object::getClass)
                    .isEqualTo(List.of(Failed.class, NotRun.class));
        }
    }

    @Test
    void goesOnAfterAStepThatFailed() throws IOException {
        var replayed = replay(
                trace(get("{\"status\": 200}"), get("{\"status\": 404}")), Answer.scim(500, ""), Answer.scim(404, ""));

        assertThat(replayed.report().outcomes())
                .extracting(Object::getClass)
                .isEqualTo(List.of(Failed.class, Passed.class));
        assertThat(replayed.report().passed()).isFalse();
    }

    @Test
    void stopsWhenTheConnectionBreaks() throws IOException {
        var replayed = replay(trace(get("{\"status\": 200}"), get("{\"status\": 200}")), Answer.close(""));

        assertThat(replayed.mismatches())
                .singleElement()
                .satisfies(mismatch -> assertThat(mismatch)
                        .startsWith("connection: expected an answer")
                        .contains("without an answer"));
        assertThat(replayed.report().outcomes().get(1))
                .isInstanceOfSatisfying(
                        NotRun.class, step -> assertThat(step.reason()).contains("step 1"));
        assertThat(replayed.requests()).hasSize(1);
    }

    @Test
    void reportsForAReader() throws IOException {
        String step = step(
                "PATCH",
                "/Groups/1",
                "\"headers\": {\"Authorization\": \"Bearer ${token}\"}, \"body\": {\"Operations\": []}",
                "{\"status\": 200, \"jsonSubset\": {\"displayName\": \"x\"}}");
        var replayed = replay(
                trace(step, capturing("{\"g\": \"/id\"}", step), step.replace("Groups/1", "Groups/${g}")),
                Answer.scim(200, "{\"displayName\": \"x\"}"),
                Answer.scim(200, "{\"displayname\": \"x\"}"));

        assertThat(replayed.report().text()).isEqualTo("""
                        FAIL test: 3 steps, 1 passed, 1 failed, 1 not run (run run42)
                          step 2 a step [T40, T49]: failed
                              /displayName: expected "x", found the key "displayname" [T40, T49]
                              /id: expected a value for ${g}, found none [T40, T49]
                              sent PATCH /scim/v2/Groups/1 {"Operations":[]}
                              got 200 {"displayname": "x"}
                          step 3 a step [T40, T49]: not run, no answer gave a value for g
                          T40: op comes in any case
                          T49: members are added as list, object or text, with or without display and type; \
                        somebody added twice is there once""");
        assertThat(replayed.report().toString()).doesNotContain(TestTraces.TOKEN);
    }

    @Test
    void reportsASuccessInOneLine() throws IOException {
        var replayed = replay(trace(get("{\"status\": 200}")), OK_WITHOUT_BODY);

        assertThat(replayed.report().passed()).isTrue();
        assertThat(replayed.report().text()).isEqualTo("ok   test: 1 steps, 1 passed, 0 failed, 0 not run (run run42)");
    }
}
