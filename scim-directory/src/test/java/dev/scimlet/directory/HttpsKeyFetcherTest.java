package dev.scimlet.directory;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scimlet.directory.https.PublicAddresses;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a server of its own on the loopback interface, whose certificate is for {@code keys.example}. */
final class HttpsKeyFetcherTest {

    @TempDir
    static Path folder;

    private static SSLContext tls;
    private static SSLServerSocket server;
    private static final AtomicInteger CONNECTIONS = new AtomicInteger();

    @BeforeAll
    static void start() throws Exception {
        Path store = folder.resolve("server.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=keys.example",
                        "-ext",
                        "SAN=dns:keys.example",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        "changeit",
                        "-validity",
                        "30")
                .redirectErrorStream(true)
                .start();
        assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, "changeit".toCharArray());
        }
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, "changeit".toCharArray());
        TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        KeyStore certificates = KeyStore.getInstance("PKCS12");
        certificates.load(null, null);
        certificates.setCertificateEntry("server", keys.getCertificate("server"));
        trusted.init(certificates);
        tls = SSLContext.getInstance("TLS");
        tls.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
        server = (SSLServerSocket)
                tls.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread acceptor = new Thread(HttpsKeyFetcherTest::accept, "keys.example");
        acceptor.setDaemon(true);
        acceptor.start();
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    private static void accept() {
        while (!server.isClosed()) {
            try {
                SSLSocket socket = (SSLSocket) server.accept();
                CONNECTIONS.incrementAndGet();
                Thread thread = new Thread(() -> serve(socket));
                thread.setDaemon(true);
                thread.start();
            } catch (IOException closed) {
                return;
            }
        }
    }

    private static void serve(SSLSocket socket) {
        try (socket) {
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int next = socket.getInputStream().read();
                if (next < 0) {
                    return;
                }
                head.append((char) next);
            }
            OutputStream out = socket.getOutputStream();
            String path = head.toString().split(" ")[1];
            switch (path) {
                case "/good" ->
                    write(
                            out,
                            "HTTP/1.1 200 OK\r\nCache-Control: public, max-age=7200\r\nContent-Length: 4\r\n\r\ngood");
                case "/chunks" ->
                    write(
                            out,
                            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\ngo\r\n2;x=y\r\nod\r\n0\r\n\r\n");
                case "/open" -> write(out, "HTTP/1.1 200 OK\r\n\r\ngood");
                case "/short" -> write(out, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\ngood");
                case "/cut" -> write(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\ngo");
                case "/redirect" -> write(out, "HTTP/1.1 302 Found\r\nLocation: /good\r\nContent-Length: 0\r\n\r\n");
                case "/huge" -> write(out, "HTTP/1.1 200 OK\r\n\r\n" + "x".repeat(HttpsKeyFetcher.MOST_BYTES + 1));
                case "/announced" -> write(out, "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\nx");
                case "/chunked" -> write(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7fffffff\r\nx");
                case "/head" -> write(out, "HTTP/1.1 200 OK\r\nX: " + "x".repeat(20_000) + "\r\n\r\nx");
                case "/gzip" -> write(out, "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 1\r\n\r\nx");
                case "/nonsense" -> write(out, "hello\r\n\r\n");
                case "/drip" -> {
                    write(out, "HTTP/1.1 200 OK\r\n\r\n");
                    for (int i = 0; i < 200; i++) {
                        Thread.sleep(50);
                        write(out, "x");
                    }
                }
                default -> write(out, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
            }
        } catch (IOException | InterruptedException gone) {
            return;
        }
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(US_ASCII));
        out.flush();
    }

    private static HttpsKeyFetcher fetcher(Duration inAll) {
        return new HttpsKeyFetcher(
                tls.getSocketFactory(),
                host -> new InetAddress[] {InetAddress.getLoopbackAddress()},
                address -> true,
                inAll);
    }

    private static URI uri(String path) {
        return URI.create("https://keys.example:" + server.getLocalPort() + path);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/good", "/chunks", "/open"})
    @Proves("O-K-01")
    void readsADocument(String path) throws IOException {
        KeyFetcher.Answer answer = fetcher(Duration.ofSeconds(20)).fetch(uri(path));

        assertThat(new String(answer.body(), US_ASCII)).isEqualTo("good");
        assertThat(answer.maxAge()).isEqualTo(path.equals("/good") ? Duration.ofHours(2) : null);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '=',
            value = {
                "/short     = the answer was cut off",
                "/cut       = the answer was cut off",
                "/redirect  = the server answered 302 and not 200; redirects are not followed",
                "/huge      = the answer has over 262144 bytes",
                "/announced = the answer has over 262144 bytes",
                "/chunked   = the answer has over 262144 bytes",
                "/head      = the head of the answer has over 16384 bytes",
                "/gzip      = the answer is compressed, which was not asked for",
                "/nonsense  = the server answered no HTTP and not 200; redirects are not followed",
                "/none      = the server answered 404 and not 200; redirects are not followed"
            })
    @Proves("O-K-01")
    void refusesAnyOtherAnswer(String path, String reason) {
        assertThatThrownBy(() -> fetcher(Duration.ofSeconds(20)).fetch(uri(path)))
                .isInstanceOf(IOException.class)
                .hasMessage(reason);
    }

    @Test
    @Proves("O-K-01")
    void endsWhatTakesTooLong() {
        long start = System.nanoTime();

        assertThatThrownBy(() -> fetcher(Duration.ofSeconds(2)).fetch(uri("/drip")))
                .isInstanceOf(IOException.class);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(9));
    }

    @Test
    @Proves("O-K-01")
    void asksByHttpsOnly() {
        assertThatThrownBy(() -> fetcher(Duration.ofSeconds(20)).fetch(URI.create("http://keys.example/good")))
                .isInstanceOf(IOException.class)
                .hasMessage("keys are fetched by https only");
    }

    @Test
    void refusesACertificateForAnotherHost() {
        URI other = URI.create("https://other.example:" + server.getLocalPort() + "/good");

        assertThatThrownBy(() -> fetcher(Duration.ofSeconds(20)).fetch(other)).isInstanceOf(IOException.class);
    }

    @Test
    @Proves("O-K-02")
    void connectsToTheAddressThatWasLookedAtAndResolvesOnce() throws IOException {
        List<InetAddress> lookedAt = new ArrayList<>();
        AtomicInteger resolved = new AtomicInteger();
        HttpsKeyFetcher fetcher = new HttpsKeyFetcher(
                tls.getSocketFactory(),
                host -> {
                    resolved.incrementAndGet();
                    return new InetAddress[] {InetAddress.getLoopbackAddress()};
                },
                lookedAt::add,
                Duration.ofSeconds(20));

        fetcher.fetch(uri("/good"));

        assertThat(resolved).hasValue(1);
        assertThat(lookedAt).containsExactly(InetAddress.getLoopbackAddress());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "10.0.0.1",
                "172.16.3.4",
                "192.168.1.1",
                "169.254.169.254",
                "100.64.0.1",
                "0.0.0.0",
                "0.1.2.3",
                "192.0.0.8",
                "198.18.0.1",
                "224.0.0.1",
                "240.0.0.1",
                "255.255.255.255",
                "::1",
                "::",
                "fe80::1",
                "fc00::1",
                "fd12::1",
                "ff02::1",
                "::ffff:10.0.0.1",
                "64:ff9b::a00:1",
                "64:ff9b:1:a00:0:100:808:808",
                "2002:a00:1::",
                "2001:0:1::1",
                "::10.0.0.1"
            })
    @Proves("O-K-02")
    void goesToNoAddressOfANetworkOfOurs(String address) throws IOException {
        InetAddress resolved = InetAddress.getByName(address);
        HttpsKeyFetcher fetcher = new HttpsKeyFetcher(
                tls.getSocketFactory(),
                host -> new InetAddress[] {InetAddress.getByName("203.0.113.7"), resolved},
                PublicAddresses::isPublic,
                Duration.ofSeconds(20));

        assertThat(PublicAddresses.isPublic(resolved)).isFalse();
        assertThatThrownBy(() -> fetcher.fetch(uri("/good")))
                .isInstanceOf(IOException.class)
                .hasMessage("'keys.example' leads to an address that is not public");
    }

    @ParameterizedTest
    @ValueSource(strings = {"20.190.128.1", "172.32.0.1", "100.128.0.1", "2603:1006:2000::1", "64:ff9b::14be:8001"})
    void goesToPublicAddresses(String address) throws IOException {
        assertThat(PublicAddresses.isPublic(InetAddress.getByName(address))).isTrue();
    }
}
