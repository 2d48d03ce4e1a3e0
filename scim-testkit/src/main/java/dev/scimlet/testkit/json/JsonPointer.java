package dev.scimlet.testkit.json;

import dev.scimlet.testkit.json.Json.JsonArray;
import dev.scimlet.testkit.json.Json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Names a place in a JSON value (RFC 6901).
 *
 * @param tokens the reference tokens, unescaped
 */
public record JsonPointer(List<String> tokens) {

    /** The whole value. */
    public static final JsonPointer ROOT = new JsonPointer(List.of());

    private static final Pattern INDEX = Pattern.compile("0|[1-9][0-9]{0,8}");

    public JsonPointer {
        tokens = List.copyOf(tokens);
    }

    /**
     * Reads a pointer.
     *
     * @throws IllegalArgumentException if {@code text} is neither empty nor begins with {@code /}
     */
    public static JsonPointer parse(String text) {
        if (text.isEmpty()) {
            return ROOT;
        }
        if (text.charAt(0) != '/') {
            throw new IllegalArgumentException("a JSON pointer begins with '/': " + text);
        }
        List<String> tokens = new ArrayList<>();
        for (String token : text.substring(1).split("/", -1)) {
            tokens.add(token.replace("~1", "/").replace("~0", "~"));
        }
        return new JsonPointer(tokens);
    }

    public JsonPointer child(String key) {
        var longer = new ArrayList<>(tokens);
        longer.add(key);
        return new JsonPointer(longer);
    }

    public JsonPointer child(int index) {
        return child(Integer.toString(index));
    }

    /** The value at this place; empty if there is none. */
    public Optional<Json> resolve(Json value) {
        Optional<Json> place = Optional.of(value);
        for (String token : tokens) {
            place = place.flatMap(parent -> step(parent, token));
        }
        return place;
    }

    private static Optional<Json> step(Json parent, String token) {
        if (parent instanceof JsonObject object) {
            return object.member(token);
        }
        if (parent instanceof JsonArray array && INDEX.matcher(token).matches()) {
            int index = Integer.parseInt(token);
            return index < array.elements().size()
                    ? Optional.of(array.elements().get(index))
                    : Optional.empty();
        }
        return Optional.empty();
    }

    /** The pointer as text, escaped; empty for {@link #ROOT}. */
    @Override
    public String toString() {
        var text = new StringBuilder();
        for (String token : tokens) {
            text.append('/').append(token.replace("~", "~0").replace("/", "~1"));
        }
        return text.toString();
    }
}
