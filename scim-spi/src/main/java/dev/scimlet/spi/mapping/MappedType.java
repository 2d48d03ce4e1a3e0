package dev.scimlet.spi.mapping;

import dev.scimlet.core.ErrorType;
import dev.scimlet.core.ScimException;
import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.BoundFilter;
import dev.scimlet.core.resource.BoundPath;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.resource.Values;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.schema.Mutability;
import dev.scimlet.filter.AttributePath;
import dev.scimlet.filter.CompareOperator;
import dev.scimlet.filter.CompareValue;
import dev.scimlet.filter.Filter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What every mapping shares: the bound paths of a resource type, the type pruned to them, and how values by line become
 * attributes and back. For stores that bind paths to something else than the getters and setters of {@link
 * ResourceMapping}.
 *
 * <p>Values by line stand in an array, each at the {@link MappedPath#index()} of its line. Immutable.
 */
public final class MappedType {

    private final ResourceType type;
    private final List<MappedPath> paths;
    private final List<MappedEntry> entries;
    private final Unmapped unmapped;
    private final Set<String> hidden;
    private final List<BoundPath> listsOfEntries;
    private final List<AttributeDefinition> ours;
    private final boolean complete;

    private MappedType(
            ResourceType type,
            List<MappedPath> paths,
            List<MappedEntry> entries,
            Unmapped unmapped,
            Set<String> hidden) {
        this.type = type;
        this.paths = List.copyOf(paths);
        this.entries = List.copyOf(entries);
        this.unmapped = unmapped;
        this.hidden = Set.copyOf(hidden);
        this.listsOfEntries = entries.stream().map(MappedEntry::list).distinct().toList();
        this.ours =
                type.definition().subAttributes().stream().filter(this::isOurs).toList();
        this.complete = entries.isEmpty() && takesAll();
    }

    /** Starts the mapping of a type. */
    public static Builder builder(ResourceType type) {
        return new Builder(type);
    }

    /** The type as the application supports it: what {@code /Schemas} advertises. */
    public ResourceType type() {
        return type;
    }

    /** The lines, in their order. */
    public List<MappedPath> paths() {
        return paths;
    }

    /** The entries of lists that lines bind by a condition in brackets. */
    public List<MappedEntry> entries() {
        return entries;
    }

    /** The entries that are bound of a list; none if it is not bound so. */
    public List<MappedEntry> entriesOf(BoundPath list) {
        return entries.stream()
                .filter(entry -> entry.list().extension() == list.extension()
                        && entry.list().attribute() == list.attribute())
                .toList();
    }

    /** The line of a single value that is no part of an entry of a list; null for none. */
    @Nullable
    MappedPath single(BoundPath path) {
        for (MappedPath line : paths) {
            boolean same = line.path().attribute() == path.attribute()
                    && line.path().extension() == path.extension()
                    && line.path().subAttribute() == path.subAttribute();
            if (same && line.entry() == null && !line.isList()) {
                return line;
            }
        }
        return null;
    }

    /** The line of a list that is bound as a whole, that of the attribute at the start of the path; null for none. */
    public @Nullable MappedPath list(BoundPath path) {
        for (MappedPath line : paths) {
            boolean same =
                    line.path().attribute() == path.attribute() && line.path().extension() == path.extension();
            if (same && line.isList()) {
                return line;
            }
        }
        return null;
    }

    /** What happens to values that no line takes. */
    public Unmapped unmapped() {
        return unmapped;
    }

    /** The attributes that hold the given values, one for each line; null for none. */
    public Attributes assemble(@Nullable Object[] values) {
        @Nullable Object[] top = new Object[type.definition().subAttributes().size()];
        for (MappedPath path : paths) {
            Object value = values[path.index()];
            if (value != null && path.entry() == null) {
                put(top, path.path(), value);
            }
        }
        Map<BoundPath, List<Object>> lists = new LinkedHashMap<>();
        for (MappedEntry entry : entries) {
            Attributes assembled = entry.assemble(values);
            if (assembled != null) {
                lists.computeIfAbsent(entry.list(), list -> new ArrayList<>()).add(assembled);
            }
        }
        lists.forEach((list, assembled) -> put(top, list, Values.of(list.target(), assembled)));
        return closed(type.definition(), top);
    }

    private static void put(@Nullable Object[] top, BoundPath path, Object value) {
        @Nullable Object[] level = path.extension() == null ? top : open(top, path.extension());
        AttributeDefinition attribute = Objects.requireNonNull(path.attribute());
        if (path.subAttribute() == null) {
            level[attribute.position()] = value;
        } else {
            open(level, attribute)[path.subAttribute().position()] = value;
        }
    }

    private static @Nullable Object[] open(@Nullable Object[] level, AttributeDefinition complex) {
        Object known = level[complex.position()];
        if (known instanceof Object[] parts) {
            return parts;
        }
        @Nullable Object[] parts = new Object[complex.subAttributes().size()];
        level[complex.position()] = parts;
        return parts;
    }

    private static Attributes closed(AttributeDefinition definition, @Nullable Object[] parts) {
        for (int i = 0; i < parts.length; i++) {
            if (parts[i] instanceof Object[] inner) {
                parts[i] = closed(definition.subAttributes().get(i), inner);
            }
        }
        return Attributes.ofPositions(definition, parts);
    }

    /**
     * The values that lines take of some attributes, one for each line; null for none.
     *
     * @throws IllegalArgumentException if the attributes are not of {@link #type()}
     */
    public @Nullable Object[] values(Attributes attributes) {
        type.requireOwn(attributes);
        @Nullable Object[] values = new Object[paths.size()];
        for (MappedPath path : paths) {
            values[path.index()] = path.value(attributes);
        }
        return values;
    }

    /**
     * What no line takes, to be kept beside: empty unless that was asked for.
     *
     * @throws ScimException {@code invalidValue} if there is something that is neither to be kept nor to be ignored, or
     *     a second entry where one is bound
     * @throws IllegalArgumentException if the attributes are not of {@link #type()}
     */
    public Attributes rest(Attributes attributes) {
        type.requireOwn(attributes);
        if (complete) {
            return type.emptyAttributes();
        }
        Attributes rest = notTaken(attributes);
        if (unmapped == Unmapped.REFUSE && !rest.isEmpty()) {
            throw ScimException.of(
                    ErrorType.INVALID_VALUE, "'" + pathsOf(rest).get(0) + "' is not kept by this application");
        }
        return unmapped == Unmapped.KEEP ? rest : type.emptyAttributes();
    }

    /**
     * The paths of what is dropped when the attributes are stored, because that was asked for.
     *
     * @throws IllegalArgumentException if the attributes are not of {@link #type()}
     */
    public Set<String> ignored(Attributes attributes) {
        type.requireOwn(attributes);
        Set<String> paths = new LinkedHashSet<>();
        for (String name : hidden) {
            AttributeDefinition attribute = type.definition().find(name);
            if (attribute != null
                    && attribute.mutability() != Mutability.READ_ONLY
                    && attributes.get(attribute) != null) {
                paths.add(attribute.name());
            }
        }
        for (MappedPath path : this.paths) {
            if (path.isDerived() && isDropped(path, attributes)) {
                paths.add(path.path().text());
            }
        }
        if (unmapped == Unmapped.IGNORE) {
            paths.addAll(pathsOf(notTaken(attributes)));
        }
        return paths;
    }

    /**
     * What a resource holds once the attributes were stored: what lines and the rest take of them, and what follows from
     * that.
     *
     * @throws ScimException as {@link #rest}
     * @throws IllegalArgumentException if the attributes are not of {@link #type()}
     */
    public Attributes kept(Attributes attributes) {
        @Nullable Object[] values = values(attributes);
        for (MappedPath path : paths) {
            if (path.isDerived()) {
                MappedPath source = path.source();
                values[path.index()] = source == null ? null : source.value(attributes);
            }
        }
        return merged(assemble(values), rest(attributes));
    }

    private static boolean isDropped(MappedPath derived, Attributes attributes) {
        Object given = derived.value(attributes);
        MappedPath source = derived.source();
        return given != null && (source == null || !given.equals(source.value(attributes)));
    }

    /** Whether lines take whatever the type may hold, so that there is never a rest. */
    private boolean takesAll() {
        Set<String> taken = paths.stream().map(path -> path.path().text()).collect(Collectors.toSet());
        for (AttributeDefinition attribute : type.definition().subAttributes()) {
            if (!isOurs(attribute) && !takesAll(taken, attribute, attribute.name())) {
                return false;
            }
        }
        return true;
    }

    private static boolean takesAll(Set<String> taken, AttributeDefinition attribute, String path) {
        if (taken.contains(path)) {
            return true;
        }
        if (attribute.multiValued() || attribute.subAttributes().isEmpty()) {
            return false;
        }
        String separator = attribute.isExtension() ? ":" : ".";
        return attribute.subAttributes().stream()
                .allMatch(part -> takesAll(taken, part, path + separator + part.name()));
    }

    /** Whether it is set by the application, or not offered by it. */
    private boolean isOurs(AttributeDefinition attribute) {
        return attribute.mutability() == Mutability.READ_ONLY
                || hidden.contains(attribute.name().toLowerCase(Locale.ROOT));
    }

    private Attributes notTaken(Attributes attributes) {
        Attributes rest = attributes;
        for (MappedPath path : paths) {
            if (path.entry() == null) {
                rest = without(rest, path.path());
            }
        }
        for (BoundPath list : listsOfEntries) {
            if (list.attributeValue(rest) instanceof Values known) {
                Values left = notTaken(list, known);
                rest = list.withAttributeValue(rest, left.isEmpty() ? null : left);
            }
        }
        for (AttributeDefinition attribute : ours) {
            rest = rest.with(attribute, null);
        }
        return rest;
    }

    /** Of each entry what no line takes; the first that meets the condition of a bound entry is that entry. */
    private Values notTaken(BoundPath list, Values known) {
        List<Object> left = new ArrayList<>();
        Set<MappedEntry> taken = new HashSet<>();
        for (Object given : known) {
            Attributes entry = (Attributes) given;
            MappedEntry bound = boundEntry(list.target(), entry);
            Attributes fixed = bound == null ? Attributes.empty(list.target()) : bound.fixed();
            if (MappedEntry.isHollow(entry, fixed)) {
                continue;
            }
            boolean first = bound != null && taken.add(bound);
            if (bound != null && !first && unmapped != Unmapped.IGNORE) {
                throw ScimException.of(ErrorType.INVALID_VALUE, "this application keeps one value of '" + bound + "'");
            }
            Attributes more = bound != null && first ? notTaken(bound, entry) : entry;
            if (more != null) {
                left.add(more);
            }
        }
        return Values.of(list.target(), left);
    }

    /** What no line takes of a bound entry, with what its condition says; null if that is all. */
    private static @Nullable Attributes notTaken(MappedEntry bound, Attributes entry) {
        if (!bound.isBoundPartOf(entry)) {
            return entry;
        }
        Attributes left = entry;
        for (MappedPath path : bound.paths()) {
            left = left.with(Objects.requireNonNull(path.path().subAttribute()), null);
        }
        for (AttributeDefinition part : left.definition().subAttributes()) {
            if (left.get(part) != null && bound.fixed().get(part) == null) {
                return left;
            }
        }
        return null;
    }

    private static Attributes without(Attributes rest, BoundPath path) {
        Object known = path.attributeValue(rest);
        AttributeDefinition part = path.subAttribute();
        if (known == null) {
            return rest;
        }
        if (part == null) {
            return path.withAttributeValue(rest, null);
        }
        Attributes complex = ((Attributes) known).with(part, null);
        return path.withAttributeValue(rest, withoutDerived(complex, part));
    }

    /** What the service itself adds to a reference is no loss. */
    private static Attributes withoutDerived(Attributes complex, AttributeDefinition mapped) {
        Attributes left = complex;
        if (complex.definition().isReference() && mapped == complex.definition().valueSubAttribute()) {
            for (AttributeDefinition part : complex.definition().subAttributes()) {
                left = isDerived(part) ? left.with(part, null) : left;
            }
        }
        return left;
    }

    private List<String> pathsOf(Attributes rest) {
        List<String> found = new ArrayList<>();
        collectPaths(rest, "", found);
        return found;
    }

    private void collectPaths(Attributes rest, String prefix, List<String> found) {
        for (AttributeDefinition part : rest.definition().subAttributes()) {
            Object value = rest.get(part);
            if (value instanceof Attributes complex) {
                collectPaths(complex, prefix + part.name() + (part.isExtension() ? ":" : "."), found);
            } else if (value instanceof Values list && part.isComplex()) {
                list.forEach(entry -> collectEntryPaths((Attributes) entry, prefix + part.name(), found));
            } else if (value != null) {
                found.add(prefix + part.name());
            }
        }
    }

    /** A part of a bound entry, or an entry by its type. */
    private void collectEntryPaths(Attributes entry, String list, List<String> found) {
        MappedEntry bound = boundEntry(entry.definition(), entry);
        if (bound == null || bound.isBoundPartOf(entry)) {
            found.add(list + selection(entry));
            return;
        }
        for (AttributeDefinition part : entry.definition().subAttributes()) {
            if (entry.get(part) != null && bound.fixed().get(part) == null) {
                found.add(bound + "." + part.name());
            }
        }
    }

    private static String selection(Attributes entry) {
        AttributeDefinition part = entry.definition().typeSubAttribute();
        if (part == null || !(entry.get(part) instanceof String type)) {
            return "";
        }
        Filter ofType = new Filter.Comparison(
                AttributePath.parse(part.name()), CompareOperator.EQ, new CompareValue.Text(type));
        return "[" + ofType.text() + "]";
    }

    /** The assembled attributes together with the {@link #rest} that was kept beside them. */
    public Attributes merged(Attributes assembled, Attributes rest) {
        return rest.isEmpty() ? assembled : merge(assembled, rest);
    }

    private Attributes merge(Attributes into, Attributes rest) {
        Attributes merged = into;
        for (AttributeDefinition part : rest.definition().subAttributes()) {
            Object more = rest.get(part);
            Object known = into.get(part);
            if (more == null) {
                continue;
            }
            if (known == null) {
                merged = merged.with(part, more);
            } else if (known instanceof Attributes complex) {
                merged = merged.with(part, merge(complex, (Attributes) more));
            } else if (known instanceof Values list) {
                merged = merged.with(part, mergeLists(list, (Values) more));
            }
        }
        return merged;
    }

    private Values mergeLists(Values list, Values more) {
        Values merged = list;
        for (Object entry : more) {
            MappedEntry bound = boundEntry(list.definition(), entry);
            Attributes known = bound == null ? null : matching(bound, list);
            merged = known == null ? merged.plus(entry) : merged.replace(known, merge(known, (Attributes) entry));
        }
        return merged;
    }

    private @Nullable MappedEntry boundEntry(AttributeDefinition list, Object entry) {
        for (MappedEntry bound : entries) {
            if (bound.list().target() == list && bound.filter().matchesEntry(entry)) {
                return bound;
            }
        }
        return null;
    }

    private static @Nullable Attributes matching(MappedEntry bound, Values list) {
        for (Object entry : list) {
            if (bound.filter().matchesEntry(entry)) {
                return (Attributes) entry;
            }
        }
        return null;
    }

    private static boolean isDerived(AttributeDefinition part) {
        return switch (part.name()) {
            case "$ref", "type", "display", "displayName" -> true;
            default -> false;
        };
    }

    /** Collects the lines of a mapping; each mistake is an {@link IllegalArgumentException} that names its line. */
    public static final class Builder {

        private final ResourceType full;
        private final List<BoundLine> lines = new ArrayList<>();
        private final Set<String> hidden = new HashSet<>();
        private final Map<String, String> sources = new LinkedHashMap<>();
        private Unmapped unmapped = Unmapped.REFUSE;
        private @Nullable MappedType built;

        private record BoundLine(BoundPath path, Use use, List<AttributeDefinition> parts, String place) {}

        /** Whether clients write a line, only read it, or write what is dropped. */
        private enum Use {
            WRITTEN,
            READ_ONLY,
            DERIVED;

            static Use of(boolean readOnly) {
                return readOnly ? READ_ONLY : WRITTEN;
            }
        }

        private Builder(ResourceType full) {
            this.full = full;
        }

        /** What happens to values that no line takes; refused unless said otherwise. */
        public Builder unmapped(Unmapped choice) {
            this.unmapped = choice;
            built = null;
            return this;
        }

        /** Leaves out an attribute that would be there without a line: {@code externalId}, {@code groups}. */
        public Builder without(String attribute) {
            full.path(attribute);
            hidden.add(attribute.toLowerCase(Locale.ROOT));
            built = null;
            return this;
        }

        /**
         * Binds the path of a single value: of an attribute, a sub-attribute, or a sub-attribute of the entry that
         * brackets select. A complex attribute or entry stands for its {@code value}.
         *
         * @return its definition
         */
        public AttributeDefinition single(String path, boolean readOnly) {
            return single(path, Use.of(readOnly));
        }

        /**
         * As {@link #single}, of a value that follows from others, such as an address by which somebody signs in: what clients
         * send is dropped, where {@code readOnly} would refuse a PATCH.
         *
         * @return its definition
         */
        public AttributeDefinition derived(String path) {
            return single(path, Use.DERIVED);
        }

        /** From which line a derived one follows: a client that sends the same for both is not told that one is ignored. */
        public Builder follows(String derived, String source) {
            sources.put(derived, source);
            built = null;
            return this;
        }

        private AttributeDefinition single(String path, Use use) {
            String place = CallerLine.find();
            BoundPath bound = withValue(bound(path, place), place);
            AttributeDefinition attribute = Objects.requireNonNull(bound.attribute());
            if (attribute.multiValued() && bound.filter() == null) {
                throw mistake(
                        place,
                        "'" + path + "' has several values: select one, as in '" + attribute.name()
                                + "[type eq \"work\"].value', or bind it as a list");
            }
            if (bound.filter() != null) {
                checkFilter(bound.filter(), place);
            }
            if (bound.target().multiValued()) {
                throw mistake(place, "'" + path + "' has several values and is part of a complex one");
            }
            add(new BoundLine(bound, use, List.of(), place));
            return bound.target();
        }

        /**
         * Binds a list as a whole.
         *
         * @param parts the sub-attributes that are kept, by name; {@code value} alone for a list of simple values
         * @return its definition
         */
        public AttributeDefinition list(String path, boolean readOnly, Collection<String> parts) {
            String place = CallerLine.find();
            BoundPath bound = bound(path, place);
            AttributeDefinition list = bound.target();
            if (!list.multiValued() || bound.filter() != null || bound.subAttribute() != null) {
                throw mistake(place, "'" + path + "' is no list");
            }
            if (list.isComplex() ? parts.isEmpty() : !Set.copyOf(parts).equals(Set.of("value"))) {
                throw mistake(
                        place,
                        list.isComplex()
                                ? "'" + path + "' is complex: say which of its sub-attributes are kept"
                                : "'" + path + "' holds simple values: bind 'value' alone");
            }
            List<AttributeDefinition> kept = new ArrayList<>();
            for (String part : list.isComplex() ? parts : List.<String>of()) {
                AttributeDefinition found = list.find(part);
                if (found == null) {
                    throw mistake(place, "'" + path + "' has no sub-attribute '" + part + "'");
                }
                kept.add(found);
            }
            add(new BoundLine(bound, Use.of(readOnly), kept, place));
            return list;
        }

        private BoundPath bound(String path, String place) {
            BoundPath bound;
            try {
                bound = full.path(path);
            } catch (IllegalArgumentException wrong) {
                String near = NearestPath.in(full.definition(), path);
                throw mistake(place, wrong.getMessage() + (near.isEmpty() ? "" : "; did you mean '" + near + "'?"));
            }
            AttributeDefinition attribute = bound.attribute();
            if (attribute == null) {
                throw mistake(place, "'" + path + "' is an extension as a whole: bind its attributes");
            }
            if (bound.extension() == null && Set.of("id", "meta", "schemas").contains(attribute.name())) {
                throw mistake(place, "'" + attribute.name() + "' is not mapped by a path");
            }
            return bound;
        }

        private BoundPath withValue(BoundPath path, String place) {
            if (!path.target().isComplex()) {
                return path;
            }
            AttributeDefinition complex = path.target();
            AttributeDefinition value = complex.valueSubAttribute();
            if (value == null) {
                throw mistake(
                        place,
                        "'" + path.text() + "' is complex: bind its sub-attributes, such as '" + path.text() + "."
                                + complex.subAttributes().get(0).name() + "'");
            }
            return path.ofSelected(value);
        }

        private static void checkFilter(BoundFilter filter, String place) {
            for (BoundFilter operand : filter.conjuncts()) {
                if (!(operand instanceof BoundFilter.Comparison comparison)
                        || comparison.operator() != CompareOperator.EQ) {
                    throw mistake(place, "[" + filter.text() + "] describes no entry: only 'eq' and 'and' do");
                }
            }
        }

        private void add(BoundLine line) {
            for (BoundLine other : lines) {
                if (other.path.extension() != line.path.extension()
                        || other.path.attribute() != line.path.attribute()) {
                    continue;
                }
                boolean oneIsList =
                        other.path.target().multiValued() || line.path.target().multiValued();
                boolean sameEntry = Objects.equals(text(other.path.filter()), text(line.path.filter()));
                if (oneIsList || sameEntry && other.path.subAttribute() == line.path.subAttribute()) {
                    throw mistake(line.place, "'" + line.path.text() + "' is already bound at " + other.place);
                }
                if (!sameEntry && !differ(line.path.filter(), other.path.filter())) {
                    throw mistake(
                            line.place,
                            "'" + line.path.text() + "' and '" + other.path.text() + "', bound at " + other.place
                                    + ", can select the same entry");
                }
            }
            lines.add(line);
            built = null;
        }

        private static @Nullable String text(@Nullable BoundFilter filter) {
            return filter == null ? null : filter.text();
        }

        /** Whether no entry meets both: they ask for different values of the same sub-attribute. */
        private static boolean differ(@Nullable BoundFilter a, @Nullable BoundFilter b) {
            if (a == null || b == null) {
                return true;
            }
            for (BoundFilter mine : a.conjuncts()) {
                for (BoundFilter theirs : b.conjuncts()) {
                    BoundFilter.Comparison x = (BoundFilter.Comparison) mine;
                    BoundFilter.Comparison y = (BoundFilter.Comparison) theirs;
                    AttributeDefinition part = x.path().target();
                    boolean same = x.value() instanceof String s && y.value() instanceof String t
                            ? part.comparison().equal(s, t)
                            : x.value().equals(y.value());
                    if (part == y.path().target() && !same) {
                        return true;
                    }
                }
            }
            return false;
        }

        private static IllegalArgumentException mistake(String place, String fault) {
            return new IllegalArgumentException(fault + " (at " + place + ")");
        }

        /**
         * The mapping.
         *
         * @throws IllegalArgumentException if a required attribute has no line
         */
        public MappedType build() {
            MappedType known = built;
            if (known == null) {
                known = newType();
                built = known;
            }
            return known;
        }

        private MappedType newType() {
            checkRequired();
            ResourceType type = new TypePruning(full, hidden, unmapped).pruned(bindings());
            List<MappedPath> paths = new ArrayList<>();
            Map<String, List<MappedPath>> byEntry = new LinkedHashMap<>();
            for (BoundLine line : lines) {
                BoundPath bound = line.path.in(type.definition());
                List<AttributeDefinition> parts = line.parts.stream()
                        .map(part -> Objects.requireNonNull(bound.target().find(part.name())))
                        .toList();
                MappedPath path =
                        new MappedPath(paths.size(), bound, line.use == Use.READ_ONLY, line.use == Use.DERIVED, parts);
                paths.add(path);
                if (bound.filter() != null) {
                    String entry = bound.withoutSelection().text() + "["
                            + bound.filter().text() + "]";
                    byEntry.computeIfAbsent(entry, key -> new ArrayList<>()).add(path);
                }
            }
            sources.forEach((derived, source) -> paths.get(line(derived)).follows(paths.get(line(source))));
            List<MappedEntry> entries =
                    byEntry.values().stream().map(Builder::entry).toList();
            return new MappedType(type, paths, entries, unmapped, hidden);
        }

        private int line(String path) {
            String text = withValue(bound(path, path), path).text();
            for (int i = 0; i < lines.size(); i++) {
                if (lines.get(i).path.text().equals(text)) {
                    return i;
                }
            }
            throw new IllegalArgumentException("no line binds '" + path + "'");
        }

        private List<TypePruning.Binding> bindings() {
            return lines.stream()
                    .map(line -> new TypePruning.Binding(line.path, line.use == Use.READ_ONLY, line.parts))
                    .toList();
        }

        private void checkRequired() {
            for (AttributeDefinition attribute : full.definition().subAttributes()) {
                boolean common = Set.of("schemas", "id", "meta").contains(attribute.name());
                boolean bound = lines.stream().anyMatch(line -> line.path.topLevel() == attribute);
                boolean needed = attribute.required() && attribute.mutability() != Mutability.READ_ONLY;
                if (needed && !common && !bound && unmapped != Unmapped.KEEP) {
                    throw new IllegalArgumentException(
                            "'" + attribute.name() + "' is required in a " + full + " and has no line in the mapping");
                }
            }
        }

        private static MappedEntry entry(List<MappedPath> paths) {
            BoundPath first = paths.get(0).path();
            BoundFilter filter = Objects.requireNonNull(first.filter());
            Attributes fixed = Attributes.empty(Objects.requireNonNull(first.attribute()));
            for (BoundFilter operand : filter.conjuncts()) {
                BoundFilter.Comparison comparison = (BoundFilter.Comparison) operand;
                fixed = fixed.with(comparison.path().target(), comparison.value());
            }
            return new MappedEntry(first.withoutSelection(), filter, fixed, paths);
        }
    }
}
