package dev.scimlet.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What code and guides cite by a number stands among the decisions, and what the guides call by a class's name exists. */
class DecisionsTest {

    private static final Path ROOT = Path.of("..", "..");

    private static final Pattern CITED = Pattern.compile("\\bA-(\\d\\d)\\b");
    private static final Pattern DECIDED = Pattern.compile("(?m)^\\*\\*(A-\\d\\d) ");
    private static final Pattern CLASS = Pattern.compile("`([A-Z][a-z]+\\w*[a-z])`");

    private static List<Path> files(String... endings) throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.filter(file -> Stream.of(endings).anyMatch(file.toString()::endsWith))
                    .filter(file ->
                            Stream.of("/target/", "/node_modules/", "/.git/").noneMatch(file.toString()::contains))
                    .toList();
        }
    }

    private static List<String> decided() throws IOException {
        return DECIDED.matcher(Files.readString(ROOT.resolve("docs/decisions.md")))
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    @Test
    void standInOrderAndOnce() throws IOException {
        List<String> decided = decided();

        assertThat(decided)
                .isEqualTo(IntStream.rangeClosed(1, decided.size())
                        .mapToObj(number -> "A-%02d".formatted(number))
                        .toList());
    }

    @Test
    void holdEveryNumberThatIsCited() throws IOException {
        Set<String> cited = new TreeSet<>();
        for (Path file : files(".java", ".md", ".json")) {
            CITED.matcher(Files.readString(file))
                    .results()
                    .map(found -> found.group())
                    .forEach(cited::add);
        }

        assertThat(cited).hasSizeGreaterThan(50);
        assertThat(decided()).containsAll(cited);
    }

    @Test
    void andGlossaryNameClassesThatExist() throws IOException {
        Set<String> classes = new TreeSet<>();
        for (Path file : files(".java")) {
            String name = file.getFileName().toString();
            classes.add(name.substring(0, name.length() - ".java".length()));
        }
        Set<String> named = new TreeSet<>();
        for (String guide : List.of("docs/decisions.md", "docs/glossary.md")) {
            CLASS.matcher(Files.readString(ROOT.resolve(guide)))
                    .results()
                    .map(found -> found.group(1))
                    .forEach(named::add);
        }
        // names of the protocol that are spelled like classes
        named.removeAll(
                Set.of("Accept", "Add", "Remove", "Replace", "Operations", "Resources", "Location", "Authorization"));

        assertThat(named).hasSizeGreaterThan(10);
        assertThat(classes).containsAll(named);
    }
}
