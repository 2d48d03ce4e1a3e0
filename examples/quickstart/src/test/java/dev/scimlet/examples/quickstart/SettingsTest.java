package dev.scimlet.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * What each name that {@code --set} takes does, seen over HTTP: each case of {@code settings.json} is run with one value and
 * with another ({@code on} and {@code off}, unless it names others), and its steps are answered as it says.
 */
class SettingsTest {

    private static final Map<String, String> URNS = Map.of(
            "<User>", "urn:ietf:params:scim:schemas:core:2.0:User",
            "<Group>", "urn:ietf:params:scim:schemas:core:2.0:Group",
            "<E>", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
            "<PatchOp>", "urn:ietf:params:scim:api:messages:2.0:PatchOp",
            "<BulkRequest>", "urn:ietf:params:scim:api:messages:2.0:BulkRequest");

    @TempDir
    static Path folder;

    private static @Nullable EmbeddedPostgres postgres;
    private static int databases;

    @AfterAll
    static void stop() throws IOException {
        if (postgres != null) {
            postgres.close();
        }
    }

    @Test
    void haveACaseEach() throws IOException {
        assertThat(cases().map(example -> example.get("name").textValue()))
                .containsAll(Setting.all().stream().map(Setting::name).toList())
                .doesNotHaveDuplicates();
    }

    @TestFactory
    Stream<DynamicTest> changeWhatIsAnswered() throws IOException {
        List<String> known = Setting.all().stream().map(Setting::name).toList();
        return cases().filter(example -> known.contains(example.get("name").textValue()))
                .flatMap(example -> stores(example)
                        .flatMap(store -> Stream.of("on", "off")
                                .map(side -> dynamicTest(
                                        example.get("name").textValue() + " " + side + " in " + store,
                                        () -> check(example, store, side)))));
    }

    private static Stream<JsonNode> cases() throws IOException {
        try (InputStream json = Objects.requireNonNull(SettingsTest.class.getResourceAsStream("settings.json"))) {
            List<JsonNode> cases = new ArrayList<>();
            TestClient.JSON.readTree(json).forEach(cases::add);
            return cases.stream();
        }
    }

    private static Stream<String> stores(JsonNode example) {
        List<String> stores = new ArrayList<>();
        example.path("stores").forEach(store -> stores.add(store.textValue()));
        return stores.isEmpty() ? Stream.of("memory") : stores.stream();
    }

    private static void check(JsonNode example, String store, String side) throws Exception {
        List<String> arguments = arguments(example, store, side);
        String refused = example.path("refused").path(side).textValue();
        if (refused != null) {
            assertThatThrownBy(() -> TestClient.of(arguments).close())
                    .isInstanceOf(UsageException.class)
                    .hasMessage(refused);
            return;
        }
        try (TestClient client = TestClient.of(arguments)) {
            List<JsonNode> answers = new ArrayList<>();
            for (JsonNode step : example.get("steps")) {
                Thread.sleep(step.path("afterMillis").asLong());
                HttpResponse<String> answer = client.send(request(step, answers));
                expect(step.has("both") ? step.get("both") : step.get(side), answer);
                answers.add(answer.body().isEmpty() ? MissingNode.getInstance() : TestClient.json(answer.body()));
            }
        }
    }

    private static List<String> arguments(JsonNode example, String store, String side) throws Exception {
        String name = example.get("name").textValue();
        List<String> arguments = new ArrayList<>(
                List.of("--set", name + "=" + example.path("values").path(side).asText(side), "--store", store));
        if (store.equals("postgresql")) {
            arguments.addAll(List.of("--jdbc-url", emptyDatabase()));
        }
        if (example.has("users")) {
            arguments.addAll(List.of("--users", example.get("users").asText()));
        }
        if (example.has("schema")) {
            Path file = Files.writeString(
                    folder.resolve(name + ".json"),
                    expanded(example.get("schema").toString()));
            arguments.addAll(List.of("--schema", file.toString()));
        }
        return arguments;
    }

    static String expanded(String text) {
        String expanded = text;
        for (Map.Entry<String, String> urn : URNS.entrySet()) {
            expanded = expanded.replace(urn.getKey(), urn.getValue());
        }
        return expanded;
    }

    /** A step as it is sent: {1} is the id that the first step was answered, {cursor} the cursor of the last one. */
    private static TestClient.Request request(JsonNode step, List<JsonNode> answers) {
        String[] line = filled(step.get("do").textValue(), answers).split(" ", 2);
        return new TestClient.Request(
                line[0],
                line[1],
                step.has("body") ? filled(step.get("body").toString(), answers) : null,
                step.path("accept").textValue(),
                step.path("anonymous").asBoolean());
    }

    private static String filled(String text, List<JsonNode> answers) {
        String filled = expanded(text);
        for (int i = 0; i < answers.size(); i++) {
            filled = filled.replace(
                    "{" + (i + 1) + "}", answers.get(i).path("id").asText());
        }
        return answers.isEmpty()
                ? filled
                : filled.replace(
                        "{cursor}",
                        answers.get(answers.size() - 1).path("nextCursor").asText());
    }

    private static void expect(JsonNode expected, HttpResponse<String> answer) {
        assertThat(answer.statusCode())
                .as(answer.body())
                .isEqualTo(expected.get("status").intValue());
        expected.path("is").properties().forEach(member -> {
            JsonNode actual = TestClient.json(answer.body()).at(expanded(member.getKey()));
            JsonNode wanted = member.getValue().isNull()
                    ? MissingNode.getInstance()
                    : member.getValue().isTextual()
                            ? TestClient.json(expanded(member.getValue().toString()))
                            : member.getValue();
            assertThat(actual).as("%s of %s", member.getKey(), answer.body()).isEqualTo(wanted);
        });
        expected.path("headers")
                .properties()
                .forEach(header -> assertThat(
                                answer.headers().firstValue(header.getKey()).orElse("none"))
                        .matches(header.getValue().textValue()));
    }

    private static synchronized String emptyDatabase() throws IOException, SQLException {
        if (postgres == null) {
            postgres = EmbeddedPostgres.start();
        }
        String name = "settings" + ++databases;
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        }
        return postgres.getJdbcUrl("postgres", name);
    }
}
