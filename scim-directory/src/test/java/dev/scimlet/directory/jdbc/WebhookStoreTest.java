package dev.scimlet.directory.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.scimlet.directory.feed.FeedStore;
import dev.scimlet.directory.feed.InMemoryFeedStore;
import dev.scimlet.directory.feed.WebhookStore;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What each {@link WebhookStore} keeps to. */
final class WebhookStoreTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    /** Where a store is. */
    enum Place {
        MEMORY(null),
        H2(TestDatabase.H2),
        POSTGRESQL(TestDatabase.POSTGRESQL),
        MARIADB(TestDatabase.MARIADB),
        MYSQL(TestDatabase.MYSQL);

        private final TestDatabase database;

        Place(TestDatabase database) {
            this.database = database;
        }
    }

    private final FeedFixture.Time time = new FeedFixture.Time();
    private FeedStore feed;
    private WebhookStore store;

    private DataSource dataSource;

    @AfterEach
    void endPool() {
        if (dataSource instanceof HikariDataSource pool) {
            pool.close();
        }
    }

    private void open(Place place) {
        if (place == Place.MEMORY) {
            feed = new InMemoryFeedStore(time);
        } else {
            dataSource = place.database.empty();
            JdbcFeedStore.over(dataSource).createTables();
            feed = JdbcFeedStore.over(dataSource).withClock(time::instant);
        }
        store = feed.webhooks();
        // A tenant that has a feed, though no event yet
        feed.markDeleted("acme");
        feed.admit("acme", "epoch");
        assertThat(feed.check()).isEmpty();
    }

    private Instant now() {
        return time.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private WebhookStore.Endpoint endpoint(String name) {
        return new WebhookStore.Endpoint(
                "acme", name, URI.create("https://crm.example/" + name), Set.of(), true, now());
    }

    private WebhookStore.Secret secret(String id) {
        return new WebhookStore.Secret(id, now(), null, "k1." + id);
    }

    private FeedStore.Claim claim(String name) {
        return store.claim("acme", name, "node", MINUTE).orElseThrow();
    }

    @ParameterizedTest
    @EnumSource
    void keepsEndpoints(Place place) {
        open(place);
        WebhookStore.Endpoint all = endpoint("webhook:a");
        WebhookStore.Endpoint some = new WebhookStore.Endpoint(
                "acme",
                "webhook:b",
                URI.create("https://b.example/?x=%20"),
                Set.of("user.created", "group.deleted"),
                false,
                now());
        assertThat(store.add(some, secret("1"), true)).isTrue();
        assertThat(store.add(all, secret("2"), true)).isTrue();
        assertThat(store.add(all, secret("3"), true)).isFalse();

        assertThat(store.endpoints("acme")).containsExactly(all, some);
        assertThat(store.find("acme", "webhook:b")).contains(some);
        assertThat(store.find("other", "webhook:b")).isEmpty();
        assertThat(store.secrets("acme", "webhook:a")).containsExactly(secretAt(all, "2"));
        WebhookStore.Endpoint changed = new WebhookStore.Endpoint(
                "acme", "webhook:b", URI.create("https://c.example/"), Set.of(), true, some.created());
        assertThat(store.change(changed)).isTrue();
        assertThat(store.find("acme", "webhook:b")).contains(changed);
        assertThat(store.remove("acme", "webhook:b")).isTrue();
        assertThat(store.remove("acme", "webhook:b")).isFalse();
        assertThat(store.change(changed)).isFalse();
        assertThat(store.secrets("acme", "webhook:b")).isEmpty();
        assertThat(feed.consumers("acme"))
                .extracting(FeedStore.ConsumerRow::name)
                .containsExactly("webhook:a");
        assertThat(store.claim("acme", "webhook:b", "node", MINUTE)).isEmpty();
        assertThat(feed.consumers("acme")).hasSize(1);
    }

    private WebhookStore.Secret secretAt(WebhookStore.Endpoint endpoint, String id) {
        return store.secrets("acme", endpoint.name()).stream()
                .filter(found -> found.id().equals(id) && found.closed().equals("k1." + id))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @EnumSource
    void endsSecrets(Place place) {
        open(place);
        store.add(endpoint("webhook:a"), secret("1"), true);
        time.pass(MINUTE);
        assertThat(store.addSecret("acme", "webhook:a", secret("2"), Duration.ofHours(2), 3))
                .isTrue();
        time.pass(MINUTE);
        assertThat(store.addSecret("acme", "webhook:a", secret("3"), Duration.ofHours(1), 3))
                .isTrue();
        assertThat(store.addSecret("acme", "webhook:a", secret("4"), Duration.ofHours(1), 3))
                .isFalse();
        assertThat(store.addSecret("acme", "webhook:none", secret("5"), Duration.ofHours(1), 3))
                .isFalse();
        assertThat(store.secrets("acme", "webhook:a"))
                .extracting(WebhookStore.Secret::id)
                .containsExactly("1", "2", "3");
        // The end of the first is not put off by a later change
        time.pass(Duration.ofMinutes(61));
        assertThat(store.secrets("acme", "webhook:a"))
                .extracting(WebhookStore.Secret::id)
                .containsExactly("3");
        store.removeEndedSecrets();
        assertThat(store.addSecret("acme", "webhook:a", secret("6"), Duration.ZERO, 2))
                .isTrue();
        assertThat(store.secrets("acme", "webhook:a"))
                .extracting(WebhookStore.Secret::id)
                .containsExactly("6");
    }

    @ParameterizedTest
    @EnumSource
    void isWorkedForByOneNodeAtATime(Place place) {
        open(place);
        store.add(endpoint("webhook:a"), secret("1"), true);
        FeedStore.Claim first = claim("webhook:a");
        assertThat(store.claim("acme", "webhook:a", "other", MINUTE)).isEmpty();
        assertThat(store.held(first).map(WebhookStore.Endpoint::name)).contains("webhook:a");
        assertThat(store.settle(first, 0, 3, List.of(), List.of(), List.of())).isTrue();
        assertThat(store.settle(first, 0, 4, List.of(), List.of(), List.of())).isFalse();
        time.pass(Duration.ofMinutes(2));
        FeedStore.Claim second =
                store.claim("acme", "webhook:a", "other", MINUTE).orElseThrow();
        assertThat(second.row().position()).isEqualTo(3);

        assertThat(store.held(first)).isEmpty();
        WebhookStore.Failed failed = new WebhookStore.Failed(4, 1, MINUTE, 500, "late");
        assertThat(store.settle(first, 3, 4, List.of(), List.of(failed), List.of()))
                .isFalse();
        assertThat(store.retries("acme", "webhook:a")).isEmpty();
        feed.setState("acme", "webhook:a", FeedStore.ConsumerState.SWITCHED_OFF);
        assertThat(store.held(second)).isEmpty();
        assertThat(feed.consumers("acme").get(0).state()).isEqualTo(FeedStore.ConsumerState.SWITCHED_OFF);
        assertThat(store.claim("acme", "webhook:a", "other", MINUTE)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void keepsWhatIsSentOnceMore(Place place) {
        open(place);
        store.add(endpoint("webhook:a"), secret("1"), true);
        FeedStore.Claim claim = claim("webhook:a");
        FeedStore.Parked parked = new FeedStore.Parked("acme", "webhook:a", 3, 5, now(), 422, "x".repeat(2_000));
        assertThat(store.settle(
                        claim,
                        0,
                        3,
                        List.of(),
                        List.of(
                                new WebhookStore.Failed(1, 1, MINUTE, 500, "one"),
                                new WebhookStore.Failed(2, 2, MINUTE.multipliedBy(10), null, "two")),
                        List.of(parked)))
                .isTrue();
        feed.release(claim);
        assertThat(store.work("node", Set.of(), 10)).isEmpty();
        assertThat(store.dueRetries("acme", "webhook:a", 10)).isEmpty();
        time.pass(Duration.ofSeconds(61));
        assertThat(store.dueRetries("acme", "webhook:a", 10))
                .singleElement()
                .satisfies(retry -> assertThat(retry.seq()).isEqualTo(1))
                .satisfies(retry -> assertThat(retry.attempts()).isEqualTo(1))
                .satisfies(retry -> assertThat(retry.status()).isEqualTo(500))
                .satisfies(retry -> assertThat(retry.error()).isEqualTo("one"));
        assertThat(store.work("node", Set.of(), 10)).containsExactly(new WebhookStore.Work("acme", "webhook:a", false));
        assertThat(store.work("node", Set.of("acme", "b"), 10)).hasSize(1);
        assertThat(store.work("node", Set.of("other"), 10)).isEmpty();

        FeedStore.Claim again = claim("webhook:a");
        Optional<Integer> tried = feed.failed(again, 3, Duration.ZERO, "down");
        assertThat(tried).contains(1);
        assertThat(store.work("node", Set.of(), 10)).containsExactly(new WebhookStore.Work("acme", "webhook:a", true));
        assertThat(store.settle(again, 3, 3, List.of(1L), List.of(), List.of())).isTrue();
        assertThat(feed.consumers("acme").get(0).attempts()).isZero();
        assertThat(store.retries("acme", "webhook:a"))
                .singleElement()
                .satisfies(retry -> assertThat(retry.status()).isNull());

        assertThat(store.retryParked("acme", "webhook:a", 1, 2)).isZero();
        assertThat(store.retryParked("acme", "webhook:a", 1, 3)).isEqualTo(1);
        assertThat(feed.parked("acme", "webhook:a")).isEmpty();
        assertThat(store.dueRetries("acme", "webhook:a", 10))
                .singleElement()
                .satisfies(retry -> assertThat(retry.seq()).isEqualTo(3))
                .satisfies(retry -> assertThat(retry.attempts()).isZero())
                .satisfies(retry -> assertThat(retry.status()).isEqualTo(422));
    }

    @ParameterizedTest
    @EnumSource
    void endsWithTheTenant(Place place) {
        open(place);
        store.add(endpoint("webhook:a"), secret("1"), true);
        FeedStore.Claim claim = claim("webhook:a");
        store.settle(
                claim, 0, 0, List.of(), List.of(new WebhookStore.Failed(1, 1, Duration.ZERO, 500, "x")), List.of());
        feed.markDeleted("acme");

        assertThat(store.held(claim)).isEmpty();
        assertThat(store.work("node", Set.of(), 10)).isEmpty();
        assertThatThrownBy(() -> store.add(endpoint("webhook:b"), secret("2"), true))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the tenant 'acme' is deleted");
        while (feed.removeDeleted("acme", 100)) {
            // In steps
        }
        assertThat(store.endpoints("acme")).isEmpty();
        assertThat(store.secrets("acme", "webhook:a")).isEmpty();
        assertThat(store.retries("acme", "webhook:a")).isEmpty();
        assertThat(store.add(
                        new WebhookStore.Endpoint(
                                "new", "webhook:a", URI.create("https://a.example/"), Set.of(), true, now()),
                        secret("3"),
                        true))
                .isTrue();
    }
}
