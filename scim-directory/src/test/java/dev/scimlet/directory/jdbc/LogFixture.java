package dev.scimlet.directory.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.directory.Directories;
import dev.scimlet.directory.Directory;
import dev.scimlet.directory.DirectorySettings;
import dev.scimlet.directory.DirectoryStore;
import dev.scimlet.directory.IdentityProvider;
import dev.scimlet.directory.InMemoryDirectoryStore;
import dev.scimlet.directory.NewCredential;
import dev.scimlet.directory.log.InMemoryLogStore;
import dev.scimlet.directory.log.LogEntry;
import dev.scimlet.directory.log.LogQuery;
import dev.scimlet.directory.log.LogStore;
import dev.scimlet.directory.log.ProvisioningLog;
import dev.scimlet.jdbc.JdbcRepository;
import dev.scimlet.protocol.ScimService;
import dev.scimlet.protocol.access.TenantResolver;
import dev.scimlet.protocol.message.ScimRequest;
import dev.scimlet.protocol.message.ScimResponse;
import dev.scimlet.spi.ResourceRepository;
import dev.scimlet.spi.memory.InMemoryStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** A service with users, groups, two directories and a log, in memory or in a database, and time that tests let pass. */
final class LogFixture implements AutoCloseable {

    static final String ACME = "acme";
    static final String GLOBEX = "globex";

    private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\"");

    static Stream<FeedFixture.On> everywhere() {
        return FeedFixture.everywhere();
    }

    static Stream<FeedFixture.On> databases() {
        return FeedFixture.databases();
    }

    /** Time that stands still until it is let pass. */
    static final class Time extends Clock {

        private Instant now = Instant.parse("2026-12-01T08:00:00.250Z");

        synchronized void pass(Duration time) {
            now = now.plus(time);
        }

        @Override
        public synchronized Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    final Time time = new Time();
    final DataSource dataSource;
    final LogStore store;
    final ProvisioningLog log;
    final Directories directories;
    final ScimService service;
    final Directory entra;
    final Directory okta;
    final NewCredential entraToken;
    final NewCredential oktaToken;

    LogFixture(FeedFixture.On on) {
        this(on, same -> same, StandardTypes.user());
    }

    LogFixture(FeedFixture.On on, UnaryOperator<ProvisioningLog.Builder> options, ResourceType userType) {
        this(on, on == FeedFixture.On.MEMORY ? null : on.empty(), options, userType);
    }

    LogFixture(
            FeedFixture.On on,
            DataSource dataSource,
            UnaryOperator<ProvisioningLog.Builder> options,
            ResourceType userType) {
        this(on, dataSource, options, userType, same -> same, (builder, users, groups) -> {});
    }

    /** What a test adds to the service. */
    interface Addition {

        void add(ScimService.Builder service, ResourceRepository users, ResourceRepository groups);
    }

    /** @param kept what becomes of the store of the log before the log has it */
    LogFixture(
            FeedFixture.On on,
            DataSource dataSource,
            UnaryOperator<ProvisioningLog.Builder> options,
            ResourceType userType,
            UnaryOperator<LogStore> kept,
            Addition addition) {
        this.dataSource = dataSource;
        ResourceRepository users;
        ResourceRepository groups;
        DirectoryStore directoryStore;
        if (on == FeedFixture.On.MEMORY) {
            InMemoryStore memory = new InMemoryStore();
            users = memory.repository(userType).build();
            groups = memory.repository(StandardTypes.group()).build();
            directoryStore = new InMemoryDirectoryStore();
            store = kept.apply(new InMemoryLogStore());
        } else {
            JdbcRepository ownUsers =
                    JdbcRepository.inOwnTables(userType, dataSource).build();
            JdbcRepository ownGroups = JdbcRepository.inOwnTables(StandardTypes.group(), dataSource)
                    .build();
            ownUsers.createTables();
            ownGroups.createTables();
            users = ownUsers;
            groups = ownGroups;
            JdbcDirectoryStore jdbc = JdbcDirectoryStore.over(dataSource);
            jdbc.createTables();
            directoryStore = jdbc;
            store = kept.apply(JdbcLogStore.over(dataSource));
        }
        directories = Directories.builder(directoryStore)
                .clock(time)
                .tenants(TenantResolver.byPathSegment())
                .build();
        entra = directory(ACME, "Entra ID");
        okta = directory(GLOBEX, "Okta");
        entraToken = directories.credentials().createToken(entra.id(), "November", Duration.ofDays(180));
        oktaToken = directories.credentials().createToken(okta.id(), "first", Duration.ofDays(180));
        log = options.apply(ProvisioningLog.builder(store).clock(time)).build();
        ScimService.Builder builder = ScimService.builder()
                .repositories(users, groups)
                .passwordEncoder(password -> "hash-of-" + password.hashCode())
                .referentialIntegrity()
                .install(directories)
                .install(log);
        addition.add(builder, users, groups);
        service = builder.build();
    }

    Directory directory(String tenant, String name) {
        return directories.create(
                tenant,
                name,
                IdentityProvider.ENTRA_ID,
                more -> more.settings(DirectorySettings.DEFAULT.toBuilder()
                        .rate(10_000, 10_000)
                        .inFlight(100)
                        .build()));
    }

    @Override
    public void close() {
        service.close();
    }

    // ---- SCIM

    ScimResponse send(String method, String path, String body) {
        return send(entraToken.secret(), method, "/" + ACME + path, body);
    }

    ScimResponse send(String token, String method, String pathAndQuery, String body) {
        return service.handle(request(token, method, pathAndQuery, body).build());
    }

    static ScimRequest.Builder request(String token, String method, String pathAndQuery, String body) {
        int query = pathAndQuery.indexOf('?');
        return ScimRequest.builder(method, query < 0 ? pathAndQuery : pathAndQuery.substring(0, query))
                .query(query < 0 ? null : pathAndQuery.substring(query + 1))
                .baseUrl(FeedFixture.BASE)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/scim+json")
                .body(body);
    }

    static String filter(String filter) {
        return "?filter=" + URLEncoder.encode(filter, StandardCharsets.UTF_8);
    }

    String create(String userName, String more) {
        return id(send("POST", "/Users", FeedFixture.user(userName, more)));
    }

    String createGroup(String name, String... memberIds) {
        String members = String.join(
                ",",
                Stream.of(memberIds).map(id -> "{\"value\":\"" + id + "\"}").toList());
        return id(send(
                "POST",
                "/Groups",
                "{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:Group\"],\"displayName\":\"" + name
                        + "\",\"members\":[" + members + "]}"));
    }

    static String id(ScimResponse created) {
        assertThat(created.status()).as(created.bodyText()).isEqualTo(201);
        Matcher matcher = ID.matcher(created.bodyText());
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }

    static String operations(String operations) {
        return "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:PatchOp\"],\"Operations\":[" + operations + "]}";
    }

    ScimResponse patch(String path, String operations) {
        return send("PATCH", path, operations(operations));
    }

    void patched(String path, String operations) {
        ScimResponse answer = patch(path, operations);
        assertThat(answer.status())
                .as(answer.hasBody() ? answer.bodyText() : "")
                .isIn(200, 204);
    }

    // ---- the log

    /** Entries of the first tenant, oldest first. */
    List<LogEntry> entries() {
        return entries(ACME);
    }

    List<LogEntry> entries(String tenant) {
        log.write();
        List<LogEntry> found = new ArrayList<>(
                log.find(tenant, LogQuery.builder().limit(1_000).build()).entries());
        Collections.reverse(found);
        return found;
    }

    LogEntry last() {
        List<LogEntry> all = entries();
        return all.get(all.size() - 1);
    }

    /** All that stands in the tables of log, feed and webhooks, or what the log in memory tells. */
    String everythingKept() {
        StringBuilder text = new StringBuilder();
        for (String tenant : List.of(ACME, GLOBEX)) {
            try {
                log.write();
                log.exportJson(tenant, LogQuery.ALL, Locale.FRENCH, text);
                log.exportCsv(tenant, LogQuery.ALL, Locale.ENGLISH, text);
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
        }
        log.exchanges(ACME, entra.id()).forEach(text::append);
        if (dataSource != null) {
            text.append(tables("scimlet_log")).append(tables("scimlet_feed")).append(tables("scimlet_webhook"));
        }
        return text.toString();
    }

    private static List<String> names(Connection connection, String prefix) throws SQLException {
        List<String> names = new ArrayList<>();
        try (ResultSet tables = connection
                .getMetaData()
                .getTables(
                        connection.getCatalog(), connection.getSchema(), null, new String[] {"TABLE", "BASE TABLE"})) {
            while (tables.next()) {
                String name = tables.getString("TABLE_NAME");
                if (name.toLowerCase(Locale.ROOT).startsWith(prefix)) {
                    names.add(name);
                }
            }
        }
        assertThat(names).as(prefix).isNotEmpty();
        return names;
    }

    /** All that stands in tables whose names begin so. */
    String tables(String prefix) {
        StringBuilder text = new StringBuilder();
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            for (String name : names(connection, prefix)) {
                try (ResultSet rows = statement.executeQuery("SELECT * FROM " + name)) {
                    int columns = rows.getMetaData().getColumnCount();
                    while (rows.next()) {
                        for (int column = 1; column <= columns; column++) {
                            text.append(rows.getString(column)).append('\n');
                        }
                    }
                }
            }
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
        return text.toString();
    }
}
