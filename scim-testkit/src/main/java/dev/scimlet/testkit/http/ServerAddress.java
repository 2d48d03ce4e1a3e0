package dev.scimlet.testkit.http;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLSocketFactory;

/**
 * Where a server listens.
 *
 * @param host as it stands in the URI, an IPv6 address in square brackets
 * @param authority the value of the {@code Host} header: without the scheme's own port (RFC 9110 §7.2)
 * @param tls makes the TLS sockets; empty for plain HTTP
 */
record ServerAddress(String host, int port, String authority, Optional<SSLSocketFactory> tls) {

    /** @param factory asked only for an https server: the platform's factory reads all its authorities */
    static ServerAddress of(URI server, Supplier<SSLSocketFactory> factory) {
        boolean secure = "https".equalsIgnoreCase(server.getScheme());
        if (!secure && !"http".equalsIgnoreCase(server.getScheme())) {
            throw new IllegalArgumentException("neither http nor https: " + server);
        }
        if (server.getHost() == null || server.getRawUserInfo() != null) {
            throw new IllegalArgumentException("a host and at most a port are wanted: " + server);
        }
        int ownPort = secure ? 443 : 80;
        int port = server.getPort() == -1 ? ownPort : server.getPort();
        String authority = port == ownPort ? server.getHost() : server.getHost() + ":" + port;
        return new ServerAddress(
                server.getHost(), port, authority, secure ? Optional.of(factory.get()) : Optional.empty());
    }

    InetSocketAddress socketAddress() {
        return new InetSocketAddress(host, port);
    }
}
