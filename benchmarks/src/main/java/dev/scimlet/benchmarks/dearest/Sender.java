package dev.scimlet.benchmarks.dearest;

import dev.scimlet.benchmarks.subject.SubjectProcess;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;

/** Sends requests to a server, each over a connection of its own, so that any head can be sent. */
final class Sender {

    /** Long, because the machine may be busy: whoever has no answer by then has found what was looked for. */
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(3);

    private static final int HEAD = 1 << 13;

    private final URI base;
    private final String authorization;

    Sender(SubjectProcess server) {
        this.base = URI.create(server.baseUrl());
        this.authorization = server.authorization();
    }

    /**
     * What came back.
     *
     * @param status 0 if nothing came back in time
     * @param head the beginning of the answer
     */
    record Answer(int status, String head, int requestBytes) {

        boolean accepted() {
            return status >= 200 && status < 300;
        }

        /** The id of what a request created. */
        String createdId() {
            int at = head.toLowerCase(Locale.ROOT).indexOf("\nlocation:");
            if (status != 201 || at < 0) {
                throw new IllegalStateException("nothing was created: " + head);
            }
            String location = head.substring(at, head.indexOf('\r', at));
            return location.substring(location.lastIndexOf('/') + 1).strip();
        }
    }

    Answer send(Probe probe) throws IOException {
        byte[] request = probe.bytes(base.getPath(), authorization, base.getPort());
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), base.getPort())) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout((int) LONGEST_WAIT.toMillis());
            write(socket, request);
            String head = read(socket.getInputStream());
            return new Answer(head.length() < 12 ? 0 : Integer.parseInt(head.substring(9, 12)), head, request.length);
        } catch (SocketTimeoutException noAnswer) {
            return new Answer(0, "", request.length);
        }
    }

    /** A server that refuses a request by its head closes the connection while the body is still being written. */
    private static void write(Socket socket, byte[] request) {
        try {
            socket.getOutputStream().write(request);
        } catch (IOException refused) {
            // what it answered can be read all the same
        }
    }

    private static String read(InputStream in) throws IOException {
        byte[] head = in.readNBytes(HEAD);
        in.transferTo(java.io.OutputStream.nullOutputStream());
        return new String(head, StandardCharsets.ISO_8859_1);
    }

    /** Sends what must succeed. */
    Answer expect(Probe probe) throws IOException {
        return accepted(probe, send(probe), false);
    }

    /** Sends what must succeed, or be stopped for the time that it takes (503). */
    Answer expectUnlessStopped(Probe probe) throws IOException {
        return accepted(probe, send(probe), true);
    }

    private static Answer accepted(Probe probe, Answer answer, boolean orStopped) throws IOException {
        if (!answer.accepted() && !(orStopped && answer.status() == 503)) {
            throw new IOException(probe.method() + " " + probe.target() + " is answered " + answer.head());
        }
        return answer;
    }
}
