package dev.scimlet.jdbc;

import dev.scimlet.core.ErrorType;
import dev.scimlet.core.ScimException;
import dev.scimlet.core.resource.BoundFilter;
import dev.scimlet.core.resource.BoundPath;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.schema.Returned;
import dev.scimlet.core.schema.TextComparison;
import dev.scimlet.filter.CompareOperator;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.mapping.FilterWalker;
import dev.scimlet.spi.mapping.MappedEntry;
import dev.scimlet.spi.mapping.MappedPath;
import dev.scimlet.spi.mapping.Unmapped;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Filters on resources as conditions on the rows of their table. What the tables cannot tell is refused. */
final class ResourceConditions implements FilterWalker<Condition> {

    private final TableLayout layout;
    private final RequestContext context;

    ResourceConditions(TableLayout layout, RequestContext context) {
        this.layout = layout;
        this.context = context;
    }

    @Override
    public Condition and(List<Condition> operands) {
        return Condition.all(operands);
    }

    @Override
    public Condition or(List<Condition> operands) {
        return Condition.any(operands);
    }

    @Override
    public Condition not(Condition operand) {
        return Condition.not(operand);
    }

    @Override
    public Condition constant(boolean value) {
        return Condition.constant(value);
    }

    @Override
    public Condition present(BoundPath path) {
        if (path.extension() == null && isKeptByTheResource(path)) {
            return Condition.constant(true);
        }
        if (isList(path)) {
            return presentInList(path);
        }
        return path.target().isComplex() ? presentInComplex(path) : single(path).present();
    }

    private static boolean isKeptByTheResource(BoundPath path) {
        return switch (path.topLevel().name()) {
            case "id", "meta", "schemas" -> true;
            default -> false;
        };
    }

    private static boolean isList(BoundPath path) {
        AttributeDefinition attribute = path.attribute();
        return attribute != null && attribute.multiValued();
    }

    private Condition presentInComplex(BoundPath path) {
        List<Condition> parts = new ArrayList<>();
        for (AttributeDefinition part : path.target().subAttributes()) {
            MappedColumn column = layout.column(path.extension(), path.attribute(), part);
            if (column != null && column.isSearchable()) {
                parts.add(column.searchable(TableLayout.ALIAS).present());
            } else if (column != null || keepsMore()) {
                throw FilterWalker.unsupported(path);
            }
        }
        return Condition.any(parts);
    }

    private boolean keepsMore() {
        return layout.mapped().unmapped() == Unmapped.KEEP;
    }

    private Part single(BoundPath path) {
        MappedColumn column = layout.columnOf(path);
        if (column != null) {
            return searchable(path, column);
        }
        if (keepsMore() || isFilledByTheService(path) && !isAddress(path.target())) {
            throw FilterWalker.unsupported(path);
        }
        return Part.ABSENT;
    }

    private static Part searchable(BoundPath path, MappedColumn column) {
        if (!column.isSearchable()) {
            throw FilterWalker.unsupported(path);
        }
        return column.searchable(TableLayout.ALIAS);
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

    @Override
    public Condition comparison(BoundPath path, CompareOperator operator, Object value) {
        if (path.target().returned() == Returned.NEVER) {
            throw FilterWalker.unsupported(path);
        }
        if (path.extension() == null && isKeptByTheResource(path)) {
            return compareRecord(path, operator, value);
        }
        return isList(path)
                ? compareInList(path, operator, value)
                : single(path).compare(operator, value);
    }

    private Condition compareRecord(BoundPath path, CompareOperator operator, Object value) {
        return switch (path.target().name()) {
            case "id" ->
                Searchable.ids(path.target(), layout.idColumn(), layout.idType())
                        .compare(operator, value);
            case "schemas" -> compareSchemas(path, operator, value);
            case "resourceType" ->
                Condition.constant(
                        Constants.compare(path.target(), layout.mapped().type().name(), operator, value));
            case "created" -> time(path, layout.created()).compare(operator, value);
            case "lastModified" -> time(path, layout.lastModified()).compare(operator, value);
            case "version" -> compareVersion(path, operator, (String) value);
            default -> throw FilterWalker.unsupported(path, operator);
        };
    }

    private static Searchable time(BoundPath path, String column) {
        return Searchable.milliseconds(path.target(), TableLayout.ALIAS + "." + column);
    }

    private Condition compareVersion(BoundPath path, CompareOperator operator, String value) {
        if (layout.version() == null || !Texts.isStorable(value)) {
            throw FilterWalker.unsupported(path, operator);
        }
        String text = "('W/\"' || CAST(" + TableLayout.ALIAS + "." + layout.version() + " AS VARCHAR) || '\"')";
        return Searchable.compareText(text, "?", operator, TextComparison.EXACT.key(value));
    }

    /** Some of the schemas of a resource compares so: its base schema, or an extension of which it holds data. */
    private Condition compareSchemas(BoundPath path, CompareOperator operator, Object value) {
        ResourceType type = layout.mapped().type();
        List<Condition> some = new ArrayList<>();
        if (Constants.compare(path.target(), type.schema().id(), operator, value)) {
            return Condition.constant(true);
        }
        for (AttributeDefinition extension : type.extensionDefinitions()) {
            if (Constants.compare(path.target(), extension.name(), operator, value)) {
                some.add(hasDataOf(path, extension));
            }
        }
        return Condition.any(some);
    }

    private Condition hasDataOf(BoundPath schemas, AttributeDefinition extension) {
        if (keepsMore()) {
            throw FilterWalker.unsupported(schemas);
        }
        List<Condition> some = new ArrayList<>();
        for (MappedPath line : layout.mapped().paths()) {
            if (line.path().extension() != extension) {
                continue;
            }
            MappedColumn column = layout.column(line);
            SideTable side = layout.table(line);
            if (column != null && !column.isWriteOnly() && (line.entry() == null || isDeciding(line))) {
                some.add(column.searchable(TableLayout.ALIAS).exists());
            } else if (side != null) {
                some.add(side.some(context, layout.idColumn(), Condition.constant(true)));
            }
        }
        return Condition.any(some);
    }

    private static boolean isDeciding(MappedPath line) {
        MappedEntry entry = line.entry();
        return entry != null && entry.deciding().contains(line);
    }

    @Override
    public Condition valuePath(BoundPath list, BoundFilter filter) {
        SideTable side = layout.tableOf(list);
        if (side != null) {
            ListWalks.draw(context.budget(), side, filter);
            Condition condition = new EntryConditions(partsOf(side, list)).walk(filter);
            return side.some(context, layout.idColumn(), condition);
        }
        List<MappedEntry> entries = entriesFor(list, filter);
        List<Condition> some = new ArrayList<>();
        for (MappedEntry entry : entries) {
            Condition meets = new EntryConditions(partsOf(entry, list)).walk(filter);
            some.add(Condition.and(exists(entry), meets));
        }
        return Condition.any(some);
    }

    /** The bound entries that a filter can mean. Others, kept as JSON, cannot be searched. */
    private List<MappedEntry> entriesFor(BoundPath list, BoundFilter filter) {
        List<MappedEntry> entries = layout.mapped().entriesOf(list);
        if (!keepsMore()) {
            if (entries.isEmpty() && isFilledByTheService(list)) {
                throw FilterWalker.unsupported(list);
            }
            return entries;
        }
        for (MappedEntry entry : entries) {
            if (implies(filter, entry) && (entry.isDecidedByLines() || needsBoundPart(filter, entry))) {
                return List.of(entry);
            }
        }
        throw FilterWalker.unsupported(list);
    }

    private static boolean implies(BoundFilter filter, MappedEntry entry) {
        List<BoundFilter> asked = filter instanceof BoundFilter.And and ? and.operands() : List.of(filter);
        for (AttributeDefinition part : entry.fixed().definition().subAttributes()) {
            Object fixed = entry.fixed().get(part);
            boolean said = asked.stream()
                    .anyMatch(operand -> operand instanceof BoundFilter.Comparison comparison
                            && comparison.operator() == CompareOperator.EQ
                            && comparison.path().target() == part
                            && fixed != null
                            && Constants.compare(part, fixed, CompareOperator.EQ, comparison.value()));
            if (fixed != null && !said) {
                return false;
            }
        }
        return true;
    }

    /** Whether the filter holds of no entry that stands as JSON alone: it asks for a value that has a column. */
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
        return !path.target().name().equals("primary")
                && entry.deciding().stream().anyMatch(line -> line.target() == path.target());
    }

    private Condition exists(MappedEntry entry) {
        List<Condition> some = new ArrayList<>();
        for (MappedPath line : entry.deciding()) {
            MappedColumn column = layout.column(line);
            if (column != null) {
                some.add(column.searchable(TableLayout.ALIAS).exists());
            }
        }
        return Condition.any(some);
    }

    private Function<AttributeDefinition, Part> partsOf(SideTable side, BoundPath list) {
        return part -> {
            MappedColumn column = side.column(part);
            if (column != null) {
                return primaryAware(part, searchableInRow(list, column));
            }
            Object fixed = list.target().isComplex() ? side.fixed().get(part) : null;
            return fixed == null ? other(part, list) : Part.constant(part, fixed);
        };
    }

    private static Part searchableInRow(BoundPath list, MappedColumn column) {
        if (!column.isSearchable()) {
            throw FilterWalker.unsupported(list);
        }
        return column.searchable("e");
    }

    private Function<AttributeDefinition, Part> partsOf(MappedEntry entry, BoundPath list) {
        return part -> {
            Object fixed = entry.fixed().get(part);
            if (fixed != null) {
                return Part.constant(part, fixed);
            }
            MappedPath line = entry.path(part);
            MappedColumn column = line == null ? null : layout.column(line);
            if (column != null) {
                return primaryAware(part, searchable(list, column));
            }
            return other(part, list);
        };
    }

    /** A sub-attribute without a column. */
    private Part other(AttributeDefinition part, BoundPath list) {
        boolean inRest = keepsMore() && layout.tableOf(list) == null;
        if (inRest || isFilledByTheService(list) && !isAddress(part)) {
            throw FilterWalker.unsupported(list);
        }
        return primaryAware(part, Part.ABSENT);
    }

    /** A missing {@code primary} of an entry counts as false (RFC 7643 §2.4). */
    private static Part primaryAware(AttributeDefinition definition, Part part) {
        if (!definition.name().equals("primary")) {
            return part;
        }
        return new Part() {
            @Override
            public Condition present() {
                return Condition.constant(true);
            }

            @Override
            public Condition exists() {
                return Condition.constant(true);
            }

            @Override
            public Condition compare(CompareOperator operator, Object operand) {
                boolean asksForTrue = operand.equals(true) == (operator == CompareOperator.EQ);
                Condition isTrue = part.compare(CompareOperator.EQ, true);
                return asksForTrue ? isTrue : Condition.not(isTrue);
            }
        };
    }

    private Condition presentInList(BoundPath path) {
        return anyEntry(path, (exists, parts) -> {
            AttributeDefinition part = path.subAttribute();
            if (part != null) {
                return Condition.and(exists, parts.apply(part).present());
            }
            if (!path.target().isComplex()) {
                return Condition.and(exists, parts.apply(path.target()).present());
            }
            return Condition.and(exists, presentAsWhole(path));
        });
    }

    private Condition presentAsWhole(BoundPath path) {
        SideTable side = layout.tableOf(path);
        if (side == null) {
            return Condition.constant(true);
        }
        return Condition.any(side.columns().stream()
                .map(column -> searchableInRow(path, column).present())
                .toList());
    }

    private Condition compareInList(BoundPath path, CompareOperator operator, Object value) {
        SideTable side = layout.tableOf(path.withoutSelection());
        if (side != null) {
            ListWalks.draw(context.budget(), side, path, operator);
        }
        AttributeDefinition compared = path.target();
        Condition some = anyEntry(path, (exists, parts) -> {
            Part part = parts.apply(compared);
            Condition compares = part.compare(operator, value);
            return operator == CompareOperator.NE
                    ? Condition.and(exists, part.exists(), compares)
                    : Condition.and(exists, compares);
        });
        if (operator != CompareOperator.NE) {
            return some;
        }
        Condition there = anyEntry(
                path,
                (exists, parts) -> Condition.and(exists, parts.apply(compared).exists()));
        return Condition.or(some, Condition.not(there));
    }

    private interface EntryCondition {
        Condition of(Condition exists, Function<AttributeDefinition, Part> parts);
    }

    /** Some entry of the list meets the condition. */
    private Condition anyEntry(BoundPath path, EntryCondition condition) {
        BoundPath list = path.withoutSelection();
        SideTable side = layout.tableOf(list);
        if (side != null) {
            Condition meets = condition.of(Condition.constant(true), partsOf(side, list));
            return side.some(context, layout.idColumn(), meets);
        }
        List<MappedEntry> entries = layout.mapped().entriesOf(list);
        if (keepsMore() || entries.isEmpty() && isFilledByTheService(list)) {
            throw FilterWalker.unsupported(list);
        }
        return Condition.any(entries.stream()
                .map(entry -> condition.of(exists(entry), partsOf(entry, list)))
                .toList());
    }

    /** What the column of a path, or of the first entry of a list, is ordered by. */
    SortKey sortKey(BoundPath path) {
        if (path.extension() == null && isKeptByTheResource(path)) {
            return switch (path.target().name()) {
                case "id" -> SortKey.of(Searchable.ids(path.target(), layout.idColumn(), layout.idType()));
                case "created" -> SortKey.of(time(path, layout.created()));
                case "lastModified" -> SortKey.of(time(path, layout.lastModified()));
                default -> throw cannotSort(path);
            };
        }
        if (isList(path)) {
            return sortKeyOfList(path);
        }
        MappedColumn column = layout.columnOf(path);
        if (column == null || !column.isSearchable()) {
            throw cannotSort(path);
        }
        return sortKey(path, column.searchable(TableLayout.ALIAS));
    }

    private static SortKey sortKey(BoundPath path, Searchable searchable) {
        if (!searchable.isSortable()) {
            throw cannotSort(path);
        }
        return SortKey.of(searchable);
    }

    private SortKey sortKeyOfList(BoundPath path) {
        AttributeDefinition target =
                path.target().isComplex() ? Objects.requireNonNull(path.target().valueSubAttribute()) : path.target();
        BoundPath list = path.withoutSelection();
        SideTable side = layout.tableOf(list);
        if (side != null) {
            MappedColumn column = side.column(target);
            if (column == null || !column.isSearchable()) {
                throw cannotSort(path);
            }
            SortKey inRow = sortKey(path, column.searchable("e"));
            return inRow.with(sql -> writeFirstOf(sql, side, inRow));
        }
        List<MappedEntry> entries = layout.mapped().entriesOf(list);
        if (keepsMore() || entries.isEmpty()) {
            throw cannotSort(path);
        }
        return sortKeyOfEntries(path, target, list, entries);
    }

    private void writeFirstOf(Sql sql, SideTable side, SortKey inRow) {
        AttributeDefinition list = side.path().target();
        MappedColumn primary = list.primarySubAttribute() == null ? null : side.column(list.primarySubAttribute());
        sql.add("(SELECT ");
        inRow.write(sql);
        sql.add(" FROM ").add(side.table()).add(" e WHERE e.").add(side.owner()).add(" = ");
        sql.add(layout.idColumn());
        side.writeScopes(sql, "e", context);
        sql.add(" ORDER BY ");
        if (primary != null) {
            sql.add("CASE WHEN e.").add(primary.name()).add(" THEN 0 ELSE 1 END, ");
        }
        sql.add(side.order("e")).add(" LIMIT 1)");
    }

    private SortKey sortKeyOfEntries(
            BoundPath path, AttributeDefinition target, BoundPath list, List<MappedEntry> entries) {
        List<MappedColumn> columns = new ArrayList<>();
        for (MappedEntry entry : entries) {
            MappedPath line = entry.path(target);
            MappedColumn column = line == null ? null : layout.column(line);
            if (column == null || !column.isSearchable()) {
                throw cannotSort(path);
            }
            columns.add(column);
        }
        SortKey first = sortKey(path, columns.get(0).searchable(TableLayout.ALIAS));
        for (MappedColumn column : columns) {
            if (sortKey(path, column.searchable(TableLayout.ALIAS)).kind() != first.kind()) {
                throw cannotSort(path);
            }
        }
        return first.with(sql -> {
            sql.add("CASE");
            AttributeDefinition primary = list.target().primarySubAttribute();
            for (int pass = primary == null ? 1 : 0; pass < 2; pass++) {
                for (int i = 0; i < entries.size(); i++) {
                    Condition applies = exists(entries.get(i));
                    if (pass == 0) {
                        Part part = partsOf(entries.get(i), list).apply(Objects.requireNonNull(primary));
                        applies = Condition.and(applies, part.compare(CompareOperator.EQ, true));
                    }
                    sql.add(" WHEN ");
                    applies.write(sql, true);
                    sql.add(" THEN ");
                    SortKey.of(columns.get(i).searchable(TableLayout.ALIAS)).write(sql);
                }
            }
            sql.add(" END");
        });
    }

    static ScimException cannotSort(@Nullable BoundPath path) {
        return ScimException.of(ErrorType.INVALID_VALUE, "results cannot be sorted by '" + path + "'");
    }
}
