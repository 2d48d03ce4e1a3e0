package dev.scimlet.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Predicate;

/**
 * Random conditions: the text of a filter, and what it means for a user as a JSON tree. The meaning is written down here
 * once more, as the RFC says it (§3.4.2.2) and as simply as can be; nothing of the library is used.
 */
final class RandomConditions {

    private static final List<String> WORDS =
            List.of("a", "b", "B", "ab", "Ab", "ba", "bAb", "and", "x or y", "(a)", "ä");

    private RandomConditions() {}

    record Condition(String text, Predicate<JsonNode> holds) {}

    /** Where a condition looks: all texts at {@code path} of the tree, letters compared exactly or not. */
    private record Place(String path, boolean exact, String... members) {

        /** The values there; those of a list are all its entries'. */
        List<JsonNode> values(JsonNode tree) {
            List<JsonNode> values = List.of(tree);
            for (String member : members) {
                List<JsonNode> next = new ArrayList<>();
                for (JsonNode value : values) {
                    JsonNode found = value.path(member);
                    if (found.isArray()) {
                        found.forEach(next::add);
                    } else if (!found.isMissingNode()) {
                        next.add(found);
                    }
                }
                values = next;
            }
            return values;
        }
    }

    private static final List<Place> TEXTS = List.of(
            new Place("title", false, "title"),
            new Place("displayName", false, "displayName"),
            new Place("nickName", false, "nickName"),
            new Place("externalId", true, "externalId"),
            new Place("userName", false, "userName"),
            new Place("name.familyName", false, "name", "familyName"),
            new Place("emails.value", false, "emails", "value"),
            new Place("emails", false, "emails", "value"),
            new Place("emails.type", false, "emails", "type"),
            new Place(InMemoryService.USER + ":title", false, "title"),
            new Place(InMemoryService.ENTERPRISE + ":department", false, InMemoryService.ENTERPRISE, "department"));

    private static final List<Place> PARTS_OF_EMAILS =
            List.of(new Place("value", false, "value"), new Place("type", false, "type"));

    private static final List<Place> NUMBERS = List.of(
            new Place(InMemoryService.BADGE + ":level", true, InMemoryService.BADGE, "level"),
            new Place(InMemoryService.BADGE + ":weight", true, InMemoryService.BADGE, "weight"));

    static String word(Random random) {
        return WORDS.get(random.nextInt(WORDS.size()));
    }

    private static <T> T one(Random random, List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** Alternatives of conjunctions, without parentheses around the conjunctions: {@code and} binds stronger. */
    static Condition condition(Random random, int depth) {
        return alternatives(random, depth, TEXTS, true);
    }

    private static Condition alternatives(Random random, int depth, List<Place> places, boolean onUsers) {
        Condition first = conjunction(random, depth, places, onUsers);
        if (random.nextInt(3) > 0) {
            return first;
        }
        Condition second = alternatives(random, depth, places, onUsers);
        return new Condition(
                first.text + one(random, List.of(" or ", " OR ")) + second.text, first.holds.or(second.holds));
    }

    private static Condition conjunction(Random random, int depth, List<Place> places, boolean onUsers) {
        Condition first = atom(random, depth, places, onUsers);
        if (random.nextInt(3) > 0) {
            return first;
        }
        Condition second = conjunction(random, depth, places, onUsers);
        return new Condition(
                first.text + one(random, List.of(" and ", " And ")) + second.text, first.holds.and(second.holds));
    }

    private static Condition atom(Random random, int depth, List<Place> places, boolean onUsers) {
        int kind = random.nextInt(depth > 0 ? 10 : 6);
        if (kind == 6 || kind == 7) {
            Condition inside = alternatives(random, depth - 1, places, onUsers);
            return new Condition("not (" + inside.text + ")", inside.holds.negate());
        }
        if (kind == 8) {
            Condition inside = alternatives(random, depth - 1, places, onUsers);
            return new Condition("(" + inside.text + ")", inside.holds);
        }
        if (onUsers && kind == 9) {
            Condition inside = alternatives(random, depth - 1, PARTS_OF_EMAILS, false);
            return new Condition("emails[" + inside.text + "]", user -> {
                for (JsonNode email : user.path("emails")) {
                    if (inside.holds.test(email)) {
                        return true;
                    }
                }
                return false;
            });
        }
        if (onUsers && kind == 0) {
            return number(random, one(random, NUMBERS));
        }
        if (onUsers && kind == 1) {
            boolean wanted = random.nextBoolean();
            return new Condition(
                    "active eq " + wanted,
                    user -> user.has("active") && user.path("active").asBoolean() == wanted);
        }
        Place place = one(random, places);
        return kind == 2
                ? new Condition(place.path + " pr", tree -> !place.values(tree).isEmpty())
                : text(random, place);
    }

    private static Condition text(Random random, Place place) {
        String operator = one(random, List.of("eq", "ne", "co", "sw", "ew", "gt", "ge", "lt", "le"));
        String word = word(random);
        String operand = place.exact ? word : word.toLowerCase(Locale.ROOT);
        Predicate<JsonNode> one = value -> {
            String text = place.exact ? value.asText() : value.asText().toLowerCase(Locale.ROOT);
            return switch (operator) {
                case "co" -> text.contains(operand);
                case "sw" -> text.startsWith(operand);
                case "ew" -> text.endsWith(operand);
                default -> compares(operator, text.compareTo(operand));
            };
        };
        return new Condition(place.path + " " + operator + " \"" + word + "\"", some(place, operator, one));
    }

    private static Condition number(Random random, Place place) {
        String operator = one(random, List.of("eq", "ne", "gt", "ge", "lt", "le"));
        int operand = random.nextInt(5);
        return new Condition(
                place.path + " " + operator + " " + operand,
                some(place, operator, value -> compares(operator, Double.compare(value.asDouble(), operand))));
    }

    /** Some value compares so; where there is none, only {@code ne} holds. */
    private static Predicate<JsonNode> some(Place place, String operator, Predicate<JsonNode> one) {
        return tree -> {
            List<JsonNode> values = place.values(tree);
            return values.isEmpty() ? operator.equals("ne") : values.stream().anyMatch(one);
        };
    }

    private static boolean compares(String operator, int comparison) {
        return switch (operator) {
            case "eq" -> comparison == 0;
            case "ne" -> comparison != 0;
            case "gt" -> comparison > 0;
            case "ge" -> comparison >= 0;
            case "lt" -> comparison < 0;
            case "le" -> comparison <= 0;
            default -> throw new IllegalArgumentException(operator);
        };
    }
}
