package dev.scimlet.examples.boot;

import dev.scimlet.testkit.host.HostContract;
import java.net.URI;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** What Spring Boot, its Tomcat and its security let through. */
final class HostTest extends HostContract {

    private static RunningApplication application;

    @BeforeAll
    static void start() {
        application = new RunningApplication();
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    @Override
    protected URI baseUrl() {
        return application.scim();
    }

    @Override
    protected String token() {
        return RunningApplication.TOKEN;
    }
}
