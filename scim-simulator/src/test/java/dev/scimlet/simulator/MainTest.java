package dev.scimlet.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.simulator.mapping.MappingFunction;
import dev.scimlet.simulator.server.HttpFrontEnd;
import dev.scimlet.simulator.server.ServerFault;
import dev.scimlet.simulator.server.SmallScimServer;
import dev.scimlet.testkit.json.PlainJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line against a server over HTTP. */
class MainTest {

    private final SmallScimServer server = new SmallScimServer();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
    private HttpFrontEnd http;

    @TempDir
    private Path folder;

    @BeforeEach
    void start() throws IOException {
        http = new HttpFrontEnd(server);
    }

    @AfterEach
    void stop() {
        http.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"mediusflow", "blink", "default", "discover"})
    void provisionsChangesAndCompares(String mapping) throws IOException {
        Path log = folder.resolve("provisioning.csv");

        int status = entra(
                "--users",
                "30",
                "--groups",
                "2",
                "--mapping",
                mapping,
                "--compliant",
                "--cycles",
                "3",
                "--parallel",
                "3",
                "--changes",
                "10",
                "--log",
                log.toString());

        assertThat(output()).contains("Test connection: succeeded", "incremental 2", "is as the directory has it");
        assertThat(status).isZero();
        assertThat(Files.readString(log)).startsWith("Date,").contains("initial,create,success,User");
    }

    @Test
    void endsWithOneWhenTheApplicationIsNotAsItShouldBe() {
        server.with(ServerFault.LOSES_EXTENSION);

        int status = entra("--users", "3", "--groups", "0", "--mapping", "blink");

        assertThat(output())
                .contains("differences between the application and the directory", "blink:2.0:User:company");
        assertThat(status).isEqualTo(1);
    }

    @Test
    void endsWithOneWhenTheConnectionTestFails() {
        int status = run("entra", "--url", http.url(), "--token", "wrong");

        assertThat(output()).contains("Test connection: FAILED", "invalid credentials");
        assertThat(status).isEqualTo(1);
        assertThat(server.writes()).isEmpty();
    }

    @Test
    void endsWithOneWhenNobodyListens() {
        http.close();

        assertThat(entra("--test-connection")).isEqualTo(1);
        assertThat(output()).contains("FAILED", "got no answer");
    }

    @Test
    void readsTheTokenFromAFile() throws IOException {
        Path file = folder.resolve("token");
        Files.writeString(file, SmallScimServer.TOKEN + "\n");

        assertThat(run("entra", "--url", http.url(), "--token-file", file.toString(), "--test-connection"))
                .isZero();
        assertThat(run("entra", "--url", http.url(), "--token-file", file + "-missing"))
                .isEqualTo(2);
    }

    @Test
    void provisionsWhomTheFilterLetsThroughAndDoesWhatIsAllowed() throws IOException {
        Path file = folder.resolve("people.csv");
        Files.writeString(file, """
                userPrincipalName,givenName,surname,department
                zoe@x.example,Zoe,Keller,Sales
                ben@x.example,Ben,Beck,Sales
                nia@x.example,Nia,Okafor,Legal
                """);
        server.seed("Users", "{\"userName\": \"ben@x.example\", \"active\": true}");
        String filter = "department EQUALS Sales and surname is_not_null";

        int status = entra("--directory", file.toString(), "--filter", filter, "--actions", "create");

        assertThat(status).isZero();
        assertThat(server.users()).extracting("userName").containsExactly("ben@x.example", "zoe@x.example");
        assertThat(server.user("ben@x.example")).doesNotContainKey("name");
    }

    @Test
    void excludesDefaultAccessIfAskedTo() throws IOException {
        Path file = folder.resolve("people.csv");
        Files.writeString(file, """
                userPrincipalName,givenName,role
                zoe@x.example,Zoe,Approver
                ben@x.example,Ben,
                """);

        assertThat(entra("--directory", file.toString(), "--default-access", "excluded"))
                .isZero();

        assertThat(output())
                .contains("Skipped ben@x.example: not effectively entitled: assigned as \"Default Access\" only");
        assertThat(server.users()).extracting("userName").containsExactly("zoe@x.example");
    }

    @Test
    void printsAMappingThatItTakes() throws IOException {
        assertThat(run("entra", "mapping", "--mapping", "blink")).isZero();
        Path mapping = folder.resolve("mapping.json");
        Files.writeString(mapping, output().replace("\"jobTitle\"", "\"employeeId\""));

        assertThat(entra("--users", "2", "--groups", "0", "--mapping", mapping.toString()))
                .isZero();

        assertThat(server.users())
                .allSatisfy(
                        user -> assertThat(String.valueOf(user.get("title"))).matches("\\d+"));
    }

    @Test
    void refusesAMatchingAttributeThatTheApplicationCannotSearch() throws IOException {
        server.with(ServerFault.SEARCHES_NAMES_ONLY);
        Path mapping = folder.resolve("mapping.json");
        Files.writeString(mapping, """
                {"users": [{"sourceAttribute": "userPrincipalName", "targetAttribute": "userName", "matchingPrecedence": 2},
                           {"sourceAttribute": "employeeId", "targetAttribute": "title", "matchingPrecedence": 1}]}
                """);

        assertThat(entra("--users", "2", "--mapping", mapping.toString())).isEqualTo(1);
        assertThat(output())
                .contains("'title' cannot be a matching attribute")
                .contains("you will need to ensure that the application's API supports filtering");
        assertThat(server.writes()).isEmpty();

        assertThat(entra(
                        "--users",
                        "2",
                        "--groups",
                        "0",
                        "--mapping",
                        "blink",
                        "--cycles",
                        "2",
                        "--later-mapping",
                        mapping.toString()))
                .isEqualTo(1);
        assertThat(output()).contains("The mapping was NOT changed: 'title' cannot be a matching attribute");
    }

    @Test
    void givesOldUsersTheLaterLinesWithTheirNextChange() throws IOException {
        Path file = folder.resolve("people.json");
        Files.writeString(file, """
                {"users": [
                   {"objectId": "1", "userPrincipalName": "zoe@x.example", "companyName": "Contoso", "city": "Leeds"},
                   {"objectId": "2", "userPrincipalName": "ben@x.example", "companyName": "Contoso", "city": "Leeds"}],
                 "changes": [{"after": "PT30M", "change": "updateUser", "user": "zoe@x.example",
                              "attributes": {"jobTitle": "Cashier"}}]}
                """);

        int status = entra(
                "--directory", file.toString(), "--mapping", "blink-2019", "--later-mapping", "blink", "--cycles", "2");

        assertThat(output())
                .contains(
                        "The mapping was changed",
                        "1 users and groups wait for their next change",
                        "is as the directory");
        assertThat(status).isZero();
        String blink = "urn:ietf:params:scim:schemas:extension:blink:2.0:User";
        assertThat(server.user("zoe@x.example"))
                .containsEntry(blink, Map.of("company", "Contoso", "location", "Leeds"));
        assertThat(server.user("ben@x.example")).doesNotContainKey(blink);
    }

    @Test
    void keepsTheSynchronisationDetailsInFiles() throws IOException {
        Path status = folder.resolve("job");

        assertThat(entra("--users", "3", "--groups", "1", "--status", status.toString(), "--log", folder + "/log.csv"))
                .isZero();

        assertThat(Files.readString(Path.of(status + ".txt")))
                .contains(
                        "Status                       Active",
                        "User create                  3",
                        "log.csv",
                        "No errors.");
        assertThat(PlainJson.object(Files.readString(Path.of(status + ".json"))))
                .containsEntry("status", "Active")
                .containsEntry("countOfEscrowedObjects", 0);
        assertThat(folder).isDirectoryNotContaining("glob:**.new");
        assertThat(entra("--users", "3", "--status", folder + "/missing/job")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"allow", "reject"})
    void decidesAboutStagedDeletions(String decision) throws IOException {
        Path file = folder.resolve("people.json");
        Files.writeString(file, """
                {"users": [{"objectId": "1", "userPrincipalName": "zoe@x.example"},
                           {"objectId": "2", "userPrincipalName": "ben@x.example"}],
                 "changes": [{"after": "PT30M", "change": "softDeleteUser", "user": "zoe@x.example"},
                             {"after": "PT30M", "change": "softDeleteUser", "user": "ben@x.example"}]}
                """);
        List<String> options = List.of("--directory", file.toString(), "--cycles", "2", "--deletion-threshold", "1");

        assertThat(entra(with(options))).isEqualTo(1);
        assertThat(output()).contains("2 deletions are staged:", "User zoe@x.example", "Nobody has decided");
        assertThat(server.users()).extracting("active").containsOnly(true);

        assertThat(entra(with(options, "--staged-deletions", decision))).isZero();
        assertThat(server.users()).extracting("active").containsOnly(decision.equals("reject"));
    }

    @Test
    void provisionsOnDemandWithManagerAndGroup() throws IOException {
        Path file = folder.resolve("people.csv");
        Files.writeString(file, """
                userPrincipalName,manager,groups
                zoe@x.example,,
                ben@x.example,zoe@x.example,Cashiers;Leeds
                nia@x.example,zoe@x.example,Cashiers
                """);

        assertThat(entra(
                        "--directory",
                        file.toString(),
                        "--on-demand",
                        "ben@x.example",
                        "--on-demand-group",
                        "cashiers"))
                .isZero();

        assertThat(output()).contains("create zoe@x.example: success", "create Cashiers: success");
        assertThat(server.users()).extracting("userName").containsExactly("zoe@x.example", "ben@x.example");
        assertThat(entra("--directory", file.toString(), "--on-demand", "zoe@x.example", "--on-demand-group", "Leeds"))
                .isEqualTo(2);
    }

    @Test
    void asksAnApplicationForGroupsOnlyIfItPushesSome() {
        server.intercept(call -> call.target().startsWith("/Groups")
                ? Optional.of(SmallScimServer.error(404, "there is no such endpoint"))
                : Optional.empty());

        int status =
                run("okta", "--url", http.url(), "--token", SmallScimServer.TOKEN, "--users", "3", "--groups", "0");
        assertThat(output()).doesNotContain("FAILED");
        assertThat(status).isZero();
    }

    @Test
    void mailsTheAddressWhenTheJobGoesIntoQuarantine() throws IOException {
        Path file = folder.resolve("people.json");
        Files.writeString(file, """
                {"users": [{"objectId": "1", "userPrincipalName": "zoe@x.example"}],
                 "changes": [{"after": "PT30M", "change": "softDeleteUser", "user": "zoe@x.example"}]}
                """);
        List<String> options = List.of(
                "--directory",
                file.toString(),
                "--cycles",
                "2",
                "--deletion-threshold",
                "0",
                "--notify",
                "a@x.example");

        assertThat(entra(with(options, "--mails", folder.resolve("on").toString())))
                .isEqualTo(1);
        assertThat(output())
                .contains("Mail to a@x.example: Provisioning to " + http.url() + " is in quarantine. 1 user or group");
        assertThat(Files.readString(folder.resolve("on/001.eml")))
                .contains("To: a@x.example\r\n", "Subject: Provisioning to", "\r\n\r\n1 user or group");

        out.reset();
        entra(with(
                options, "--no-notifications", "--mails", folder.resolve("off").toString()));
        assertThat(output()).doesNotContain("Mail to");
        assertThat(folder.resolve("off")).isEmptyDirectory();
    }

    private static String[] with(List<String> options, String... more) {
        List<String> all = new ArrayList<>(options);
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    @Test
    void takesEmptiedValuesAwayIfAskedTo() throws IOException {
        Path file = folder.resolve("people.csv");
        Files.writeString(file, "userPrincipalName,givenName\nzoe@x.example,Zoe\n");
        server.seed("Users", "{\"userName\": \"zoe@x.example\", \"active\": true, \"title\": \"Cashier\"}");

        assertThat(entra("--directory", file.toString(), "--remove-emptied")).isZero();

        assertThat(server.user("zoe@x.example")).doesNotContainKey("title");
    }

    @Test
    void onlyTestsTheConnectionIfAskedTo() {
        assertThat(entra("--test-connection")).isZero();
        assertThat(output()).contains("Schemas offered for mapping: urn:ietf:params:scim:schemas:core:2.0:User");
        assertThat(server.writes()).isEmpty();
    }

    @Test
    void comesRightAlthoughAnswersGetLost() {
        int status =
                entra("--users", "30", "--groups", "2", "--cycles", "12", "--changes", "0", "--lose-answers", "0.05");

        assertThat(output()).contains("is as the directory has it");
        assertThat(status).isZero();
    }

    @Test
    void provisionsOneUserFromAFileOnDemand() throws IOException {
        Path file = folder.resolve("people.csv");
        Files.writeString(file, "userPrincipalName,givenName,surname\nzoe@x.example,Zoe,Keller\nben@x.example,Ben,B\n");

        int status = entra("--directory", file.toString(), "--on-demand", "zoe@x.example");

        assertThat(output()).contains("create zoe@x.example: success", "name.familyName = Keller");
        assertThat(status).isZero();
        assertThat(server.users()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"catalogue", "wizard"})
    void provisionsAsOkta(String kind) {
        int status = run(
                "okta",
                "--url",
                http.url(),
                "--token",
                SmallScimServer.TOKEN,
                "--users",
                "10",
                "--groups",
                "2",
                "--cycles",
                "3",
                "--kind",
                kind);

        assertThat(output()).contains("Import: 0 users", "create: ");
        assertThat(status).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "frobnicate",
                "entra",
                "entra --url http://127.0.0.1/scim",
                "entra --url http://127.0.0.1/scim --token",
                "entra --url nonsense --token t",
                "entra --url http://127.0.0.1/scim?x=y --token t",
                "entra --url http://127.0.0.1/scim --token t --mapping other",
                "entra --url http://127.0.0.1/scim --token t --scope other",
                "entra --url http://127.0.0.1/scim --token t --notify nobody",
                "entra --url http://127.0.0.1/scim --token t --mails folder",
                "entra --url http://127.0.0.1/scim --token t --staged-deletions maybe",
                "entra --url http://127.0.0.1/scim --token t --users many",
                "entra --url http://127.0.0.1/scim --token t --cycles 2 --later-mapping missing.json",
                "entra mapping --mapping missing.json",
                "entra mapping --users 3",
                "entra mapping --mapping discover",
                "entra --url http://127.0.0.1/scim --token t --later-mapping discover",
                "entra --url http://127.0.0.1/scim --token t --default-access other",
                "entra --url http://127.0.0.1/scim --token t --filter department",
                "entra --url http://127.0.0.1/scim --token t --actions create,drop",
                "entra --url http://127.0.0.1/scim --token t --lose-answers 2",
                "entra --url http://127.0.0.1/scim --token t --directory missing.json",
                "entra --url http://127.0.0.1/scim --token t --what",
                "okta --url http://127.0.0.1/scim --token t --kind other",
                "okta --url nonsense --token t"
            })
    void endsWithTwoAndAHintOnWrongUsage(String line) {
        assertThat(run(line.split(" "))).isEqualTo(2);
        assertThat(errors.toString(StandardCharsets.UTF_8)).contains("--help");
    }

    @Test
    void explainsItself() {
        assertThat(run("--help")).isZero();
        assertThat(output()).contains("entra  --url URL --token TOKEN", "--mapping");
        for (MappingFunction function : MappingFunction.values()) {
            assertThat(output()).containsPattern("\\b" + function.entraName() + "\\b");
        }
        assertThat(run()).isEqualTo(2);
    }

    @Test
    void drawsABarOnATerminal() {
        new Main(stream(out), stream(errors), true)
                .run(List.of(
                        "entra",
                        "--url",
                        http.url(),
                        "--token",
                        SmallScimServer.TOKEN,
                        "--users",
                        "4",
                        "--groups",
                        "0"));

        assertThat(output())
                .contains("\rinitial         users              2 of       4   50 %  [###############-----");
    }

    private int entra(String... options) {
        List<String> arguments =
                new ArrayList<>(List.of("entra", "--url", http.url(), "--token", SmallScimServer.TOKEN));
        arguments.addAll(List.of(options));
        return run(arguments.toArray(String[]::new));
    }

    private int run(String... arguments) {
        return new Main(stream(out), stream(errors), false).run(List.of(arguments));
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private String output() {
        return out.toString(StandardCharsets.UTF_8);
    }
}
