package dev.scimlet.examples.mediusflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.directory.log.LogEntry.Operation;
import dev.scimlet.directory.log.LogEntry.Result;
import dev.scimlet.directory.log.LogNote;
import dev.scimlet.directory.log.LogReason;
import dev.scimlet.spi.RequestContext;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PagesTest {

    private static final String HOSTILE = "<script>alert(1)</script>\"' onmouseover=x &amp;";
    private static final String TENANT = "/console/fabrikam-test";

    private TestApplication application;
    private Browser browser;

    @BeforeEach
    void start() {
        application = TestApplication.withChosenPassword();
        browser = application.signIn();
    }

    @AfterEach
    void stop() {
        application.close();
    }

    @Test
    void showsHostileNamesAsTheyAre() {
        String user = application.addAccount("mallory@fabrikam.example", HOSTILE);
        String group = application.addGroup(HOSTILE);
        application.database().change("insert into user_group_members values (?, ?)", group, user);
        write(HOSTILE, Operation.UPDATE, Result.REFUSED, HOSTILE);

        for (String page : List.of("/users", "/users/" + user, "/groups", "/groups/" + group, "/log", "/problems")) {
            assertThat(browser.get(TENANT + page).body())
                    .as(page)
                    .doesNotContain("<script>alert")
                    .contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39; onmouseover=x &amp;amp;");
        }
        HttpResponse<String> echoed = browser.get(TENANT + "/users?words=%3Cscript%3Ealert(1)%22");
        assertThat(echoed.body()).contains("value=\"&lt;script&gt;alert(1)&quot;\"");
    }

    @Test
    void showsTheNewestEntriesFirst() {
        write("first@fabrikam.example", Operation.CREATE, Result.DONE, "");
        write("second@fabrikam.example", Operation.CREATE, Result.DONE, "");

        String page = browser.get(TENANT + "/log").body();

        assertThat(page.indexOf("second@")).isPositive().isLessThan(page.indexOf("first@"));
    }

    @Test
    void filtersTheLog() {
        write("ada@fabrikam.example", Operation.CREATE, Result.DONE, "");
        write("bo@fabrikam.example", Operation.CREATE, Result.REFUSED, "Another user has this userName already.");
        write("cleo@fabrikam.example", Operation.UPDATE, Result.DONE, "100% sure");

        assertThat(log("result=REFUSED")).contains("bo@").doesNotContain("ada@").doesNotContain("cleo@");
        assertThat(log("operation=create")).contains("bo@").contains("ada@").doesNotContain("cleo@");
        assertThat(log("")).contains("placeholder=\"Name, detail or request id\"");
        assertThat(log("words=ALREADY")).contains("bo@").doesNotContain("ada@");
        assertThat(log("words=0%25+s")).contains("cleo@").doesNotContain("ada@");
        assertThat(log("words=%25")).contains("cleo@").doesNotContain("ada@");
        assertThat(log("type=Group")).contains("Nothing here yet that fits.");
        assertThat(log("result=REFUSED&operation=UPDATE")).contains("Nothing here yet that fits.");
    }

    @Test
    void givesTheFilteredLogAsAFile() {
        write("ada@fabrikam.example", Operation.CREATE, Result.DONE, "=1+1");
        write("bo@fabrikam.example", Operation.CREATE, Result.REFUSED, "No.");

        HttpResponse<String> file = browser.get(TENANT + "/log.csv?result=DONE");

        assertThat(file.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/csv");
        assertThat(file.headers().firstValue("Content-Disposition"))
                .contains("attachment; filename=\"log-fabrikam-test.csv\"");
        assertThat(file.body())
                .contains("\"ada@fabrikam.example\"", "\"'=1+1\"")
                .doesNotContain("bo@");
        assertThat(log("result=DONE")).contains(TENANT + "/log.csv?result=DONE");
    }

    @Test
    void showsOlderEntriesPageByPage() {
        for (int i = 100; i < 160; i++) {
            write("user" + i + "@fabrikam.example", Operation.CREATE, Result.DONE, "");
        }
        String newest = browser.get(TENANT + "/log").body();
        assertThat(newest).contains("user159@").contains("user110@").doesNotContain("user109@");

        String address = newest.replaceAll("(?s).*href=\"(\\?before=[0-9a-f-]+)\">Older.*", "$1");
        String older = browser.get(TENANT + "/log" + address).body();

        assertThat(older).contains("user109@").contains("user100@").doesNotContain("user110@");
    }

    @Test
    void showsTheEntriesOfOneTenantOnly() {
        write("ada@fabrikam.example", Operation.CREATE, Result.DONE, "");

        assertThat(browser.get("/console/fabrikam/log").body()).doesNotContain("ada@");
        assertThat(browser.get("/console/fabrikam/users").body()).contains("No users yet");
    }

    @Test
    void findsAndPagesUsers() {
        for (int i = 100; i < 130; i++) {
            application.addAccount("user" + i + "@fabrikam.example", "User " + i);
        }
        application.addAccount("ZOE@fabrikam.example", "Zoë Keller");

        String first = browser.get(TENANT + "/users").body();
        assertThat(first).contains("31 users").contains("User 100").doesNotContain("User 129");
        assertThat(browser.get(TENANT + "/users?page=2").body())
                .contains("User 129")
                .contains("Zoë Keller");
        assertThat(browser.get(TENANT + "/users?words=zoe%40").body())
                .contains("Zoë Keller")
                .doesNotContain("User 1");
        for (String beyond : List.of("3", "999999999999")) {
            assertThat(browser.get(TENANT + "/users?page=" + beyond).body())
                    .contains("User 129")
                    .contains("Page 2 of 2")
                    .doesNotContain("Nobody fits");
        }
        assertThat(browser.get(TENANT + "/users?page=2&words=zoe%40").body()).contains("Zoë Keller");
    }

    @Test
    void keepsTheHistoryOfWhatWasDeleted() {
        Directory directory = application.directory();
        String user = directory
                .create("/Users", Directory.user("gone@fabrikam.example", ""))
                .path("id")
                .textValue();
        String group = directory
                .create("/Groups", Directory.group("Gone", ""))
                .path("id")
                .textValue();
        directory.delete("/Users/" + user);
        directory.delete("/Groups/" + group);

        assertThat(browser.get(TENANT + "/users/" + user).body())
                .contains(
                        "gone@fabrikam.example",
                        "This user is not here any more",
                        "Deleted.",
                        "Created. No user configuration");
        assertThat(browser.get(TENANT + "/groups/" + group).body()).contains("Gone", "This group is not here any more");
        assertThat(browser.get("/console/fabrikam/users/" + user).statusCode()).isEqualTo(404);
        assertThat(browser.get(TENANT + "/users/nobody").statusCode()).isEqualTo(404);
    }

    @Test
    void showsAManagerWhoHasNotArrivedYet() {
        String report = application.addAccount("report@fabrikam.example", "Rita Report");
        application.database().change("update accounts set manager_id = ? where id = ?", "later", report);
        assertThat(browser.get(TENANT + "/users/" + report).body()).contains("Not a user here");

        String manager = application.addAccount("boss@fabrikam.example", "Bert Boss");
        application.database().change("update accounts set manager_id = ? where id = ?", manager, report);
        assertThat(browser.get(TENANT + "/users/" + report).body())
                .contains("Bert Boss")
                .doesNotContain("Not a user here");
    }

    @Test
    void takesADirectorysTenantIdOnlyInItsForm() {
        String action = TENANT + "/directory";

        assertThat(browser.submit(TENANT, action, Map.of("directory", "contoso"))
                        .statusCode())
                .isEqualTo(422);
        assertThat(application.tenant().directoryId()).isEmpty();

        browser.submit(TENANT, action, Map.of("directory", " 8A2D4C1E-0B7F-4F0E-9C55-3F1B6A7D2E90 "));
        assertThat(application.tenant().directoryId()).isEqualTo("8a2d4c1e-0b7f-4f0e-9c55-3f1b6a7d2e90");
    }

    @Test
    void givesEachTenantALinkOfItsOwn() {
        assertThat(browser.get(TENANT).body()).contains("value=\"" + application.address() + "/scim/fabrikam-test\"");
        assertThat(browser.get("/console/fabrikam").body())
                .contains("value=\"" + application.address() + "/scim/fabrikam\"");
    }

    @Test
    void guidesToEachIdentityProvider() {
        String guides = browser.get(TENANT + "/guides").body();

        for (String guide :
                List.of("entra-id", "okta", "onelogin", "jumpcloud", "google", "ping", "sailpoint", "other")) {
            assertThat(guides).contains(TENANT + "/guides/" + guide);
            assertThat(browser.get(TENANT + "/guides/" + guide).statusCode()).isEqualTo(200);
        }
        assertThat(browser.get(TENANT + "/guides/entra-id").body())
                .contains(
                        "value=\"" + application.address() + "/scim/fabrikam-test\"",
                        "value=\"" + application.address() + "/connect/oauth2/token\"",
                        "configurationFilter")
                .doesNotContain("{SCIM URL}", "value=\"the secret\"");
        assertThat(browser.get(TENANT + "/guides/unknown").statusCode()).isEqualTo(404);
    }

    @Test
    void answersStrangeRequestsCalmly() {
        assertThat(browser.get("/console/fabrikam-test/users/" + "x".repeat(500))
                        .statusCode())
                .isEqualTo(404);
        assertThat(browser.get("/console/nobody").statusCode()).isEqualTo(404);
        assertThat(browser.get("/assets/1/../../etc").statusCode()).isIn(400, 404);
        assertThat(browser.get("/health").statusCode()).isEqualTo(200);
        assertThat(browser.get(TENANT + "/log?before=abc&result=nonsense").statusCode())
                .isEqualTo(200);
        assertThat(browser.get(TENANT + "?notice=%3Cb%3E").body()).doesNotContain("<b>");
    }

    private String log(String query) {
        return browser.get(TENANT + "/log?" + query).body();
    }

    private void write(String name, Operation operation, Result result, String reason) {
        application
                .server
                .log()
                .record(
                        RequestContext.builder()
                                .tenant(application.tenant().id())
                                .principal("Entra ID")
                                .build(),
                        LogNote.of("User", LogReason.text(reason))
                                .named(name)
                                .operation(operation)
                                .result(result));
    }
}
