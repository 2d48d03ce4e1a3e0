package dev.scimlet.examples.mediusflow.console;

import static dev.scimlet.examples.mediusflow.html.Attribute.classes;
import static dev.scimlet.examples.mediusflow.html.Attribute.data;
import static dev.scimlet.examples.mediusflow.html.Attribute.href;
import static dev.scimlet.examples.mediusflow.html.Attribute.scope;
import static dev.scimlet.examples.mediusflow.html.Html.a;
import static dev.scimlet.examples.mediusflow.html.Html.div;
import static dev.scimlet.examples.mediusflow.html.Html.h2;
import static dev.scimlet.examples.mediusflow.html.Html.p;
import static dev.scimlet.examples.mediusflow.html.Html.table;
import static dev.scimlet.examples.mediusflow.html.Html.tbody;
import static dev.scimlet.examples.mediusflow.html.Html.td;
import static dev.scimlet.examples.mediusflow.html.Html.text;
import static dev.scimlet.examples.mediusflow.html.Html.th;
import static dev.scimlet.examples.mediusflow.html.Html.thead;
import static dev.scimlet.examples.mediusflow.html.Html.together;
import static dev.scimlet.examples.mediusflow.html.Html.tr;

import dev.scimlet.examples.mediusflow.account.Account;
import dev.scimlet.examples.mediusflow.account.Page;
import dev.scimlet.examples.mediusflow.account.UserGroup;
import dev.scimlet.examples.mediusflow.account.UserGroups;
import dev.scimlet.examples.mediusflow.html.Html;
import java.util.List;
import java.util.Map;

/** The groups of a tenant, as they were provisioned. */
final class GroupPages {

    private static final int ROWS = 25;
    private static final int LOG_ROWS = 10;

    private final UserGroups groups;
    private final ConsoleLog log;

    GroupPages(ConsoleSettings settings) {
        this.groups = new UserGroups(settings.database());
        this.log = new ConsoleLog(settings);
    }

    Answer list(TenantVisit visit) {
        String words = visit.exchange().field("words");
        Page<UserGroup> page =
                groups.page(visit.tenant(), words, visit.exchange().pageNumber(), ROWS);
        return Answer.page(Layout.ofTenant(
                visit,
                Layout.Section.GROUPS,
                "Groups",
                PageElements.counted(page.total(), "group", "groups")
                        + (words.isEmpty() ? " in this tenant." : " with “" + words + "” in the name."),
                UserPages.search(visit.address("groups"), words, "Name"),
                page.items().isEmpty()
                        ? div(
                                classes("card empty"),
                                p(text(
                                        words.isEmpty()
                                                ? "No groups yet. They appear here as soon as the directory sends them."
                                                : "No group fits.")))
                        : list(visit, page.items()),
                PageElements.pager(page, Map.of("words", words))));
    }

    Answer show(TenantVisit visit) {
        return groups.find(visit.tenant(), visit.exchange().variable("group"))
                .map(group -> Answer.page(page(visit, group)))
                .orElseGet(() -> UserPages.deleted(
                        visit,
                        log,
                        Layout.Section.GROUPS,
                        "Group",
                        visit.exchange().variable("group")));
    }

    private static Html list(TenantVisit visit, List<UserGroup> shown) {
        return div(
                classes("card table-card"),
                table(
                        thead(tr(
                                th(scope("col"), text("Group")),
                                th(scope("col"), text("Members")),
                                th(scope("col"), text("External id")),
                                th(scope("col"), text("Changed")))),
                        tbody(together(
                                shown.stream().map(group -> row(visit, group)).toList()))));
    }

    private static Html row(TenantVisit visit, UserGroup group) {
        return tr(
                td(data("label", "Group"), a(href(visit.address("groups/" + group.id())), text(group.name()))),
                td(data("label", "Members"), text(group.members())),
                td(data("label", "External id"), classes("mono"), PageElements.orDash(group.externalId())),
                td(data("label", "Changed"), PageElements.day(group.updated())));
    }

    private Html page(TenantVisit visit, UserGroup group) {
        Page<Account> members = groups.members(group, visit.exchange().pageNumber(), ROWS);
        return Layout.ofTenant(
                visit,
                Layout.Section.GROUPS,
                group.name(),
                PageElements.counted(group.members(), "member", "members")
                        + (group.externalId().isEmpty() ? "" : ", external id " + group.externalId()),
                members.items().isEmpty()
                        ? div(classes("card empty"), p(text("Nobody is in this group.")))
                        : UserPages.table(visit, members.items()),
                PageElements.pager(members, Map.of()),
                h2(text("What happened to this group")),
                new LogTable(log)
                        .of(
                                visit,
                                log.about(visit.tenant(), "Group", group.id(), LOG_ROWS),
                                "The log has nothing about this group."));
    }
}
