package dev.scimlet.examples.mediusflow.provisioning;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A request whose body can be looked at afterwards, as far as it was read and is not too long. */
final class SeenRequest extends HttpServletRequestWrapper {

    /** A user or a group without members is shorter. */
    private static final int MOST_KEPT = 16 * 1024;

    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

    SeenRequest(HttpServletRequest request) {
        super(request);
    }

    /** The body, or its beginning. */
    String body() {
        return kept.toString(StandardCharsets.UTF_8);
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
        return new Input(super.getInputStream());
    }

    private final class Input extends ServletInputStream {

        private final ServletInputStream input;

        Input(ServletInputStream input) {
            this.input = input;
        }

        @Override
        public int read() throws IOException {
            int b = input.read();
            if (b >= 0 && kept.size() < MOST_KEPT) {
                kept.write(b);
            }
            return b;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int count = input.read(bytes, offset, length);
            if (count > 0 && kept.size() < MOST_KEPT) {
                kept.write(bytes, offset, Math.min(count, MOST_KEPT - kept.size()));
            }
            return count;
        }

        @Override
        public boolean isFinished() {
            return input.isFinished();
        }

        @Override
        public boolean isReady() {
            return input.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            input.setReadListener(listener);
        }
    }
}
