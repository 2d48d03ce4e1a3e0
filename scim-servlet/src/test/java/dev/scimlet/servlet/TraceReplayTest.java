package dev.scimlet.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.scimlet.testkit.http.WireClient;
import dev.scimlet.testkit.replay.ReplayReport;
import dev.scimlet.testkit.replay.Trace;
import dev.scimlet.testkit.replay.TraceReplay;
import dev.scimlet.testkit.replay.Traces;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every conversation of an identity provider, over HTTP and in each container, against a server configured as it presumes. */
class TraceReplayTest {

    static List<String> traces() {
        return Traces.ids();
    }

    @Test
    void holdsAllTraces() {
        assertThat(Traces.ids()).hasSize(20);
    }

    static Stream<Arguments> tracesInAllContainers() {
        return Stream.of(Container.values())
                .flatMap(container -> traces().stream().map(id -> arguments(container, id)));
    }

    @ParameterizedTest
    @MethodSource("tracesInAllContainers")
    void isAnsweredAsTheClientNeeds(Container container, String id) throws Exception {
        Trace trace = Traces.named(id);
        try (TestServer server = TestServer.of(container, trace.requires());
                WireClient client = WireClient.to(server.baseUrl())) {
            ReplayReport report = new TraceReplay(client, server.baseUrl(), server::token).replay(trace);
            assertThat(report.passed()).as(report.text()).isTrue();
        }
    }
}
