package dev.scimlet.core.resource;

import dev.scimlet.core.Budget;
import dev.scimlet.core.schema.TextKeys;
import dev.scimlet.filter.CompareOperator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A filter whose paths have found their definitions and whose values have the type of their attribute (RFC 7644
 * §3.4.2.2). Made by {@link PathBinder}.
 *
 * <p>{@link #matches(Resource)} decides one resource without allocating. A store that searches by itself walks the tree
 * instead and translates it to its own query language; what it cannot translate it must refuse with {@code
 * invalidFilter}, never ignore.
 */
public abstract sealed class BoundFilter {

    private BoundFilter() {}

    /** Whether the resource meets the filter. */
    public final boolean matches(Resource resource) {
        return test(resource, null, Budget.unlimited());
    }

    /**
     * Whether the resource meets the filter, as one of many that a query looks at: walks over its long lists draw
     * comparisons, everyday attributes do not.
     *
     * @throws dev.scimlet.core.ScimException 413 if the budget ends
     */
    public final boolean matches(Resource resource, Budget budget) {
        return test(resource, null, budget);
    }

    /** Whether an entry of the list in whose brackets the filter stands meets it. */
    public final boolean matchesEntry(Object entry) {
        return test(null, entry, Budget.unlimited());
    }

    /**
     * As {@link #matchesEntry(Object)}; each comparison is drawn.
     *
     * @throws dev.scimlet.core.ScimException 413 if the budget ends
     */
    public final boolean matchesEntry(Object entry, Budget budget) {
        return test(null, entry, budget);
    }

    /** One of the two is null: the filter is on resources, or on the entries of a list. */
    abstract boolean test(@Nullable Resource resource, @Nullable Object entry, Budget budget);

    /** This filter and the other: both hold. */
    public final BoundFilter and(BoundFilter other) {
        return new And(List.of(this, other));
    }

    /** The filter as canonical text. */
    public abstract String text();

    /** Hands out each path that the filter looks at, those in brackets included, all from the resource on. */
    public abstract void forEachPath(Consumer<BoundPath> consumer);

    @Override
    public final String toString() {
        return text();
    }

    /** All operands hold. */
    public static final class And extends BoundFilter {

        private final List<BoundFilter> operands;
        private final BoundFilter[] inOrder;

        And(List<BoundFilter> operands) {
            this.operands = List.copyOf(operands);
            this.inOrder = this.operands.toArray(BoundFilter[]::new);
        }

        /** Two or more. */
        public List<BoundFilter> operands() {
            return operands;
        }

        @Override
        boolean test(@Nullable Resource resource, @Nullable Object entry, Budget budget) {
            for (BoundFilter operand : inOrder) {
                if (!operand.test(resource, entry, budget)) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public String text() {
            return operands.stream()
                    .map(operand -> operand instanceof Or ? "(" + operand.text() + ")" : operand.text())
                    .collect(Collectors.joining(" and "));
        }

        @Override
        public void forEachPath(Consumer<BoundPath> consumer) {
            operands.forEach(operand -> operand.forEachPath(consumer));
        }
    }

    /** Some operand holds. */
    public static final class Or extends BoundFilter {

        private final List<BoundFilter> operands;
        private final BoundFilter[] inOrder;

        Or(List<BoundFilter> operands) {
            this.operands = List.copyOf(operands);
            this.inOrder = this.operands.toArray(BoundFilter[]::new);
        }

        /** Two or more. */
        public List<BoundFilter> operands() {
            return operands;
        }

        @Override
        boolean test(@Nullable Resource resource, @Nullable Object entry, Budget budget) {
            for (BoundFilter operand : inOrder) {
                if (operand.test(resource, entry, budget)) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public String text() {
            return operands.stream().map(BoundFilter::text).collect(Collectors.joining(" or "));
        }

        @Override
        public void forEachPath(Consumer<BoundPath> consumer) {
            operands.forEach(operand -> operand.forEachPath(consumer));
        }
    }

    /** The operand does not hold. */
    public static final class Not extends BoundFilter {

        private final BoundFilter operand;

        Not(BoundFilter operand) {
            this.operand = operand;
        }

        /** What must not hold. */
        public BoundFilter operand() {
            return operand;
        }

        @Override
        boolean test(@Nullable Resource resource, @Nullable Object entry, Budget budget) {
            return !operand.test(resource, entry, budget);
        }

        @Override
        public String text() {
            return "not (" + operand.text() + ")";
        }

        @Override
        public void forEachPath(Consumer<BoundPath> consumer) {
            operand.forEachPath(consumer);
        }
    }

    /**
     * The same answer for every resource. An attribute that a type lacks, in a query over several types, counts as
     * without value (RFC 7644 §3.4.2.1).
     */
    public static final class Constant extends BoundFilter {

        private final boolean value;

        Constant(boolean value) {
            this.value = value;
        }

        /** The answer. */
        public boolean value() {
            return value;
        }

        @Override
        boolean test(@Nullable Resource resource, @Nullable Object entry, Budget budget) {
            return value;
        }

        @Override
        public String text() {
            return value ? "schemas pr" : "not (schemas pr)";
        }

        @Override
        public void forEachPath(Consumer<BoundPath> consumer) {}
    }

    /** The path has a value that is not empty; {@code ne null} is this, {@code eq null} its opposite. */
    public static final class Present extends BoundFilter {

        private final BoundPath path;
        private final ValueSource source;

        Present(BoundPath path) {
            this.path = path;
            this.source = ValueSource.of(path);
        }

        /** What must be there. */
        public BoundPath path() {
            return path;
        }

        @Override
        boolean test(@Nullable Resource resource, @Nullable Object entry, Budget budget) {
            return source.any(resource, entry, ValueTest.NOT_EMPTY, budget);
        }

        @Override
        public String text() {
            return path.text() + " pr";
        }

        @Override
        public void forEachPath(Consumer<BoundPath> consumer) {
            consumer.accept(path);
        }
    }

    /** Some value at the path compares so with the given one. */
    public static final class Comparison extends BoundFilter {

        private final BoundPath path;
        private final CompareOperator operator;
        private final Object value;
        private final ValueSource source;
        private final ValueTest test;

        Comparison(BoundPath path, CompareOperator operator, Object value, TextKeys keys) {
            this.path = path;
            this.operator = operator;
            this.value = value;
            this.source = ValueSource.of(path);
            this.test = ValueTest.of(path.target(), operator, value, keys);
        }

        /** What is compared. A list of complex values stands here with its sub-attribute {@code value}. */
        public BoundPath path() {
            return path;
        }

        /** How. */
        public CompareOperator operator() {
            return operator;
        }

        /** With what: {@link String}, {@link Boolean}, {@link Long}, {@link java.math.BigDecimal} or {@link DateTime}. */
        public Object value() {
            return value;
        }

        @Override
        boolean test(@Nullable Resource resource, @Nullable Object entry, Budget budget) {
            return source.any(resource, entry, test, budget);
        }

        /** Whether this is {@code value eq "…"} on the entries of a list of complex values. */
        boolean asksForValue() {
            return operator == CompareOperator.EQ
                    && source.isEntryPart()
                    && path.target().name().equals("value")
                    && value instanceof String;
        }

        @Override
        public String text() {
            return path.text() + " " + operator.keyword() + " " + ValueTest.literal(value);
        }

        @Override
        public void forEachPath(Consumer<BoundPath> consumer) {
            consumer.accept(path);
        }
    }

    /** {@code emails[type eq "work"]}: some one entry of the list meets all of the filter. */
    public static final class ValuePath extends BoundFilter {

        private final BoundPath path;
        private final BoundFilter filter;
        private final ValueSource source;

        ValuePath(BoundPath path, BoundFilter filter) {
            this.path = path;
            this.filter = filter;
            this.source = ValueSource.of(path);
        }

        /** The list. */
        public BoundPath path() {
            return path;
        }

        /** What the entry must meet; its paths are relative to the entry. */
        public BoundFilter filter() {
            return filter;
        }

        @Override
        boolean test(@Nullable Resource resource, @Nullable Object entry, Budget budget) {
            Object value = source.top(resource, entry);
            String asked = value instanceof LongValues ? valueAskedFor(filter) : null;
            if (asked != null && value instanceof LongValues list) {
                return list.findByValue(asked) != null;
            }
            if (value instanceof ShortValues list) {
                Budget free = resource == null ? budget : Budget.unlimited();
                for (Object candidate : list.entries()) {
                    if (filter.test(null, candidate, free)) {
                        return true;
                    }
                }
                return false;
            }
            if (value instanceof Values list) {
                for (Object candidate : list) {
                    if (filter.test(null, candidate, budget)) {
                        return true;
                    }
                }
            }
            return false;
        }

        @Override
        public String text() {
            return path.text() + "[" + filter.text() + "]";
        }

        @Override
        public void forEachPath(Consumer<BoundPath> consumer) {
            consumer.accept(path);
            new BoundPath(path.extension(), path.attribute(), filter, null).forEachPathInBrackets(consumer);
        }
    }

    /** The value that {@code value eq "…"} asks for, which a list of references finds without a walk; else null. */
    static @Nullable String valueAskedFor(BoundFilter filter) {
        return filter instanceof Comparison comparison && comparison.asksForValue() ? (String) comparison.value : null;
    }
}
