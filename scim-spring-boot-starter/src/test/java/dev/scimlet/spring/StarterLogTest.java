package dev.scimlet.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scimlet.core.ScimException;
import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.directory.Directories;
import dev.scimlet.directory.Directory;
import dev.scimlet.directory.IdentityProvider;
import dev.scimlet.directory.jdbc.JdbcLogStore;
import dev.scimlet.directory.log.InMemoryLogStore;
import dev.scimlet.directory.log.LogEntry;
import dev.scimlet.directory.log.LogNote;
import dev.scimlet.directory.log.LogQuery;
import dev.scimlet.directory.log.LogReason;
import dev.scimlet.directory.log.LogStore;
import dev.scimlet.directory.log.ProvisioningLog;
import dev.scimlet.jdbc.JdbcRepository;
import dev.scimlet.jpa.EntityManagers;
import dev.scimlet.jpa.JpaRepository;
import dev.scimlet.protocol.ChangeHook;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.memory.InMemoryRepository;
import dev.scimlet.spi.sql.ConnectionSource;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.StaticMessageSource;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The log of an application. */
final class StarterLogTest {

    private static final String NO_DATABASE =
            "spring.autoconfigure.exclude=org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration,"
                    + "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration";

    private static final AtomicBoolean REFUSING = new AtomicBoolean();

    private final HttpClient client = HttpClient.newHttpClient();
    private final String database = "jdbc:h2:mem:log" + System.nanoTime() + ";DB_CLOSE_DELAY=-1";
    private @Nullable ConfigurableApplicationContext application;
    private String token = "";

    @BeforeEach
    void refuseNothing() {
        REFUSING.set(false);
    }

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
                                        "scimlet.directories.create-tables=true"),
                                Stream.of(settings))
                        .toArray(String[]::new))
                .run();
    }

    private <T> T bean(Class<T> type) {
        return application.getBean(type);
    }

    private HttpResponse<String> send(String method, String path, @Nullable String body)
            throws IOException, InterruptedException {
        if (token.isEmpty()) {
            Directory entra = bean(Directories.class).create("default", "Entra ID", IdentityProvider.ENTRA_ID);
            token = bean(Directories.class)
                    .credentials()
                    .createToken(entra.id(), "2026", Duration.ofDays(90))
                    .secret();
        }
        String port = application.getEnvironment().getProperty("local.server.port");
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/scim/v2" + path))
                        .header("Content-Type", "application/scim+json")
                        .header("Authorization", "Bearer " + token)
                        .method(
                                method,
                                body == null
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private int create(String userName) throws Exception {
        return send(
                        "POST",
                        "/Users",
                        "{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\"],\"userName\":\"" + userName
                                + "\",\"active\":true,\"title\":\"Guide\"}")
                .statusCode();
    }

    /** As {@code result: name: sentence}, oldest first. */
    private List<String> lines() {
        ProvisioningLog log = bean(ProvisioningLog.class);
        log.write();
        List<String> lines = new ArrayList<>();
        for (LogEntry entry : log.find("default", LogQuery.ALL).entries()) {
            lines.add(entry.result() + ": " + entry.name().orElse("-") + ": "
                    + log.words().sentence(entry, Locale.ENGLISH));
        }
        Collections.reverse(lines);
        return lines;
    }

    // ---- changes

    /** Users in tables, and a hook that refuses what is done already. */
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

        @Bean
        ChangeHook refuses() {
            return (event, unit) -> {
                if (REFUSING.get()) {
                    throw ScimException.withStatus(403, "not now");
                }
            };
        }
    }

    /** Users as entities. */
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Entities {

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
        ChangeHook refuses() {
            return new Tables().refuses();
        }
    }

    private void logsAChangeWithItOrNotAtAll(Class<?> part) throws Exception {
        start(part, "scimlet.log.enabled=true");
        assertThat(create("bjensen")).isEqualTo(201);
        REFUSING.set(true);
        assertThat(create("ada")).isEqualTo(403);
        REFUSING.set(false);
        assertThat(create("bjensen")).isEqualTo(409);

        assertThat(bean(ProvisioningLog.class).isBestEffort()).isFalse();
        assertThat(lines())
                .satisfiesExactlyInAnyOrder(
                        created -> assertThat(created).startsWith("DONE: bjensen: "),
                        refused -> assertThat(refused).startsWith("REFUSED: ada: "),
                        taken -> assertThat(taken).startsWith("REFUSED: bjensen: "));
    }

    @Test
    void logsAChangeOfATableWithItOrNotAtAll() throws Exception {
        logsAChangeWithItOrNotAtAll(Tables.class);
    }

    @Test
    void logsAChangeOfAnEntityWithItOrNotAtAll() throws Exception {
        logsAChangeWithItOrNotAtAll(Entities.class);
    }

    @Test
    void writesWhatWaitsBeforeTheApplicationEnds() throws Exception {
        start(Tables.class, "scimlet.log.enabled=true");
        assertThat(create("bjensen")).isEqualTo(201);
        assertThat(create("bjensen")).isEqualTo(409);
        application.close();

        start(Tables.class, "scimlet.log.enabled=true");
        assertThat(bean(ProvisioningLog.class).waiting()).isZero();
        assertThat(lines()).hasSize(2).anyMatch(line -> line.startsWith("REFUSED: bjensen: "));
    }

    @Test
    void tellsWhatGoesWrongInWords() throws Exception {
        start(Tables.class, "scimlet.log.enabled=true");
        assertThat(create("bjensen")).isEqualTo(201);
        REFUSING.set(true);
        assertThat(create("ada")).isEqualTo(403);
        bean(ProvisioningLog.class).write();

        assertThat(problems(bean(ProvisioningLog.class), "default", Locale.ENGLISH))
                .singleElement()
                .satisfies(problem -> assertThat(problem).startsWith("ada: Refused"));
    }

    private static List<String> problems(ProvisioningLog log, String tenant, Locale locale) {
        return log.problems(tenant).stream()
                .map(problem ->
                        problem.newest().name().orElse("") + ": " + log.words().sentence(problem.newest(), locale))
                .toList();
    }

    // ---- notes

    /** The application's messages, with a code of its own. */
    @Configuration(proxyBeanMethods = false)
    static class Messages extends Tables {

        @Bean
        StaticMessageSource messageSource() {
            StaticMessageSource messages = new StaticMessageSource();
            messages.addMessage("app.secretRevoked", Locale.ENGLISH, "Revoked the token \u201c{0}\u201d.");
            return messages;
        }
    }

    @Test
    void recordsWhatTheApplicationDoesInItsTransactionAndInItsWords() {
        start(Messages.class, "scimlet.log.enabled=true");
        ProvisioningLog log = bean(ProvisioningLog.class);
        JdbcTemplate jdbc = bean(JdbcTemplate.class);
        RequestContext admin = RequestContext.of("olivia");
        TransactionTemplate transaction = new TransactionTemplate(bean(PlatformTransactionManager.class));

        transaction.executeWithoutResult(status -> {
            revoked(log, jdbc, admin, "October");
            status.setRollbackOnly();
        });
        transaction.executeWithoutResult(status -> revoked(log, jdbc, admin, "November"));

        assertThat(lines()).containsExactly("DONE: November: Revoked the token \u201cNovember\u201d.");
    }

    private static void revoked(ProvisioningLog log, JdbcTemplate jdbc, RequestContext admin, String label) {
        LogNote note =
                LogNote.of("Secret", LogReason.of("app.secretRevoked", label)).named(label);
        jdbc.execute((ConnectionCallback<String>) connection -> {
            log.record(admin, JdbcLogStore.in(connection), note);
            return "recorded";
        });
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
    void isThereIfTheSettingsSayItOrABeanKeepsOne() {
        start(Tables.class);
        assertThat(application.getBeansOfType(ProvisioningLog.class)).isEmpty();
        application.close();

        start(OwnStore.class, "scimlet.log.enabled=false");
        assertThat(application.getBeansOfType(ProvisioningLog.class)).isEmpty();
        application.close();

        start(
                Tables.class,
                "scimlet.log.enabled=true",
                "scimlet.log.create-tables=true",
                "scimlet.directories.create-tables=false");
        assertThat(bean(LogStore.class)).isInstanceOf(JdbcLogStore.class);
    }

    @Test
    void saysWhatToDoWithoutItsTables() {
        assertThatThrownBy(() -> start(
                        Tables.class,
                        "scimlet.token=0123456789abcdef0123456789abcdef",
                        "scimlet.log.enabled=true",
                        "scimlet.log.create-tables=false",
                        "scimlet.directories.create-tables=false"))
                .hasStackTraceContaining("are not there");
        assertThatThrownBy(() -> start(Memory.class, "scimlet.log.enabled=true"))
                .hasStackTraceContaining("keep the log in an InMemoryLogStore, which is best effort");
    }

    @Test
    void isKeptInMemoryWithoutADatabase() throws Exception {
        start(Memory.class, "scimlet.log.enabled=true", NO_DATABASE);
        assertThat(create("bjensen")).isEqualTo(201);

        assertThat(bean(ProvisioningLog.class).isBestEffort()).isTrue();
        assertThat(lines()).singleElement().satisfies(line -> assertThat(line).startsWith("DONE: bjensen: "));
    }

    /** A log that the application keeps elsewhere. */
    @Configuration(proxyBeanMethods = false)
    static class OwnStore extends Memory {

        @Bean
        LogStore store() {
            return new InMemoryLogStore();
        }
    }

    @Test
    void isKeptWhereTheApplicationKeepsIt() throws Exception {
        start(OwnStore.class);
        assertThat(create("bjensen")).isEqualTo(201);

        assertThat(application.getBeansOfType(JdbcLogStore.class)).isEmpty();
        assertThat(lines()).hasSize(1);
    }

    /** A log that the application builds itself. */
    @Configuration(proxyBeanMethods = false)
    static class OwnLog extends OwnStore {

        @Bean
        ProvisioningLog log(LogStore store) {
            return ProvisioningLog.builder(store).build();
        }
    }

    @Test
    void isTheOneThatTheApplicationBuilds() throws Exception {
        start(OwnLog.class, "scimlet.log.enabled=true", "scimlet.log.hiding.User=title");
        assertThat(create("bjensen")).isEqualTo(201);

        assertThat(application.getBeansOfType(ProvisioningLog.class)).containsOnlyKeys("log");
        assertThat(bean(ProvisioningLog.class).find("default", LogQuery.ALL).entries())
                .singleElement()
                .satisfies(entry -> assertThat(entry.changes())
                        .as("settings are those of the log that the starter builds")
                        .anyMatch(change -> change.path().equals("title")));
    }

    // ---- settings

    /** The last word of the application. */
    @Configuration(proxyBeanMethods = false)
    static class Customized extends Tables {

        @Bean
        LogCustomizer customersAlone() {
            Predicate<String> customers = Set.of("default", "contoso")::contains;
            return log -> log.tenants(customers);
        }
    }

    @Test
    void isCustomizedByABean() throws Exception {
        start(Customized.class, "scimlet.log.enabled=true", "scimlet.tenants=path");
        token = "nobody's";
        assertThat(send("GET", "/fabrikam/Users", null).statusCode()).isEqualTo(401);
        assertThat(send("GET", "/contoso/Users", null).statusCode()).isEqualTo(401);

        ProvisioningLog log = bean(ProvisioningLog.class);
        log.write();
        assertThat(log.find("fabrikam", LogQuery.ALL).entries()).isEmpty();
        assertThat(log.find("contoso", LogQuery.ALL).entries()).hasSize(1);
    }

    /** A last word that is none. */
    @Configuration(proxyBeanMethods = false)
    static class Forgetful extends Tables {

        @Bean
        LogCustomizer forgets() {
            return log -> log.retention(Duration.ofHours(1));
        }
    }

    @Test
    void takesTheSettings() throws Exception {
        start(
                Tables.class,
                "scimlet.log.enabled=true",
                "scimlet.log.hiding.user=title",
                "scimlet.log.pause-of-runs=10m");
        assertThat(create("bjensen")).isEqualTo(201);

        assertThat(bean(ProvisioningLog.class).find("default", LogQuery.ALL).entries())
                .singleElement()
                .satisfies(entry -> assertThat(entry.changes())
                        .extracting(LogEntry.AttributeChange::path)
                        .contains("userName")
                        .doesNotContain("title"));
    }

    @Test
    void refusesSettingsThatMeanNothing() {
        assertThatThrownBy(() -> start(Tables.class, "scimlet.log.enabled=true", "scimlet.log.hiding.Person=title"))
                .hasStackTraceContaining("scimlet.log.hiding.Person: there is no such type, only [User]");
        assertThatThrownBy(() -> start(Tables.class, "scimlet.log.enabled=true", "scimlet.log.hiding.User=shoeSize"))
                .hasStackTraceContaining("shoeSize");
        assertThatThrownBy(() -> start(Tables.class, "scimlet.log.enabled=true", "scimlet.log.retention=1h"))
                .hasStackTraceContaining("entries are kept for a day to ten years");
        assertThatThrownBy(() -> start(Tables.class, "scimlet.log.enabled=true", "scimlet.log.pause-of-runs=30s"))
                .hasStackTraceContaining("a pause between runs has a minute or more");
        assertThatThrownBy(() -> start(Forgetful.class, "scimlet.log.enabled=true", "scimlet.log.retention=30d"))
                .hasStackTraceContaining("not for PT1H");
    }

    // ---- meters

    @Test
    void hasMetersThatNameNoTenant() throws Exception {
        start(OwnLog.class);
        assertThat(create("bjensen")).isEqualTo(201);
        assertThat(create("bjensen")).isEqualTo(409);
        bean(ProvisioningLog.class).write();

        MeterRegistry registry = bean(MeterRegistry.class);
        assertThat(registry.get("scimlet.log.waiting").gauge().value()).isZero();
        assertThat(registry.get("scimlet.log.unlogged").functionCounter().count())
                .isZero();
        assertThat(registry.getMeters())
                .filteredOn(meter -> meter.getId().getName().startsWith("scimlet.log."))
                .allSatisfy(meter -> assertThat(meter.getId().getTags()).isEmpty());
    }
}
