package dev.scimlet.benchmarks.sqlfloor;

import dev.scimlet.benchmarks.database.SqlKind;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;

/** The parameters of a condition on the tenant and {@link OwnSql#isAnyOf}. */
final class Owners {

    private Owners() {}

    /** Returns the place of the next parameter. */
    static int set(PreparedStatement statement, int from, SqlKind kind, Collection<String> ids) throws SQLException {
        int at = from;
        statement.setString(at++, OwnTables.TENANT);
        if (ids.size() == 1 || kind == SqlKind.MARIADB) {
            for (String id : ids) {
                statement.setString(at++, id);
            }
            return at;
        }
        statement.setArray(at++, statement.getConnection().createArrayOf("varchar", ids.toArray()));
        return at;
    }
}
