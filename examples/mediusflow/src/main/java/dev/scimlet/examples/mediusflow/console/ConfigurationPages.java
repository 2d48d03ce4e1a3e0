package dev.scimlet.examples.mediusflow.console;

import static dev.scimlet.examples.mediusflow.html.Attribute.autocomplete;
import static dev.scimlet.examples.mediusflow.html.Attribute.checked;
import static dev.scimlet.examples.mediusflow.html.Attribute.classes;
import static dev.scimlet.examples.mediusflow.html.Attribute.disabled;
import static dev.scimlet.examples.mediusflow.html.Attribute.href;
import static dev.scimlet.examples.mediusflow.html.Attribute.id;
import static dev.scimlet.examples.mediusflow.html.Attribute.maxLength;
import static dev.scimlet.examples.mediusflow.html.Attribute.name;
import static dev.scimlet.examples.mediusflow.html.Attribute.required;
import static dev.scimlet.examples.mediusflow.html.Attribute.role;
import static dev.scimlet.examples.mediusflow.html.Attribute.selected;
import static dev.scimlet.examples.mediusflow.html.Attribute.type;
import static dev.scimlet.examples.mediusflow.html.Attribute.value;
import static dev.scimlet.examples.mediusflow.html.Html.a;
import static dev.scimlet.examples.mediusflow.html.Html.article;
import static dev.scimlet.examples.mediusflow.html.Html.dd;
import static dev.scimlet.examples.mediusflow.html.Html.div;
import static dev.scimlet.examples.mediusflow.html.Html.dl;
import static dev.scimlet.examples.mediusflow.html.Html.dt;
import static dev.scimlet.examples.mediusflow.html.Html.fieldset;
import static dev.scimlet.examples.mediusflow.html.Html.h2;
import static dev.scimlet.examples.mediusflow.html.Html.header;
import static dev.scimlet.examples.mediusflow.html.Html.input;
import static dev.scimlet.examples.mediusflow.html.Html.label;
import static dev.scimlet.examples.mediusflow.html.Html.legend;
import static dev.scimlet.examples.mediusflow.html.Html.option;
import static dev.scimlet.examples.mediusflow.html.Html.p;
import static dev.scimlet.examples.mediusflow.html.Html.select;
import static dev.scimlet.examples.mediusflow.html.Html.small;
import static dev.scimlet.examples.mediusflow.html.Html.strong;
import static dev.scimlet.examples.mediusflow.html.Html.text;
import static dev.scimlet.examples.mediusflow.html.Html.together;

import dev.scimlet.examples.mediusflow.account.Account;
import dev.scimlet.examples.mediusflow.account.Accounts;
import dev.scimlet.examples.mediusflow.account.Companies;
import dev.scimlet.examples.mediusflow.account.Company;
import dev.scimlet.examples.mediusflow.account.Defaults;
import dev.scimlet.examples.mediusflow.account.Role;
import dev.scimlet.examples.mediusflow.account.Roles;
import dev.scimlet.examples.mediusflow.account.UserConfiguration;
import dev.scimlet.examples.mediusflow.account.UserConfigurations;
import dev.scimlet.examples.mediusflow.account.UserConfigurations.Field;
import dev.scimlet.examples.mediusflow.console.PageElements.Tone;
import dev.scimlet.examples.mediusflow.html.Html;
import dev.scimlet.examples.mediusflow.tenant.Tenant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What new users get that the directory does not send. */
final class ConfigurationPages {

    private static final UserConfiguration EMPTY =
            new UserConfiguration("", "", "", "en-GB", List.of(), List.of(), false, 0, "");

    private final UserConfigurations configurations;
    private final Companies companies;
    private final Accounts accounts;
    private final Defaults defaults;
    private final Roles roles;
    private final ConsoleLog log;

    ConfigurationPages(ConsoleSettings settings) {
        this.configurations = new UserConfigurations(settings.database(), settings.clock());
        this.companies = new Companies(settings.database());
        this.roles = new Roles(settings.database());
        this.accounts = new Accounts(settings.database());
        this.defaults = new Defaults(settings.database(), settings.clock());
        this.log = new ConsoleLog(settings);
    }

    Answer list(TenantVisit visit) {
        List<UserConfiguration> all = configurations.of(visit.tenant());
        return Answer.page(Layout.ofTenant(
                visit,
                Layout.Section.CONFIGURATIONS,
                "User configurations",
                "They fill in what the directory does not send. A new user whose configurationFilter names a"
                        + " configuration gets that one; every other new user gets the default, with its filter.",
                div(
                        classes("actions"),
                        a(
                                classes("button primary"),
                                href(visit.address("configurations/new")),
                                text("Add a configuration"))),
                lacking(visit, !all.isEmpty()),
                all.isEmpty()
                        ? div(
                                classes("card empty"),
                                p(text("There is none yet: new users get no roles and no companies.")))
                        : div(
                                classes("tiles"),
                                together(all.stream()
                                        .map(configuration -> tile(visit, configuration))
                                        .toList()))));
    }

    /** Users who came before there was a configuration, and what can be done for them. */
    private Html lacking(TenantVisit visit, boolean configured) {
        long count = accounts.lackingDefaults(visit.tenant());
        if (count == 0) {
            return Html.nothing();
        }
        return div(
                classes("notice warning"),
                p(text(PageElements.counted(count, "user has", "users have")
                        + " no company and no role: there was no user configuration when they came."
                        + (configured ? "" : " Add one, and you can give them its defaults."))),
                div(
                        classes("actions"),
                        configured
                                ? PageElements.post(
                                        visit.exchange(),
                                        visit.address("configurations/give"),
                                        PageElements.submitQuietly("Give them the defaults"))
                                : Html.nothing(),
                        PageElements.linkButton(visit.address("users") + "?lacking=defaults", "Show them")));
    }

    /** Gives everybody who lacks defaults the ones of the configuration that fits. */
    Answer give(TenantVisit visit) {
        if (configurations.of(visit.tenant()).isEmpty()) {
            return Notice.DEFAULTS_MISSING.on(visit.address("configurations"));
        }
        List<Account> lacking =
                accounts.lackingDefaults(visit.tenant(), 1, Integer.MAX_VALUE).items();
        lacking.forEach(account -> give(visit, account));
        return Notice.DEFAULTS_GIVEN.on(visit.address("configurations"));
    }

    /** Gives one user the defaults. */
    Answer giveOne(TenantVisit visit) {
        Optional<Account> account =
                accounts.find(visit.tenant(), visit.exchange().variable("user"));
        if (account.isEmpty()) {
            return ErrorPage.notFound();
        }
        String page = visit.address("users/" + account.orElseThrow().id());
        return (give(visit, account.orElseThrow()) ? Notice.DEFAULTS_GIVEN : Notice.DEFAULTS_MISSING).on(page);
    }

    private boolean give(TenantVisit visit, Account account) {
        Optional<UserConfiguration> given = defaults.give(visit.tenant(), account);
        given.ifPresent(configuration ->
                log.noteOf(visit, Noted.DEFAULTS_GIVEN, account.id(), account.loginName(), configuration.name()));
        return given.isPresent();
    }

    Answer add(TenantVisit visit) {
        return Answer.page(editor(visit, EMPTY, Map.of()));
    }

    Answer edit(TenantVisit visit) {
        return chosen(visit)
                .map(configuration -> Answer.page(editor(visit, configuration, Map.of())))
                .orElseGet(ErrorPage::notFound);
    }

    Answer save(TenantVisit visit) {
        Exchange exchange = visit.exchange();
        String wantedId = exchange.field("id");
        Optional<UserConfiguration> existing = configurations.find(visit.tenant(), wantedId);
        UserConfiguration wanted = new UserConfiguration(
                wantedId,
                exchange.field("name"),
                exchange.field("filter"),
                exchange.field("locale"),
                exchange.fields("role"),
                exchange.fields("company"),
                existing.map(UserConfiguration::isDefault).orElse(false),
                exchange.number("version").orElse(0L),
                "");
        Map<Field, String> mistakes = configurations.save(visit.tenant(), wanted, visit.administrator());
        if (mistakes.containsKey(Field.WHOLE)) {
            return new Answer.Page(409, editor(visit, onTopOf(visit.tenant(), wanted), mistakes));
        }
        if (!mistakes.isEmpty()) {
            return new Answer.Page(422, editor(visit, wanted, mistakes));
        }
        log.note(visit, existing.isPresent() ? Noted.CONFIGURATION_CHANGED : Noted.CONFIGURATION_ADDED, wanted.name());
        return Notice.CONFIGURATION_SAVED.on(visit.address("configurations"));
    }

    /** What was typed, to be saved over what is there now: the other's change has been told. */
    private UserConfiguration onTopOf(Tenant tenant, UserConfiguration typed) {
        Optional<UserConfiguration> now = configurations.find(tenant, typed.id());
        return new UserConfiguration(
                now.map(UserConfiguration::id).orElse(""),
                typed.name(),
                typed.filter(),
                typed.locale(),
                typed.roleIds(),
                typed.companyIds(),
                now.map(UserConfiguration::isDefault).orElse(false),
                now.map(UserConfiguration::version).orElse(0L),
                "");
    }

    Answer makeDefault(TenantVisit visit) {
        Optional<UserConfiguration> configuration = chosen(visit);
        if (configuration.isEmpty()) {
            return ErrorPage.notFound();
        }
        configurations.makeDefault(visit.tenant(), configuration.orElseThrow());
        log.note(visit, Noted.CONFIGURATION_DEFAULT, configuration.orElseThrow().name());
        return Notice.CONFIGURATION_SAVED.on(visit.address("configurations"));
    }

    /** Asks once more, and says what follows. */
    Answer confirmRemoval(TenantVisit visit) {
        return chosen(visit)
                .map(configuration -> Answer.page(Layout.ofTenant(
                        visit,
                        Layout.Section.CONFIGURATIONS,
                        "Remove “" + configuration.name() + "”?",
                        "Users who got it keep what they have.",
                        PageElements.post(
                                visit.exchange(),
                                visit.address("configurations/" + configuration.id() + "/remove"),
                                classes("card"),
                                p(text(
                                        configuration.isDefault()
                                                ? "It is the default: without another one, new users get no company and"
                                                        + " no role."
                                                : "New users whose configurationFilter names it get the default.")),
                                div(
                                        classes("actions"),
                                        PageElements.submitDangerously("Remove it"),
                                        PageElements.linkButton(visit.address("configurations"), "Keep it"))))))
                .orElseGet(() -> Notice.CONFIGURATION_GONE.on(visit.address("configurations")));
    }

    Answer remove(TenantVisit visit) {
        Optional<UserConfiguration> configuration = chosen(visit);
        if (configuration.isEmpty()) {
            return Notice.CONFIGURATION_GONE.on(visit.address("configurations"));
        }
        if (!configurations.remove(visit.tenant(), configuration.orElseThrow())) {
            return Notice.CONFIGURATION_NEEDED.on(visit.address("configurations"));
        }
        log.note(visit, Noted.CONFIGURATION_REMOVED, configuration.orElseThrow().name());
        return Notice.CONFIGURATION_REMOVED.on(visit.address("configurations"));
    }

    private Optional<UserConfiguration> chosen(TenantVisit visit) {
        return configurations.find(visit.tenant(), visit.exchange().variable("configuration"));
    }

    private Html tile(TenantVisit visit, UserConfiguration configuration) {
        Tenant tenant = visit.tenant();
        List<Company> chosenCompanies = companies.of(tenant).stream()
                .filter(company -> configuration.companyIds().contains(company.id()))
                .toList();
        String chosenRoles = roles.of(tenant).stream()
                .filter(role -> configuration.roleIds().contains(role.id()))
                .map(Role::name)
                .collect(Collectors.joining(", "));
        boolean noneOpen = chosenCompanies.stream().allMatch(Company::closed);
        String address = visit.address("configurations/" + configuration.id());
        return article(
                classes("card tile"),
                header(
                        h2(a(href(address), text(configuration.name()))),
                        configuration.isDefault() ? PageElements.badge(Tone.GOOD, "Default") : Html.nothing()),
                dl(
                        classes("facts"),
                        fact("Language", text(language(configuration.locale()))),
                        fact("Roles", PageElements.orDash(chosenRoles)),
                        fact(
                                "Companies",
                                together(
                                        text(chosenCompanies.stream()
                                                .map(Company::name)
                                                .collect(Collectors.joining(", "))),
                                        noneOpen
                                                ? PageElements.badge(Tone.BAD, "All closed: new users get no company")
                                                : Html.nothing())),
                        fact("Filter", PageElements.orDash(configuration.filter()))),
                div(
                        classes("actions"),
                        PageElements.linkButton(address, "Change"),
                        configuration.isDefault()
                                ? Html.nothing()
                                : PageElements.post(
                                        visit.exchange(),
                                        address + "/default",
                                        PageElements.submitQuietly("Make it the default")),
                        PageElements.linkButton(address + "/remove", "Remove")));
    }

    private Html editor(TenantVisit visit, UserConfiguration configuration, Map<Field, String> mistakes) {
        boolean isNew = configuration.id().isEmpty();
        return Layout.ofTenant(
                visit,
                Layout.Section.CONFIGURATIONS,
                isNew ? "Add a user configuration" : "Change the user configuration",
                "Users who exist already keep what they have.",
                PageElements.mistakes(
                        Stream.ofNullable(mistakes.get(Field.WHOLE)).toList()),
                PageElements.post(
                        visit.exchange(),
                        visit.address("configurations"),
                        classes("card"),
                        input(type("hidden"), name("id"), value(configuration.id())),
                        input(type("hidden"), name("version"), value(Long.toString(configuration.version()))),
                        PageElements.field(
                                "name",
                                "Name",
                                "What administrators call it; the log names it",
                                mistake(mistakes, Field.NAME),
                                input(PageElements.described(
                                        "name",
                                        mistake(mistakes, Field.NAME),
                                        type("text"),
                                        value(configuration.name()),
                                        maxLength(UserConfigurations.LONGEST_NAME),
                                        autocomplete("off"),
                                        required()))),
                        PageElements.field(
                                "filter",
                                "Configuration filter",
                                "Users whose configurationFilter is the same text get this configuration",
                                mistake(mistakes, Field.FILTER),
                                input(PageElements.described(
                                        "filter",
                                        mistake(mistakes, Field.FILTER),
                                        type("text"),
                                        value(configuration.filter()),
                                        maxLength(UserConfigurations.LONGEST_FILTER),
                                        autocomplete("off")))),
                        PageElements.field(
                                "locale",
                                "Language",
                                "",
                                mistake(mistakes, Field.LOCALE),
                                select(
                                        id("locale"),
                                        name("locale"),
                                        together(UserConfigurations.LOCALES.stream()
                                                .map(locale -> option(
                                                        value(locale),
                                                        selected(locale.equals(configuration.locale())),
                                                        text(language(locale))))
                                                .toList()))),
                        companyChoices(visit.tenant(), configuration, mistake(mistakes, Field.COMPANIES)),
                        roleChoices(visit.tenant(), configuration, mistake(mistakes, Field.ROLES)),
                        div(
                                classes("actions"),
                                PageElements.submit("Save"),
                                PageElements.linkButton(visit.address("configurations"), "Cancel"))));
    }

    private static String mistake(Map<Field, String> mistakes, Field field) {
        return mistakes.getOrDefault(field, "");
    }

    private static Html mistake(String sentence) {
        return sentence.isEmpty() ? Html.nothing() : p(classes("mistake"), role("alert"), text(sentence));
    }

    private Html companyChoices(Tenant tenant, UserConfiguration configuration, String mistake) {
        return fieldset(
                classes("choices"),
                legend(text("Companies, at least one that is open")),
                mistake(mistake),
                together(companies.of(tenant).stream()
                        .map(company -> choice(
                                "company",
                                company.id(),
                                company.name(),
                                company.closed() ? "Closed" : "",
                                configuration.companyIds().contains(company.id()),
                                company.closed()))
                        .toList()));
    }

    private Html roleChoices(Tenant tenant, UserConfiguration configuration, String mistake) {
        return fieldset(
                classes("choices"),
                legend(text("Roles")),
                mistake(mistake),
                together(roles.of(tenant).stream()
                        .map(role -> choice(
                                "role",
                                role.id(),
                                role.name(),
                                role.closed() ? "Closed" : role.description(),
                                configuration.roleIds().contains(role.id()),
                                role.closed()))
                        .toList()));
    }

    private static Html choice(
            String field, String choiceId, String caption, String hint, boolean chosen, boolean impossible) {
        return label(
                classes("choice"),
                input(
                        type("checkbox"),
                        name(field),
                        value(choiceId),
                        checked(chosen && !impossible),
                        disabled(impossible)),
                div(strong(text(caption)), hint.isEmpty() ? Html.nothing() : small(classes("hint"), text(hint))));
    }

    private static String language(String tag) {
        Locale locale = Locale.forLanguageTag(tag);
        return locale.getDisplayLanguage(Locale.ENGLISH) + " (" + locale.getDisplayCountry(Locale.ENGLISH) + ")";
    }

    private static Html fact(String caption, Html content) {
        return div(dt(text(caption)), dd(content));
    }
}
