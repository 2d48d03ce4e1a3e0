package dev.scimlet.benchmarks.floor;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;

/** Serves the floor on the loopback address; the only argument is the port. */
public final class FloorServer {

    /** Where the resources are: the path of {@code Users} and {@code Groups} begins with it. */
    public static final String BASE_PATH = "/scim/v2";

    private FloorServer() {}

    public static void main(String[] arguments) throws Exception {
        start(Integer.parseInt(arguments[0])).join();
    }

    static Server start(int port) throws Exception {
        var context = new ServletContextHandler();
        context.addServlet(new ServletHolder(new FloorServlet()), BASE_PATH + "/*");
        var server = new Server(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        server.setHandler(context);
        server.start();
        return server;
    }
}
