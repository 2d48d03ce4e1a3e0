package dev.scimlet.spi;

import dev.scimlet.core.ErrorType;
import dev.scimlet.core.ScimException;
import dev.scimlet.core.resource.DateTime;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a page of a walk by cursor begins or ends: beside the resource with this sort key and id (RFC 9865 §2).
 *
 * <p>It names a place in the order, not a number of resources and not a resource that must still exist. So whatever is
 * created and deleted between two pages, a resource that stays as it is is seen exactly once. Nothing is kept for it in
 * the server.
 */
public final class KeysetPosition {

    private static final char ESCAPE = '~';
    private static final int ESCAPE_DIGITS = 4;

    private final boolean forward;
    private final boolean inclusive;
    private final @Nullable Object key;
    private final String id;

    private KeysetPosition(boolean forward, boolean inclusive, @Nullable Object key, String id) {
        this.forward = forward;
        this.inclusive = inclusive;
        this.key = key;
        this.id = Objects.requireNonNull(id);
    }

    /**
     * The page that follows a resource.
     *
     * @param key as {@link #key} tells it
     */
    public static KeysetPosition after(@Nullable Object key, String id) {
        return new KeysetPosition(true, false, key, id);
    }

    /**
     * The page that ends before a resource.
     *
     * @param key as {@link #key} tells it
     */
    public static KeysetPosition before(@Nullable Object key, String id) {
        return new KeysetPosition(false, false, key, id);
    }

    /** Whether the page lies after the place, or before it. */
    public boolean forward() {
        return forward;
    }

    /** Whether a resource at the very place belongs to the page. */
    public boolean inclusive() {
        return inclusive;
    }

    /**
     * The sort key ({@link dev.scimlet.core.query.Sort#key}): a {@link String}, {@link Boolean}, {@link Long}, {@link BigDecimal} or
     * {@link DateTime}, or null without sorting and for a resource without value.
     */
    public @Nullable Object key() {
        return key;
    }

    /** The id, which decides among equal keys. */
    public String id() {
        return id;
    }

    /** The other side: every resource is on one of the two. */
    public KeysetPosition complement() {
        return new KeysetPosition(!forward, !inclusive, key, id);
    }

    /**
     * Whether a resource lies on this side of the place.
     *
     * @param comparison of the resource with the place, in the order of the walk: negative if it comes before
     */
    public boolean covers(int comparison) {
        return comparison == 0 ? inclusive : forward == (comparison > 0);
    }

    /** The position in letters, digits and {@code -._~}, for {@link QueryResult#next()} and {@code previous}. */
    public String text() {
        String side = forward ? (inclusive ? "from" : "after") : (inclusive ? "until" : "before");
        return side + '.' + kind() + '.' + escaped(key == null ? "" : key.toString()) + '.' + escaped(id);
    }

    private String kind() {
        if (key == null) {
            return "none";
        }
        return key instanceof String
                ? "text"
                : key instanceof Boolean ? "boolean" : key instanceof DateTime ? "time" : "number";
    }

    /**
     * Reads what {@link #text()} wrote.
     *
     * @throws ScimException {@code invalidCursor} if it is anything else
     */
    public static KeysetPosition parse(String text) {
        List<String> parts = List.of(text.split("\\.", -1));
        if (parts.size() != 4) {
            throw unknown();
        }
        String id = unescaped(parts.get(3));
        Object key = key(parts.get(1), unescaped(parts.get(2)));
        return switch (parts.get(0)) {
            case "after" -> new KeysetPosition(true, false, key, id);
            case "from" -> new KeysetPosition(true, true, key, id);
            case "before" -> new KeysetPosition(false, false, key, id);
            case "until" -> new KeysetPosition(false, true, key, id);
            default -> throw unknown();
        };
    }

    private static @Nullable Object key(String kind, String text) {
        return switch (kind) {
            case "none" -> null;
            case "text" -> text;
            case "boolean" -> Boolean.valueOf(text);
            case "time" -> DateTime.parse(text).orElseThrow(KeysetPosition::unknown);
            case "number" -> number(text);
            default -> throw unknown();
        };
    }

    private static BigDecimal number(String text) {
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException notOurs) {
            throw unknown();
        }
    }

    private static ScimException unknown() {
        return ScimException.of(ErrorType.INVALID_CURSOR, "the cursor is unknown; start again with an empty cursor");
    }

    /** UTF-16 units, so that any text comes back as it was, even one that is no proper Unicode. */
    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isPlain(c)) {
                escaped.append(c);
            } else {
                escaped.append(ESCAPE);
                for (int shift = 12; shift >= 0; shift -= 4) {
                    escaped.append(Character.forDigit(c >> shift & 0xf, 16));
                }
            }
        }
        return escaped.toString();
    }

    private static boolean isPlain(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_';
    }

    private static String unescaped(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == ESCAPE) {
                plain.append(unit(text, i + 1));
                i += ESCAPE_DIGITS;
            } else if (isPlain(c)) {
                plain.append(c);
            } else {
                throw unknown();
            }
        }
        return plain.toString();
    }

    private static char unit(String text, int start) {
        int end = start + ESCAPE_DIGITS;
        if (end > text.length()) {
            throw unknown();
        }
        int unit = 0;
        for (int i = start; i < end; i++) {
            int digit = Character.digit(text.charAt(i), 16);
            if (digit < 0) {
                throw unknown();
            }
            unit = unit << 4 | digit;
        }
        return (char) unit;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof KeysetPosition that
                && forward == that.forward
                && inclusive == that.inclusive
                && Objects.equals(key, that.key)
                && id.equals(that.id);
    }

    @Override
    public int hashCode() {
        return Objects.hash(forward, inclusive, key, id);
    }

    @Override
    public String toString() {
        return text();
    }
}
