package dev.scimlet.directory.feed;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Each row of what the feed promises has tests that name it ({@link Proves}), or waits, and says for what. Writes {@code
 * target/events.md}, of which {@code docs/events.md} is a copy. That the tests pass is what the build says.
 */
final class EventRowsTest {

    private record Row(String section, String id, String level, String requirement) {}

    private static List<String> lines(String resource) throws IOException {
        try (InputStream in = EventRowsTest.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    private static List<Row> rows() throws IOException {
        List<Row> rows = new ArrayList<>();
        String section = "";
        for (String line : lines("event-rows.txt")) {
            if (line.startsWith("# ")) {
                section = line.substring(2);
            } else {
                String[] cells = line.split(" ¦ ", 3);
                rows.add(new Row(section, cells[0], cells[1], cells[2]));
            }
        }
        assertThat(rows).hasSizeGreaterThan(70);
        return rows;
    }

    /** By row, for what it waits. */
    private static Map<String, String> waiting() throws IOException {
        Map<String, String> waiting = new HashMap<>();
        for (String line : lines("event-rows-waiting.txt")) {
            String[] cells = line.split(" ¦ ", 2);
            assertThat(waiting.put(cells[0], cells[1])).as(cells[0]).isNull();
        }
        return waiting;
    }

    private static Map<String, TreeSet<String>> tests() {
        Map<String, TreeSet<String>> tests = new TreeMap<>();
        new ClassFileImporter()
                .importPackages("dev.scimlet.directory").stream()
                        .flatMap(type -> type.getMethods().stream())
                        .filter(method -> method.isAnnotatedWith(Proves.class))
                        .forEach(method -> {
                            assertThat(isTest(method)).as(method.getFullName()).isTrue();
                            for (String row :
                                    method.getAnnotationOfType(Proves.class).value()) {
                                tests.computeIfAbsent(row, id -> new TreeSet<>())
                                        .add(method.getOwner().getSimpleName() + "." + method.getName());
                            }
                        });
        return tests;
    }

    private static boolean isTest(JavaMethod method) {
        return method.getAnnotations().stream()
                .anyMatch(annotation -> annotation.getRawType().getSimpleName().matches("Test|ParameterizedTest"));
    }

    @Test
    void hasATestForEachRowThatDoesNotWait() throws IOException {
        Map<String, TreeSet<String>> tests = tests();
        Map<String, String> waiting = waiting();

        assertThat(rows())
                .allSatisfy(row -> assertThat(tests.containsKey(row.id()) != waiting.containsKey(row.id()))
                        .as("%s has tests, or waits", row.id())
                        .isTrue());
        assertThat(tests.keySet())
                .as("rows that there are")
                .isSubsetOf(rows().stream().map(Row::id).toList());
    }

    @Test
    void isCopiedToTheDocuments() throws IOException {
        Map<String, TreeSet<String>> tests = tests();
        Map<String, String> waiting = waiting();
        StringBuilder text = new StringBuilder("# The feed, row by row\n\n");
        text.append("What the feed of changes promises (")
                .append(tests.size())
                .append(" rows), the tests that prove it, and what waits (")
                .append(waiting.size())
                .append(" rows), with the reason. SW is Standard Webhooks, the numbers of RFCs stand for themselves;"
                        + " LIB is a decision of this library. How to use it says [the guide](feed.md). Written by"
                        + " `EventRowsTest` in scim-directory, which fails when a row has neither.\n");
        String section = "";
        for (Row row : rows()) {
            if (!row.section().equals(section)) {
                section = row.section();
                text.append("\n## ")
                        .append(section)
                        .append("\n\n| Id | Level | Requirement | Tests |\n|---|---|---|---|\n");
            }
            String proof = waiting.containsKey(row.id())
                    ? "*waits:* " + waiting.get(row.id())
                    : String.join(", ", tests.getOrDefault(row.id(), new TreeSet<>()));
            text.append("| ")
                    .append(String.join(" | ", row.id(), row.level(), row.requirement(), proof))
                    .append(" |\n");
        }
        Files.createDirectories(Path.of("target"));
        Files.writeString(Path.of("target", "events.md"), text);

        assertThat(Path.of("..", "docs", "events.md"))
                .as("docs/events.md is a copy of scim-directory/target/events.md")
                .content(StandardCharsets.UTF_8)
                .isEqualTo(text.toString());
    }
}
