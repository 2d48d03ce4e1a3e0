package dev.scimlet.core.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.scimlet.core.ErrorType;
import dev.scimlet.core.ScimException;
import dev.scimlet.core.profile.ClientProfile;
import dev.scimlet.core.query.Projection;
import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.Meta;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.standard.StandardTypes;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Each case: {@code before} and {@code patch} make {@code after}, or fail with {@code error}. */
class PatchCorpusTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final ResourceType USER = StandardTypes.user();
    private static final ResourceType GROUP = StandardTypes.group();
    private static final Locations LOCATIONS = new Locations("https://example.com/v2", List.of());

    @TestFactory
    Stream<DynamicTest> interoperable() throws IOException {
        return cases().stream()
                .filter(example -> !isStrict(example))
                .map(example -> dynamicTest(title(example), () -> check(example, ClientProfile.INTEROPERABLE)));
    }

    @TestFactory
    Stream<DynamicTest> strict() throws IOException {
        Set<String> twins = new HashSet<>();
        cases().stream().filter(PatchCorpusTest::isStrict).forEach(example -> twins.add(input(example)));
        return cases().stream()
                .filter(example -> isStrict(example) || !twins.contains(input(example)))
                .map(example -> dynamicTest(title(example), () -> check(example, ClientProfile.STRICT)));
    }

    @Test
    void holdsAllCases() throws IOException {
        assertThat(cases()).hasSize(328);
    }

    private static List<JsonNode> cases() throws IOException {
        try (InputStream corpus =
                PatchCorpusTest.class.getResourceAsStream("/dev/scimlet/core/corpus/patch-cases.json")) {
            List<JsonNode> cases = new ArrayList<>();
            JSON.readTree(corpus).get("cases").forEach(cases::add);
            return cases;
        }
    }

    private static boolean isStrict(JsonNode example) {
        return example.path("profile").asText().equals("strict");
    }

    private static String input(JsonNode example) {
        return example.get("schema") + "|" + example.get("before") + "|" + example.get("patch");
    }

    private static String title(JsonNode example) {
        return example.get("n").asText() + " " + example.get("name").asText() + " ("
                + example.get("ref").asText() + ")";
    }

    private static void check(JsonNode example, ClientProfile profile) throws IOException {
        ResourceType type = example.get("schema").asText().equals("User") ? USER : GROUP;
        ResourceReader reader = ResourceReader.builder(type, profile)
                .knownElsewhere(urn -> false)
                .build();
        Attributes before = reader.readStored(JSON.writeValueAsBytes(example.get("before")));
        Resource stored = new Resource(
                type, example.get("before").get("id").asText(), new Meta(Instant.EPOCH, Instant.EPOCH, "1"), before);
        Outcome outcome = apply(reader, stored, JSON.writeValueAsBytes(example.get("patch")));
        JsonNode error = example.get("error");
        if (error != null && !error.path("scimType").asText().equals("uniqueness")) {
            assertThat(outcome.scimType)
                    .as("scimType, detail %s", outcome.detail)
                    .isEqualTo(error.path("scimType").asText());
            assertThat(String.valueOf(outcome.status))
                    .isEqualTo(error.path("status").asText());
            return;
        }
        assertThat(outcome.detail).as("error").isNull();
        if (error != null) {
            // uniqueness is the store's to refuse
            return;
        }
        Resource after = stored.withAttributes(outcome.attributes);
        JsonNode written = JSON.readTree(new ResourceWriter(type).write(after, Projection.standard(type), LOCATIONS));
        assertThat(normal(written, "")).isEqualTo(normal(example.get("after"), ""));
        assertThat(!outcome.attributes.equals(before))
                .as("modified")
                .isEqualTo(example.get("modified").asBoolean());
    }

    private record Outcome(
            Attributes attributes,
            int status,
            @Nullable String scimType,
            @Nullable String detail) {}

    private static Outcome apply(ResourceReader reader, Resource stored, byte[] patch) {
        try {
            return new Outcome(reader.readPatch(patch).applyTo(stored), 200, null, null);
        } catch (ScimException refused) {
            return new Outcome(
                    stored.attributes(),
                    refused.status(),
                    refused.type().map(ErrorType::keyword).orElse(""),
                    refused.detail());
        }
    }

    /** Without meta, order of lists, null, empty lists and objects, and primary false. */
    private static @Nullable Object normal(@Nullable JsonNode node, String name) {
        if (node == null || node.isNull() || name.equals("primary") && !node.asBoolean()) {
            return null;
        }
        if (node.isArray()) {
            Map<Object, Integer> entries = new HashMap<>();
            for (JsonNode entry : node) {
                entries.merge(String.valueOf(normal(entry, "")), 1, Integer::sum);
            }
            return entries.isEmpty() ? null : entries;
        }
        if (node.isObject()) {
            Map<String, Object> members = new TreeMap<>();
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                Object value = field.getKey().equals("meta") ? null : normal(field.getValue(), field.getKey());
                if (value != null) {
                    members.put(field.getKey(), value);
                }
            }
            return members.isEmpty() ? null : members;
        }
        return node;
    }
}
