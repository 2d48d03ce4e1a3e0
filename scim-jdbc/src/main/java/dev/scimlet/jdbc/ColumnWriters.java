package dev.scimlet.jdbc;

import dev.scimlet.jdbc.sql.Names;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who writes which column of a table. Of two that write the same one, the second would overwrite the first. */
final class ColumnWriters {

    private final String table;
    private final List<Writer> writers = new ArrayList<>();

    private record Writer(String column, String name) {}

    ColumnWriters(String table) {
        this.table = table;
    }

    /** @throws IllegalArgumentException if the column has a writer already */
    void add(@Nullable String column, String name) {
        if (column == null) {
            return;
        }
        for (Writer other : writers) {
            if (Names.same(column, other.column)) {
                throw new IllegalArgumentException(
                        "column " + column + " of " + table + " is written by " + other.name + " and by " + name
                                + "; one that follows is '.derived()', and one that clients only read '.readOnly()'");
            }
        }
        writers.add(new Writer(column, name));
    }

    void add(MappedColumn column, String name) {
        add(column.name(), name);
        add(column.keyColumn(), "the key of " + name);
    }
}
