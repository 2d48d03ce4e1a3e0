package dev.scimlet.simulator.server;

import dev.scimlet.simulator.mapping.TargetPath;
import dev.scimlet.testkit.json.PlainJson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Makes proper values of what identity providers send. */
final class Normalizer {

    static final TargetPath MANAGER = TargetPath.parse(TargetPath.ENTERPRISE_USER + ":manager");

    private Normalizer() {}

    /** A body without nulls, with booleans as booleans and the manager as a complex value. */
    static Map<String, Object> resource(Map<String, Object> body) {
        Map<String, Object> resource = new LinkedHashMap<>();
        body.forEach((name, value) -> resource.put(name.equalsIgnoreCase("externalId") ? "externalId" : name, value));
        resource.values().removeIf(Objects::isNull);
        resource.values().removeIf(List.of()::equals);
        TargetPath active = TargetPath.parse("active");
        active.read(resource).ifPresent(value -> active.write(resource, value(active, value)));
        MANAGER.read(resource).ifPresent(value -> MANAGER.write(resource, value(MANAGER, value)));
        PlainJson.members(resource, "roles")
                .forEach(role -> role.computeIfPresent("primary", (key, primary) -> bool(primary)));
        return resource;
    }

    /** The path with {@code externalId} spelled as the schema does. */
    static TargetPath path(String text) {
        return TargetPath.parse(text.equalsIgnoreCase("externalId") ? "externalId" : text);
    }

    static Object value(TargetPath path, Object value) {
        if (path.isBoolean()) {
            return bool(value);
        }
        if (path.equals(MANAGER)) {
            Object reference = value instanceof List<?> list ? list.get(0) : value;
            return Map.of(
                    "value",
                    PlainJson.asObject(reference)
                            .flatMap(object -> PlainJson.text(object, "value"))
                            .orElse(reference.toString()));
        }
        return value;
    }

    private static Object bool(Object value) {
        return Boolean.valueOf(value.toString());
    }
}
