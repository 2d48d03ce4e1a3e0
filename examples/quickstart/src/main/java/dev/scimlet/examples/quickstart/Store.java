package dev.scimlet.examples.quickstart;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.scimlet.jdbc.JdbcRepository;
import dev.scimlet.protocol.ScimService;
import dev.scimlet.spi.ResourceRepository;
import dev.scimlet.spi.memory.InMemoryStore;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The repositories of all types, of users first, and what is behind them. */
interface Store extends AutoCloseable {

    /** What {@code --store} takes. */
    enum Kind {
        MEMORY,
        H2,
        POSTGRESQL;

        static Kind named(String name) {
            return Arrays.stream(values())
                    .filter(kind -> kind.label().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new UsageException("--store takes "
                            + Arrays.stream(values()).map(Kind::label).collect(Collectors.joining(" or ")) + ", not '"
                            + name + "'"));
        }

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        void checkUrl(@Nullable String jdbcUrl) {
            if (this == MEMORY && jdbcUrl != null) {
                throw new UsageException("--jdbc-url goes with --store h2 or --store postgresql");
            }
            if (this == POSTGRESQL && jdbcUrl == null) {
                throw new UsageException("--store postgresql needs --jdbc-url jdbc:postgresql://HOST/NAME?user=…");
            }
            if (jdbcUrl != null && !jdbcUrl.startsWith("jdbc:" + label() + ":")) {
                throw new UsageException("--jdbc-url of --store " + label() + " starts with jdbc:" + label() + ":");
            }
        }
    }

    List<ResourceRepository> repositories();

    /** Has a service serve the repositories. */
    void addTo(ScimService.Builder service);

    @Override
    void close();

    /**
     * Opens a store, empty or as an earlier start left it.
     *
     * @throws UsageException if there is no such database, or its tables are others than these types need
     */
    static Store open(Kind kind, @Nullable String jdbcUrl, Types types) {
        return switch (kind) {
            case MEMORY -> InMemory.of(types);
            // Without a URL the data live as long as the process
            case H2 ->
                InTables.open(
                        jdbcUrl != null ? jdbcUrl : "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", types);
            case POSTGRESQL -> InTables.open(String.valueOf(jdbcUrl), types);
        };
    }

    /** In the memory of the process. */
    record InMemory(List<ResourceRepository> repositories) implements Store {

        private static InMemory of(Types types) {
            InMemoryStore store = new InMemoryStore();
            List<ResourceRepository> all = new ArrayList<>();
            types.all().forEach(type -> all.add(store.repository(type).build()));
            return new InMemory(all);
        }

        @Override
        public void addTo(ScimService.Builder service) {
            service.repositories(repositories.toArray(ResourceRepository[]::new));
        }

        @Override
        public void close() {}
    }

    /** In tables that the library makes. */
    record InTables(HikariDataSource source, List<ResourceRepository> repositories) implements Store {

        private static final int CONNECTIONS = 10;

        private static Store open(String url, Types types) {
            // A pool would tell of a refusal with a page of stack traces
            try (Connection tried = DriverManager.getConnection(url)) {
                TableStamp.check(tried, types);
            } catch (SQLException refused) {
                throw new UsageException("the database cannot be opened: " + refused.getMessage(), refused);
            }
            HikariConfig config = new HikariConfig();
            config.setJdbcUrl(url);
            config.setMaximumPoolSize(CONNECTIONS);
            HikariDataSource source = new HikariDataSource(config);
            try {
                return made(source, types);
            } catch (RuntimeException failed) {
                source.close();
                throw failed;
            }
        }

        private static Store made(HikariDataSource source, Types types) {
            List<JdbcRepository> all = new ArrayList<>();
            types.all()
                    .forEach(type ->
                            all.add(JdbcRepository.inOwnTables(type, source).build()));
            all.forEach(JdbcRepository::createTables);
            return new InTables(source, List.copyOf(all));
        }

        @Override
        public void addTo(ScimService.Builder service) {
            service.repositories(repositories.toArray(ResourceRepository[]::new));
        }

        @Override
        public void close() {
            source.close();
        }
    }
}
