package dev.scimlet.benchmarks.sqlfloor;

import dev.scimlet.benchmarks.database.SqlKind;
import java.util.Set;

/**
 * The tables that {@code JdbcRepository.inOwnTables} keeps standard users and groups in, written down for the floor: a column for
 * each text, a key column beside it for comparisons, a table for each list, and the same keys and indexes, all with the tenant
 * before everything else.
 */
final class OwnSchema {

    /** Columns of a user whose keys have an index. */
    private static final Set<String> INDEXED = Set.of("external_id", "user_name", "display_name");

    private final SqlKind kind;
    private final StringBuilder script = new StringBuilder();

    private OwnSchema(SqlKind kind) {
        this.kind = kind;
    }

    static String script(SqlKind kind) {
        var schema = new OwnSchema(kind);
        schema.addUsers();
        OwnColumns.LISTS.forEach(schema::addList);
        schema.addGroups();
        return schema.script.toString();
    }

    private void addUsers() {
        begin("scim_user");
        for (OwnColumns.Text text : OwnColumns.TEXTS) {
            addText(text.column(), text.column() + "_key", text.key(), INDEXED.contains(text.column()));
        }
        script.append(", active boolean, password ").append(text());
        script.append(", UNIQUE (tenant, user_name_key), PRIMARY KEY (tenant, id)");
        end();
        index("scim_user", "tenant, external_id_key");
        index("scim_user", "tenant, display_name_key");
    }

    private void addList(OwnColumns.Entries list) {
        script.append("CREATE TABLE ").append(list.table());
        script.append(" (owner_id varchar(36) NOT NULL, tenant ").append(tenant());
        script.append(" NOT NULL, ordinal bigint NOT NULL, primary_ boolean");
        for (OwnColumns.Part part : list.parts()) {
            addText(part.column(), part.keyColumn(), part.key(), isSearchedBy(part));
        }
        script.append(", PRIMARY KEY (tenant, owner_id, ordinal)");
        script.append(", FOREIGN KEY (tenant, owner_id) REFERENCES scim_user (tenant, id) ON DELETE CASCADE");
        end();
        if (isSearchedBy(list.parts().get(0))) {
            index(list.table(), "tenant, value_key");
        }
    }

    private static boolean isSearchedBy(OwnColumns.Part part) {
        return part.keyColumn().equals("value_key") && part.key() != OwnColumns.Key.NONE;
    }

    private void addGroups() {
        begin("scim_group");
        addText("external_id", "external_id_key", OwnColumns.Key.EXACT, true);
        addText("display_name", "display_name_key", OwnColumns.Key.FOLDED, true);
        script.append(", PRIMARY KEY (tenant, id)");
        end();
        index("scim_group", "tenant, external_id_key");
        index("scim_group", "tenant, display_name_key");
        script.append("CREATE TABLE scim_group_members (owner_id varchar(36) NOT NULL, tenant ");
        script.append(tenant()).append(" NOT NULL, ordinal bigint NOT NULL, value_ ");
        script.append(indexedText()).append(" NOT NULL");
        addText("type", "type_key", OwnColumns.Key.FOLDED, false);
        addText("display", "display_key", OwnColumns.Key.FOLDED, false);
        script.append(", PRIMARY KEY (tenant, owner_id, value_)");
        script.append(", FOREIGN KEY (tenant, owner_id) REFERENCES scim_group (tenant, id) ON DELETE CASCADE");
        end();
        index("scim_group_members", "tenant, value_");
    }

    private void begin(String table) {
        script.append("CREATE TABLE ").append(table).append(" (id varchar(36) NOT NULL, tenant ");
        script.append(tenant()).append(" NOT NULL, version bigint NOT NULL");
        script.append(", created ").append(time()).append(" NOT NULL, last_modified ");
        script.append(time()).append(" NOT NULL");
    }

    private void addText(String column, String keyColumn, OwnColumns.Key key, boolean indexed) {
        script.append(", ").append(column).append(' ').append(text());
        if (key != OwnColumns.Key.NONE) {
            script.append(", ").append(keyColumn).append(' ').append(indexed ? indexedText() : text());
            script.append(kind == SqlKind.POSTGRESQL ? " COLLATE \"C\"" : "");
        }
    }

    private String tenant() {
        return kind == SqlKind.MARIADB ? "varchar(128)" : "varchar";
    }

    private String text() {
        return kind == SqlKind.MARIADB ? "mediumtext" : "varchar";
    }

    /** As long as a key may be. */
    private String indexedText() {
        return kind == SqlKind.MARIADB ? "varchar(600)" : "varchar";
    }

    private String time() {
        return kind == SqlKind.MARIADB ? "datetime(6)" : "timestamp with time zone";
    }

    private void end() {
        script.append(kind == SqlKind.MARIADB ? ") CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;\n" : ");\n");
    }

    private void index(String table, String columns) {
        String name = table + "_by_" + columns.replace(", ", "_");
        script.append("CREATE INDEX ").append(name).append(" ON ").append(table);
        script.append(" (").append(columns).append(");\n");
    }
}
