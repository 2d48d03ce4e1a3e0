package dev.scimlet.directory.jdbc;

import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.SqlExecutor;
import dev.scimlet.spi.sql.SqlDatabase;
import dev.scimlet.spi.sql.SqlRunner;
import dev.scimlet.spi.sql.SqlUnitOfWork;
import dev.scimlet.spi.sql.SqlWork;
import dev.scimlet.spi.sql.UnitSqlExecutor;
import java.sql.Connection;
import java.sql.SQLException;

/** Statements that read, each on a connection of its own and without a transaction. */
final class Reads {

    private Reads() {}

    /** @param context for whom connections are lent */
    static SqlExecutor of(SqlUnitOfWork units, RequestContext context) {
        return new UnitSqlExecutor(new SqlRunner() {
            @Override
            public <T> T run(SqlWork<T> work) throws SQLException {
                return units.read(context, work);
            }

            @Override
            public SqlDatabase database(Connection connection) throws SQLException {
                return units.database(connection);
            }
        });
    }
}
