package dev.scimlet.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.spi.Query;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.ResourceRepository;
import dev.scimlet.testkit.contract.ContractTypes;
import dev.scimlet.testkit.contract.ResourceRepositoryContract;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The contract of all stores, kept by tables of our own. */
final class OwnTablesContractTest {

    private static final Pattern TABLES = Pattern.compile("\\b(?:FROM|JOIN|INTO|UPDATE|USING)\\s+scim_\\w+");
    private static final Pattern TENANTS = Pattern.compile("\\btenant\\b");

    static void requireTenant(String sql) {
        if (!sql.startsWith("CREATE ")) {
            long tables = TABLES.matcher(sql).results().count();
            assertThat(TENANTS.matcher(sql).results().count()).as(sql).isGreaterThanOrEqualTo(tables);
            assertThat(sql)
                    .doesNotContainPattern("(?i)savepoint|nextval|_key COLLATE")
                    .doesNotContain("ON CONFLICT");
        }
    }

    abstract static class InOwnTables extends ResourceRepositoryContract {

        /** Repositories keep no state, and each test empties the tables. */
        private static final Map<DataSource, Map<String, JdbcRepository>> CREATED = new HashMap<>();

        private static final Map<DataSource, CountingDataSource> RECORDING = new HashMap<>();

        private final DataSource dataSource;
        private final CountingDataSource recording;

        InOwnTables(DataSource dataSource) {
            this.dataSource = dataSource;
            this.recording = RECORDING.computeIfAbsent(dataSource, CountingDataSource::new);
        }

        /** What is spread over servers by tenant is looked for on one of them only if each statement says by which. */
        @AfterEach
        void namesTheTenantInEachStatement() {
            assertThat(recording.statements()).allSatisfy(OwnTablesContractTest::requireTenant);
            recording.reset();
        }

        @Test
        void isRecorded() {
            emptyUsers().query(RequestContext.of("tests"), Query.all(5));
            assertThat(recording.statements()).anyMatch(sql -> sql.contains("FROM scim_user r WHERE r.tenant = ?"));
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
                    JdbcRepository.inOwnTables(type, recording).build();
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
