package dev.scimlet.examples.hosts.undertow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.examples.hosts.Application;
import dev.scimlet.examples.hosts.Tokens;
import dev.scimlet.testkit.host.HostContract;
import dev.scimlet.testkit.http.WireClient;
import dev.scimlet.testkit.http.WireRequest;
import io.undertow.Undertow;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What Undertow lets through. */
final class UndertowHostTest extends HostContract {

    private static final String TOKEN = Tokens.all().generate("test", null, null);

    private static Undertow server;
    private static int port;

    @BeforeAll
    static void start() throws Exception {
        server = UndertowHost.undertow(0, Application.service(Tokens.all()));
        server.start();
        port = ((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort();
    }

    @AfterAll
    static void stop() {
        server.stop();
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
