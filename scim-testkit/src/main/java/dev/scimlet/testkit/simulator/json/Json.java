package dev.scimlet.testkit.simulator.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads and writes JSON text as maps, lists, text, numbers and booleans. */
public final class Json {

    private static final ObjectMapper MAPPER = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final ObjectWriter INDENTED = MAPPER.writer(SerializationFeature.INDENT_OUTPUT);
    private static final TypeReference<LinkedHashMap<String, Object>> OBJECT = new TypeReference<>() {};

    private Json() {}

    /**
     * Reads a JSON object.
     *
     * @throws JsonException if {@code text} is not JSON, or JSON of another kind
     */
    public static Map<String, Object> object(String text) {
        try {
            LinkedHashMap<String, Object> object = MAPPER.readValue(text, OBJECT);
            if (object == null) {
                throw new JsonException("a JSON object is expected, but this is null");
            }
            return object;
        } catch (JsonProcessingException e) {
            throw new JsonException("not a JSON object: " + e.getOriginalMessage(), e);
        }
    }

    /** Writes a value on one line. */
    public static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new JsonException("not a JSON value: " + e.getOriginalMessage(), e);
        }
    }

    /** Writes a value over several lines, for people. */
    public static String writeIndented(Object value) {
        try {
            return INDENTED.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new JsonException("not a JSON value: " + e.getOriginalMessage(), e);
        }
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
}
