package dev.scimlet.testkit.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.sun.net.httpserver.HttpServer;
import dev.scimlet.testkit.http.ScriptedServer.Answer;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WireClientTest {

    private static final Answer EMPTY = Answer.open("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");

    private static WireResponse send(Answer answer, WireRequest request) throws IOException {
        try (var server = ScriptedServer.answering(answer);
                var client = WireClient.to(server.uri())) {
            return client.send(request);
        }
    }

    private static WireResponse get(String answer) throws IOException {
        return send(Answer.close(answer), WireRequest.get("/"));
    }

    private static String sent(WireRequest request) throws IOException {
        try (var server = ScriptedServer.answering(EMPTY);
                var client = WireClient.to(server.uri())) {
            client.send(request);
            return server.requests().get(0).replace(server.uri().getAuthority(), "SERVER");
        }
    }

    @Nested
    class Sending {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "/Users?filter=emails[type%20eq%20%22work%22].value",
                    "/Users?filter=userName+eq+%22ren%c3%A9e%22",
                    "/Users/?aadOptscim062020",
                    "/Schemas/urn%3aietf:params",
                    "//Users/../Groups?a=|^`{}\"\\",
                    "*",
                    "/Users/é"
                })
        void sendsTheTargetByteForByte(String target) throws IOException {
            assertThat(sent(WireRequest.get(target))).startsWith("GET " + target + " HTTP/1.1\r\n");
        }

        @Test
        void addsHostAndNothingElse() throws IOException {
            assertThat(sent(WireRequest.get("/Users"))).isEqualTo("GET /Users HTTP/1.1\r\nHost: SERVER\r\n\r\n");
        }

        @Test
        void keepsOrderAndSpellingOfHeaders() throws IOException {
            var request = WireRequest.get("/")
                    .with("x-second", "1")
                    .with("X-First", "a, b")
                    .with("x-SECOND", "2")
                    .with("HOST", "elsewhere");

            assertThat(sent(request))
                    .isEqualTo(
                            "GET / HTTP/1.1\r\nx-second: 1\r\nX-First: a, b\r\nx-SECOND: 2\r\nHOST: elsewhere\r\n\r\n");
        }

        @Test
        void saysTheLengthOfABodyInBytes() throws IOException {
            assertThat(sent(WireRequest.of("POST", "/Users").withScimJson("{\"a\":\"é\"}")))
                    .isEqualTo("POST /Users HTTP/1.1\r\nHost: SERVER\r\nContent-Type: application/scim+json\r\n"
                            + "Content-Length: 10\r\n\r\n{\"a\":\"é\"}");
        }

        @ParameterizedTest
        @ValueSource(strings = {"POST", "PUT", "PATCH"})
        @DisplayName("RFC 9110 §8.6: a method that expects content says that there is none")
        void saysThatABodyIsEmpty(String method) throws IOException {
            assertThat(sent(WireRequest.of(method, "/Users"))).contains("\r\nContent-Length: 0\r\n");
        }

        @Test
        void leavesTheLengthToTheRequest() throws IOException {
            var request =
                    WireRequest.of("POST", "/").with("content-length", "2").with(WireBody.of("{}"));

            assertThat(sent(request)).isEqualTo("POST / HTTP/1.1\r\nHost: SERVER\r\ncontent-length: 2\r\n\r\n{}");
        }

        @Test
        void sendsABearerToken() throws IOException {
            assertThat(sent(WireRequest.get("/").withBearer("abc"))).contains("\r\nAuthorization: Bearer abc\r\n");
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "/a b", "/a\r\nHost: x", "/a\tb"})
        void refusesATargetThatWouldEndEarly(String target) {
            assertThatIllegalArgumentException().isThrownBy(() -> WireRequest.get(target));
        }

        @Test
        void refusesHeadersThatWouldBeOthers() {
            var headers = WireHeaders.none();

            assertThatIllegalArgumentException().isThrownBy(() -> headers.with("A", "1\r\nB: 2"));
            assertThatIllegalArgumentException().isThrownBy(() -> headers.with("A: 1\r\nB", "2"));
            assertThatIllegalArgumentException().isThrownBy(() -> WireRequest.of("GET /x", "/"));
        }
    }

    @Nested
    class Receiving {

        @Test
        void givesStatusHeadersAndBody() throws IOException {
            var response = get("HTTP/1.1 201 Created\r\nX-One: a\r\nx-one:  b \r\nContent-Length: 3\r\n\r\nabc");

            assertThat(response.status()).isEqualTo(201);
            assertThat(response.headers().fields())
                    .extracting(WireHeaders.Field::name)
                    .containsExactly("X-One", "x-one", "Content-Length");
            assertThat(response.headers().all("X-ONE")).containsExactly("a", "b");
            assertThat(response.headers().first("X-ONE")).contains("a");
            assertThat(response.headers().without("x-One").contains("x-one")).isFalse();
            assertThat(response.body()).isEqualTo(WireBody.of("abc"));
        }

        @Test
        @DisplayName("RFC 9112 §7.1: chunks are put together, extensions and trailers left out")
        void readsChunks() throws IOException {
            var response = get("""
                    HTTP/1.1 200 OK\r
                    Transfer-Encoding: Chunked\r
                    \r
                    5;name=value\r
                    abcde\r
                    B \r
                    0123456789A\r
                    0\r
                    Trailer: x\r
                    \r
                    """);

            assertThat(response.body().text()).isEqualTo("abcde0123456789A");
            assertThat(response.headers().contains("Trailer")).isFalse();
        }

        @Test
        @DisplayName("RFC 9112 §6.3: without a length the body ends with the connection")
        void readsToTheEnd() throws IOException {
            assertThat(get("HTTP/1.1 200 OK\r\n\r\nabc").body().text()).isEqualTo("abc");
            assertThat(get("HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nabc")
                            .body()
                            .text())
                    .isEqualTo("ab");
        }

        @Test
        @DisplayName("RFC 9110 §15.2: interim responses are passed over")
        void skipsInterimResponses() throws IOException {
            var response = get("""
                    HTTP/1.1 100 Continue\r
                    \r
                    HTTP/1.1 103 Early Hints\r
                    Link: x\r
                    \r
                    HTTP/1.1 200 OK\r
                    Content-Length: 1\r
                    \r
                    a""");

            assertThat(response)
                    .isEqualTo(new WireResponse(200, WireHeaders.none().with("Content-Length", "1"), WireBody.of("a")));
        }

        @ParameterizedTest
        @ValueSource(ints = {204, 304})
        @DisplayName("RFC 9112 §6.3: 204 and 304 have no body whatever their headers say")
        void readsNoBodyWhereNoneIsAllowed(int status) throws IOException {
            var noBody = Answer.open("HTTP/1.1 %d X\r\nContent-Length: 5\r\n\r\n".formatted(status));
            try (var server = ScriptedServer.answering(noBody, EMPTY);
                    var client = WireClient.to(server.uri())) {
                assertThat(client.send(WireRequest.get("/")).body().isEmpty()).isTrue();
                assertThat(client.send(WireRequest.get("/")).status()).isEqualTo(200);
                assertThat(server.connections()).isEqualTo(1);
            }
        }

        @Test
        void readsNoBodyAfterHead() throws IOException {
            var length = Answer.open("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n");

            assertThat(send(length, WireRequest.of("HEAD", "/")).body().isEmpty())
                    .isTrue();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "SSH-2.0-OpenSSH\r\n\r\n",
                    "HTTP/2 200 OK\r\n\r\n",
                    "HTTP/1.1 99 X\r\n\r\n",
                    "HTTP/1.1 101 Switching\r\n\r\n",
                    "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
                    "HTTP/1.1 200 OK\r\nA: 1\r\n folded\r\n\r\n",
                    "HTTP/1.1 200 OK\r\nA : 1\r\n\r\n",
                    "HTTP/1.1 200 OK\r\nA: \0\r\n\r\n",
                    "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
                    "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
                    "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                    "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n",
                    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n",
                    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n0\r\n\r\n",
                    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFF\r\n"
                })
        void refusesWhatIsNotHttp(String answer) {
            assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> get(answer));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab",
                    "HTTP/1.1 200 OK\r\nContent-Le",
                    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab"
                })
        void saysThatAnAnswerWasCutOff(String answer) {
            assertThatExceptionOfType(EOFException.class).isThrownBy(() -> get(answer));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nabcd",
                    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n1\r\nd\r\n0\r\n\r\n",
                    "HTTP/1.1 200 OK\r\n\r\nabcd"
                })
        void refusesABodyThatIsLongerThanAllowed(String answer) throws IOException {
            assertThat(get(answer).body().length()).isEqualTo(4);
            try (var server = ScriptedServer.answering(Answer.close(answer));
                    var client =
                            WireClient.builder(server.uri()).maxResponseBytes(3).build()) {
                assertThatExceptionOfType(ProtocolException.class)
                        .isThrownBy(() -> client.send(WireRequest.get("/")))
                        .withMessageContaining("longer than the 3 bytes allowed");
            }
        }

        @Test
        void refusesAnEndlessHead() {
            assertThatExceptionOfType(ProtocolException.class)
                    .isThrownBy(() -> get("HTTP/1.1 200 OK\r\n" + "A: 1\r\n".repeat(20_000)))
                    .withMessageContaining("head of the answer");
        }
    }

    @Nested
    class Connections {

        @Test
        void keepsAConnectionForManyExchanges() throws IOException {
            var chunked = Answer.open("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n");
            try (var server = ScriptedServer.answering(EMPTY, chunked, EMPTY);
                    var client = WireClient.to(server.uri())) {
                client.send(WireRequest.get("/1"));
                client.send(WireRequest.of("POST", "/2"));
                client.send(WireRequest.get("/3"));

                assertThat(server.connections()).isEqualTo(1);
            }
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "HTTP/1.1 200 OK\r\nConnection: Close\r\nContent-Length: 0\r\n\r\n",
                    "HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n"
                })
        void opensANewConnectionWhenTheServerSaysSo(String answer) throws IOException {
            try (var server = ScriptedServer.answering(Answer.open(answer), EMPTY);
                    var client = WireClient.to(server.uri())) {
                client.send(WireRequest.of("POST", "/1"));
                client.send(WireRequest.of("POST", "/2"));

                assertThat(server.connections()).isEqualTo(2);
            }
        }

        @Test
        void opensANewConnectionWhenTheRequestSaysSo() throws IOException {
            try (var server = ScriptedServer.answering(EMPTY, EMPTY);
                    var client = WireClient.to(server.uri())) {
                client.send(WireRequest.get("/1").with("connection", "close"));
                client.send(WireRequest.get("/2"));

                assertThat(server.connections()).isEqualTo(2);
            }
        }

        @Test
        void repeatsAGetThatMetAClosedConnection() throws IOException {
            try (var server = ScriptedServer.answering(EMPTY, Answer.close(""), EMPTY);
                    var client = WireClient.to(server.uri())) {
                client.send(WireRequest.get("/1"));

                assertThat(client.send(WireRequest.get("/2")).status()).isEqualTo(200);
                assertThat(server.requests())
                        .extracting(request -> request.substring(0, 6))
                        .containsExactly("GET /1", "GET /2", "GET /2");
            }
        }

        @Test
        @DisplayName("RFC 9110 §9.2.2: a request that may have been carried out is not sent again")
        void doesNotRepeatAPost() throws IOException {
            try (var server = ScriptedServer.answering(EMPTY, Answer.close(""));
                    var client = WireClient.to(server.uri())) {
                client.send(WireRequest.get("/1"));

                assertThatExceptionOfType(IOException.class)
                        .isThrownBy(() -> client.send(WireRequest.of("POST", "/2")))
                        .withMessageContaining("without an answer");
                assertThat(server.requests()).hasSize(2);
            }
        }

        @Test
        void servesManyThreadsAtOnce() throws Exception {
            var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
            var threads = Executors.newFixedThreadPool(4);
            var serverThreads = Executors.newFixedThreadPool(4);
            server.setExecutor(serverThreads);
            server.createContext("/", exchange -> {
                exchange.sendResponseHeaders(200, 0);
                try (var output = exchange.getResponseBody()) {
                    exchange.getRequestBody().transferTo(output);
                }
            });
            server.start();
            try (var client = WireClient.to(
                    URI.create("http://127.0.0.1:" + server.getAddress().getPort()))) {
                List<Future<String>> bodies = new ArrayList<>();
                for (int number = 0; number < 200; number++) {
                    var request = WireRequest.of("POST", "/").with(WireBody.of("body " + number));
                    bodies.add(threads.submit(() -> client.send(request).body().text()));
                }
                for (int number = 0; number < bodies.size(); number++) {
                    assertThat(bodies.get(number).get()).isEqualTo("body " + number);
                }
            } finally {
                server.stop(0);
                threads.shutdown();
                serverThreads.shutdown();
            }
        }

        @Test
        @DisplayName("RFC 9110 §15.5.14: an answer to a part of the request counts")
        void readsAnAnswerThatComesBeforeTheRequestIsSent() throws Exception {
            var thread = Executors.newSingleThreadExecutor();
            try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                    var client = WireClient.to(URI.create("http://127.0.0.1:" + listener.getLocalPort()))) {
                var refused = thread.submit(() -> {
                    try (var connection = listener.accept()) {
                        connection.getInputStream().readNBytes(100);
                        connection
                                .getOutputStream()
                                .write("HTTP/1.1 413 X\r\nContent-Length: 1\r\n\r\na".getBytes(US_ASCII));
                    }
                    return true;
                });
                var response = client.send(WireRequest.of("POST", "/").with(WireBody.of(new byte[32 * 1024 * 1024])));

                assertThat(refused.get()).isTrue();
                assertThat(response.status()).isEqualTo(413);
                assertThat(response.body().text()).isEqualTo("a");
            } finally {
                thread.shutdown();
            }
        }

        @Test
        void refusesToSendWhenClosed() {
            var client = WireClient.to(URI.create("http://127.0.0.1:1"));
            client.close();

            assertThatIllegalStateException().isThrownBy(() -> client.send(WireRequest.get("/")));
        }

        @ParameterizedTest
        @ValueSource(strings = {"ftp://localhost", "/relative", "http:///none", "https://user@localhost"})
        void refusesWhatIsNotAServer(String uri) {
            assertThatIllegalArgumentException().isThrownBy(() -> WireClient.to(URI.create(uri)));
        }
    }

    @Nested
    class Timeouts {

        private WireClient impatient(URI server) {
            return WireClient.builder(server).timeout(Duration.ofMillis(200)).build();
        }

        @Test
        void endsWhenTheAnswerStops() throws IOException {
            try (var server = ScriptedServer.answering(Answer.open("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab"));
                    var client = impatient(server.uri())) {
                assertThatExceptionOfType(SocketTimeoutException.class)
                        .isThrownBy(() -> client.send(WireRequest.get("/")))
                        .withMessageContaining("200 ms");
            }
        }

        @Test
        void endsWhenTheServerDoesNotRead() throws IOException {
            try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                    var client = impatient(URI.create("http://127.0.0.1:" + listener.getLocalPort()))) {
                var large = WireRequest.of("POST", "/").with(WireBody.of(new byte[32 * 1024 * 1024]));

                assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> client.send(large));
            }
        }
    }

    @Nested
    class Tls {

        /** An identity for the address 127.0.0.1 (not for a name), and trust in that identity alone. */
        private static SSLContext localhost() throws Exception {
            var keys = KeyStore.getInstance("PKCS12");
            try (var stored = Objects.requireNonNull(WireClientTest.class.getResourceAsStream("/localhost.p12"))) {
                keys.load(stored, "changeit".toCharArray());
            }
            var identity = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            identity.init(keys, "changeit".toCharArray());
            var trust = KeyStore.getInstance("PKCS12");
            trust.load(null, null);
            trust.setCertificateEntry("localhost", keys.getCertificate("localhost"));
            var trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trusted.init(trust);
            var context = SSLContext.getInstance("TLS");
            context.init(identity.getKeyManagers(), trusted.getTrustManagers(), null);
            return context;
        }

        @Test
        void exchangesOverTls() throws Exception {
            var context = localhost();
            try (var server =
                            ScriptedServer.answering(context.getServerSocketFactory(), EMPTY, Answer.scim(200, "{}"));
                    var client = WireClient.builder(server.uri()).tls(context).build()) {
                client.send(WireRequest.get("/1"));

                assertThat(client.send(WireRequest.get("/2")).body().text()).isEqualTo("{}");
                assertThat(server.connections()).isEqualTo(1);
            }
        }

        @Test
        void trustsThePlatformsAuthoritiesOnly() throws Exception {
            try (var server = ScriptedServer.answering(localhost().getServerSocketFactory(), EMPTY);
                    var client = WireClient.to(server.uri())) {
                assertThatExceptionOfType(SSLHandshakeException.class)
                        .isThrownBy(() -> client.send(WireRequest.get("/")));
            }
        }

        @Test
        void checksTheHostName() throws Exception {
            var context = localhost();
            try (var server = ScriptedServer.answering(context.getServerSocketFactory(), EMPTY);
                    var client = WireClient.builder(URI.create(
                                    "https://localhost:" + server.uri().getPort()))
                            .tls(context)
                            .build()) {
                assertThatExceptionOfType(SSLHandshakeException.class)
                        .isThrownBy(() -> client.send(WireRequest.get("/")))
                        .withMessageContaining("localhost");
            }
        }
    }

    @Test
    void hidesTheTokenInTexts() {
        var request = WireRequest.get("/Users").withBearer("secret").with("Accept", "*/*");

        assertThat(request).hasToString("GET /Users\nAuthorization: ***\nAccept: */*");
        assertThat(request.headers().first("authorization")).contains("Bearer secret");
    }

    @Test
    void copiesBodies() {
        byte[] bytes = {1, 2};
        var body = WireBody.of(bytes);
        bytes[0] = 9;
        body.bytes()[1] = 9;

        assertThat(body.bytes()).containsExactly(1, 2);
    }
}
