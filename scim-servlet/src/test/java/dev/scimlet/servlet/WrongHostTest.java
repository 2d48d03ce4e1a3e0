package dev.scimlet.servlet;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import dev.scimlet.testkit.host.HostContract;
import dev.scimlet.testkit.replay.Requirements;
import java.net.URI;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** Tests the contract of hosts: it must notice every host that is in the way. */
class WrongHostTest {

    /** The contract over a wrong host, while there is one; whoever looks for tests passes it by. */
    @EnabledIf("isStarted")
    static class WrongHostContract extends HostContract {

        private static @Nullable TestServer server;

        static boolean isStarted() {
            return server != null;
        }

        @Override
        protected URI baseUrl() {
            return server.baseUrl();
        }

        @Override
        protected String token() {
            return server.token();
        }
    }

    @ParameterizedTest
    @EnumSource
    void notices(WrongHost wrong) throws Exception {
        TestExecutionSummary summary = run(wrong);

        assertThat(summary.getTestsStartedCount()).isPositive();
        assertThat(summary.getFailures())
                .isNotEmpty()
                .allSatisfy(failure -> assertThat(failure.getException()).isInstanceOf(AssertionError.class));
    }

    private static TestExecutionSummary run(WrongHost wrong) throws Exception {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectMethod(WrongHostContract.class, wrong.noticedBy()))
                .build();
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        try (TestServer server = TestServer.of(Container.UNDERTOW, Requirements.NONE, wrong::before)) {
            WrongHostContract.server = server;
            LauncherFactory.create().execute(request, listener);
        } finally {
            WrongHostContract.server = null;
        }
        return listener.getSummary();
    }

    @Test
    void thereIsOneForEachTestOfTheContract() {
        Set<String> tests = Stream.of(HostContract.class.getDeclaredMethods())
                .filter(method ->
                        method.isAnnotationPresent(Test.class) || method.isAnnotationPresent(TestFactory.class))
                .map(method -> method.getName())
                .collect(toCollection(TreeSet::new));
        Set<String> noticing =
                Stream.of(WrongHost.values()).map(WrongHost::noticedBy).collect(toCollection(TreeSet::new));

        assertThat(noticing).isEqualTo(tests);
    }
}
