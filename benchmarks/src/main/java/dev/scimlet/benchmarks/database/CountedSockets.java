package dev.scimlet.benchmarks.database;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.atomic.LongAdder;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * The sockets of a driver, which count how often it waits for the database: once for each reading after a writing. So what is
 * sent together counts once, and what the driver and the pool ask for by themselves counts too.
 *
 * <p>Drivers make it by its name. It is on in every subject alike, and costs a comparison for each access.
 */
public final class CountedSockets extends SocketFactory {

    private static final LongAdder ROUND_TRIPS = new LongAdder();

    static long roundTrips() {
        return ROUND_TRIPS.sum();
    }

    @Override
    public Socket createSocket() {
        return new Counted();
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return connected(new InetSocketAddress(host, port), null);
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        return connected(new InetSocketAddress(host, port), new InetSocketAddress(localHost, localPort));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return connected(new InetSocketAddress(host, port), null);
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort) throws IOException {
        return connected(new InetSocketAddress(host, port), new InetSocketAddress(localHost, localPort));
    }

    private static Socket connected(InetSocketAddress address, @Nullable InetSocketAddress local) throws IOException {
        Socket socket = new Counted();
        socket.bind(local);
        socket.connect(address);
        return socket;
    }

    /** Used by one thread at a time, as its connection is. */
    private static final class Counted extends Socket {

        private boolean asked;

        @Override
        public InputStream getInputStream() throws IOException {
            return new FilterInputStream(super.getInputStream()) {
                @Override
                public int read() throws IOException {
                    answered();
                    return in.read();
                }

                @Override
                public int read(byte[] target, int from, int count) throws IOException {
                    answered();
                    return in.read(target, from, count);
                }
            };
        }

        @Override
        public OutputStream getOutputStream() throws IOException {
            return new FilterOutputStream(super.getOutputStream()) {
                @Override
                public void write(int one) throws IOException {
                    asked = true;
                    out.write(one);
                }

                @Override
                public void write(byte[] source, int from, int count) throws IOException {
                    asked = true;
                    out.write(source, from, count);
                }
            };
        }

        private void answered() {
            if (asked) {
                asked = false;
                ROUND_TRIPS.increment();
            }
        }
    }
}
