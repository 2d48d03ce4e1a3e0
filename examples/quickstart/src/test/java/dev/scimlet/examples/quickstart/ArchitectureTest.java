package dev.scimlet.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The architecture guide names classes that there are, where they are. */
class ArchitectureTest {

    private static final Path ROOT = Path.of("..", "..");

    private static final Pattern RULE =
            Pattern.compile("(?m)^\\| ([^|]+) \\| `(\\w+)` \\| `(dev\\.scimlet[\\w.]*)` \\|$");

    /** A word in the spelling of a class, by itself between backticks. */
    private static final Pattern CLASS = Pattern.compile("`([A-Z][a-z]\\w*)`");

    /** What a rule is asked for by, in faults that were found: each was in two to five places once. */
    private static final List<String> RULES = List.of(
            "Comparison",
            "`primary` counts as false",
            "empty text",
            "`ne` on a list",
            "primary value sorts",
            "no value comes last",
            "Positions of cursors",
            "Case and normal form",
            "immutable",
            "Hidden covers",
            "never returned",
            "`W/",
            "`bulkId` may stand",
            "surrogate pair",
            "names itself in `schemas`",
            "PATCH is offered",
            "tried again");

    @TestFactory
    Stream<DynamicTest> eachRuleHasItsClass() throws IOException {
        return rules().stream()
                .map(row -> dynamicTest(
                        row.group(1) + ": " + row.group(2),
                        () -> assertThat(sourceFiles()).contains(row.group(3).replace('.', '/') + "/" + row.group(2))));
    }

    @Test
    void leavesOutNoRuleThatWasInSeveralPlaces() throws IOException {
        List<String> told = rules().stream().map(row -> row.group(1)).toList();

        assertThat(RULES)
                .allSatisfy(rule ->
                        assertThat(told).anySatisfy(row -> assertThat(row).contains(rule)));
    }

    @Test
    void namesNoClassThatThereIsNot() throws IOException {
        Set<String> classes = sourceFiles().stream()
                .map(file -> file.substring(file.lastIndexOf('/') + 1))
                .collect(Collectors.toSet());
        List<String> named =
                CLASS.matcher(guide()).results().map(match -> match.group(1)).toList();

        assertThat(named).hasSizeGreaterThan(60);
        assertThat(classes).containsAll(named);
    }

    private static List<MatchResult> rules() throws IOException {
        List<MatchResult> rows = RULE.matcher(guide()).results().toList();
        assertThat(rows).hasSizeGreaterThanOrEqualTo(RULES.size());
        return rows;
    }

    private static String guide() throws IOException {
        return Files.readString(ROOT.resolve("docs/architecture.md"));
    }

    /** The sources of the published modules, and the tests that check the house's rules, as {@code dev/scimlet/…/Name}. */
    private static List<String> sourceFiles() throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> modules = Files.list(ROOT)) {
            for (Path module : modules.filter(
                            path -> path.getFileName().toString().startsWith("scim-"))
                    .toList()) {
                found.addAll(below(module.resolve("src/main/java")));
                found.addAll(below(module.resolve("src/test/java")).stream()
                        .filter(file -> file.endsWith("/HouseRulesTest"))
                        .toList());
            }
        }
        return found;
    }

    private static List<String> below(Path sources) throws IOException {
        if (!Files.isDirectory(sources)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(sources)) {
            return files.map(file -> sources.relativize(file).toString().replace('\\', '/'))
                    .filter(file -> file.endsWith(".java"))
                    .map(file -> file.substring(0, file.length() - ".java".length()))
                    .toList();
        }
    }
}
