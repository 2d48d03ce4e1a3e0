package dev.scimlet.spi.mapping;

import dev.scimlet.core.ErrorType;
import dev.scimlet.core.ScimException;
import dev.scimlet.core.query.Sort;
import dev.scimlet.core.query.SortOrder;
import dev.scimlet.core.resource.BoundFilter;
import dev.scimlet.core.resource.BoundPath;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.schema.AttributeType;
import dev.scimlet.core.schema.Returned;
import dev.scimlet.filter.CompareOperator;
import dev.scimlet.spi.KeysetPosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Filters and orders for a store that binds paths (RFC 7644 §3.4.2.2, §3.4.2.3): the one place that knows what they mean
 * there. It knows which entries must match together, that a missing {@code primary} counts as false, that {@code ne} holds of
 * what is not there, when a text counts as present, which schemas a resource has, by which entry of a list it is ordered, and
 * that a condition on nothing is false and its negation true. The {@link SearchLeaves} of the store say the rest.
 *
 * <p>Not for several threads if the leaves are not.
 *
 * @param <C> a condition in the language of the store
 * @param <V> a value in it
 */
public final class MappedSearch<C, V> {

    private final MappedType mapped;
    private final SearchLeaves<C, V> leaves;

    /** Searches among what a mapping binds. */
    public MappedSearch(MappedType mapped, SearchLeaves<C, V> leaves) {
        this.mapped = mapped;
        this.leaves = leaves;
    }

    /** The refusal of a condition on an attribute that the store cannot search. */
    public static ScimException unsupported(BoundPath path) {
        return ScimException.of(ErrorType.INVALID_FILTER, "'" + path.text() + "' cannot be searched");
    }

    /** The refusal of a condition that the store cannot decide. */
    public static ScimException unsupported(BoundPath path, CompareOperator operator) {
        return ScimException.of(
                ErrorType.INVALID_FILTER, "'" + path.text() + "' cannot be searched with " + operator.keyword());
    }

    /** The refusal of an order that the store does not have. */
    public static ScimException cannotSort(BoundPath path) {
        return ScimException.of(ErrorType.INVALID_VALUE, "results cannot be sorted by '" + path.text() + "'");
    }

    /**
     * The condition that a filter stands for.
     *
     * @throws ScimException {@code invalidFilter} if the store cannot decide it
     */
    public C condition(BoundFilter filter) {
        return meaning(filter, this::ofResource).write(true);
    }

    /**
     * What resources are ordered by. Those without it come last, or first in descending order; then the id decides.
     *
     * @throws ScimException {@code invalidValue} if the store has no such order
     */
    public V sortKey(BoundPath path) {
        if (isKeptByTheResource(path)) {
            return switch (path.target().name()) {
                case "id", "created", "lastModified" -> sortable(path, leaves.value(path));
                default -> throw cannotSort(path);
            };
        }
        if (isList(path)) {
            return sortKeyOfList(path);
        }
        MappedPath line = mapped.single(path);
        return sortable(path, line == null ? null : leaves.value(line.path()));
    }

    /**
     * What lies on the far side of a position, in stretches that are read one after the other until a page is full: resources
     * with a value of what they are ordered by and those without stand apart, so that an index finds where each begins.
     *
     * @param sort the order, or null for that of the ids
     * @param position the page lies behind it, or before it: then the stretches are those of a walk back
     * @param farther the condition that an id lies on that side of the position's
     * @throws ScimException {@code invalidValue} if the store has no such order
     */
    public List<C> stretches(@Nullable Sort sort, KeysetPosition position, C farther) {
        if (sort == null) {
            return List.of(farther);
        }
        V value = sortKey(sort.path());
        Object key = position.key();
        boolean ascending = (sort.order() == SortOrder.ASCENDING) == position.forward();
        C valued = leaves.exists(value);
        if (key == null) {
            C rest = leaves.and(List.of(leaves.not(valued), farther));
            return ascending ? List.of(rest) : List.of(rest, valued);
        }
        // The first comparison says less than the others, but an index can start from it
        AttributeDefinition attribute = sort.path().target();
        C from = leaves.compare(value, attribute, ascending ? CompareOperator.GE : CompareOperator.LE, key);
        C beyond = leaves.compare(value, attribute, ascending ? CompareOperator.GT : CompareOperator.LT, key);
        C behind = leaves.and(List.of(from, leaves.or(List.of(beyond, farther))));
        return ascending ? List.of(behind, leaves.not(valued)) : List.of(behind);
    }

    private V sortable(BoundPath path, @Nullable V value) {
        if (value == null) {
            throw cannotSort(path);
        }
        return leaves.sorted(value, path.target());
    }

    // ---- conditions that can be written as they are and negated

    /** A condition with its opposite: no negation but that of a leaf ever meets a third truth value. */
    private interface Meaning<C> {

        C write(boolean holds);
    }

    private Meaning<C> constant(boolean value) {
        return holds -> value == holds ? leaves.and(List.of()) : leaves.or(List.of());
    }

    private Meaning<C> not(Meaning<C> operand) {
        return holds -> operand.write(!holds);
    }

    private Meaning<C> all(List<Meaning<C>> operands) {
        return holds -> {
            List<C> written = new ArrayList<>(operands.size());
            operands.forEach(operand -> written.add(operand.write(holds)));
            return holds ? leaves.and(written) : leaves.or(written);
        };
    }

    private Meaning<C> any(List<Meaning<C>> operands) {
        return not(all(operands.stream().map(this::not).toList()));
    }

    private Meaning<C> both(Meaning<C> one, Meaning<C> other) {
        return all(List.of(one, other));
    }

    private Meaning<C> meaning(BoundFilter filter, Function<BoundFilter, Meaning<C>> ofLeaf) {
        if (filter instanceof BoundFilter.And and) {
            return all(and.operands().stream()
                    .map(operand -> meaning(operand, ofLeaf))
                    .toList());
        }
        if (filter instanceof BoundFilter.Or or) {
            return any(or.operands().stream()
                    .map(operand -> meaning(operand, ofLeaf))
                    .toList());
        }
        if (filter instanceof BoundFilter.Not not) {
            return not(meaning(not.operand(), ofLeaf));
        }
        return filter instanceof BoundFilter.Constant constant ? constant(constant.value()) : ofLeaf.apply(filter);
    }

    // ---- what stands for a single attribute

    /** Something single that a condition looks at: a value of the store, a constant of the mapping, or nothing at all. */
    private interface Part<C> {

        /** There is a value, be it an empty text. */
        Meaning<C> exists();

        /** There is a value, and it is not an empty text ({@code pr}). */
        Meaning<C> present();

        /** The value compares so; a missing one differs from every other. */
        Meaning<C> compares(BoundFilter.Comparison comparison);
    }

    private final class OfStore implements Part<C> {

        private final AttributeDefinition definition;
        private final V value;

        OfStore(AttributeDefinition definition, V value) {
            this.definition = definition;
            this.value = value;
        }

        @Override
        public Meaning<C> exists() {
            return holds -> holds ? leaves.exists(value) : leaves.not(leaves.exists(value));
        }

        @Override
        public Meaning<C> present() {
            if (!definition.type().isText()) {
                return exists();
            }
            return holds -> {
                C there = leaves.exists(value);
                C empty = leaves.compare(value, definition, CompareOperator.EQ, "");
                return holds
                        ? leaves.and(List.of(there, leaves.not(empty)))
                        : leaves.or(List.of(leaves.not(there), empty));
            };
        }

        @Override
        public Meaning<C> compares(BoundFilter.Comparison comparison) {
            boolean differs = comparison.operator() == CompareOperator.NE;
            CompareOperator operator = differs ? CompareOperator.EQ : comparison.operator();
            return holds -> {
                C compares = leaves.compare(value, definition, operator, comparison.value());
                return holds != differs
                        ? compares
                        : leaves.or(List.of(leaves.not(leaves.exists(value)), leaves.not(compares)));
            };
        }
    }

    private final class Constant implements Part<C> {

        private final Object value;

        Constant(Object value) {
            this.value = value;
        }

        @Override
        public Meaning<C> exists() {
            return constant(true);
        }

        @Override
        public Meaning<C> present() {
            return constant(!value.equals(""));
        }

        @Override
        public Meaning<C> compares(BoundFilter.Comparison comparison) {
            return constant(comparison.holdsOf(value));
        }
    }

    private final class Absent implements Part<C> {

        @Override
        public Meaning<C> exists() {
            return constant(false);
        }

        @Override
        public Meaning<C> present() {
            return constant(false);
        }

        @Override
        public Meaning<C> compares(BoundFilter.Comparison comparison) {
            return constant(comparison.operator() == CompareOperator.NE);
        }
    }

    /** The {@code primary} of an entry: a missing one counts as false (RFC 7643 §2.4, A-13). */
    private final class Primary implements Part<C> {

        private final Part<C> flag;

        Primary(Part<C> flag) {
            this.flag = flag;
        }

        @Override
        public Meaning<C> exists() {
            return constant(true);
        }

        @Override
        public Meaning<C> present() {
            return constant(true);
        }

        @Override
        public Meaning<C> compares(BoundFilter.Comparison comparison) {
            return comparison.holdsOf(false) == comparison.holdsOf(true)
                    ? constant(comparison.holdsOf(false))
                    : comparison.holdsOf(true) ? isTrue(comparison) : not(isTrue(comparison));
        }

        private Meaning<C> isTrue(BoundFilter.Comparison comparison) {
            return flag.compares(BoundFilter.compare(comparison.path(), CompareOperator.EQ, true));
        }
    }

    private static boolean isPrimary(AttributeDefinition part, AttributeDefinition list) {
        return part == list.primarySubAttribute() && part.type() == AttributeType.BOOLEAN;
    }

    private Part<C> single(BoundPath path) {
        MappedPath line = mapped.single(path);
        if (line != null) {
            return ofStore(path, line.path());
        }
        if (keepsMore() || isFilledByTheService(path) && !isAddress(path.target())) {
            throw unsupported(path);
        }
        return new Absent();
    }

    private Part<C> ofStore(BoundPath asked, BoundPath path) {
        V value = leaves.value(path);
        if (value == null) {
            throw unsupported(asked);
        }
        return new OfStore(path.target(), value);
    }

    // ---- conditions on resources

    private Meaning<C> ofResource(BoundFilter leaf) {
        if (leaf instanceof BoundFilter.Present present) {
            return present(present.path());
        }
        if (leaf instanceof BoundFilter.Comparison comparison) {
            return comparison(comparison);
        }
        if (leaf instanceof BoundFilter.ValuePath valuePath) {
            return valuePath(valuePath);
        }
        throw new AssertionError("unknown kind of filter: " + leaf);
    }

    private static boolean isKeptByTheResource(BoundPath path) {
        return path.extension() == null
                && switch (path.topLevel().name()) {
                    case "id", "meta", "schemas" -> true;
                    default -> false;
                };
    }

    private static boolean isList(BoundPath path) {
        AttributeDefinition attribute = path.attribute();
        return attribute != null && attribute.multiValued();
    }

    private boolean keepsMore() {
        return mapped.unmapped() == Unmapped.KEEP;
    }

    /** The other parts of a reference, and read-only lists of references, are made when an answer is written. */
    private static boolean isFilledByTheService(BoundPath path) {
        AttributeDefinition attribute = path.attribute();
        return attribute != null && attribute.isReference();
    }

    /** The service asks for the id in the place of an address of its own; other addresses are not kept. */
    private static boolean isAddress(AttributeDefinition part) {
        return part.name().equals("$ref");
    }

    private Meaning<C> present(BoundPath path) {
        if (isKeptByTheResource(path)) {
            return constant(true);
        }
        if (isList(path)) {
            return presentInList(path);
        }
        return path.target().isComplex() ? presentInComplex(path) : single(path).present();
    }

    private Meaning<C> presentInComplex(BoundPath path) {
        List<Meaning<C>> parts = new ArrayList<>();
        for (AttributeDefinition part : path.target().subAttributes()) {
            MappedPath line = mapped.single(path.part(part));
            if (line != null) {
                parts.add(ofStore(path, line.path()).present());
            } else if (keepsMore()) {
                throw unsupported(path);
            }
        }
        return any(parts);
    }

    private Meaning<C> comparison(BoundFilter.Comparison comparison) {
        BoundPath path = comparison.path();
        if (path.target().returned() == Returned.NEVER) {
            throw unsupported(path);
        }
        if (isKeptByTheResource(path)) {
            return switch (path.target().name()) {
                case "schemas" -> schemas(path, comparison::holdsOf);
                case "resourceType" -> constant(comparison.holdsOf(mapped.type().name()));
                default -> ofStore(path, path).compares(comparison);
            };
        }
        return isList(path) ? compareInList(comparison) : single(path).compares(comparison);
    }

    /** Some of the schemas of a resource is one of these: its base schema, or an extension of which it holds data. */
    private Meaning<C> schemas(BoundPath path, Predicate<String> asked) {
        ResourceType type = mapped.type();
        if (asked.test(type.schema().id())) {
            return constant(true);
        }
        return any(type.extensionDefinitions().stream()
                .filter(extension -> asked.test(extension.name()))
                .map(extension -> hasDataOf(path, extension))
                .toList());
    }

    private Meaning<C> hasDataOf(BoundPath schemas, AttributeDefinition extension) {
        if (keepsMore()) {
            throw unsupported(schemas);
        }
        List<Meaning<C>> some = new ArrayList<>();
        for (MappedPath line : mapped.paths()) {
            MappedEntry entry = line.entry();
            boolean tells = entry == null || entry.deciding().contains(line);
            if (line.path().extension() == extension && tells && line.target().returned() != Returned.NEVER) {
                some.add(
                        line.isList()
                                ? someEntry(line, parts -> constant(true))
                                : ofStore(schemas, line.path()).exists());
            }
        }
        return any(some);
    }

    // ---- conditions on entries of lists

    /** What stands for the parts of an entry; of a list of simple values, for the list's own definition. */
    private interface Parts<C> extends Function<AttributeDefinition, Part<C>> {}

    private Meaning<C> valuePath(BoundFilter.ValuePath valuePath) {
        BoundPath list = valuePath.path();
        BoundFilter filter = valuePath.filter();
        if (isKeptByTheResource(list)) {
            return schemas(list, filter::matchesEntry);
        }
        MappedPath line = mapped.list(list);
        if (line != null) {
            return someEntry(line, parts -> ofEntry(filter, parts));
        }
        return any(entriesFor(list, filter).stream()
                .map(entry -> both(exists(entry), ofEntry(filter, partsOf(entry))))
                .toList());
    }

    private Meaning<C> ofEntry(BoundFilter filter, Parts<C> parts) {
        return meaning(filter, leaf -> {
            if (leaf instanceof BoundFilter.Present present) {
                return parts.apply(present.path().target()).present();
            }
            if (leaf instanceof BoundFilter.Comparison comparison) {
                return parts.apply(comparison.path().target()).compares(comparison);
            }
            throw new AssertionError("unknown kind of filter in brackets: " + leaf);
        });
    }

    /** Some entry of a list that is bound as a whole. Its negation is that of the whole: no entry. */
    private Meaning<C> someEntry(MappedPath line, Function<Parts<C>, Meaning<C>> condition) {
        return holds -> {
            C some = leaves.someEntry(
                    line, entry -> condition.apply(partsOf(line, entry)).write(true));
            return holds ? some : leaves.not(some);
        };
    }

    private Parts<C> partsOf(MappedPath line, SearchLeaves.Entry<V> entry) {
        BoundPath list = line.path();
        return part -> {
            Object constant = entry.constant(part);
            V value = constant == null ? entry.value(part) : null;
            Part<C> found = constant != null
                    ? new Constant(constant)
                    : value != null ? new OfStore(part, value) : other(part, list, false);
            return isPrimary(part, list.target()) ? new Primary(found) : found;
        };
    }

    private Parts<C> partsOf(MappedEntry entry) {
        BoundPath list = entry.list();
        return part -> {
            Object fixed = entry.fixed().get(part);
            MappedPath line = entry.path(part);
            Part<C> found = fixed != null
                    ? new Constant(fixed)
                    : line != null ? ofStore(list, line.path()) : other(part, list, keepsMore());
            return isPrimary(part, list.target()) ? new Primary(found) : found;
        };
    }

    /** A sub-attribute that is not bound. */
    private Part<C> other(AttributeDefinition part, BoundPath list, boolean inRest) {
        if (inRest || isFilledByTheService(list) && !isAddress(part)) {
            throw unsupported(list);
        }
        return new Absent();
    }

    /** The bound part of an entry is there. */
    private Meaning<C> exists(MappedEntry entry) {
        return any(entry.deciding().stream()
                .map(line -> ofStore(entry.list(), line.path()).exists())
                .toList());
    }

    /** The bound entries that a filter can mean. Others, kept beside the lines, cannot be searched. */
    private List<MappedEntry> entriesFor(BoundPath list, BoundFilter filter) {
        List<MappedEntry> entries = mapped.entriesOf(list);
        if (!keepsMore()) {
            requireBound(list, entries);
            return entries;
        }
        for (MappedEntry entry : entries) {
            if (implies(filter, entry) && (entry.isDecidedByLines() || needsBoundPart(filter, entry))) {
                return List.of(entry);
            }
        }
        throw unsupported(list);
    }

    private static void requireBound(BoundPath list, List<MappedEntry> entries) {
        if (entries.isEmpty() && isFilledByTheService(list)) {
            throw unsupported(list);
        }
    }

    private static boolean implies(BoundFilter filter, MappedEntry entry) {
        for (AttributeDefinition part : entry.fixed().definition().subAttributes()) {
            Object fixed = entry.fixed().get(part);
            boolean said = filter.conjuncts().stream()
                    .anyMatch(operand -> operand instanceof BoundFilter.Comparison comparison
                            && comparison.operator() == CompareOperator.EQ
                            && comparison.path().target() == part
                            && fixed != null
                            && comparison.holdsOf(fixed));
            if (fixed != null && !said) {
                return false;
            }
        }
        return true;
    }

    /** Whether the filter holds of no entry that is kept beside the lines alone: it asks for a value that has a line. */
    private static boolean needsBoundPart(BoundFilter filter, MappedEntry entry) {
        if (filter instanceof BoundFilter.And and) {
            return and.operands().stream().anyMatch(operand -> needsBoundPart(operand, entry));
        }
        if (filter instanceof BoundFilter.Or or) {
            return or.operands().stream().allMatch(operand -> needsBoundPart(operand, entry));
        }
        if (filter instanceof BoundFilter.Comparison comparison) {
            return comparison.operator() != CompareOperator.NE && isDeciding(comparison.path(), entry);
        }
        return filter instanceof BoundFilter.Present present && isDeciding(present.path(), entry);
    }

    private static boolean isDeciding(BoundPath path, MappedEntry entry) {
        // A missing primary compares as false does
        return path.target() != entry.fixed().definition().primarySubAttribute()
                && entry.deciding().stream().anyMatch(line -> line.target() == path.target());
    }

    private Meaning<C> presentInList(BoundPath path) {
        AttributeDefinition part = path.subAttribute();
        if (part != null || !path.target().isComplex()) {
            return anyEntry(
                    path,
                    (exists, parts) -> both(exists, parts.apply(path.target()).present()));
        }
        MappedPath line = mapped.list(path);
        return line == null
                ? anyEntry(path, (exists, parts) -> exists)
                : holds -> {
                    C some = leaves.someEntry(
                            line, entry -> any(presentParts(line, entry)).write(true));
                    return holds ? some : leaves.not(some);
                };
    }

    /** Each part as it is: a missing {@code primary} is no value of an entry that has no other. */
    private List<Meaning<C>> presentParts(MappedPath line, SearchLeaves.Entry<V> entry) {
        List<Meaning<C>> present = new ArrayList<>();
        for (AttributeDefinition part : line.parts()) {
            Object constant = entry.constant(part);
            V value = constant == null ? entry.value(part) : null;
            if (constant != null) {
                present.add(new Constant(constant).present());
            } else if (value != null) {
                present.add(new OfStore(part, value).present());
            }
        }
        return present;
    }

    private Meaning<C> compareInList(BoundFilter.Comparison comparison) {
        BoundPath path = comparison.path();
        AttributeDefinition compared = path.target();
        boolean differs = comparison.operator() == CompareOperator.NE;
        Meaning<C> some = anyEntry(path, (exists, parts) -> {
            Part<C> part = parts.apply(compared);
            Meaning<C> compares = part.compares(comparison);
            return all(differs ? List.of(exists, part.exists(), compares) : List.of(exists, compares));
        });
        if (!differs) {
            return some;
        }
        Meaning<C> there = anyEntry(
                path, (exists, parts) -> both(exists, parts.apply(compared).exists()));
        return any(List.of(some, not(there)));
    }

    /** Some entry of the list meets the condition, which is given that the entry is there, and what stands for its parts. */
    private Meaning<C> anyEntry(BoundPath path, BiFunction<Meaning<C>, Parts<C>, Meaning<C>> condition) {
        BoundPath list = path.withoutSelection();
        MappedPath line = mapped.list(list);
        if (line != null) {
            return someEntry(line, parts -> condition.apply(constant(true), parts));
        }
        List<MappedEntry> entries = mapped.entriesOf(list);
        if (keepsMore()) {
            throw unsupported(list);
        }
        requireBound(list, entries);
        return any(entries.stream()
                .map(entry -> condition.apply(exists(entry), partsOf(entry)))
                .toList());
    }

    // ---- orders by lists

    private V sortKeyOfList(BoundPath asked) {
        BoundPath list = asked.withoutSelection();
        BoundPath path = asked.target().isComplex()
                ? list.part(Objects.requireNonNull(list.target().valueSubAttribute()))
                : asked;
        MappedPath line = mapped.list(list);
        if (line != null) {
            return leaves.ofPrimaryOrFirst(line, path.target());
        }
        List<MappedEntry> entries = mapped.entriesOf(list);
        if (keepsMore() || entries.isEmpty()) {
            throw cannotSort(path);
        }
        return leaves.firstOf(path, casesOf(entries, path));
    }

    /** The primary entries first, then all, in the order in which they are read. */
    private List<SearchLeaves.Case<C, V>> casesOf(List<MappedEntry> entries, BoundPath path) {
        List<SearchLeaves.Case<C, V>> cases = new ArrayList<>();
        AttributeDefinition primary = path.withoutSelection().target().primarySubAttribute();
        if (primary != null) {
            BoundFilter.Comparison isPrimary = BoundFilter.compare(path.part(primary), CompareOperator.EQ, true);
            for (MappedEntry entry : entries) {
                Meaning<C> flag = partsOf(entry).apply(primary).compares(isPrimary);
                cases.add(caseOf(entry, path, both(exists(entry), flag)));
            }
        }
        for (MappedEntry entry : entries) {
            cases.add(caseOf(entry, path, exists(entry)));
        }
        return cases;
    }

    private SearchLeaves.Case<C, V> caseOf(MappedEntry entry, BoundPath path, Meaning<C> condition) {
        Object fixed = entry.fixed().get(path.target());
        MappedPath line = entry.path(path.target());
        V value = fixed != null || line == null ? null : sortable(path, leaves.value(line.path()));
        Object constant =
                fixed instanceof String text ? path.target().comparison().key(text) : fixed;
        return new SearchLeaves.Case<>(condition.write(true), value, constant);
    }
}
