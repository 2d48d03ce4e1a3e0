package dev.scimlet.jdbc;

import dev.scimlet.core.resource.BoundPath;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.filter.CompareOperator;
import dev.scimlet.jdbc.sql.Condition;
import dev.scimlet.jdbc.sql.Sql;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.mapping.MappedPath;
import dev.scimlet.spi.mapping.MappedSearch;
import dev.scimlet.spi.mapping.SearchLeaves;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Filters and orders on resources as conditions on the rows of their table, and expressions over them. */
final class SqlLeaves implements SearchLeaves<Condition, SqlValue> {

    private final TableLayout layout;
    private final RequestContext context;

    SqlLeaves(TableLayout layout, RequestContext context) {
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
    public Condition not(Condition leaf) {
        return Condition.not(leaf);
    }

    @Override
    public @Nullable SqlValue value(BoundPath path) {
        MappedColumn column = layout.columnAt(path);
        if (column != null) {
            return column.isWriteOnly() ? null : column.searchable(TableLayout.ALIAS);
        }
        AttributeDefinition target = path.target();
        return switch (target.name()) {
            case "id" -> Searchable.ids(target, layout.idColumn(), layout.idType());
            case "created" -> time(target, layout.created());
            case "lastModified" -> time(target, layout.lastModified());
            case "version" -> version(target);
            default -> null;
        };
    }

    private static Searchable time(AttributeDefinition target, String column) {
        return Searchable.milliseconds(target, TableLayout.ALIAS + "." + column);
    }

    private @Nullable Searchable version(AttributeDefinition target) {
        return layout.version() == null ? null : Searchable.version(target, TableLayout.ALIAS + "." + layout.version());
    }

    @Override
    public Condition exists(SqlValue value) {
        return value.exists();
    }

    @Override
    public Condition compare(SqlValue value, AttributeDefinition attribute, CompareOperator operator, Object operand) {
        return value.compare(operator, operand);
    }

    @Override
    public Condition someEntry(MappedPath list, Function<Entry<SqlValue>, Condition> condition) {
        SideTable side = Objects.requireNonNull(layout.table(list));
        return side.some(context, layout.idColumn(), condition.apply(new RowOfList(side)));
    }

    private record RowOfList(SideTable side) implements Entry<SqlValue> {

        @Override
        public @Nullable SqlValue value(AttributeDefinition part) {
            MappedColumn column = side.column(part);
            return column == null || column.isWriteOnly() ? null : column.searchable("e");
        }

        @Override
        public @Nullable Object constant(AttributeDefinition part) {
            return side.path().target().isComplex() ? side.fixed().get(part) : null;
        }
    }

    @Override
    public SqlValue sorted(SqlValue value, AttributeDefinition attribute) {
        return SqlValue.sortedBy(value.sortKey());
    }

    @Override
    public SqlValue ofPrimaryOrFirst(MappedPath list, AttributeDefinition part) {
        SideTable side = Objects.requireNonNull(layout.table(list));
        MappedColumn column = side.column(part);
        if (column == null) {
            throw MappedSearch.cannotSort(list.path());
        }
        SortKey inRow = column.searchable("e").sortKey();
        return SqlValue.sortedBy(inRow.with(sql -> writeFirstOf(sql, side, inRow)));
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
            sql.add("CASE WHEN ");
            primary.searchable("e").compare(CompareOperator.EQ, true).write(sql, true);
            sql.add(" THEN 0 ELSE 1 END, ");
        }
        sql.add(side.order("e")).add(" LIMIT 1)");
    }

    @Override
    public SqlValue firstOf(BoundPath path, List<Case<Condition, SqlValue>> cases) {
        List<@Nullable SortKey> keys = new ArrayList<>();
        cases.forEach(one -> keys.add(sortKey(path.target(), one)));
        SortKey some =
                keys.stream().filter(Objects::nonNull).findFirst().orElseThrow(() -> MappedSearch.cannotSort(path));
        if (keys.stream().anyMatch(key -> key != null && key.kind() != some.kind())) {
            throw MappedSearch.cannotSort(path);
        }
        return SqlValue.sortedBy(some.with(sql -> {
            sql.add("CASE");
            for (int i = 0; i < keys.size(); i++) {
                sql.add(" WHEN ");
                cases.get(i).condition().write(sql, true);
                sql.add(" THEN ");
                SortKey key = keys.get(i);
                if (key == null) {
                    sql.add("NULL");
                } else {
                    key.write(sql);
                }
            }
            sql.add(" END");
        }));
    }

    private static @Nullable SortKey sortKey(AttributeDefinition target, Case<Condition, SqlValue> one) {
        SqlValue value = one.value();
        Object constant = one.constant();
        return value != null ? value.sortKey() : constant == null ? null : SortKey.constant(target, constant);
    }
}
