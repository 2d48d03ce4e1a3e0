package dev.scimlet.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The README and the guides show only code that the build compiles: each Java block stands in some source file, but for indentation. */
class ReadmeTest {

    private static final Path ROOT = Path.of("..", "..");

    @TestFactory
    Stream<DynamicTest> showsCompiledCode() throws IOException {
        List<String> blocks = javaBlocks(Files.readString(ROOT.resolve("README.md")));
        assertThat(blocks).hasSizeGreaterThan(2);
        try (Stream<Path> guides = Files.walk(ROOT.resolve("docs"))) {
            for (Path guide :
                    guides.filter(file -> file.toString().endsWith(".md")).toList()) {
                blocks.addAll(javaBlocks(Files.readString(guide)));
            }
        }
        List<String> sources = sources();
        return blocks.stream()
                .map(block -> dynamicTest(
                        block.lines().findFirst().orElse(""),
                        () -> assertThat(sources.stream().anyMatch(source -> source.contains(normal(block))))
                                .as("whether a source contains what a guide shows:%n%s", block)
                                .isTrue()));
    }

    @TestFactory
    Stream<DynamicTest> showsCommandsThatTheQuickstartTakes() throws IOException {
        String readme = Files.readString(ROOT.resolve("README.md")).replaceAll("\\\\\\R\\s*", "");
        List<String> commands = Pattern.compile("(?m)^java -jar examples/quickstart/target/quickstart.jar(.*)$")
                .matcher(readme)
                .results()
                .map(command -> command.group(1).strip())
                .toList();
        assertThat(commands).hasSizeGreaterThan(3);
        return commands.stream()
                .map(command -> dynamicTest(
                        "quickstart.jar " + command,
                        () -> Options.read(Stream.of(command.split(" "))
                                .filter(word -> !word.isEmpty())
                                .map(word -> word.replace("\"", ""))
                                .toList())));
    }

    private static List<String> javaBlocks(String readme) {
        List<String> blocks = new ArrayList<>();
        String[] parts = readme.split("```", -1);
        for (int i = 1; i < parts.length; i += 2) {
            if (parts[i].startsWith("java\n")) {
                blocks.add(parts[i].substring("java\n".length()));
            }
        }
        return blocks;
    }

    private static List<String> sources() throws IOException {
        List<String> sources = new ArrayList<>();
        try (Stream<Path> files = Files.walk(ROOT)) {
            for (Path file : files.filter(ReadmeTest::isSource).toList()) {
                sources.add(normal(Files.readString(file)));
            }
        }
        return sources;
    }

    private static boolean isSource(Path file) {
        return file.toString().endsWith(".java") && !file.toString().contains("target");
    }

    /** Without what a formatter chooses. */
    private static String normal(String code) {
        return code.replaceAll("\\s+", "");
    }
}
