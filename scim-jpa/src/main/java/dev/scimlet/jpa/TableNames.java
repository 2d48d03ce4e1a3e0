package dev.scimlet.jpa;

import jakarta.persistence.AttributeOverride;
import jakarta.persistence.AttributeOverrides;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.JoinTable;
import jakarta.persistence.Table;
import jakarta.persistence.metamodel.Attribute;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What tables and columns behind entities may be called. The metamodel does not tell; annotations do, or the rules by which
 * providers name what has none, and strategies that put underscores into names.
 */
final class TableNames {

    private TableNames() {}

    /** A name as far as no strategy changes it: in small letters, without underscores and quotation marks. */
    static String plain(String name) {
        return name.replaceAll("[_\"`]", "").toLowerCase(Locale.ROOT);
    }

    /** Without the schema. */
    static String plainTable(String name) {
        return plain(name.substring(name.lastIndexOf('.') + 1));
    }

    private static <A extends Annotation> @Nullable A annotation(Attribute<?, ?> attribute, Class<A> type) {
        return attribute.getJavaMember() instanceof AnnotatedElement member ? member.getAnnotation(type) : null;
    }

    private static @Nullable String said(String name) {
        return name.isEmpty() ? null : plain(name);
    }

    /** The tables of an entity class and of those that it extends. */
    static Set<String> tables(Class<?> entity) {
        Set<String> tables = new LinkedHashSet<>();
        for (Class<?> type = entity; type != null; type = type.getSuperclass()) {
            Table table = type.getAnnotation(Table.class);
            Entity of = type.getAnnotation(Entity.class);
            if (table != null && !table.name().isEmpty()) {
                tables.add(plain(table.name()));
            } else if (of != null) {
                tables.add(plain(of.name().isEmpty() ? type.getSimpleName() : of.name()));
            }
        }
        return tables;
    }

    /** The column that an annotation names; null for none. */
    static @Nullable String column(Attribute<?, ?> attribute) {
        Column column = annotation(attribute, Column.class);
        if (column != null) {
            return said(column.name());
        }
        JoinColumn join = annotation(attribute, JoinColumn.class);
        return join == null ? null : said(join.name());
    }

    /** Whether an annotation gives attributes of what is embedded other columns. */
    static boolean isOverridden(Attribute<?, ?> attribute) {
        return annotation(attribute, AttributeOverride.class) != null
                || annotation(attribute, AttributeOverrides.class) != null;
    }

    /** The table that an annotation names for a collection, its column of those who are referred to, or null. */
    static @Nullable String table(Attribute<?, ?> collection) {
        JoinTable join = annotation(collection, JoinTable.class);
        if (join != null) {
            return said(join.name());
        }
        CollectionTable table = annotation(collection, CollectionTable.class);
        return table == null ? null : said(table.name());
    }

    /** The column of a join table that refers to an element, by the annotation of its collection; null for none. */
    static @Nullable String elementColumn(Attribute<?, ?> collection) {
        JoinTable join = annotation(collection, JoinTable.class);
        return join == null || join.inverseJoinColumns().length != 1 ? null : said(join.inverseJoinColumns()[0].name());
    }

    /** The column that refers to the owner of a collection, by its annotation; null for none. */
    static @Nullable String ownerColumn(Attribute<?, ?> collection) {
        JoinTable join = annotation(collection, JoinTable.class);
        CollectionTable table = annotation(collection, CollectionTable.class);
        JoinColumn[] columns =
                join != null ? join.joinColumns() : table != null ? table.joinColumns() : new JoinColumn[0];
        return columns.length == 1 ? said(columns[0].name()) : null;
    }
}
