package dev.scimlet.testkit.json;

import dev.scimlet.testkit.json.Json.JsonArray;
import dev.scimlet.testkit.json.Json.JsonBoolean;
import dev.scimlet.testkit.json.Json.JsonNull;
import dev.scimlet.testkit.json.Json.JsonNumber;
import dev.scimlet.testkit.json.Json.JsonObject;
import dev.scimlet.testkit.json.Json.JsonString;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * JSON as maps, lists, text, numbers and booleans: for clients that build a body piece by piece and change what they have
 * read. An object is a map that keeps its order, {@code null} is null. To compare JSON as it was written, use {@link Json}.
 */
public final class PlainJson {

    private PlainJson() {}

    /**
     * Reads a JSON object.
     *
     * @throws JsonSyntaxException if {@code text} is not JSON (see {@link Json#parse(String)}), or JSON of another kind
     */
    public static Map<String, Object> object(String text) {
        try {
            if (Json.parse(text) instanceof JsonObject object) {
                return plain(object);
            }
        } catch (JsonSyntaxException e) {
            throw new JsonSyntaxException("not a JSON object: " + e.getMessage());
        }
        throw new JsonSyntaxException("not a JSON object");
    }

    /** Writes a value on one line. */
    public static String write(Object value) {
        return json(value).text();
    }

    /** Writes a value over several lines, for people. */
    public static String writeIndented(Object value) {
        return JsonWriter.writeIndented(json(value));
    }

    /** The member {@code name} of an object, if it is there and is text. */
    public static Optional<String> text(Map<String, Object> object, String name) {
        return object.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    /** The member {@code name} of an object, if it is there and is an object. */
    public static Optional<Map<String, Object>> member(Map<String, Object> object, String name) {
        return asObject(object.get(name));
    }

    /** The objects in the array {@code name}: none if it is absent or not an array. */
    public static List<Map<String, Object>> members(Map<String, Object> object, String name) {
        return object.get(name) instanceof List<?> list
                ? list.stream().flatMap(element -> asObject(element).stream()).toList()
                : List.of();
    }

    /** {@code value} as an object, if it is one. What this class reads has only text as names. */
    @SuppressWarnings("unchecked")
    public static Optional<Map<String, Object>> asObject(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? Optional.of((Map<String, Object>) map) : Optional.empty();
    }

    @SuppressWarnings("NullAway") // a null stands for the literal, and Map has no way to say so
    private static Map<String, Object> plain(JsonObject object) {
        Map<String, Object> members = new LinkedHashMap<>();
        object.members().forEach((name, value) -> members.put(name, plain(value)));
        return members;
    }

    private static @Nullable Object plain(Json value) {
        if (value instanceof JsonObject object) {
            return plain(object);
        } else if (value instanceof JsonArray array) {
            List<@Nullable Object> elements = new ArrayList<>();
            array.elements().forEach(element -> elements.add(plain(element)));
            return elements;
        } else if (value instanceof JsonString string) {
            return string.value();
        } else if (value instanceof JsonNumber number) {
            return plain(number);
        } else if (value instanceof JsonBoolean bool) {
            return bool.value();
        } else if (value instanceof JsonNull) {
            return null;
        }
        throw new AssertionError("unknown kind of JSON value: " + value.getClass());
    }

    /** An {@link Integer} wherever that is enough. */
    private static Number plain(JsonNumber number) {
        BigDecimal value = number.value();
        return number.isInteger() && value.precision() < 10 ? (Number) value.intValueExact() : value;
    }

    private static Json json(@Nullable Object value) {
        if (value == null) {
            return JsonNull.NULL;
        } else if (value instanceof Map<?, ?> map) {
            Map<String, Json> members = new LinkedHashMap<>();
            map.forEach((name, member) -> members.put(String.valueOf(name), json(member)));
            return new JsonObject(members);
        } else if (value instanceof List<?> list) {
            List<Json> elements = new ArrayList<>();
            list.forEach(element -> elements.add(json(element)));
            return new JsonArray(elements);
        } else if (value instanceof String text) {
            return Json.string(text);
        } else if (value instanceof Boolean bool) {
            return Json.bool(bool);
        } else if (value instanceof Number number) {
            return new JsonNumber(new BigDecimal(number.toString()));
        }
        throw new IllegalArgumentException("no JSON value: " + value.getClass());
    }
}
