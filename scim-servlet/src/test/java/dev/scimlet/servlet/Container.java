package dev.scimlet.servlet;

import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.api.DeploymentManager;
import io.undertow.servlet.util.ImmediateInstanceFactory;
import jakarta.servlet.Servlet;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** The servlet containers that hosts run on, each with the settings that the README asks for. */
enum Container {
    JETTY {
        @Override
        Running start(Servlet servlet) throws Exception {
            Server server = new Server();
            ServerConnector connector = new ServerConnector(server);
            connector.setHost(LOOPBACK);
            server.addConnector(connector);
            ServletContextHandler context = new ServletContextHandler();
            context.addServlet(new ServletHolder(servlet), PATH + "/*");
            server.setHandler(context);
            server.start();
            return new Running(connector.getLocalPort(), server::stop);
        }
    },

    TOMCAT {
        @Override
        Running start(Servlet servlet) throws Exception {
            Path files = Files.createTempDirectory("tomcat");
            Tomcat tomcat = new Tomcat();
            tomcat.setBaseDir(files.toString());
            tomcat.setPort(0);
            tomcat.getConnector().setProperty("address", LOOPBACK);
            tomcat.getConnector().setProperty("relaxedQueryChars", "\"[]|");
            Context context = tomcat.addContext("", files.toString());
            Tomcat.addServlet(context, "scim", servlet).addMapping(PATH + "/*");
            tomcat.start();
            return new Running(tomcat.getConnector().getLocalPort(), () -> {
                tomcat.stop();
                tomcat.destroy();
                delete(files);
            });
        }
    },

    UNDERTOW {
        @Override
        Running start(Servlet servlet) throws Exception {
            DeploymentInfo application = Servlets.deployment()
                    .setClassLoader(Container.class.getClassLoader())
                    .setContextPath("")
                    .setDeploymentName("scim")
                    .addServlet(Servlets.servlet("scim", servlet.getClass(), new ImmediateInstanceFactory<>(servlet))
                            .addMapping(PATH + "/*"));
            DeploymentManager deployed = Servlets.defaultContainer().addDeployment(application);
            deployed.deploy();
            Undertow undertow = Undertow.builder()
                    .addHttpListener(0, LOOPBACK)
                    .setServerOption(UndertowOptions.ALLOW_UNESCAPED_CHARACTERS_IN_URL, true)
                    .setServerOption(UndertowOptions.MAX_ENTITY_SIZE, -1L)
                    .setHandler(deployed.start())
                    .build();
            undertow.start();
            InetSocketAddress address =
                    (InetSocketAddress) undertow.getListenerInfo().get(0).getAddress();
            return new Running(address.getPort(), undertow::stop);
        }
    };

    static final String PATH = "/scim/v2";

    private static final String LOOPBACK = "127.0.0.1";

    abstract Running start(Servlet servlet) throws Exception;

    /** A started container and what stops it. */
    record Running(int port, AutoCloseable stop) {}

    private static void delete(Path folder) throws IOException {
        try (var inside = Files.list(folder)) {
            for (Path path : inside.toList()) {
                if (Files.isDirectory(path)) {
                    delete(path);
                } else {
                    Files.delete(path);
                }
            }
        }
        Files.delete(folder);
    }
}
