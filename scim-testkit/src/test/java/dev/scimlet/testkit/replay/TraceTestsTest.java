package dev.scimlet.testkit.replay;

import static dev.scimlet.testkit.replay.TestTraces.capturing;
import static dev.scimlet.testkit.replay.TestTraces.get;
import static dev.scimlet.testkit.replay.TestTraces.trace;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scimlet.testkit.http.ScriptedServer;
import dev.scimlet.testkit.http.ScriptedServer.Answer;
import dev.scimlet.testkit.http.WireClient;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

class TraceTestsTest {

    @Test
    void makesATestOfEachStep() throws IOException {
        var trace = trace(
                get("{\"status\": 200}"),
                capturing("{\"u\": \"/id\"}", get("{\"status\": 201}")),
                get("{\"status\": 200, \"jsonSubset\": {\"id\": \"${u}\"}}"));
        try (var server = ScriptedServer.answering(Answer.scim(200, ""), Answer.scim(409, ""));
                var client = WireClient.to(server.uri())) {
            List<DynamicTest> tests = TraceTests.of(trace, new TraceReplay(client, server.uri(), () -> "t"))
                    .toList();

            assertThat(tests)
                    .extracting(DynamicTest::getDisplayName)
                    .containsExactly("1 a step [T40, T49]", "2 a step [T40, T49]", "3 a step [T40, T49]");
            assertThat(server.requests()).isEmpty();
            assertThatCode(tests.get(0).getExecutable()::execute).doesNotThrowAnyException();
            assertThatThrownBy(tests.get(1).getExecutable()::execute)
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("status: expected 201, found 409 [T40, T49]");
            assertThatThrownBy(tests.get(2).getExecutable()::execute)
                    .isInstanceOf(TestAbortedException.class)
                    .hasMessageContaining("no answer gave a value for u");
        }
    }

    @Test
    void makesAContainerOfEachTraceAndStartsItsServerLate() {
        List<String> started = new ArrayList<>();
        try (var client = WireClient.to(URI.create("http://127.0.0.1:1"))) {
            List<DynamicContainer> containers = TraceTests.ofAll(trace -> {
                        started.add(trace.id());
                        return new TraceReplay(client, URI.create("http://127.0.0.1:1"), () -> "t");
                    })
                    .toList();

            assertThat(containers).extracting(DynamicContainer::getDisplayName).isEqualTo(Traces.ids());
            assertThat(started).isEmpty();
            assertThat(containers.get(0).getChildren())
                    .hasSize(Traces.all().get(0).steps().size());
            assertThat(started).containsExactly(Traces.ids().get(0));
        }
    }
}
