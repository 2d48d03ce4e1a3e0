package dev.scimlet.simulator.mapping;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * One row of a mapping table.
 *
 * @param source what the value is computed from
 * @param target where it goes
 * @param defaultValue what is sent if the source has no value, or empty text
 * @param matchingPrecedence the rank of a matching attribute: the lowest is tried first
 * @param onlyDuringCreation true if the value is not kept up to date later
 */
public record AttributeMapping(
        Expression source,
        TargetPath target,
        String defaultValue,
        OptionalInt matchingPrecedence,
        boolean onlyDuringCreation) {

    /**
     * A mapping as Entra ID's portal takes it.
     *
     * @param source the name of an attribute (a direct mapping), text in double quotes (a constant) or an expression
     * @param target such as {@code name.givenName}
     * @throws IllegalArgumentException if one of them cannot be read
     */
    public static AttributeMapping of(String source, String target) {
        boolean direct = source.matches("\\w+");
        Expression expression = direct ? new Expression.Attribute(source) : Expression.parse(source);
        return new AttributeMapping(expression, TargetPath.parse(target), "", OptionalInt.empty(), false);
    }

    /** This mapping as a matching attribute. */
    public AttributeMapping matching(int precedence) {
        return new AttributeMapping(source, target, defaultValue, OptionalInt.of(precedence), onlyDuringCreation);
    }

    /** This mapping with a value for objects that have none. */
    public AttributeMapping withDefault(String value) {
        return new AttributeMapping(source, target, value, matchingPrecedence, onlyDuringCreation);
    }

    /** This mapping, applied when an object is created and never again. */
    public AttributeMapping duringCreation() {
        return new AttributeMapping(source, target, defaultValue, matchingPrecedence, true);
    }

    /** How this mapping sends roles, if it does. */
    public Optional<RoleFunction> roles() {
        return RoleFunction.of(source);
    }

    /** The value for a source object, as text or as a boolean where the target is one; empty for none. */
    public Optional<Object> value(Function<String, Optional<String>> object) {
        return source.evaluate(object)
                .or(() -> Optional.of(defaultValue).filter(text -> !text.isEmpty()))
                .map(text -> target.isBoolean() ? (Object) Boolean.valueOf(text) : text);
    }

    /** The value under which an object is looked for; empty if it has none. */
    public Optional<String> matchingValue(Map<TargetPath, Object> values) {
        return Optional.ofNullable(values.get(target)).map(Object::toString);
    }
}
