package dev.scimlet.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.core.profile.ClientProfile;
import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.directory.AuditEntry;
import dev.scimlet.directory.Credential;
import dev.scimlet.directory.Directories;
import dev.scimlet.directory.Directory;
import dev.scimlet.directory.DirectoryStore;
import dev.scimlet.directory.IdentityProvider;
import dev.scimlet.directory.InMemoryDirectoryStore;
import dev.scimlet.directory.jdbc.JdbcDirectoryStore;
import dev.scimlet.protocol.access.BearerTokens;
import dev.scimlet.protocol.access.InMemoryTokenStore;
import dev.scimlet.protocol.access.StoredToken;
import dev.scimlet.protocol.access.TokenStore;
import dev.scimlet.spi.memory.InMemoryRepository;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Directories of an application, and the tokens that it had before there were any. */
final class StarterDirectoriesTest {

    private static final String TOKEN = "0123456789abcdef0123456789abcdef";

    private final HttpClient client = HttpClient.newHttpClient();
    private final String database = "jdbc:h2:mem:directories" + System.nanoTime() + ";DB_CLOSE_DELAY=-1";
    private @Nullable ConfigurableApplicationContext application;
    private String origin = "";

    @AfterEach
    void stop() {
        if (application != null) {
            application.close();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Users {

        @Bean
        InMemoryRepository users() {
            return InMemoryRepository.of(StandardTypes.user());
        }
    }

    private void start(Class<?> part, String... settings) throws IOException {
        if (application != null) {
            application.close();
        }
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        origin = "http://127.0.0.1:" + port;
        application = new SpringApplicationBuilder(part)
                .properties(Stream.concat(
                                Stream.of(
                                        "server.port=" + port,
                                        "spring.main.banner-mode=off",
                                        "spring.datasource.url=" + database,
                                        "scimlet.directories.create-tables=true"),
                                Stream.of(settings))
                        .map(setting -> setting.replace("{origin}", origin))
                        .toArray(String[]::new))
                .run();
    }

    private void startWithTokenEndpoint(Class<?> part, String... settings) throws IOException {
        start(
                part,
                Stream.concat(
                                Stream.of(
                                        "scimlet.tenants=path",
                                        "scimlet.base-url={origin}/scim/v2",
                                        "scimlet.directories.issuer={origin}/scim",
                                        "scimlet.directories.demand-tls=false"),
                                Stream.of(settings))
                        .toArray(String[]::new));
    }

    private <T> T bean(Class<T> type) {
        return application.getBean(type);
    }

    private HttpResponse<String> send(String path, @Nullable String authorization, @Nullable String form)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(origin + path));
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        if (form != null) {
            request.header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString(form));
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private int users(String tenantPath, String token) throws Exception {
        return send("/scim/v2" + tenantPath + "/Users", "Bearer " + token, null).statusCode();
    }

    private static String found(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertThat(matcher.find()).as(text).isTrue();
        return matcher.group(1);
    }

    // ---- directories

    @Test
    void keepsDirectoriesInTables() throws Exception {
        start(Users.class, "scimlet.tenants=token");
        Directories directories = bean(Directories.class);
        Directory entra = directories.create("contoso", "Entra ID", IdentityProvider.ENTRA_ID);
        String token = directories
                .credentials()
                .createToken(entra.id(), "first", Duration.ofDays(90))
                .secret();

        assertThat(users("", token)).isEqualTo(200);
        assertThat(users("", "wrong")).isEqualTo(401);
        directories.pause(entra.id());
        assertThat(users("", token)).isEqualTo(503);
        start(Users.class, "scimlet.tenants=token", "scimlet.directories.create-tables=false");
        assertThat(bean(DirectoryStore.class)).isInstanceOf(JdbcDirectoryStore.class);
        bean(Directories.class).resume(entra.id());
        assertThat(users("", token)).as("after another start").isEqualTo(200);
    }

    @Test
    void issuesTokensBehindSpringSecurity() throws Exception {
        startWithTokenEndpoint(Users.class);
        Directories directories = bean(Directories.class);
        Directory acme = directories.create("acme", "Entra ID", IdentityProvider.ENTRA_ID);
        String secret =
                directories.credentials().createSecret(acme.id(), "first").secret();
        String form = "grant_type=client_credentials&client_id=" + acme.clientId() + "&client_secret=" + secret;

        String challenge = send("/scim/v2/acme/Users", null, null)
                .headers()
                .firstValue("WWW-Authenticate")
                .orElseThrow();
        String resource = found("resource_metadata=\"([^\"]+)\"", challenge);
        assertThat(send(resource.substring(origin.length()), null, null).body())
                .contains("\"resource\":\"" + origin + "/scim/v2/acme\"");
        String metadata = send("/.well-known/oauth-authorization-server/scim/acme", null, null)
                .body();
        String endpoint = found("\"token_endpoint\":\"([^\"]+)\"", metadata).substring(origin.length());

        HttpResponse<String> issued = send(endpoint, null, form);

        assertThat(issued.statusCode()).as(issued.body()).isEqualTo(200);
        assertThat(users("/acme", found("\"access_token\":\"([^\"]+)\"", issued.body())))
                .isEqualTo(200);
        assertThat(send(endpoint, null, form.replace(secret, "wrong")).statusCode())
                .isEqualTo(401);
        assertThat(send("/elsewhere", null, null).statusCode())
                .as("the application's own paths stay guarded")
                .isEqualTo(401);
    }

    @Test
    void looksAtNothingWithoutTlsUnlessTold() throws Exception {
        startWithTokenEndpoint(
                Users.class, "scimlet.directories.demand-tls=true", "scimlet.directories.metadata=false");

        HttpResponse<String> refused =
                send("/scim/oauth2/token", null, "grant_type=client_credentials&client_id=a&client_secret=b");

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("to be used over TLS");
        assertThat(application.containsBean("scimMetadataServlet")).isFalse();
        assertThat(send("/scim/v2/acme/Users", null, null).headers().firstValue("WWW-Authenticate"))
                .contains("Bearer realm=\"scim\"");
    }

    @Test
    void takesTheKeyRingOfTheSettings() throws Exception {
        String key = Base64.getEncoder().encodeToString(new byte[32]);
        start(Users.class, "scimlet.directories.key-ring=2026-12: " + key, "scimlet.token=" + TOKEN);
        for (int i = 0; i < 3; i++) {
            bean(InMemoryRepository.class)
                    .create(
                            dev.scimlet.spi.RequestContext.of("test"),
                            bean(InMemoryRepository.class)
                                    .type()
                                    .attributes()
                                    .set("userName", "user" + i)
                                    .build());
        }

        String page =
                send("/scim/v2/Users?cursor&count=2", "Bearer " + TOKEN, null).body();

        assertThat(found("\"nextCursor\":\"([^\"]+)\"", page)).isNotBlank();
        String cursor = found("\"nextCursor\":\"([^\"]+)\"", page);
        start(Users.class, "scimlet.directories.key-ring=2026-12: " + key, "scimlet.token=" + TOKEN);
        assertThat(send("/scim/v2/Users?cursor=" + cursor + "&count=2", "Bearer " + TOKEN, null)
                        .statusCode())
                .as("another node opens it")
                .isEqualTo(200);
    }

    @Test
    void letsPastedTokensBeForbidden() throws Exception {
        startWithTokenEndpoint(Users.class, "scimlet.directories.pasted-tokens=false");
        Directories directories = bean(Directories.class);
        Directory acme = directories.create("acme", "Okta", IdentityProvider.OKTA);
        String token = directories
                .credentials()
                .createToken(acme.id(), "first", Duration.ofDays(90))
                .secret();

        assertThat(users("/acme", token)).isEqualTo(401);
    }

    // ---- steps back

    /** What the application has to say of directories. */
    @Configuration(proxyBeanMethods = false)
    static class Own extends Users {

        static final List<AuditEntry> AUDIT = new ArrayList<>();

        @Bean
        DirectoryStore store() {
            return new InMemoryDirectoryStore();
        }

        @Bean
        DirectoriesCustomizer audit() {
            return directories -> directories.onAudit(AUDIT::add).profile(ClientProfile.STRICT);
        }
    }

    @Test
    void usesTheStoreAndTheLastWordOfTheApplication() throws Exception {
        start(Own.class, "scimlet.directories.create-tables=false");

        Directory made = bean(Directories.class).create("default", "Entra ID", IdentityProvider.ENTRA_ID);
        bean(Directories.class).credentials().createSecret(made.id(), "first");

        assertThat(made.profile()).isEqualTo(ClientProfile.STRICT);
        assertThat(Own.AUDIT).extracting(AuditEntry::event).containsExactly(AuditEntry.Event.CREDENTIAL_CREATED);
        assertThat(application.getBeansOfType(JdbcDirectoryStore.class)).isEmpty();
    }

    /** Tokens as they were kept before. */
    @Configuration(proxyBeanMethods = false)
    static class OwnTokens extends Users {

        @Bean
        TokenStore tokens() {
            return new InMemoryTokenStore();
        }
    }

    @Test
    void hasNoDirectoriesWhereTheApplicationKeepsTokens() throws Exception {
        start(OwnTokens.class, "scimlet.directories.create-tables=false", "scimlet.token=" + TOKEN);

        String token = bean(BearerTokens.class).generate("Entra ID", null, null);

        assertThat(users("", token)).isEqualTo(200);
        assertThat(users("", TOKEN)).isEqualTo(200);
        assertThat(application.getBeansOfType(Directories.class)).isEmpty();
    }

    /** Directories that the application builds itself. */
    @Configuration(proxyBeanMethods = false)
    static class OwnDirectories extends Users {

        @Bean
        Directories directories() {
            return Directories.builder(new InMemoryDirectoryStore()).build();
        }
    }

    @Test
    void installsDirectoriesOfTheApplication() throws Exception {
        start(OwnDirectories.class, "scimlet.directories.create-tables=false");
        Directories directories = bean(Directories.class);
        Directory acme = directories.create("acme", "Okta", IdentityProvider.OKTA);
        String token = directories
                .credentials()
                .createToken(acme.id(), "first", Duration.ofDays(90))
                .secret();

        assertThat(users("", token)).isEqualTo(200);
    }

    // ---- the tokens of before

    private JdbcTemplate formerTable() {
        DataSource dataSource = new DriverManagerDataSource(database, "sa", "");
        new JdbcTokenStore(dataSource).createTable();
        return new JdbcTemplate(dataSource);
    }

    private static int rows(JdbcTemplate jdbc) {
        return jdbc.queryForObject("SELECT COUNT(*) FROM scimlet_tokens", Integer.class);
    }

    @Test
    void movesTokensIntoDirectories() throws Exception {
        JdbcTemplate jdbc = formerTable();
        JdbcTokenStore store = new JdbcTokenStore(jdbc.getDataSource());
        BearerTokens tokens = new BearerTokens(store, Clock.systemUTC());
        String live = tokens.generate("Entra ID of Contoso", "contoso", Duration.ofDays(365));
        String next = tokens.generate("Entra ID of Contoso", "contoso", null);
        String odd = tokens.generate(" \t", "contoso", null);
        String other = tokens.generate("Okta", "fabrikam", Duration.ofDays(90));
        String revoked = tokens.generate("Okta", "fabrikam", Duration.ofDays(90));
        store.revoke(BearerTokens.hash(revoked), Instant.now());
        store.used(BearerTokens.hash(live), Instant.parse("2026-11-30T10:00:00Z"));
        String ofAll = tokens.generate("a program", null, null);
        store.add(StoredToken.builder(BearerTokens.hash("ended"), "Okta", Instant.parse("2025-01-01T00:00:00Z"))
                .tenant("fabrikam")
                .expires(Instant.parse("2026-01-01T00:00:00Z"))
                .build());

        start(Users.class, "scimlet.tenants=path", "scimlet.token=" + TOKEN);

        assertThat(users("/contoso", live)).isEqualTo(200);
        assertThat(users("/contoso", next)).isEqualTo(200);
        assertThat(users("/contoso", odd)).isEqualTo(200);
        assertThat(users("/fabrikam", other)).isEqualTo(200);
        assertThat(users("/contoso", other)).as("of another tenant").isEqualTo(403);
        assertThat(users("/fabrikam", revoked)).isEqualTo(401);
        assertThat(users("/fabrikam", "ended")).isEqualTo(401);
        assertThat(users("/fabrikam", ofAll))
                .as("good for all tenants, as before")
                .isEqualTo(200);
        assertThat(users("/fabrikam", TOKEN)).as("that of the settings").isEqualTo(200);
        Directories directories = bean(Directories.class);
        assertThat(directories.ofTenant("contoso"))
                .extracting(Directory::name)
                .containsExactlyInAnyOrder("Entra ID of Contoso", "Token");
        Directory okta = directories.ofTenant("fabrikam").get(0);
        assertThat(directories.credentials().tokens(okta.id())).hasSize(3);
        Directory entra = directories.ofTenant("contoso").stream()
                .filter(directory -> directory.name().startsWith("Entra"))
                .findFirst()
                .orElseThrow();
        assertThat(directories.credentials().tokens(entra.id()))
                .filteredOn(token -> token.hash().equals(BearerTokens.hash(live)))
                .singleElement()
                .satisfies(token -> assertThat(token.expires()).isPresent())
                .extracting(Credential::lastUsed)
                .isNotNull();
        assertThat(rows(jdbc)).as("what is good for all tenants stays").isOne();

        directories.delete(entra.id());
        assertThat(users("/contoso", live)).isEqualTo(401);
        start(Users.class, "scimlet.tenants=path");
        assertThat(users("/contoso", live)).as("it does not come back").isEqualTo(401);
        assertThat(users("/fabrikam", other)).isEqualTo(200);
    }

    @Test
    void movesTokensOfTheOnlyTenant() throws Exception {
        JdbcTemplate jdbc = formerTable();
        String token = new BearerTokens(new JdbcTokenStore(jdbc.getDataSource()), Clock.systemUTC())
                .generate("Entra ID", null, Duration.ofDays(365));

        start(Users.class);

        assertThat(users("", token)).isEqualTo(200);
        assertThat(rows(jdbc)).isZero();
        assertThat(bean(Directories.class).ofTenant("default"))
                .extracting(Directory::name)
                .containsExactly("Entra ID");
    }

    @Test
    void leavesTokensToNodesOfTheVersionBeforeIfToldSo() throws Exception {
        JdbcTemplate jdbc = formerTable();
        JdbcTokenStore store = new JdbcTokenStore(jdbc.getDataSource());
        BearerTokens ofOtherNode = new BearerTokens(store, Clock.systemUTC());
        String token = ofOtherNode.generate("Entra ID", "contoso", Duration.ofDays(365));

        start(Users.class, "scimlet.tenants=token", "scimlet.tokens.move=false");

        assertThat(users("", token)).isEqualTo(200);
        String later = ofOtherNode.generate("Entra ID", "contoso", Duration.ofDays(365));
        assertThat(users("", later)).isEqualTo(200);
        store.revoke(BearerTokens.hash(token), Instant.now());
        assertThat(users("", token)).isEqualTo(401);
        assertThat(rows(jdbc)).isEqualTo(2);

        start(Users.class, "scimlet.tenants=token");
        assertThat(users("", later)).isEqualTo(200);
        assertThat(users("", token)).isEqualTo(401);
        assertThat(rows(jdbc)).isZero();
    }

    /** A start that was cut short between keeping a token and taking it out of the table. */
    @Test
    void goesOnWhereAStartWasCutShort() throws Exception {
        start(Users.class, "scimlet.tenants=token");
        Directories directories = bean(Directories.class);
        Directory entra = directories.create("contoso", "Entra ID", IdentityProvider.ENTRA_ID);
        JdbcTemplate jdbc = formerTable();
        JdbcTokenStore store = new JdbcTokenStore(jdbc.getDataSource());
        StoredToken kept = StoredToken.builder(BearerTokens.hash("kept"), "Entra ID", Instant.now())
                .tenant("contoso")
                .build();
        directories.credentials().takeOver(entra.id(), kept, "");
        store.add(kept);
        StoredToken revoked = StoredToken.builder(BearerTokens.hash("revoked"), "Entra ID", Instant.now())
                .tenant("contoso")
                .build();
        directories.credentials().takeOver(entra.id(), revoked, "");
        store.add(revoked.toBuilder().revoked(Instant.now()).build());

        start(Users.class, "scimlet.tenants=token");

        assertThat(rows(jdbc)).isZero();
        assertThat(users("", "kept")).isEqualTo(200);
        assertThat(users("", "revoked")).isEqualTo(401);
        assertThat(bean(Directories.class).ofTenant("contoso")).hasSize(1);
    }
}
