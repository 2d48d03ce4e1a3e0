package dev.scimlet.jdbc;

import dev.scimlet.spi.ResourceRepository;
import dev.scimlet.testkit.contract.ContractTypes;
import dev.scimlet.testkit.contract.ResourceRepositoryContract;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.Nested;

/** The contract of all stores, kept by tables of our own. */
final class OwnTablesContractTest {

    abstract static class InOwnTables extends ResourceRepositoryContract {

        private final TestDatabase database;

        InOwnTables(TestDatabase database) {
            this.database = database;
        }

        DataSource dataSource() {
            return database.reused();
        }

        /** {@link StatementCountTest} shows that more do not need more statements. */
        @Override
        protected int manyMembers() {
            return 2_000;
        }

        @Override
        protected ResourceRepository emptyUsers() {
            JdbcRepository users = JdbcRepository.inOwnTables(ContractTypes.user(), dataSource())
                    .build();
            users.createTables();
            TestDatabase.run(dataSource(), "DELETE FROM scim_user");
            return users;
        }

        @Override
        protected Optional<ResourceRepository> emptyGroups() {
            JdbcRepository groups = JdbcRepository.inOwnTables(ContractTypes.group(), dataSource())
                    .build();
            groups.createTables();
            TestDatabase.run(dataSource(), "DELETE FROM scim_group");
            return Optional.of(groups);
        }
    }

    @Nested
    final class OnH2 extends InOwnTables {
        OnH2() {
            super(TestDatabase.H2);
        }
    }

    @Nested
    final class OnPostgreSql extends InOwnTables {
        OnPostgreSql() {
            super(TestDatabase.POSTGRESQL);
        }
    }

    @Nested
    final class OnPostgreSqlSerializable extends InOwnTables {
        OnPostgreSqlSerializable() {
            super(TestDatabase.POSTGRESQL);
        }

        @Override
        DataSource dataSource() {
            return TestDatabase.serializable(super.dataSource());
        }
    }
}
