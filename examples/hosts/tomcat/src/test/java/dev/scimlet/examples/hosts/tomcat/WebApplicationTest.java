package dev.scimlet.examples.hosts.tomcat;

import dev.scimlet.examples.hosts.Provisioning;
import dev.scimlet.examples.hosts.Tokens;
import dev.scimlet.testkit.host.HostContract;
import java.net.URI;
import java.nio.file.Path;
import org.apache.catalina.Context;
import org.apache.catalina.authenticator.BasicAuthenticator;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.LoginConfig;
import org.apache.tomcat.util.descriptor.web.SecurityCollection;
import org.apache.tomcat.util.descriptor.web.SecurityConstraint;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/**
 * A web application that mounts the service by a listener, below a path of its own, with the container's security in front of
 * everything but provisioning, as its {@code web.xml} would say.
 */
final class WebApplicationTest extends HostContract {

    private static final String TOKEN = Tokens.all().generate("test", null, null);

    @TempDir
    static Path files;

    private static Tomcat server;

    @BeforeAll
    static void start() throws Exception {
        server = TomcatHost.tomcat(0, files);
        Context application = server.addContext("/application", files.toString());
        application.addApplicationListener(Provisioning.class.getName());
        application.setLoginConfig(new LoginConfig("BASIC", "the application", null, null));
        application.getPipeline().addValve(new BasicAuthenticator());
        application.addConstraint(constraint("/*", "employee"));
        application.addConstraint(constraint("/scim/v2/*"));
        application.addSecurityRole("employee");
        server.start();
    }

    private static SecurityConstraint constraint(String pattern, String... roles) {
        SecurityCollection paths = new SecurityCollection();
        paths.addPattern(pattern);
        SecurityConstraint constraint = new SecurityConstraint();
        constraint.addCollection(paths);
        for (String role : roles) {
            constraint.addAuthRole(role);
        }
        return constraint;
    }

    @AfterAll
    static void stop() throws Exception {
        server.stop();
        server.destroy();
    }

    @Override
    protected URI baseUrl() {
        return URI.create("http://127.0.0.1:" + server.getConnector().getLocalPort() + "/application/scim/v2");
    }

    @Override
    protected String token() {
        return TOKEN;
    }
}
