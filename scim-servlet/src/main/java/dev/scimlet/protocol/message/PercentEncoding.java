package dev.scimlet.protocol.message;

import dev.scimlet.core.ErrorType;
import dev.scimlet.core.ScimException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Percent-encoding (RFC 3986 §2.1). What a {@link ScimRequest} has of the URI is encoded; whoever looks into it decodes each
 * segment once, after cutting.
 */
public final class PercentEncoding {

    private PercentEncoding() {}

    /**
     * The decoded text, from UTF-8. A plus sign is itself.
     *
     * @throws ScimException {@code invalidValue} if an escape is cut, or the bytes are not UTF-8
     */
    public static String decode(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        byte[] decoded = new byte[encoded.length];
        int length = 0;
        for (int i = 0; i < encoded.length; i++) {
            byte b = encoded[i];
            if (b == '%') {
                int high = i + 2 <= encoded.length - 1 ? Character.digit(encoded[i + 1], 16) : -1;
                int low = i + 2 <= encoded.length - 1 ? Character.digit(encoded[i + 2], 16) : -1;
                if (high < 0 || low < 0) {
                    throw malformed();
                }
                decoded[length++] = (byte) (high << 4 | low);
                i += 2;
            } else {
                decoded[length++] = b;
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(decoded, 0, length))
                    .toString();
        } catch (CharacterCodingException notText) {
            throw malformed();
        }
    }

    private static ScimException malformed() {
        return ScimException.of(ErrorType.INVALID_VALUE, "the URI holds a malformed percent-encoding");
    }
}
