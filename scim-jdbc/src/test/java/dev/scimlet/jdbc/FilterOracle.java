package dev.scimlet.jdbc;

import java.math.BigDecimal;
import java.text.Normalizer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What filters and orders mean, written down once more: from RFC 7644 §3.4.2.2 and §3.4.2.3 and the readings that the library
 * chose, over resources as plain maps, and without a line of the library. Slow and plain, so that
 * it can be compared with the text.
 */
final class FilterOracle {

    private FilterOracle() {}

    /** How the values of an attribute compare. */
    enum Kind {
        /** Without regard to case: NFC, case folding, NFC. */
        TEXT {
            @Override
            Object key(Object value) {
                return new CodePoints(folded((String) value));
            }
        },
        /** With regard to case: NFC. */
        EXACT {
            @Override
            Object key(Object value) {
                return new CodePoints(Normalizer.normalize((String) value, Normalizer.Form.NFC));
            }
        },
        /** As names of users are compared: NFKC, case folding, NFC. */
        USER_NAME {
            @Override
            Object key(Object value) {
                return new CodePoints(folded(Normalizer.normalize((String) value, Normalizer.Form.NFKC)));
            }
        },
        /** A {@link BigDecimal}. */
        NUMBER {
            @Override
            Object key(Object value) {
                return value;
            }
        },
        /** An {@link Instant}. */
        TIME {
            @Override
            Object key(Object value) {
                return value;
            }
        },
        /** A {@link Boolean}. */
        FLAG {
            @Override
            Object key(Object value) {
                return value;
            }
        },
        /** The same bytes are the same value. */
        BINARY {
            @Override
            Object key(Object value) {
                return new CodePoints(Arrays.toString(Base64.getMimeDecoder().decode((String) value)));
            }
        };

        abstract Object key(Object value);

        private static String folded(String text) {
            String composed = Normalizer.normalize(text, Normalizer.Form.NFC);
            String folded = composed.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
            return Normalizer.normalize(folded, Normalizer.Form.NFC);
        }

        @SuppressWarnings("unchecked")
        int compare(Object a, Object b) {
            return ((Comparable<Object>) key(a)).compareTo(key(b));
        }
    }

    /** A text that is ordered by code point, where {@link String} orders by half of a surrogate pair. */
    record CodePoints(String text) implements Comparable<CodePoints> {

        @Override
        public int compareTo(CodePoints other) {
            return Arrays.compare(
                    text.codePoints().toArray(), other.text.codePoints().toArray());
        }
    }

    /**
     * An attribute, as a filter names it and as maps hold it.
     *
     * @param text as a filter names it
     * @param keys from the resource, or from the entry in whose brackets it stands
     * @param kind null for a complex one
     */
    record Path(String text, List<String> keys, @Nullable Kind kind) {

        List<Object> values(Object of, boolean ofEntry) {
            List<Object> values = new ArrayList<>();
            collect(of, 0, ofEntry, values);
            return values;
        }

        private void collect(@Nullable Object at, int depth, boolean inEntry, List<Object> values) {
            if (at == null) {
                return;
            }
            if (at instanceof List<?> entries) {
                entries.forEach(entry -> collect(entry, depth, true, values));
            } else if (depth == keys.size()) {
                values.add(at);
            } else {
                String key = keys.get(depth);
                Object next = ((Map<?, ?>) at).get(key);
                // a missing primary of an entry counts as false
                collect(
                        next == null && inEntry && key.equals("primary") ? Boolean.FALSE : next,
                        depth + 1,
                        false,
                        values);
            }
        }
    }

    /** A filter. */
    interface Node {

        String text();

        boolean holds(Object of, boolean ofEntry);
    }

    record Present(Path path) implements Node {

        @Override
        public String text() {
            return path.text() + " pr";
        }

        @Override
        public boolean holds(Object of, boolean ofEntry) {
            return path.values(of, ofEntry).stream().anyMatch(Present::isNotEmpty);
        }

        /** RFC 7644 table 3: a non-empty or non-null value, or a non-empty node of a complex attribute. */
        private static boolean isNotEmpty(@Nullable Object value) {
            if (value instanceof Map<?, ?> complex) {
                return complex.values().stream().anyMatch(Present::isNotEmpty);
            }
            return value != null && !value.equals("");
        }
    }

    /**
     * A comparison.
     *
     * @param path what is compared: a list of complex values stands here with its {@code value}
     * @param written as it is written
     */
    record Compare(Path path, String written, String operator, Object operand, String literal) implements Node {

        @Override
        public String text() {
            return written + " " + operator + " " + literal;
        }

        @Override
        public boolean holds(Object of, boolean ofEntry) {
            List<Object> values = path.values(of, ofEntry);
            return values.stream().anyMatch(this::holdsOf) || values.isEmpty() && operator.equals("ne");
        }

        private boolean holdsOf(Object value) {
            Kind kind = java.util.Objects.requireNonNull(path.kind());
            return switch (operator) {
                case "eq" -> kind.compare(value, operand) == 0;
                case "ne" -> kind.compare(value, operand) != 0;
                case "gt" -> kind.compare(value, operand) > 0;
                case "ge" -> kind.compare(value, operand) >= 0;
                case "lt" -> kind.compare(value, operand) < 0;
                case "le" -> kind.compare(value, operand) <= 0;
                case "co" -> text(kind, value).contains(text(kind, operand));
                case "sw" -> text(kind, value).startsWith(text(kind, operand));
                case "ew" -> text(kind, value).endsWith(text(kind, operand));
                default -> throw new AssertionError(operator);
            };
        }

        private static String text(Kind kind, Object value) {
            return ((CodePoints) kind.key(value)).text();
        }
    }

    /** {@code eq null} is not present, {@code ne null} present. */
    record Null(Present present, boolean equal) implements Node {

        @Override
        public String text() {
            return present.path().text() + (equal ? " eq null" : " ne null");
        }

        @Override
        public boolean holds(Object of, boolean ofEntry) {
            return present.holds(of, ofEntry) != equal;
        }
    }

    /** {@code list[filter]}, perhaps with one more condition behind the brackets. */
    record Some(Path list, Node filter, @Nullable Node behind) implements Node {

        @Override
        public String text() {
            return list.text() + "[" + filter.text() + "]" + (behind == null ? "" : "." + behind.text());
        }

        @Override
        public boolean holds(Object of, boolean ofEntry) {
            return list.values(of, ofEntry).stream()
                    .anyMatch(entry -> filter.holds(entry, true) && (behind == null || behind.holds(entry, true)));
        }
    }

    record And(List<Node> operands) implements Node {

        @Override
        public String text() {
            return joined(operands, " and ");
        }

        @Override
        public boolean holds(Object of, boolean ofEntry) {
            return operands.stream().allMatch(operand -> operand.holds(of, ofEntry));
        }
    }

    record Or(List<Node> operands) implements Node {

        @Override
        public String text() {
            return joined(operands, " or ");
        }

        @Override
        public boolean holds(Object of, boolean ofEntry) {
            return operands.stream().anyMatch(operand -> operand.holds(of, ofEntry));
        }
    }

    private static String joined(List<Node> operands, String word) {
        return operands.stream()
                .map(operand ->
                        operand instanceof And || operand instanceof Or ? "(" + operand.text() + ")" : operand.text())
                .collect(Collectors.joining(word));
    }

    record Not(Node operand) implements Node {

        @Override
        public String text() {
            return "not (" + operand.text() + ")";
        }

        @Override
        public boolean holds(Object of, boolean ofEntry) {
            return !operand.holds(of, ofEntry);
        }
    }

    /** The order of resources by an attribute: those without it last, or first if descending; ties by id ascending. */
    static Comparator<Map<String, Object>> order(Path path, boolean ascending) {
        Comparator<Map<String, Object>> byValue = (a, b) -> {
            Object x = sortedBy(a, path);
            Object y = sortedBy(b, path);
            int comparison = x == null || y == null
                    ? Boolean.compare(x == null, y == null)
                    : java.util.Objects.requireNonNull(path.kind()).compare(x, y);
            return ascending ? comparison : -comparison;
        };
        return byValue.thenComparing(FilterOracle::id);
    }

    static String id(Map<String, Object> resource) {
        return (String) resource.get("id");
    }

    /** RFC 7644 §3.4.2.3: of several values the primary one, else the first. */
    private static @Nullable Object sortedBy(Map<String, Object> resource, Path path) {
        Object at = resource;
        for (String key : path.keys()) {
            if (at instanceof List<?> entries) {
                at = entries.stream()
                        .filter(entry -> ((Map<?, ?>) entry).get("primary") == Boolean.TRUE)
                        .findFirst()
                        .map(Object.class::cast)
                        .orElse(entries.get(0));
            }
            at = at == null ? null : ((Map<?, ?>) at).get(key);
        }
        return at instanceof List<?> simple ? simple.get(0) : at;
    }
}
