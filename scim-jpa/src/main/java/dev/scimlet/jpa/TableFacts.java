package dev.scimlet.jpa;

import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What the database knows of the tables behind entities. Names are as {@link TableNames#plain} has them, but for those of constraints.
 *
 * @param constraints unique indexes, references and checks
 * @param lengths the most characters that a column takes, by table and column
 */
record TableFacts(List<Constraint> constraints, Map<Column, Long> lengths) {

    /** Nothing is known. */
    static final TableFacts NONE = new TableFacts(List.of(), Map.of());

    /** A column of a table. */
    record Column(String table, String name) {}

    /**
     * A constraint, or an index.
     *
     * @param name as the database names it in its messages
     */
    record Constraint(String name, String table, Set<String> columns) {}

    /** Asks the catalog for tables that may be called so. */
    static TableFacts read(EntityManager entities, Dialect dialect, Set<String> tables) {
        if (tables.isEmpty()) {
            return NONE;
        }
        String marks = marks(tables.size());
        Map<Column, Long> lengths = new HashMap<>();
        Map<String, Set<String>> columns = new HashMap<>();
        for (Object[] row : rows(entities, dialect.columnsOfTables(marks), tables)) {
            Column column = new Column(TableNames.plain(text(row[0])), text(row[1]));
            columns.computeIfAbsent(column.table, key -> new LinkedHashSet<>()).add(column.name);
            if (row[2] instanceof Number length) {
                lengths.put(new Column(column.table, TableNames.plain(column.name)), length.longValue());
            }
        }
        Map<List<String>, Set<String>> constraints = new LinkedHashMap<>();
        for (Object[] row : rows(entities, dialect.constraintsOfTables(marks), tables)) {
            String table = TableNames.plain(text(row[1]));
            constraints
                    .computeIfAbsent(List.of(text(row[0]), table), key -> new LinkedHashSet<>())
                    .addAll(columnsIn(text(row[2]), columns.getOrDefault(table, Set.of())));
        }
        List<Constraint> found = new ArrayList<>();
        constraints.forEach((key, of) -> found.add(new Constraint(key.get(0), key.get(1), of)));
        return new TableFacts(List.copyOf(found), Map.copyOf(lengths));
    }

    /** Places for so many names. */
    static String marks(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(index -> "?" + index)
                .collect(Collectors.joining(", ", "(", ")"));
    }

    /** Asks the catalog for tables of some names. */
    @SuppressWarnings("unchecked")
    static List<Object[]> rows(EntityManager entities, String sql, Collection<String> tables) {
        Query query = entities.createNativeQuery(sql);
        int index = 1;
        for (String table : tables) {
            query.setParameter(index++, table);
        }
        return query.getResultList();
    }

    private static String text(Object value) {
        return String.valueOf(value);
    }

    /** The plain names of columns that are named in a definition: an index may stand on an expression such as {@code lower(login)}. */
    private static Set<String> columnsIn(String definition, Set<String> columns) {
        if (columns.contains(definition)) {
            return Set.of(TableNames.plain(definition));
        }
        return columns.stream()
                .filter(column -> Pattern.compile("(?<![\\w$])" + Pattern.quote(column) + "(?![\\w$(])")
                        .matcher(definition)
                        .find())
                .map(TableNames::plain)
                .collect(Collectors.toSet());
    }
}
