package dev.scimlet.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scimlet.core.profile.ClientProfile;
import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.directory.Directories;
import dev.scimlet.directory.Directory;
import dev.scimlet.directory.DirectoryMeasure;
import dev.scimlet.directory.IdentityProvider;
import dev.scimlet.directory.feed.DirectoryEventHandler;
import dev.scimlet.directory.feed.Feed;
import dev.scimlet.directory.feed.FeedMeasure;
import dev.scimlet.jdbc.IdType;
import dev.scimlet.jdbc.JdbcRepository;
import dev.scimlet.protocol.ChangeHook;
import dev.scimlet.spi.sql.ConnectionSource;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** What Micrometer is told of directories and of the feed, and what else the settings say of directories. */
final class StarterMetersTest {

    private final HttpClient client = HttpClient.newHttpClient();
    private @Nullable ConfigurableApplicationContext application;

    @AfterEach
    void stop() {
        if (application != null) {
            application.close();
        }
    }

    /** Users and groups in tables, a handler that cannot take what it is given, and a listener of the application's own. */
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        static final List<DirectoryMeasure> HEARD = new CopyOnWriteArrayList<>();

        @Bean
        JdbcRepository users(ConnectionSource connections) {
            JdbcRepository users = JdbcRepository.inOwnTables(StandardTypes.user(), connections)
                    .build();
            users.createTables();
            return users;
        }

        @Bean
        DirectoryEventHandler mails() {
            return (event, unit) -> {
                throw new IllegalStateException("out of order");
            };
        }

        @Bean
        DirectoriesCustomizer listens() {
            return directories -> directories.onMeasure(HEARD::add);
        }
    }

    private void start(Class<?> part, String... settings) {
        application = new SpringApplicationBuilder(part)
                .properties(Stream.concat(
                                Stream.of(
                                        "server.port=0",
                                        "spring.main.banner-mode=off",
                                        "spring.datasource.url=jdbc:h2:mem:meters" + System.nanoTime(),
                                        "scimlet.tenants=token",
                                        "scimlet.directories.create-tables=true"),
                                Stream.of(settings))
                        .toArray(String[]::new))
                .run();
    }

    private <T> T bean(Class<T> type) {
        return application.getBean(type);
    }

    private String tokenOf(String tenant) {
        Directory directory = bean(Directories.class).create(tenant, "Entra ID", IdentityProvider.ENTRA_ID);
        return bean(Directories.class)
                .credentials()
                .createToken(directory.id(), "first", Duration.ofDays(90))
                .secret();
    }

    private HttpResponse<String> send(String method, String path, String token, @Nullable String body)
            throws IOException, InterruptedException {
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

    private static String user(String userName) {
        return "{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\"],\"userName\":\"" + userName + "\"}";
    }

    /** As {@code name{tags} value}. */
    private List<String> meters(String prefix) {
        List<String> lines = new ArrayList<>();
        for (Meter meter : bean(MeterRegistry.class).getMeters()) {
            Meter.Id id = meter.getId();
            if (id.getName().startsWith(prefix)) {
                String tags = id.getTags().stream()
                        .map(tag -> tag.getKey() + "=" + tag.getValue())
                        .sorted()
                        .toList()
                        .toString();
                lines.add(id.getName() + tags + " "
                        + (long) meter.measure().iterator().next().getValue());
            }
        }
        return lines;
    }

    @Test
    void tellOfDirectoriesAndOfTheFeedAndNameNoTenant() throws Exception {
        start(Application.class);
        String token = tokenOf("acme");
        assertThat(send("POST", "/Users", token, user("bjensen")).statusCode()).isEqualTo(201);
        assertThat(send("POST", "/Users", token, user("bjensen")).statusCode()).isEqualTo(409);
        bean(Directories.class).write();
        StarterFeedTest.until(() -> bean(Feed.class).totals().stream().anyMatch(all -> all.attempts() > 0));
        bean(Feed.class).measure();

        assertThat(meters("scimlet.directory."))
                .contains(
                        "scimlet.directory.requests[provider=entra_id, result=success] 1",
                        "scimlet.directory.requests[provider=entra_id, result=rejected] 1",
                        "scimlet.directory.seen[] 1",
                        "scimlet.directory.quarantined[] 0",
                        "scimlet.directory.silent[] 0");
        assertThat(meters("scimlet.feed."))
                .contains(
                        "scimlet.feed.unnumbered[] 0",
                        "scimlet.feed.consumer.last[consumer=mails] 1",
                        "scimlet.feed.consumer.position[consumer=mails] 0",
                        "scimlet.feed.consumer.parked[consumer=mails] 0")
                .anyMatch(line -> line.startsWith("scimlet.feed.consumer.age[consumer=mails] "))
                .anyMatch(line -> line.matches("scimlet.feed.consumer.attempts\\[consumer=mails] [1-9]"));
        assertThat(meters("scimlet.")).noneMatch(line -> line.contains("acme"));
        assertThat(Application.HEARD)
                .as("the application's own listener")
                .anyMatch(measure -> measure.name().equals("scimlet.directory.requests"));
    }

    @Test
    void nameTenantsIfTheSettingsSayIt() throws Exception {
        start(Application.class, "scimlet.metrics.tenants=true");
        assertThat(send("POST", "/Users", tokenOf("acme"), user("bjensen")).statusCode())
                .isEqualTo(201);
        assertThat(send("GET", "/Users", tokenOf("contoso"), null).statusCode()).isEqualTo(200);
        StarterFeedTest.until(() -> !bean(Feed.class).totals().isEmpty());
        bean(Feed.class).measure();

        assertThat(meters("scimlet.directory.requests"))
                .containsExactlyInAnyOrder(
                        "scimlet.directory.requests[provider=entra_id, result=success, tenant=acme] 1",
                        "scimlet.directory.requests[provider=entra_id, result=success, tenant=contoso] 1");
        assertThat(meters("scimlet.feed.consumer.last"))
                .containsExactly("scimlet.feed.consumer.last[consumer=mails, tenant=acme] 1");
    }

    @Test
    void forgetConsumersThatAreGone() {
        MeterRegistry registry = new SimpleMeterRegistry();
        FeedMeters meters = new FeedMeters(registry);
        FeedMeasure unnumbered = new FeedMeasure("scimlet.feed.unnumbered", 3, Map.of());
        meters.record(
                List.of(unnumbered, new FeedMeasure("scimlet.feed.consumer.last", 7, Map.of("consumer", "mails"))));
        assertThat(registry.get("scimlet.feed.consumer.last").gauge().value()).isEqualTo(7);

        meters.record(List.of(unnumbered));

        assertThat(registry.find("scimlet.feed.consumer.last").gauge()).isNull();
        assertThat(registry.get("scimlet.feed.unnumbered").gauge().value()).isEqualTo(3);
    }

    // ---- places

    /** A hook that sees how many changes are made at once. */
    @Configuration(proxyBeanMethods = false)
    static class Crowded extends Application {

        static final AtomicInteger MOST = new AtomicInteger();
        private final AtomicInteger inside = new AtomicInteger();

        @Bean
        ChangeHook counts() {
            return (event, unit) -> {
                MOST.accumulateAndGet(inside.incrementAndGet(), Math::max);
                try {
                    Thread.sleep(100);
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                } finally {
                    inside.decrementAndGet();
                }
            };
        }
    }

    @Test
    void servesAsManyRequestsAtOnceAsThereArePlaces() throws Exception {
        start(Crowded.class, "scimlet.directories.places=2");
        List<Thread> requests = new ArrayList<>();
        List<Integer> statuses = new CopyOnWriteArrayList<>();
        for (String tenant : List.of("acme", "contoso", "fabrikam", "litware", "adatum", "proseware")) {
            String token = tokenOf(tenant);
            requests.add(new Thread(() -> {
                try {
                    statuses.add(send("POST", "/Users", token, user("bjensen")).statusCode());
                } catch (IOException | InterruptedException failure) {
                    throw new IllegalStateException(failure);
                }
            }));
        }
        requests.forEach(Thread::start);
        for (Thread request : requests) {
            request.join();
        }

        assertThat(statuses).hasSize(6).containsOnly(201);
        assertThat(Crowded.MOST).hasValueLessThanOrEqualTo(2);
        application.close();
        assertThatThrownBy(() -> start(Application.class, "scimlet.directories.places=0"))
                .hasStackTraceContaining("there is one place at least");
    }

    // ---- the interoperability draft

    private static final String CONFORMS = "interopProfileConformant";

    /** Attributes that nobody keeps are dropped, which the draft does not allow. */
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Dropping {

        @Bean
        JdbcRepository users(ConnectionSource connections, JdbcTemplate jdbc) {
            jdbc.execute("CREATE TABLE people (id varchar(40) PRIMARY KEY, name varchar(99) NOT NULL, name_key"
                    + " varchar(400) NOT NULL UNIQUE, directory_id varchar(99), created_at timestamp with time zone NOT NULL,"
                    + " updated_at timestamp with time zone NOT NULL)");
            return JdbcRepository.of(StandardTypes.user(), connections)
                    .table("people")
                    .id("id", IdType.TEXT)
                    .created("created_at")
                    .lastModified("updated_at")
                    .column("userName", "name", name -> name.keyColumn("name_key"))
                    .column("externalId", "directory_id")
                    .ignoreUnmapped()
                    .build();
        }
    }

    @Test
    void keepsToTheDraftAndSaysSoOnlyWhereItDoes() throws Exception {
        String[] types = {
            "scimlet.profile=interop-draft",
            "scimlet.directories.canonical-types.roles=administrator,reader",
            "scimlet.directories.canonical-types.entitlements=licence",
            "scimlet.directories.canonical-types.x509Certificates=signing"
        };
        start(
                Application.class,
                Stream.concat(Stream.of(types), Stream.of("scimlet.token=0123456789abcdef0123456789abcdef"))
                        .toArray(String[]::new));
        String token = tokenOf("acme");
        assertThat(bean(Directories.class).ofTenant("acme"))
                .extracting(Directory::profile)
                .containsExactly(ClientProfile.INTEROP_DRAFT);
        assertThat(send("GET", "/ServiceProviderConfig", token, null).body()).contains("\"" + CONFORMS + "\":true");
        assertThat(send("GET", "/Schemas", token, null).body()).contains("\"administrator\"");
        assertThat(send("GET", "/ServiceProviderConfig", "0123456789abcdef0123456789abcdef", null)
                        .body())
                .as("a token of no directory")
                .doesNotContain(CONFORMS);
        application.close();

        start(Application.class, "scimlet.profile=interop-draft");
        assertThat(send("GET", "/ServiceProviderConfig", tokenOf("acme"), null).body())
                .as("roles declare no types")
                .doesNotContain(CONFORMS);
        application.close();

        start(Dropping.class, types);
        assertThat(send("GET", "/ServiceProviderConfig", tokenOf("acme"), null).body())
                .as("attributes are dropped")
                .doesNotContain(CONFORMS);
    }
}
