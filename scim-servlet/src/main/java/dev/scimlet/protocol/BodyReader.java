package dev.scimlet.protocol;

import dev.scimlet.core.ErrorType;
import dev.scimlet.core.ScimException;
import dev.scimlet.protocol.message.ScimRequest;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Reads a body up to its limit, and no further. */
final class BodyReader {

    private static final int FIRST_BUFFER = 4_096;

    private static final VarHandle EIGHT_BYTES =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long LOWEST_BITS = 0x0101_0101_0101_0101L;
    private static final long HIGHEST_BITS = 0x8080_8080_8080_8080L;

    private BodyReader() {}

    /**
     * The whole body.
     *
     * @throws ScimException 415 if it says that it is no JSON; 413 as soon as the limit is passed, by declaration or in fact;
     *     {@code invalidSyntax} if it is not UTF-8
     */
    static byte[] read(Exchange exchange, int limit) {
        MediaTypes.requireJson(exchange.request());
        byte[] body = read(exchange.request(), limit);
        exchange.outcome().received(body);
        return body;
    }

    private static byte[] read(ScimRequest request, int limit) {
        long declared = request.header("Content-Length").map(BodyReader::number).orElse(-1L);
        if (declared > limit) {
            throw tooLarge(limit);
        }
        byte[] bytes;
        try {
            bytes = declared >= 0
                    ? readDeclared(request.body(), (int) declared, limit)
                    : readToEnd(request.body(), limit);
        } catch (IOException broken) {
            throw ScimException.of(ErrorType.INVALID_SYNTAX, "the body ended before it was complete");
        }
        requireUtf8(bytes);
        return bytes;
    }

    private static byte[] readToEnd(InputStream body, int limit) throws IOException {
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

    /**
     * JSON is UTF-8 here and nothing else (RFC 7644 §3.8); parsers take more: other encodings by their NULs, overlong
     * forms, code points past the last.
     */
    private static void requireUtf8(byte[] bytes) {
        int i = 0;
        while (i < bytes.length) {
            if (i + Long.BYTES <= bytes.length && isAscii((long) EIGHT_BYTES.get(bytes, i))) {
                i += Long.BYTES;
                continue;
            }
            if (bytes[i] > 0) {
                i++;
                continue;
            }
            int length = sequenceLength(bytes, i);
            if (length == 0) {
                throw ScimException.of(ErrorType.INVALID_SYNTAX, "the body must be JSON in UTF-8");
            }
            i += length;
        }
    }

    /** Whether none of the eight bytes has its highest bit, nor is zero, which would borrow one. */
    private static boolean isAscii(long word) {
        return ((word | word - LOWEST_BITS) & HIGHEST_BITS) == 0;
    }

    /** The length of the sequence that starts here and is longer than one byte; 0 if it is none (RFC 3629 §4). */
    private static int sequenceLength(byte[] bytes, int start) {
        int first = bytes[start] & 0xff;
        int second = start + 1 < bytes.length ? bytes[start + 1] & 0xff : 0;
        int length = first < 0xc2 || first > 0xf4 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
        int least = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
        int most = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
        if (length == 0 || second < least || second > most || start + length > bytes.length) {
            return 0;
        }
        for (int i = start + 2; i < start + length; i++) {
            if ((bytes[i] & 0xc0) != 0x80) {
                return 0;
            }
        }
        return length;
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
