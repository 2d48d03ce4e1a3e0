package dev.scimlet.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.protocol.ScimService;
import dev.scimlet.protocol.access.Authentication;
import dev.scimlet.spi.memory.InMemoryRepository;
import dev.scimlet.testkit.http.WireClient;
import dev.scimlet.testkit.http.WireRequest;
import dev.scimlet.testkit.http.WireResponse;
import dev.scimlet.testkit.replay.Requirements;
import jakarta.servlet.Servlet;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a servlet container makes of servlets and answers. */
class ContainerTest {

    /** Made by the container, which puts the service in afterwards. */
    @WebServlet("/scim/v2/*")
    public static class Injected extends AbstractScimServlet {

        private static final long serialVersionUID = 1L;

        private static @Nullable ScimService given;

        private transient @Nullable ScimService service;

        @Override
        public void init() {
            service = given;
        }

        @Override
        protected @Nullable ScimService scimService() {
            return service;
        }
    }

    /** A bean that is given the service when it is made. */
    static class Constructed extends ScimServlet {

        private static final long serialVersionUID = 1L;

        Constructed(ScimService service) {
            super(service);
        }
    }

    @ParameterizedTest
    @EnumSource(Container.class)
    void runsSubclasses(Container container) throws Exception {
        ScimService service = ScimService.builder()
                .repositories(InMemoryRepository.of(StandardTypes.user()))
                .authenticator(request -> new Authentication.Accepted("tester", null))
                .build();
        Injected.given = service;
        for (Servlet servlet : List.of(Injected.class.getConstructor().newInstance(), new Constructed(service))) {
            Container.Running running = container.start(servlet);
            try {
                URI users = URI.create("http://127.0.0.1:" + running.port() + Container.PATH + "/Users");
                HttpResponse<String> answer = HttpClient.newHttpClient()
                        .send(HttpRequest.newBuilder(users).build(), HttpResponse.BodyHandlers.ofString());

                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(answer.body()).contains("\"totalResults\":0");
            } finally {
                running.stop().close();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Container.class)
    void asksToWaitWhereTheServiceIsNotThereYet(Container container) throws Exception {
        Injected.given = null;
        Container.Running running = container.start(new Injected());
        try {
            URI users = URI.create("http://127.0.0.1:" + running.port() + Container.PATH + "/Users");
            HttpResponse<String> answer = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(users).build(), HttpResponse.BodyHandlers.ofString());

            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After")).hasValue("10");
            assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/scim+json");
            assertThat(answer.body()).startsWith("{\"schemas\":").contains("has not started");
        } finally {
            running.stop().close();
        }
    }

    /** Before the servlet come filters of the host, which name requests and care for caches in their own way. */
    static final class Preceded extends ScimServlet {

        private static final long serialVersionUID = 1L;

        Preceded(ScimService service) {
            super(service);
        }

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.setHeader("X-Request-Id", "of the host");
            response.setHeader("Cache-Control", "public");
            response.setHeader("Vary", "Accept-Language");
            super.service(request, response);
        }
    }

    @ParameterizedTest
    @EnumSource(Container.class)
    void sendsNoHeaderTwiceThatTheHostHasSet(Container container) throws Exception {
        ScimService service = ScimService.builder()
                .repositories(InMemoryRepository.of(StandardTypes.user()))
                .authenticator(request -> new Authentication.Accepted("tester", null))
                .requestIds(request -> "of-the-service")
                .allowOrigins("https://app.example")
                .build();
        Container.Running running = container.start(new Preceded(service));
        try {
            URI users = URI.create("http://127.0.0.1:" + running.port() + Container.PATH + "/Users");
            HttpRequest request = HttpRequest.newBuilder(users)
                    .header("Origin", "https://app.example")
                    .build();
            HttpHeaders headers = HttpClient.newHttpClient()
                    .send(request, HttpResponse.BodyHandlers.ofString())
                    .headers();

            assertThat(headers.allValues("X-Request-Id")).containsExactly("of-the-service");
            assertThat(headers.allValues("Cache-Control")).containsExactly("no-store");
            assertThat(String.join(", ", headers.allValues("Vary"))).contains("Accept-Language", "Origin");
        } finally {
            running.stop().close();
        }
    }

    @ParameterizedTest
    @EnumSource(Container.class)
    void sendsAShortListAtOnceAndWithItsLength(Container container) throws Exception {
        try (TestServer server = TestServer.of(container, Requirements.NONE)) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(server.baseUrl() + "/Users"))
                    .header("Authorization", "Bearer " + server.token())
                    .build();

            HttpResponse<String> answer =
                    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());

            assertThat(answer.headers().firstValueAsLong("Content-Length"))
                    .hasValue(answer.body().length());
            assertThat(answer.headers().firstValue("Transfer-Encoding")).isEmpty();
        }
    }

    /** A client that takes the connection for a live one loses its next request. */
    @ParameterizedTest
    @EnumSource(Container.class)
    void saysThatItEndsTheConnectionWhereItLeavesABodyUnread(Container container) throws Exception {
        try (TestServer server = TestServer.of(container, Requirements.NONE);
                WireClient client = WireClient.to(server.baseUrl())) {
            WireRequest large = WireRequest.of("POST", "/scim/v2/Users")
                    .withBearer(server.token())
                    .withScimJson("{" + " ".repeat(8 << 20) + "}");

            WireResponse refused = client.send(large);

            assertThat(refused.status()).isEqualTo(413);
            assertThat(refused.headers().first("Connection"))
                    .hasValueSatisfying(value -> assertThat(value).isEqualToIgnoringCase("close"));
            WireResponse next = client.send(WireRequest.get("/scim/v2/Users").withBearer(server.token()));
            assertThat(next.status()).isEqualTo(200);
            assertThat(next.headers().all("Connection")).doesNotContain("close");
        }
    }
}
