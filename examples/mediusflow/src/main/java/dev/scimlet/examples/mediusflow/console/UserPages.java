package dev.scimlet.examples.mediusflow.console;

import static dev.scimlet.examples.mediusflow.html.Attribute.action;
import static dev.scimlet.examples.mediusflow.html.Attribute.aria;
import static dev.scimlet.examples.mediusflow.html.Attribute.classes;
import static dev.scimlet.examples.mediusflow.html.Attribute.data;
import static dev.scimlet.examples.mediusflow.html.Attribute.href;
import static dev.scimlet.examples.mediusflow.html.Attribute.method;
import static dev.scimlet.examples.mediusflow.html.Attribute.name;
import static dev.scimlet.examples.mediusflow.html.Attribute.placeholder;
import static dev.scimlet.examples.mediusflow.html.Attribute.scope;
import static dev.scimlet.examples.mediusflow.html.Attribute.type;
import static dev.scimlet.examples.mediusflow.html.Attribute.value;
import static dev.scimlet.examples.mediusflow.html.Html.a;
import static dev.scimlet.examples.mediusflow.html.Html.dd;
import static dev.scimlet.examples.mediusflow.html.Html.div;
import static dev.scimlet.examples.mediusflow.html.Html.dl;
import static dev.scimlet.examples.mediusflow.html.Html.dt;
import static dev.scimlet.examples.mediusflow.html.Html.form;
import static dev.scimlet.examples.mediusflow.html.Html.h2;
import static dev.scimlet.examples.mediusflow.html.Html.input;
import static dev.scimlet.examples.mediusflow.html.Html.p;
import static dev.scimlet.examples.mediusflow.html.Html.section;
import static dev.scimlet.examples.mediusflow.html.Html.tbody;
import static dev.scimlet.examples.mediusflow.html.Html.td;
import static dev.scimlet.examples.mediusflow.html.Html.text;
import static dev.scimlet.examples.mediusflow.html.Html.th;
import static dev.scimlet.examples.mediusflow.html.Html.thead;
import static dev.scimlet.examples.mediusflow.html.Html.together;
import static dev.scimlet.examples.mediusflow.html.Html.tr;

import dev.scimlet.directory.log.LogEntry;
import dev.scimlet.examples.mediusflow.account.Account;
import dev.scimlet.examples.mediusflow.account.Accounts;
import dev.scimlet.examples.mediusflow.account.Page;
import dev.scimlet.examples.mediusflow.account.UserGroup;
import dev.scimlet.examples.mediusflow.account.UserGroups;
import dev.scimlet.examples.mediusflow.console.PageElements.Tone;
import dev.scimlet.examples.mediusflow.html.Html;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The users of a tenant, as they were provisioned. */
final class UserPages {

    private static final int ROWS = 25;
    private static final int LOG_ROWS = 10;

    private final Accounts accounts;
    private final UserGroups groups;
    private final ConsoleLog log;
    private final Clock clock;

    UserPages(ConsoleSettings settings) {
        this.accounts = new Accounts(settings.database());
        this.groups = new UserGroups(settings.database());
        this.log = new ConsoleLog(settings);
        this.clock = settings.clock();
    }

    Answer list(TenantVisit visit) {
        if (visit.exchange().field("lacking").equals("defaults")) {
            return lacking(visit);
        }
        String words = visit.exchange().field("words");
        Page<Account> page =
                accounts.page(visit.tenant(), words, visit.exchange().pageNumber(), ROWS);
        return Answer.page(Layout.ofTenant(
                visit,
                Layout.Section.USERS,
                "Users",
                PageElements.counted(page.total(), "user", "users")
                        + (words.isEmpty() ? " in this tenant." : " with “" + words + "” in a name or address."),
                search(visit.address("users"), words, "Name or e-mail address"),
                page.items().isEmpty()
                        ? div(
                                classes("card empty"),
                                p(text(
                                        words.isEmpty()
                                                ? "No users yet. They appear here as soon as the directory sends them."
                                                : "Nobody fits.")))
                        : table(visit, page.items()),
                PageElements.pager(page, Map.of("words", words))));
    }

    /** Those who came when there was no user configuration. */
    private Answer lacking(TenantVisit visit) {
        Page<Account> page =
                accounts.lackingDefaults(visit.tenant(), visit.exchange().pageNumber(), ROWS);
        return Answer.page(Layout.ofTenant(
                visit,
                Layout.Section.USERS,
                "Users without a company",
                PageElements.counted(page.total(), "user", "users") + " came when there was no user configuration.",
                div(
                        classes("actions"),
                        PageElements.linkButton(visit.address("configurations"), "User configurations"),
                        PageElements.linkButton(visit.address("users"), "All users")),
                page.items().isEmpty()
                        ? div(classes("card empty"), p(text("Everybody has a company.")))
                        : table(visit, page.items()),
                PageElements.pager(page, Map.of("lacking", "defaults"))));
    }

    Answer show(TenantVisit visit) {
        return accounts.find(visit.tenant(), visit.exchange().variable("user"))
                .map(account -> Answer.page(page(visit, account)))
                .orElseGet(() -> deleted(
                        visit,
                        log,
                        Layout.Section.USERS,
                        "User",
                        visit.exchange().variable("user")));
    }

    /** What is left of somebody or something that is gone: what happened to it, as long as the log keeps that. */
    static Answer deleted(
            TenantVisit visit, ConsoleLog log, Layout.Section section, String resourceType, String resourceId) {
        List<LogEntry> entries = log.about(visit.tenant(), resourceType, resourceId, LOG_ROWS);
        if (entries.isEmpty()) {
            return ErrorPage.notFound();
        }
        String kind = resourceType.toLowerCase(Locale.ROOT);
        return Answer.page(Layout.ofTenant(
                visit,
                section,
                entries.stream()
                        .flatMap(entry -> entry.name().stream())
                        .findFirst()
                        .orElse("A " + kind + " without a name"),
                "This " + kind + " is not here any more. The log keeps for 90 days what happened.",
                div(
                        classes("card"),
                        dl(
                                classes("facts"),
                                fact("Status", PageElements.badge(Tone.QUIET, "Deleted")),
                                fact("Id", text(resourceId)))),
                h2(text("What happened to this " + kind)),
                new LogTable(log).of(visit, entries, "")));
    }

    static Html search(String address, String words, String caption) {
        return form(
                classes("filters"),
                method("get"),
                action(address),
                input(type("search"), name("words"), value(words), placeholder(caption), aria("label", caption)),
                PageElements.submitQuietly("Search"),
                words.isEmpty() ? Html.nothing() : a(classes("button quiet"), href(address), text("Clear")));
    }

    static Html table(TenantVisit visit, List<Account> shown) {
        return div(
                classes("card table-card"),
                Html.table(
                        thead(tr(
                                th(scope("col"), text("User")),
                                th(scope("col"), text("E-mail")),
                                th(scope("col"), text("Status")),
                                th(scope("col"), text("Manager")),
                                th(scope("col"), text("Changed")))),
                        tbody(together(shown.stream()
                                .map(account -> row(visit, account))
                                .toList()))));
    }

    private static Html row(TenantVisit visit, Account account) {
        return tr(
                td(
                        data("label", "User"),
                        div(
                                a(href(visit.address("users/" + account.id())), text(account.title())),
                                div(classes("muted"), text(account.loginName())))),
                td(data("label", "E-mail"), PageElements.orDash(account.workEmail())),
                td(data("label", "Status"), status(account)),
                td(data("label", "Manager"), manager(visit, account)),
                td(data("label", "Changed"), PageElements.day(account.updated())));
    }

    private static Html status(Account account) {
        return account.enabled()
                ? PageElements.badge(Tone.GOOD, "Enabled")
                : PageElements.badge(Tone.QUIET, "Disabled");
    }

    private static Html manager(TenantVisit visit, Account account) {
        if (account.managerId().isEmpty()) {
            return PageElements.orDash("");
        }
        return account.managerName().isEmpty()
                ? div(text(account.managerId()), PageElements.badge(Tone.WARNING, "Not a user here"))
                : a(href(visit.address("users/" + account.managerId())), text(account.managerName()));
    }

    private Html page(TenantVisit visit, Account account) {
        return Layout.ofTenant(
                visit,
                Layout.Section.USERS,
                account.title(),
                account.loginName(),
                div(classes("halves"), person(visit, account), work(visit, account)),
                h2(text("What happened to this user")),
                new LogTable(log)
                        .of(
                                visit,
                                log.about(visit.tenant(), "User", account.id(), LOG_ROWS),
                                "The log has nothing about this user."));
    }

    private Html person(TenantVisit visit, Account account) {
        List<Html> facts = new ArrayList<>();
        facts.add(fact("Status", status(account)));
        facts.add(fact("Display name", PageElements.orDash(account.name().display())));
        facts.add(fact("Given name", PageElements.orDash(account.name().given())));
        facts.add(fact("Family name", PageElements.orDash(account.name().family())));
        facts.add(fact("Formatted name", PageElements.orDash(account.name().formatted())));
        facts.add(fact("Work e-mail", PageElements.orDash(account.workEmail())));
        facts.add(fact("Manager", manager(visit, account)));
        facts.add(fact("External id", PageElements.orDash(account.externalId())));
        facts.add(fact("Id", text(account.id())));
        facts.add(fact("Created", PageElements.ago(account.created(), clock.instant())));
        facts.add(fact("Changed", PageElements.ago(account.updated(), clock.instant())));
        return section(classes("card"), h2(text("Person")), dl(classes("facts"), together(facts)));
    }

    private Html work(TenantVisit visit, Account account) {
        List<Html> facts = new ArrayList<>();
        facts.add(fact("Roles", PageElements.orDash(String.join(", ", accounts.roles(account.id())))));
        List<String> companies = accounts.companies(account.id());
        facts.add(fact(
                "Companies",
                companies.isEmpty() ? lackingCompany(visit, account) : text(String.join(", ", companies))));
        facts.add(fact("Language", PageElements.orDash(account.locale())));
        facts.add(fact(
                "Configuration filter", PageElements.orDash(account.signIn().configurationFilter())));
        facts.add(fact("Identity provider", PageElements.orDash(account.signIn().identityProvider())));
        facts.add(fact("Name identifier", PageElements.orDash(account.signIn().nameIdentifier())));
        for (int i = 0; i < account.customTexts().size(); i++) {
            facts.add(fact(
                    "Custom text " + (i + 1),
                    PageElements.orDash(account.customTexts().get(i))));
        }
        facts.add(fact("Groups", groupsOf(visit, account)));
        return section(classes("card"), h2(text("Work")), dl(classes("facts"), together(facts)));
    }

    private static Html lackingCompany(TenantVisit visit, Account account) {
        return together(
                PageElements.badge(Tone.WARNING, "None: there was no user configuration"),
                PageElements.post(
                        visit.exchange(),
                        visit.address("users/" + account.id() + "/defaults"),
                        PageElements.submitQuietly("Give the defaults")));
    }

    private Html groupsOf(TenantVisit visit, Account account) {
        List<UserGroup> found = groups.of(visit.tenant(), account.id());
        if (found.isEmpty()) {
            return PageElements.orDash("");
        }
        return together(found.stream()
                .map(group -> div(a(href(visit.address("groups/" + group.id())), text(group.name()))))
                .toList());
    }

    private static Html fact(String caption, Html content) {
        return div(dt(text(caption)), dd(content));
    }
}
