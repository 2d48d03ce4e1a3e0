package dev.scimlet.benchmarks.sqlfloor;

import dev.scimlet.benchmarks.database.SqlKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The texts of the statements on users in {@link OwnSchema}, each written once. */
final class OwnSql {

    /** The names of the columns that keep the texts of a user, each key behind its column. */
    static final List<String> WRITTEN = written();

    private static final String GROUPS = " FROM scim_group_members m"
            + " JOIN scim_group g ON g.tenant = m.tenant AND g.id = m.owner_id WHERE m.tenant = ? AND m.value_";

    final String byId;
    final String byIdForUpdate;
    final String byName;
    final String page;
    final String pageAfter;
    final String insertUser;
    final String updateUser;

    private final SqlKind kind;
    private final Map<String, String> shapes = new ConcurrentHashMap<>();

    OwnSql(SqlKind kind) {
        this.kind = kind;
        String columns = "SELECT r.id, r.version, r.created, r.last_modified, r.active, "
                + OwnColumns.TEXTS.stream().map(text -> "r." + text.column()).collect(Collectors.joining(", "));
        byId = columns + " FROM scim_user r WHERE r.tenant = ? AND r.id = ?";
        byIdForUpdate = byId + " FOR UPDATE";
        byName = columns + " FROM scim_user r WHERE r.tenant = ? AND r.user_name_key = ?";
        page = columns + ", (SELECT COUNT(*) FROM scim_user WHERE tenant = ?) FROM scim_user r " + ofPage();
        pageAfter = columns + " FROM scim_user r WHERE r.tenant = ? AND r.id > ? ORDER BY r.id LIMIT ?";
        insertUser = "INSERT INTO scim_user (id, tenant, version, created, last_modified, active, "
                + String.join(", ", WRITTEN) + ") VALUES (" + marks(6 + WRITTEN.size()) + ")";
        updateUser = "UPDATE scim_user SET last_modified = ?, version = version + 1, active = ?, "
                + WRITTEN.stream().map(name -> name + " = ?").collect(Collectors.joining(", "))
                + " WHERE tenant = ? AND id = ? AND version = ?";
    }

    /** The rows before the page are skipped in an index alone. The same parameters on all databases. */
    private String ofPage() {
        String ids = "SELECT id FROM scim_user WHERE tenant = ? ORDER BY id LIMIT ? OFFSET ?";
        return kind == SqlKind.POSTGRESQL
                ? "WHERE r.tenant = ? AND r.id = ANY (ARRAY(" + ids + ")) ORDER BY r.id"
                : "JOIN (" + ids + ") p ON p.id = r.id WHERE r.tenant = ? ORDER BY r.id";
    }

    private static List<String> written() {
        List<String> names = new ArrayList<>();
        for (OwnColumns.Text text : OwnColumns.TEXTS) {
            names.add(text.column());
            if (text.key() != OwnColumns.Key.NONE) {
                names.add(text.column() + "_key");
            }
        }
        return List.copyOf(names);
    }

    /** The entries of one list of so many owners: owner, {@code primary}, the parts. */
    String entries(OwnColumns.Entries list, int owners) {
        return shape("entries " + list.name() + (isSingle(owners) ? "" : marksOf(owners)), () -> {
            String parts =
                    list.parts().stream().map(part -> "e." + part.column()).collect(Collectors.joining(", "));
            return "SELECT e.owner_id, e.primary_, " + parts + " FROM " + list.table()
                    + " e WHERE e.tenant = ? AND e.owner_id" + isAnyOf(owners) + " ORDER BY e.owner_id, e.ordinal";
        });
    }

    /** The groups of so many users: user, group, name. */
    String groups(int users) {
        return shape(
                "groups " + (isSingle(users) ? "" : marksOf(users)),
                () -> "SELECT m.value_, g.id, g.display_name" + GROUPS + isAnyOf(users) + " ORDER BY g.id");
    }

    /**
     * The entries of all lists and the groups: which list, the owner, the place, the parts, {@code primary}. Tenant and owners are
     * asked for once for each list and for the groups.
     */
    String allEntries(int owners) {
        return shape("all " + (isSingle(owners) ? "" : marksOf(owners)), () -> {
            var sql = new StringBuilder();
            for (int number = 0; number < OwnColumns.LISTS.size(); number++) {
                OwnColumns.Entries list = OwnColumns.LISTS.get(number);
                sql.append(number == 0 ? "SELECT " : " UNION ALL SELECT ").append(number);
                sql.append(" AS l, e.owner_id AS o, e.ordinal AS n");
                for (int part = 0; part < OwnColumns.MOST_PARTS; part++) {
                    boolean there = part < list.parts().size();
                    sql.append(", ")
                            .append(there ? "e." + list.parts().get(part).column() : absent("varchar"));
                    sql.append(" AS t").append(part);
                }
                sql.append(", e.primary_ AS p FROM ").append(list.table());
                sql.append(" e WHERE e.tenant = ? AND e.owner_id").append(isAnyOf(owners));
            }
            sql.append(" UNION ALL SELECT ").append(OwnColumns.LISTS.size());
            sql.append(", m.value_, 0, g.id, g.display_name");
            sql.append((", " + absent("varchar")).repeat(OwnColumns.MOST_PARTS - 2));
            sql.append(", ").append(absent("boolean"));
            sql.append(GROUPS).append(isAnyOf(owners)).append(" ORDER BY 1, 2, 3, 4");
            return sql.toString();
        });
    }

    private String absent(String type) {
        return kind == SqlKind.MARIADB ? "NULL" : "CAST(NULL AS " + type + ")";
    }

    /** Several values are one array where there are arrays. */
    String isAnyOf(int count) {
        if (isSingle(count)) {
            return " = ?";
        }
        return kind == SqlKind.MARIADB ? " IN (" + marks(count) + ")" : " = ANY (?)";
    }

    private static boolean isSingle(int count) {
        return count == 1;
    }

    private String marksOf(int count) {
        return kind == SqlKind.MARIADB ? Integer.toString(count) : "several";
    }

    private static List<String> columnsOf(OwnColumns.Entries list) {
        List<String> names = new ArrayList<>(List.of("owner_id", "tenant", "ordinal", "primary_"));
        for (OwnColumns.Part part : list.parts()) {
            names.add(part.column());
            if (part.key() != OwnColumns.Key.NONE) {
                names.add(part.keyColumn());
            }
        }
        return names;
    }

    String insertEntries(OwnColumns.Entries list, int count) {
        return shape("insert " + list.name() + count, () -> {
            List<String> names = columnsOf(list);
            String row = "(" + marks(names.size()) + ")";
            return "INSERT INTO " + list.table() + " (" + String.join(", ", names) + ") VALUES " + rows(row, count);
        });
    }

    String deleteEntries(OwnColumns.Entries list) {
        return shape(
                "delete " + list.name(), () -> "DELETE FROM " + list.table() + " WHERE tenant = ? AND owner_id = ?");
    }

    /** PostgreSQL: a user with entries, so many of each list, in one statement; the entries' parameters come first. */
    String createAtOnce(int[] counts) {
        return shape("create " + Arrays.toString(counts), () -> {
            List<String> parts = new ArrayList<>();
            for (int number = 0; number < counts.length; number++) {
                if (counts[number] > 0) {
                    parts.add(
                            "l" + number + " AS (" + insertEntries(OwnColumns.LISTS.get(number), counts[number]) + ")");
                }
            }
            return (parts.isEmpty() ? "" : "WITH " + String.join(", ", parts) + " ") + insertUser;
        });
    }

    /**
     * PostgreSQL: the user, if of the version that was read, and the lists that changed, in one statement.
     *
     * @param counts the entries of each list, or -1 if it is as it was
     */
    String saveAtOnce(int[] counts) {
        return shape("save " + Arrays.toString(counts), () -> {
            var sql = new StringBuilder("WITH u AS (").append(updateUser).append(" RETURNING tenant, id)");
            for (int number = 0; number < counts.length; number++) {
                OwnColumns.Entries list = OwnColumns.LISTS.get(number);
                if (counts[number] >= 0) {
                    sql.append(", d").append(number).append(" AS (DELETE FROM ").append(list.table());
                    sql.append(" l USING u WHERE l.tenant = u.tenant AND l.owner_id = u.id)");
                }
                if (counts[number] > 0) {
                    List<String> names = columnsOf(list);
                    String row = "(?, ?, ?::bigint, ?::boolean" + ", ?".repeat(names.size() - 4) + ")";
                    sql.append(", i").append(number).append(" AS (INSERT INTO ").append(list.table());
                    sql.append(" (").append(String.join(", ", names)).append(") SELECT v.* FROM u, (VALUES ");
                    sql.append(rows(row, counts[number])).append(") v)");
                }
            }
            return sql.append(" SELECT id FROM u").toString();
        });
    }

    private static String rows(String row, int count) {
        return IntStream.range(0, count).mapToObj(number -> row).collect(Collectors.joining(", "));
    }

    private static String marks(int count) {
        return "?" + ", ?".repeat(count - 1);
    }

    /** Texts are made of other texts, so that {@code computeIfAbsent} would meet itself. */
    private String shape(String key, Supplier<String> text) {
        String known = shapes.get(key);
        if (known == null) {
            known = text.get();
            shapes.put(key, known);
        }
        return known;
    }
}
