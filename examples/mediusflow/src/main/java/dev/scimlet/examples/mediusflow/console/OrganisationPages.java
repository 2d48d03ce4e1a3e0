package dev.scimlet.examples.mediusflow.console;

import static dev.scimlet.examples.mediusflow.html.Attribute.autocomplete;
import static dev.scimlet.examples.mediusflow.html.Attribute.classes;
import static dev.scimlet.examples.mediusflow.html.Attribute.data;
import static dev.scimlet.examples.mediusflow.html.Attribute.maxLength;
import static dev.scimlet.examples.mediusflow.html.Attribute.name;
import static dev.scimlet.examples.mediusflow.html.Attribute.required;
import static dev.scimlet.examples.mediusflow.html.Attribute.scope;
import static dev.scimlet.examples.mediusflow.html.Attribute.type;
import static dev.scimlet.examples.mediusflow.html.Attribute.value;
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

import dev.scimlet.examples.mediusflow.account.Companies;
import dev.scimlet.examples.mediusflow.account.Company;
import dev.scimlet.examples.mediusflow.account.Role;
import dev.scimlet.examples.mediusflow.account.Roles;
import dev.scimlet.examples.mediusflow.console.PageElements.Tone;
import dev.scimlet.examples.mediusflow.database.DatabaseException;
import dev.scimlet.examples.mediusflow.html.Html;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Companies and roles, which must be there before a user configuration can name them. */
final class OrganisationPages {

    private static final int LONGEST_NAME = 120;
    private static final int LONGEST_DESCRIPTION = 255;

    /** What of the two is meant: they are managed in the same way. */
    enum Kind {
        COMPANY(
                "companies",
                "company",
                "Companies",
                Noted.COMPANY_ADDED,
                Noted.COMPANY_CHANGED,
                Noted.COMPANY_CLOSED,
                Noted.COMPANY_OPENED),
        ROLE("roles", "role", "Roles", Noted.ROLE_ADDED, Noted.ROLE_CHANGED, Noted.ROLE_CLOSED, Noted.ROLE_OPENED);

        private final String path;
        private final String word;
        private final String caption;
        private final Noted added;
        private final Noted changed;
        private final Noted closed;
        private final Noted opened;

        Kind(String path, String word, String caption, Noted added, Noted changed, Noted closed, Noted opened) {
            this.path = path;
            this.word = word;
            this.caption = caption;
            this.added = added;
            this.changed = changed;
            this.closed = closed;
            this.opened = opened;
        }
    }

    /** A company or a role; a company has no description. */
    private record Item(String id, String name, String description, boolean closed, long accounts) {}

    /** What was typed, and what is wrong with it. */
    private record Typed(String name, String description, String mistake) {
        static final Typed NOTHING = new Typed("", "", "");
    }

    private final Companies companies;
    private final Roles roles;
    private final ConsoleLog log;

    OrganisationPages(ConsoleSettings settings) {
        this.companies = new Companies(settings.database());
        this.roles = new Roles(settings.database());
        this.log = new ConsoleLog(settings);
    }

    Answer show(TenantVisit visit) {
        return Answer.page(page(visit, Typed.NOTHING, Typed.NOTHING));
    }

    Handler<TenantVisit> add(Kind kind) {
        return visit -> {
            Typed typed = typed(visit, kind);
            String mistake = typed.mistake().isEmpty() ? add(visit, kind, typed) : typed.mistake();
            if (mistake.isEmpty()) {
                log.note(visit, kind.added, typed.name());
                return Notice.ORGANISATION_SAVED.on(visit.address("organisation"));
            }
            Typed wrong = new Typed(typed.name(), typed.description(), mistake);
            return new Answer.Page(
                    422, kind == Kind.COMPANY ? page(visit, wrong, Typed.NOTHING) : page(visit, Typed.NOTHING, wrong));
        };
    }

    private String add(TenantVisit visit, Kind kind, Typed typed) {
        return unlessTaken(kind, typed, () -> {
            if (kind == Kind.COMPANY) {
                companies.add(visit.tenant(), typed.name());
            } else {
                roles.add(visit.tenant(), typed.name(), typed.description());
            }
        });
    }

    /** The page on which one is renamed, closed or opened. */
    Handler<TenantVisit> edit(Kind kind) {
        return visit -> chosen(visit, kind)
                .map(item -> Answer.page(editor(visit, kind, item, new Typed(item.name(), item.description(), ""))))
                .orElseGet(ErrorPage::notFound);
    }

    Handler<TenantVisit> rename(Kind kind) {
        return visit -> {
            Optional<Item> item = chosen(visit, kind);
            if (item.isEmpty()) {
                return ErrorPage.notFound();
            }
            Typed typed = typed(visit, kind);
            String mistake =
                    typed.mistake().isEmpty() ? rename(visit, kind, item.orElseThrow(), typed) : typed.mistake();
            if (mistake.isEmpty()) {
                log.note(visit, kind.changed, typed.name(), item.orElseThrow().name());
                return Notice.ORGANISATION_SAVED.on(visit.address("organisation"));
            }
            return new Answer.Page(
                    422,
                    editor(visit, kind, item.orElseThrow(), new Typed(typed.name(), typed.description(), mistake)));
        };
    }

    private String rename(TenantVisit visit, Kind kind, Item item, Typed typed) {
        return unlessTaken(kind, typed, () -> {
            if (kind == Kind.COMPANY) {
                companies
                        .find(visit.tenant(), item.id())
                        .ifPresent(company -> companies.rename(visit.tenant(), company, typed.name()));
            } else {
                roles.find(visit.tenant(), item.id())
                        .ifPresent(role -> roles.rename(visit.tenant(), role, typed.name(), typed.description()));
            }
        });
    }

    private static String unlessTaken(Kind kind, Typed typed, Runnable work) {
        try {
            work.run();
            return "";
        } catch (DatabaseException e) {
            if (e.duplicate()) {
                return "Another " + kind.word + " has the name “" + typed.name() + "”.";
            }
            throw e;
        }
    }

    /** Closes one that is open, or the other way round, as the form says. */
    Handler<TenantVisit> close(Kind kind) {
        return visit -> {
            Optional<Item> item = chosen(visit, kind);
            if (item.isEmpty()) {
                return ErrorPage.notFound();
            }
            boolean closed = visit.exchange().field("closed").equals("yes");
            if (kind == Kind.COMPANY) {
                companies.close(visit.tenant(), item.orElseThrow().id(), closed);
            } else {
                roles.close(visit.tenant(), item.orElseThrow().id(), closed);
            }
            log.note(
                    visit,
                    closed ? kind.closed : kind.opened,
                    item.orElseThrow().name());
            return Notice.ORGANISATION_SAVED.on(visit.address("organisation"));
        };
    }

    private static Typed typed(TenantVisit visit, Kind kind) {
        String name = visit.exchange().field("name");
        String description = visit.exchange().field("description");
        boolean wrong = name.isEmpty() || name.length() > LONGEST_NAME || description.length() > LONGEST_DESCRIPTION;
        return new Typed(
                name,
                description,
                wrong ? "Give the " + kind.word + " a name of at most " + LONGEST_NAME + " characters." : "");
    }

    private List<Item> items(TenantVisit visit, Kind kind) {
        List<Item> items = new ArrayList<>();
        if (kind == Kind.COMPANY) {
            Map<String, Long> accounts = companies.accounts(visit.tenant());
            for (Company company : companies.of(visit.tenant())) {
                items.add(new Item(
                        company.id(), company.name(), "", company.closed(), accounts.getOrDefault(company.id(), 0L)));
            }
        } else {
            Map<String, Long> accounts = roles.accounts(visit.tenant());
            for (Role role : roles.of(visit.tenant())) {
                items.add(new Item(
                        role.id(),
                        role.name(),
                        role.description(),
                        role.closed(),
                        accounts.getOrDefault(role.id(), 0L)));
            }
        }
        return items;
    }

    private Optional<Item> chosen(TenantVisit visit, Kind kind) {
        String id = visit.exchange().variable("item");
        return items(visit, kind).stream().filter(item -> item.id().equals(id)).findFirst();
    }

    private Html page(TenantVisit visit, Typed company, Typed role) {
        return Layout.ofTenant(
                visit,
                Layout.Section.ORGANISATION,
                "Companies and roles",
                "User configurations give them to new users. A closed one is given to nobody any more; who has it keeps"
                        + " it.",
                list(visit, Kind.COMPANY, company),
                list(visit, Kind.ROLE, role));
    }

    private Html list(TenantVisit visit, Kind kind, Typed typed) {
        List<Item> items = items(visit, kind);
        return section(
                h2(text(kind.caption)),
                items.isEmpty()
                        ? div(classes("card empty"), p(text("There is none yet.")))
                        : div(
                                classes("card table-card"),
                                table(
                                        thead(tr(
                                                th(scope("col"), text("Name")),
                                                th(scope("col"), text("State")),
                                                th(scope("col"), text("Users")),
                                                th(scope("col"), span(classes("unseen"), text("Action"))))),
                                        tbody(together(items.stream()
                                                .map(item -> row(visit, kind, item))
                                                .toList())))),
                PageElements.post(
                        visit.exchange(),
                        visit.address(kind.path),
                        classes("card inline-form"),
                        fields(kind, "new-" + kind.word, typed),
                        PageElements.submitQuietly("Add the " + kind.word)));
    }

    private static Html row(TenantVisit visit, Kind kind, Item item) {
        return tr(
                td(
                        data("label", "Name"),
                        div(
                                strong(text(item.name())),
                                item.description().isEmpty()
                                        ? Html.nothing()
                                        : div(classes("muted"), text(item.description())))),
                td(
                        data("label", "State"),
                        item.closed()
                                ? PageElements.badge(Tone.QUIET, "Closed")
                                : PageElements.badge(Tone.GOOD, "Open")),
                td(data("label", "Users"), text(item.accounts())),
                td(classes("end"), PageElements.linkButton(visit.address(kind.path + "/" + item.id()), "Change")));
    }

    private static Html editor(TenantVisit visit, Kind kind, Item item, Typed typed) {
        String address = visit.address(kind.path + "/" + item.id());
        return Layout.ofTenant(
                visit,
                Layout.Section.ORGANISATION,
                item.name(),
                PageElements.counted(item.accounts(), "user has", "users have") + " this " + kind.word + ".",
                PageElements.post(
                        visit.exchange(),
                        address,
                        classes("card"),
                        fields(kind, kind.word, typed),
                        div(
                                classes("actions"),
                                PageElements.submit("Save"),
                                PageElements.linkButton(visit.address("organisation"), "Cancel"))),
                PageElements.post(
                        visit.exchange(),
                        address + "/close",
                        classes("card"),
                        p(text(
                                item.closed()
                                        ? "It is closed: no new user gets it, whatever the user configuration says."
                                        : "Once it is closed no new user gets it. Who has it keeps it.")),
                        input(type("hidden"), name("closed"), value(item.closed() ? "no" : "yes")),
                        item.closed()
                                ? PageElements.submitQuietly("Open the " + kind.word)
                                : PageElements.submitDangerously("Close the " + kind.word)));
    }

    private static Html fields(Kind kind, String fieldId, Typed typed) {
        Html name = PageElements.field(
                fieldId,
                "Name",
                kind == Kind.COMPANY ? "As invoices name it" : "What who has it is called",
                typed.mistake(),
                input(PageElements.described(
                        fieldId,
                        "name",
                        typed.mistake(),
                        type("text"),
                        value(typed.name()),
                        maxLength(LONGEST_NAME),
                        autocomplete("off"),
                        required())));
        if (kind == Kind.COMPANY) {
            return div(classes("fields"), name);
        }
        return div(
                classes("fields"),
                name,
                PageElements.field(
                        fieldId + "-description",
                        "Description",
                        "What it allows",
                        "",
                        input(PageElements.described(
                                fieldId + "-description",
                                "description",
                                "",
                                type("text"),
                                value(typed.description()),
                                maxLength(LONGEST_DESCRIPTION),
                                autocomplete("off")))));
    }
}
