package dev.scimlet.jdbc;

import dev.scimlet.core.ErrorType;
import dev.scimlet.core.ScimException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row at the edge of a page, as the position from which a walk goes on: what the order looked at, and the id.
 *
 * @param forward whether the page lies behind the row, or before it
 * @param total how many resources met the filter when the walk began
 * @param sortKey null if the row has no value, or the order is that of ids
 * @param id the key of the row
 */
record CursorPosition(boolean forward, long total, @Nullable Object sortKey, Object id) {

    String text() {
        String key = sortKey == null ? "" : "~" + encode(sortKey);
        return (forward ? "after." : "before.") + total + "." + key + "." + encode(id);
    }

    private static String encode(Object value) {
        byte[] bytes = value.toString().getBytes(StandardCharsets.UTF_8);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    static CursorPosition parse(String text, Kind sortKind, Kind idKind) {
        String[] parts = text.split("\\.", -1);
        try {
            Object key = parts[2].isEmpty() ? null : decode(parts[2].substring(1), sortKind);
            boolean forward = parts[0].equals("after");
            return new CursorPosition(forward, Long.parseLong(parts[1]), key, decode(parts[3], idKind));
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException | DateTimeException malformed) {
            throw ScimException.of(ErrorType.INVALID_CURSOR, "the cursor is not one of this service");
        }
    }

    private static Object decode(String encoded, Kind kind) {
        String text = new String(Base64.getUrlDecoder().decode(encoded), StandardCharsets.UTF_8);
        return switch (kind) {
            case TEXT -> text;
            case NUMBER -> Long.valueOf(text);
            case DECIMAL -> new BigDecimal(text);
            case BOOLEAN -> Boolean.valueOf(text);
            case TIME -> Times.within(Instant.parse(text));
            case UUID -> UUID.fromString(text);
        };
    }
}
