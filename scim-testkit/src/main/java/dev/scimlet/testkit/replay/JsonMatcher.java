package dev.scimlet.testkit.replay;

import dev.scimlet.testkit.json.Json;
import dev.scimlet.testkit.json.Json.JsonArray;
import dev.scimlet.testkit.json.Json.JsonBoolean;
import dev.scimlet.testkit.json.Json.JsonNull;
import dev.scimlet.testkit.json.Json.JsonNumber;
import dev.scimlet.testkit.json.Json.JsonObject;
import dev.scimlet.testkit.json.Json.JsonString;
import dev.scimlet.testkit.json.JsonPointer;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** The rules of {@code jsonSubset}: compares what was found with what was expected. */
final class JsonMatcher {

    static final String REGEX = "@regex";

    private static final Set<String> TYPES = Set.of("integer", "string", "boolean", "array", "object");

    private static final int LONGEST_QUOTE = 300;

    private final List<String> quirks;
    private final List<Mismatch> mismatches = new ArrayList<>();

    private JsonMatcher(List<String> quirks) {
        this.quirks = quirks;
    }

    /** Everything in {@code found} that is not as {@code expected} wants it. */
    static List<Mismatch> compare(Json expected, Json found, List<String> quirks) {
        var matcher = new JsonMatcher(quirks);
        matcher.check(expected, Optional.of(found), JsonPointer.ROOT);
        return matcher.mismatches;
    }

    private static boolean matches(Json expected, Optional<Json> found) {
        var matcher = new JsonMatcher(List.of());
        matcher.check(expected, found, JsonPointer.ROOT);
        return matcher.mismatches.isEmpty();
    }

    private void check(Json expected, Optional<Json> found, JsonPointer at) {
        if (isMatcher(expected)) {
            var operation =
                    ((JsonObject) expected).members().entrySet().iterator().next();
            apply(operation.getKey(), operation.getValue(), found, at);
        } else if (found.isEmpty()) {
            report(at, quote(expected), "nothing");
        } else if (expected instanceof JsonObject members && found.get() instanceof JsonObject object) {
            members.members().forEach((name, value) -> checkMember(name, value, object, at));
        } else if (expected instanceof JsonArray wanted && found.get() instanceof JsonArray given) {
            checkElements(wanted, given, at);
        } else if (!isSameScalar(expected, found.get())) {
            report(at, quote(expected), quote(found.get()));
        }
    }

    private void checkMember(String name, Json expected, JsonObject object, JsonPointer at) {
        var found = object.member(name);
        var misspelled = object.members().keySet().stream()
                .filter(other -> found.isEmpty() && other.equalsIgnoreCase(name))
                .findFirst();
        if (misspelled.isPresent() && !matches(expected, found)) {
            report(at.child(name), quote(expected), "the key \"" + misspelled.get() + "\"");
        } else {
            check(expected, found, at.child(name));
        }
    }

    private static boolean isSameScalar(Json expected, Json found) {
        if (expected instanceof JsonNumber one && found instanceof JsonNumber other) {
            return one.isInteger() == other.isInteger() && one.value().compareTo(other.value()) == 0;
        }
        return isScalar(expected) && expected.equals(found);
    }

    private static boolean isScalar(Json value) {
        return !(value instanceof JsonObject) && !(value instanceof JsonArray);
    }

    private void checkElements(JsonArray wanted, JsonArray given, JsonPointer at) {
        var pairing = pair(wanted, given);
        int[] surplus = pairing.surplus();
        int[] missing = pairing.missing();
        if (missing.length == 1 && surplus.length == 1) {
            check(
                    wanted.elements().get(missing[0]),
                    Optional.of(given.elements().get(surplus[0])),
                    at.child(surplus[0]));
            return;
        }
        for (int index : missing) {
            report(at, "an element " + quote(wanted.elements().get(index)), quote(given));
        }
    }

    private void checkExactElements(JsonArray wanted, JsonArray given, JsonPointer at) {
        if (given.elements().size() == wanted.elements().size()) {
            checkElements(wanted, given, at);
        } else {
            report(
                    at,
                    "exactly " + wanted.elements().size() + " elements " + quote(wanted),
                    given.elements().size() + " elements " + quote(given));
        }
    }

    private static Pairing pair(JsonArray wanted, JsonArray given) {
        List<BitSet> fitting = new ArrayList<>();
        for (Json element : wanted.elements()) {
            var fits = new BitSet();
            for (int index = 0; index < given.elements().size(); index++) {
                fits.set(index, matches(element, Optional.of(given.elements().get(index))));
            }
            fitting.add(fits);
        }
        return new Pairing(fitting, given.elements().size());
    }

    private void apply(String name, Json operand, Optional<Json> found, JsonPointer at) {
        switch (name) {
            case "@any" -> require(found.isPresent() && found.get() != JsonNull.NULL, "a value", found, at);
            case "@type" -> {
                String type = stringIn(operand);
                require(found.isPresent() && typeOf(found.get()).equals(type), "a value of type " + type, found, at);
            }
            case REGEX -> {
                var pattern = Pattern.compile(stringIn(operand));
                require(isStringWith(found, text -> pattern.matcher(text).find()), "a match of " + pattern, found, at);
            }
            case "@ieq" ->
                require(
                        isStringWith(found, stringIn(operand)::equalsIgnoreCase),
                        quote(operand) + " in any case",
                        found,
                        at);
            case "@oneOf" ->
                require(
                        elementsOf(operand).stream().anyMatch(alternative -> matches(alternative, found)),
                        "one of " + quote(operand),
                        found,
                        at);
            case "@size" -> {
                boolean met = found.isPresent()
                        && found.get() instanceof JsonArray array
                        && array.elements().size() == integerIn(operand);
                require(met, "an array of " + quote(operand) + " elements", found, at);
            }
            case "@exact" -> {
                if (found.isPresent() && found.get() instanceof JsonArray given) {
                    checkExactElements(new JsonArray(elementsOf(operand)), given, at);
                } else {
                    require(false, "an array of exactly " + quote(operand), found, at);
                }
            }
            case "@min" -> {
                boolean met = found.isPresent()
                        && found.get() instanceof JsonNumber number
                        && number.value().compareTo(numberIn(operand)) >= 0;
                require(met, "a number not below " + quote(operand), found, at);
            }
            case "@absentOrEmpty" ->
                require(found.isEmpty() || isEmpty(found.get()), "nothing or an empty value", found, at);
            default -> throw new IllegalArgumentException("there is no matcher " + name);
        }
    }

    /**
     * Checks an expectation itself, so that a slip in a trace is found when it is read and not when it hides a check.
     *
     * @throws IllegalArgumentException if a matcher is unknown, has the wrong operand or stands beside other keys
     */
    static void requireWellFormed(Json expected) {
        if (isMatcher(expected)) {
            var operation =
                    ((JsonObject) expected).members().entrySet().iterator().next();
            requireOperand(operation.getKey(), operation.getValue());
        } else if (expected instanceof JsonObject object) {
            object.members().forEach((name, value) -> {
                if (name.startsWith("@")) {
                    throw new IllegalArgumentException("the matcher " + name + " must stand alone in its object");
                }
                requireWellFormed(value);
            });
        } else if (expected instanceof JsonArray array) {
            array.elements().forEach(JsonMatcher::requireWellFormed);
        }
    }

    private static void requireOperand(String name, Json operand) {
        boolean right = switch (name) {
            case "@any", "@absentOrEmpty" -> operand.equals(Json.bool(true));
            case "@type" -> operand instanceof JsonString type && TYPES.contains(type.value());
            case REGEX -> operand instanceof JsonString pattern && isPattern(pattern.value());
            case "@ieq" -> operand instanceof JsonString;
            case "@oneOf", "@exact" -> operand instanceof JsonArray;
            case "@size" -> operand instanceof JsonNumber size && size.isInteger();
            case "@min" -> operand instanceof JsonNumber;
            default -> throw new IllegalArgumentException("there is no matcher " + name);
        };
        if (!right) {
            throw new IllegalArgumentException("the matcher " + name + " cannot have " + quote(operand));
        }
        if (operand instanceof JsonArray) {
            requireWellFormed(operand);
        }
    }

    private static boolean isPattern(String text) {
        try {
            Pattern.compile(References.REFERENCE.matcher(text).replaceAll("x"));
            return true;
        } catch (PatternSyntaxException invalid) {
            return false;
        }
    }

    private static String stringIn(Json operand) {
        return ((JsonString) operand).value();
    }

    private static BigDecimal numberIn(Json operand) {
        return ((JsonNumber) operand).value();
    }

    private static int integerIn(Json operand) {
        return numberIn(operand).intValueExact();
    }

    private static List<Json> elementsOf(Json operand) {
        return ((JsonArray) operand).elements();
    }

    private static boolean isStringWith(Optional<Json> found, Predicate<String> property) {
        return found.flatMap(Json::asString).filter(property).isPresent();
    }

    private void require(boolean met, String expected, Optional<Json> found, JsonPointer at) {
        if (!met) {
            report(at, expected, found.map(JsonMatcher::quote).orElse("nothing"));
        }
    }

    private void report(JsonPointer at, String expected, String found) {
        mismatches.add(new Mismatch(at.tokens().isEmpty() ? "body" : at.toString(), expected, found, quirks));
    }

    private static boolean isMatcher(Json expected) {
        return expected instanceof JsonObject object
                && object.members().size() == 1
                && object.members().keySet().iterator().next().startsWith("@");
    }

    private static String typeOf(Json value) {
        if (value instanceof JsonNumber number) {
            return number.isInteger() ? "integer" : "decimal";
        }
        if (value instanceof JsonString) {
            return "string";
        }
        if (value instanceof JsonBoolean) {
            return "boolean";
        }
        if (value instanceof JsonArray) {
            return "array";
        }
        return value instanceof JsonObject ? "object" : "null";
    }

    private static boolean isEmpty(Json value) {
        return value == JsonNull.NULL
                || value.equals(Json.string(""))
                || value.equals(Json.array())
                || value.equals(Json.object());
    }

    private static String quote(Json value) {
        return Excerpt.of(value.text(), LONGEST_QUOTE);
    }
}
