package newcomer;

import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.jdbc.JdbcRepository;
import dev.scimlet.protocol.access.BearerTokens;
import dev.scimlet.protocol.access.InMemoryTokenStore;
import dev.scimlet.protocol.ScimService;
import dev.scimlet.servlet.ScimServlet;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.h2.jdbcx.JdbcDataSource;

/** Starts a server with its users in SQL tables, creates one over HTTP, and ends; anything else is an exception. */
public final class Newcomer {

    private Newcomer() {}

    public static void main(String[] arguments) throws Exception {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL("jdbc:h2:mem:newcomer;DB_CLOSE_DELAY=-1");
        JdbcRepository users =
                JdbcRepository.inOwnTables(StandardTypes.user(), database).build();
        users.createTables();
        BearerTokens tokens = new BearerTokens(new InMemoryTokenStore(), Clock.systemUTC());
        String token = tokens.generate("newcomer", null, null);
        ScimService service =
                ScimService.builder().repositories(users).authenticator(tokens).build();

        Server server = new Server();
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler();
        context.addServlet(new ServletHolder(new ScimServlet(service)), "/scim/v2/*");
        server.setHandler(context);
        server.start();
        try {
            HttpRequest create = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + connector.getLocalPort() + "/scim/v2/Users"))
                    .header("Authorization", "Bearer " + token)
                    .header("Content-Type", "application/scim+json")
                    .POST(BodyPublishers.ofString(
                            "{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\"],\"userName\":\"bjensen\"}"))
                    .build();
            HttpResponse<String> answer = HttpClient.newHttpClient().send(create, BodyHandlers.ofString());
            if (answer.statusCode() != 201) {
                throw new IllegalStateException("a user is answered " + answer.statusCode() + ": " + answer.body());
            }
            System.out.println("The newcomer's server created " + answer.body());
        } finally {
            server.stop();
        }
    }
}
