package dev.scimlet.protocol;

import dev.scimlet.core.resource.BoundPath;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.schema.AttributeDefinition;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * What a host said of single attributes of one type.
 *
 * @param defaults values that a new resource gets where the client gives none
 * @param rules what becomes of texts that clients give
 * @param sensitive what a filter in a URI must not name
 */
record AttributeSettings(
        Map<BoundPath, Object> defaults,
        Map<AttributeDefinition, UnaryOperator<String>> rules,
        Set<BoundPath> sensitive) {

    static final AttributeSettings NONE = new AttributeSettings(Map.of(), Map.of(), Set.of());

    /** The same as a host says it: by paths, before there is a type to bind them to. */
    static final class Unbound {

        private final Map<String, Object> defaults = new LinkedHashMap<>();
        private final Map<String, UnaryOperator<String>> rules = new LinkedHashMap<>();
        private final Set<String> sensitive = new LinkedHashSet<>();

        void defaultValue(String path, Object value) {
            defaults.put(path, value);
        }

        void rule(String path, UnaryOperator<String> rule) {
            rules.put(path, rule);
        }

        void sensitive(String path) {
            sensitive.add(path);
        }

        /** @throws IllegalArgumentException if the type has no such attribute, or it cannot have such a value */
        AttributeSettings bind(ResourceType type) {
            Map<BoundPath, Object> values = new LinkedHashMap<>();
            defaults.forEach((path, value) -> values.put(
                    type.path(path),
                    type.attributes().set(path, value).build().value(path).orElseThrow()));
            Map<AttributeDefinition, UnaryOperator<String>> ofAttributes = new HashMap<>();
            rules.forEach((path, rule) -> ofAttributes.put(type.path(path).target(), rule));
            Set<BoundPath> paths = new LinkedHashSet<>();
            sensitive.forEach(path -> paths.add(type.path(path)));
            return new AttributeSettings(values, ofAttributes, paths);
        }
    }
}
