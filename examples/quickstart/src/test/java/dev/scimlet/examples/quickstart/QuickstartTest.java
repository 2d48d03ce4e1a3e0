package dev.scimlet.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scimlet.protocol.ServiceLimits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line. */
class QuickstartTest {

    private static final String USER = "urn:ietf:params:scim:schemas:core:2.0:User";
    private static final String GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group";
    private static final String PLAYER = "urn:example:schemas:2.0:Player";
    private static final String CLUB = "urn:example:schemas:2.0:Club";

    private static final String PLAYER_SCHEMA = """
            {"id": "%s", "name": "Player", "attributes": [
              {"name": "level", "type": "integer", "required": true},
              {"name": "strength", "type": "decimal"}]}
            """.formatted(PLAYER);
    private static final String CLUB_SCHEMA = """
            {"id": "%s", "name": "Club", "attributes": [
              {"name": "clubName", "type": "string", "required": true, "uniqueness": "server"}]}
            """.formatted(CLUB);

    @TempDir
    Path folder;

    private record Outcome(int status, String out, String errors) {}

    private static Outcome run(String... arguments) throws InterruptedException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        int status = Quickstart.run(
                List.of(arguments),
                null,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(errors, true, StandardCharsets.UTF_8));
        return new Outcome(status, out.toString(StandardCharsets.UTF_8), errors.toString(StandardCharsets.UTF_8));
    }

    private String file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content).toString();
    }

    // ---- help

    @Test
    void helpListsAllOptionsAndNames() throws InterruptedException {
        Outcome help = run("--set", "nothing", "--help");

        assertThat(help.status()).isZero();
        assertThat(help.errors()).isEmpty();
        Help.OPTIONS.forEach(option -> assertThat(help.out()).contains("\n  " + option + " "));
        Setting.all().forEach(setting -> assertThat(help.out()).contains("\n  " + setting.name() + " "));
    }

    @Test
    void knowsTheSwitchesOfTheClientProfilesByTheirNames() throws IOException {
        try (InputStream table = Objects.requireNonNull(QuickstartTest.class.getResourceAsStream("switches.md"))) {
            List<String> names = Pattern.compile("(?m)^\\| `(\\w+)` \\|[^|]*\\| (on|off) \\| (on|off) \\|")
                    .matcher(new String(table.readAllBytes(), StandardCharsets.UTF_8))
                    .results()
                    .map(QuickstartTest::line)
                    .toList();

            assertThat(names).hasSizeGreaterThan(30);
            assertThat(Setting.SWITCHES)
                    .extracting(
                            setting -> setting.name() + " " + setting.standard().replaceFirst(", interop-draft .*", ""))
                    .containsExactlyInAnyOrderElementsOf(names);
        }
    }

    @Test
    void tellsWhatTheDraftHasOtherwiseThanStrict() throws IOException {
        String guide = Files.readString(Path.of("../../docs/client-profiles.md"));
        List<String> otherwise = Pattern.compile(
                        "(?m)^\\| `(\\w+)` \\|[^|]*\\| (?:on|off) \\| (on|off) \\| (on|off) \\|")
                .matcher(guide)
                .results()
                .filter(row -> !row.group(2).equals(row.group(3)))
                .map(row -> row.group(1) + " " + row.group(3))
                .toList();

        assertThat(otherwise).contains("replaceComplexAsWhole on", "patchWithoutPath off");
        assertThat(Setting.SWITCHES)
                .filteredOn(setting -> setting.standard().contains("interop-draft"))
                .extracting(setting -> setting.name() + " " + setting.standard().replaceFirst(".*, interop-draft ", ""))
                .containsExactlyInAnyOrderElementsOf(otherwise);
    }

    private static String line(MatchResult row) {
        return row.group(1) + " " + row.group(2)
                + (row.group(2).equals(row.group(3)) ? "" : ", strict " + row.group(3));
    }

    @Test
    void knowsTheLimitsByTheirNames() {
        assertThat(Setting.LIMITS)
                .extracting(Setting::name)
                .containsExactlyElementsOf(ServiceLimits.DEFAULT.byName().keySet());
    }

    // ---- what cannot be

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
                    --colour red           | --colour is no option; --help lists all
                    red                    | red is no option; --help lists all
                    --port                 | --port needs a value; --help tells which
                    --port 70000           | --port takes a number from 0 to 65535, not '70000'
                    --port x               | --port takes a number from 0 to 65535, not 'x'
                    --port 1 --port 2      | --port is given twice
                    --token ü              | a token has only letters, digits and . _ ~ + / - (RFC 6750 §2.1)
                    --profile lenient      | --profile takes interoperable, strict or interop-draft, not 'lenient'
                    --set shoeSize=on      | --set knows no 'shoeSize'; --help lists all names
                    --set textBooleans     | --set takes NAME=VALUE, such as textBooleans=on
                    --set textBooleans=yes | textBooleans takes on or off, not 'yes'
                    --set filterDepth=0    | filterDepth takes a number from 1 to 2147483647, not '0'
                    --set filterDepth=many | filterDepth takes a number from 1 to 2147483647, not 'many'
                    --set cursorLifetime=1 | cursorLifetime takes a duration such as PT1H or PT90S, not '1'
                    --set cursorLifetime=PT0S | cursorLifetime takes a duration such as PT1H or PT90S, not 'PT0S'
                    --set sensitiveAttributes=title, | sensitiveAttributes takes paths with commas between, not 'title,'
                    --set sensitiveAttributes=shoes | sensitiveAttributes names 'shoes', which no resource type has
                    --users -1             | --users takes a number from 0 to 1000000, not '-1'
                    --groups 2000000       | --groups takes a number from 0 to 1000000, not '2000000'
                    --store file           | --store takes memory or h2 or postgresql, not 'file'
                    --store postgresql     | --store postgresql needs --jdbc-url jdbc:postgresql://HOST/NAME?user=…
                    --jdbc-url jdbc:h2:mem:x | --jdbc-url goes with --store h2 or --store postgresql
                    --store h2 --jdbc-url jdbc:postgresql:x | --jdbc-url of --store h2 starts with jdbc:h2:
                    --schema none.json     | there is no file none.json
                    --resource-type none.json | there is no file none.json
                    """)
    void saysInOneLineWhatCannotBe(String arguments, String line) throws InterruptedException {
        assertThat(run(("--port 0 " + arguments)
                        .replaceFirst("--port 0 (?=.*--port)", "")
                        .split(" ")))
                .isEqualTo(new Outcome(2, "", line + System.lineSeparator()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
                    {                     | is not JSON: Unexpected end-of-input
                    []                    | the schema is not a JSON object
                    {"id": "urn:example:x", "name": "x"} | the schema lacks 'attributes'
                    {"id": "urn:example:x", "name": "x", "attributes": [{"name": "a", "multiValued": "yes"}]} | 'multiValued' of attribute 'a' is not true or false
                    {"id": "x", "name": "x", "attributes": []} | 'x' is not a URN
                    """)
    void saysWhatIsWrongWithASchema(String schema, String reason) throws Exception {
        String file = file("schema.json", schema);

        Outcome outcome = run("--port", "0", "--schema", file);

        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.errors()).startsWith(file + ": ").contains(reason).hasLineCount(1);
    }

    @Test
    void saysWhatIsWrongWithAResourceType() throws Exception {
        String lost = file("lost.json", """
                {"name": "Club", "endpoint": "/Clubs", "schema": "urn:example:schemas:2.0:Club"}""");
        String slashes = file("slashes.json", """
                {"name": "Other", "endpoint": "/a/b", "schema": "%s"}""".formatted(USER));
        String taken = file("taken.json", """
                {"name": "Other", "endpoint": "/Users", "schema": "%s"}""".formatted(USER));
        Path binary = Files.write(folder.resolve("binary.json"), new byte[] {(byte) 0xff, 1});

        assertThat(run("--port", "0", "--resource-type", lost).errors())
                .contains("names the schema " + CLUB + ", which is not there")
                .hasLineCount(1);
        assertThat(run("--port", "0", "--resource-type", slashes).errors())
                .contains("'/a/b'")
                .hasLineCount(1);
        assertThat(run("--port", "0", "--resource-type", taken).errors())
                .contains("another resource type has the name or the endpoint of Other at /Users")
                .hasLineCount(1);
        assertThat(run("--port", "0", "--resource-type", binary.toString()).errors())
                .isEqualTo(binary + " is not UTF-8" + System.lineSeparator());
        assertThat(run("--port", "0", "--schema", folder.toString()))
                .returns(2, Outcome::status)
                .satisfies(outcome -> assertThat(outcome.errors()).hasLineCount(1));
    }

    @Test
    void saysThatASchemaIsGivenTwiceOrForNothing() throws Exception {
        String one = file("one.json", PLAYER_SCHEMA);
        String other = file("other.json", PLAYER_SCHEMA);
        String user = file("user.json", """
                {"name": "User", "endpoint": "/Users", "schema": "%s"}""".formatted(USER));

        assertThat(run("--port", "0", "--schema", one, "--schema", other).errors())
                .contains("another file defines " + PLAYER + " too");
        assertThat(run("--port", "0", "--schema", one, "--resource-type", user).errors())
                .contains("no resource type has the schema " + PLAYER);
        assertThat(run("--port", "0", "--resource-type", user, "--resource-type", user)
                        .errors())
                .contains("another file defines the resource type User too");
    }

    @Test
    void saysWhenThePortIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Outcome outcome = run("--port", Integer.toString(taken.getLocalPort()));

            assertThat(outcome.status()).isEqualTo(2);
            assertThat(outcome.errors())
                    .matches("cannot listen on port " + taken.getLocalPort()
                            + " \\(.+\\); choose another one with --port\\R");
        }
    }

    @Test
    void saysWhenTheDatabaseCannotBeOpened() throws Exception {
        Outcome outcome = run("--store", "postgresql", "--jdbc-url", "jdbc:postgresql://127.0.0.1:1/none");

        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.errors())
                .startsWith("the database cannot be opened: ")
                .hasLineCount(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "--port x"})
    void endsTheProcessWithItsStatus(String arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Quickstart.class.getName()));
        command.addAll(List.of(arguments.split(" ")));

        assertThat(new ProcessBuilder(command).start().waitFor()).isEqualTo(arguments.equals("--help") ? 0 : 2);
    }

    // ---- options and what they do

    @Test
    void takesTheTokenOfTheOptionBeforeThatOfTheEnvironment() {
        try (RunningServer given = RunningServer.start(Options.read(List.of("--port", "0", "--token", "t1")), "t2");
                RunningServer inherited = RunningServer.start(Options.read(List.of("--port", "0")), "t2");
                TestClient random = TestClient.of()) {
            assertThat(given.token()).isEqualTo("t1");
            assertThat(inherited.token()).isEqualTo("t2");
            assertThat(random.token()).matches("[A-Za-z0-9_-]{43}");
        }
        try (TestClient client = TestClient.of("--token", "abc~1==")) {
            assertThat(client.token()).isEqualTo("abc~1==");
            assertThat(client.get("/Users").get("totalResults").intValue()).isZero();
            assertThat(client.send(new TestClient.Request("GET", "/Users", null, null, true))
                            .statusCode())
                    .isEqualTo(401);
        }
    }

    @ParameterizedTest
    @CsvSource({"interoperable, 201", "strict, 400", "interop-draft, 400"})
    void followsAProfile(String profile, int status) {
        try (TestClient client = TestClient.of("--profile", profile)) {
            client.post("/Users", """
                    {"schemas": ["%s"], "userName": "x", "active": "True"}""".formatted(USER), status);
        }
    }

    /** Whether a service conforms depends on more than its profile, and only a directory can be told. */
    @Test
    void keepsToTheDraftAndDoesNotClaimIt() {
        try (TestClient client = TestClient.of("--profile", "interop-draft", "--users", "1")) {
            String id = client.get("/Users").at("/Resources/0/id").textValue();
            assertThat(client.send(new TestClient.Request("PATCH", "/Users/" + id, """
                                    {"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
                                     "Operations": [{"op": "replace", "value": {"active": false}}]}""", null, false))
                            .statusCode())
                    .as("an operation without a path")
                    .isEqualTo(400);
            assertThat(client.get("/ServiceProviderConfig").has("interopProfileConformant"))
                    .isFalse();
        }
        try (TestClient client =
                TestClient.of("--profile", "interop-draft", "--set", "patchWithoutPath=on", "--users", "1")) {
            String id = client.get("/Users").at("/Resources/0/id").textValue();
            assertThat(client.send(new TestClient.Request("PATCH", "/Users/" + id, """
                                    {"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
                                     "Operations": [{"op": "replace", "value": {"active": false}}]}""", null, false))
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void setsWhatAProfileHasOtherwiseWhereverTheOptionStands() {
        try (TestClient client =
                TestClient.of("--set", "textBooleans=off", "--set", "textBooleans=on", "--profile", "strict")) {
            client.post("/Users", """
                    {"schemas": ["%s"], "userName": "x", "active": "True"}""".formatted(USER), 201);
        }
    }

    @Test
    void leavesActiveAloneUnlessTold() {
        try (TestClient client = TestClient.of()) {
            assertThat(client.post("/Users", """
                            {"schemas": ["%s"], "userName": "x"}""".formatted(USER), 201).has("active"))
                    .isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory", "h2"})
    void addsASchemaToUsers(String store) throws IOException {
        try (TestClient client = TestClient.of("--schema", file("player.json", PLAYER_SCHEMA), "--store", store)) {
            JsonNode user = client.post("/Users", """
                    {"schemas": ["%1$s", "%2$s"], "userName": "x", "%2$s": {"level": 5, "strength": 1.5}}""".formatted(USER, PLAYER), 201);

            assertThat(user.at("/" + PLAYER + "/level").intValue()).isEqualTo(5);
            assertThat(client.get("/Users?filter=" + PLAYER + ":strength%20gt%201")
                            .get("totalResults")
                            .intValue())
                    .isEqualTo(1);
            assertThat(client.get("/ResourceTypes/User").toString()).contains(PLAYER);
            assertThat(client.get("/Schemas/" + PLAYER).get("name").textValue()).isEqualTo("Player");
        }
    }

    @Test
    void putsASchemaInThePlaceOfACoreOne() throws IOException {
        String user = file("user.json", """
                {"id": "%s", "name": "User", "attributes": [
                  {"name": "userName", "required": true, "uniqueness": "server"},
                  {"name": "shoeSize", "type": "integer"}]}""".formatted(USER));
        String group = file("group.json", """
                {"id": "%s", "name": "Group", "attributes": [{"name": "displayName", "required": true}]}""".formatted(GROUP));
        try (TestClient client = TestClient.of("--schema", user, "--schema", group)) {
            assertThat(client.post("/Users", """
                            {"schemas": ["%s"], "userName": "JOY@example.com", "shoeSize": 44}""".formatted(USER), 201)
                            .get("shoeSize")
                            .intValue())
                    .isEqualTo(44);
            assertThat(client.get("/Users?filter=userName%20eq%20%22joy@EXAMPLE.com%22")
                            .get("totalResults")
                            .intValue())
                    .isEqualTo(1);
            assertThat(client.get("/Schemas/" + USER).toString()).doesNotContain("nickName");
            client.post("/Groups", """
                    {"schemas": ["%s"], "displayName": "g"}""".formatted(GROUP), 201);
            assertThat(client.get("/Schemas/" + GROUP).toString()).doesNotContain("members");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory", "h2"})
    void servesAResourceTypeOfAFile(String store) throws IOException {
        String club = file("club.json", CLUB_SCHEMA);
        String type = file("type.json", """
                {"name": "Club", "endpoint": "/Clubs", "description": "Where players meet", "schema": "%s",
                 "schemaExtensions": [{"schema": "%s", "required": true}]}""".formatted(CLUB, PLAYER));
        String player = file("player.json", PLAYER_SCHEMA);
        try (TestClient client =
                TestClient.of("--schema", club, "--schema", player, "--resource-type", type, "--store", store)) {
            String body = """
                    {"schemas": ["%1$s", "%2$s"], "clubName": "Nord", "%2$s": {"level": 1}}""".formatted(CLUB, PLAYER);

            assertThat(client.post("/Clubs", body, 201).at("/meta/location").textValue())
                    .startsWith(client.baseUrl() + "/Clubs/");
            client.post("/Clubs", body, 409);
            client.post("/Clubs", """
                    {"schemas": ["%s"], "clubName": "Süd"}""".formatted(CLUB), 400);
            assertThat(client.get("/ResourceTypes/Club").get("description").textValue())
                    .isEqualTo("Where players meet");
            assertThat(client.get("/ResourceTypes/User").toString()).doesNotContain(PLAYER);
        }
    }

    @Test
    void putsAResourceTypeInThePlaceOfUser() throws IOException {
        String type = file("user.json", """
                {"name": "User", "endpoint": "/People", "schema": "%s"}""".formatted(USER));
        try (TestClient client = TestClient.of("--resource-type", type, "--users", "2")) {
            assertThat(client.get("/People").get("totalResults").intValue()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory", "h2"})
    void startsWithSampleUsersAndGroups(String store) {
        try (TestClient client = TestClient.of("--users", "25", "--groups", "4", "--store", store)) {
            JsonNode users = client.get("/Users?count=30");
            JsonNode groups = client.get("/Groups");

            assertThat(users.get("totalResults").intValue()).isEqualTo(25);
            assertThat(users.get("Resources")).allSatisfy(user -> {
                assertThat(user.get("active").booleanValue()).isTrue();
                assertThat(user.at("/emails/0/value")).isEqualTo(user.get("userName"));
                assertThat(user.at("/groups/0/display").textValue()).isNotEmpty();
            });
            assertThat(groups.get("totalResults").intValue()).isEqualTo(4);
            assertThat(groups.at("/Resources/0/members")).hasSize(7);
            assertThat(groups.at("/Resources/3/members")).hasSize(6);
        }
    }

    @Test
    void givesSampleUsersWhateverTheirSchemasDemand() throws IOException {
        String player = file("player.json", """
                {"id": "%s", "name": "Player", "attributes": [
                  {"name": "level", "type": "integer", "required": true},
                  {"name": "strength", "type": "decimal", "required": true},
                  {"name": "since", "type": "dateTime", "required": true},
                  {"name": "photo", "type": "binary", "required": true},
                  {"name": "page", "type": "reference", "referenceTypes": ["external"], "required": true},
                  {"name": "side", "canonicalValues": ["left", "right"], "required": true},
                  {"name": "licensed", "type": "boolean", "required": true},
                  {"name": "clubs", "type": "complex", "multiValued": true, "required": true, "subAttributes": [
                    {"name": "clubName"}]}]}""".formatted(PLAYER));
        try (TestClient client =
                TestClient.of("--schema", player, "--users", "3", "--set", "enforceCanonicalValues=on")) {
            assertThat(client.get("/Users")
                            .at("/Resources/2/" + PLAYER + "/side")
                            .textValue())
                    .isEqualTo("left");
        }
    }

    @Test
    void makesSamplesWhateverIsSet() {
        try (TestClient client = TestClient.of(
                "--users",
                "2500",
                "--groups",
                "1",
                "--profile",
                "strict",
                "--set",
                "demandIfMatch=on",
                "--set",
                "maxBodyBytes=10",
                "--set",
                "referentialIntegrity=on")) {
            assertThat(client.get("/Groups").at("/Resources/0/members")).hasSize(2500);
        }
    }

    @Test
    void keepsWhatIsInADatabaseOfItsOwn() throws IOException {
        String url = "jdbc:h2:file:" + folder.resolve("kept").toAbsolutePath();
        List<String> options = List.of("--store", "h2", "--jdbc-url", url, "--users", "3");
        try (TestClient client = TestClient.of(options)) {
            client.post("/Users", """
                    {"schemas": ["%s"], "userName": "kept"}""".formatted(USER), 201);
        }
        try (TestClient client = TestClient.of(options)) {
            assertThat(client.get("/Users").get("totalResults").intValue()).isEqualTo(4);
        }

        List<String> others = new ArrayList<>(options);
        others.addAll(List.of("--set", "externalIdUnique=on"));
        assertThatThrownBy(() -> TestClient.of(others))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("the tables of this database were made for other schemas or unique values");
        List<String> extended = new ArrayList<>(options);
        extended.addAll(List.of("--schema", file("player.json", PLAYER_SCHEMA)));
        assertThatThrownBy(() -> TestClient.of(extended)).isInstanceOf(UsageException.class);
    }

    @Test
    void printsWhatToTry() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Quickstart.class.getName(),
                        "--port",
                        "0",
                        "--token",
                        "t0ken")
                .redirectErrorStream(true)
                .start();
        try (var lines = process.inputReader(StandardCharsets.UTF_8)) {
            assertThat(lines.readLine()).matches("Scimlet listens at http://127\\.0\\.0\\.1:\\d+/scim/v2 \\(stop it.*");
            assertThat(lines.readLine()).isEqualTo("The token of this run: t0ken");
            assertThat(List.of(lines.readLine(), lines.readLine(), lines.readLine()))
                    .anySatisfy(line -> assertThat(line).contains("curl -H \"Authorization: Bearer t0ken\""));
        } finally {
            process.destroy();
            process.waitFor();
        }
    }
}
