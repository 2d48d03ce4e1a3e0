package dev.scimlet.jdbc;

import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.schema.Uniqueness;
import dev.scimlet.jdbc.Finding.Rule;
import dev.scimlet.jdbc.sql.Catalog;
import dev.scimlet.jdbc.sql.Dialect;
import dev.scimlet.jdbc.sql.Kind;
import dev.scimlet.jdbc.sql.Names;
import dev.scimlet.spi.mapping.MappedPath;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compares the tables of a mapping with what it needs of them. A table that is not there yet is passed over. */
final class Check {

    /** Fewer do not hold the statements of two types, with filters and pages. */
    private static final int STATEMENTS = 64;

    /** Clients see milliseconds. */
    private static final int DIGITS = 3;

    private final TableLayout layout;
    private final Connection connection;
    private final Dialect dialect;
    private final List<Finding> findings = new ArrayList<>();

    Check(TableLayout layout, Connection connection, Dialect dialect) {
        this.layout = layout;
        this.connection = connection;
        this.dialect = dialect;
    }

    List<Finding> findings() throws SQLException {
        Optional<Catalog> resources = Catalog.of(connection, dialect, layout.table());
        if (resources.isPresent()) {
            checkReferences(resources.get());
            checkUnique(resources.get());
            checkTimes(resources.get());
            checkTexts(layout.table(), resources.get(), exactColumns());
        }
        for (SideTable side : layout.sideTables()) {
            Optional<Catalog> entries = Catalog.of(connection, dialect, side.table());
            if (entries.isPresent()) {
                checkSide(side, entries.get());
            }
        }
        if (dialect.remembered(connection) < STATEMENTS) {
            add(
                    Rule.STATEMENT_CACHE,
                    layout.table(),
                    "H2 remembers " + dialect.remembered(connection)
                            + " statements for each connection, and there are more: this belongs at the end of its URL",
                    ";QUERY_CACHE_SIZE=" + 4 * STATEMENTS);
        }
        return List.copyOf(findings);
    }

    private void add(Rule rule, String table, String detail, String remedy) {
        findings.add(new Finding(rule, table, detail, remedy));
    }

    // ---- references

    private void checkReferences(Catalog resources) throws SQLException {
        List<String> scopes = columns(layout.scopes());
        for (MappedPath path : layout.mapped().paths()) {
            MappedColumn column = layout.column(path);
            if (column != null && TableLayout.refers(path)) {
                needIndex(layout.table(), resources, compared(column), scopes);
            }
        }
        for (Catalog.Reference reference : resources.referring()) {
            Optional<Catalog> referring = Catalog.of(connection, dialect, reference.table());
            boolean ofMapping = layout.sideTables().stream()
                            .anyMatch(side -> Names.same(last(side.table()), last(reference.table())))
                    || Names.same(last(reference.table()), last(layout.table()));
            if (referring.isPresent() && !ofMapping) {
                String column = reference.columns().get(reference.columns().size() - 1);
                needIndex(dialect.quoted(reference.table()), referring.get(), column, reference.columns());
            }
        }
    }

    private static String last(String table) {
        return table.substring(table.lastIndexOf('.') + 1);
    }

    private void needIndex(String table, Catalog catalog, String column, List<String> given) {
        if (catalog.column(column).isEmpty()
                || catalog.indexes().stream().anyMatch(index -> index.finds(column, given))) {
            return;
        }
        Set<String> columns = new LinkedHashSet<>();
        given.stream().filter(other -> !Names.same(other, column)).forEach(columns::add);
        columns.add(column);
        add(
                Rule.INDEX,
                table,
                "each deletion of what " + column + " of " + table + " refers to looks at all rows: there is no index",
                dialect.quoted("CREATE INDEX " + indexName(table, column) + " ON " + table + " ("
                        + String.join(", ", columns) + ")"));
    }

    private static String indexName(String table, String column) {
        String name = (last(table) + "_by_" + column).replaceAll("[^A-Za-z0-9_]+", "");
        return name.length() <= 60 ? name : name.substring(0, 60);
    }

    private void checkSide(SideTable side, Catalog entries) throws SQLException {
        List<String> scopes = columns(side.scopes());
        needIndex(side.table(), entries, side.owner(), scopes);
        MappedColumn value = side.valueColumn();
        if (side.isReferences() && value != null) {
            needIndex(side.table(), entries, compared(value), scopes);
        }
        boolean refers = entries.references().stream()
                .anyMatch(reference -> reference.columns().stream().anyMatch(one -> Names.same(one, side.owner()))
                        && Names.same(last(reference.other()), last(layout.table())));
        if (!refers && entries.column(side.owner()).isPresent()) {
            add(
                    Rule.FOREIGN_KEY,
                    side.table(),
                    side.owner() + " of " + side.table() + " is no foreign key: rows may stay when their resource goes",
                    dialect.quoted("ALTER TABLE " + side.table() + " ADD FOREIGN KEY (" + side.owner() + ") REFERENCES "
                            + layout.table() + " (" + layout.id() + ")"));
        }
        List<String> exact = new ArrayList<>(textScopes(side.scopes()));
        side.columns().forEach(column -> addExact(exact, column));
        checkTexts(side.table(), entries, exact);
    }

    private static List<String> columns(List<Scope> scopes) {
        return scopes.stream().map(Scope::column).toList();
    }

    private static String compared(MappedColumn column) {
        String key = column.keyColumn();
        return key == null ? column.name() : key;
    }

    // ---- unique values

    private void checkUnique(Catalog resources) {
        List<String> scopes = columns(layout.scopes());
        for (MappedPath path : layout.mapped().paths()) {
            MappedColumn column = layout.column(path);
            if (column != null
                    && !column.isReadOnly()
                    && path.target().uniqueness() != Uniqueness.NONE
                    && resources.column(column.name()).isPresent()) {
                checkUnique(resources, path, column, scopes);
            }
        }
    }

    private void checkUnique(Catalog resources, MappedPath path, MappedColumn column, List<String> scopes) {
        String key = column.keyColumn();
        String generated = column.generatedKeyColumn();
        boolean itself = key == null && generated == null;
        boolean lowered =
                itself && column.kind() == Kind.TEXT && !column.definition().caseExact();
        String unique = key != null ? key : generated != null ? generated : column.name();
        boolean ofLower = lowered && dialect.canIndexLower();
        boolean kept = resources.indexes().stream()
                .filter(Catalog.Index::unique)
                .anyMatch(index -> index.parts().stream()
                        .allMatch(part -> scopes.stream().anyMatch(scope -> Names.same(scope, part))
                                || (ofLower ? isLower(part, unique) : Names.same(part, unique))));
        if (!kept) {
            String others = scopes.stream().map(scope -> scope + ", ").reduce("", String::concat);
            String remedy = ofLower
                    ? "CREATE UNIQUE INDEX ON " + layout.table() + " (" + others + "LOWER(" + unique + "))"
                    : "ALTER TABLE " + layout.table() + " ADD UNIQUE (" + others + unique + ")";
            add(
                    Rule.UNIQUE,
                    layout.table(),
                    "'" + path.path().text() + "' is unique, and nothing keeps two requests from storing the same"
                            + (ofLower ? " in another case" : ""),
                    dialect.quoted(remedy));
        }
    }

    private static boolean isLower(String part, String column) {
        String plain = part.toLowerCase(java.util.Locale.ROOT).replaceAll("\\(\\((.*)\\)::text\\)", "($1)");
        return plain.startsWith("lower(")
                && plain.contains(column.toLowerCase(java.util.Locale.ROOT).replace("\"", ""));
    }

    // ---- times

    private void checkTimes(Catalog resources) throws SQLException {
        Set<String> times = new LinkedHashSet<>(List.of(layout.created(), layout.lastModified()));
        for (MappedPath path : layout.mapped().paths()) {
            MappedColumn column = layout.column(path);
            if (column != null && column.kind() == Kind.TIME) {
                times.add(column.name());
            }
        }
        for (String time : times) {
            Catalog.@Nullable Column column = resources.column(time).orElse(null);
            if (column != null && dialect.digits(column) < DIGITS) {
                add(
                        Rule.TIMES,
                        layout.table(),
                        time + " of " + layout.table() + " keeps " + dialect.digits(column)
                                + " digits of a second: what clients send, or a second change, is lost",
                        dialect.mendTimes(connection, layout.table(), column));
            }
        }
    }

    // ---- texts

    /** Columns whose texts must be equal only if they do not differ: of others, statements take care. */
    private List<String> exactColumns() {
        List<String> exact = new ArrayList<>(textScopes(layout.scopes()));
        for (MappedPath path : layout.mapped().paths()) {
            MappedColumn column = layout.column(path);
            if (column != null) {
                addExact(exact, column);
            }
        }
        return exact;
    }

    private static List<String> textScopes(List<Scope> scopes) {
        return scopes.stream()
                .filter(scope -> scope.kind() == Kind.TEXT && scope.constant() == null)
                .map(Scope::column)
                .toList();
    }

    private static void addExact(List<String> exact, MappedColumn column) {
        AttributeDefinition definition = column.definition();
        String key = column.keyColumn();
        if (key != null && column.keyKind() == Kind.TEXT) {
            exact.add(key);
        } else if (key == null
                && column.kind() == Kind.TEXT
                && definition.caseExact()
                && !column.isWriteOnly()
                && definition.name().equals("externalId")) {
            exact.add(column.name());
        }
    }

    private void checkTexts(String table, Catalog catalog, List<String> exact) throws SQLException {
        Map<String, String> coarse = dialect.coarseColumns(connection, catalog);
        for (String name : exact) {
            Optional<Catalog.Column> column = catalog.column(name);
            if (column.isPresent() && coarse.containsKey(column.get().name())) {
                add(
                        Rule.COLLATION,
                        table,
                        name + " of " + table + " is " + coarse.get(column.get().name())
                                + ", which takes texts for the same that differ in case or accents",
                        dialect.mendCoarse(connection, table, column.get()));
            }
        }
    }
}
