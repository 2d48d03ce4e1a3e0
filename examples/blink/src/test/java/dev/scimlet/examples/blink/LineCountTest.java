package dev.scimlet.examples.blink;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The README says how long the integration is: in lines that hold code, without imports and comments. */
class LineCountTest {

    private static final Path SOURCES = Path.of("src/main/java/dev/scimlet/examples/blink/provisioning");

    @ParameterizedTest
    @CsvSource({"Provisioning", "EmployeeStore", "IndexedColumns", "Tokens"})
    void countsEachClass(String name) throws IOException {
        assertThat(readme())
                .containsPattern("\\| `" + name + "` \\| " + lines(SOURCES.resolve(name + ".java")) + " \\|");
    }

    @Test
    void countsTheWhole() throws IOException {
        long whole = 0;
        try (var files = Files.list(SOURCES)) {
            for (Path file :
                    files.filter(file -> !file.endsWith("package-info.java")).toList()) {
                whole += lines(file);
            }
        }

        assertThat(readme()).contains("**" + whole + " lines**");
        assertThat(Files.readString(Path.of("..", "..", "README.md"))).contains(whole + " lines");
    }

    private static String readme() throws IOException {
        return Files.readString(Path.of("README.md"));
    }

    private static long lines(Path file) throws IOException {
        String code = Files.readString(file).replaceAll("(?s)/\\*.*?\\*/", "");
        return code.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .filter(line -> !line.startsWith("//"))
                .filter(line -> !line.startsWith("import ") && !line.startsWith("package "))
                .count();
    }
}
