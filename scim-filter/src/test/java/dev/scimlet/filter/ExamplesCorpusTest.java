package dev.scimlet.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Each case of level {@code syntax}, under each profile that it holds for; what parses is printed and parsed again. */
final class ExamplesCorpusTest {

    private static final JsonNode CORPUS = read("/examples.json");
    private static final List<JsonNode> CASES = casesOfLevel("syntax");
    private static final FilterSyntax INTEROPERABLE =
            FilterSyntax.builder().schemas(knownSchemas()).build();
    private static final FilterSyntax STRICT = FilterSyntax.builder()
            .schemas(knownSchemas())
            .valuePathSubAttribute(false)
            .build();

    @Test
    void isThere() {
        assertThat(CASES).hasSizeGreaterThan(150);
    }

    @TestFactory
    Stream<DynamicTest> interoperable() {
        return CASES.stream()
                .filter(example -> !isStrictOnly(example))
                .map(example -> dynamicTest(nameOf(example), () -> check(example, INTEROPERABLE)));
    }

    @TestFactory
    Stream<DynamicTest> strict() {
        Set<String> strictInputs = new HashSet<>();
        CASES.stream().filter(ExamplesCorpusTest::isStrictOnly).forEach(example -> strictInputs.add(input(example)));
        return CASES.stream()
                .filter(example -> isStrictOnly(example) || !strictInputs.contains(input(example)))
                .map(example -> dynamicTest(nameOf(example), () -> check(example, STRICT)));
    }

    /** What the schema check refuses is a filter all the same, if the corpus shows its tree. */
    @TestFactory
    Stream<DynamicTest> treesOfSchemaCases() {
        return casesOfLevel("schema").stream()
                .filter(example -> example.hasNonNull("ast"))
                .map(example -> dynamicTest(nameOf(example), () -> checkTree(example, syntaxOf(example))));
    }

    private static void check(JsonNode example, FilterSyntax syntax) {
        if (example.get("valid").asBoolean()) {
            checkTree(example, syntax);
            return;
        }
        SyntaxException mistake = catchThrowableOfType(SyntaxException.class, () -> notation(example, syntax));

        assertThat(mistake).as("no mistake found").isNotNull();
        assertThat(scimTypeOf(mistake, example)).isEqualTo(example.get("error").asText());
        assertThat(mistake.position()).isBetween(0, example.get("expr").asText().length());
    }

    private static void checkTree(JsonNode example, FilterSyntax syntax) {
        assertThat(notation(example, syntax)).isEqualTo(example.get("ast").asText());
    }

    private static String notation(JsonNode example, FilterSyntax syntax) {
        String text = example.get("expr").asText();
        if (isFilter(example)) {
            Filter filter = syntax.filter(text);
            assertThat(syntax.filter(filter.text())).isEqualTo(filter);
            assertThat(Filter.parse(filter.text())).isEqualTo(filter);
            return CorpusNotation.of(filter);
        }
        PatchPath path = syntax.path(text);
        assertThat(syntax.path(path.text())).isEqualTo(path);
        return CorpusNotation.of(path);
    }

    private static String scimTypeOf(SyntaxException mistake, JsonNode example) {
        return isFilter(example) || mistake.inBrackets() ? "invalidFilter" : "invalidPath";
    }

    private static boolean isFilter(JsonNode example) {
        return switch (example.get("kind").asText()) {
            case "filter" -> true;
            case "path" -> false;
            default -> throw new AssertionError("unknown kind of case: " + example);
        };
    }

    private static FilterSyntax syntaxOf(JsonNode example) {
        return isStrictOnly(example) ? STRICT : INTEROPERABLE;
    }

    private static boolean isStrictOnly(JsonNode example) {
        return example.path("profile").asText().equals("strict");
    }

    private static String input(JsonNode example) {
        return example.get("kind").asText() + " " + example.get("expr").asText();
    }

    private static String nameOf(JsonNode example) {
        return example.get("n").asInt() + ": " + example.get("why").asText();
    }

    private static List<JsonNode> casesOfLevel(String level) {
        return StreamSupport.stream(CORPUS.get("cases").spliterator(), false)
                .filter(example -> example.get("level").asText().equals(level))
                .toList();
    }

    private static List<String> knownSchemas() {
        List<String> urns = new ArrayList<>();
        CORPUS.get("knownSchemas").forEach(urn -> urns.add(urn.asText()));
        return urns;
    }

    private static JsonNode read(String resource) {
        try (InputStream stream = ExamplesCorpusTest.class.getResourceAsStream(resource)) {
            return new ObjectMapper().readTree(stream);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
