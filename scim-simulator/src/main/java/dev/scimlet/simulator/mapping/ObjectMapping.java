package dev.scimlet.simulator.mapping;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The mapping table of users, or the one of groups.
 *
 * @param attributes rows of simple values and of roles
 * @param reference where the references go: the manager of a user, the members of a group
 */
public record ObjectMapping(List<AttributeMapping> attributes, Optional<TargetPath> reference) {

    /** @throws IllegalArgumentException if no row is a matching attribute, or if two rows have one target */
    public ObjectMapping {
        attributes = List.copyOf(attributes);
        if (attributes.stream().noneMatch(row -> row.matchingPrecedence().isPresent())) {
            throw new IllegalArgumentException("a mapping needs a matching attribute");
        }
        if (attributes.stream().map(AttributeMapping::target).distinct().count() < attributes.size()) {
            throw new IllegalArgumentException("two mappings have the same target");
        }
    }

    /** The matching attributes, in the order in which they are tried. */
    public List<AttributeMapping> matchingAttributes() {
        return attributes.stream()
                .filter(row -> row.matchingPrecedence().isPresent())
                .sorted(Comparator.comparingInt(row -> row.matchingPrecedence().orElse(0)))
                .toList();
    }

    /** How roles are sent, if they are. */
    public Optional<AttributeMapping> roles() {
        return attributes.stream().filter(row -> row.roles().isPresent()).findFirst();
    }

    /** The rows of simple values. */
    public List<AttributeMapping> values() {
        return attributes.stream().filter(row -> row.roles().isEmpty()).toList();
    }

    /** All simple values of a source object, in the order of the table; a row without a value is left out. */
    public Map<TargetPath, Object> evaluate(Function<String, Optional<String>> object) {
        Map<TargetPath, Object> evaluated = new LinkedHashMap<>();
        for (AttributeMapping row : values()) {
            row.value(object).ifPresent(value -> evaluated.put(row.target(), value));
        }
        return evaluated;
    }
}
