package dev.scimlet.examples.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.directory.feed.Feed;
import dev.scimlet.simulator.directory.DirectoryGenerator;
import dev.scimlet.simulator.directory.RandomChanges;
import dev.scimlet.simulator.directory.SourceDirectory;
import dev.scimlet.simulator.directory.VirtualClock;
import dev.scimlet.simulator.discovery.ApplicationDiscovery;
import dev.scimlet.simulator.entra.AdminCredentials;
import dev.scimlet.simulator.entra.PatchDialect;
import dev.scimlet.simulator.entra.ProvisioningJob;
import dev.scimlet.simulator.entra.ProvisioningScope;
import dev.scimlet.simulator.entra.ProvisioningService;
import dev.scimlet.simulator.entra.TenantUrl;
import dev.scimlet.simulator.transport.HttpTransport;
import dev.scimlet.simulator.transport.Pause;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the application does when a directory has changed people. */
final class ReactionsTest {

    private static final String DISABLED = "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:PatchOp\"],"
            + "\"Operations\":[{\"op\":\"Replace\",\"path\":\"active\",\"value\":\"False\"}]}";

    private RunningApplication application;

    @BeforeEach
    void start() {
        application = new RunningApplication();
    }

    @AfterEach
    void stop() {
        application.close();
    }

    private static void until(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(40).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited in vain").isLessThan(end);
            Thread.sleep(20);
        }
    }

    /** Whether both have read all that has happened. */
    private boolean isDone() {
        return application.rows("SELECT COUNT(*) FROM scimlet_feed_inbox").contains("0")
                && application.bean(Feed.class).totals().stream()
                                .filter(consumer -> consumer.position() == consumer.last())
                                .count()
                        == 2;
    }

    private String scim(String method, String path, String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(application.page("/scim/v2" + path))
                .header("Authorization", "Bearer " + RunningApplication.TOKEN)
                .header("Content-Type", "application/scim+json")
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        HttpResponse<String> answer =
                HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 204);
        return answer.body();
    }

    private String create(String email) throws Exception {
        String created = scim(
                "POST",
                "/Users",
                "{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\"],\"userName\":\"" + email + "\"}");
        return found("\"id\":\"([^\"]+)\"", created);
    }

    private static String found(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertThat(matcher.find()).as(text).isTrue();
        return matcher.group(1);
    }

    @Test
    void greetsWhoeverADirectoryMakesOnce() throws Exception {
        VirtualClock clock = new VirtualClock(Instant.parse("2026-03-02T08:30:00Z"));
        SourceDirectory directory = new DirectoryGenerator(3, 30, 5).generate(clock);
        HttpTransport transport = new HttpTransport(application.scim().toString(), Duration.ofSeconds(60));
        ProvisioningJob job = ProvisioningJob.builder(
                        new AdminCredentials(
                                new TenantUrl(application.scim().toString(), PatchDialect.COMPLIANT),
                                RunningApplication.TOKEN),
                        ApplicationDiscovery.read(transport, RunningApplication.TOKEN)
                                .mapping())
                .scope(ProvisioningScope.all())
                .build();
        ProvisioningService entra = new ProvisioningService(job, directory, clock, transport, Pause.sleeping());

        assertThat(entra.runCycle().failures()).isZero();
        until(this::isDone);
        List<String> greeted = application.rows("SELECT recipient FROM mails ORDER BY recipient");
        assertThat(greeted)
                .hasSizeGreaterThanOrEqualTo(30)
                .isEqualTo(application.rows("SELECT email FROM users ORDER BY email"));
        new RandomChanges(3).apply(directory, 20);
        assertThat(entra.runCycle().failures()).isZero();
        until(this::isDone);

        assertThat(application.rows("SELECT id FROM mails"))
                .as("one for each user that was ever made")
                .hasSameSizeAs(application.rows("SELECT id FROM scimlet_feed_events WHERE type = 'user.created'"));
    }

    @Test
    void greetsOnceWhateverFailsMeanwhile() throws Exception {
        application.jdbc().execute("ALTER TABLE mails RENAME TO mails_that_are_away");
        create("nia@contoso.example");
        until(() -> application.bean(Feed.class).totals().stream().anyMatch(consumer -> consumer.attempts() > 0));
        application.jdbc().execute("ALTER TABLE mails_that_are_away RENAME TO mails");
        until(this::isDone);

        assertThat(application.rows("SELECT recipient, subject FROM mails"))
                .containsExactly("nia@contoso.example|Welcome");
        application.bean(Feed.class).measure();
        MeterRegistry meters = application.bean(MeterRegistry.class);
        assertThat(meters.get("scimlet.feed.consumer.position")
                        .tag("consumer", "welcomeMails")
                        .gauge()
                        .value())
                .isEqualTo(1);
    }

    // ---- sessions

    /** Somebody at a browser. */
    private final class Visitor {

        private final HttpClient browser =
                HttpClient.newBuilder().cookieHandler(new CookieManager()).build();

        HttpResponse<String> get(String path) throws Exception {
            return browser.send(
                    HttpRequest.newBuilder(application.page(path))
                            .header("Accept", "text/html,*/*")
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }

        void signIn(String email, String password) throws Exception {
            String csrf = found(
                    "name=\"_csrf\" type=\"hidden\" value=\"([^\"]+)\"",
                    get("/login").body());
            String form = "username=" + URLEncoder.encode(email, StandardCharsets.UTF_8) + "&password=" + password
                    + "&_csrf=" + URLEncoder.encode(csrf, StandardCharsets.UTF_8);
            HttpResponse<String> answer = browser.send(
                    HttpRequest.newBuilder(application.page("/login"))
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .POST(HttpRequest.BodyPublishers.ofString(form))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(302);
            assertThat(answer.headers().firstValue("Location").map(URI::create).map(URI::getQuery))
                    .as("no error")
                    .isEmpty();
        }
    }

    @Test
    void endsTheSessionsOfWhoIsDeactivatedOrDeletedAndOfNobodyElse() throws Exception {
        String nia = create("nia@contoso.example");
        String tom = create("tom@contoso.example");
        create("ada@contoso.example");
        application.jdbc().update("UPDATE users SET password_hash = '{noop}secret'");
        Visitor ofNia = new Visitor();
        Visitor ofTom = new Visitor();
        Visitor ofAda = new Visitor();
        ofNia.signIn("nia@contoso.example", "secret");
        ofTom.signIn("tom@contoso.example", "secret");
        ofAda.signIn("ada@contoso.example", "secret");
        assertThat(ofNia.get("/teams").statusCode()).isEqualTo(200);

        scim("PATCH", "/Users/" + nia, DISABLED);
        scim("DELETE", "/Users/" + tom, null);
        until(this::isDone);

        assertThat(ofNia.get("/teams").statusCode())
                .as("to the page for signing in")
                .isEqualTo(302);
        assertThat(ofTom.get("/teams").statusCode()).isEqualTo(302);
        assertThat(ofAda.get("/teams").statusCode()).isEqualTo(200);
    }
}
