package dev.scimlet.jpa;

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
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every conversation of an identity provider, over HTTP, with users and groups as entities. */
final class TraceReplayTest {

    static Stream<Arguments> conversations() {
        return Arrays.stream(TestDatabase.values())
                .flatMap(database -> Traces.ids().stream().map(trace -> Arguments.of(database, trace)));
    }

    @ParameterizedTest
    @MethodSource("conversations")
    void isAnsweredFromEntities(TestDatabase database, String id) throws Exception {
        Trace trace = Traces.named(id);
        TestDatabase.Entities entities = database.of(Account.class, Mail.class, Circle.class);
        entities.empty("circle_accounts", "Mail", "Circle", "Account");
        TestDatabase.run(
                entities.dataSource(),
                "DROP INDEX IF EXISTS names" + (database == TestDatabase.MARIADB ? " ON Circle" : ""));
        if (trace.requires().settings().groupDisplayNameUnique()) {
            TestDatabase.run(entities.dataSource(), "CREATE UNIQUE INDEX names ON Circle (nameKey)");
        }
        JpaRepository<Account> users = accounts(trace.requires().userType(), entities);
        BearerTokens tokens = new BearerTokens(new InMemoryTokenStore(), Clock.systemUTC());
        String token = tokens.generate("test", null, null);
        ScimService service = ScimService.builder()
                .repositories(users, circles(users, entities))
                .authenticator(tokens)
                .passwordEncoder(password -> "hashed")
                .build();
        try (TestServer server = new TestServer(service);
                WireClient client = WireClient.to(server.baseUrl())) {
            ReplayReport report = new TraceReplay(client, server.baseUrl(), () -> token).replay(trace);

            assertThat(report.passed()).as(report.text()).isTrue();
        }
    }

    private static JpaRepository<Account> accounts(ResourceType type, TestDatabase.Entities entities) {
        return JpaRepository.of(type, entities.factory(), Account.class, Account::new)
                .created("createdAt")
                .lastModified("updatedAt")
                .map("userName", "login", login -> login.key("loginKey"))
                .map("externalId", "directoryId")
                .map("displayName", "fullName")
                .map("name.givenName", "firstName")
                .map("name.familyName", "lastName")
                .map(StandardSchemas.ENTERPRISE_USER.id() + ":manager", "manager")
                .list(
                        "emails",
                        "mails",
                        Mail::new,
                        mails -> mails.map("value", "address")
                                .map("type", "kind")
                                .map("display", "display")
                                .map("primary", "main"))
                .map("active", "enabled", enabled -> enabled.whenAbsent(true))
                .rest("other")
                .build();
    }

    private static JpaRepository<Circle> circles(JpaRepository<Account> users, TestDatabase.Entities entities) {
        return JpaRepository.of(StandardTypes.group(), entities.factory(), Circle.class, Circle::new)
                .created("createdAt")
                .lastModified("updatedAt")
                .map("displayName", "name", name -> name.key("nameKey"))
                .map("externalId", "directoryId")
                .members("members", "members", users, "circle_accounts", "circle_id", "account_id")
                .build();
    }
}
