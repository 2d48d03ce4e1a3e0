package dev.scimlet.jdbc.sql;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rows of several tables as one result, by {@code UNION ALL}. The first column tells the table, the second is a number by
 * which its rows are ordered; of the others, columns of the same kind share a place, so that the result is no wider than need
 * be.
 */
public final class Union {

    /** The place of the number of the table, from 0. */
    public static final int TABLE = 1;

    /** The place of the number that orders. */
    public static final int ORDER = 2;

    private static final int FIRST = 3;

    private final List<List<Column>> tables;
    private final List<int[]> places = new ArrayList<>();
    private final List<Kind> kinds = new ArrayList<>();

    /**
     * A column of a table.
     *
     * @param expression what is selected
     */
    public record Column(String expression, Kind kind) {}

    /** @param tables the columns of each */
    public Union(List<List<Column>> tables) {
        this.tables = List.copyOf(tables);
        Map<Kind, List<Integer>> byKind = new EnumMap<>(Kind.class);
        for (List<Column> columns : tables) {
            Map<Kind, Integer> used = new EnumMap<>(Kind.class);
            int[] of = new int[columns.size()];
            for (int i = 0; i < of.length; i++) {
                Kind kind = columns.get(i).kind();
                List<Integer> known = byKind.computeIfAbsent(kind, missing -> new ArrayList<>());
                int number = used.merge(kind, 1, Integer::sum) - 1;
                if (number == known.size()) {
                    known.add(kinds.size());
                    kinds.add(kind);
                }
                of[i] = FIRST + known.get(number);
            }
            places.add(of);
        }
    }

    /** How many columns the result has. */
    public int width() {
        return FIRST - 1 + kinds.size();
    }

    /** Where the columns of a table stand in the result. */
    public int[] places(int table) {
        return places.get(table);
    }

    /** What is selected from a table, behind its number and the one that orders: {@code , e.value_, NULL}. */
    public String columns(int table, Dialect dialect) {
        return columns(
                table,
                dialect,
                tables.get(table).stream().map(Column::expression).toList());
    }

    /** As {@link #columns(int, Dialect)}, with other expressions in the place of the columns. */
    public String columns(int table, Dialect dialect, List<String> expressions) {
        @Nullable String[] selected = new String[kinds.size()];
        for (int i = 0; i < expressions.size(); i++) {
            int place = places.get(table)[i] - FIRST;
            String expression = expressions.get(i);
            selected[place] = kinds.get(place) == Kind.TEXT ? dialect.united(expression) : expression;
        }
        StringBuilder sql = new StringBuilder();
        for (int i = 0; i < selected.length; i++) {
            // The first table says of which type the places are
            String none = table == 0 ? "CAST(NULL AS " + dialect.castType(kinds.get(i)) + ")" : "NULL";
            sql.append(", ").append(selected[i] == null ? none : selected[i]);
        }
        return sql.toString();
    }

    /** As many columns, without values: of a further table, of which nothing but a number is told. */
    public String noColumns() {
        return ", NULL".repeat(kinds.size());
    }
}
