package dev.scimlet.examples.hosts.tomcat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.examples.hosts.Application;
import dev.scimlet.examples.hosts.Tokens;
import dev.scimlet.testkit.host.HostContract;
import dev.scimlet.testkit.http.WireClient;
import dev.scimlet.testkit.http.WireRequest;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Tomcat lets through. */
final class TomcatHostTest extends HostContract {

    private static final String TOKEN = Tokens.all().generate("test", null, null);

    @TempDir
    static Path files;

    private static Tomcat server;
    private static int port;

    @BeforeAll
    static void start() throws Exception {
        server = TomcatHost.tomcat(0, files);
        TomcatHost.mount(server, Application.service(Tokens.all()));
        server.start();
        port = server.getConnector().getLocalPort();
    }

    @AfterAll
    static void stop() throws Exception {
        server.stop();
        server.destroy();
    }

    @Override
    protected URI baseUrl() {
        return URI.create("http://127.0.0.1:" + port + "/scim/v2");
    }

    @Override
    protected String token() {
        return TOKEN;
    }

    @Test
    void guardsItsOtherPages() throws IOException {
        try (WireClient client = WireClient.to(baseUrl())) {
            assertThat(client.send(WireRequest.get("/").withBearer(TOKEN)).status())
                    .isEqualTo(401);
        }
    }
}
