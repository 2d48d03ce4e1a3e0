package dev.scimlet.directory.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.directory.Directory;
import dev.scimlet.spi.sql.SqlDatabase;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class TablesTest {

    @ParameterizedTest
    @EnumSource(names = {"H2", "POSTGRESQL"})
    void createsTablesOnce(TestDatabase database) {
        DataSource dataSource = database.empty();
        JdbcDirectoryStore store = JdbcDirectoryStore.over(dataSource);
        assertThat(store.check())
                .singleElement()
                .asString()
                .startsWith("the tables of directories are not there")
                .contains("createTables()");

        store.createTables();
        Directory directory = Directory.builder(
                        "d1", "acme", "Entra ID", "scc_1", Instant.parse("2026-11-30T12:00:00Z"))
                .build();
        store.add(directory);
        JdbcDirectoryStore.over(dataSource).createTables();

        assertThat(store.check()).isEmpty();
        assertThat(store.find("d1")).contains(directory);
    }

    @Test
    void createsTablesFromSeveralNodesAtOnceWhereTransactionsChangeThem() throws Exception {
        DataSource dataSource = TestDatabase.POSTGRESQL.empty();
        ExecutorService nodes = Executors.newFixedThreadPool(6);
        try {
            List<Callable<List<String>>> starts = Collections.nCopies(6, () -> {
                JdbcDirectoryStore store = JdbcDirectoryStore.over(dataSource);
                store.createTables();
                return store.check();
            });
            for (Future<List<String>> started : nodes.invokeAll(starts)) {
                assertThat(started.get()).isEmpty();
            }
        } finally {
            nodes.shutdownNow();
        }
    }

    @ParameterizedTest
    @EnumSource(SqlDatabase.class)
    void hasTheSameTablesForEachDatabase(SqlDatabase database) {
        assertThat(made(database)).isEqualTo(made(SqlDatabase.H2)).hasSize(28);
    }

    private static List<String> made(SqlDatabase database) {
        return Scripts.NAMES.stream()
                .flatMap(name -> Scripts.statements(database, name).stream())
                .map(statement -> statement.substring(0, statement.indexOf('(')).strip())
                .toList();
    }

    @Test
    void namesEachScriptOnce() {
        assertThat(Scripts.NAMES).doesNotHaveDuplicates().allMatch(name -> name.matches("V[0-9]+__[a-z_]+\\.sql"));
    }
}
