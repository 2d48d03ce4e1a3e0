package dev.scimlet.jdbc;

import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.spi.DisplayName;
import dev.scimlet.spi.mapping.MappedPath;
import dev.scimlet.spi.mapping.MappedType;
import dev.scimlet.spi.mapping.Unmapped;
import dev.scimlet.spi.sql.ConnectionSource;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Says which column holds what. Paths are written as in Entra ID's mapping table; names of tables and columns are plain,
 * or in double quotes where the database needs them. A mistake is an {@link IllegalArgumentException} that names the
 * line to mend.
 */
public final class JdbcRepositoryBuilder {

    /** A third of the half minute that clients wait for an answer: a scan of a million rows takes less. */
    private static final Duration STATEMENT_TIMEOUT = Duration.ofSeconds(10);

    private final ConnectionSource connections;
    private final MappedType.Builder mapping;
    private final List<Line> lines = new ArrayList<>();
    private final Map<String, Object> constants = new LinkedHashMap<>();
    private @Nullable String table;
    private @Nullable String id;
    private IdType idType = IdType.TEXT;
    private @Nullable String tenant;
    private Kind tenantKind = Kind.TEXT;
    private @Nullable String version;
    private @Nullable String created;
    private @Nullable String lastModified;
    private @Nullable String rest;
    private Clock clock = Clock.systemUTC();
    private Duration statementTimeout = STATEMENT_TIMEOUT;

    private sealed interface Line {
        record OfColumn(String path, String column, ColumnOptions options) implements Line {}

        record OfTable(String path, String table, String owner, ListTable list) implements Line {}
    }

    JdbcRepositoryBuilder(ResourceType type, ConnectionSource connections) {
        this.connections = connections;
        this.mapping = MappedType.of(type);
    }

    /** The table with one row for each resource. */
    public JdbcRepositoryBuilder table(String name) {
        this.table = Texts.name(name);
        return this;
    }

    /**
     * The key of the table, a text: new rows get a UUID of version 7 in lower case. Keys of other types are said with {@link
     * #id(String, IdType)}; a whole number that is called a text is refused when the repository is built, or if the table is not
     * there yet, when something is written.
     */
    public JdbcRepositoryBuilder id(String column) {
        return id(column, IdType.TEXT);
    }

    /** The key of the table. */
    public JdbcRepositoryBuilder id(String column, IdType type) {
        this.id = Texts.name(column);
        this.idType = type;
        return this;
    }

    /** The column that holds the tenant, a text. Without one the table belongs to a single tenant. */
    public JdbcRepositoryBuilder tenant(String column) {
        return tenant(column, IdType.TEXT);
    }

    /** The column that holds the tenant. */
    public JdbcRepositoryBuilder tenant(String column, IdType type) {
        if (!type.prefix().isEmpty()) {
            throw new IllegalArgumentException("a tenant has no prefix");
        }
        this.tenant = Texts.name(column);
        this.tenantKind = type.kind();
        return this;
    }

    /**
     * Only rows with this value are resources of the type, and new rows get it.
     *
     * @param value a text, boolean or whole number
     */
    public JdbcRepositoryBuilder only(String column, Object value) {
        constants.put(Texts.name(column), Scope.constant(column, value));
        return this;
    }

    /**
     * A column of whole numbers, not null, that counts changes; the application counts too when it writes. Without one
     * the time of the last change is the version: it then grows with every change, if by a millisecond only, and its
     * column holds milliseconds at least ({@code timestamp(3)}).
     */
    public JdbcRepositoryBuilder version(String column) {
        this.version = Texts.name(column);
        return this;
    }

    /** The time of creation, {@code timestamp with time zone}. */
    public JdbcRepositoryBuilder created(String column) {
        this.created = Texts.name(column);
        return this;
    }

    /** The time of the last change, {@code timestamp with time zone}. */
    public JdbcRepositoryBuilder lastModified(String column) {
        this.lastModified = Texts.name(column);
        return this;
    }

    /** Binds a path to a column. */
    public JdbcRepositoryBuilder column(String path, String column) {
        return column(path, column, plain -> plain);
    }

    /** Binds a path to a column with options. */
    public JdbcRepositoryBuilder column(String path, String column, UnaryOperator<ColumnOptions> choose) {
        ColumnOptions options = choose.apply(new ColumnOptions());
        AttributeDefinition definition = mapping.single(path, options.isReadOnly());
        options.kindFor(definition);
        lines.add(new Line.OfColumn(path, Texts.name(column), options));
        return this;
    }

    /**
     * Binds a list to a table of its own.
     *
     * @param owner the column that holds the key of the resource
     * @param choose names the columns
     */
    public JdbcRepositoryBuilder list(String path, String sideTable, String owner, UnaryOperator<ListTable> choose) {
        ListTable list = choose.apply(new ListTable());
        if (list.columns().isEmpty()) {
            throw new IllegalArgumentException("the table of '" + path + "' has no columns");
        }
        List<String> parts = new ArrayList<>(list.columns().keySet());
        parts.addAll(list.fixed().keySet());
        checkFixed(mapping.list(path, false, parts), list);
        lines.add(new Line.OfTable(path, Texts.name(sideTable), Texts.name(owner), list));
        return this;
    }

    private static void checkFixed(AttributeDefinition definition, ListTable list) {
        list.fixed().forEach((part, value) -> {
            boolean text = Objects.requireNonNull(definition.find(part)).type().isText();
            if (text ? !(value instanceof String) : !(value instanceof Boolean)) {
                throw new IllegalArgumentException("'" + part + "' cannot be " + value);
            }
        });
    }

    /**
     * Binds a list of references, such as {@code members}, to a join table, whose rows are added and removed and never
     * rewritten.
     *
     * @param owner the column that holds the key of the resource
     * @param value the column that holds the key of what is referred to, a text
     * @see #list for a table with columns for the tenant or for the type of what is referred to
     */
    public JdbcRepositoryBuilder members(String path, String joinTable, String owner, String value) {
        return members(path, joinTable, owner, value, IdType.TEXT);
    }

    /** As {@link #members(String, String, String, String)} with keys of another type. */
    public JdbcRepositoryBuilder members(String path, String joinTable, String owner, String value, IdType valueType) {
        return list(path, joinTable, owner, join -> join.column("value", value, valueType::apply));
    }

    /** Leaves out an attribute that would be there without a line: {@code externalId}, {@code groups}. */
    public JdbcRepositoryBuilder without(String attribute) {
        mapping.without(attribute);
        return this;
    }

    /** Values that no line takes are dropped, where they would be refused otherwise. */
    public JdbcRepositoryBuilder ignoreUnmapped() {
        mapping.unmapped(Unmapped.IGNORE);
        return this;
    }

    /**
     * A column of text that keeps as JSON what no line takes. The whole resource type is then advertised. What stands
     * there cannot be searched: such a filter is refused.
     */
    public JdbcRepositoryBuilder rest(String column) {
        this.rest = Texts.name(column);
        mapping.unmapped(Unmapped.KEEP);
        return this;
    }

    /**
     * How long one statement may take, 10 seconds by default. The database ends one that takes longer, and the client gets a
     * 503 with {@code Retry-After}: that its search is too dear and that the database is too busy look the same from here.
     * H2 is not limited, since it would limit all that the application does with the connection.
     *
     * @param timeout whole seconds, one or more
     */
    public JdbcRepositoryBuilder statementTimeout(Duration timeout) {
        if (timeout.compareTo(Duration.ofSeconds(1)) < 0 || timeout.toSeconds() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("a statement may take a second or more, not " + timeout);
        }
        this.statementTimeout = timeout;
        return this;
    }

    /** The clock of {@code created} and {@code lastModified}. */
    public JdbcRepositoryBuilder clock(Clock value) {
        this.clock = value;
        return this;
    }

    /**
     * The repository. The database is asked what it is, and whether the key is a whole number; if it cannot be reached, that
     * waits for the first request. Whether the tables have these columns is not asked: a statement fails then, and the log says
     * which.
     *
     * @throws IllegalArgumentException if something is missing or does not fit, with the line to mend, or if the
     *     database is not supported
     */
    public JdbcRepository build() {
        MappedType mapped = mapping.build();
        List<@Nullable MappedColumn> columns = new ArrayList<>();
        List<@Nullable SideTable> tables = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            MappedPath path = mapped.paths().get(i);
            Line line = lines.get(i);
            columns.add(
                    line instanceof Line.OfColumn single
                            ? new MappedColumn(path.target(), single.column, single.options)
                            : null);
            tables.add(line instanceof Line.OfTable list ? sideTable(path, list) : null);
        }
        TableLayout layout = new TableLayout(
                mapped,
                needed(table, "table"),
                needed(id, "id"),
                idType,
                scopes(tenant, tenantKind, constants),
                version,
                needed(created, "created"),
                needed(lastModified, "lastModified"),
                columns,
                tables,
                rest,
                display(mapped, columns),
                statementTimeout);
        checkWriters(layout);
        return new JdbcRepository(connections, layout, clock);
    }

    private static void checkWriters(TableLayout layout) {
        ColumnWriters writers = new ColumnWriters(layout.table());
        writers.add(layout.id(), "'.id(...)'");
        layout.scopes().forEach(scope -> writers.add(scope.column(), scope.text()));
        writers.add(layout.version(), "'.version(...)'");
        writers.add(layout.created(), "'.created(...)'");
        writers.add(layout.lastModified(), "'.lastModified(...)'");
        writers.add(layout.rest(), "'.rest(...)'");
        for (MappedPath path : layout.mapped().paths()) {
            MappedColumn column = layout.column(path);
            if (column != null && !column.isReadOnly()) {
                writers.add(column, "'" + path.path().text() + "'");
            }
        }
        layout.sideTables().forEach(SideTable::checkWriters);
    }

    private static String needed(@Nullable String name, String method) {
        if (name == null) {
            throw new IllegalArgumentException("the mapping does not say '." + method + "(...)'");
        }
        return name;
    }

    private static List<Scope> scopes(@Nullable String tenant, Kind tenantKind, Map<String, Object> constants) {
        List<Scope> scopes = new ArrayList<>();
        if (tenant != null) {
            scopes.add(new Scope(tenant, tenantKind, null));
        }
        constants.forEach((column, raw) -> scopes.add(new Scope(column, Scope.kindOf(raw), raw)));
        return scopes;
    }

    /** Numbers of several tables in one column: a deleted group would take the user of the same number along. */
    private static void checkIsOfOneType(MappedPath path, Line.OfTable line) {
        boolean said =
                line.list.columns().containsKey("type") || line.list.fixed().containsKey("type");
        if (Memberships.isMadeOf(path) && !said && line.list.options("value").isBareNumber()) {
            throw new IllegalArgumentException("the numbers of '" + path.path().text() + "' in the table " + line.table
                    + " may be ids of users or of groups: give the ids of each type a prefix with IdType.number(...), or"
                    + " bind 'type' to a column or a constant");
        }
    }

    private SideTable sideTable(MappedPath path, Line.OfTable line) {
        AttributeDefinition list = path.target();
        checkIsOfOneType(path, line);
        List<MappedColumn> columns = new ArrayList<>();
        line.list.columns().forEach((part, column) -> {
            AttributeDefinition definition = list.isComplex() ? Objects.requireNonNull(list.find(part)) : list;
            columns.add(new MappedColumn(definition, column, line.list.options(part)));
        });
        Attributes fixed = Attributes.empty(list);
        for (Map.Entry<String, Object> constant : line.list.fixed().entrySet()) {
            fixed = fixed.with(Objects.requireNonNull(list.find(constant.getKey())), constant.getValue());
        }
        return new SideTable(
                path,
                fixed,
                line.table,
                line.owner,
                idType.kind(),
                scopes(line.list.tenant(), tenantKind, line.list.constants()),
                columns,
                line.list.position(),
                line.list.positionsByVersion(),
                statementTimeout);
    }

    /** What people call a resource: the first of these that is mapped and has a value. */
    private static List<MappedColumn> display(MappedType mapped, List<@Nullable MappedColumn> columns) {
        List<MappedColumn> display = new ArrayList<>();
        for (String path : DisplayName.PATHS) {
            for (MappedPath line : mapped.paths()) {
                MappedColumn column = columns.get(line.index());
                if (column != null && line.path().text().equals(path)) {
                    display.add(column);
                }
            }
        }
        return display;
    }
}
