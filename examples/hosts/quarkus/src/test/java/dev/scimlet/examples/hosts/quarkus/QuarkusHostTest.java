package dev.scimlet.examples.hosts.quarkus;

import dev.scimlet.examples.hosts.Tokens;
import dev.scimlet.testkit.host.HostContract;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;

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
}
