package dev.scimlet.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a socket that says what a server might say. */
class ConnectionTest {

    private static final Request REQUEST = new Request("POST", "/Users", "{\"nickName\":\"Zoë\"}");

    private ServerSocket listener;
    private Connection connection;
    private Socket server;

    @BeforeEach
    void connect() throws IOException {
        listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        connection = Connection.open(listener.getLocalPort(), "/scim", "secret");
        server = listener.accept();
    }

    @AfterEach
    void disconnect() throws IOException {
        connection.close();
        server.close();
        listener.close();
    }

    private void serverSays(String text) throws IOException {
        server.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void sendsLengthInBytesAndTheToken() throws IOException {
        serverSays("HTTP/1.1 204 No Content\r\n\r\n");

        connection.send(REQUEST);

        String expected = "POST /scim/Users HTTP/1.1\r\nHost: 127.0.0.1:" + listener.getLocalPort()
                + "\r\nAuthorization: Bearer secret\r\nAccept: application/scim+json\r\n"
                + "Content-Type: application/scim+json; charset=utf-8\r\nContent-Length: 19\r\n\r\n" + REQUEST.body();
        byte[] sent = server.getInputStream().readNBytes(expected.getBytes(StandardCharsets.UTF_8).length);
        assertThat(new String(sent, StandardCharsets.UTF_8)).isEqualTo(expected);
    }

    @Test
    void readsAnswersOfEveryKindOneAfterTheOther() throws IOException {
        serverSays("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n{\"é\"}");
        serverSays("HTTP/1.1 204 No Content\r\nETag: W/\"1\"\r\n\r\n");
        serverSays("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nA\r\n0123456789\r\n0\r\n\r\n");
        serverSays("HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n");

        assertThat(connection.send(REQUEST).text()).isEqualTo("{\"é\"}");
        assertThat(connection.send(REQUEST).header("etag")).contains("W/\"1\"");
        assertThat(connection.send(REQUEST).text()).isEqualTo("abc0123456789");
        assertThat(connection.send(REQUEST).status()).isEqualTo(404);
    }

    @Test
    void readsChunksThatAreLongerThanItsBuffer() throws IOException, InterruptedException {
        String chunk = "x".repeat(150_000);
        var writer = new Thread(() -> {
            try {
                serverSays("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(150_000)
                        + "\r\n" + chunk + "\r\n1\r\ny\r\n0\r\n\r\n");
            } catch (IOException failure) {
                throw new AssertionError(failure);
            }
        });
        writer.start();

        assertThat(connection.send(REQUEST).text()).isEqualTo(chunk + "y");
        writer.join();
    }

    @Test
    void doesNotTakeHalfABodyForAnAnswer() throws IOException {
        serverSays("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
        server.shutdownOutput();

        assertThatThrownBy(() -> connection.send(REQUEST)).isInstanceOf(EOFException.class);
    }
}
