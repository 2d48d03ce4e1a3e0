package dev.scimlet.core.resource;

import dev.scimlet.core.Budget;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.schema.TextKeys;
import dev.scimlet.filter.CompareOperator;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A filter whose paths have found their definitions and whose values have the type of their attribute (RFC 7644
 * §3.4.2.2). {@link PathBinder} makes it of what a client sends, once; {@link #compare}, {@link #present}, {@link #someEntry},
 * {@link #and(List)}, {@link #or(List)} and {@link #not} make it in code, and {@link #map} makes another of it.
 *
 * <p>{@link #matches(Resource)} decides one resource without allocating. A store that searches by itself walks the tree
 * instead and translates it to its own query language; what it cannot translate it must refuse with {@code
 * invalidFilter}, never ignore.
 */
public abstract sealed class BoundFilter {

    /** Conditions on everyday attributes that draw nothing: as many as the service itself asks for at once, and some more. */
    private static final int FREE_CONDITIONS = 250;

    /** Conditions beyond them that draw one comparison: a filter of a thousand does not get over 100,000 resources. */
    private static final int CONDITIONS_IN_A_COMPARISON = 20;

    /** How many conditions there are, once it was asked; the same for every thread. */
    private int width;

    private BoundFilter() {}

    /** Whether the resource meets the filter. */
    public final boolean matches(Resource resource) {
        return test(resource, null, Budget.unlimited());
    }

    /**
     * Whether the resource meets the filter, as one of many that a query looks at: walks over its long lists draw
     * comparisons; of everyday attributes, each twenty conditions beyond the first 250 draw one.
     *
     * @throws dev.scimlet.core.ScimException 413 if the budget ends
     */
    public final boolean matches(Resource resource, Budget budget) {
        int wide = (width() - FREE_CONDITIONS) / CONDITIONS_IN_A_COMPARISON;
        if (wide > 0) {
            budget.spend(Budget.Item.COMPARISONS, wide);
        }
        return test(resource, null, budget);
    }

    private int width() {
        int known = width;
        if (known == 0) {
            int[] paths = {0};
            forEachPath(path -> paths[0]++);
            known = Math.max(1, paths[0]);
            width = known;
        }
        return known;
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
        return and(List.of(this, other));
    }

    /** This filter or the other: one of the two holds. */
    public final BoundFilter or(BoundFilter other) {
        return or(List.of(this, other));
    }

    /**
     * All operands hold; without any, that is always so.
     *
     * @throws IllegalArgumentException if some are on resources and others on entries of a list
     */
    public static BoundFilter and(List<? extends BoundFilter> operands) {
        List<BoundFilter> flat = new ArrayList<>();
        operands.forEach(operand -> flat.addAll(operand instanceof And and ? and.operands() : List.of(operand)));
        return joined(flat, true);
    }

    /**
     * Some operand holds; without any, that is never so.
     *
     * @throws IllegalArgumentException if some are on resources and others on entries of a list
     */
    public static BoundFilter or(List<? extends BoundFilter> operands) {
        List<BoundFilter> flat = new ArrayList<>();
        operands.forEach(operand -> flat.addAll(operand instanceof Or or ? or.operands() : List.of(operand)));
        return joined(flat, false);
    }

    private static BoundFilter joined(List<BoundFilter> operands, boolean all) {
        if (operands.isEmpty()) {
            return new Constant(all);
        }
        if (operands.size() == 1) {
            return operands.get(0);
        }
        requireSameGround(operands);
        return all ? new And(operands) : new Or(operands);
    }

    private static void requireSameGround(List<BoundFilter> operands) {
        boolean[] onResources = new boolean[1];
        boolean[] onEntries = new boolean[1];
        operands.forEach(operand -> operand.forEachGround(path -> {
            onResources[0] |= path.start() == BoundPath.Start.RESOURCE;
            onEntries[0] |= path.start() != BoundPath.Start.RESOURCE;
        }));
        if (onResources[0] && onEntries[0]) {
            throw new IllegalArgumentException("a filter is on resources or on entries of a list, not on both");
        }
    }

    /** What must hold, all of it, for this filter to hold: the operands of {@code and}, or the filter alone. */
    public final List<BoundFilter> conjuncts() {
        return this instanceof And and ? and.operands() : List.of(this);
    }

    /** The operand does not hold. */
    public static BoundFilter not(BoundFilter operand) {
        return operand instanceof Not not ? not.operand() : new Not(operand);
    }

    /** The same answer for everything. */
    public static Constant constant(boolean answer) {
        return new Constant(answer);
    }

    /**
     * There is a value that is not empty ({@code pr}).
     *
     * @throws IllegalArgumentException if the path cannot be searched
     */
    public static Present present(BoundPath path) {
        String fault = Operands.fault(path);
        if (fault != null) {
            throw new IllegalArgumentException(fault);
        }
        return new Present(path);
    }

    /**
     * Some value compares so with the given one; {@code NE} holds where there is no value, too. A complex attribute stands for
     * its {@code value}.
     *
     * @param value a {@link String}, {@link Boolean}, {@link Integer}, {@link Long}, {@link java.math.BigDecimal}, {@link
     *     DateTime} or {@link java.time.Instant}, as the type of the attribute has it
     * @throws IllegalArgumentException if the attribute cannot be compared so, or not with this value
     */
    public static Comparison compare(BoundPath path, CompareOperator operator, Object value) {
        BoundPath compared = path.toValue();
        Object operand = Operands.typed(value);
        String fault = compared == null
                ? "'" + path.text() + "' is complex and has no 'value'"
                : Operands.fault(compared, operator, operand);
        if (compared == null || fault != null) {
            throw new IllegalArgumentException(fault);
        }
        return new Comparison(compared, operator, operand, new TextKeys());
    }

    /**
     * Some one entry of a list meets all of a filter ({@code emails[type eq "work"]}).
     *
     * @param ofEntry its paths are relative to an entry: {@link BoundPath#inEntry}
     * @throws IllegalArgumentException if {@code list} is no list, or the filter is not on its entries
     */
    public static ValuePath someEntry(BoundPath list, BoundFilter ofEntry) {
        AttributeDefinition entries = list.target();
        if (!entries.multiValued() || list.filter() != null || list.start() != BoundPath.Start.RESOURCE) {
            throw new IllegalArgumentException("'" + list.text() + "' is no list: brackets select from one");
        }
        requireOnEntries(ofEntry, entries);
        return new ValuePath(list, ofEntry);
    }

    static void requireOnEntries(BoundFilter filter, AttributeDefinition list) {
        filter.forEachGround(path -> {
            if (!path.isOfEntry(list)) {
                throw new IllegalArgumentException(
                        "'" + path.text() + "' is not relative to an entry of '" + list.name() + "'");
            }
        });
    }

    /**
     * This filter with other leaves. Each {@link Present}, {@link Comparison}, {@link Constant} and, brackets and all, {@link
     * ValuePath} is handed to the function; what it gives takes their place.
     *
     * @throws IllegalArgumentException if the function mixes filters on resources and on entries of a list
     */
    public final BoundFilter map(UnaryOperator<BoundFilter> leaves) {
        if (this instanceof And and) {
            return and(mapAll(and.operands(), leaves));
        }
        if (this instanceof Or or) {
            return or(mapAll(or.operands(), leaves));
        }
        return this instanceof Not not ? not(not.operand().map(leaves)) : leaves.apply(this);
    }

    /**
     * What of this filter a store can decide that has an index here and there: a filter of some of its leaves that whatever meets
     * this one meets too. What it finds has to be looked at again with the whole. {@code true} as a {@link Constant} if those
     * leaves tell nothing.
     *
     * @param decides tells which of the leaves ({@link #map}) the store can decide
     */
    public final BoundFilter weakened(Predicate<BoundFilter> decides) {
        return weakened(decides, true);
    }

    /** A filter that is met by whatever meets this one, or else by whatever does not. */
    private BoundFilter weakened(Predicate<BoundFilter> decides, boolean holds) {
        if (this instanceof Not not) {
            return not.operand().weakened(decides, !holds);
        }
        if (this instanceof And || this instanceof Or) {
            List<BoundFilter> operands = this instanceof And and ? and.operands() : ((Or) this).operands();
            List<BoundFilter> known = new ArrayList<>();
            operands.forEach(operand -> known.add(operand.weakened(decides, holds)));
            boolean all = this instanceof And == holds;
            List<BoundFilter> telling =
                    known.stream().filter(operand -> !isAlways(operand)).toList();
            return all ? and(telling) : telling.size() < known.size() ? new Constant(true) : or(telling);
        }
        BoundFilter leaf = this instanceof Constant || decides.test(this) ? this : new Constant(holds);
        return holds ? leaf : leaf instanceof Constant constant ? new Constant(!constant.value()) : not(leaf);
    }

    private static boolean isAlways(BoundFilter filter) {
        return filter instanceof Constant constant && constant.value();
    }

    /** A leaf that stands in brackets, for a list that names its sub-attributes alike. */
    BoundFilter inEntriesOf(AttributeDefinition list) {
        if (this instanceof Present present) {
            return present(present.path().inEntriesOf(list));
        }
        return this instanceof Comparison comparison
                ? compare(comparison.path().inEntriesOf(list), comparison.operator(), comparison.value())
                : this;
    }

    private static List<BoundFilter> mapAll(List<BoundFilter> operands, UnaryOperator<BoundFilter> leaves) {
        List<BoundFilter> mapped = new ArrayList<>(operands.size());
        operands.forEach(operand -> mapped.add(operand.map(leaves)));
        return mapped;
    }

    /** The filter as canonical text. */
    public abstract String text();

    /** Hands out each path that the filter looks at, those in brackets included, all from the resource on. */
    public abstract void forEachPath(Consumer<BoundPath> consumer);

    /** Hands out the paths as they stand in the filter, those in brackets left out. */
    void forEachGround(Consumer<BoundPath> consumer) {
        forEachPath(consumer);
    }

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

        @Override
        void forEachGround(Consumer<BoundPath> consumer) {
            operands.forEach(operand -> operand.forEachGround(consumer));
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

        @Override
        void forEachGround(Consumer<BoundPath> consumer) {
            operands.forEach(operand -> operand.forEachGround(consumer));
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

        @Override
        void forEachGround(Consumer<BoundPath> consumer) {
            operand.forEachGround(consumer);
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

        /** Whether a single value compares so. */
        public boolean holdsOf(Object single) {
            return test.test(single);
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
        void forEachGround(Consumer<BoundPath> consumer) {
            consumer.accept(path);
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
