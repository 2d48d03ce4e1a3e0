package dev.scimlet.examples.hosts.tomcat;

import dev.scimlet.examples.hosts.Application;
import dev.scimlet.examples.hosts.Home;
import dev.scimlet.examples.hosts.SignIn;
import dev.scimlet.examples.hosts.Tokens;
import dev.scimlet.protocol.ScimService;
import dev.scimlet.servlet.ScimServlet;
import java.nio.file.Path;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;

/** The application on an embedded Tomcat. */
public final class TomcatHost {

    private TomcatHost() {}

    public static void main(String[] arguments) throws Exception {
        Tomcat tomcat = tomcat(8080, Path.of("target", "tomcat"));
        mount(tomcat, Application.service(Tokens.all()));
        tomcat.start();
        Tokens.announce(8080);
        tomcat.getServer().await();
    }

    static Tomcat tomcat(int port, Path files) {
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(files.toString());
        tomcat.setPort(port);
        Connector connector = tomcat.getConnector();
        connector.setProperty("address", "127.0.0.1");
        connector.setProperty("relaxedQueryChars", "\"[]|");
        return tomcat;
    }

    static void mount(Tomcat tomcat, ScimService service) {
        Context context =
                tomcat.addContext("", tomcat.getServer().getCatalinaBase().getPath());
        Tomcat.addServlet(context, "scim", new ScimServlet(service)).addMapping("/scim/v2/*");
        Tomcat.addServlet(context, "home", new Home()).addMapping("/");
        guard(context);
    }

    /** The application's own security, which lets provisioning pass. */
    private static void guard(Context context) {
        FilterDef signIn = new FilterDef();
        signIn.setFilterName("signIn");
        signIn.setFilter(new SignIn());
        context.addFilterDef(signIn);
        FilterMap everything = new FilterMap();
        everything.setFilterName("signIn");
        everything.addURLPattern("/*");
        context.addFilterMap(everything);
    }
}
