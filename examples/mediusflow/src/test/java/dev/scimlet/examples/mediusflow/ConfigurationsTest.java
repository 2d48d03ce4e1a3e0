package dev.scimlet.examples.mediusflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.examples.mediusflow.account.Companies;
import dev.scimlet.examples.mediusflow.account.Company;
import dev.scimlet.examples.mediusflow.account.Roles;
import dev.scimlet.examples.mediusflow.account.UserConfiguration;
import dev.scimlet.examples.mediusflow.account.UserConfigurations;
import dev.scimlet.examples.mediusflow.tenant.Tenant;
import dev.scimlet.examples.mediusflow.tenant.Tenants;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConfigurationsTest {

    private static final String PAGE = "/console/fabrikam-test/configurations";

    private TestApplication application;
    private Browser browser;
    private UserConfigurations configurations;

    @BeforeEach
    void start() {
        application = TestApplication.withChosenPassword();
        browser = application.signIn();
        configurations = new UserConfigurations(application.database(), application.clock);
    }

    @AfterEach
    void stop() {
        application.close();
    }

    @Test
    void keepsWhatNewUsersGet() {
        HttpResponse<String> answer = save("Head office", "HQ", company("Fabrikam AB"));

        assertThat(answer.statusCode()).isEqualTo(303);
        UserConfiguration stored = configurations.of(application.tenant()).get(0);
        assertThat(stored.isDefault()).isTrue();
        assertThat(stored.locale()).isEqualTo("sv-SE");
        assertThat(stored.companyIds()).containsExactly(company("Fabrikam AB"));
        assertThat(stored.roleIds()).containsExactly(role("Approver"));
        assertThat(browser.get(PAGE).body())
                .contains("Head office")
                .contains("Fabrikam AB")
                .contains("Approver")
                .contains("Swedish (Sweden)");
    }

    @Test
    void wantsAtLeastOneOpenCompany() {
        assertThat(save("None", "", "").body()).contains("Choose at least one company that is open.");
        assertThat(save("Closed", "", company("Northwind Traders")).body())
                .contains("Choose at least one company that is open.");
        assertThat(configurations.of(application.tenant())).isEmpty();
    }

    @Test
    void refusesCompaniesAndRolesOfOtherTenants() {
        Tenant production = new Tenants(application.database(), application.clock)
                .withSlug("fabrikam")
                .orElseThrow();
        String foreign =
                new Companies(application.database()).of(production).get(0).id();

        HttpResponse<String> answer = save("Foreign", "", foreign);

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("Choose companies of this tenant only.");
    }

    @Test
    void refusesNamesAndFiltersThatAreTaken() {
        save("Head office", "HQ", company("Fabrikam AB"));

        assertThat(save("Head office", "", company("Fabrikam AB")).body()).contains("has the name “Head office”");
        assertThat(save("Other", "hq", company("Fabrikam AB")).body()).contains("has the filter “hq”");
    }

    @Test
    void keepsWhatWasTypedWhenSomethingIsWrong() {
        assertThat(save("Half done", "HQ", "").body())
                .contains("value=\"Half done\"")
                .contains("value=\"HQ\"");
    }

    @Test
    void choosesByTheFilterThatTheDirectorySends() {
        save("Head office", "HQ", company("Fabrikam AB"));
        save("Germany", "DE", company("Fabrikam GmbH"));
        Tenant tenant = application.tenant();

        assertThat(configurations.forNewAccount(tenant, "de"))
                .map(UserConfiguration::name)
                .contains("Germany");
        assertThat(configurations.forNewAccount(tenant, ""))
                .map(UserConfiguration::name)
                .contains("Head office");
        assertThat(configurations.forNewAccount(tenant, "FR"))
                .map(UserConfiguration::name)
                .contains("Head office");
    }

    @Test
    void changesTheDefaultAndRemovesWhatIsNotNeeded() {
        save("Head office", "HQ", company("Fabrikam AB"));
        save("Germany", "DE", company("Fabrikam GmbH"));
        Tenant tenant = application.tenant();
        String office = id("Head office");
        String germany = id("Germany");

        remove(office);
        assertThat(configurations.of(tenant)).hasSize(2);

        browser.submit(PAGE, PAGE + "/" + germany + "/default", Map.of());
        assertThat(configurations.forNewAccount(tenant, ""))
                .map(UserConfiguration::name)
                .contains("Germany");

        assertThat(browser.get(PAGE + "/" + office + "/remove").body()).contains("Remove “Head office”?");
        remove(office);
        assertThat(configurations.of(tenant))
                .extracting(UserConfiguration::name)
                .containsExactly("Germany");
    }

    @Test
    void letsNobodyOverwriteWhatSomebodyElseSaved() {
        save("Head office", "HQ", company("Fabrikam AB"));
        String office = PAGE + "/" + id("Head office");
        Map<String, String> opened = new LinkedHashMap<>(browser.hiddenFields(office, PAGE));
        Map<String, String> openedByBo = new LinkedHashMap<>(opened);
        fill(openedByBo, "Head office", "fr-FR", company("Fabrikam AB"));
        fill(opened, "Headquarters", "sv-SE", company("Fabrikam GmbH"));
        assertThat(browser.post(PAGE, openedByBo).statusCode()).isEqualTo(303);

        HttpResponse<String> answer = browser.post(PAGE, opened);

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body())
                .contains("admin changed this configuration after you opened it")
                .contains("Different from what you typed: name, language, companies.")
                .contains("value=\"Headquarters\"");
        assertThat(configurations.of(application.tenant()).get(0).locale()).isEqualTo("fr-FR");

        opened.put("version", "2");
        assertThat(browser.post(PAGE, opened).statusCode()).isEqualTo(303);
        assertThat(configurations.of(application.tenant()).get(0).name()).isEqualTo("Headquarters");
    }

    @Test
    void keepsWhatWasTypedWhenSomebodyElseRemovedTheConfiguration() {
        save("Head office", "HQ", company("Fabrikam AB"));
        String id = id("Head office");
        Map<String, String> opened = new LinkedHashMap<>(browser.hiddenFields(PAGE + "/" + id, PAGE));
        fill(opened, "Headquarters", "sv-SE", company("Fabrikam AB"));
        remove(id);

        HttpResponse<String> answer = browser.post(PAGE, opened);

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body())
                .contains("Somebody removed this configuration")
                .contains("value=\"Headquarters\"")
                .contains("name=\"id\" value=\"\"");
    }

    @Test
    void givesUsersWhoCameBeforeWhatTheyLack() {
        String early = application.addAccount("early@fabrikam.example", "Early Bird");
        assertThat(browser.get(PAGE).body()).contains("1 user has no company").doesNotContain("Give them the defaults");
        save("Head office", "HQ", company("Fabrikam AB"));
        assertThat(browser.get("/console/fabrikam-test/users?lacking=defaults").body())
                .contains("Early Bird");

        browser.submit(PAGE, PAGE + "/give", Map.of());

        String page = browser.get("/console/fabrikam-test/users/" + early).body();
        assertThat(page)
                .contains("Fabrikam AB", "Approver", "sv-SE", "HQ", "Gave the user the defaults of “Head office”.");
        assertThat(browser.get(PAGE).body()).doesNotContain("no company and no role");
        assertThat(application.directory().get("/Users/" + early).headers().firstValue("ETag"))
                .hasValueSatisfying(version -> assertThat(version).contains("2"));
    }

    @Test
    void givesOneUserTheDefaults() {
        String early = application.addAccount("early@fabrikam.example", "Early Bird");
        String user = "/console/fabrikam-test/users/" + early;
        assertThat(browser.submit(user, user + "/defaults", Map.of()).headers().firstValue("Location"))
                .contains(user + "?notice=DEFAULTS_MISSING");
        save("Head office", "HQ", company("Fabrikam AB"));

        browser.submit(user, user + "/defaults", Map.of());

        assertThat(browser.get(user).body()).contains("Fabrikam AB").doesNotContain("Give the defaults");
    }

    private void fill(Map<String, String> fields, String name, String locale, String companyId) {
        fields.putAll(Map.of("name", name, "filter", "HQ", "locale", locale, "role", role("Approver")));
        fields.put("company", companyId);
    }

    private void remove(String configuration) {
        String confirmation = PAGE + "/" + configuration + "/remove";
        browser.submit(confirmation, confirmation, Map.of());
    }

    private HttpResponse<String> save(String name, String filter, String companyId) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("name", name);
        fields.put("filter", filter);
        fields.put("locale", "sv-SE");
        fields.put("role", role("Approver"));
        if (!companyId.isEmpty()) {
            fields.put("company", companyId);
        }
        return browser.submit(PAGE + "/new", PAGE, fields);
    }

    private String company(String name) {
        return new Companies(application.database())
                .of(application.tenant()).stream()
                        .filter(company -> company.name().equals(name))
                        .map(Company::id)
                        .findFirst()
                        .orElseThrow();
    }

    private String role(String name) {
        return new Roles(application.database())
                .of(application.tenant()).stream()
                        .filter(role -> role.name().equals(name))
                        .findFirst()
                        .orElseThrow()
                        .id();
    }

    private String id(String name) {
        return configurations.of(application.tenant()).stream()
                .filter(configuration -> configuration.name().equals(name))
                .findFirst()
                .orElseThrow()
                .id();
    }
}
