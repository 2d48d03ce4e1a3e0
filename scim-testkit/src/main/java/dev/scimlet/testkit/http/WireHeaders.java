package dev.scimlet.testkit.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The header fields of a message, in the order and the spelling in which they stand on the wire.
 *
 * <p>Names are looked up without regard to case, and a name may occur more than once (RFC 9110 §5.1, §5.3).
 */
public record WireHeaders(List<Field> fields) {

    private static final WireHeaders NONE = new WireHeaders(List.of());

    public WireHeaders {
        fields = List.copyOf(fields);
    }

    /** One header field. */
    public record Field(String name, String value) {

        /**
         * Checks that the field can be written.
         *
         * @throws IllegalArgumentException if the name is empty or holds a colon or a blank, or if the value holds a
         *     line break or the character NUL
         */
        public Field {
            if (name.isEmpty() || name.chars().anyMatch(letter -> letter <= ' ' || letter == ':' || letter == 0x7f)) {
                throw new IllegalArgumentException("not the name of a header field: '" + name + "'");
            }
            if (value.chars().anyMatch(letter -> letter == '\r' || letter == '\n' || letter == 0)) {
                throw new IllegalArgumentException("the value of header field " + name + " holds a line break");
            }
        }

        private boolean isNamed(String other) {
            return name.equalsIgnoreCase(other);
        }

        @Override
        public String toString() {
            return isNamed("Authorization") ? name + ": ***" : name + ": " + value;
        }
    }

    public static WireHeaders none() {
        return NONE;
    }

    /** These fields and one more at the end; fields of the same name stay. */
    public WireHeaders with(String name, String value) {
        var all = new ArrayList<>(fields);
        all.add(new Field(name, value));
        return new WireHeaders(all);
    }

    /** These fields but for those of this name. */
    public WireHeaders without(String name) {
        return new WireHeaders(
                fields.stream().filter(field -> !field.isNamed(name)).toList());
    }

    public boolean contains(String name) {
        return fields.stream().anyMatch(field -> field.isNamed(name));
    }

    /** The value of the first field of this name. */
    public Optional<String> first(String name) {
        return fields.stream()
                .filter(field -> field.isNamed(name))
                .map(Field::value)
                .findFirst();
    }

    /** The values of all fields of this name, in their order; empty if there is none. */
    public List<String> all(String name) {
        return fields.stream()
                .filter(field -> field.isNamed(name))
                .map(Field::value)
                .toList();
    }

    /** One line for each field; the value of {@code Authorization} is hidden, so that reports hold no token. */
    @Override
    public String toString() {
        return fields.stream().map(Field::toString).collect(Collectors.joining("\n"));
    }
}
