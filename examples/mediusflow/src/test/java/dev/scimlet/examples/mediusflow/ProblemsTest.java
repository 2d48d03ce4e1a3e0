package dev.scimlet.examples.mediusflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The page that tells whom the directory could not provision, and what can be done about it. */
class ProblemsTest {

    private static final String TENANT = "/console/fabrikam-test";
    private static final String PAGE = TENANT + "/problems";

    private TestApplication application;
    private Browser browser;
    private Directory directory;

    @BeforeEach
    void start() {
        application = TestApplication.withChosenPassword();
        directory = application.directory();
        browser = application.signIn();
    }

    @AfterEach
    void stop() {
        application.close();
    }

    private String page() {
        return browser.get(PAGE).body();
    }

    private String user(String name) {
        return directory.create("/Users", Directory.user(name, "")).path("id").textValue();
    }

    private void rename(String id, String name) {
        directory.patch("/Users/" + id, "{\"op\": \"replace\", \"path\": \"userName\", \"value\": \"" + name + "\"}");
    }

    @Test
    void putsTogetherWhatConcernsOnePersonByCause() {
        user("ada");
        String bo = user("bo");
        String cleo = user("cleo");
        for (int i = 0; i < 3; i++) {
            rename(bo, "ada");
        }
        directory.patch(
                "/Users/" + bo,
                "{\"op\": \"add\", \"path\": \"urn:ietf:params:scim:schemas:extension:medius:2.0:User:roles\","
                        + " \"value\": [\"x\"]}");
        rename(cleo, "ADA");

        String page = page();

        assertThat(page.split("href=\"" + TENANT + "/users/" + bo, -1)).hasSize(2);
        assertThat(page.split("<article", -1)).hasSize(3);
        assertThat(page)
                .contains(
                        "Refused: another resource has a value that only one may have",
                        "3 times, first",
                        "Two have what only one may have.",
                        "Refused: an attribute cannot be changed so",
                        "compare its attribute mapping with the guide")
                .contains("href=\"" + TENANT + "/users/" + cleo + "\">cleo</a>");
        assertThat(browser.get("/console").body()).contains("href=\"" + PAGE + "\">3 causes</a>");
        assertThat(browser.get(TENANT + "/log").body()).contains("href=\"" + PAGE + "\"");
        assertThat(browser.get("/console/fabrikam/problems").body()).contains("There is none");
    }

    @Test
    void forgetsWhatHasGoneWellSince() {
        user("ada");
        String bo = user("bo");
        rename(bo, "ada");
        assertThat(page()).contains("<article");

        application.clock.pass(Duration.ofMinutes(4));
        rename(bo, "bo2");

        assertThat(page()).contains("There is none").doesNotContain("<article");
        assertThat(browser.get("/console").body()).contains("Problems<").doesNotContain(PAGE);
    }

    @Test
    void saysWhatToDoWithADirectoryThatIsShutOut() {
        application.database().change("update scimlet_credentials set revoked_at = created_at");
        directory.get("/Users");

        assertThat(page())
                .contains("The directory as a whole", "Generate another secret and paste it at the directory.")
                .contains("href=\"" + TENANT + "/secrets\"");
    }

    @Test
    void tellsNothingOfStrangers() {
        new Directory(application, "mf_guess").get("/Users");

        assertThat(page()).contains("There is none");
    }

    @Test
    void showsManyPageByPage() {
        String[] ids = new String[30];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = user("user" + (100 + i));
        }
        user("ada");
        for (String id : ids) {
            rename(id, "ada");
        }

        assertThat(page()).contains("user129").doesNotContain("user104<").contains("Page 1 of 2");
        assertThat(browser.get(PAGE + "?page=2").body()).contains("user104<").doesNotContain("user129");
    }
}
