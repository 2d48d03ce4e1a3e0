package dev.scimlet.simulator.discovery;

import dev.scimlet.simulator.mapping.TargetPath;
import dev.scimlet.testkit.json.PlainJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The attributes of a resource type, as schemas tell of them (RFC 7643 §7). */
final class AdvertisedType {

    /** The types of attributes that take a text as it comes from a directory. */
    private static final Set<String> TEXT = Set.of("string", "reference", "datetime");

    private final List<Map<String, Object>> core;
    private final Map<String, List<Map<String, Object>>> extensions = new LinkedHashMap<>();
    private final List<TargetPath> ownAttributes = new ArrayList<>();

    /** Whether a mapping can have a target: if not, {@code reason} says what is in the way, in a few words. */
    record Fit(boolean fits, boolean onlyDuringCreation, String reason) {

        static Fit not(String reason) {
            return new Fit(false, false, reason);
        }
    }

    /**
     * @param schema of the type
     * @param extensions the schemas that its resources may have besides, by their URNs
     */
    AdvertisedType(Map<String, Object> schema, Map<String, Map<String, Object>> extensions) {
        this.core = PlainJson.members(schema, "attributes");
        extensions.forEach((urn, extension) -> {
            List<Map<String, Object>> attributes = PlainJson.members(extension, "attributes");
            this.extensions.put(urn.toLowerCase(Locale.ROOT), attributes);
            if (!urn.equalsIgnoreCase(TargetPath.ENTERPRISE_USER)) {
                names(attributes).forEach(name -> ownAttributes.add(TargetPath.parse(urn + ":" + name)));
            }
        });
    }

    /** Whether the target can be written, and read again, with values that a directory has. */
    Fit fit(TargetPath target) {
        Optional<Map<String, Object>> attribute = attribute(target);
        if (attribute.isEmpty()) {
            return Fit.not("not there");
        }
        boolean list = Boolean.TRUE.equals(attribute.get().get("multiValued"));
        if (list != target.selector().isPresent()) {
            return Fit.not(list ? "multi-valued" : "single-valued");
        }
        Map<String, Object> leaf = attribute.get();
        if (!target.subAttribute().isEmpty()) {
            Optional<Map<String, Object>> part = part(attribute.get(), target.subAttribute());
            if (part.isEmpty()) {
                return Fit.not("not there");
            }
            leaf = part.get();
        }
        if (target.selector().isPresent()
                && !hasEntry(attribute.get(), target.selector().get())) {
            return Fit.not("no such entry");
        }
        String type = word(leaf, "type", "string");
        if (target.isBoolean() ? !type.equals("boolean") : !TEXT.contains(type)) {
            return Fit.not(type);
        }
        return writable(attribute.get(), leaf);
    }

    /** Whether the target can hold a reference by its {@code value}, or a list of them. */
    Fit fitReference(TargetPath target, boolean list) {
        Optional<Map<String, Object>> attribute = attribute(target);
        Optional<Map<String, Object>> value = attribute.flatMap(complex -> part(complex, "value"));
        if (attribute.isEmpty() || value.isEmpty()) {
            return Fit.not("not there");
        }
        if (list != Boolean.TRUE.equals(attribute.get().get("multiValued"))) {
            return Fit.not(list ? "single-valued" : "multi-valued");
        }
        if (word(attribute.get(), "mutability", "readwrite").equals("immutable")) {
            return Fit.not("immutable");
        }
        return list ? writable(attribute.get(), attribute.get()) : writable(attribute.get(), value.get());
    }

    private static Fit writable(Map<String, Object> attribute, Map<String, Object> leaf) {
        boolean onlyDuringCreation = false;
        for (Map<String, Object> each : List.of(attribute, leaf)) {
            switch (word(each, "mutability", "readwrite")) {
                case "readonly" -> {
                    return Fit.not("read-only");
                }
                case "writeonly" -> {
                    return Fit.not("write-only");
                }
                case "immutable" -> onlyDuringCreation = true;
                default -> {}
            }
            if (Set.of("never", "request").contains(word(each, "returned", "default"))) {
                return Fit.not("not returned");
            }
        }
        return new Fit(true, onlyDuringCreation, "");
    }

    /** Where values are suggested, an entry of another kind is not kept as one of its own. */
    private static boolean hasEntry(Map<String, Object> attribute, TargetPath.Selector selector) {
        Optional<Map<String, Object>> by = part(attribute, selector.attribute());
        if (by.isEmpty()) {
            return false;
        }
        List<?> suggested = by.get().get("canonicalValues") instanceof List<?> values ? values : List.of();
        return suggested.isEmpty()
                || suggested.stream().anyMatch(value -> selector.value().equalsIgnoreCase(String.valueOf(value)));
    }

    /** Attributes that a resource must have, and that no target among the given ones covers: their paths. */
    List<TargetPath> requiredBeside(Set<TargetPath> targets) {
        return names(core.stream()
                        .filter(attribute -> Boolean.TRUE.equals(attribute.get("required")))
                        .filter(attribute ->
                                !word(attribute, "mutability", "readwrite").equals("readonly"))
                        .toList())
                .filter(name -> targets.stream()
                        .noneMatch(target ->
                                target.schema().isEmpty() && target.attribute().equalsIgnoreCase(name)))
                .map(TargetPath::parse)
                .toList();
    }

    /** The attributes of other extensions than the enterprise one: their paths. */
    List<TargetPath> ownAttributes() {
        return List.copyOf(ownAttributes);
    }

    /** Names that a path can hold. */
    private static Stream<String> names(List<Map<String, Object>> attributes) {
        return attributes.stream()
                .flatMap(attribute -> PlainJson.text(attribute, "name").stream())
                .filter(name -> name.matches("[A-Za-z$][\\w$-]*"));
    }

    /** The first value that is suggested for an attribute. */
    Optional<String> suggested(TargetPath target) {
        return attribute(target)
                .map(attribute -> attribute.get("canonicalValues"))
                .flatMap(
                        values -> values instanceof List<?> list ? list.stream().findFirst() : Optional.empty())
                .map(String::valueOf);
    }

    private Optional<Map<String, Object>> attribute(TargetPath target) {
        List<Map<String, Object>> attributes = target.schema().isEmpty()
                ? core
                : extensions.getOrDefault(target.schema().toLowerCase(Locale.ROOT), List.of());
        return named(attributes, target.attribute());
    }

    private static Optional<Map<String, Object>> part(Map<String, Object> attribute, String name) {
        return named(PlainJson.members(attribute, "subAttributes"), name);
    }

    private static Optional<Map<String, Object>> named(List<Map<String, Object>> attributes, String name) {
        return attributes.stream()
                .filter(attribute -> PlainJson.text(attribute, "name")
                        .filter(name::equalsIgnoreCase)
                        .isPresent())
                .findFirst();
    }

    private static String word(Map<String, Object> attribute, String characteristic, String otherwise) {
        return PlainJson.text(attribute, characteristic).orElse(otherwise).toLowerCase(Locale.ROOT);
    }
}
