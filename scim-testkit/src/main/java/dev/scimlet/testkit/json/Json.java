package dev.scimlet.testkit.json;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A JSON value (RFC 8259). Values are immutable; objects keep the order of their members. No kinds will come: JSON has no more.
 */
public sealed interface Json {

    /** An object. */
    record JsonObject(Map<String, Json> members) implements Json {
        public JsonObject {
            members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
        }

        /** The value of the member with exactly this name. */
        public Optional<Json> member(String name) {
            return Optional.ofNullable(members.get(name));
        }

        /** This object with a member set; a member that it has keeps its place. */
        public JsonObject with(String name, Json value) {
            var changed = new LinkedHashMap<>(members);
            changed.put(name, value);
            return new JsonObject(changed);
        }
    }

    /** An array. */
    record JsonArray(List<Json> elements) implements Json {
        public JsonArray {
            elements = List.copyOf(elements);
        }
    }

    /** A string. */
    record JsonString(String value) implements Json {}

    /** A number; {@code 1} and {@code 1.0} are different, because a client that wants an integer refuses the latter. */
    record JsonNumber(BigDecimal value) implements Json {

        /** Whether it was written without fraction and exponent. */
        public boolean isInteger() {
            return value.scale() == 0;
        }
    }

    /** A boolean. */
    record JsonBoolean(boolean value) implements Json {}

    /** The literal {@code null}. */
    enum JsonNull implements Json {
        NULL
    }

    /**
     * Reads one JSON text.
     *
     * @throws JsonSyntaxException if it is none, holds the same key twice in one object, or is nested deeper than
     *     1000 values
     */
    static Json parse(String text) {
        return JsonReader.read(text);
    }

    /**
     * Reads one JSON text in UTF-8.
     *
     * @throws JsonSyntaxException as {@link #parse(String)}, or if the bytes are not UTF-8
     */
    static Json parse(byte[] utf8) {
        return JsonReader.read(utf8);
    }

    static JsonString string(String value) {
        return new JsonString(value);
    }

    static JsonNumber number(long value) {
        return new JsonNumber(BigDecimal.valueOf(value));
    }

    static JsonBoolean bool(boolean value) {
        return new JsonBoolean(value);
    }

    static JsonArray array(Json... elements) {
        return new JsonArray(Arrays.asList(elements));
    }

    static JsonArray array(List<? extends Json> elements) {
        return new JsonArray(new ArrayList<>(elements));
    }

    /** An object without members, to be filled by {@link JsonObject#with}. */
    static JsonObject object() {
        return new JsonObject(Map.of());
    }

    /**
     * The value that a JSON pointer names (RFC 6901); empty if the pointer does not resolve.
     *
     * @throws IllegalArgumentException if it is not a pointer: neither empty nor beginning with {@code /}
     */
    default Optional<Json> at(String pointer) {
        return JsonPointer.parse(pointer).resolve(this);
    }

    /** The value of a string, empty for anything else. */
    default Optional<String> asString() {
        return this instanceof JsonString string ? Optional.of(string.value()) : Optional.empty();
    }

    /** This value as JSON text without blanks. */
    default String text() {
        return JsonWriter.write(this);
    }

    /** {@link #text()} in UTF-8. */
    default byte[] bytes() {
        return text().getBytes(StandardCharsets.UTF_8);
    }
}
