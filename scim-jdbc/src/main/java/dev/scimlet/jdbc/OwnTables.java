package dev.scimlet.jdbc;

import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.schema.AttributeType;
import dev.scimlet.core.schema.Mutability;
import dev.scimlet.core.schema.Returned;
import dev.scimlet.core.schema.TextLimits;
import dev.scimlet.core.schema.Uniqueness;
import dev.scimlet.jdbc.sql.Dialect;
import dev.scimlet.jdbc.sql.Kind;
import dev.scimlet.spi.mapping.MappedPath;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Tables for those who have none: a column for each single attribute, a table for each list, a key column beside each
 * text, so that every filter and order is exact.
 */
final class OwnTables {

    /** PostgreSQL cuts longer names silently. */
    private static final int LONGEST_NAME = 56;

    /** Words that are no names in SQL: of H2, of PostgreSQL and of what speaks like it. */
    private static final Set<String> RESERVED = Set.of(
            ("all analyse analyze and any array as asc asymmetric authorization binary both case cast check collate column"
                            + " concurrently constraint create cross day default deferrable desc distinct do else end except"
                            + " exists false fetch for foreign freeze from full grant group groups having hour if ilike in index"
                            + " initially inner intersect interval into is isnull join key lateral leading left like limit"
                            + " localtime localtimestamp minus minute month natural not notnull null offset on only or order"
                            + " outer overlaps partition placing primary qualify range references regexp returning right row"
                            + " rownum rows second select set session_user similar some symmetric system_user table then to"
                            + " today top trailing true uescape union unique unknown user using value values variadic verbose"
                            + " when where window with year")
                    .split(" "));

    private static final String TENANT = "tenant";
    private static final String OWNER = "owner_id";
    private static final String POSITION = "ordinal";

    private final JdbcRepository.Builder builder;
    private final String table;
    private final Set<String> taken = new HashSet<>(List.of("id", TENANT, "version", "created", "last_modified"));

    private OwnTables(ResourceType type, JdbcRepository.Builder builder) {
        this.builder = builder;
        this.table = "scim_" + snake(type.name());
    }

    /** Binds everything that a type has, but for what the service fills in. Secrets come to a store hashed. */
    static JdbcRepository.Builder bind(ResourceType type, JdbcRepository.Builder builder) {
        OwnTables tables = new OwnTables(type, builder);
        builder.table(tables.table)
                .id("id")
                .tenant(TENANT)
                .version("version")
                .created("created")
                .lastModified("last_modified");
        for (AttributeDefinition attribute : type.definition().subAttributes()) {
            if (attribute.isExtension()) {
                String prefix = extensionName(attribute.name());
                attribute.subAttributes().forEach(part -> tables.bind(attribute.name() + ":", prefix + "_", part));
            } else if (!Set.of("schemas", "id", "meta").contains(attribute.name())) {
                tables.bind("", "", attribute);
            }
        }
        return builder;
    }

    /** The segment of a URN that tells extensions apart: {@code enterprise} of {@code urn:…:enterprise:2.0:User}. */
    private static String extensionName(String urn) {
        String[] segments = urn.split(":");
        for (int i = segments.length - 2; i > 0; i--) {
            if (segments[i].matches("[A-Za-z][A-Za-z0-9_-]*")) {
                return snake(segments[i]);
            }
        }
        return "extension";
    }

    private void bind(String pathPrefix, String columnPrefix, AttributeDefinition attribute) {
        if (attribute.mutability() == Mutability.READ_ONLY) {
            return;
        }
        String path = pathPrefix + attribute.name();
        String column = columnPrefix + snake(attribute.name());
        if (attribute.multiValued()) {
            bindList(path, table + "_" + column, attribute);
        } else if (attribute.isComplex()) {
            for (AttributeDefinition part : attribute.subAttributes()) {
                if (part.mutability() != Mutability.READ_ONLY
                        && !(attribute.isReference() && part.name().equals("$ref"))) {
                    bindSingle(path + "." + part.name(), column + "_" + snake(part.name()), part);
                }
            }
        } else {
            bindSingle(path, column, attribute);
        }
    }

    private void bindSingle(String path, String column, AttributeDefinition definition) {
        String name = free(column);
        String key = hasKey(definition) ? free(column + "_key") : null;
        builder.column(path, name, options(definition, key));
    }

    private static boolean hasKey(AttributeDefinition definition) {
        boolean secret = definition.returned() == Returned.NEVER;
        return !secret
                && switch (definition.type()) {
                    case STRING, DATE_TIME, DECIMAL -> true;
                    default -> false;
                };
    }

    private static UnaryOperator<ColumnOptions> options(AttributeDefinition definition, @Nullable String key) {
        if (key == null) {
            return options -> options;
        }
        return definition.type() == AttributeType.STRING
                ? options -> options.keyColumn(key)
                : options -> options.text().keyColumn(key);
    }

    private void bindList(String path, String listTable, AttributeDefinition list) {
        builder.list(path, shortened(listTable), OWNER, rows -> {
            if (!list.isComplex()) {
                return rows.column("value", "value_", options(list, hasKey(list) ? "value_key" : null))
                        .positionByVersion(POSITION);
            }
            for (AttributeDefinition part : list.subAttributes()) {
                boolean filledIn = part.mutability() == Mutability.READ_ONLY;
                if (!filledIn && !(list.isReferenceList() && part.name().equals("$ref"))) {
                    String column = snake(part.name());
                    boolean id = list.isReferenceList() && part == list.valueSubAttribute();
                    rows.column(
                            part.name(),
                            unreserved(column),
                            options(part, hasKey(part) && !id ? column + "_key" : null));
                }
            }
            return rows.positionByVersion(POSITION);
        });
    }

    private static String unreserved(String name) {
        return RESERVED.contains(name) ? name + "_" : name;
    }

    private String free(String column) {
        String name = unreserved(shortened(column));
        for (int i = 2; !taken.add(name); i++) {
            name = shortened(column) + "_" + i;
        }
        return name;
    }

    private static String shortened(String name) {
        if (name.length() <= LONGEST_NAME) {
            return name;
        }
        return name.substring(0, LONGEST_NAME - 9) + "_" + Integer.toHexString(name.hashCode());
    }

    private static String snake(String name) {
        StringBuilder snake = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean upper = c >= 'A' && c <= 'Z';
            boolean afterLower = i > 0 && name.charAt(i - 1) >= 'a' && name.charAt(i - 1) <= 'z';
            snake.append(upper && afterLower ? "_" : "");
            boolean plain = upper || c >= 'a' && c <= 'z' || c >= '0' && c <= '9';
            snake.append(plain ? String.valueOf(c).toLowerCase(Locale.ROOT) : "_");
        }
        return snake.toString().replaceAll("^_+", "");
    }

    /** The statements that make the tables of a layout, those that are there already left alone. */
    static List<String> statements(TableLayout layout, Dialect dialect) {
        List<String> statements = new ArrayList<>();
        List<String> columns = new ArrayList<>();
        columns.add(layout.id() + " " + idType(layout, dialect) + " PRIMARY KEY");
        layout.scopes()
                .forEach(scope -> columns.add(scope.column() + " " + dialect.columnType(scope.kind()) + " NOT NULL"));
        if (layout.version() != null) {
            columns.add(layout.version() + " bigint NOT NULL");
        }
        columns.add(layout.created() + " timestamp with time zone NOT NULL");
        columns.add(layout.lastModified() + " timestamp with time zone NOT NULL");
        String scopes =
                layout.scopes().stream().map(scope -> scope.column() + ", ").reduce("", String::concat);
        for (MappedPath path : layout.mapped().paths()) {
            MappedColumn column = layout.column(path);
            if (column != null) {
                addColumns(columns, column, dialect);
                if (column.definition().uniqueness() != Uniqueness.NONE) {
                    columns.add("UNIQUE (" + scopes + compared(column) + ")");
                }
            }
        }
        if (layout.rest() != null) {
            columns.add(layout.rest() + " " + dialect.columnType(Kind.TEXT));
        }
        statements.add(table(layout.table(), columns));
        if (!scopes.isEmpty()) {
            // The order of lists: without it a small tenant is looked for among the rows of all
            statements.add(index(layout.table(), scopes + layout.id()));
        }
        for (String path : List.of("externalId", "displayName")) {
            for (MappedPath line : layout.mapped().paths()) {
                MappedColumn column = layout.column(line);
                if (column != null && line.path().text().equals(path) && isIndexable(column)) {
                    statements.add(index(layout.table(), scopes + compared(column)));
                }
            }
        }
        layout.sideTables().forEach(side -> addStatements(statements, layout, side, dialect));
        return statements;
    }

    private static String idType(TableLayout layout, Dialect dialect) {
        return layout.idKind() == Kind.NUMBER
                ? "bigint GENERATED BY DEFAULT AS IDENTITY"
                : layout.idKind() == Kind.TEXT ? "varchar(36)" : dialect.columnType(layout.idKind());
    }

    private static void addColumns(List<String> columns, MappedColumn column, Dialect dialect) {
        columns.add(column.name() + " " + dialect.columnType(column.kind()));
        if (column.keyColumn() != null) {
            columns.add(column.keyColumn() + " " + dialect.keyType(column.keyKind()));
        }
    }

    private static String compared(MappedColumn column) {
        return column.keyColumn() == null ? column.name() : column.keyColumn();
    }

    private static void addStatements(List<String> statements, TableLayout layout, SideTable side, Dialect dialect) {
        List<String> columns = new ArrayList<>();
        String ownerType = layout.idKind() == Kind.TEXT ? "varchar(36)" : dialect.columnType(layout.idKind());
        columns.add(side.owner() + " " + ownerType + " NOT NULL REFERENCES " + layout.table() + " (" + layout.id()
                + ") ON DELETE CASCADE");
        side.scopes()
                .forEach(scope -> columns.add(scope.column() + " " + dialect.columnType(scope.kind()) + " NOT NULL"));
        if (side.position() != null) {
            columns.add(side.position() + " bigint NOT NULL");
        }
        side.columns().forEach(column -> addColumns(columns, column, dialect));
        MappedColumn value = side.valueColumn();
        if (side.isReferences() && value != null) {
            columns.add("PRIMARY KEY (" + side.owner() + ", " + value.name() + ")");
        }
        statements.add(table(side.table(), columns));
        if (!side.isReferences()) {
            statements.add(index(side.table(), side.owner()));
        }
        if (value != null && (side.isReferences() || value.keyColumn() != null && isIndexable(value))) {
            statements.add(index(side.table(), compared(value)));
        }
    }

    /** An index refuses what is longer than it takes: pictures, certificates, and what a host lets be long. */
    private static boolean isIndexable(MappedColumn column) {
        return !column.definition().type().isText() || column.definition().maxLength() <= TextLimits.KEY;
    }

    private static String table(String name, List<String> columns) {
        return "CREATE TABLE IF NOT EXISTS " + name + " (\n    " + String.join(",\n    ", columns) + "\n)";
    }

    private static String index(String table, String columns) {
        String name = shortened(table + "_by_" + columns.replaceAll("[^A-Za-z0-9]+", "_"));
        return "CREATE INDEX IF NOT EXISTS " + name + " ON " + table + " (" + columns + ")";
    }
}
