package dev.scimlet.spring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** A native image has of the resources in our jars what a file in the same jar names: all that are loaded by their names. */
final class NativeHintsTest {

    @TestFactory
    Stream<DynamicTest> everyResourceOfAJarIsNamedInIt() throws IOException {
        List<Path> modules = new ArrayList<>();
        try (Stream<Path> directories = Files.list(Path.of(".."))) {
            directories
                    .filter(module -> module.getFileName().toString().startsWith("scim-"))
                    .map(module -> module.resolve("src/main/resources"))
                    .filter(Files::isDirectory)
                    .forEach(modules::add);
        }
        assertThat(modules).hasSizeGreaterThanOrEqualTo(4);
        return modules.stream().map(resources -> DynamicTest.dynamicTest(resources.toString(), () -> check(resources)));
    }

    private static void check(Path resources) throws IOException {
        List<Pattern> included = included(resources);
        List<String> names = new ArrayList<>();
        try (Stream<Path> files = Files.walk(resources)) {
            files.filter(Files::isRegularFile)
                    .map(file -> resources.relativize(file).toString())
                    // What is there belongs to whoever reads it: Spring knows what it needs of it
                    .filter(name -> !name.startsWith("META-INF/"))
                    .forEach(names::add);
        }
        assertThat(names)
                .isNotEmpty()
                .allMatch(name -> included.stream()
                        .anyMatch(pattern -> pattern.matcher(name).matches()));
        assertThat(included)
                .as("patterns that name something")
                .allMatch(pattern ->
                        names.stream().anyMatch(name -> pattern.matcher(name).matches()));
    }

    private static List<Pattern> included(Path resources) throws IOException {
        Path hints = resources.resolve("META-INF/native-image/dev.scimlet");
        assertThat(hints).isDirectory();
        List<Pattern> patterns = new ArrayList<>();
        try (Stream<Path> files = Files.walk(hints)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                JsonNode includes = new ObjectMapper().readTree(file.toFile()).at("/resources/includes");
                includes.forEach(
                        each -> patterns.add(Pattern.compile(each.get("pattern").textValue())));
            }
        }
        return patterns;
    }
}
