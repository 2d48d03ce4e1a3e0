package dev.scimlet.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.simulator.discovery.ApplicationDiscovery;
import dev.scimlet.simulator.discovery.DiscoveredApplication;
import dev.scimlet.simulator.mapping.MappingFile;
import dev.scimlet.simulator.mapping.ObjectMapping;
import dev.scimlet.simulator.mapping.StandardMappings;
import dev.scimlet.simulator.mapping.TargetPath;
import dev.scimlet.simulator.server.DescribedApplication;
import dev.scimlet.simulator.server.HttpFrontEnd;
import dev.scimlet.simulator.server.SmallScimServer;
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
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Applications that lack much of what Entra ID and Okta send, and refuse it. */
class DiscoveryTest {

    private static final String CORE = "urn:ietf:params:scim:schemas:core:2.0:User";
    private static final String OWN = "urn:example:params:scim:schemas:extension:shop:2.0:User";
    private static final String[] CYCLES = {"--users", "25", "--groups", "3", "--cycles", "3", "--changes", "12"};

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

    private static DescribedApplication modest() {
        return new DescribedApplication()
                .user("active", "boolean", Map.of())
                .user("title", "string", Map.of("mutability", "readOnly"))
                .complex(CORE, "name", List.of("givenName", "familyName"), List.of())
                .complex(CORE, "phoneNumbers", List.of("value"), List.of("work"));
    }

    @Test
    void mapsWhatTheApplicationHas() {
        server.intercept(modest().withExternalId()
                .attribute(OWN, "location", "string", Map.of())
                .attribute(OWN, "level", "integer", Map.of())
                .attribute(OWN, "office", "string", Map.of("mutability", "immutable"))
                .withGroups());

        DiscoveredApplication application = discover();

        assertThat(application.unreadable()).isEmpty();
        assertThat(targets(application.mapping().users()))
                .containsExactly(
                        "userName",
                        "active",
                        "name.givenName",
                        "name.familyName",
                        "phoneNumbers[type eq \"work\"].value",
                        "externalId",
                        OWN + ":location",
                        OWN + ":office");
        assertThat(application.mapping().users().attributes().get(7).onlyDuringCreation())
                .isTrue();
        assertThat(targets(application.mapping().groups().orElseThrow()))
                .containsExactly("displayName", "externalId", "members");
        assertThat(application.leftOut())
                .contains(
                        "title (read-only)",
                        "displayName (not there)",
                        "emails[type eq \"work\"].value (not there)",
                        "phoneNumbers[type eq \"mobile\"].value (no such entry)",
                        OWN + ":level (integer)",
                        "manager (not there)");
    }

    @Test
    void mapsAllOfAnApplicationThatHasAll() {
        DescribedApplication application = new DescribedApplication().withExternalId();
        for (String name : List.of("displayName", "title", "preferredLanguage")) {
            application.user(name, "string", Map.of());
        }
        application.user("active", "boolean", Map.of());
        application.complex(CORE, "name", List.of("givenName", "familyName", "formatted"), List.of());
        application.complex(CORE, "emails", List.of("value", "primary"), List.of("work", "home"));
        application.complex(CORE, "phoneNumbers", List.of("value"), List.of("work", "mobile", "fax"));
        application.complex(
                CORE,
                "addresses",
                List.of("formatted", "streetAddress", "locality", "region", "postalCode", "country"),
                List.of("work", "other"));
        for (String name : List.of("employeeNumber", "department")) {
            application.attribute(TargetPath.ENTERPRISE_USER, name, "string", Map.of());
        }
        application.complex(TargetPath.ENTERPRISE_USER, "manager", List.of("value", "displayName"), List.of());
        server.intercept(application.withGroups());

        DiscoveredApplication discovered = discover();

        assertThat(discovered.mapping()).isEqualTo(StandardMappings.nonGallery());
        assertThat(discovered.leftOut()).isEmpty();
    }

    @Test
    void givesWhatTheApplicationRequires() {
        server.intercept(new DescribedApplication()
                .user("userType", "string", Map.of("required", true, "canonicalValues", List.of("Member", "Guest")))
                .user("nickName", "string", Map.of("required", true))
                .user("level", "integer", Map.of("required", true)));

        DiscoveredApplication application = discover();

        Map<TargetPath, Object> values = application
                .mapping()
                .users()
                .evaluate(name -> name.equals("objectId") ? Optional.of("id-1") : Optional.empty());
        assertThat(values)
                .containsEntry(TargetPath.parse("userType"), "Member")
                .containsEntry(TargetPath.parse("nickName"), "id-1");
        assertThat(application.leftOut()).contains("level (integer, but required: creations may be refused)");
    }

    @Test
    void provisionsAnApplicationWithNothingButNames() {
        server.intercept(new DescribedApplication());

        assertThat(entra(CYCLES)).as(this::output).isZero();

        assertThat(output())
                .contains("Mapping, by what the application describes: userName", "groups (not there)")
                .contains("is as the directory has it")
                .doesNotContain("wait for another attempt");
        assertThat(server.users()).hasSizeGreaterThan(20);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void provisionsAnApplicationOfFewAttributes(boolean resourceTypes) {
        DescribedApplication application = modest().withExternalId().withGroups();
        server.intercept(resourceTypes ? application : application.withoutResourceTypes());

        assertThat(entra(CYCLES)).as(this::output).isZero();

        assertThat(server.users()).allSatisfy(user -> assertThat(user).doesNotContainKeys("title", "displayName"));
        assertThat(server.groups())
                .isNotEmpty()
                .anySatisfy(group -> assertThat(group.get("members"))
                        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
                        .isNotEmpty());
    }

    @Test
    void createsAndChangesNothingWithoutPatch() {
        server.intercept(modest().withGroups().withoutPatch());

        assertThat(entra(CYCLES)).as(this::output).isZero();

        assertThat(output()).contains("The application takes no PATCH");
        assertThat(server.users()).hasSizeGreaterThan(20);
        assertThat(server.writes()).noneMatch(write -> write.startsWith("PATCH"));
    }

    @Test
    void seesThatThereAreNoGroupsThoughNothingDescribesTheApplication() {
        server.intercept(call -> call.target().startsWith("/Groups")
                ? Optional.of(SmallScimServer.error(404, "no such endpoint"))
                : Optional.empty());

        assertThat(entra(CYCLES)).as(this::output).isZero();

        assertThat(output()).contains("does not describe itself", "Left out: groups (not there)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"catalogue", "wizard"})
    void pushesAsOktaToAnApplicationWithoutGroups(String kind) {
        server.intercept(modest());

        assertThat(okta("--kind", kind)).as(this::output).isZero();

        assertThat(output())
                .contains("as the application has no groups: 3 groups of the directory")
                .contains("as the application does not have it: emails", "displayName, locale, externalId");
        assertThat(server.users()).hasSizeGreaterThan(20);
        assertThat(server.requests()).noneMatch(request -> request.startsWith("POST /Groups"));
    }

    @Test
    void pushesAsOktaByPutToAnApplicationWithoutPatch() {
        server.intercept(modest().withGroups().withoutPatch());

        assertThat(okta()).as(this::output).isZero();

        assertThat(server.requests()).noneMatch(request -> request.startsWith("PATCH"));
        assertThat(server.groups()).isNotEmpty();
    }

    @Test
    void pushesAsOktaToAnApplicationThatDoesNotDescribeItself() {
        server.intercept(call -> call.target().matches("/(Groups|Schemas|ResourceTypes|ServiceProviderConfig).*")
                ? Optional.of(SmallScimServer.error(404, "no such endpoint"))
                : Optional.empty());

        assertThat(okta()).as(this::output).isZero();

        assertThat(output()).contains("as the application has no groups: 3 groups of the directory");
        assertThat(server.users()).hasSizeGreaterThan(20);
    }

    @Test
    void failsWhereGroupsArePromisedAndNotThere() {
        DescribedApplication application = modest().withGroups();
        server.intercept(call -> call.target().startsWith("/Groups")
                ? Optional.of(SmallScimServer.error(404, "no such endpoint"))
                : application.apply(call));

        assertThat(okta()).isEqualTo(1);
        assertThat(entra("--test-connection")).isEqualTo(1);
    }

    @Test
    void printsTheMappingThatFitsInTheFormatOfAFile() throws IOException {
        server.intercept(modest());

        assertThat(run("entra", "mapping", "--url", http.url(), "--token", SmallScimServer.TOKEN))
                .isZero();

        assertThat(MappingFile.parse(output())).isEqualTo(discover().mapping());
        Path file = Files.writeString(folder.resolve("mapping.json"), output());
        assertThat(entra("--users", "3", "--mapping", file.toString())).isZero();
        assertThat(server.users()).hasSize(3);
    }

    @Test
    void namesThePlaceOfASourceThatNobodyHas() throws IOException {
        Path file = Files.writeString(folder.resolve("mapping.json"), """
                {"users": [{"sourceAttribute": "userPrincipalName", "targetAttribute": "userName", "matchingPrecedence": 1},
                           {"expression": "Join(\\" \\", [givenName], [sirname])", "targetAttribute": "displayName"}]}
                """);
        Path people = Files.writeString(
                folder.resolve("people.csv"), "userPrincipalName,givenName,sirname\nzoe@x.example,Zoe,Keller\n");

        assertThat(entra("--mapping", file.toString())).isEqualTo(2);
        assertThat(errors.toString(StandardCharsets.UTF_8))
                .contains("users, row 2: there is no source attribute 'sirname'");
        assertThat(server.writes()).isEmpty();

        assertThat(entra("--mapping", file.toString(), "--directory", people.toString()))
                .as("a directory may have attributes of its own")
                .isZero();
        assertThat(server.user("zoe@x.example")).containsEntry("displayName", "Zoe Keller");
    }

    @Test
    void saysThatThereIsNothingToMatchBy() {
        server.intercept(call -> call.target().equals("/Schemas")
                ? new DescribedApplication()
                        .apply(call)
                        .map(answer -> new dev.scimlet.simulator.transport.ScimAnswer(
                                200, answer.headers(), answer.body().replace("userName", "login")))
                : call.target().contains("externalId")
                        ? Optional.of(SmallScimServer.error(400, "there is no externalId"))
                        : Optional.empty());

        assertThat(entra()).isEqualTo(2);
        assertThat(errors.toString(StandardCharsets.UTF_8)).contains("nothing to match them by");
    }

    private DiscoveredApplication discover() {
        return ApplicationDiscovery.read(server, SmallScimServer.TOKEN);
    }

    private static List<String> targets(ObjectMapping mapping) {
        return Stream.concat(
                        mapping.attributes().stream().map(row -> row.target().text()),
                        mapping.reference().stream().map(TargetPath::text))
                .toList();
    }

    private int entra(String... options) {
        return command("entra", List.of(options));
    }

    private int okta(String... options) {
        List<String> all = new ArrayList<>(List.of(CYCLES));
        all.addAll(List.of(options));
        return command("okta", all);
    }

    private int command(String name, List<String> options) {
        List<String> arguments = new ArrayList<>(List.of(name, "--url", http.url(), "--token", SmallScimServer.TOKEN));
        arguments.addAll(options);
        return run(arguments.toArray(String[]::new));
    }

    private int run(String... arguments) {
        return new Main(stream(out), stream(errors), false).run(List.of(arguments));
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private String output() {
        return out.toString(StandardCharsets.UTF_8) + errors.toString(StandardCharsets.UTF_8);
    }
}
