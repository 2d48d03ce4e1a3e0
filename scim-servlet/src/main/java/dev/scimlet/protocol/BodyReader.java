package dev.scimlet.protocol;

import dev.scimlet.core.ErrorType;
import dev.scimlet.core.ScimException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Reads a body up to its limit, and no further. */
final class BodyReader {

    private static final int FIRST_BUFFER = 4_096;

    private BodyReader() {}

    /**
     * The whole body.
     *
     * @throws ScimException 413 as soon as the limit is passed, by declaration or in fact
     */
    static byte[] read(ScimRequest request, int limit) {
        long declared = request.header("Content-Length").map(BodyReader::number).orElse(-1L);
        if (declared > limit) {
            throw tooLarge(limit);
        }
        try {
            InputStream body = request.body();
            if (declared >= 0) {
                return readDeclared(body, (int) declared, limit);
            }
            byte[] bytes = new byte[FIRST_BUFFER];
            int length = 0;
            int read;
            while ((read = body.read(bytes, length, bytes.length - length)) >= 0) {
                length += read;
                if (length > limit) {
                    throw tooLarge(limit);
                }
                if (length == bytes.length) {
                    bytes = Arrays.copyOf(bytes, (int) Math.min((long) bytes.length * 2, (long) limit + 1));
                }
            }
            return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
        } catch (IOException broken) {
            throw ScimException.of(ErrorType.INVALID_SYNTAX, "the body ended before it was complete");
        }
    }

    private static byte[] readDeclared(InputStream body, int declared, int limit) throws IOException {
        byte[] bytes = new byte[declared];
        int length = body.readNBytes(bytes, 0, declared);
        if (length < declared) {
            throw ScimException.of(ErrorType.INVALID_SYNTAX, "the body ended before it was complete");
        }
        if (body.read() >= 0) {
            throw tooLarge(limit);
        }
        return bytes;
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text.strip());
        } catch (NumberFormatException notANumber) {
            return -1;
        }
    }

    private static ScimException tooLarge(int limit) {
        return ScimException.withStatus(413, "the body is larger than " + limit + " bytes, the most that is taken");
    }
}
