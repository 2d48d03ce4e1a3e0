package dev.scimlet.examples.mediusflow.console;

import static dev.scimlet.examples.mediusflow.html.Attribute.aria;
import static dev.scimlet.examples.mediusflow.html.Attribute.charset;
import static dev.scimlet.examples.mediusflow.html.Attribute.classes;
import static dev.scimlet.examples.mediusflow.html.Attribute.content;
import static dev.scimlet.examples.mediusflow.html.Attribute.currentPage;
import static dev.scimlet.examples.mediusflow.html.Attribute.href;
import static dev.scimlet.examples.mediusflow.html.Attribute.id;
import static dev.scimlet.examples.mediusflow.html.Attribute.lang;
import static dev.scimlet.examples.mediusflow.html.Attribute.name;
import static dev.scimlet.examples.mediusflow.html.Attribute.rel;
import static dev.scimlet.examples.mediusflow.html.Attribute.tabIndex;
import static dev.scimlet.examples.mediusflow.html.Attribute.type;
import static dev.scimlet.examples.mediusflow.html.Html.a;
import static dev.scimlet.examples.mediusflow.html.Html.body;
import static dev.scimlet.examples.mediusflow.html.Html.button;
import static dev.scimlet.examples.mediusflow.html.Html.div;
import static dev.scimlet.examples.mediusflow.html.Html.h1;
import static dev.scimlet.examples.mediusflow.html.Html.head;
import static dev.scimlet.examples.mediusflow.html.Html.header;
import static dev.scimlet.examples.mediusflow.html.Html.html;
import static dev.scimlet.examples.mediusflow.html.Html.li;
import static dev.scimlet.examples.mediusflow.html.Html.link;
import static dev.scimlet.examples.mediusflow.html.Html.main;
import static dev.scimlet.examples.mediusflow.html.Html.meta;
import static dev.scimlet.examples.mediusflow.html.Html.nav;
import static dev.scimlet.examples.mediusflow.html.Html.p;
import static dev.scimlet.examples.mediusflow.html.Html.script;
import static dev.scimlet.examples.mediusflow.html.Html.span;
import static dev.scimlet.examples.mediusflow.html.Html.text;
import static dev.scimlet.examples.mediusflow.html.Html.title;
import static dev.scimlet.examples.mediusflow.html.Html.together;
import static dev.scimlet.examples.mediusflow.html.Html.ul;

import dev.scimlet.examples.mediusflow.html.Html;
import dev.scimlet.examples.mediusflow.tenant.Tenant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What is around a page's own content. */
final class Layout {

    /** The pages of a tenant, in the order of the menu. */
    enum Section {
        SET_UP("", "Set-up", "set-up"),
        SECRETS("secrets", "Secrets", "secret"),
        CONFIGURATIONS("configurations", "User configurations", "configuration"),
        ORGANISATION("organisation", "Companies and roles", "company"),
        GUIDES("guides", "Connection guides", "guide"),
        LOG("log", "Provisioning log", "log"),
        USERS("users", "Users", "user"),
        GROUPS("groups", "Groups", "group");

        private final String path;
        private final String caption;
        private final String icon;

        Section(String path, String caption, String icon) {
            this.path = path;
            this.caption = caption;
            this.icon = icon;
        }
    }

    private Layout() {}

    /** A page for whoever is not signed in. */
    static Html outside(String heading, Html... content) {
        return document(
                heading,
                "outside",
                main(
                        id("content"),
                        tabIndex(-1),
                        classes("door"),
                        div(classes("brand large"), PageElements.icon("mark"), span(text("MediusFlow"))),
                        h1(text(heading)),
                        together(content)));
    }

    /** A page of no tenant in particular. */
    static Html inside(Visit visit, String heading, String lead, Html... content) {
        return document(
                heading,
                "inside",
                together(
                        topBar(visit, ""),
                        main(
                                id("content"),
                                tabIndex(-1),
                                classes("wide"),
                                heading(heading, lead),
                                notice(visit.exchange()),
                                rights(visit),
                                together(content))));
    }

    static Html ofTenant(TenantVisit visit, Section section, String heading, String lead, Html... content) {
        return document(
                heading + " – " + visit.tenant().name(),
                "inside " + visit.tenant().environment().name().toLowerCase(Locale.ROOT),
                together(
                        topBar(visit.visit(), visit.tenant().slug()),
                        div(
                                classes("columns"),
                                menu(visit, section),
                                main(
                                        id("content"),
                                        tabIndex(-1),
                                        heading(heading, lead),
                                        notice(visit.exchange()),
                                        rights(visit.visit()),
                                        together(content)))));
    }

    private static Html document(String heading, String style, Html content) {
        return Html.document(html(
                lang("en"),
                head(
                        meta(charset("utf-8")),
                        meta(name("viewport"), content("width=device-width, initial-scale=1")),
                        meta(name("robots"), content("noindex")),
                        title(text(heading + " – MediusFlow")),
                        link(rel("icon"), type("image/svg+xml"), href(Assets.address("mark.svg"))),
                        link(rel("stylesheet"), href(Assets.address("console.css"))),
                        script(Assets.address("console.js"))),
                body(classes(style), a(classes("skip"), href("#content"), text("Skip to the content")), content)));
    }

    private static Html topBar(Visit visit, String slug) {
        return header(
                classes("top"),
                a(classes("brand"), href("/console"), PageElements.icon("mark"), span(text("MediusFlow"))),
                nav(
                        classes("tenants"),
                        aria("label", "Tenants"),
                        together(visit.tenants().stream()
                                .map(tenant -> tenantTab(tenant, slug))
                                .toList())),
                div(
                        classes("who"),
                        span(
                                classes("name"),
                                text(visit.administrator().loginName()),
                                span(classes("muted"), text(visit.organisation()))),
                        PageElements.post(
                                visit.exchange(),
                                "/sign-out",
                                button(type("submit"), classes("button quiet"), text("Sign out")))));
    }

    private static Html tenantTab(Tenant tenant, String slug) {
        return a(
                classes("tenant " + tenant.environment().name().toLowerCase(Locale.ROOT)),
                href("/console/" + tenant.slug()),
                currentPage(tenant.slug().equals(slug)),
                span(classes("dot"), aria("hidden", "true")),
                text(tenant.name()));
    }

    private static Html menu(TenantVisit visit, Section current) {
        List<Html> links = Arrays.stream(Section.values())
                .map(section -> li(a(
                        href(visit.address(section.path)),
                        currentPage(section == current),
                        PageElements.icon(section.icon),
                        span(text(section.caption)))))
                .toList();
        return nav(classes("menu"), aria("label", visit.tenant().name()), ul(together(links)));
    }

    private static Html heading(String heading, String lead) {
        return div(
                classes("heading"),
                h1(text(heading)),
                lead.isEmpty() ? Html.nothing() : p(classes("lead"), text(lead)));
    }

    private static Html rights(Visit visit) {
        return visit.administrator().mayChange()
                ? Html.nothing()
                : PageElements.notice(
                        PageElements.Tone.WARNING,
                        "You have no administrator's rights any more: you may look at everything, and change nothing.");
    }

    private static Html notice(Exchange exchange) {
        return exchange.choice(Notice.class, "notice")
                .map(notice -> PageElements.notice(PageElements.Tone.INFORMATION, notice.sentence()))
                .orElseGet(Html::nothing);
    }
}
