package dev.scimlet.testkit.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.scimlet.testkit.json.Json;
import dev.scimlet.testkit.json.Json.JsonArray;
import dev.scimlet.testkit.json.Json.JsonObject;
import dev.scimlet.testkit.json.Json.JsonString;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The values of one replay's variables, and texts with the references replaced by them. */
final class Variables {

    /** Known from the start, whatever the trace says. */
    static final Set<String> BUILT_IN = Set.of("run", "token", "baseUrl");

    private static final String UNRESERVED_MARKS = "-._~";

    private final Map<String, String> values = new HashMap<>();

    void set(String name, String value) {
        values.put(name, value);
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    /** For headers, bodies and pointers: the value as it is. */
    String fill(String text) {
        return fill(text, UnaryOperator.identity());
    }

    /** For request targets: the value percent-encoded but for unreserved characters (RFC 3986 §2.3). */
    String fillTarget(String text) {
        return fill(text, Variables::percentEncoded);
    }

    /** For regular expressions: the value stands for itself. */
    String fillPattern(String text) {
        return fill(text, Pattern::quote);
    }

    /** A body with strings and keys filled. */
    Json fill(Json value) {
        return fill(value, this::fill);
    }

    /** An expectation: as a body, but with patterns in {@code @regex}. */
    Json fillExpected(Json value) {
        if (value instanceof JsonObject object && object.members().keySet().equals(Set.of(JsonMatcher.REGEX))) {
            return fill(value, this::fillPattern);
        }
        if (value instanceof JsonObject object) {
            var filled = new LinkedHashMap<String, Json>();
            object.members().forEach((name, member) -> filled.put(fill(name), fillExpected(member)));
            return new JsonObject(filled);
        }
        if (value instanceof JsonArray array) {
            return Json.array(array.elements().stream().map(this::fillExpected).toList());
        }
        return fill(value);
    }

    private static Json fill(Json value, UnaryOperator<String> filler) {
        if (value instanceof JsonString string) {
            return Json.string(filler.apply(string.value()));
        }
        if (value instanceof JsonArray array) {
            return Json.array(array.elements().stream()
                    .map(element -> fill(element, filler))
                    .toList());
        }
        if (value instanceof JsonObject object) {
            var filled = new LinkedHashMap<String, Json>();
            object.members().forEach((name, member) -> filled.put(filler.apply(name), fill(member, filler)));
            return new JsonObject(filled);
        }
        return value;
    }

    private String fill(String text, UnaryOperator<String> encoder) {
        return References.REFERENCE
                .matcher(text)
                .replaceAll(reference -> Matcher.quoteReplacement(encoder.apply(value(reference.group(1)))));
    }

    private String value(String name) {
        return Objects.requireNonNull(values.get(name), () -> "no value for ${" + name + "}");
    }

    private static String percentEncoded(String value) {
        var encoded = new StringBuilder();
        for (byte octet : value.getBytes(UTF_8)) {
            char letter = (char) (octet & 0xff);
            if (isUnreserved(letter)) {
                encoded.append(letter);
            } else {
                encoded.append("%%%02X".formatted((int) letter));
            }
        }
        return encoded.toString();
    }

    private static boolean isUnreserved(char letter) {
        return (letter >= 'a' && letter <= 'z')
                || (letter >= 'A' && letter <= 'Z')
                || (letter >= '0' && letter <= '9')
                || UNRESERVED_MARKS.indexOf(letter) >= 0;
    }
}
