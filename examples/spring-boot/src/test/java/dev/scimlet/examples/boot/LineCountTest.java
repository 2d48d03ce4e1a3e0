package dev.scimlet.examples.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What provisioning costs: the lines that the same application does without, besides blanks, imports and comments. */
final class LineCountTest {

    private static final Path WITHOUT = Path.of("src/test/resources/without-scim");
    private static final Path SOURCES = Path.of("src/main/java/dev/scimlet/examples/boot");
    private static final Path REACTIONS = SOURCES.resolve("Reactions.java");
    private static final Path SETTINGS = Path.of("src/main/resources/application.properties");

    @Test
    void takesAtMostSeventyLines() throws IOException {
        List<String> added = new ArrayList<>();
        List<Path> files;
        try (Stream<Path> all = Files.list(SOURCES)) {
            files = new ArrayList<>(all.filter(file -> !file.equals(REACTIONS)).toList());
        }
        files.add(SETTINGS);
        for (Path file : files) {
            List<String> lines = new ArrayList<>(lines(file));
            Path before = WITHOUT.resolve(file.getFileName());
            if (Files.exists(before)) {
                List<String> known = lines(before);
                assertThat(lines).as("nothing of %s is gone", before).containsAll(known);
                known.forEach(lines::remove);
            }
            added.addAll(lines);
        }

        assertThat(added).hasSizeBetween(20, 70);
        assertThat(Files.readString(Path.of("README.md"))).contains("**" + added.size() + " lines**");
    }

    /** What the application does beyond being provisioned is counted by itself. */
    @Test
    void reactsInAtMostFifteenLines() throws IOException {
        List<String> reactions = lines(REACTIONS);

        assertThat(reactions).hasSizeBetween(8, 15);
        assertThat(Files.readString(Path.of("README.md"))).contains("**" + reactions.size() + " lines** more");
    }

    /** What it is compared with is an application, too. */
    @Test
    void isComparedWithWhatCompiles(@TempDir Path classes) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter said = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
                Stream<Path> sources = Files.list(WITHOUT)) {
            List<Path> java =
                    sources.filter(file -> file.toString().endsWith(".java")).toList();
            List<String> options = List.of(
                    "-proc:none",
                    "-cp",
                    System.getProperty("java.class.path"),
                    "-d",
                    classes.toString(),
                    "-parameters");
            boolean compiled = compiler.getTask(
                            said, files, null, options, null, files.getJavaFileObjectsFromPaths(java))
                    .call();
            assertThat(compiled).as(said.toString()).isTrue();
        }
    }

    private static List<String> lines(Path file) throws IOException {
        return Files.readString(file)
                .replaceAll("(?s)/\\*.*?\\*/", "")
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("//") && !line.startsWith("#"))
                .filter(line -> !line.startsWith("import ") && !line.startsWith("package "))
                .toList();
    }
}
