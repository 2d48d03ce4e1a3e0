package dev.scimlet.examples.mediusflow.console;

import static dev.scimlet.examples.mediusflow.html.Attribute.autocomplete;
import static dev.scimlet.examples.mediusflow.html.Attribute.classes;
import static dev.scimlet.examples.mediusflow.html.Attribute.data;
import static dev.scimlet.examples.mediusflow.html.Attribute.href;
import static dev.scimlet.examples.mediusflow.html.Attribute.maxLength;
import static dev.scimlet.examples.mediusflow.html.Attribute.name;
import static dev.scimlet.examples.mediusflow.html.Attribute.required;
import static dev.scimlet.examples.mediusflow.html.Attribute.scope;
import static dev.scimlet.examples.mediusflow.html.Attribute.type;
import static dev.scimlet.examples.mediusflow.html.Attribute.value;
import static dev.scimlet.examples.mediusflow.html.Html.a;
import static dev.scimlet.examples.mediusflow.html.Html.div;
import static dev.scimlet.examples.mediusflow.html.Html.h2;
import static dev.scimlet.examples.mediusflow.html.Html.input;
import static dev.scimlet.examples.mediusflow.html.Html.p;
import static dev.scimlet.examples.mediusflow.html.Html.section;
import static dev.scimlet.examples.mediusflow.html.Html.span;
import static dev.scimlet.examples.mediusflow.html.Html.strong;
import static dev.scimlet.examples.mediusflow.html.Html.table;
import static dev.scimlet.examples.mediusflow.html.Html.tbody;
import static dev.scimlet.examples.mediusflow.html.Html.td;
import static dev.scimlet.examples.mediusflow.html.Html.text;
import static dev.scimlet.examples.mediusflow.html.Html.th;
import static dev.scimlet.examples.mediusflow.html.Html.thead;
import static dev.scimlet.examples.mediusflow.html.Html.together;
import static dev.scimlet.examples.mediusflow.html.Html.tr;

import dev.scimlet.examples.mediusflow.console.PageElements.Tone;
import dev.scimlet.examples.mediusflow.database.DatabaseException;
import dev.scimlet.examples.mediusflow.html.Html;
import dev.scimlet.examples.mediusflow.tenant.Administrator;
import dev.scimlet.examples.mediusflow.tenant.Administrators;
import dev.scimlet.examples.mediusflow.tenant.ProvisioningSecret;
import dev.scimlet.examples.mediusflow.tenant.ProvisioningSecrets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Who administers an organisation. A secret belongs to whoever generated it: a directory that uses it is refused once
 * this one has lost the rights or has left, so both say which secrets that will be.
 */
final class AdministratorPages {

    private static final int LONGEST_NAME = 120;
    private static final String ADDRESS = "/console/administrators";

    private final Administrators administrators;
    private final ProvisioningSecrets secrets;
    private final ConsoleLog log;

    AdministratorPages(ConsoleSettings settings) {
        this.administrators = new Administrators(settings.database(), settings.clock(), settings.hashing());
        this.secrets = new ProvisioningSecrets(settings.database(), settings.clock());
        this.log = new ConsoleLog(settings);
    }

    Answer list(Visit visit) {
        return Answer.page(page(visit, "", ""));
    }

    Answer add(Visit visit) {
        String loginName = visit.exchange().field("name");
        if (loginName.isEmpty() || loginName.length() > LONGEST_NAME) {
            String mistake = "Give the administrator a user name of at most " + LONGEST_NAME + " characters.";
            return new Answer.Page(422, page(visit, loginName, mistake));
        }
        String password;
        try {
            password = administrators.add(visit.administrator().organisationId(), loginName);
        } catch (DatabaseException e) {
            if (e.duplicate()) {
                return new Answer.Page(422, page(visit, loginName, "There is or was somebody with this user name."));
            }
            throw e;
        }
        note(visit, loginName, Noted.ADMINISTRATOR_ADDED);
        return Answer.page(Layout.inside(
                visit,
                "Hand over the password of “" + loginName + "”",
                "It is shown this once and works once: its owner chooses another with it.",
                section(
                        classes("card secret"),
                        PageElements.copyable("password", "One-time password", password),
                        div(
                                classes("actions"),
                                a(classes("button primary"), href(ADDRESS), text("OK, I have copied it"))))));
    }

    /** What would follow if this one lost the rights or left, and the buttons for it. */
    Answer show(Visit visit) {
        return chosen(visit)
                .map(administrator -> Answer.page(page(visit, administrator)))
                .orElseGet(ErrorPage::notFound);
    }

    Answer giveRights(Visit visit) {
        Optional<Administrator> administrator = another(visit);
        if (administrator.isEmpty()) {
            return ErrorPage.notFound();
        }
        boolean rights = visit.exchange().field("rights").equals("yes");
        administrators.giveRights(administrator.orElseThrow(), rights);
        note(visit, administrator.orElseThrow().loginName(), rights ? Noted.RIGHTS_GIVEN : Noted.RIGHTS_TAKEN);
        return Notice.ADMINISTRATOR_SAVED.on(ADDRESS);
    }

    Answer leave(Visit visit) {
        Optional<Administrator> administrator = another(visit);
        if (administrator.isEmpty()) {
            return ErrorPage.notFound();
        }
        administrators.leave(administrator.orElseThrow());
        note(visit, administrator.orElseThrow().loginName(), Noted.ADMINISTRATOR_LEFT);
        return Notice.ADMINISTRATOR_SAVED.on(ADDRESS);
    }

    private Optional<Administrator> chosen(Visit visit) {
        String id = visit.exchange().variable("administrator");
        return administrators.of(visit.administrator().organisationId()).stream()
                .filter(administrator -> administrator.id().equals(id))
                .findFirst();
    }

    /** Nobody takes the own rights: so an organisation always has somebody who may give them. */
    private Optional<Administrator> another(Visit visit) {
        return chosen(visit)
                .filter(administrator ->
                        !administrator.id().equals(visit.administrator().id()))
                .filter(administrator -> administrator.left().isEmpty());
    }

    /** It concerns every tenant of the organisation, so the log of each tells it. */
    private void note(Visit visit, String loginName, Noted what) {
        visit.tenants().forEach(tenant -> log.note(tenant, visit.administrator().loginName(), what, loginName));
    }

    private Html page(Visit visit, String typed, String mistake) {
        List<Administrator> all = administrators.of(visit.administrator().organisationId());
        return Layout.inside(
                visit,
                "Administrators",
                "A secret belongs to the administrator who generated it, and works as long as this one has administrator's"
                        + " rights.",
                div(
                        classes("card table-card"),
                        table(
                                thead(tr(
                                        th(scope("col"), text("User name")),
                                        th(scope("col"), text("Rights")),
                                        th(scope("col"), text("Secrets that work")),
                                        th(scope("col"), span(classes("unseen"), text("Action"))))),
                                tbody(together(all.stream()
                                        .map(administrator -> row(visit, administrator))
                                        .toList())))),
                PageElements.post(
                        visit.exchange(),
                        ADDRESS,
                        classes("card inline-form"),
                        h2(text("Add an administrator")),
                        div(
                                classes("fields"),
                                PageElements.field(
                                        "name",
                                        "User name",
                                        "With it and a one-time password the new administrator signs in",
                                        mistake,
                                        input(PageElements.described(
                                                "name",
                                                mistake,
                                                type("text"),
                                                value(typed),
                                                maxLength(LONGEST_NAME),
                                                autocomplete("off"),
                                                required())))),
                        PageElements.submitQuietly("Add the administrator")));
    }

    private Html row(Visit visit, Administrator administrator) {
        boolean self = administrator.id().equals(visit.administrator().id());
        return tr(
                td(data("label", "User name"), strong(text(administrator.loginName()))),
                td(data("label", "Rights"), rights(administrator)),
                td(
                        data("label", "Secrets that work"),
                        text(secrets.liveOf(administrator).size())),
                td(
                        classes("end"),
                        self || administrator.left().isPresent()
                                ? Html.nothing()
                                : PageElements.linkButton(ADDRESS + "/" + administrator.id(), "Change")));
    }

    private static Html rights(Administrator administrator) {
        if (administrator.left().isPresent()) {
            return PageElements.badge(Tone.QUIET, "Has left");
        }
        return administrator.mayChange()
                ? PageElements.badge(Tone.GOOD, "Administrator")
                : PageElements.badge(Tone.WARNING, "May only look");
    }

    private Html page(Visit visit, Administrator administrator) {
        String address = ADDRESS + "/" + administrator.id();
        String stopping = secrets.liveOf(administrator).stream()
                .map(ProvisioningSecret::label)
                .collect(Collectors.joining("”, “"));
        Html consequence = p(text(
                stopping.isEmpty()
                        ? "No secret that works belongs to this administrator."
                        : "Directories that use “" + stopping + "” are refused from then on."));
        return Layout.inside(
                visit,
                administrator.loginName(),
                "What this administrator may do.",
                PageElements.post(
                        visit.exchange(),
                        address + "/rights",
                        classes("card"),
                        administrator.mayChange()
                                ? together(
                                        p(text("Without the rights one may look at everything and change nothing.")),
                                        consequence)
                                : p(text("With the rights, the secrets that this one generated work again.")),
                        input(type("hidden"), name("rights"), value(administrator.mayChange() ? "no" : "yes")),
                        administrator.mayChange()
                                ? PageElements.submitDangerously("Take the administrator's rights")
                                : PageElements.submitQuietly("Give administrator's rights")),
                PageElements.post(
                        visit.exchange(),
                        address + "/leave",
                        classes("card"),
                        p(text("Who has left signs in no more. This cannot be taken back.")),
                        consequence,
                        PageElements.submitDangerously("Has left")),
                div(classes("actions"), PageElements.linkButton(ADDRESS, "Change nothing")));
    }
}
