package dev.scimlet.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.standard.StandardSchemas;
import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.protocol.ScimService;
import dev.scimlet.protocol.access.BearerTokens;
import dev.scimlet.protocol.access.InMemoryTokenStore;
import dev.scimlet.testkit.http.WireClient;
import dev.scimlet.testkit.replay.ReplayReport;
import dev.scimlet.testkit.replay.Trace;
import dev.scimlet.testkit.replay.TraceReplay;
import dev.scimlet.testkit.replay.Traces;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every conversation of an identity provider, over HTTP, with users and groups in SQL tables. */
final class TraceReplayTest {

    static Stream<Arguments> conversations() {
        return Arrays.stream(TestDatabase.values())
                .flatMap(database -> Traces.ids().stream().map(trace -> Arguments.of(database, trace)));
    }

    @ParameterizedTest
    @MethodSource("conversations")
    void isAnsweredFromOwnTables(TestDatabase database, String id) throws Exception {
        Trace trace = Traces.named(id);
        ResourceType type = trace.requires().userType();
        List<String> tables = new ArrayList<>();
        for (ResourceType each : List.of(type, StandardTypes.group())) {
            tables.addAll(JdbcRepository.inOwnTables(each, TestDatabase.H2.reused())
                    .build()
                    .tableStatements(database.dialect()));
        }
        if (trace.requires().settings().groupDisplayNameUnique()) {
            tables.add("CREATE UNIQUE INDEX names ON scim_group (tenant, display_name_key)");
        }
        DataSource dataSource = emptied(database, tables, "scim_user", "scim_group");
        JdbcRepository groups =
                JdbcRepository.inOwnTables(StandardTypes.group(), dataSource).build();

        replay(trace, JdbcRepository.inOwnTables(type, dataSource).build(), groups);
    }

    @ParameterizedTest
    @MethodSource("conversations")
    void isAnsweredFromTablesOfTheHost(TestDatabase database, String id) throws Exception {
        Trace trace = Traces.named(id);
        List<String> tables = new ArrayList<>(List.of(TABLES));
        if (trace.requires().settings().groupDisplayNameUnique()) {
            tables.add("CREATE UNIQUE INDEX names ON teams (name_key)");
        }
        DataSource dataSource = emptied(database, tables, "team_accounts", "account_emails", "teams", "accounts");
        JdbcRepository teams = teams(dataSource);

        replay(trace, accounts(trace.requires().userType(), dataSource), teams);
    }

    private static final Map<List<String>, DataSource> CREATED = new HashMap<>();

    /** Conversations that need the same tables share them; to make them takes longer than most conversations. */
    private static DataSource emptied(TestDatabase database, List<String> statements, String... tables) {
        List<String> key = new ArrayList<>(statements);
        key.add(database.name());
        DataSource dataSource =
                CREATED.computeIfAbsent(key, missing -> database.with(statements.toArray(String[]::new)));
        for (String table : tables) {
            TestDatabase.run(dataSource, "DELETE FROM " + table);
        }
        return dataSource;
    }

    private static final String[] TABLES = {
        """
        CREATE TABLE accounts (
            id uuid PRIMARY KEY,
            login varchar(200) NOT NULL,
            login_key varchar(400) NOT NULL UNIQUE,
            directory_id varchar(200),
            full_name varchar(200),
            first_name varchar(200),
            last_name varchar(200),
            manager varchar(200),
            enabled boolean DEFAULT true NOT NULL,
            other text,
            created_at timestamp with time zone NOT NULL,
            updated_at timestamp with time zone NOT NULL)""", """
        CREATE TABLE account_emails (
            account_id uuid NOT NULL REFERENCES accounts (id),
            position bigint NOT NULL,
            address varchar(200),
            kind varchar(40),
            display varchar(200),
            main boolean)""", """
        CREATE TABLE teams (
            id uuid PRIMARY KEY,
            name varchar(200) NOT NULL,
            name_key varchar(400) NOT NULL,
            directory_id varchar(200),
            version bigint NOT NULL,
            created_at timestamp with time zone NOT NULL,
            updated_at timestamp with time zone NOT NULL)""", """
        CREATE TABLE team_accounts (
            team_id uuid NOT NULL REFERENCES teams (id),
            account_id uuid NOT NULL REFERENCES accounts (id),
            PRIMARY KEY (team_id, account_id))""", "CREATE INDEX teams_of_account ON team_accounts (account_id)"
    };

    private static JdbcRepository accounts(ResourceType type, DataSource dataSource) {
        return JdbcRepository.of(type, dataSource)
                .table("accounts")
                .id("id", IdType.UUID)
                .created("created_at")
                .lastModified("updated_at")
                .column("userName", "login", login -> login.keyColumn("login_key"))
                .column("externalId", "directory_id")
                .column("displayName", "full_name")
                .column("name.givenName", "first_name")
                .column("name.familyName", "last_name")
                .column(StandardSchemas.ENTERPRISE_USER.id() + ":manager", "manager")
                .list(
                        "emails",
                        "account_emails",
                        "account_id",
                        emails -> emails.column("value", "address")
                                .column("type", "kind")
                                .column("display", "display")
                                .column("primary", "main")
                                .position("position"))
                .column("active", "enabled", enabled -> enabled.whenAbsent(true))
                .rest("other")
                .build();
    }

    private static JdbcRepository teams(DataSource dataSource) {
        return JdbcRepository.of(StandardTypes.group(), dataSource)
                .table("teams")
                .id("id", IdType.UUID)
                .version("version")
                .created("created_at")
                .lastModified("updated_at")
                .column("displayName", "name", name -> name.keyColumn("name_key"))
                .column("externalId", "directory_id")
                .members("members", "team_accounts", "team_id", "account_id", IdType.UUID)
                .build();
    }

    private static void replay(Trace trace, JdbcRepository users, JdbcRepository groups) throws Exception {
        BearerTokens tokens = new BearerTokens(new InMemoryTokenStore(), Clock.systemUTC());
        String token = tokens.generate("test", null, null);
        ScimService service = ScimService.builder()
                .repositories(users, groups)
                .authenticator(tokens)
                .passwordEncoder(password -> "hashed")
                .build();
        try (TestServer server = new TestServer(service);
                WireClient client = WireClient.to(server.baseUrl())) {
            ReplayReport report = new TraceReplay(client, server.baseUrl(), () -> token).replay(trace);

            assertThat(report.passed()).as(report.text()).isTrue();
        }
    }
}
