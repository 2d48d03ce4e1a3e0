package dev.scimlet.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Eight writers at once; {@code -Dload.operations=20000} for the long run. */
final class MixedLoadTest {

    private static final int OPERATIONS = Integer.getInteger("load.operations", 1_600);

    private final List<HikariDataSource> pools = new ArrayList<>();

    @AfterEach
    void closePools() {
        pools.forEach(HikariDataSource::close);
    }

    @Test
    void leavesEverythingWholeInMemory() throws Exception {
        check("memory", TestStore.inMemory());
    }

    @ParameterizedTest
    @CsvSource({
        "H2, TRANSACTION_READ_COMMITTED",
        "H2, TRANSACTION_SERIALIZABLE",
        "POSTGRESQL, TRANSACTION_READ_COMMITTED",
        "POSTGRESQL, TRANSACTION_SERIALIZABLE",
        "MARIADB, TRANSACTION_REPEATABLE_READ",
        "MARIADB, TRANSACTION_READ_COMMITTED",
        "MARIADB, TRANSACTION_SERIALIZABLE",
        "MYSQL, TRANSACTION_REPEATABLE_READ"
    })
    void leavesEverythingWholeInTables(TestDatabase database, String isolation) throws Exception {
        check(database + " " + isolation, TestStore.in(pool(database.empty(), isolation)));
    }

    @ParameterizedTest
    @EnumSource(
            value = TestDatabase.class,
            names = {"H2", "POSTGRESQL", "MARIADB"})
    void leavesEverythingWholeInEntities(TestDatabase database) throws Exception {
        DataSource dataSource = pool(database.empty(), "TRANSACTION_READ_COMMITTED");
        check(database + " behind JPA", EntityStores.usersAndGroups(dataSource));
    }

    private DataSource pool(DataSource dataSource, String isolation) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(dataSource);
        config.setMaximumPoolSize(8);
        config.setTransactionIsolation(isolation);
        HikariDataSource pool = new HikariDataSource(config);
        pools.add(pool);
        return pool;
    }

    private static void check(String name, TestStore store) throws Exception {
        MixedLoad load = new MixedLoad(store.service(), OPERATIONS);
        load.run();

        List<String> dead = load.deadMembers();
        List<String> lost = load.lostMembers();
        List<String> unexplained = load.unexplained();
        int events = load.events();
        List<String> refused = load.refusedWhenPutBack();
        System.out.printf(
                "mixed load, %s: %d operations, statuses %s, %d events; dead members %d, lost members %d, unexplained %d,"
                        + " refused when put back %d%n",
                name,
                OPERATIONS,
                load.statuses(),
                events,
                dead.size(),
                lost.size(),
                unexplained.size(),
                refused.size());

        assertThat(dead).as("dead members").isEmpty();
        assertThat(lost).as("lost members").isEmpty();
        assertThat(unexplained)
                .as("changes without event, and events without change")
                .isEmpty();
        assertThat(refused).as("refused when put back").isEmpty();
        assertThat(load.events()).as("events of what was put back as it was").isEqualTo(events);
        assertThat(load.statuses()).as("how often each status").containsKeys(200, 201, 204);
    }
}
