package dev.scimlet.directory.jdbc;

import dev.scimlet.directory.DirectoryStore;
import dev.scimlet.directory.DirectoryStoreContract;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

final class JdbcDirectoryStoreContractTest {

    /** In the order in which they may be emptied. */
    private static final List<String> TABLES = List.of(
            "scimlet_credentials",
            "scimlet_trusts",
            "scimlet_directory_activity",
            "scimlet_trusted_claims",
            "scimlet_used_assertions",
            "scimlet_directories");

    abstract static class OnDatabase extends DirectoryStoreContract {

        private final DataSource dataSource;

        OnDatabase(DataSource dataSource) {
            this.dataSource = dataSource;
        }

        @Override
        protected DirectoryStore emptyStore() {
            TABLES.forEach(table -> TestDatabase.run(dataSource, "DELETE FROM " + table));
            return JdbcDirectoryStore.over(dataSource);
        }

        static DataSource withTables(TestDatabase database) {
            DataSource dataSource = database.empty();
            JdbcDirectoryStore.over(dataSource).createTables();
            return dataSource;
        }
    }

    @Nested
    class OnH2 extends OnDatabase {

        private static final DataSource TABLES_OF_H2 = withTables(TestDatabase.H2);

        OnH2() {
            super(TABLES_OF_H2);
        }
    }

    @Nested
    class OnPostgreSql extends OnDatabase {

        private static final DataSource TABLES_OF_POSTGRESQL = withTables(TestDatabase.POSTGRESQL);

        OnPostgreSql() {
            super(TABLES_OF_POSTGRESQL);
        }
    }

    @Nested
    @EnabledIfSystemProperty(named = "scimlet.mariadb.url", matches = ".+")
    class OnMariaDb extends OnDatabase {

        private static final class Tables {
            static final DataSource OF_MARIADB = withTables(TestDatabase.MARIADB);
        }

        OnMariaDb() {
            super(Tables.OF_MARIADB);
        }
    }
}
