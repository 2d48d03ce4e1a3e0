package dev.scimlet.examples.mediusflow.provisioning;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * A response whose beginning can be read before the client gets it, so that the log is written when the client knows the
 * answer. What is longer passes through.
 */
final class SeenResponse extends HttpServletResponseWrapper {

    /** Holds any error, and any answer about one resource; a list says at its beginning how much it holds. */
    private static final int MOST_HELD = 32 * 1024;

    private final ByteArrayOutputStream held = new ByteArrayOutputStream();
    private final Output output = new Output();
    private boolean passing;

    SeenResponse(HttpServletResponse response) {
        super(response);
    }

    /** The beginning of the body. */
    String beginning() {
        return held.toString(StandardCharsets.UTF_8);
    }

    /** Sends what was held back. */
    void release() throws IOException {
        if (!passing) {
            passing = true;
            if (held.size() > 0) {
                held.writeTo(super.getOutputStream());
            }
        }
    }

    @Override
    public ServletOutputStream getOutputStream() {
        return output;
    }

    @Override
    public void flushBuffer() throws IOException {
        if (passing) {
            super.flushBuffer();
        }
    }

    private void write(byte[] bytes, int offset, int length) throws IOException {
        if (!passing && held.size() + length <= MOST_HELD) {
            held.write(bytes, offset, length);
            return;
        }
        release();
        super.getOutputStream().write(bytes, offset, length);
    }

    private final class Output extends ServletOutputStream {

        @Override
        public void write(int b) throws IOException {
            SeenResponse.this.write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            SeenResponse.this.write(bytes, offset, length);
        }

        @Override
        public void flush() throws IOException {
            if (passing) {
                SeenResponse.super.getOutputStream().flush();
            }
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            throw new IllegalStateException("requests are answered by the thread that reads them");
        }
    }
}
