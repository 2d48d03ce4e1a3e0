package dev.scimlet.directory;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Each row of what providers and RFCs want of the token endpoint has tests that name it ({@link Proves}). Writes {@code
 * target/oauth.md}, of which {@code docs/oauth.md} is a copy. That the tests pass is what the build says.
 */
final class OAuthRowsTest {

    private record Row(String section, String id, String level, String requirement) {}

    private static List<Row> rows() throws IOException {
        List<Row> rows = new ArrayList<>();
        String section = "";
        try (InputStream in = OAuthRowsTest.class.getResourceAsStream("oauth-rows.txt")) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                if (line.startsWith("# ")) {
                    section = line.substring(2);
                } else {
                    String[] cells = line.split(" ¦ ", 3);
                    rows.add(new Row(section, cells[0], cells[1], cells[2]));
                }
            }
        }
        assertThat(rows).hasSizeGreaterThan(80);
        return rows;
    }

    private static Map<String, TreeSet<String>> tests() {
        Map<String, TreeSet<String>> tests = testsOfRows();
        tests.keySet().removeIf(row -> !row.startsWith("O-"));
        return tests;
    }

    /** The tests of each row, those of other documents too. */
    static Map<String, TreeSet<String>> testsOfRows() {
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
    void hasATestForEachRow() throws IOException {
        Map<String, TreeSet<String>> tests = tests();

        assertThat(rows())
                .allSatisfy(row -> assertThat(tests.get(row.id())).as(row.id()).isNotEmpty());
        assertThat(tests.keySet())
                .as("rows that there are")
                .isSubsetOf(rows().stream().map(Row::id).toList());
    }

    @Test
    void isCopiedToTheDocuments() throws IOException {
        Map<String, TreeSet<String>> tests = tests();
        StringBuilder text = new StringBuilder("# The token endpoint, row by row\n\n");
        text.append(
                        "What RFC 6749, 6750, 7009, 7523, 8414, 9728 and Microsoft's texts on provisioning want of a service that")
                .append(
                        " issues tokens to identity providers, and the tests that prove it. LIB is a decision of this library where")
                .append(
                        " the sources are silent. Written by `OAuthRowsTest` in scim-directory, which fails when a row has no test.\n");
        String section = "";
        for (Row row : rows()) {
            if (!row.section().equals(section)) {
                section = row.section();
                text.append("\n## ")
                        .append(section)
                        .append("\n\n| Id | Level | Requirement | Tests |\n|---|---|---|---|\n");
            }
            text.append("| ")
                    .append(String.join(
                            " | ",
                            row.id(),
                            row.level(),
                            row.requirement(),
                            String.join(", ", tests.getOrDefault(row.id(), new TreeSet<>()))))
                    .append(" |\n");
        }
        Files.createDirectories(Path.of("target"));
        Files.writeString(Path.of("target", "oauth.md"), text);

        assertThat(Path.of("..", "docs", "oauth.md"))
                .as("docs/oauth.md is a copy of scim-directory/target/oauth.md")
                .content(StandardCharsets.UTF_8)
                .isEqualTo(text.toString());
    }
}
