package dev.scimlet.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.protocol.ScimService;
import dev.scimlet.spi.memory.InMemoryRepository;
import dev.scimlet.spi.memory.InMemoryStore;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
        InMemoryStore store = new InMemoryStore();
        InMemoryRepository users = store.repository(StandardTypes.user()).build();
        InMemoryRepository groups =
                store.repository(StandardTypes.group()).memberships("members").build();
        check(new MixedLoad(ScimService.builder().resources(users, groups).memberships(groups), OPERATIONS));
    }

    @ParameterizedTest
    @CsvSource({
        "H2, TRANSACTION_READ_COMMITTED",
        "POSTGRESQL, TRANSACTION_READ_COMMITTED",
        "POSTGRESQL, TRANSACTION_SERIALIZABLE"
    })
    void leavesEverythingWholeInTables(TestDatabase database, String isolation) throws Exception {
        DataSource dataSource = pool(database.empty(), isolation);
        JdbcRepository users =
                JdbcRepository.inOwnTables(StandardTypes.user(), dataSource).build();
        JdbcRepository groups =
                JdbcRepository.inOwnTables(StandardTypes.group(), dataSource).build();
        users.createTables();
        groups.createTables();
        check(new MixedLoad(ScimService.builder().resources(users, groups).memberships(groups), OPERATIONS));
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

    private static void check(MixedLoad load) throws Exception {
        load.run();

        assertThat(load.deadMembers()).as("dead members").isEmpty();
        assertThat(load.lostMembers()).as("lost members").isEmpty();
        assertThat(load.unexplained()).as("changes without event, and events without change").isEmpty();
        assertThat(load.refusedWhenPutBack()).as("refused when put back").isEmpty();
        assertThat(load.statuses()).as("how often each status").containsKeys(200, 201, 204);
    }
}
