package dev.scimlet.testkit.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/** The bytes of a message body; a message without a body has the empty one. */
public final class WireBody {

    private static final WireBody NONE = new WireBody(new byte[0]);

    private final byte[] bytes;

    private WireBody(byte[] bytes) {
        this.bytes = bytes;
    }

    public static WireBody none() {
        return NONE;
    }

    public static WireBody of(byte[] bytes) {
        return new WireBody(bytes.clone());
    }

    /** {@code text} in UTF-8. */
    public static WireBody of(String text) {
        return new WireBody(text.getBytes(UTF_8));
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    /** The body read as UTF-8; bytes that are none become U+FFFD. */
    public String text() {
        return new String(bytes, UTF_8);
    }

    public int length() {
        return bytes.length;
    }

    public boolean isEmpty() {
        return bytes.length == 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof WireBody body && Arrays.equals(bytes, body.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** The same as {@link #text()}. */
    @Override
    public String toString() {
        return text();
    }
}
