package dev.scimlet.examples.hosts.quarkus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.examples.hosts.Tokens;
import dev.scimlet.testkit.host.HostContract;
import dev.scimlet.testkit.http.WireClient;
import dev.scimlet.testkit.http.WireRequest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import org.junit.jupiter.api.Test;

/** What Quarkus lets through. */
@QuarkusTest
class QuarkusHostTest extends HostContract {

    private static final String TOKEN = Tokens.all().generate("test", null, null);

    @TestHTTPResource("/scim/v2")
    URI baseUrl;

    @Override
    protected URI baseUrl() {
        return baseUrl;
    }

    @Override
    protected String token() {
        return TOKEN;
    }

    @Test
    void guardsItsOtherPages() throws IOException {
        try (WireClient client = WireClient.to(baseUrl)) {
            assertThat(client.send(WireRequest.get("/").withBearer(TOKEN)).status())
                    .isEqualTo(401);
        }
    }
}
