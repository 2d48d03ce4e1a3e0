package dev.scimlet.servlet;

import dev.scimlet.testkit.host.HostContract;
import dev.scimlet.testkit.replay.Requirements;
import java.net.URI;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What servlet containers let through. */
@ParameterizedClass
@EnumSource
class HostContractTest extends HostContract {

    private static TestServer server;

    @Parameter
    Container container;

    @BeforeParameterizedClassInvocation
    static void start(Container container) throws Exception {
        server = TestServer.of(container, Requirements.NONE);
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        server.close();
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
