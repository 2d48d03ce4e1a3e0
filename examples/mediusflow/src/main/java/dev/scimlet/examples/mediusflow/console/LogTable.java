package dev.scimlet.examples.mediusflow.console;

import static dev.scimlet.examples.mediusflow.html.Attribute.classes;
import static dev.scimlet.examples.mediusflow.html.Attribute.data;
import static dev.scimlet.examples.mediusflow.html.Attribute.href;
import static dev.scimlet.examples.mediusflow.html.Attribute.scope;
import static dev.scimlet.examples.mediusflow.html.Attribute.title;
import static dev.scimlet.examples.mediusflow.html.Html.a;
import static dev.scimlet.examples.mediusflow.html.Html.div;
import static dev.scimlet.examples.mediusflow.html.Html.p;
import static dev.scimlet.examples.mediusflow.html.Html.span;
import static dev.scimlet.examples.mediusflow.html.Html.table;
import static dev.scimlet.examples.mediusflow.html.Html.tbody;
import static dev.scimlet.examples.mediusflow.html.Html.td;
import static dev.scimlet.examples.mediusflow.html.Html.text;
import static dev.scimlet.examples.mediusflow.html.Html.th;
import static dev.scimlet.examples.mediusflow.html.Html.thead;
import static dev.scimlet.examples.mediusflow.html.Html.together;
import static dev.scimlet.examples.mediusflow.html.Html.tr;

import dev.scimlet.examples.mediusflow.console.PageElements.Tone;
import dev.scimlet.examples.mediusflow.html.Html;
import dev.scimlet.examples.mediusflow.log.LogEntry;
import java.util.List;
import java.util.Locale;

/** Entries of the provisioning log, one a row. */
final class LogTable {

    private LogTable() {}

    static Html of(TenantVisit visit, List<LogEntry> entries, String nothing) {
        if (entries.isEmpty()) {
            return div(classes("card empty"), p(text(nothing)));
        }
        return div(
                classes("card table-card"),
                table(
                        classes("log"),
                        thead(tr(
                                th(scope("col"), text("When")),
                                th(scope("col"), text("Who")),
                                th(scope("col"), text("What")),
                                th(scope("col"), text("Result")),
                                th(scope("col"), text("Reason")))),
                        tbody(together(
                                entries.stream().map(entry -> row(visit, entry)).toList()))));
    }

    private static Html row(TenantVisit visit, LogEntry entry) {
        return tr(
                td(data("label", "When"), classes("when"), PageElements.time(entry.time())),
                td(data("label", "Who"), text(entry.actor())),
                td(
                        data("label", "What"),
                        div(
                                span(
                                        classes("operation"),
                                        text(entry.operation().label() + " ")),
                                span(text(kind(entry))),
                                resource(visit, entry))),
                td(data("label", "Result"), result(entry)),
                td(
                        data("label", "Reason"),
                        div(
                                PageElements.orDash(entry.reason()),
                                entry.requestId().isEmpty()
                                        ? Html.nothing()
                                        : div(
                                                classes("muted mono small"),
                                                title("The request’s id, for a question to support"),
                                                text(entry.requestId())))));
    }

    private static String kind(LogEntry entry) {
        if (entry.operation() == LogEntry.Operation.CONNECT) {
            return "";
        }
        return switch (entry.resourceType()) {
            case "User" -> "user";
            case "Group" -> "group";
            case "UserConfiguration" -> "user configuration";
            default -> entry.resourceType().toLowerCase(Locale.ROOT);
        };
    }

    private static Html resource(TenantVisit visit, LogEntry entry) {
        String caption = entry.resourceName().isEmpty() ? entry.resourceId() : entry.resourceName();
        if (caption.isEmpty()) {
            return Html.nothing();
        }
        boolean shown =
                entry.resourceType().equals("User") || entry.resourceType().equals("Group");
        if (!shown || entry.resourceId().isEmpty() || !entry.resourceId().matches("[\\w.-]+")) {
            return div(classes("resource"), text(caption));
        }
        String page = entry.resourceType().equals("User") ? "users/" : "groups/";
        return div(classes("resource"), a(href(visit.address(page + entry.resourceId())), text(caption)));
    }

    private static Html result(LogEntry entry) {
        Tone tone = switch (entry.result()) {
            case DONE -> Tone.GOOD;
            case UNCHANGED -> Tone.QUIET;
            case REFUSED -> Tone.WARNING;
            case FAILED -> Tone.BAD;
        };
        return div(
                PageElements.badge(tone, entry.result().label()),
                entry.status() == 0
                        ? Html.nothing()
                        : span(classes("muted small"), title("Status of the HTTP answer"), text(" " + entry.status())));
    }
}
