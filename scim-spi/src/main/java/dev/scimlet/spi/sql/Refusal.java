package dev.scimlet.spi.sql;

import dev.scimlet.core.ErrorType;
import dev.scimlet.core.ScimException;
import java.util.Collection;

/**
 * What a client is told of a value that the database does not take. Attributes are named in quotes, by their paths; where it is not
 * known which one it is, there are none.
 */
public final class Refusal {

    private Refusal() {}

    /** Somebody else of the type has the value. */
    public static ScimException taken(String type, Collection<String> attributes) {
        return uniqueness("another " + type
                + (attributes.isEmpty()
                        ? " has a unique value that was given"
                        : " has the same " + together(attributes)));
    }

    /** A list has the same value more than once. */
    public static ScimException twice(String attribute) {
        return uniqueness(attribute + " has the same value twice");
    }

    /** A reference leads nowhere. */
    public static ScimException brokenReference(Collection<String> attributes) {
        return invalid(
                (attributes.isEmpty() ? "a value" : together(attributes)) + " refers to something that is not there");
    }

    /** A text is too long. */
    public static ScimException tooLong(Collection<String> attributes) {
        return invalid(
                (attributes.isEmpty() ? "a value" : together(attributes)) + " is longer than what can be stored");
    }

    /** A value is not there that must be. */
    public static ScimException missing(Collection<String> attributes) {
        return invalid(
                attributes.isEmpty()
                        ? "a value that the application needs is missing"
                        : together(attributes) + " is missing, and the application needs it");
    }

    /** A value does not meet a condition of the application. */
    public static ScimException notTaken(Collection<String> attributes) {
        return invalid(
                attributes.isEmpty()
                        ? "a value is not one that the application takes"
                        : together(attributes)
                                + (attributes.size() == 1 ? " has a value" : " have values")
                                + " that the application does not take");
    }

    private static String together(Collection<String> attributes) {
        return String.join(" and ", attributes);
    }

    private static ScimException uniqueness(String detail) {
        return ScimException.of(ErrorType.UNIQUENESS, detail);
    }

    private static ScimException invalid(String detail) {
        return ScimException.of(ErrorType.INVALID_VALUE, detail);
    }
}
