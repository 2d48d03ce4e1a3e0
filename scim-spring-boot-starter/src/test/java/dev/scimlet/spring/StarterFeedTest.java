package dev.scimlet.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.directory.Directories;
import dev.scimlet.directory.Directory;
import dev.scimlet.directory.IdentityProvider;
import dev.scimlet.directory.feed.ConsumerStatus;
import dev.scimlet.directory.feed.DirectoryEventHandler;
import dev.scimlet.directory.feed.Feed;
import dev.scimlet.directory.feed.FeedEvent;
import dev.scimlet.directory.feed.FeedStore;
import dev.scimlet.directory.feed.InMemoryFeedStore;
import dev.scimlet.directory.jdbc.JdbcFeedStore;
import dev.scimlet.jdbc.JdbcRepository;
import dev.scimlet.jpa.EntityManagers;
import dev.scimlet.jpa.JpaRepository;
import dev.scimlet.protocol.ScimService;
import dev.scimlet.protocol.access.Authentication;
import dev.scimlet.protocol.message.ScimRequest;
import dev.scimlet.spi.memory.InMemoryRepository;
import dev.scimlet.spi.sql.ConnectionSource;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.orm.jpa.SharedEntityManagerCreator;

/** The feed of an application, and the beans that handle its events. */
final class StarterFeedTest {

    private static final String TOKEN = "0123456789abcdef0123456789abcdef";
    private static final String READER = "token-of-the-reports";

    private final HttpClient client = HttpClient.newHttpClient();
    private final String database = "jdbc:h2:mem:feed" + System.nanoTime();
    private @Nullable ConfigurableApplicationContext application;

    @AfterEach
    void stop() {
        if (application != null) {
            application.close();
        }
    }

    private void start(Class<?> part, String... settings) {
        application = new SpringApplicationBuilder(part)
                .properties(Stream.concat(
                                Stream.of(
                                        "server.port=0",
                                        "spring.main.banner-mode=off",
                                        "spring.datasource.url=" + database,
                                        "scimlet.feed.poll-every=100ms",
                                        "scimlet.directories.create-tables=true",
                                        "scimlet.token=" + TOKEN),
                                Stream.of(settings))
                        .toArray(String[]::new))
                .run();
    }

    private <T> T bean(Class<T> type) {
        return application.getBean(type);
    }

    private HttpResponse<String> send(String method, String path, @Nullable String token, @Nullable String body)
            throws IOException, InterruptedException {
        String port = application.getEnvironment().getProperty("local.server.port");
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Content-Type", "application/scim+json")
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private void create(String userName) throws Exception {
        String user = "{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\"],\"userName\":\"" + userName
                + "\",\"active\":true,\"title\":\"Guide\"}";
        HttpResponse<String> answer = send("POST", "/scim/v2/Users", TOKEN, user);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    }

    static void until(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(40).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited in vain").isLessThan(end);
            Thread.sleep(10);
        }
    }

    private List<FeedEvent> events() {
        return bean(Feed.class).read("default", null, Set.of(), 100).events();
    }

    private boolean hasRead(String consumer, long seq) {
        return bean(Feed.class).consumers("default").stream()
                .anyMatch(status -> status.name().equals(consumer) && status.position() >= seq);
    }

    private List<String> rows(String sql) {
        return bean(JdbcTemplate.class).queryForList(sql, String.class);
    }

    // ---- handlers

    /** Users in tables. */
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Tables {

        @Bean
        JdbcRepository users(ConnectionSource connections) {
            JdbcRepository users = JdbcRepository.inOwnTables(StandardTypes.user(), connections)
                    .build();
            users.createTables();
            return users;
        }
    }

    /** Handlers that write with what Spring has. */
    @Configuration(proxyBeanMethods = false)
    static class Handlers extends Tables {

        private final AtomicInteger failures = new AtomicInteger();

        @Bean
        DirectoryEventHandler mails(JdbcTemplate jdbc) {
            jdbc.execute("CREATE TABLE mails (user_id varchar(99), seq bigint)");
            return DirectoryEventHandler.of(Set.of("user.created"), (event, unit) -> {
                jdbc.update("INSERT INTO mails VALUES (?, ?)", event.resourceId(), event.seq());
                if (failures.getAndIncrement() == 0) {
                    throw new IllegalStateException("fails behind its writing");
                }
            });
        }

        @Bean
        DirectoryEventHandler history(JdbcTemplate jdbc) {
            jdbc.execute("CREATE TABLE history (what varchar(99))");
            return (event, unit) -> jdbc.update("INSERT INTO history VALUES (?)", event.type());
        }
    }

    @Test
    void givesEachBeanItsEventsInTheTransactionInWhichItMoves() throws Exception {
        start(Handlers.class);
        create("bjensen");
        until(() -> events().size() == 1);
        String path = "/scim/v2/Users/" + events().get(0).resourceId();
        until(() -> hasRead("mails", 1));
        assertThat(send("DELETE", path, TOKEN, null).statusCode()).isEqualTo(204);
        until(() -> hasRead("mails", 2) && hasRead("history", 2));

        assertThat(rows("SELECT seq FROM mails"))
                .as("what failed is not stored")
                .containsExactly("1");
        assertThat(rows("SELECT what FROM history")).containsExactly("user.created", "user.deleted");
        assertThat(bean(Feed.class).consumers("default"))
                .extracting(ConsumerStatus::name)
                .containsExactly("history", "mails");
        assertThat(bean(FeedStore.class)).isInstanceOf(JdbcFeedStore.class);
    }

    /** Users as entities, and handlers that write entities. */
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Entities {

        private final AtomicInteger failures = new AtomicInteger();

        @Bean
        JpaRepository<MemberEntity> users(EntityManagers entities) {
            return JpaRepository.of(StandardTypes.user(), entities, MemberEntity.class, MemberEntity::new)
                    .created("createdAt")
                    .lastModified("updatedAt")
                    .map("userName", "login", login -> login.key("loginKey"))
                    .map("title", "title")
                    .map("active", "enabled", enabled -> enabled.whenAbsent(true))
                    .without("externalId")
                    .build();
        }

        @Bean
        DirectoryEventHandler titles(EntityManagerFactory factory, JdbcTemplate jdbc) {
            jdbc.execute("CREATE TABLE notes (seq bigint)");
            EntityManager shared = SharedEntityManagerCreator.createSharedEntityManager(factory);
            return DirectoryEventHandler.of(Set.of("user.created"), (event, unit) -> {
                MemberEntity member = shared.find(MemberEntity.class, Long.valueOf(event.resourceId()));
                member.title = member.title + "!";
                jdbc.update("INSERT INTO notes VALUES (?)", event.seq());
                if (failures.getAndIncrement() == 0) {
                    shared.flush();
                    throw new IllegalStateException("fails behind its writing");
                }
            });
        }
    }

    @Test
    void hasHandlersWriteEntitiesInTheSameTransaction() throws Exception {
        start(Entities.class);
        create("bjensen");
        until(() -> hasRead("titles", 1));

        assertThat(rows("SELECT title FROM members")).containsExactly("Guide!");
        assertThat(rows("SELECT seq FROM notes")).containsExactly("1");
    }

    // ---- a process that dies

    /** A handler in a process that dies where the setting {@code dies} says it: before the position moves, or right after. */
    @Configuration(proxyBeanMethods = false)
    static class Mortal extends Tables {

        @Bean
        DirectoryEventHandler mails(JdbcTemplate jdbc, Environment environment) {
            jdbc.execute("CREATE TABLE IF NOT EXISTS mails (user_id varchar(99), seq bigint)");
            String dies = environment.getProperty("dies", "never");
            return (event, unit) -> {
                jdbc.update("INSERT INTO mails VALUES (?, ?)", event.resourceId(), event.seq());
                if (dies.equals("before")) {
                    Runtime.getRuntime().halt(9);
                }
                if (dies.equals("after")) {
                    unit.afterCommit(() -> Runtime.getRuntime().halt(9));
                }
            };
        }

        /** Runs until it dies; makes a user at first, if told so. */
        public static void main(String[] arguments) {
            ConfigurableApplicationContext context = new SpringApplicationBuilder(Mortal.class).run(arguments);
            String userName = context.getEnvironment().getProperty("creates");
            if (userName != null) {
                context.getBean(ScimService.class)
                        .handle(ScimRequest.builder("POST", "/Users")
                                .header("Authorization", "Bearer " + TOKEN)
                                .header("Content-Type", "application/scim+json")
                                .body("{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\"],\"userName\":\""
                                        + userName + "\"}")
                                .build());
            }
        }
    }

    private static int diesOf(Path folder, String... settings) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Mortal.class.getName(),
                "--server.port=0",
                "--spring.main.banner-mode=off",
                "--spring.datasource.url=" + url(folder),
                "--spring.jpa.hibernate.ddl-auto=none",
                "--scimlet.directories.create-tables=true",
                "--scimlet.feed.consumer-lease=1s",
                "--scimlet.feed.relay-lease=1s",
                "--scimlet.token=" + TOKEN));
        Stream.of(settings).map(setting -> "--" + setting).forEach(command::add);
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log.txt").toFile())
                .start();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
            throw new AssertionError(Files.readString(folder.resolve("log.txt")));
        }
        return process.exitValue();
    }

    /** What is committed is written before the commit is answered, so that it is there after a kill. */
    private static String url(Path folder) {
        return "jdbc:h2:" + folder.resolve("feed") + ";WRITE_DELAY=0";
    }

    @Test
    void handlesAnEventOnceThoughTheProcessDies(@TempDir Path folder) throws Exception {
        assertThat(diesOf(folder, "dies=before", "creates=bjensen"))
                .as("behind what the handler writes, before the position moves")
                .isEqualTo(9);
        assertThat(diesOf(folder, "dies=after"))
                .as("the event came again; right after the commit")
                .isEqualTo(9);

        start(
                Mortal.class,
                "spring.datasource.url=" + url(folder),
                "scimlet.feed.relay-lease=1s",
                "scimlet.feed.consumer-lease=1s");
        create("jsmith");
        until(() -> hasRead("mails", 2));

        assertThat(rows("SELECT seq FROM mails ORDER BY seq")).containsExactly("1", "2");
    }

    // ---- whether there is one

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Memory {

        @Bean
        InMemoryRepository users() {
            return InMemoryRepository.of(StandardTypes.user());
        }
    }

    @Test
    void isThereIfAnythingAsksForItAndTheSettingsDoNotForbidIt() {
        start(Tables.class);
        assertThat(application.getBeansOfType(Feed.class)).isEmpty();
        application.close();

        start(Handlers.class, "scimlet.feed.enabled=false");
        assertThat(application.getBeansOfType(Feed.class)).isEmpty();
        application.close();

        start(Tables.class, "scimlet.feed.enabled=true", "scimlet.feed.create-tables=true");
        assertThat(bean(Feed.class).isBestEffort()).isFalse();
    }

    @Test
    void saysWhatToDoWithoutItsTables() {
        assertThatThrownBy(() -> start(
                        Tables.class,
                        "scimlet.feed.enabled=true",
                        "scimlet.feed.create-tables=false",
                        "scimlet.directories.create-tables=false"))
                .hasStackTraceContaining("are not there");
        assertThatThrownBy(() -> start(Memory.class, "scimlet.feed.enabled=true"))
                .hasStackTraceContaining("keep the feed in an InMemoryFeedStore, which is best effort");
    }

    /** A feed that the application keeps elsewhere. */
    @Configuration(proxyBeanMethods = false)
    static class OwnStore extends Memory {

        @Bean
        FeedStore store() {
            return new InMemoryFeedStore();
        }
    }

    @Test
    void isKeptWhereTheApplicationKeepsIt() throws Exception {
        start(OwnStore.class);
        create("bjensen");
        until(() -> events().size() == 1);

        assertThat(bean(Feed.class).isBestEffort()).isTrue();
        assertThat(application.getBeansOfType(JdbcFeedStore.class)).isEmpty();
    }

    @Test
    void isKeptInMemoryWithoutADatabase() throws Exception {
        start(
                Memory.class,
                "scimlet.feed.enabled=true",
                "spring.autoconfigure.exclude=org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration");
        create("bjensen");
        until(() -> events().size() == 1);

        assertThat(bean(Feed.class).isBestEffort()).isTrue();
    }

    /** A feed that the application builds itself, with a consumer that begins now. */
    @Configuration(proxyBeanMethods = false)
    static class OwnFeed extends OwnStore {

        @Bean
        Feed feed(FeedStore store) {
            return Feed.builder(store).pollEvery(Duration.ofMillis(100)).build();
        }

        @Bean
        DirectoryEventHandler nothing() {
            return (event, unit) -> {};
        }
    }

    @Test
    void isTheOneThatTheApplicationBuilds() throws Exception {
        start(OwnFeed.class, "scimlet.feed.full=true");
        create("bjensen");
        until(() -> hasRead("nothing", 1));

        assertThat(application.getBeansOfType(Feed.class)).containsOnlyKeys("feed");
        assertThat(events().get(0).json())
                .as("settings are those of the feed that the starter builds")
                .doesNotContain("\"resource\":{");
    }

    // ---- settings

    /** The last word of the application. */
    @Configuration(proxyBeanMethods = false)
    static class Customized extends Tables {

        @Bean
        FeedCustomizer forgetsNothing() {
            return feed -> feed.retention(Duration.ofDays(401));
        }
    }

    @Test
    void takesTheSettings() throws Exception {
        start(Tables.class, "scimlet.feed.enabled=true", "scimlet.feed.full=true", "scimlet.feed.hiding.user=title");
        create("bjensen");
        until(() -> events().size() == 1);

        assertThat(events().get(0).json())
                .contains("\"resource\":{", "bjensen")
                .doesNotContain("title")
                .doesNotContain("Guide");
    }

    @Test
    void refusesSettingsThatMeanNothing() {
        assertThatThrownBy(() -> start(Tables.class, "scimlet.feed.enabled=true", "scimlet.feed.hiding.Person=title"))
                .hasStackTraceContaining("scimlet.feed.hiding.Person: there is no such type, only [User]");
        assertThatThrownBy(() -> start(Tables.class, "scimlet.feed.enabled=true", "scimlet.feed.hiding.User=shoeSize"))
                .hasStackTraceContaining("shoeSize");
        assertThatThrownBy(() -> start(Tables.class, "scimlet.feed.enabled=true", "scimlet.feed.retention=1h"))
                .hasStackTraceContaining("events are kept for 1 to 400 days");
        assertThatThrownBy(() -> start(Tables.class, "scimlet.feed.enabled=true", "scimlet.feed.threads=0"))
                .hasStackTraceContaining("consumers need a thread");
        assertThatThrownBy(() -> start(Tables.class, "scimlet.feed.path=events/"))
                .hasStackTraceContaining("scimlet.feed.path is 'events/'");
        assertThatThrownBy(() -> start(Tables.class, "scimlet.feed.path=/scim/v2/events"))
                .hasStackTraceContaining("needs a place of its own");
        assertThatThrownBy(() -> start(Tables.class, "scimlet.feed.path=/events"))
                .hasStackTraceContaining("it takes a bean of type FeedReaders");
        assertThatThrownBy(() -> start(Customized.class, "scimlet.feed.enabled=true"))
                .hasStackTraceContaining("not for PT9624H");
    }

    // ---- readers outside

    /** Who may read the feed. */
    @Configuration(proxyBeanMethods = false)
    static class Read extends Tables {

        @Bean
        FeedReaders readers() {
            return request -> request.header("Authorization")
                    .<Authentication>map(header -> header.equals("Bearer " + READER)
                            ? new Authentication.Accepted("reports", null)
                            : new Authentication.Invalid("no reader has this token"))
                    .orElseGet(Authentication.Missing::new);
        }
    }

    @Test
    void isReadByWhomTheApplicationLetsAndByNoDirectory() throws Exception {
        start(Read.class, "scimlet.feed.path=/events");
        create("bjensen");
        until(() -> events().size() == 1);
        Directory entra = bean(Directories.class).create("default", "Entra ID", IdentityProvider.ENTRA_ID);
        String token = bean(Directories.class)
                .credentials()
                .createToken(entra.id(), "first", Duration.ofDays(90))
                .secret();

        HttpResponse<String> read = send("GET", "/events?limit=10", READER, null);
        assertThat(read.statusCode()).as(read.body()).isEqualTo(200);
        assertThat(read.body()).contains("\"type\":\"user.created\"");
        assertThat(send("GET", "/events", null, null).statusCode()).isEqualTo(401);
        assertThat(send("GET", "/events", token, null).body()).contains("no reader has this token");
        assertThat(send("GET", "/events", TOKEN, null).statusCode()).isEqualTo(401);
        assertThat(send("GET", "/scim/v2/Users", token, null).statusCode()).isEqualTo(200);
        assertThat(send("GET", "/scim/v2/Users", READER, null).statusCode()).isEqualTo(401);
        assertThat(send("GET", "/elsewhere", READER, null).statusCode())
                .as("the application's own paths stay guarded")
                .isEqualTo(401);
    }

    @Test
    void isReadByTenant() throws Exception {
        start(Read.class, "scimlet.feed.path=/events", "scimlet.tenants=path");
        String user = "{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\"],\"userName\":\"bjensen\"}";
        assertThat(send("POST", "/scim/v2/acme/Users", TOKEN, user).statusCode())
                .isEqualTo(201);
        until(() -> !bean(Feed.class).read("acme", null, Set.of(), 1).events().isEmpty());

        assertThat(send("GET", "/events/acme", READER, null).body()).contains("user.created");
        assertThat(send("GET", "/events/contoso", READER, null).body()).contains("\"events\":[]");
    }
}
