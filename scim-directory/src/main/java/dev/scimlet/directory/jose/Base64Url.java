package dev.scimlet.directory.jose;

import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Base64url without padding (RFC 7515 §2), where each text has one form only. */
final class Base64Url {

    private static final Base64.Decoder DECODER = Base64.getUrlDecoder();
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private Base64Url() {}

    /** @throws InvalidTokenException if it is padded, has other characters, or bits behind its end */
    static byte[] decode(String what, @Nullable Object text) throws InvalidTokenException {
        if (text instanceof String encoded && !encoded.isEmpty()) {
            try {
                byte[] bytes = DECODER.decode(encoded);
                if (ENCODER.encodeToString(bytes).equals(encoded)) {
                    return bytes;
                }
            } catch (IllegalArgumentException malformed) {
                throw new InvalidTokenException(what + " is not base64url");
            }
        }
        throw new InvalidTokenException(what + " is not base64url");
    }
}
