package dev.scimlet.directory.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.directory.log.LogQuery;
import dev.scimlet.directory.log.ProvisioningLog;
import dev.scimlet.jpa.EntityManagers;
import dev.scimlet.jpa.JpaRepository;
import dev.scimlet.protocol.ScimService;
import dev.scimlet.protocol.access.Authentication;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The log beside entities: its rows are in the transaction of the entity manager. */
final class LogOnEntitiesTest {

    static Stream<FeedFixture.On> databases() {
        return FeedFixture.databases();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void logsChangesOfEntitiesInTheirTransaction(FeedFixture.On on) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(on.empty());
        config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        DataSource dataSource = new HikariDataSource(config);
        JdbcLogStore store = JdbcLogStore.over(dataSource);
        store.createTables();
        try (SessionFactory factory = FeedOnEntitiesTest.factory(dataSource)) {
            EntityManagers entities = EntityManagers.of(
                    factory, manager -> manager.unwrap(Session.class).doReturningWork(connection -> connection));
            JpaRepository<FeedOnEntitiesTest.Account> users = JpaRepository.of(
                            StandardTypes.user(),
                            entities,
                            FeedOnEntitiesTest.Account.class,
                            FeedOnEntitiesTest.Account::new)
                    .created("createdAt")
                    .lastModified("updatedAt")
                    .map("userName", "login", login -> login.key("loginKey"))
                    .map("title", "title")
                    .map("active", "enabled")
                    .without("externalId")
                    .ignoreUnmapped()
                    .build();
            ProvisioningLog log = ProvisioningLog.builder(store).build();
            try (ScimService service = ScimService.builder()
                    .repositories(users)
                    .authenticator(request -> new Authentication.Accepted("entra", null))
                    .install(log)
                    .build()) {
                String id = LogFixture.id(service.handle(
                        LogFixture.request("x", "POST", "/Users", FeedFixture.user("bjensen", ",\"nickName\":\"Babs\""))
                                .build()));
                service.handle(LogFixture.request("x", "POST", "/Users", FeedFixture.user("bjensen", ""))
                        .build());
                service.handle(LogFixture.request(
                                "x",
                                "PATCH",
                                "/Users/" + id,
                                LogFixture.operations("{\"op\":\"replace\",\"path\":\"active\",\"value\":false}"))
                        .build());
                service.handle(
                        LogFixture.request("x", "DELETE", "/Users/" + id, "").build());
                log.write();

                assertThat(log.find("default", LogQuery.ALL).entries())
                        .allSatisfy(entry -> assertThat(entry.name()).contains("bjensen"))
                        .extracting(entry -> entry.operation() + " " + entry.result())
                        .containsExactlyInAnyOrder("DELETE DONE", "UPDATE DONE", "CREATE REFUSED", "CREATE DONE");
                assertThat(log.history("default", "User", id).entries())
                        .last()
                        .satisfies(created -> assertThat(created.ignored()).containsExactly("nickName"));
            }
        }
    }
}
