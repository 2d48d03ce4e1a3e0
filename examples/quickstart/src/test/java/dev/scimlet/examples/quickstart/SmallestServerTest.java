package dev.scimlet.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.schema.Schema;
import dev.scimlet.core.standard.StandardSchemas;
import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.protocol.access.BearerTokens;
import dev.scimlet.protocol.access.InMemoryTokenStore;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.Test;

/** What the README shows as the smallest server. */
class SmallestServerTest {

    @Test
    void createsAndFindsAUser() throws Exception {
        BearerTokens tokens = new BearerTokens(new InMemoryTokenStore(), Clock.systemUTC());
        String token = tokens.generate("test", null, null);
        Server server = SmallestServer.server(0, SmallestServer.service(tokens));
        server.start();
        try {
            String users = "http://127.0.0.1:" + ((ServerConnector) server.getConnectors()[0]).getLocalPort()
                    + "/scim/v2/Users";
            HttpClient client = HttpClient.newHttpClient();
            HttpRequest create = HttpRequest.newBuilder(URI.create(users))
                    .header("Authorization", "Bearer " + token)
                    .header("Content-Type", "application/scim+json")
                    .POST(BodyPublishers.ofString(
                            "{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\"],\"userName\":\"bjensen\"}"))
                    .build();
            HttpRequest find = HttpRequest.newBuilder(URI.create(users + "?filter=userName+eq+%22BJENSEN%22"))
                    .header("Authorization", "Bearer " + token)
                    .build();
            HttpRequest anonymous = HttpRequest.newBuilder(URI.create(users)).build();

            assertThat(client.send(create, BodyHandlers.ofString()).statusCode())
                    .isEqualTo(201);
            assertThat(client.send(find, BodyHandlers.ofString()).body())
                    .contains("\"totalResults\":1")
                    .contains("\"userName\":\"bjensen\"");
            assertThat(client.send(anonymous, BodyHandlers.ofString()).statusCode())
                    .isEqualTo(401);
        } finally {
            server.stop();
        }
    }

    @Test
    void takesAttributesOfItsOwn() {
        ResourceType user = StandardTypes.userBuilder()
                .extension(StandardSchemas.ENTERPRISE_USER)
                .extension(Schema.of(
                        "urn:ietf:params:scim:schemas:extension:blink:2.0:User",
                        AttributeDefinition.string("company"),
                        AttributeDefinition.string("location")))
                .subAttribute("name", AttributeDefinition.string("displayName"))
                .build();

        assertThat(user.attributes()
                        .set("urn:ietf:params:scim:schemas:extension:blink:2.0:User:company", "Blink")
                        .set("name.displayName", "B. J.")
                        .build()
                        .string("name.displayName"))
                .contains("B. J.");
    }
}
