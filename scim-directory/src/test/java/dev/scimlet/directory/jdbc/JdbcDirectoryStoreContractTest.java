package dev.scimlet.directory.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.directory.Credential;
import dev.scimlet.directory.Directories;
import dev.scimlet.directory.Directory;
import dev.scimlet.directory.DirectoryStore;
import dev.scimlet.directory.DirectoryStoreContract;
import dev.scimlet.directory.IdentityProvider;
import dev.scimlet.directory.ManagedResource;
import dev.scimlet.spi.RequestContext;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class JdbcDirectoryStoreContractTest {

    /** In the order in which they may be emptied. */
    private static final List<String> TABLES = List.of(
            "scimlet_credentials",
            "scimlet_trusts",
            "scimlet_directory_activity",
            "scimlet_managed_resources",
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

        @Override
        protected DirectoryStore onAnotherNode(DirectoryStore known) {
            return JdbcDirectoryStore.over(dataSource);
        }

        /** A node issues a token, in the order in which {@code add} locks and inserts, while another revokes its secret. */
        @Test
        void revokesWhatAnotherNodeIsAboutToKeep() throws Exception {
            Instant now = Instant.parse("2026-11-30T12:00:00Z");
            DirectoryStore store = emptyStore();
            store.add(Directory.builder("d1", "acme", "Entra ID", "scc_1", now).build());
            store.add(
                    Credential.builder("s1", "d1", Credential.Kind.CLIENT_SECRET, "hash of s1", now)
                            .build(),
                    5);
            CompletableFuture<Boolean> revoked;
            try (Connection issuing = dataSource.getConnection();
                    Statement statement = issuing.createStatement()) {
                issuing.setAutoCommit(false);
                statement.execute("SELECT tenant FROM scimlet_directories WHERE id = 'd1' FOR UPDATE");
                statement.execute("INSERT INTO scimlet_credentials (id, directory_id, kind, label, hash, hint, scope,"
                        + " source, created_at) SELECT 'a1', directory_id, 'ACCESS_TOKEN', label, 'hash of a1', hint,"
                        + " scope, 's1', created_at FROM scimlet_credentials WHERE id = 's1'");
                revoked = CompletableFuture.supplyAsync(() -> store.revoke("d1", "s1", now));
                try {
                    revoked.get(500, TimeUnit.MILLISECONDS);
                } catch (TimeoutException waitsForTheOther) {
                    assertThat(revoked).isNotDone();
                }
                issuing.commit();
            }

            assertThat(revoked.get(20, TimeUnit.SECONDS)).isTrue();
            assertThat(store.present("hash of a1")).isEmpty();
        }

        /** Deleting waits for no request; what one notes afterwards would say for ever that the resource came by nobody. */
        @Test
        void forgetsWhatARequestNotesAfterItsDirectoryWasDeleted() {
            DirectoryStore store = emptyStore();
            Directories directories = Directories.builder(store).build();
            String acme = directories
                    .create("acme", "Entra ID", IdentityProvider.ENTRA_ID)
                    .id();
            directories.delete(acme);
            store.keep(
                    RequestContext.builder()
                            .tenant("acme")
                            .principal("Entra ID")
                            .build(),
                    new ManagedResource("acme", "User", "u1", acme, null, true, 1));

            assertThat(directories.managers("acme", "User", "u1")).isEmpty();
            assertThat(store.managed(acme, "User", "", 10)).isEmpty();
        }

        /** A request may commit what it noted when the directory was there after that was deleted. */
        @Test
        void tellsNobodyOfAManagerThatIsGone() {
            DirectoryStore store = emptyStore();
            TestDatabase.run(
                    dataSource,
                    "INSERT INTO scimlet_managed_resources (tenant, resource_type, resource_id, directory_id, created_here,"
                            + " turn) VALUES ('acme', 'User', 'u1', 'gone', TRUE, 1)");

            assertThat(Directories.builder(store).build().managers("acme", "User", "u1"))
                    .isEmpty();
        }

        /** An operator shortens the life of a token by hand. */
        @Test
        void looksWhenAKnownTokenEnds() {
            Instant now = Instant.parse("2026-11-30T12:00:00Z");
            DirectoryStore store = emptyStore();
            store.add(Directory.builder("d1", "acme", "Entra ID", "scc_1", now).build());
            store.add(
                    Credential.builder("t1", "d1", Credential.Kind.PASTED_TOKEN, "hash of t1", now)
                            .expires(now.plusSeconds(60))
                            .build(),
                    5);
            assertThat(store.present("hash of t1").orElseThrow().credential().expires())
                    .contains(now.plusSeconds(60));

            TestDatabase.run(dataSource, "UPDATE scimlet_credentials SET expires_at = created_at WHERE id = 't1'");

            assertThat(store.present("hash of t1").orElseThrow().credential().expires())
                    .contains(now);
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
    class OnMariaDb extends OnDatabase {

        private static final DataSource TABLES_OF_MARIADB = withTables(TestDatabase.MARIADB);

        OnMariaDb() {
            super(TABLES_OF_MARIADB);
        }
    }

    @Nested
    class OnMySql extends OnDatabase {

        private static final DataSource TABLES_OF_MYSQL = withTables(TestDatabase.MYSQL);

        OnMySql() {
            super(TABLES_OF_MYSQL);
        }
    }
}
