package dev.scimlet.jpa;

import dev.scimlet.spi.mapping.MappedPath;
import jakarta.persistence.metamodel.EntityType;
import jakarta.persistence.metamodel.Metamodel;
import jakarta.persistence.metamodel.PluralAttribute;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which path is kept in which column, by the names that columns may have ({@link TableNames}). A name that could be that of two
 * attributes stands for none.
 */
final class ColumnPaths {

    private static final String SEVERAL = "";

    private final Map<TableFacts.Column, String> paths = new LinkedHashMap<>();
    private final Set<TableFacts.Column> owners = new HashSet<>();
    private final Set<String> own;

    ColumnPaths(EntityLayout<?> layout, Metamodel metamodel) {
        this.own = TableNames.tables(layout.entity());
        for (MappedPath line : layout.mapped().paths()) {
            MappedAttribute attribute = layout.attribute(line);
            if (attribute != null && !attribute.isReadOnly()) {
                add(own, columns(attribute), quoted(line.path().text()));
            }
        }
        layout.allLists().forEach(list -> add(list, layout, metamodel));
    }

    /** The tables that hold attributes. */
    Set<String> tables() {
        Set<String> tables = new LinkedHashSet<>(own);
        paths.keySet().forEach(column -> tables.add(column.table()));
        return tables;
    }

    /** The tables of the entity itself. */
    Set<String> ownTables() {
        return own;
    }

    /** The path, in quotes, of what the column holds; null for none that is known. */
    @Nullable
    String at(String table, String column) {
        String path = paths.get(new TableFacts.Column(table, column));
        return SEVERAL.equals(path) ? null : path;
    }

    /** The columns that may hold what has a path, which is in quotes. */
    Set<TableFacts.Column> columnsOf(String path) {
        Set<TableFacts.Column> columns = new LinkedHashSet<>();
        paths.forEach((column, held) -> {
            if (held.equals(path)) {
                columns.add(column);
            }
        });
        return columns;
    }

    /** Some paths in the order of the mapping. */
    Set<String> inOrder(Set<String> some) {
        Set<String> ordered = new LinkedHashSet<>(paths.values());
        ordered.retainAll(some);
        return ordered;
    }

    /** Whether the column says of which owner an entry of a list is. */
    boolean isOwner(String table, String column) {
        return owners.contains(new TableFacts.Column(table, column));
    }

    /** The columns of an attribute and its key. */
    static Set<String> columns(MappedAttribute attribute) {
        Set<String> columns = new HashSet<>(attribute.path().columns());
        if (attribute.key() != null) {
            columns.addAll(attribute.key().columns());
        }
        return columns;
    }

    /** The path, in quotes, of a part of the entries of a list. */
    static String path(MappedList list, MappedList.Part part) {
        boolean whole =
                list.references() != null || part.definition() == list.path().target();
        String path = list.path().path().text();
        return quoted(whole ? path : path + "." + part.definition().name());
    }

    static String quoted(String path) {
        return "'" + path + "'";
    }

    private void add(Set<String> tables, Set<String> columns, String path) {
        for (String table : tables) {
            for (String column : columns) {
                paths.merge(new TableFacts.Column(table, column), path, (a, b) -> a.equals(b) ? a : SEVERAL);
            }
        }
    }

    private void add(MappedList list, EntityLayout<?> layout, Metamodel metamodel) {
        String path = quoted(list.path().path().text());
        if (list.references() instanceof JoinTableReferences rows) {
            String table = TableNames.plainTable(rows.table());
            add(Set.of(table), Set.of(TableNames.plain(rows.value())), path);
            owners.add(new TableFacts.Column(table, TableNames.plain(rows.owner())));
        } else if (list.references() instanceof MembershipReferences of) {
            EntityType<?> between = metamodel.entity(of.entity());
            Set<String> tables = TableNames.tables(of.entity());
            add(tables, columns(between, of.value()), path);
            own(tables, columns(between, of.owner()));
        } else if (list.source() instanceof MappedList.Source.OfCollection of
                && metamodel.entity(layout.entity()).getAttribute(of.attribute())
                        instanceof PluralAttribute<?, ?, ?> collection) {
            add(list, layout, collection);
        }
    }

    private static Set<String> columns(EntityType<?> entity, String attribute) {
        return AttributePath.of(entity, attribute, Map.of(), false).columns();
    }

    private void own(Set<String> tables, Set<String> columns) {
        tables.forEach(table -> columns.forEach(column -> owners.add(new TableFacts.Column(table, column))));
    }

    private void add(MappedList list, EntityLayout<?> layout, PluralAttribute<?, ?, ?> collection) {
        String mappedBy = EntityBinding.mappedBy(collection);
        boolean entries = list.references() == null && collection.getElementType() instanceof EntityType<?>;
        if (list.references() != null && !mappedBy.isEmpty()) {
            // The table is that of a collection of the other side
            return;
        }
        String said = TableNames.table(collection);
        Set<String> tables = entries
                ? TableNames.tables(collection.getElementType().getJavaType())
                : Set.of(said != null ? said : TableNames.plain(layout.entityName() + collection.getName()));
        for (MappedList.Part part : list.parts()) {
            add(tables, columns(part, collection), path(list, part));
        }
        String owner = TableNames.ownerColumn(collection);
        String id = layout.ids().attribute();
        own(tables, Set.of(owner != null ? owner : TableNames.plain(layout.entityName() + id)));
        own(tables, Set.of(TableNames.plain(mappedBy + id)));
    }

    private static Set<String> columns(MappedList.Part part, PluralAttribute<?, ?, ?> collection) {
        if (part instanceof MappedList.OfElement of) {
            return columns(of.attribute());
        }
        if (part instanceof MappedList.Reference reference) {
            String said = TableNames.elementColumn(collection);
            return Set.of(
                    said != null
                            ? said
                            : TableNames.plain(
                                    collection.getName() + reference.ids().attribute()));
        }
        String said = TableNames.column(collection);
        return Set.of(said != null ? said : TableNames.plain(collection.getName()));
    }
}
