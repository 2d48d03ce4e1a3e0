package dev.scimlet.testkit.replay;

import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.scimlet.testkit.replay.StepOutcome.Failed;
import dev.scimlet.testkit.replay.StepOutcome.NotRun;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;

/**
 * Traces as JUnit tests: one for each step, to be returned by a {@code @TestFactory}.
 *
 * <pre>{@code
 * @TestFactory
 * Stream<DynamicContainer> servesEveryIdentityProvider() {
 *     return TraceTests.ofAll(trace -> new TraceReplay(client, startServerFor(trace.requires()), () -> TOKEN));
 * }
 * }</pre>
 */
public final class TraceTests {

    private TraceTests() {}

    /**
     * The steps of a trace as tests, which must run in their order. A step whose variables no answer has given is
     * aborted rather than failed: the step that should have given them has failed.
     */
    public static Stream<DynamicTest> of(Trace trace, TraceReplay server) {
        var conversation = server.begin(trace);
        return trace.steps().stream().map(step -> dynamicTest(step.toString(), () -> run(conversation, step)));
    }

    /**
     * Every trace that ships as a container of tests.
     *
     * @param servers gives a server that meets {@link Trace#requires()}; called when the tests of the trace begin
     */
    public static Stream<DynamicContainer> ofAll(Function<Trace, TraceReplay> servers) {
        return Traces.all().stream()
                .map(trace ->
                        dynamicContainer(trace.id(), Stream.of(trace).flatMap(each -> of(each, servers.apply(each)))));
    }

    private static void run(Conversation conversation, TraceStep step) {
        var outcome = conversation.run(step);
        if (outcome instanceof Failed) {
            Assertions.fail(ReplayReport.text(outcome));
        } else if (outcome instanceof NotRun notRun) {
            Assumptions.abort(notRun.reason());
        }
    }
}
