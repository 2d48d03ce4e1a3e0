package dev.scimlet.core.resource;

import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/** Base64 as values of type binary hold it: with or without padding, with white space (RFC 7643 §2.3.6). */
public final class Base64Text {

    private Base64Text() {}

    /** The bytes, or empty if the text is not base64 in the given alphabet. */
    public static Optional<byte[]> decode(String text, boolean urlSafe) {
        StringBuilder compact = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != ' ' && c != '\n' && c != '\r' && c != '\t') {
                compact.append(c);
            }
        }
        try {
            Base64.Decoder decoder = urlSafe ? Base64.getUrlDecoder() : Base64.getDecoder();
            return Optional.of(decoder.decode(compact.toString()));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    static boolean sameBytes(String a, String b) {
        if (a.equals(b)) {
            return true;
        }
        byte[] x = bytes(a);
        byte[] y = bytes(b);
        return x.length > 0 && Arrays.equals(x, y);
    }

    /** The same text for all that have the {@link #sameBytes same bytes}, and for no others. */
    static String canonical(String text) {
        byte[] bytes = bytes(text);
        return bytes.length == 0 ? text : Base64.getEncoder().encodeToString(bytes);
    }

    /** The bytes of a value that has been checked; both alphabets. */
    static byte[] bytes(String text) {
        return decode(text, false).or(() -> decode(text, true)).orElse(new byte[0]);
    }
}
