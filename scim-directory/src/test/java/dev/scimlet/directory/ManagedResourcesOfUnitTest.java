package dev.scimlet.directory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.core.resource.Meta;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.directory.jdbc.JdbcDirectoryStore;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.sql.ConnectionSource;
import dev.scimlet.spi.sql.SqlUnitOfWork;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Units that meet what another has kept. */
final class ManagedResourcesOfUnitTest {

    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");

    private final JdbcDataSource dataSource = new JdbcDataSource();
    private final Directory directory =
            Directory.builder("d1", "acme", "Entra ID", "scc_1", NOW).build();
    private final ResourceType type = StandardTypes.user();
    private DirectoryStore store;
    private SqlUnitOfWork units;
    private ManagedResources managed;
    private RequestContext context;

    @BeforeEach
    void makeTables() {
        dataSource.setURL("jdbc:h2:mem:managed" + System.nanoTime() + ";DB_CLOSE_DELAY=-1");
        JdbcDirectoryStore tables = JdbcDirectoryStore.over(dataSource);
        tables.createTables();
        store = tables;
        store.add(directory);
        units = SqlUnitOfWork.over(ConnectionSource.of(dataSource));
        managed = new ManagedResources(store);
        context = RequestContext.builder()
                .tenant("acme")
                .principal("Entra ID")
                .attachment(directory)
                .build();
    }

    private Resource user(String externalId) {
        return new Resource(
                type,
                "u1",
                new Meta(NOW, NOW, "1"),
                type.attributes()
                        .set("userName", "bjensen")
                        .set("externalId", externalId)
                        .build());
    }

    private List<ManagedResource> kept() {
        return store.managers(context, "acme", "User", "u1");
    }

    @Test
    void beginsAgainForAnIdThatTheApplicationHasRemovedItself() {
        store.keep(context, new ManagedResource("acme", "User", "u1", "d1", "old", true, 7));

        units.perform(context, unit -> {
            managed.created(context.within(unit), user("new"));
            return true;
        });

        assertThat(kept()).containsExactly(new ManagedResource("acme", "User", "u1", "d1", "new", true, 1));
    }

    @Test
    void beginsAgainWhereAnotherUnitHasKeptTheSame() throws Exception {
        CyclicBarrier bothHaveLooked = new CyclicBarrier(2);
        List<CompletableFuture<Boolean>> both = List.of(changeAtOnce(bothHaveLooked), changeAtOnce(bothHaveLooked));
        for (CompletableFuture<Boolean> one : both) {
            assertThat(one.get(20, TimeUnit.SECONDS)).isTrue();
        }

        assertThat(kept()).containsExactly(new ManagedResource("acme", "User", "u1", "d1", "same", false, 1));
    }

    private CompletableFuture<Boolean> changeAtOnce(CyclicBarrier looked) {
        // Not in the pool that all share, which may have a single thread
        return CompletableFuture.supplyAsync(
                () -> units.perform(context, unit -> {
                    if (unit.attempt() == 1) {
                        store.managers(context.within(unit), "acme", "User", "u1");
                        await(looked);
                    }
                    managed.changing(
                            context.within(unit), user("same"), user("same").attributes(), true);
                    return true;
                }),
                task -> new Thread(task, "a unit").start());
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(20, TimeUnit.SECONDS);
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }
}
