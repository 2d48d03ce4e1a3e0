package dev.scimlet.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Each row of the interoperability profile and of IPSIE that is met has tests that name it ({@link Proves}), and no other has.
 * Writes {@code target/ipsie.md}, of which {@code docs/ipsie.md} is a copy.
 */
final class IpsieRowsTest {

    private record Row(String section, String id, String level, String result, String requirement) {}

    private static List<Row> rows() throws IOException {
        List<Row> rows = new ArrayList<>();
        String section = "";
        try (InputStream in = IpsieRowsTest.class.getResourceAsStream("ipsie-rows.txt")) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                if (line.startsWith("# ")) {
                    section = line.substring(2);
                } else {
                    String[] cells = line.split(" ¦ ", 4);
                    rows.add(new Row(section, cells[0], cells[1], cells[2], cells[3]));
                }
            }
        }
        assertThat(rows).hasSizeGreaterThan(70);
        return rows;
    }

    private static Map<String, TreeSet<String>> tests() {
        Map<String, TreeSet<String>> tests = OAuthRowsTest.testsOfRows();
        tests.keySet().removeIf(row -> row.startsWith("O-"));
        return tests;
    }

    @Test
    void hasATestForEachRowThatIsMet() throws IOException {
        Map<String, TreeSet<String>> tests = tests();

        assertThat(rows())
                .allSatisfy(row -> assertThat(tests.containsKey(row.id()))
                        .as(row.id())
                        .isEqualTo(row.result().equals("met")));
        assertThat(tests.keySet())
                .as("rows that there are")
                .isSubsetOf(rows().stream().map(Row::id).toList());
    }

    @Test
    void isCopiedToTheDocuments() throws IOException {
        Map<String, TreeSet<String>> tests = tests();
        StringBuilder text = new StringBuilder("# The interoperability profile and IPSIE, row by row\n\n");
        text.append(
                        "What draft-zollner-scim-interop-profile-01 (15 April 2026; the text of revision 02 was not read) and the IPSIE SCIM")
                .append(
                        " profile of the OpenID Foundation (draft 00 of 8 September 2026) ask of a service provider, and the tests that")
                .append(
                        " prove it under `ClientProfile.INTEROP_DRAFT`. *host*: only the application can do it; `Directories.ipsie(…)` lists")
                .append(
                        " these as its duties. Neither draft has a certification, and no provider is known that keeps to them. Written by")
                .append(" `IpsieRowsTest` in scim-directory, which fails when a row that is met has no test.\n");
        String section = "";
        for (Row row : rows()) {
            if (!row.section().equals(section)) {
                section = row.section();
                text.append("\n## ")
                        .append(section)
                        .append("\n\n| Id | Level | Requirement | Result | Tests |\n|---|---|---|---|---|\n");
            }
            text.append("| ")
                    .append(String.join(
                            " | ",
                            row.id(),
                            row.level(),
                            row.requirement(),
                            row.result(),
                            String.join(", ", tests.getOrDefault(row.id(), new TreeSet<>()))))
                    .append(" |\n");
        }
        Files.createDirectories(Path.of("target"));
        Files.writeString(Path.of("target", "ipsie.md"), text);

        assertThat(Path.of("..", "docs", "ipsie.md"))
                .as("docs/ipsie.md is a copy of scim-directory/target/ipsie.md")
                .content(StandardCharsets.UTF_8)
                .isEqualTo(text.toString());
    }
}
