package dev.scimlet.examples.hosts;

import dev.scimlet.protocol.ScimService;
import dev.scimlet.servlet.ScimServlet;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;

/** Mounts the service when the web application starts, in any container: what a WAR has instead of a main class. */
@WebListener
public final class Provisioning implements ServletContextListener {

    @Override
    public void contextInitialized(ServletContextEvent event) {
        ServletContext context = event.getServletContext();
        ScimService service = Application.service(Tokens.all());
        context.addServlet("scim", new ScimServlet(service)).addMapping("/scim/v2/*");
    }
}
