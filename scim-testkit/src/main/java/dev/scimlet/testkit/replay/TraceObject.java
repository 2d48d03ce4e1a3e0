package dev.scimlet.testkit.replay;

import dev.scimlet.testkit.json.Json;
import dev.scimlet.testkit.json.Json.JsonArray;
import dev.scimlet.testkit.json.Json.JsonBoolean;
import dev.scimlet.testkit.json.Json.JsonObject;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** An object of a trace file: gives its members as what they must be, and remembers which were asked for. */
final class TraceObject {

    private final JsonObject json;
    private final Set<String> known = new HashSet<>();

    TraceObject(Json json) {
        if (!(json instanceof JsonObject object)) {
            throw new IllegalArgumentException("not an object: " + Excerpt.of(json.text(), 60));
        }
        this.json = object;
    }

    Set<String> names() {
        return json.members().keySet();
    }

    boolean has(String name) {
        return names().contains(name);
    }

    Optional<Json> optional(String name) {
        known.add(name);
        return json.member(name);
    }

    Json value(String name) {
        return optional(name).orElseThrow(() -> new IllegalArgumentException("'" + name + "' is missing"));
    }

    String string(String name) {
        return value(name).asString().orElseThrow(() -> wrong(name, "a string"));
    }

    String string(String name, String ifAbsent) {
        return optional(name).isPresent() ? string(name) : ifAbsent;
    }

    /** False if it is absent. */
    boolean bool(String name) {
        return optional(name)
                .map(value -> {
                    if (value instanceof JsonBoolean bool) {
                        return bool.value();
                    }
                    throw wrong(name, "a boolean");
                })
                .orElse(false);
    }

    TraceObject object(String name) {
        return new TraceObject(value(name));
    }

    /** None if it is absent. */
    List<TraceObject> objects(String name) {
        return elements(name).stream().map(TraceObject::new).toList();
    }

    /** None if it is absent. */
    List<String> strings(String name) {
        return elements(name).stream()
                .map(element -> element.asString().orElseThrow(() -> wrong(name, "a list of strings")))
                .toList();
    }

    /** None if it is absent. */
    Map<String, String> stringMap(String name) {
        var strings = new LinkedHashMap<String, String>();
        if (optional(name).isPresent()) {
            var object = object(name);
            object.names().forEach(key -> strings.put(key, object.string(key)));
        }
        return strings;
    }

    private List<Json> elements(String name) {
        var value = optional(name);
        if (value.isEmpty()) {
            return List.of();
        }
        if (value.get() instanceof JsonArray array) {
            return array.elements();
        }
        throw wrong(name, "a list");
    }

    void requireNothingElse() {
        for (String name : names()) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException("the format knows no '" + name + "'");
            }
        }
    }

    private static IllegalArgumentException wrong(String name, String wanted) {
        return new IllegalArgumentException("'" + name + "' must be " + wanted);
    }
}
