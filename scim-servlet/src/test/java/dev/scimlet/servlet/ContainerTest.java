package dev.scimlet.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.testkit.replay.Requirements;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a servlet container makes of answers. */
class ContainerTest {

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
}
