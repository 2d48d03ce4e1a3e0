package dev.scimlet.benchmarks.dearest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class DearestTest {

    /** The kinds that cost nothing, over few users: what they are answered, not what they cost. */
    @Test
    void measuresTheWorstBesideTheEveryday() throws Exception {
        var bytes = new ByteArrayOutputStream();

        boolean kept = Dearest.run(
                List.of("--users=50", "--only=Host,marks in a title,breaks off"),
                new PrintStream(bytes, true, StandardCharsets.UTF_8));

        String printed = bytes.toString(StandardCharsets.UTF_8);
        assertThat(kept).as(printed).isTrue();
        assertThat(printed.substring(printed.indexOf("| Kind |")))
                .contains("| read: foreign Host |", "| 200 |")
                .contains("| text: marks in a title |")
                .contains("| search: a filter that breaks off |", "| 400 |")
                .doesNotContain("EXCEEDED")
                .hasLineCount(2 + 3);
    }

    @Test
    void knowsItsStores() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Dearest.run(List.of("--store=paper"), System.out))
                .withMessageContaining("memory and postgresql");
    }
}
