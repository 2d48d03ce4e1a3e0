package dev.scimlet.benchmarks.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.h2.jdbc.JdbcConnection;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CountedStatementsTest {

    private CountedStatements statements;
    private DataSource dataSource;

    @BeforeEach
    void openOne() {
        var h2 = new JdbcDataSource();
        h2.setURL("jdbc:h2:mem:");
        statements = new CountedStatements(h2);
        dataSource = statements.dataSource();
    }

    @Test
    void countsWhatIsExecutedAndABatchAsOne() throws SQLException {
        statements.count(true);
        try (Connection connection = dataSource.getConnection();
                Statement plain = connection.createStatement()) {
            plain.execute("CREATE TABLE t (n int)");
            connection.setAutoCommit(false);
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO t VALUES (?)")) {
                for (int n = 0; n < 5; n++) {
                    insert.setInt(1, n);
                    insert.addBatch();
                }
                insert.executeBatch();
            }
            connection.commit();
            plain.executeQuery("SELECT * FROM t");
        }

        assertThat(statements.executed()).isEqualTo(3);
    }

    @Test
    void handsConnectionsOutAsTheyAreWhileNothingIsCounted() throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement plain = connection.createStatement()) {
            plain.execute("CREATE TABLE t (n int)");

            assertThat(connection).isInstanceOf(JdbcConnection.class);
        }

        assertThat(statements.executed()).isZero();
    }

    @Test
    void letsFailuresThrough() {
        statements.count(true);

        assertThatThrownBy(() -> {
                    try (Connection connection = dataSource.getConnection();
                            Statement plain = connection.createStatement()) {
                        plain.execute("SELECT * FROM nothing");
                    }
                })
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("NOTHING");
    }
}
