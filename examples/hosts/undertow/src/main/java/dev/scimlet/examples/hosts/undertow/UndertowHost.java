package dev.scimlet.examples.hosts.undertow;

import dev.scimlet.examples.hosts.Application;
import dev.scimlet.examples.hosts.Home;
import dev.scimlet.examples.hosts.SignIn;
import dev.scimlet.examples.hosts.Tokens;
import dev.scimlet.protocol.ScimService;
import dev.scimlet.servlet.ScimServlet;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.api.DeploymentManager;
import io.undertow.servlet.util.ImmediateInstanceFactory;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletException;

/** The application on an embedded Undertow. */
public final class UndertowHost {

    /** More than the largest request that the service takes, which refuses in its own words what is too large. */
    private static final long MAX_BODY_BYTES = 16L << 20;

    private UndertowHost() {}

    public static void main(String[] arguments) throws Exception {
        undertow(8080, Application.service(Tokens.all())).start();
        Tokens.announce(8080);
    }

    static Undertow undertow(int port, ScimService service) throws ServletException {
        DeploymentInfo application = Servlets.deployment()
                .setClassLoader(UndertowHost.class.getClassLoader())
                .setContextPath("/")
                .setDeploymentName("application")
                .addServlet(Servlets.servlet(
                                "scim", ScimServlet.class, new ImmediateInstanceFactory<>(new ScimServlet(service)))
                        .addMapping("/scim/v2/*"))
                .addServlet(Servlets.servlet("home", Home.class).addMapping("/"))
                .addFilter(Servlets.filter("signIn", SignIn.class))
                .addFilterUrlMapping("signIn", "/*", DispatcherType.REQUEST);
        DeploymentManager deployment = Servlets.defaultContainer().addDeployment(application);
        deployment.deploy();
        return Undertow.builder()
                .addHttpListener(port, "127.0.0.1", deployment.start())
                .setServerOption(UndertowOptions.ALLOW_UNESCAPED_CHARACTERS_IN_URL, true)
                .setServerOption(UndertowOptions.MAX_ENTITY_SIZE, MAX_BODY_BYTES)
                .build();
    }
}
