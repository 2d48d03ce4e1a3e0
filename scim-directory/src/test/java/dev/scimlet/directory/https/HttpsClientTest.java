package dev.scimlet.directory.https;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scimlet.directory.feed.Proves;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against a server on the loopback interface that says what it is told to, and notes what it was asked. */
final class HttpsClientTest {

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private final List<String> heads = new CopyOnWriteArrayList<>();
    private volatile UnaryOperator<String> answers = head -> "HTTP/1.1 200 OK\r\n\r\n";
    private ServerSocket server;

    @BeforeEach
    void start() throws IOException {
        server = new ServerSocket(0, 50, LOOPBACK);
        Thread acceptor = new Thread(this::accept);
        acceptor.setDaemon(true);
        acceptor.start();
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private void accept() {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                String first = head(socket.getInputStream());
                heads.add(first);
                if (first.startsWith("CONNECT")) {
                    socket.getOutputStream().write("HTTP/1.1 200 Connected\r\nVia: x\r\n\r\n".getBytes(US_ASCII));
                    heads.add(head(socket.getInputStream()));
                }
                socket.getOutputStream()
                        .write(answers.apply(heads.get(heads.size() - 1)).getBytes(US_ASCII));
            } catch (IOException closed) {
                continue;
            }
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("cut off");
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private HttpsClient client(HttpsClient.Names names, InetSocketAddress proxy) {
        return new HttpsClient(
                (SSLSocketFactory) SSLSocketFactory.getDefault(),
                names,
                new HttpsClient.Way(PublicAddresses::isPublic, Set.of(LOOPBACK), proxy),
                Duration.ofSeconds(20),
                Duration.ofSeconds(20));
    }

    private static final HttpsClient.Names TO_LOOPBACK = host -> new InetAddress[] {LOOPBACK};

    private HttpsClient.Request post(String host) {
        return new HttpsClient.Request(
                "POST",
                URI.create("http://" + host + ":" + server.getLocalPort() + "/a%20b?c=ä"),
                Map.of("X", "y"),
                new byte[0]);
    }

    @Test
    void sendsWhatItIsGiven() throws IOException {
        int status = client(TO_LOOPBACK, null).send(post("crm.example"), Response::status);

        assertThat(status).isEqualTo(200);
        assertThat(heads)
                .containsExactly("POST /a%20b?c=%C3%A4 HTTP/1.1\r\nHost: crm.example:" + server.getLocalPort()
                        + "\r\nX: y\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    }

    @Test
    @Proves("V-W-12")
    void goesThroughAProxyToTheAddressThatWasLookedAt() throws IOException {
        InetSocketAddress proxy = new InetSocketAddress(LOOPBACK, server.getLocalPort());
        HttpsClient client = client(TO_LOOPBACK, proxy);

        int status = client.send(post("crm.example"), Response::status);

        assertThat(status).isEqualTo(200);
        assertThat(heads.get(0)).startsWith("CONNECT 127.0.0.1:" + server.getLocalPort() + " HTTP/1.1\r\n");
        assertThat(heads.get(1)).startsWith("POST /a%20b").contains("Host: crm.example:");
        HttpsClient.Request inside = new HttpsClient.Request("POST", URI.create("https://in.example/"), Map.of(), null);
        HttpsClient.Names toPrivate = host -> new InetAddress[] {InetAddress.getByName("10.0.0.1")};
        assertThatThrownBy(() -> client(toPrivate, proxy).send(inside, Response::status))
                .hasMessage("'in.example' leads to an address that is not public");
        assertThat(heads).hasSize(2);
    }

    @Test
    @Proves("V-W-12")
    void refusesAMixtureOfAddressesAndWhatIsNotEncrypted() {
        HttpsClient.Names mixed = host -> new InetAddress[] {LOOPBACK, InetAddress.getByName("192.168.0.1")};
        assertThatThrownBy(() -> client(mixed, null).send(post("crm.example"), Response::status))
                .hasMessage("'crm.example' leads to an address that is not public");
        HttpsClient.Names outside = host -> new InetAddress[] {InetAddress.getByName("203.0.113.7")};
        assertThatThrownBy(() -> client(outside, null).send(post("crm.example"), Response::status))
                .hasMessage("'crm.example' is reached by https only");
        HttpsClient.Request file = new HttpsClient.Request("GET", URI.create("file:///etc/passwd"), Map.of(), null);
        assertThatThrownBy(() -> client(TO_LOOPBACK, null).send(file, Response::status))
                .hasMessage("'file' is not https");
        assertThat(heads).isEmpty();
    }

    @Test
    void triesTheNextAddressWhereOneIsNotReached() throws IOException {
        InetAddress nobody = InetAddress.getByName("127.0.0.2");
        HttpsClient.Names two = host -> new InetAddress[] {nobody, LOOPBACK};
        HttpsClient client = new HttpsClient(
                (SSLSocketFactory) SSLSocketFactory.getDefault(),
                two,
                new HttpsClient.Way(PublicAddresses::isPublic, Set.of(LOOPBACK, nobody), null),
                Duration.ofSeconds(20),
                Duration.ofSeconds(20));

        assertThat(client.<Integer>send(post("crm.example"), Response::status)).isEqualTo(200);
    }

    @Test
    void passesOverWhatIsSaidBeforeTheAnswer() throws IOException {
        answers = head -> "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n";

        assertThat(client(TO_LOOPBACK, null).<Integer>send(post("crm.example"), Response::status))
                .isEqualTo(204);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '=',
            value = {
                "Content-Length: 4\\r\\n\\r\\ngood = good",
                "Content-Length: 9\\r\\n\\r\\ngood = good",
                "Content-Length: 2\\r\\n\\r\\ngood = go",
                "X: y\\r\\n\\r\\ngood = good",
                "X: y\\r\\n\\r\\nvery good = very g",
                "Transfer-Encoding: chunked\\r\\n\\r\\n2\\r\\ngo\\r\\n2;x\\r\\nod\\r\\n0\\r\\n\\r\\n = good",
                "Transfer-Encoding: chunked\\r\\n\\r\\n9\\r\\nvery good\\r\\n0\\r\\n\\r\\n = very g",
                "Transfer-Encoding: chunked\\r\\n\\r\\nzz\\r\\ngood = ''"
            })
    @Proves("V-W-15")
    void readsTheBeginningOfAnAnswerHoweverItEnds(String answer, String beginning) throws IOException {
        answers = head -> "HTTP/1.1 500 X\r\n" + answer.replace("\\r\\n", "\r\n");

        String read = client(TO_LOOPBACK, null)
                .send(post("crm.example"), response -> new String(response.beginning(6), US_ASCII));

        assertThat(read).isEqualTo(beginning);
    }

    @Test
    @Proves("V-W-12")
    void looksAtANameEachTimeItIsResolved() throws IOException {
        List<InetAddress> answersOfNames = new CopyOnWriteArrayList<>(
                List.of(LOOPBACK, InetAddress.getByName("10.0.0.1"), InetAddress.getByName("169.254.169.254")));
        HttpsClient client = client(host -> new InetAddress[] {answersOfNames.remove(0)}, null);

        assertThat(client.<Integer>send(post("crm.example"), Response::status)).isEqualTo(200);
        for (String unused : Collections.nCopies(2, "")) {
            assertThatThrownBy(() -> client.send(post("crm.example"), Response::status))
                    .hasMessage("'crm.example' leads to an address that is not public");
        }
        assertThat(heads).hasSize(1);
    }
}
