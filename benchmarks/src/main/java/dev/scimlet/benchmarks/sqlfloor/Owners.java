package dev.scimlet.benchmarks.sqlfloor;

import dev.scimlet.benchmarks.database.SqlKind;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;

/** The parameters of {@link OwnSql#isAnyOf}. */
final class Owners {

    private Owners() {}

    /** Returns the place of the next parameter. */
    static int set(PreparedStatement statement, int from, SqlKind kind, Collection<String> ids) throws SQLException {
        if (ids.size() == 1 || kind == SqlKind.MARIADB) {
            int at = from;
            for (String id : ids) {
                statement.setString(at++, id);
            }
            return at;
        }
        statement.setArray(from, statement.getConnection().createArrayOf("varchar", ids.toArray()));
        return from + 1;
    }
}
