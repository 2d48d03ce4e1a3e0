package dev.scimlet.directory.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.directory.AuthorizationServer;
import dev.scimlet.directory.Directories;
import dev.scimlet.directory.Directory;
import dev.scimlet.directory.IdentityProvider;
import dev.scimlet.directory.InMemoryDirectoryStore;
import dev.scimlet.protocol.ScimService;
import dev.scimlet.protocol.access.TenantResolver;
import dev.scimlet.servlet.ScimServlet;
import dev.scimlet.spi.memory.InMemoryRepository;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.Test;

/** The three servlets in one container, as a host mounts them. */
final class ServletsTest {

    private final HttpClient client = HttpClient.newHttpClient();

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void standBesideEachOther() throws Exception {
        Server server = new Server();
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        connector.open();
        String origin = "http://127.0.0.1:" + connector.getLocalPort();
        Directories directories = Directories.builder(new InMemoryDirectoryStore())
                .tenants(TenantResolver.byPathSegment())
                .authorizationServer(AuthorizationServer.builder(origin + "/scim", origin + "/scim/v2")
                        .withoutTls()
                        .announceMetadata()
                        .build())
                .build();
        ScimService service = ScimService.builder()
                .repositories(InMemoryRepository.of(StandardTypes.user()))
                .install(directories)
                .build();
        ServletContextHandler context = new ServletContextHandler("/");
        context.addServlet(new ServletHolder(new ScimServlet(service)), "/scim/v2/*");
        context.addServlet(new ServletHolder(new TokenServlet(directories.tokenEndpoint())), "/scim/*");
        context.addServlet(new ServletHolder(new MetadataServlet(directories.metadata())), "/.well-known/*");
        server.setHandler(context);
        server.start();
        try {
            Directory acme = directories.create("acme", "Entra ID", IdentityProvider.ENTRA_ID);
            String secret =
                    directories.credentials().createSecret(acme.id(), "first").secret();

            HttpResponse<String> refused = send(HttpRequest.newBuilder(URI.create(origin + "/scim/v2/acme/Users")));
            assertThat(refused.statusCode()).isEqualTo(401);
            Matcher challenge = Pattern.compile("resource_metadata=\"([^\"]+)\"")
                    .matcher(refused.headers().firstValue("WWW-Authenticate").orElseThrow());
            assertThat(challenge.find()).isTrue();
            HttpResponse<String> resource = send(HttpRequest.newBuilder(URI.create(challenge.group(1))));
            assertThat(resource.body()).contains("\"resource\":\"" + origin + "/scim/v2/acme\"");
            HttpResponse<String> metadata = send(
                    HttpRequest.newBuilder(URI.create(origin + "/.well-known/oauth-authorization-server/scim/acme")));
            assertThat(metadata.body()).contains("\"token_endpoint\":\"" + origin + "/scim/acme/oauth2/token\"");

            HttpResponse<String> issued = send(HttpRequest.newBuilder(URI.create(origin + "/scim/acme/oauth2/token"))
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials&client_id="
                            + acme.clientId() + "&client_secret=" + secret)));
            assertThat(issued.statusCode()).isEqualTo(200);
            Matcher token = Pattern.compile("\"access_token\":\"([^\"]+)\"").matcher(issued.body());
            assertThat(token.find()).isTrue();
            HttpResponse<String> users = send(HttpRequest.newBuilder(URI.create(origin + "/scim/v2/acme/Users"))
                    .header("Authorization", "Bearer " + token.group(1)));
            assertThat(users.statusCode()).isEqualTo(200);

            assertThat(send(HttpRequest.newBuilder(URI.create(origin + "/scim/acme/oauth2/token")))
                            .statusCode())
                    .isEqualTo(405);
            assertThat(send(HttpRequest.newBuilder(URI.create(origin + "/scim/elsewhere")))
                            .statusCode())
                    .isEqualTo(404);
        } finally {
            server.stop();
        }
    }
}
