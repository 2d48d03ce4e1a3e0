package dev.scimlet.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class MainReplayTest {

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    private int run(String... arguments) {
        var out = new PrintStream(printed, true, UTF_8);
        return new Main(out, out, false).run(List.of(arguments));
    }

    @Test
    void handsReplayItsArguments() {
        assertThat(run("replay", "--list", "--trace", "okta-spec-test")).isZero();
        assertThat(printed.toString(UTF_8)).startsWith("okta-spec-test: ").doesNotContain("authentik");
    }

    @Test
    void leavesHelpOnReplayToReplay() {
        assertThat(run("replay", "--help")).isZero();
        assertThat(printed.toString(UTF_8)).contains("--token-file").doesNotContain("--deletion-threshold");
    }

    @Test
    void givesReplaysExitStatus() {
        assertThat(run("replay", "--url")).isEqualTo(2);
    }
}
