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
import dev.scimlet.jdbc.sql.NewTable;
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
        builder.ours()
                .table(tables.table)
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
                ? options -> options.keyColumn(key).keyInBytes()
                : options -> options.text().keyColumn(key);
    }

    private void bindList(String path, String listTable, AttributeDefinition list) {
        builder.list(path, shortened(listTable), OWNER, rows -> {
            if (!list.isComplex()) {
                return ofOwner(rows.column("value", "value_", options(list, hasKey(list) ? "value_key" : null)));
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
            return ofOwner(rows);
        });
    }

    private static ListTable ofOwner(ListTable rows) {
        return rows.tenant(TENANT).positionByVersion(POSITION).cascading();
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

    /**
     * The statements that make the tables of a layout, those that are there already left alone. Where all tables have the
     * tenant, every key, foreign key and index begins with it, so that the tables can be spread over servers by it.
     */
    static List<String> statements(TableLayout layout, Dialect dialect) {
        List<String> statements = new ArrayList<>();
        NewTable table = new NewTable(layout.table(), dialect);
        List<String> scopes = layout.scopes().stream().map(Scope::column).toList();
        List<String> tenant = sharedTenant(layout);
        table.id(layout.id(), layout.idKind());
        layout.scopes().forEach(scope -> table.scope(scope.column(), scope.kind()));
        if (layout.version() != null) {
            table.required(layout.version(), Kind.NUMBER);
        }
        table.required(layout.created(), Kind.TIME);
        table.required(layout.lastModified(), Kind.TIME);
        for (MappedPath path : layout.mapped().paths()) {
            MappedColumn column = layout.column(path);
            if (column != null) {
                addColumns(table, column);
                if (column.definition().uniqueness() != Uniqueness.NONE) {
                    table.unique(with(scopes, compared(column)));
                }
            }
        }
        if (layout.rest() != null) {
            table.column(layout.rest(), Kind.TEXT);
        }
        table.primaryKey(with(tenant, layout.id()));
        if (!scopes.equals(tenant)) {
            // The order of lists: without it a small tenant is looked for among the rows of all
            addIndex(table, layout.table(), with(scopes, layout.id()));
        }
        for (String path : List.of("externalId", "displayName")) {
            for (MappedPath line : layout.mapped().paths()) {
                MappedColumn column = layout.column(line);
                if (column != null && line.path().text().equals(path) && isIndexable(column)) {
                    addIndex(table, layout.table(), with(scopes, compared(column)));
                }
            }
        }
        for (MappedPath line : layout.mapped().paths()) {
            MappedColumn column = layout.column(line);
            if (column != null && TableLayout.refers(line)) {
                // Of whoever is deleted, those who refer to them are looked for
                addIndex(table, layout.table(), with(scopes, compared(column)));
            }
        }
        statements.addAll(table.statements());
        layout.sideTables()
                .forEach(side -> statements.addAll(table(layout, side, dialect).statements()));
        return statements;
    }

    /** The tenant, if all tables of the layout have it; not if the database counts ids, which are then unique in themselves. */
    private static List<String> sharedTenant(TableLayout layout) {
        boolean shared = layout.idKind() != Kind.NUMBER
                && layout.sideTables().stream()
                        .noneMatch(side -> tenant(side.scopes()).isEmpty());
        return shared ? tenant(layout.scopes()) : List.of();
    }

    private static List<String> tenant(List<Scope> scopes) {
        return scopes.stream()
                .filter(scope -> scope.constant() == null)
                .map(Scope::column)
                .toList();
    }

    private static List<String> with(List<String> columns, String last) {
        List<String> all = new ArrayList<>(columns);
        all.add(last);
        return all;
    }

    private static void addColumns(NewTable table, MappedColumn column) {
        table.column(column.name(), column.kind());
        if (column.keyColumn() != null) {
            table.key(column.keyColumn(), column.keyKind());
        }
    }

    private static String compared(MappedColumn column) {
        return column.keyColumn() == null ? column.name() : column.keyColumn();
    }

    private static NewTable table(TableLayout layout, SideTable side, Dialect dialect) {
        NewTable table = new NewTable(side.table(), dialect);
        List<String> shared = sharedTenant(layout);
        List<String> tenant = shared.isEmpty() ? List.of() : tenant(side.scopes());
        table.owner(side.owner(), layout.idKind());
        side.scopes().forEach(scope -> table.scope(scope.column(), scope.kind()));
        if (side.position() != null) {
            table.required(side.position(), Kind.NUMBER);
        }
        side.columns().forEach(column -> addColumns(table, column));
        MappedColumn value = side.valueColumn();
        List<String> owner = with(tenant, side.owner());
        if (side.isReferences() && value != null) {
            table.primaryKey(with(owner, value.name()));
        } else if (side.position() != null && side.positionsAreUnique()) {
            table.primaryKey(with(owner, side.position()));
        } else {
            addIndex(table, side.table(), owner);
        }
        table.reference(owner, layout.table(), with(shared, layout.id()));
        if (value != null && (side.isReferences() || value.keyColumn() != null && isIndexable(value))) {
            addIndex(table, side.table(), with(tenant, compared(value)));
        }
        return table;
    }

    /** An index refuses what is longer than it takes: pictures, certificates, and what a host lets be long. */
    private static boolean isIndexable(MappedColumn column) {
        return !column.definition().type().isText() || column.definition().maxLength() <= TextLimits.KEY;
    }

    private static void addIndex(NewTable table, String name, List<String> columns) {
        String of = String.join(", ", columns).replaceAll("[^A-Za-z0-9]+", "_");
        table.index(shortened(name + "_by_" + of), columns);
    }
}
