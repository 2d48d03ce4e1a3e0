package dev.scimlet.servlet;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.testkit.replay.Requirements;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Hostile requests as bytes on a connection. After each the server still answers. The time limit only ends what hangs. */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(60)
class HostileHttpTest {

    private static final int MEBIBYTE = 1 << 20;

    private TestServer server;

    @BeforeAll
    void start() throws Exception {
        server = TestServer.of(Requirements.NONE);
    }

    @AfterAll
    void stop() throws Exception {
        server.close();
    }

    @AfterEach
    void stillAnswers() throws IOException {
        assertThat(get("/scim/v2/Users?count=0")).startsWith("HTTP/1.1 200").contains("ListResponse");
    }

    /** Writes a body after the head of a request. */
    private interface Body {
        void writeTo(OutputStream out) throws IOException;
    }

    private String head(String requestLine) {
        return requestLine + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer "
                + server.token() + "\r\n";
    }

    private String get(String target) throws IOException {
        return exchange(head("GET " + target) + "\r\n", out -> {});
    }

    /** The answer, which may come before all is sent. */
    private String exchange(String head, Body body) throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), server.baseUrl().getPort())) {
            OutputStream out = new BufferedOutputStream(socket.getOutputStream());
            try {
                out.write(head.getBytes(ISO_8859_1));
                body.writeTo(out);
                out.flush();
            } catch (SocketException closedByServer) {
                // the server has answered and reads no more
                return answer(socket);
            }
            return answer(socket);
        }
    }

    private static String answer(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        byte[] bytes = new byte[64 * 1024];
        int length = 0;
        try {
            int read;
            while (length < bytes.length && (read = in.read(bytes, length, bytes.length - length)) > 0) {
                length += read;
            }
        } catch (SocketException reset) {
            // what came before is the answer
            return new String(bytes, 0, length, ISO_8859_1);
        }
        return new String(bytes, 0, length, ISO_8859_1);
    }

    @Test
    void aDeclaredBodyOf64MebibytesIsRefusedUnread() throws IOException {
        String answer = exchange(
                head("POST /scim/v2/Users") + "Content-Type: application/scim+json\r\nContent-Length: " + 64 * MEBIBYTE
                        + "\r\n\r\n",
                out -> {});

        assertThat(answer).startsWith("HTTP/1.1 413").contains("urn:ietf:params:scim:api:messages:2.0:Error");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/scim/v2/Users", "/scim/v2/Bulk", "/scim/v2/Users/.search"})
    void aChunkedBodyThatGoesOnIsRefusedAtTheLimit(String target) throws IOException {
        byte[] chunk = new byte[MEBIBYTE / 4];
        Arrays.fill(chunk, (byte) ' ');
        int limit = target.endsWith("Bulk") ? 4 : 1;

        // a little more than the limit, and no end
        String answer = exchange(
                head("POST " + target) + "Content-Type: application/scim+json\r\nTransfer-Encoding: chunked\r\n\r\n",
                out -> {
                    for (int i = 0; i <= limit * 4; i++) {
                        out.write((Integer.toHexString(chunk.length) + "\r\n").getBytes(ISO_8859_1));
                        out.write(chunk);
                        out.write("\r\n".getBytes(ISO_8859_1));
                    }
                });

        assertThat(answer).startsWith("HTTP/1.1 413").contains("urn:ietf:params:scim:api:messages:2.0:Error");
    }

    @ParameterizedTest
    @CsvSource({
        "/scim/v2/Usersxyz, 404",
        "/scim/v2/Users;x=y, 404",
        "/scim/v2;acme/Users, 404",
        "/scim;acme/v2/Users, 404",
        "/sc%69m/v2/Users, 404",
        "/scim/v2/Users;x=y/.search, 404",
        "/scim/v2/Users/;x=y, 404",
        "/scim/v2/Users/%2e%2e/Groups, 400",
        "/scim/v2/%2e%2e/v2/Users, 400",
        "/scim/v2/Users/a%2Fb, 400",
        "/scim/v2/Users%2F.search, 400",
        "/scim/v2/Users/%00, 400",
        "/scim/v2/Users/%zz, 400",
        "/scim/v2/Users/%ff, 400",
        "/scim/v2/Users//x, 400",
        "/scim/v2/users, 404"
    })
    void pathsThatLookLikeOthersAreNot(String target, int status) throws IOException {
        String answer = get(target);

        assertThat(answer).doesNotContain("ListResponse");
        assertThat(Integer.parseInt(answer.substring(9, 12))).isIn(status, 404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Bearer",
                "Bearer ",
                "Basic eDp5",
                "bearer x",
                "Bearer x y",
                "Bearer \u00ff",
                "Bearer,",
                "\"",
                "BearerX"
            })
    void oddCredentialsAreNone(String authorization) throws IOException {
        String answer = exchange(
                "GET /scim/v2/Users HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: " + authorization
                        + "\r\n\r\n",
                out -> {});

        assertThat(answer).startsWith("HTTP/1.1 401").contains("WWW-Authenticate: Bearer", "messages:2.0:Error");
    }

    @Test
    void severalCredentialsAreRefused() throws IOException {
        String answer = exchange(head("GET /scim/v2/Users") + "Authorization: Bearer x\r\n\r\n", out -> {});

        assertThat(answer).startsWith("HTTP/1.1 400").contains("messages:2.0:Error");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TRACE", "PROPFIND", "get", "PUT", "DELETE"})
    void methodsThatAnEndpointLacksAreRefused(String method) throws IOException {
        String answer = exchange(head(method + " /scim/v2/Users") + "\r\n", out -> {});

        assertThat(answer).startsWith("HTTP/1.1 405").contains("Allow: ");
    }
}
