package dev.scimlet.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scimlet.core.ScimException;
import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.directory.Directories;
import dev.scimlet.directory.Directory;
import dev.scimlet.directory.IdentityProvider;
import dev.scimlet.jdbc.ColumnOptions;
import dev.scimlet.jdbc.IdType;
import dev.scimlet.jdbc.JdbcRepository;
import dev.scimlet.protocol.ChangeHook;
import dev.scimlet.protocol.Feature;
import dev.scimlet.protocol.ScimService;
import dev.scimlet.spi.Precondition;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.Wanted;
import dev.scimlet.spi.memory.InMemoryRepository;
import dev.scimlet.spi.sql.ConnectionSource;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.Filter;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Applications that use the starter, each started as its users would start it. */
final class StarterTest {

    private static final String TOKEN = "0123456789abcdef0123456789abcdef";
    private static final String USER =
            "{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\"],\"userName\":\"bjensen\"}";

    private final HttpClient client = HttpClient.newHttpClient();
    private @Nullable ConfigurableApplicationContext application;

    @AfterEach
    void stop() {
        if (application != null) {
            application.close();
        }
    }

    /** An application that has a page of its own and nothing else. */
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(Empty.Pages.class)
    static class Empty {

        @RestController
        static class Pages {
            @GetMapping("/page")
            String page() {
                return "a page";
            }
        }
    }

    /** Users and groups in tables. */
    @Configuration(proxyBeanMethods = false)
    static class Tables {

        @Bean
        JdbcRepository users(ConnectionSource connections) {
            JdbcRepository users = JdbcRepository.inOwnTables(StandardTypes.user(), connections)
                    .build();
            users.createTables();
            return users;
        }

        @Bean
        JdbcRepository groups(ConnectionSource connections) {
            JdbcRepository groups = JdbcRepository.inOwnTables(StandardTypes.group(), connections)
                    .build();
            groups.createTables();
            return groups;
        }
    }

    /** Users in memory. */
    @Configuration(proxyBeanMethods = false)
    static class Memory {

        @Bean
        InMemoryRepository users() {
            return InMemoryRepository.of(StandardTypes.user());
        }
    }

    private void start(Class<?> part, String... settings) {
        String[] properties = Stream.concat(
                        Stream.of(
                                "server.port=0",
                                "spring.main.banner-mode=off",
                                "spring.datasource.url=jdbc:h2:mem:starter" + System.nanoTime(),
                                "scimlet.directories.create-tables=true",
                                "scimlet.token=" + TOKEN),
                        Stream.of(settings))
                .toArray(String[]::new);
        application = new SpringApplicationBuilder(Empty.class, part)
                .properties(properties)
                .run();
    }

    private <T> T bean(Class<T> type) {
        return application.getBean(type);
    }

    private HttpResponse<String> send(String method, String path, @Nullable String token, @Nullable String body)
            throws IOException, InterruptedException {
        String port = application.getEnvironment().getProperty("local.server.port");
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        if (body != null) {
            request.header("Content-Type", "application/scim+json");
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private int status(String method, String path, @Nullable String token, @Nullable String body)
            throws IOException, InterruptedException {
        return send(method, path, token, body).statusCode();
    }

    @Test
    void mountsTheRepositoriesThatAreBeans() throws Exception {
        start(Tables.class);

        HttpResponse<String> created = send("POST", "/scim/v2/Users", TOKEN, USER);

        assertThat(created.statusCode()).isEqualTo(201);
        String location = created.headers().firstValue("Location").orElseThrow();
        String path = URI.create(location).getPath();
        assertThat(status("POST", "/scim/v2/Users", TOKEN, USER)).isEqualTo(409);
        assertThat(status("DELETE", path, TOKEN, null)).isEqualTo(204);
        assertThat(status("GET", path, TOKEN, null)).isEqualTo(404);
        assertThat(status("GET", "/scim/v2/Groups", TOKEN, null)).isEqualTo(200);
        assertThat(status("GET", "/scim/v2", TOKEN, null)).isEqualTo(200);
    }

    @Test
    void letsClientsThroughSpringSecurityAndNobodyElse() throws Exception {
        start(Memory.class);

        assertThat(status("GET", "/scim/v2/Users", TOKEN, null)).isEqualTo(200);
        assertThat(send("GET", "/scim/v2/Users", null, null).body())
                .contains("urn:ietf:params:scim:api:messages:2.0:Error");
        assertThat(status("GET", "/scim/v2/Users", "wrong", null)).isEqualTo(401);
        assertThat(status("GET", "/page", null, null))
                .as("Boot's own chain still stands")
                .isEqualTo(401);
        assertThat(status("GET", "/scim/v20/Users", TOKEN, null)).isEqualTo(401);
        assertThat(status("POST", "/scim/v2/Users", TOKEN, USER))
                .as("no CSRF token")
                .isEqualTo(201);
    }

    /** As an application has it that lets people sign in. */
    @Configuration(proxyBeanMethods = false)
    static class OwnChain extends Memory {

        @Bean
        SecurityFilterChain pages(HttpSecurity http) throws Exception {
            return http.authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                    .formLogin(login -> {})
                    .build();
        }
    }

    @Test
    void goesBeforeTheChainsOfTheApplication() throws Exception {
        start(OwnChain.class);

        assertThat(status("POST", "/scim/v2/Users", TOKEN, USER)).isEqualTo(201);
        assertThat(status("GET", "/page", null, null)).isEqualTo(302);
    }

    @Test
    void leavesSecurityAloneIfToldSo() throws Exception {
        start(OwnChain.class, "scimlet.security.enabled=false");

        assertThat(status("GET", "/scim/v2/Users", TOKEN, null)).isEqualTo(302);
    }

    @Test
    void acceptsFiltersThatAreNotEncoded() throws Exception {
        start(Memory.class);
        String port = application.getEnvironment().getProperty("local.server.port");
        try (var socket = new java.net.Socket("127.0.0.1", Integer.parseInt(port))) {
            socket.getOutputStream()
                    .write(
                            ("GET /scim/v2/Users?filter=emails[type%20eq%20\"work\"]%20or%20userName%20eq%20\"a|b\" HTTP/1.1\r\n"
                                            + "Host: x.example\r\nConnection: close\r\nAuthorization: Bearer " + TOKEN
                                            + "\r\n\r\n")
                                    .getBytes(java.nio.charset.StandardCharsets.UTF_8));
            String answer = new String(socket.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 200").contains("\"totalResults\":0");
        }
    }

    /** What a hook writes with a JdbcTemplate of the application is stored with the change, or not at all. */
    @Configuration(proxyBeanMethods = false)
    static class Hooked extends Tables {

        @Bean
        AtomicBoolean refusing() {
            return new AtomicBoolean();
        }

        @Bean
        ChangeHook writesALine(JdbcTemplate jdbc, AtomicBoolean refusing) {
            jdbc.execute("CREATE TABLE seen (line varchar(99))");
            return (event, unit) -> {
                jdbc.update("INSERT INTO seen VALUES ('changed')");
                if (refusing.get()) {
                    throw ScimException.withStatus(403, "not now");
                }
            };
        }
    }

    @Test
    void hasHooksWriteInTheSameTransaction() throws Exception {
        start(Hooked.class);
        JdbcTemplate jdbc = bean(JdbcTemplate.class);

        assertThat(status("POST", "/scim/v2/Users", TOKEN, USER)).isEqualTo(201);
        bean(AtomicBoolean.class).set(true);
        assertThat(status("POST", "/scim/v2/Users", TOKEN, USER.replace("bjensen", "other")))
                .isEqualTo(403);

        assertThat(jdbc.queryForObject("SELECT COUNT(*) FROM seen", Integer.class))
                .isOne();
        assertThat(send("GET", "/scim/v2/Users", TOKEN, null).body()).contains("\"totalResults\":1");
    }

    /** Users and teams in tables that the application had before, of several tenants. */
    @Configuration(proxyBeanMethods = false)
    static class HostTables {

        @Bean
        JdbcRepository users(ConnectionSource connections) {
            return JdbcRepository.of(StandardTypes.user(), connections)
                    .table("users")
                    .id("id", IdType.number("u"))
                    .tenant("tenant_id")
                    .created("created_at")
                    .lastModified("updated_at")
                    .column("userName", "email", email -> email.keyColumn("email_key"))
                    .column("emails[type eq \"work\"].value", "email", ColumnOptions::derived)
                    .column("externalId", "directory_id")
                    .column("name.givenName", "first_name")
                    .column("name.familyName", "last_name")
                    .column("active", "enabled", enabled -> enabled.whenAbsent(true))
                    .ignoreUnmapped()
                    .build();
        }

        @Bean
        JdbcRepository teams(ConnectionSource connections) {
            return JdbcRepository.of(StandardTypes.group(), connections)
                    .table("teams")
                    .id("id", IdType.number("t"))
                    .tenant("tenant_id")
                    .created("created_at")
                    .lastModified("updated_at")
                    .column("displayName", "name")
                    .column("externalId", "directory_id")
                    .list(
                            "members",
                            "team_users",
                            "team_id",
                            members -> members.tenant("tenant_id")
                                    .column("value", "user_id", id -> id.number("u"))
                                    .constant("type", "User"))
                    .build();
        }
    }

    @Test
    void mapsTablesOfTheApplicationForEachTenant() throws Exception {
        start(
                HostTables.class,
                "scimlet.tenants=token",
                "spring.sql.init.schema-locations=classpath:dev/scimlet/spring/host-tables.sql");
        Directories directories = bean(Directories.class);
        Directory entra = directories.create("contoso", "Entra ID", IdentityProvider.ENTRA_ID);
        String contoso = directories
                .credentials()
                .createToken(entra.id(), "2026", Duration.ofDays(365))
                .secret();
        Directory okta = directories.create("fabrikam", "Okta", IdentityProvider.OKTA);
        String fabrikam = directories
                .credentials()
                .createToken(okta.id(), "2026", Duration.ofDays(365))
                .secret();

        HttpResponse<String> created = send("POST", "/scim/v2/Users", contoso, USER);

        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(created.body()).contains("\"id\":\"u1\"", "\"value\":\"bjensen\"");
        assertThat(status("POST", "/scim/v2/Users", contoso, USER)).isEqualTo(409);
        assertThat(status("GET", "/scim/v2/Users/u1", fabrikam, null)).isEqualTo(404);
        assertThat(status("POST", "/scim/v2/Users", fabrikam, USER)).isEqualTo(201);
        String team = "{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:Group\"],\"displayName\":\"Sales\","
                + "\"members\":[{\"value\":\"u1\"}]}";
        assertThat(status("POST", "/scim/v2/Groups", fabrikam, team))
                .as("a member of another tenant")
                .isEqualTo(400);
        assertThat(status("POST", "/scim/v2/Groups", contoso, team)).isEqualTo(201);
        JdbcTemplate jdbc = new JdbcTemplate(bean(DataSource.class));
        assertThat(jdbc.queryForList("SELECT tenant_id FROM users ORDER BY id", String.class))
                .containsExactly("contoso", "fabrikam");
        assertThat(jdbc.queryForObject("SELECT COUNT(*) FROM team_users", Integer.class))
                .isOne();
        assertThat(status("GET", "/scim/v2/Users", TOKEN, null))
                .as("a token of no tenant")
                .isEqualTo(403);
    }

    /** A service of the application that makes a user and what belongs to it. */
    static class Onboarding {

        private final JdbcRepository users;
        private final JdbcTemplate jdbc;

        Onboarding(JdbcRepository users, JdbcTemplate jdbc) {
            this.users = users;
            this.jdbc = jdbc;
        }

        @Transactional
        public void welcome(String userName, String desk) {
            Attributes attributes =
                    users.type().attributes().set("userName", userName).build();
            Resource created = users.create(RequestContext.of("onboarding"), attributes);
            jdbc.update("INSERT INTO desks (desk, user_id) VALUES (?, ?)", desk, created.id());
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableTransactionManagement(proxyTargetClass = true)
    static class Desks extends Tables {

        @Bean
        Onboarding onboarding(@Qualifier("users") JdbcRepository users, JdbcTemplate jdbc) {
            jdbc.execute("CREATE TABLE desks (desk varchar(20) PRIMARY KEY, user_id varchar(40))");
            return new Onboarding(users, jdbc);
        }
    }

    @Test
    void joinsATransactionOfTheApplicationIfToldSo() throws Exception {
        start(Desks.class, "scimlet.transactions=join");
        Onboarding onboarding = bean(Onboarding.class);
        onboarding.welcome("nia", "4.12");

        assertThatThrownBy(() -> onboarding.welcome("tom", "4.12")).isInstanceOf(DataIntegrityViolationException.class);

        assertThat(send("GET", "/scim/v2/Users", TOKEN, null).body())
                .contains("\"totalResults\":1", "nia")
                .doesNotContain("tom");
    }

    @Test
    void keepsItsTransactionsApartIfNotToldOtherwise() throws Exception {
        start(Desks.class);
        Onboarding onboarding = bean(Onboarding.class);
        onboarding.welcome("nia", "4.12");

        assertThatThrownBy(() -> onboarding.welcome("tom", "4.12")).isInstanceOf(DataIntegrityViolationException.class);

        assertThat(send("GET", "/scim/v2/Users", TOKEN, null).body()).contains("\"totalResults\":2", "tom");
    }

    /** Several writes of the application as one unit, with the steps that the service would take. */
    static void dismiss(JdbcRepository users, JdbcRepository groups, String id) {
        RequestContext context = RequestContext.of("dismissal");
        users.unitOfWork().perform(context, unit -> {
            RequestContext within = context.within(unit);
            groups.memberDeleted(within, users.type(), id);
            return users.delete(within, id, Wanted.nothing(), Precondition.NONE);
        });
    }

    @Test
    void letsTheApplicationPutWritesIntoOneUnit() throws Exception {
        start(Tables.class);
        JdbcRepository users = application.getBean("users", JdbcRepository.class);
        JdbcRepository groups = application.getBean("groups", JdbcRepository.class);
        String id = users.create(
                        RequestContext.of("test"),
                        users.type().attributes().set("userName", "nia").build())
                .id();
        String team = "{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:Group\"],\"displayName\":\"Sales\","
                + "\"members\":[{\"value\":\"" + id + "\"}]}";
        assertThat(status("POST", "/scim/v2/Groups", TOKEN, team)).isEqualTo(201);

        dismiss(users, groups, id);

        assertThat(send("GET", "/scim/v2/Groups", TOKEN, null).body())
                .contains("Sales")
                .doesNotContain(id);
        assertThat(status("GET", "/scim/v2/Users/" + id, TOKEN, null)).isEqualTo(404);
    }

    @Test
    void observesRequestsWithoutATagForTenants() throws Exception {
        start(Memory.class, "scimlet.tenants=path");

        assertThat(status("POST", "/scim/v2/acme/Users", TOKEN, USER)).isEqualTo(201);
        assertThat(status("POST", "/scim/v2/acme/Users", TOKEN, USER)).isEqualTo(409);
        assertThat(status("GET", "/scim/v2/acme/Users", "wrong", null)).isEqualTo(401);

        MeterRegistry meters = bean(MeterRegistry.class);
        List<String> seen = new ArrayList<>();
        meters.get("scimlet.request")
                .timers()
                .forEach(timer -> seen.add(timer.getId().getTags().stream()
                        .filter(tag -> !tag.getKey().equals("error"))
                        .map(tag -> tag.getKey() + "=" + tag.getValue())
                        .sorted()
                        .toList()
                        .toString()));
        assertThat(seen)
                .contains(
                        "[operation=create, resource=User, scimType=none, status=201]",
                        "[operation=create, resource=User, scimType=uniqueness, status=409]")
                .anyMatch(tags -> tags.contains("status=401"))
                .noneMatch(tags -> tags.contains("acme"));
    }

    /** As Micrometer Tracing puts the id of the trace there. */
    @Configuration(proxyBeanMethods = false)
    static class Traced extends Memory {

        @Bean
        Filter tracing() {
            return (request, response, chain) -> {
                MDC.put("traceId", "4bf92f3577b34da6a3ce929d0e0e4736");
                try {
                    chain.doFilter(request, response);
                } finally {
                    MDC.remove("traceId");
                }
            };
        }
    }

    @Test
    void namesRequestsAsTheTraceIsNamed() throws Exception {
        start(Traced.class, "scimlet.request-id-header=Request-Name");

        HttpResponse<String> refused = send("GET", "/scim/v2/Users/404", TOKEN, null);

        assertThat(refused.headers().firstValue("Request-Name")).contains("4bf92f3577b34da6a3ce929d0e0e4736");
    }

    /** A store whose database is away. */
    @Configuration(proxyBeanMethods = false)
    static class Broken {

        @Bean
        ChangeHook fails() {
            return (unit, event) -> {
                throw ScimException.withStatus(503, "away");
            };
        }

        @Bean
        InMemoryRepository users() {
            return InMemoryRepository.of(StandardTypes.user());
        }
    }

    @Test
    void isDownAfterThreeErrorsOfOurs() throws Exception {
        start(Broken.class, "management.endpoint.health.show-details=always");

        for (int i = 0; i < 2; i++) {
            assertThat(status("POST", "/scim/v2/Users", TOKEN, USER)).isEqualTo(503);
        }
        assertThat(bean(ScimHealth.class).isDown()).isFalse();
        assertThat(status("POST", "/scim/v2/Users", TOKEN, USER)).isEqualTo(503);
        assertThat(bean(ScimHealth.class).isDown()).isTrue();
        assertThat(status("GET", "/scim/v2/Users/404", TOKEN, null)).isEqualTo(404);
        assertThat(bean(ScimHealth.class).isDown()).isFalse();
    }

    @Test
    void takesLimitsInAnySpelling() throws Exception {
        start(Memory.class, "scimlet.limits.max-results=7", "scimlet.limits.MAXBODYBYTES=300");

        assertThat(send("GET", "/scim/v2/ServiceProviderConfig", TOKEN, null).body())
                .contains("\"maxResults\":7");
        assertThat(status("POST", "/scim/v2/Users", TOKEN, USER.replace("bjensen", "b".repeat(300))))
                .isEqualTo(413);
    }

    @Test
    void refusesSettingsThatMeanNothing() {
        assertThatThrownBy(() -> start(Memory.class, "scimlet.limits.max-result=7"))
                .hasStackTraceContaining("scimlet.limits.max-result is no limit")
                .hasStackTraceContaining("maxResults");
        assertThatThrownBy(() -> start(Memory.class, "scimlet.path=scim/"))
                .hasStackTraceContaining("scimlet.path is 'scim/'");
        assertThatThrownBy(() -> start(Memory.class, "scimlet.token=short"))
                .hasStackTraceContaining("openssl rand -hex 32");
        assertThatThrownBy(() -> start(Memory.class, "scimlet.directories.create-tables=false"))
                .hasStackTraceContaining("the tables of directories are not there")
                .hasStackTraceContaining("or set scimlet.directories.create-tables=true");
        assertThatThrownBy(() -> start(Memory.class, "scimlet.directories.issuer=https://api.example.com/scim"))
                .hasStackTraceContaining("scimlet.base-url is missing");
        assertThatThrownBy(() -> start(
                        Memory.class,
                        "scimlet.base-url=https://api.example.com/scim/v2",
                        "scimlet.directories.issuer=https://api.example.com/scim/v2"))
                .hasStackTraceContaining("it needs one of its own, such as https://api.example.com/scim");
    }

    /** Beans that go before settings and before what the starter would make. */
    @Configuration(proxyBeanMethods = false)
    static class Customized extends Memory {

        @Bean
        ScimServiceCustomizer noBulk() {
            return service -> service.without(Feature.BULK);
        }
    }

    @Test
    void givesTheApplicationTheLastWord() throws Exception {
        start(Customized.class, "scimlet.path=/provisioning");

        assertThat(send("GET", "/provisioning/ServiceProviderConfig", TOKEN, null)
                        .body())
                .contains("\"bulk\":{\"supported\":false");
    }

    /** An application that builds the service itself. */
    @Configuration(proxyBeanMethods = false)
    static class OwnService extends Memory {

        @Bean
        ScimService service(InMemoryRepository users, Directories directories) {
            return ScimService.builder()
                    .repositories(users)
                    .install(directories)
                    .requestIdHeader("Own")
                    .build();
        }
    }

    @Test
    void stepsBack() throws Exception {
        start(OwnService.class);
        assertThat(send("GET", "/scim/v2/Users", TOKEN, null).headers().firstValue("Own"))
                .isPresent();
        application.close();

        start(Memory.class, "scimlet.enabled=false");
        assertThat(application.containsBean("scimServlet")).isFalse();
        assertThat(application.containsBean("scimSecurityFilterChain")).isFalse();
    }

    @Test
    void startsWithoutAnythingToServe() {
        start(Empty.class);

        assertThat(application.containsBean("scimServlet")).isFalse();
        assertThat(application.containsBean("scimSecurityFilterChain")).isFalse();
    }
}
