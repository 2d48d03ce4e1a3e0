package dev.scimlet.jpa;

import jakarta.persistence.EntityManager;
import jakarta.persistence.metamodel.EntityType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which lists lead to entities that exist because the database takes nothing else: a foreign key of their join table says so, at
 * once and not only at the commit.
 */
final class MemberKeys {

    private final List<MappedList> lists;
    private volatile Set<MappedList> kept = Set.of();

    MemberKeys(EntityLayout<?> layout) {
        this.lists = layout.allLists().stream().filter(MemberKeys::mayBeKept).toList();
    }

    /** A table of another schema may have the same name. */
    private static boolean mayBeKept(MappedList list) {
        return list.references() instanceof JoinTableReferences rows
                && rows.table().indexOf('.') < 0
                && list.valuePart() instanceof MappedList.Reference;
    }

    /** Whether the database keeps the list to what exists, as far as its keys have been looked at. */
    boolean keep(@Nullable MappedList list) {
        return list != null && kept.contains(list);
    }

    /** A foreign key of one column. */
    private record Key(String table, String column, String target, String targetColumn) {}

    /** Looks at the keys of the tables, which may come later than the application. */
    void learn(EntityManager entities, Database database) {
        if (lists.size() == kept.size()) {
            return;
        }
        Set<MappedList> found = new HashSet<>();
        try {
            Set<Key> keys = keys(entities, database.dialect());
            for (MappedList list : lists) {
                if (isKept(entities, list, keys)) {
                    found.add(list);
                }
            }
        } catch (RuntimeException unreadable) {
            RuntimeException passing = Failures.passing(unreadable);
            if (passing != null) {
                throw passing;
            }
        }
        kept = Set.copyOf(found);
    }

    private Set<Key> keys(EntityManager entities, Dialect dialect) {
        List<String> tables = new ArrayList<>();
        lists.forEach(list -> tables.add(table(list)));
        Map<List<String>, List<Key>> byName = new HashMap<>();
        for (Object[] row : TableFacts.rows(entities, dialect.keysOfTables(TableFacts.marks(tables.size())), tables)) {
            Key key = new Key(plain(row[1]), plain(row[2]), plain(row[3]), plain(row[4]));
            byName.computeIfAbsent(List.of(String.valueOf(row[0]), key.table), name -> new ArrayList<>())
                    .add(key);
        }
        Set<Key> single = new HashSet<>();
        byName.values().stream().filter(columns -> columns.size() == 1).forEach(single::addAll);
        return single;
    }

    private static String plain(Object name) {
        return TableNames.plain(String.valueOf(name));
    }

    private static JoinTableReferences rows(MappedList list) {
        return (JoinTableReferences) Objects.requireNonNull(list.references());
    }

    private static String table(MappedList list) {
        return TableNames.plain(rows(list).table());
    }

    /**
     * A key sees rows that a provider hides, and rows of the table of an entity that extends another one may be that other one.
     */
    private static boolean isKept(EntityManager entities, MappedList list, Set<Key> keys) {
        EntityLayout<?> target = ((MappedList.Reference) list.valuePart()).target();
        EntityType<?> type = entities.getMetamodel().entity(target.entity());
        if (type.getSupertype() instanceof EntityType || !Faithful.isSeen(type)) {
            return false;
        }
        String column = TableNames.plain(rows(list).value());
        Set<String> ids = target.idPath().columns();
        return TableNames.tables(target.entity()).stream()
                .anyMatch(table -> ids.stream().anyMatch(id -> keys.contains(new Key(table(list), column, table, id))));
    }
}
