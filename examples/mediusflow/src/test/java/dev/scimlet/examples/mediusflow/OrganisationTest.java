package dev.scimlet.examples.mediusflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.examples.mediusflow.account.Accounts;
import dev.scimlet.examples.mediusflow.account.Companies;
import dev.scimlet.examples.mediusflow.account.Company;
import dev.scimlet.examples.mediusflow.account.Role;
import dev.scimlet.examples.mediusflow.account.Roles;
import dev.scimlet.examples.mediusflow.account.UserConfiguration;
import dev.scimlet.examples.mediusflow.account.UserConfigurations;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Companies and roles, which must be there first. */
class OrganisationTest {

    private static final String TENANT = "/console/fabrikam-test";
    private static final String PAGE = TENANT + "/organisation";

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
    void addsCompaniesAndRoles() {
        assertThat(browser.submit(PAGE, TENANT + "/companies", Map.of("name", "Fabrikam Oy"))
                        .statusCode())
                .isEqualTo(303);
        browser.submit(PAGE, TENANT + "/roles", Map.of("name", "Auditor", "description", "Sees everything"));

        assertThat(browser.get(PAGE).body()).contains("Fabrikam Oy", "Auditor", "Sees everything");
        assertThat(browser.get(TENANT + "/configurations/new").body()).contains("Fabrikam Oy", "Auditor");
        assertThat(browser.get("/console/fabrikam/organisation").body()).doesNotContain("Fabrikam Oy");
        assertThat(browser.get(TENANT + "/log").body()).contains("Added the company.", "Added the role.");
    }

    @Test
    void keepsWhatWasTypedWhenANameIsTaken() {
        HttpResponse<String> answer = browser.submit(PAGE, TENANT + "/companies", Map.of("name", "Fabrikam AB"));

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("Another company has the name “Fabrikam AB”.", "value=\"Fabrikam AB\"");
        assertThat(browser.submit(PAGE, TENANT + "/roles", Map.of("name", "")).body())
                .contains("Give the role a name");
    }

    @Test
    void renames() {
        String company = TENANT + "/companies/" + company("Fabrikam AB").id();
        String role = TENANT + "/roles/" + role("Approver").id();

        browser.submit(company, company, Map.of("name", "Fabrikam Aktiebolag"));
        browser.submit(role, role, Map.of("name", "Approver of invoices", "description", "Approves"));

        assertThat(browser.get(PAGE).body()).contains("Fabrikam Aktiebolag", "Approver of invoices");
        assertThat(browser.submit(company, company, Map.of("name", "Fabrikam GmbH"))
                        .body())
                .contains("Another company has the name “Fabrikam GmbH”.");
    }

    @Test
    void givesNothingThatIsClosedToNewUsers() {
        configure();
        String company = TENANT + "/companies/" + company("Fabrikam AB").id();
        String role = TENANT + "/roles/" + role("Approver").id();
        browser.submit(company, company + "/close", Map.of("closed", "yes"));
        browser.submit(role, role + "/close", Map.of("closed", "yes"));
        Directory directory = application.directory();

        String id =
                directory.create("/Users", Directory.user("ada", "")).path("id").textValue();

        Accounts accounts = new Accounts(application.database());
        assertThat(accounts.companies(id)).containsExactly("Fabrikam GmbH");
        assertThat(accounts.roles(id)).isEmpty();

        browser.submit(role, role + "/close", Map.of("closed", "no"));
        String later =
                directory.create("/Users", Directory.user("bo", "")).path("id").textValue();
        assertThat(accounts.roles(later)).containsExactly("Approver");
        assertThat(browser.get(role).body()).contains("1 user has this role.");
    }

    @Test
    void changesNothingOfAnotherTenant() {
        String token = browser.hiddenFields(PAGE, TENANT + "/companies").get("form_token");
        String foreign = "/console/fabrikam/companies/" + company("Fabrikam AB").id();

        assertThat(browser.get(foreign).statusCode()).isEqualTo(404);
        assertThat(browser.post(foreign, Map.of("form_token", token, "name", "Mine"))
                        .statusCode())
                .isEqualTo(404);
        assertThat(browser.post(foreign + "/close", Map.of("form_token", token, "closed", "yes"))
                        .statusCode())
                .isEqualTo(404);
        assertThat(company("Fabrikam AB").closed()).isFalse();
    }

    private void configure() {
        UserConfiguration wanted = new UserConfiguration(
                "",
                "Head office",
                "",
                "en-GB",
                List.of(role("Approver").id()),
                List.of(company("Fabrikam AB").id(), company("Fabrikam GmbH").id()),
                false,
                0,
                "");
        assertThat(new UserConfigurations(application.database(), application.clock)
                        .save(application.tenant(), wanted, "admin"))
                .isEmpty();
    }

    private Company company(String name) {
        return new Companies(application.database())
                .of(application.tenant()).stream()
                        .filter(company -> company.name().equals(name))
                        .findFirst()
                        .orElseThrow();
    }

    private Role role(String name) {
        return new Roles(application.database())
                .of(application.tenant()).stream()
                        .filter(role -> role.name().equals(name))
                        .findFirst()
                        .orElseThrow();
    }
}
