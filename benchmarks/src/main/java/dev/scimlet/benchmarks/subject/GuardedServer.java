package dev.scimlet.benchmarks.subject;

import dev.scimlet.benchmarks.database.SubjectDatabase;
import dev.scimlet.benchmarks.load.Connection;
import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.directory.Directories;
import dev.scimlet.directory.Directory;
import dev.scimlet.directory.DirectorySettings;
import dev.scimlet.directory.DirectoryStore;
import dev.scimlet.directory.IdentityProvider;
import dev.scimlet.directory.InMemoryDirectoryStore;
import dev.scimlet.directory.feed.Feed;
import dev.scimlet.directory.feed.FeedStore;
import dev.scimlet.directory.feed.InMemoryFeedStore;
import dev.scimlet.directory.jdbc.JdbcDirectoryStore;
import dev.scimlet.directory.jdbc.JdbcFeedStore;
import dev.scimlet.directory.jdbc.JdbcLogStore;
import dev.scimlet.directory.log.InMemoryLogStore;
import dev.scimlet.directory.log.LogStore;
import dev.scimlet.directory.log.ProvisioningLog;
import dev.scimlet.jdbc.JdbcRepository;
import dev.scimlet.protocol.ScimService;
import dev.scimlet.protocol.access.BearerTokens;
import dev.scimlet.protocol.access.InMemoryTokenStore;
import dev.scimlet.protocol.access.TenantResolver;
import dev.scimlet.protocol.access.TokenStore;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.memory.InMemoryRepository;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import javax.sql.DataSource;

/**
 * Users and groups behind a {@link Guard}. The arguments are the port, {@link #IN_MEMORY} or what {@link SubjectDatabase} opens, the
 * guard, the isolation of the pool's transactions, as JDBC calls it, and how many tenants there are, each with a token of its own.
 */
public final class GuardedServer {

    static final String IN_MEMORY = "memory";

    private static final int PLACES = 10;

    /** Above what the load sends, so that a limit is looked at and never reached. */
    private static final DirectorySettings SETTINGS =
            DirectorySettings.builder().rate(1_000_000, 1_000_000).build();

    private GuardedServer() {}

    public static void main(String[] arguments) throws Exception {
        Guard guard = Guard.valueOf(arguments[2]);
        int tenants = Integer.parseInt(arguments[4]);
        ScimService.Builder service = ScimService.builder();
        if (arguments[1].equals(IN_MEMORY)) {
            inMemory(service, guard, tenants);
        } else {
            inTables(service, guard, SubjectDatabase.open(arguments[1], arguments[3]), tenants);
        }
        RoomyServer.serve(service.build(), Integer.parseInt(arguments[0]));
    }

    private static void inMemory(ScimService.Builder service, Guard guard, int tenants) {
        service.repositories(
                InMemoryRepository.of(StandardTypes.user()),
                InMemoryRepository.builder(StandardTypes.group())
                        .memberships("members")
                        .build());
        if (guard == Guard.TOKENS) {
            service.authenticator(tokens(new InMemoryTokenStore(), tenants)).tenants(resolver(tenants));
        } else {
            service.install(directories(new InMemoryDirectoryStore(), tenants));
        }
        if (guard.includes(Guard.FEED)) {
            service.install(feed(new InMemoryFeedStore()));
        }
        if (guard.includes(Guard.LOG)) {
            service.install(log(new InMemoryLogStore()));
        }
    }

    private static void inTables(ScimService.Builder service, Guard guard, SubjectDatabase database, int tenants)
            throws SQLException {
        DataSource dataSource = database.dataSource();
        List<JdbcRepository> repositories = SqlServer.repositories(dataSource);
        repositories.forEach(JdbcRepository::createTables);
        service.repositories(repositories.get(0), repositories.get(1));
        if (guard == Guard.TOKENS) {
            database.run(TokenTable.SCRIPT);
            service.authenticator(tokens(new TokenTable(dataSource), tenants)).tenants(resolver(tenants));
            return;
        }
        JdbcDirectoryStore store = JdbcDirectoryStore.over(dataSource);
        store.createTables();
        service.install(directories(store, tenants));
        if (guard.includes(Guard.FEED)) {
            service.install(feed(JdbcFeedStore.over(dataSource)));
        }
        if (guard.includes(Guard.LOG)) {
            service.install(log(JdbcLogStore.over(dataSource)));
        }
    }

    private static TenantResolver resolver(int tenants) {
        return tenants == 1 ? TenantResolver.single() : TenantResolver.byToken();
    }

    private static String tenant(int number, int tenants) {
        return tenants == 1 ? RequestContext.SINGLE_TENANT : "tenant-" + number;
    }

    private static BearerTokens tokens(TokenStore store, int tenants) {
        var tokens = new BearerTokens(store, Clock.systemUTC());
        for (int number = 0; number < tenants; number++) {
            tokens.register(
                    Connection.tokenOf(number, Subject.TOKEN),
                    "benchmark",
                    tenants == 1 ? null : tenant(number, tenants),
                    null);
        }
        return tokens;
    }

    private static Directories directories(DirectoryStore store, int tenants) {
        Directories directories = Directories.builder(store)
                .places(PLACES)
                .tenants(resolver(tenants))
                .build();
        for (int number = 0; number < tenants; number++) {
            Directory directory = directories.create(
                    tenant(number, tenants),
                    "benchmark",
                    IdentityProvider.ENTRA_ID,
                    builder -> builder.settings(SETTINGS));
            directories
                    .credentials()
                    .registerToken(directory.id(), Connection.tokenOf(number, Subject.TOKEN), "benchmark", null);
        }
        return directories;
    }

    private static Feed feed(FeedStore store) {
        return Feed.builder(store).build();
    }

    private static ProvisioningLog log(LogStore store) {
        return ProvisioningLog.builder(store).build();
    }
}
