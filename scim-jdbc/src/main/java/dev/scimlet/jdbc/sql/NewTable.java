package dev.scimlet.jdbc.sql;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** A table to be made: its columns, keys and indexes. */
public final class NewTable {

    private final String name;
    private final Dialect dialect;

    /** Written when all indexes are known, as a text may have another type in these. */
    private final List<Supplier<String>> lines = new ArrayList<>();

    private final List<String> references = new ArrayList<>();
    private final List<String> indexLines = new ArrayList<>();
    private final List<String> indexes = new ArrayList<>();
    private final Set<String> indexed = new HashSet<>();

    public NewTable(String name, Dialect dialect) {
        this.name = name;
        this.dialect = dialect;
    }

    /** What names a row. */
    public void id(String column, Kind kind) {
        String type = kind == Kind.NUMBER ? dialect.identityType() : idType(kind);
        lines.add(() -> column + " " + type + " NOT NULL");
    }

    /** A text that we make has the length of a UUID. */
    private String idType(Kind kind) {
        return kind == Kind.TEXT ? "varchar(36)" : dialect.columnType(kind);
    }

    /** What names the row of another table to which the row belongs. */
    public void owner(String column, Kind kind) {
        lines.add(() -> column + " " + idType(kind) + " NOT NULL");
    }

    /** Columns that are the key of another table, with whose row this one goes. */
    public void reference(List<String> columns, String table, List<String> key) {
        references.add("FOREIGN KEY (" + String.join(", ", columns) + ") REFERENCES " + table + " ("
                + String.join(", ", key) + ") ON DELETE CASCADE");
    }

    /** A column that says to whom rows belong, a tenant. */
    public void scope(String column, Kind kind) {
        lines.add(() -> column + " " + dialect.scopeType(kind) + " NOT NULL");
    }

    public void column(String column, Kind kind) {
        lines.add(() -> column + " " + typeOf(column, kind, dialect.columnType(kind)));
    }

    public void required(String column, Kind kind) {
        lines.add(() -> column + " " + typeOf(column, kind, dialect.columnType(kind)) + " NOT NULL");
    }

    /** A column of keys that we make, ordered by code point. */
    public void key(String column, Kind kind) {
        lines.add(() -> column + " " + typeOf(column, kind, dialect.keyType(kind)));
    }

    private String typeOf(String column, Kind kind, String type) {
        return kind == Kind.TEXT && indexed.contains(column) ? dialect.indexedTextType(type) : type;
    }

    public void unique(List<String> columns) {
        addKey("UNIQUE", columns);
    }

    public void primaryKey(List<String> columns) {
        addKey("PRIMARY KEY", columns);
    }

    private void addKey(String word, List<String> columns) {
        indexed.addAll(columns);
        lines.add(() -> word + " (" + String.join(", ", columns) + ")");
    }

    public void index(String index, List<String> columns) {
        indexed.addAll(columns);
        String of = " (" + String.join(", ", columns) + ")";
        if (dialect.makesIndexesWithTable()) {
            indexLines.add("INDEX " + index + of);
        } else {
            indexes.add("CREATE INDEX IF NOT EXISTS " + index + " ON " + name + of);
        }
    }

    /** What makes the table and its indexes, where they are not there yet. */
    public List<String> statements() {
        List<String> all = new ArrayList<>();
        lines.forEach(line -> all.add(line.get()));
        all.addAll(indexLines);
        all.addAll(references);
        List<String> statements = new ArrayList<>();
        statements.add("CREATE TABLE IF NOT EXISTS " + name + " (\n    " + String.join(",\n    ", all) + "\n)"
                + dialect.tableOptions());
        statements.addAll(indexes);
        return statements.stream().map(dialect::quoted).toList();
    }
}
