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

import dev.scimlet.directory.log.LogEntry;
import dev.scimlet.examples.mediusflow.console.PageElements.Tone;
import dev.scimlet.examples.mediusflow.html.Html;
import java.util.List;
import java.util.Locale;

/** Entries of the log, one a row. */
final class LogTable {

    private final ConsoleLog log;

    LogTable(ConsoleLog log) {
        this.log = log;
    }

    /** @param nothing what is said if there are none */
    Html of(TenantVisit visit, List<LogEntry> entries, String nothing) {
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

    private Html row(TenantVisit visit, LogEntry entry) {
        return tr(
                td(data("label", "When"), classes("when"), PageElements.time(entry.time())),
                td(data("label", "Who"), text(log.who(entry))),
                td(
                        data("label", "What"),
                        div(
                                span(classes("operation"), text(log.operation(entry.operation()) + " ")),
                                span(text(kind(entry))),
                                resource(visit, entry))),
                td(data("label", "Result"), result(entry)),
                td(
                        data("label", "Reason"),
                        div(
                                PageElements.orDash(log.sentence(entry)),
                                times(entry),
                                entry.requestId()
                                        .map(request -> div(
                                                classes("muted mono small"),
                                                title("The request’s id, for a question to support"),
                                                text(request)))
                                        .orElseGet(Html::nothing))));
    }

    private static Html times(LogEntry entry) {
        return entry.count() == 1
                ? Html.nothing()
                : div(classes("muted small"), text(entry.count() + " times until "), PageElements.moment(entry.last()));
    }

    private static String kind(LogEntry entry) {
        return entry.resourceType().orElse("").toLowerCase(Locale.ROOT);
    }

    private static Html resource(TenantVisit visit, LogEntry entry) {
        if (entry.filter().isPresent()) {
            return div(classes("resource"), text(entry.filter().orElseThrow()));
        }
        return entry.name()
                .or(entry::resourceId)
                .map(caption -> div(classes("resource"), linked(visit, entry, caption)))
                .orElseGet(Html::nothing);
    }

    /** The name of a user or a group leads to its page, also when it is gone. */
    static Html linked(TenantVisit visit, LogEntry entry, String caption) {
        String page = switch (entry.resourceType().orElse("")) {
            case "User" -> "users/";
            case "Group" -> "groups/";
            default -> "";
        };
        return entry.resourceId()
                .filter(id -> !page.isEmpty() && id.matches("[\\w.-]+"))
                .map(id -> a(href(visit.address(page + id)), text(caption)))
                .orElseGet(() -> text(caption));
    }

    private Html result(LogEntry entry) {
        return div(
                badge(entry.result()),
                entry.status() == 0
                        ? Html.nothing()
                        : span(classes("muted small"), title("Status of the HTTP answer"), text(" " + entry.status())));
    }

    Html badge(LogEntry.Result result) {
        Tone tone = switch (result) {
            case DONE -> Tone.GOOD;
            case UNCHANGED -> Tone.QUIET;
            case REFUSED -> Tone.WARNING;
            case FAILED -> Tone.BAD;
        };
        return PageElements.badge(tone, log.result(result));
    }
}
