package dev.scimlet.examples.mediusflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scimlet.examples.mediusflow.account.Account;
import dev.scimlet.examples.mediusflow.account.Accounts;
import dev.scimlet.examples.mediusflow.account.Companies;
import dev.scimlet.examples.mediusflow.account.Company;
import dev.scimlet.examples.mediusflow.account.Roles;
import dev.scimlet.examples.mediusflow.account.UserConfiguration;
import dev.scimlet.examples.mediusflow.account.UserConfigurations;
import dev.scimlet.examples.mediusflow.account.UserGroups;
import dev.scimlet.examples.mediusflow.tenant.Tenant;
import dev.scimlet.examples.mediusflow.tenant.Tenants;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProvisioningTest {

    private static final String MEDIUS = "urn:ietf:params:scim:schemas:extension:medius:2.0:User";
    private static final String ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    private TestApplication application;
    private Directory directory;
    private Accounts accounts;

    @BeforeEach
    void start() {
        application = TestApplication.withChosenPassword();
        directory = application.directory();
        accounts = new Accounts(application.database());
    }

    @AfterEach
    void stop() {
        application.close();
    }

    @Test
    void keepsEverythingThatTheTutorialMaps() {
        JsonNode created =
                directory.create("/Users", Directory.user("Joy.Young@fabrikam.example", """
                        , "externalID": "joyyoung", "active": true,
                        "name": {"displayName": "Young, Joy", "givenName": "Joy", "familyName": "Young",
                                 "formatted": "Joy Young"},
                        "emails": [{"primary": true, "type": "work", "value": "joy@fabrikam.example"}],
                        "%s": {"configurationFilter": "HQ", "identityProvider": "Entra", "nameIdentifier": "joy",
                               "customFieldText1": "1", "customFieldText2": "2", "customFieldText3": "3",
                               "customFieldText4": "4", "customFieldText5": "5"}
                        """.formatted(MEDIUS)));

        Account account = account(created);
        assertThat(account.loginName()).isEqualTo("Joy.Young@fabrikam.example");
        assertThat(account.name()).isEqualTo(new Account.Name("Young, Joy", "Joy", "Young", "Joy Young"));
        assertThat(account.workEmail()).isEqualTo("joy@fabrikam.example");
        assertThat(account.externalId()).isEqualTo("joyyoung");
        assertThat(account.signIn()).isEqualTo(new Account.SignIn("Entra", "joy", "HQ"));
        assertThat(account.customTexts()).containsExactly("1", "2", "3", "4", "5");
        assertThat(directory
                        .find("/Users", "userName eq \"joy.YOUNG@fabrikam.example\"")
                        .path("totalResults")
                        .intValue())
                .isEqualTo(1);
        assertThat(directory
                        .find("/Users", "emails[type eq \"work\"].value eq \"joy@fabrikam.example\"")
                        .path("totalResults")
                        .intValue())
                .isEqualTo(1);
    }

    @Test
    void disablesEnablesAndDeletes() {
        String path = "/Users/"
                + directory
                        .create("/Users", Directory.user("ada", ""))
                        .path("id")
                        .textValue();

        directory.patch(path, "{\"op\": \"Replace\", \"path\": \"active\", \"value\": \"False\"}");
        assertThat(accounts.counts(application.tenant())).isEqualTo(new Accounts.Counts(1, 0));
        directory.patch(path, "{\"op\": \"replace\", \"value\": {\"active\": true}}");
        assertThat(accounts.counts(application.tenant())).isEqualTo(new Accounts.Counts(1, 1));
        assertThat(directory.delete(path).statusCode()).isEqualTo(204);
        assertThat(accounts.counts(application.tenant())).isEqualTo(new Accounts.Counts(0, 0));
        assertThat(page("log")).contains("Deactivated.").contains("Activated.").contains("Deleted.");
    }

    @Test
    void takesAManagerWhoArrivesLater() {
        JsonNode report = directory.create("/Users", Directory.user("report", ""));
        JsonNode manager = directory.create("/Users", Directory.user("manager", ""));
        String managerId = manager.path("id").textValue();
        String path = "/Users/" + report.path("id").textValue();

        HttpResponse<String> answer = directory.patch(
                path, "{\"op\": \"Add\", \"path\": \"" + ENTERPRISE + ":manager\", \"value\": \"" + managerId + "\"}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(Directory.json(directory.get(path))
                        .path(ENTERPRISE)
                        .path("manager")
                        .path("value")
                        .textValue())
                .isEqualTo(managerId);
        assertThat(account(report).managerName()).isEqualTo("manager");
        directory.patch(
                path, "{\"op\": \"Replace\", \"path\": \"manager\", \"value\": [{\"value\": \"not-here-yet\"}]}");
        assertThat(account(report).managerId()).isEqualTo("not-here-yet");
        directory.delete("/Users/" + managerId);
        assertThat(directory.get(path).statusCode()).isEqualTo(200);
    }

    @Test
    void keepsGroupsAndTheirMembers() {
        String ada =
                directory.create("/Users", Directory.user("ada", "")).path("id").textValue();
        String bo =
                directory.create("/Users", Directory.user("bo", "")).path("id").textValue();
        String group = directory
                .create("/Groups", Directory.group("AP approvers", ", \"externalID\": \"g-1\""))
                .path("id")
                .textValue();

        directory.patch(
                "/Groups/" + group,
                "{\"op\": \"Add\", \"path\": \"members\", \"value\": [{\"$ref\": null, \"value\": \"" + ada
                        + "\"}, {\"$ref\": null, \"value\": \"" + bo + "\"}]}");
        directory.patch(
                "/Groups/" + group,
                "{\"op\": \"Remove\", \"path\": \"members\", \"value\": [{\"$ref\": null, \"value\": \"" + ada
                        + "\"}]}");

        UserGroups groups = new UserGroups(application.database());
        assertThat(groups.find(application.tenant(), group).orElseThrow().members())
                .isEqualTo(1);
        assertThat(groups.of(application.tenant(), bo)).hasSize(1);
        assertThat(Directory.json(directory.get("/Users/" + bo))
                        .path("groups")
                        .path(0)
                        .path("display")
                        .textValue())
                .isEqualTo("AP approvers");
        directory.delete("/Users/" + bo);
        assertThat(groups.find(application.tenant(), group).orElseThrow().members())
                .isZero();
        assertThat(page("log")).contains("Added 2 members.").contains("Removed 1 member.");
    }

    @Test
    void refusesMembersOfOtherTenants() {
        Tenants tenants = new Tenants(application.database(), application.clock);
        Tenant production = tenants.withSlug("fabrikam").orElseThrow();
        String stranger =
                directory.create("/Users", Directory.user("ada", "")).path("id").textValue();
        application.database().change("update accounts set tenant_id = ? where id = ?", production.id(), stranger);

        HttpResponse<String> answer = directory.send(
                "POST", "/Groups", Directory.group("Mixed", ", \"members\": [{\"value\": \"" + stranger + "\"}]"));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(new UserGroups(application.database()).count(application.tenant()))
                .isZero();
    }

    @Test
    void fillsInWhatTheDirectoryDoesNotSend() {
        configure("Head office", "HQ", "Fabrikam AB", "sv-SE");
        configure("Germany", "DE", "Fabrikam GmbH", "de-DE");

        JsonNode plain = directory.create("/Users", Directory.user("ada", ""));
        JsonNode german = directory.create(
                "/Users", Directory.user("bo", ", \"" + MEDIUS + "\": {\"configurationFilter\": \"de\"}"));
        JsonNode spoken = directory.create("/Users", Directory.user("cleo", ", \"locale\": \"fr-FR\""));

        assertThat(account(plain).locale()).isEqualTo("sv-SE");
        assertThat(account(plain).signIn().configurationFilter()).isEqualTo("HQ");
        assertThat(accounts.companies(id(plain))).containsExactly("Fabrikam AB");
        assertThat(accounts.roles(id(plain))).containsExactly("Approver");
        assertThat(account(german).signIn().configurationFilter()).isEqualTo("de");
        assertThat(accounts.companies(id(german))).containsExactly("Fabrikam GmbH");
        assertThat(account(spoken).locale()).isEqualTo("fr-FR");
        assertThat(page("log")).contains("Created. Given the defaults of “Germany”.");
    }

    @Test
    void givesNoClosedCompany() {
        configure("Head office", "", "Fabrikam AB", "sv-SE");
        Companies companies = new Companies(application.database());
        companies.of(application.tenant()).stream()
                .filter(company -> company.name().equals("Fabrikam AB"))
                .forEach(company -> companies.close(application.tenant(), company.id(), true));

        assertThat(accounts.companies(id(directory.create("/Users", Directory.user("ada", "")))))
                .isEmpty();
        assertThat(page("configurations")).contains("All closed");
    }

    @Test
    void leavesRolesAndCompaniesToTheApplication() {
        configure("Head office", "HQ", "Fabrikam AB", "sv-SE");
        JsonNode user = directory.create("/Users", Directory.user("ada", ""));
        String path = "/Users/" + id(user);

        directory.send("PUT", path, Directory.user("ada", ", \"" + MEDIUS + "\": {\"companies\": []}"));
        assertThat(directory
                        .patch(path, "{\"op\": \"remove\", \"path\": \"" + MEDIUS + ":roles\"}")
                        .statusCode())
                .isEqualTo(400);

        assertThat(accounts.companies(id(user))).containsExactly("Fabrikam AB");
        assertThat(accounts.roles(id(user))).containsExactly("Approver");
        assertThat(directory.get(path).body()).doesNotContain("companies").doesNotContain("roles");
    }

    @Test
    void tellsWhyARequestWasRefused() {
        directory.create("/Users", Directory.user("ada@fabrikam.example", ""));
        HttpResponse<String> answer = directory.send("POST", "/Users", Directory.user("ADA@fabrikam.example", ""));

        assertThat(answer.statusCode()).isEqualTo(409);
        String requestId = answer.headers().firstValue("X-Request-Id").orElseThrow();
        assertThat(page("log?result=REFUSED"))
                .contains("ADA@fabrikam.example")
                .contains("another User has the same")
                .contains("409")
                .contains(requestId);
    }

    @Test
    void logsLookupsAndWhatWasSoAlready() {
        directory.find("/Users", "userName eq \"nobody\"");
        String path = "/Users/" + id(directory.create("/Users", Directory.user("ada", "")));
        directory.patch(path, "{\"op\": \"Replace\", \"path\": \"active\", \"value\": true}");

        assertThat(page("log?operation=LOOKUP"))
                .contains("userName eq &quot;nobody&quot;")
                .contains("Found nothing.");
        assertThat(page("log?operation=UPDATE")).contains("It was so already.").contains("No change");
    }

    @Test
    void refusesWrongRevokedAndForeignSecrets() {
        Directory wrong = new Directory(application, "mf_wrong");
        assertThat(wrong.get("/Users").statusCode()).isEqualTo(401);
        assertThat(page("log"))
                .contains("Came without credentials that are known here.")
                .doesNotContain("mf_wrong");

        assertThat(directory.at("fabrikam").get("/Users").statusCode()).isEqualTo(403);
        assertThat(directory.at("nobody").get("/Users").statusCode()).isEqualTo(403);
        assertThat(wrong.at("nobody").get("/Users").statusCode()).isEqualTo(401);

        application.database().change("update scimlet_credentials set revoked_at = created_at");
        assertThat(directory.get("/Users").statusCode()).isEqualTo(401);
        assertThat(page("log")).contains("Refused: the credential has been revoked.");
    }

    @Test
    void refusesExpiredSecrets() {
        application.clock.pass(Duration.ofDays(366));

        assertThat(directory.get("/Users").body()).contains("expired");
    }

    @Test
    void refusesEverythingWhileProvisioningIsOff() {
        new Tenants(application.database(), application.clock).enableProvisioning(application.tenant(), false);

        HttpResponse<String> answer = directory.send("POST", "/Users", Directory.user("ada", ""));

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(accounts.counts(application.tenant()).total()).isZero();
        assertThat(page("log")).contains("user provisioning is switched off for this tenant.");
    }

    @Test
    void keepsStrangersFromFillingTheLog() {
        Directory stranger = new Directory(application, "mf_wrong");
        for (int i = 0; i < 30; i++) {
            stranger.get("/Users");
        }

        assertThat(application.log().stream().filter(entry -> entry.status() == 401))
                .singleElement()
                .satisfies(entry -> assertThat(entry.count()).isEqualTo(30));
        assertThat(page("log")).contains("30 times until");
    }

    @Test
    void verifiesTheConnection() {
        Browser browser = application.signIn();
        String page = "/console/fabrikam-test";

        String on = browser.submit(page, page + "/verify", Map.of()).body();
        assertThat(on).contains("A lookup of users with a secret is answered").doesNotContain("class=\"fails\"");
        assertThat(browser.get(page + "/secrets").body()).doesNotContain("Connection check");

        new Tenants(application.database(), application.clock).enableProvisioning(application.tenant(), false);
        assertThat(browser.submit(page, page + "/verify", Map.of()).body())
                .contains("once user provisioning is switched on");
    }

    @Test
    void describesItselfTruly() {
        JsonNode schemas = Directory.json(directory.get("/Schemas"));
        assertThat(schemas.toString())
                .contains(MEDIUS)
                .contains("customFieldText5")
                .contains("configurationFilter")
                .doesNotContain("nickName");
        assertThat(directory.get("/ServiceProviderConfig").statusCode()).isEqualTo(200);
        assertThat(Directory.json(directory.get("/ResourceTypes"))
                        .path("totalResults")
                        .intValue())
                .isEqualTo(2);
    }

    private void configure(String name, String filter, String company, String locale) {
        Tenant tenant = application.tenant();
        List<String> companyIds = new Companies(application.database())
                .of(tenant).stream()
                        .filter(known -> known.name().equals(company))
                        .map(Company::id)
                        .toList();
        List<String> roleIds = new Roles(application.database())
                .of(tenant).stream()
                        .filter(role -> role.name().equals("Approver"))
                        .map(role -> role.id())
                        .toList();
        assertThat(new UserConfigurations(application.database(), application.clock)
                        .save(
                                tenant,
                                new UserConfiguration("", name, filter, locale, roleIds, companyIds, false, 0, ""),
                                "admin"))
                .isEmpty();
    }

    private Account account(JsonNode user) {
        return accounts.find(application.tenant(), id(user)).orElseThrow();
    }

    private static String id(JsonNode user) {
        return user.path("id").textValue();
    }

    private String page(String name) {
        return application.signIn().get("/console/fabrikam-test/" + name).body();
    }
}
