package dev.scimlet.examples.mediusflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.examples.mediusflow.tenant.Sessions;
import dev.scimlet.examples.mediusflow.tenant.Tenant;
import dev.scimlet.examples.mediusflow.tenant.Tenants;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SignInTest {

    private TestApplication application;

    @BeforeEach
    void start() {
        application = TestApplication.withChosenPassword();
    }

    @AfterEach
    void stop() {
        application.close();
    }

    @Test
    void sendsStrangersToTheSignIn() {
        HttpResponse<String> answer = new Browser(application.address()).get("/console/fabrikam-test/users");

        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(location(answer)).isEqualTo("/sign-in");
    }

    @Test
    void takesTheTenantsNameOrSlugInAnyCase() {
        assertThat(location(attempt("fabrikam-test", "admin", TestApplication.PASSWORD)))
                .isEqualTo("/console/fabrikam-test");
        assertThat(location(attempt("FABRIKAM test", "Admin", TestApplication.PASSWORD)))
                .isEqualTo("/console/fabrikam-test");
        assertThat(location(attempt("fabrikam", "admin", TestApplication.PASSWORD)))
                .isEqualTo("/console/fabrikam");
    }

    @Test
    void doesNotTellWhatIsWrong() {
        HttpResponse<String> wrongPassword = attempt("fabrikam-test", "admin", "something else");
        HttpResponse<String> wrongName = attempt("fabrikam-test", "nobody", TestApplication.PASSWORD);
        HttpResponse<String> wrongTenant = attempt("contoso", "admin", TestApplication.PASSWORD);

        for (HttpResponse<String> answer : List.of(wrongPassword, wrongName, wrongTenant)) {
            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(answer.body()).contains("The tenant, the user name or the password is wrong.");
        }
    }

    @Test
    void letsNobodyInWithThePasswordOfTheFirstStartAgain() {
        HttpResponse<String> answer = attempt(
                "fabrikam-test", "admin", application.server.firstPassword().orElseThrow());

        assertThat(answer.statusCode()).isEqualTo(403);
    }

    @Test
    void asksForAnotherPasswordBeforeAnythingElse() {
        try (TestApplication fresh = TestApplication.fresh()) {
            String once = fresh.server.firstPassword().orElseThrow();
            Browser browser = Browser.signedIn(fresh.address(), once);

            assertThat(location(browser.get("/console/fabrikam-test"))).isEqualTo("/password");
            assertThat(choose(browser, once, once)).contains("Choose another password");
            assertThat(choose(browser, "too short", "too short")).contains("at least 12");
            assertThat(choose(browser, "one long password", "another password")).contains("same password twice");
            assertThat(location(browser.get("/console/fabrikam-test"))).isEqualTo("/password");

            choose(browser, "one long password", "one long password");
            assertThat(browser.get("/console/fabrikam-test").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void endsOtherSessionsWhenThePasswordChanges() {
        Browser elsewhere = application.signIn();
        Browser here = application.signIn();

        choose(here, "quite another password", "quite another password");

        assertThat(here.get("/console").statusCode()).isEqualTo(200);
        assertThat(location(elsewhere.get("/console"))).isEqualTo("/sign-in");
    }

    @Test
    void givesAnotherTokenWithTheSession() {
        Browser browser = new Browser(application.address());
        browser.get("/sign-in");
        String before = browser.cookie();

        browser.submit("/sign-in", "/sign-in", credentials("fabrikam-test", "admin", TestApplication.PASSWORD));

        assertThat(browser.cookie()).isNotEqualTo(before);
        assertThat(browser.lastSetCookie())
                .contains("HttpOnly")
                .contains("SameSite=Lax")
                .doesNotContain("Secure");
    }

    @Test
    void sendsTheCookieOverHttpsOnlyWhenReachedByHttps() {
        try (TestApplication secure = TestApplication.fresh("https://mediusflow.example.com")) {
            Browser browser = new Browser(secure.address());
            browser.get("/sign-in");

            assertThat(browser.lastSetCookie()).startsWith("__Host-mediusflow=").contains("Secure");
        }
    }

    @Test
    void keepsNoTokenThatCouldBeStolenFromTheDatabase() {
        Browser browser = application.signIn();
        String token = browser.cookie().substring("mediusflow=".length());

        assertThat(application.database().list("select token_hash from sessions", row -> row.text("token_hash")))
                .isNotEmpty()
                .doesNotContain(token);
    }

    @Test
    void endsTheSessionOnTheServerWhenSomebodySignsOut() {
        Browser browser = application.signIn();
        String stolen = browser.cookie();

        browser.submit("/console", "/sign-out", Map.of());
        browser.useCookie(stolen);

        assertThat(location(browser.get("/console"))).isEqualTo("/sign-in");
    }

    @Test
    void endsIdleAndOldSessions() {
        Browser browser = application.signIn();
        application.clock.pass(Sessions.IDLE_LIMIT.plusSeconds(1));
        assertThat(location(browser.get("/console"))).isEqualTo("/sign-in");

        Browser busy = application.signIn();
        Duration step = Sessions.IDLE_LIMIT.dividedBy(2);
        for (Duration open = Duration.ZERO; open.compareTo(Sessions.LIFE_LIMIT) <= 0; open = open.plus(step)) {
            assertThat(busy.get("/console").statusCode()).as("after %s", open).isEqualTo(200);
            application.clock.pass(step);
        }
        assertThat(location(busy.get("/console"))).isEqualTo("/sign-in");
    }

    @Test
    void refusesFormsThatOtherSitesSend() {
        Browser browser = application.signIn();
        String action = "/console/fabrikam-test/provisioning";
        String token = browser.hiddenFields("/console/fabrikam-test", action).get("form_token");

        assertThat(browser.post(action, Map.of("provisioning", "on")).statusCode())
                .isEqualTo(403);
        assertThat(browser.post(action, Map.of("provisioning", "on", "form_token", "0".repeat(64)))
                        .statusCode())
                .isEqualTo(403);
        assertThat(browser.post(
                                action,
                                Map.of("provisioning", "on", "form_token", token),
                                "Sec-Fetch-Site",
                                "cross-site")
                        .statusCode())
                .isEqualTo(403);
        assertThat(application.tenant().provisioningEnabled()).isFalse();

        assertThat(browser.post(action, Map.of("provisioning", "on", "form_token", token))
                        .statusCode())
                .isEqualTo(303);
        assertThat(application.tenant().provisioningEnabled()).isTrue();
    }

    @Test
    void refusesTheFormTokenOfAnotherSession() {
        String action = "/console/fabrikam-test/provisioning";
        String foreign = application
                .signIn()
                .hiddenFields("/console/fabrikam-test", action)
                .get("form_token");

        HttpResponse<String> answer =
                application.signIn().post(action, Map.of("provisioning", "on", "form_token", foreign));

        assertThat(answer.statusCode()).isEqualTo(403);
    }

    @Test
    void protectsTheSignInFormAsWell() {
        HttpResponse<String> answer = new Browser(application.address())
                .post("/sign-in", credentials("fabrikam-test", "admin", TestApplication.PASSWORD));

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("This form is too old");
    }

    @Test
    void makesGuessingSlow() {
        for (int i = 0; i < 5; i++) {
            assertThat(attempt("fabrikam-test", "admin", "guess " + i).statusCode())
                    .isEqualTo(403);
        }

        HttpResponse<String> answer = attempt("fabrikam-test", "admin", TestApplication.PASSWORD);
        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();

        application.clock.pass(Duration.ofSeconds(31));
        assertThat(attempt("fabrikam-test", "admin", TestApplication.PASSWORD).statusCode())
                .isEqualTo(303);
    }

    @Test
    void letsNobodyElseLockTheAdministratorOut() throws IOException {
        Browser guesser = new Browser(application.address());
        Map<String, String> form = guesser.hiddenFields("/sign-in", "/sign-in");
        for (int i = 0; i < 7; i++) {
            assertThat(fromElsewhere(guesser, form)).containsAnyOf("HTTP/1.1 403", "HTTP/1.1 429");
        }
        assertThat(fromElsewhere(guesser, form)).contains("HTTP/1.1 429");

        assertThat(attempt("fabrikam-test", "admin", TestApplication.PASSWORD).statusCode())
                .isEqualTo(303);
    }

    /** Sends a wrong password from another address of this machine, and gives the first line of the answer. */
    private String fromElsewhere(Browser browser, Map<String, String> form) throws IOException {
        String body = "tenant=fabrikam-test&user=admin&password=guess&form_token=" + form.get("form_token");
        try (Socket socket = new Socket()) {
            socket.bind(new InetSocketAddress("127.0.0.2", 0));
            socket.connect(
                    new InetSocketAddress("127.0.0.1", application.address().getPort()));
            String request =
                    "POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nCookie: " + browser.cookie()
                            + "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: " + body.length()
                            + "\r\n\r\n" + body;
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return answer.substring(0, answer.indexOf('\r'));
        }
    }

    @Test
    void countsGuessesForAllTenantsOfAnOrganisationTogether() {
        for (int i = 0; i < 5; i++) {
            attempt(i % 2 == 0 ? "fabrikam" : "Fabrikam Test", "ADMIN", "guess " + i);
        }

        assertThat(attempt("fabrikam", "admin", TestApplication.PASSWORD).statusCode())
                .isEqualTo(429);
    }

    @Test
    void hidesTheTenantsOfOtherOrganisations() {
        Tenants tenants = new Tenants(application.database(), application.clock);
        tenants.add(tenants.addOrganisation("Contoso"), "contoso", "Contoso", Tenant.Environment.PRODUCTION);
        Browser browser = application.signIn();

        assertThat(browser.get("/console/contoso").statusCode()).isEqualTo(404);
        assertThat(browser.get("/console/contoso/users").statusCode()).isEqualTo(404);
        assertThat(browser.get("/console").body()).doesNotContain("Contoso");
        assertThat(attempt("contoso", "admin", TestApplication.PASSWORD).statusCode())
                .isEqualTo(403);
    }

    @Test
    void allowsNothingInAPageThatIsNotOurs() {
        HttpResponse<String> answer = application.signIn().get("/console/fabrikam-test/log");

        assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'")
                .contains("frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(answer.headers().firstValue("Server")).isEmpty();
        assertThat(answer.body()).doesNotContain("style=").doesNotContain("onclick");
    }

    private static String choose(Browser browser, String password, String again) {
        return browser.submit("/password", "/password", Map.of("password", password, "again", again))
                .body();
    }

    private HttpResponse<String> attempt(String tenant, String user, String password) {
        return new Browser(application.address()).submit("/sign-in", "/sign-in", credentials(tenant, user, password));
    }

    private static Map<String, String> credentials(String tenant, String user, String password) {
        return Map.of("tenant", tenant, "user", user, "password", password);
    }

    private static String location(HttpResponse<String> answer) {
        return answer.headers().firstValue("Location").orElse("");
    }
}
