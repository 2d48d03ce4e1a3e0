package dev.scimlet.directory.jdbc;

import static dev.scimlet.directory.jdbc.FeedFixture.types;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.directory.feed.Feed;
import dev.scimlet.directory.feed.FeedEvent;
import dev.scimlet.directory.feed.Proves;
import dev.scimlet.jpa.EntityManagers;
import dev.scimlet.jpa.JpaRepository;
import dev.scimlet.protocol.ScimService;
import dev.scimlet.protocol.access.Authentication;
import dev.scimlet.protocol.message.ScimRequest;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.AvailableSettings;
import org.hibernate.cfg.Configuration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The feed beside entities: its rows are in the transaction of the entity manager. */
final class FeedOnEntitiesTest {

    /** A user. */
    @Entity(name = "feed_account")
    static class Account {

        @Id
        @GeneratedValue(strategy = GenerationType.UUID)
        UUID id;

        @Version
        long version;

        @Column(nullable = false)
        String login;

        @Column(nullable = false, unique = true)
        String loginKey;

        String title;
        Boolean enabled;
        Instant createdAt;
        Instant updatedAt;
    }

    static Stream<FeedFixture.On> databases() {
        return FeedFixture.databases();
    }

    static SessionFactory factory(DataSource dataSource) {
        Configuration configuration = new Configuration();
        configuration.addAnnotatedClass(Account.class);
        configuration.getProperties().put(AvailableSettings.JAKARTA_NON_JTA_DATASOURCE, dataSource);
        configuration.setProperty(AvailableSettings.HBM2DDL_AUTO, "create-only");
        configuration.setProperty(AvailableSettings.JDBC_TIME_ZONE, "UTC");
        return configuration.buildSessionFactory();
    }

    @ParameterizedTest
    @MethodSource("databases")
    @Proves({"V-S-04", "V-S-06", "V-N-07"})
    void recordsChangesOfEntitiesAndMovesConsumersWithThem(FeedFixture.On on) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(on.empty());
        config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        DataSource dataSource = new HikariDataSource(config);
        JdbcFeedStore store = JdbcFeedStore.over(dataSource);
        store.createTables();
        try (SessionFactory factory = factory(dataSource)) {
            EntityManagers entities = EntityManagers.of(
                    factory, manager -> manager.unwrap(Session.class).doReturningWork(connection -> connection));
            JpaRepository<Account> users = JpaRepository.of(StandardTypes.user(), entities, Account.class, Account::new)
                    .created("createdAt")
                    .lastModified("updatedAt")
                    .map("userName", "login", login -> login.key("loginKey"))
                    .map("title", "title")
                    .map("active", "enabled")
                    .without("externalId")
                    .ignoreUnmapped()
                    .build();
            Feed feed = Feed.builder(store).pollEvery(Duration.ofMillis(100)).build();
            try (ScimService service = ScimService.builder()
                    .repositories(users)
                    .authenticator(request -> new Authentication.Accepted("entra", null))
                    .install(feed)
                    .build()) {
                feed.consumer("titles")
                        .on(
                                "user.created",
                                (event, unit) -> unit.handle(EntityManager.class)
                                        .orElseThrow()
                                        .createQuery(
                                                "update feed_account a set a.title = 'greeted ' || a.login where a.id"
                                                        + " = :id")
                                        .setParameter("id", UUID.fromString(event.resourceId()))
                                        .executeUpdate())
                        .start();
                assertThat(send(service, "POST", "/Users", FeedFixture.user("bjensen", ",\"active\":true")))
                        .isEqualTo(201);
                assertThat(send(service, "POST", "/Users", FeedFixture.user("bjensen", "")))
                        .isEqualTo(409);
                FeedFixture.until(() -> titles(factory).equals(List.of("greeted bjensen")));
                String id = events(feed).get(0).resourceId();
                assertThat(send(service, "DELETE", "/Users/" + id, "")).isEqualTo(204);
                FeedFixture.until(() -> events(feed).size() == 2);

                assertThat(types(events(feed))).containsExactly("user.created", "user.deleted");
                FeedFixture.until(() -> feed.consumers("default").get(0).position() == 2);
            }
        }
    }

    private static List<FeedEvent> events(Feed feed) {
        return feed.read("default", null, Set.of(), 100).events();
    }

    private static List<String> titles(SessionFactory factory) {
        try (Session session = factory.openSession()) {
            return session.createQuery("select a.title from feed_account a where a.title is not null", String.class)
                    .list();
        }
    }

    private static int send(ScimService service, String method, String path, String body) {
        return service.handle(ScimRequest.builder(method, path)
                        .baseUrl(FeedFixture.BASE)
                        .header("Content-Type", "application/scim+json")
                        .body(body)
                        .build())
                .status();
    }
}
