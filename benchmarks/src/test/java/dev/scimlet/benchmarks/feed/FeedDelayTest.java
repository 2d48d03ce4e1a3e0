package dev.scimlet.benchmarks.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class FeedDelayTest {

    @Test
    void tellsPercentilesInMilliseconds() {
        long[] nanos = LongStream.rangeClosed(1, 200).map(n -> n * 1_000_000).toArray();

        assertThat(FeedDelay.table(List.of(new FeedDelay.Line("at another node", 5, 4.96, nanos)))
                        .lines()
                        .skip(2))
                .containsExactly("| at another node | 5 | 5.0 | 200 | 100.0 | 198.0 | 200.0 |");
    }

    @Test
    void seesEachUserThatIsCreated() throws Exception {
        var printed = new ByteArrayOutputStream();

        FeedDelay.run(
                List.of("--store=h2", "--rates=20", "--tenants=3", "--seconds=1"),
                new PrintStream(printed, true, StandardCharsets.UTF_8));

        assertThat(printed.toString(StandardCharsets.UTF_8).lines().skip(2))
                .hasSize(2)
                .satisfiesExactly(
                        line -> assertThat(line).matches("\\| at the node that writes \\| 20 \\| [0-9.]+ \\| 20 \\|.*"),
                        line -> assertThat(line).matches("\\| at another node \\| 20 \\| [0-9.]+ \\| 20 \\|.*"));
    }
}
