package dev.scimlet.jdbc;

import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.spi.ResourceRepository;
import dev.scimlet.testkit.contract.ContractTypes;
import dev.scimlet.testkit.contract.ResourceRepositoryContract;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.Nested;

/** The contract of all stores, kept by tables of our own. */
final class OwnTablesContractTest {

    abstract static class InOwnTables extends ResourceRepositoryContract {

        /** Repositories keep no state, and each test empties the tables. */
        private static final Map<DataSource, Map<String, JdbcRepository>> CREATED = new HashMap<>();

        private final DataSource dataSource;

        InOwnTables(DataSource dataSource) {
            this.dataSource = dataSource;
        }

        /** {@link StatementCountTest} shows that more do not need more statements. */
        @Override
        protected int manyMembers() {
            return 2_000;
        }

        @Override
        protected ResourceRepository emptyUsers() {
            return empty(ContractTypes.user(), "scim_user");
        }

        @Override
        protected Optional<ResourceRepository> emptyGroups() {
            return Optional.of(empty(ContractTypes.group(), "scim_group"));
        }

        private JdbcRepository empty(ResourceType type, String table) {
            JdbcRepository repository = CREATED.computeIfAbsent(dataSource, missing -> new HashMap<>())
                    .computeIfAbsent(table, missing -> created(type));
            TestDatabase.run(dataSource, "DELETE FROM " + table);
            return repository;
        }

        private JdbcRepository created(ResourceType type) {
            JdbcRepository repository =
                    JdbcRepository.inOwnTables(type, dataSource).build();
            repository.createTables();
            return repository;
        }
    }

    @Nested
    final class OnH2 extends InOwnTables {
        OnH2() {
            super(TestDatabase.H2.reused());
        }
    }

    @Nested
    final class OnPostgreSql extends InOwnTables {
        OnPostgreSql() {
            super(TestDatabase.POSTGRESQL.reused());
        }

        @Nested
        final class OnMariaDb extends InOwnTables {
            OnMariaDb() {
                super(TestDatabase.MARIADB.reused());
            }
        }

        @Nested
        final class OnMySql extends InOwnTables {
            OnMySql() {
                super(TestDatabase.MYSQL.reused());
            }
        }
    }

    @Nested
    final class OnPostgreSqlSerializable extends InOwnTables {

        private static final DataSource SERIALIZABLE = TestDatabase.serializable(TestDatabase.POSTGRESQL.reused());

        OnPostgreSqlSerializable() {
            super(SERIALIZABLE);
        }
    }
}
