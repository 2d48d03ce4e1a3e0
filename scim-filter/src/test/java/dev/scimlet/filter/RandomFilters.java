package dev.scimlet.filter;

import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Makes filters and paths of all kinds, the same ones for the same seed. */
final class RandomFilters {

    private static final int MOST_LEVELS = 5;
    private static final String NAME_STARTS = "abcxyzABCXYZ$";
    private static final String NAME_PARTS = NAME_STARTS + "0189-_";
    private static final List<String> NAMES = List.of(
            "and", "or", "not", "pr", "eq", "NOT", "true", "false", "null", "urn", "$ref", "$", "value", "type");
    private static final List<String> URNS = List.of(
            "urn:ietf:params:scim:schemas:core:2.0:User",
            "urn:x:y",
            "urn:x:y.z",
            "URN:Example:a-b_c/d%20e:1.0",
            "urn:x:not");
    private static final List<String> NUMBERS =
            List.of("0", "-0", "1", "-1", "10.50", "1e5", "-2.5E-7", "1E+0099", "123456789012345678901234567890");
    private static final List<String> TEXT_PARTS = List.of(
            "a", " ", "  ", "\"", "\\", "/", "\b", "\f", "\n", "\r", "\t", "\u0000", "\u001f", "\u007f", "\u00a0", "é",
            "\u2028", "😀", "[", "]", "(", ")", " and ", "\\u0041", "'");

    private final Random random;

    RandomFilters(long seed) {
        random = new Random(seed);
    }

    Filter filter() {
        return filter(MOST_LEVELS, this::leaf);
    }

    PatchPath path() {
        return switch (random.nextInt(4)) {
            case 0 -> new PatchPath.SchemaTarget(oneOf(URNS));
            case 1 -> new PatchPath.AttributeTarget(attributePath());
            case 2 -> new PatchPath.ValueTarget(pathWithoutSubAttribute(), valueFilter(), null);
            default -> new PatchPath.ValueTarget(pathWithoutSubAttribute(), valueFilter(), name());
        };
    }

    static List<String> urns() {
        return URNS;
    }

    private Filter filter(int levels, Supplier<Filter> leaf) {
        return switch (levels == 0 ? 5 : random.nextInt(6)) {
            case 0 -> new Filter.And(operands(levels - 1, leaf));
            case 1 -> new Filter.Or(operands(levels - 1, leaf));
            case 2 -> new Filter.Not(filter(levels - 1, leaf));
            default -> leaf.get();
        };
    }

    private List<Filter> operands(int levels, Supplier<Filter> leaf) {
        return IntStream.range(0, 2 + random.nextInt(3))
                .mapToObj(i -> filter(levels, leaf))
                .toList();
    }

    private Filter leaf() {
        return switch (random.nextInt(4)) {
            case 0 -> new Filter.ValuePath(pathWithoutSubAttribute(), valueFilter());
            default -> comparison(attributePath());
        };
    }

    private Filter valueFilter() {
        return filter(MOST_LEVELS / 2, () -> comparison(new AttributePath(null, name(), null)));
    }

    private Filter comparison(AttributePath path) {
        return random.nextInt(4) == 0
                ? new Filter.Present(path)
                : new Filter.Comparison(path, oneOf(List.of(CompareOperator.values())), value());
    }

    private CompareValue value() {
        return switch (random.nextInt(6)) {
            case 0 -> new CompareValue.Number(oneOf(NUMBERS));
            case 1 -> new CompareValue.Bool(random.nextBoolean());
            case 2 -> new CompareValue.Null();
            default -> new CompareValue.Text(text());
        };
    }

    private String text() {
        var text = new StringBuilder();
        for (int i = random.nextInt(8); i > 0; i--) {
            text.append(oneOf(TEXT_PARTS));
        }
        return text.toString();
    }

    private AttributePath attributePath() {
        AttributePath path = pathWithoutSubAttribute();
        return random.nextBoolean() ? path : new AttributePath(path.schema(), path.attribute(), name());
    }

    private AttributePath pathWithoutSubAttribute() {
        return new AttributePath(random.nextInt(3) == 0 ? oneOf(URNS) : null, name(), null);
    }

    private String name() {
        if (random.nextInt(3) == 0) {
            return oneOf(NAMES);
        }
        var name = new StringBuilder().append(oneOf(NAME_STARTS));
        for (int i = random.nextInt(6); i > 0; i--) {
            name.append(oneOf(NAME_PARTS));
        }
        return name.toString();
    }

    private <T> T oneOf(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private char oneOf(String characters) {
        return characters.charAt(random.nextInt(characters.length()));
    }
}
