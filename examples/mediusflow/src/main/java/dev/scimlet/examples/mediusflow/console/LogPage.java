package dev.scimlet.examples.mediusflow.console;

import static dev.scimlet.examples.mediusflow.html.Attribute.action;
import static dev.scimlet.examples.mediusflow.html.Attribute.aria;
import static dev.scimlet.examples.mediusflow.html.Attribute.classes;
import static dev.scimlet.examples.mediusflow.html.Attribute.data;
import static dev.scimlet.examples.mediusflow.html.Attribute.href;
import static dev.scimlet.examples.mediusflow.html.Attribute.id;
import static dev.scimlet.examples.mediusflow.html.Attribute.method;
import static dev.scimlet.examples.mediusflow.html.Attribute.name;
import static dev.scimlet.examples.mediusflow.html.Attribute.placeholder;
import static dev.scimlet.examples.mediusflow.html.Attribute.selected;
import static dev.scimlet.examples.mediusflow.html.Attribute.type;
import static dev.scimlet.examples.mediusflow.html.Attribute.value;
import static dev.scimlet.examples.mediusflow.html.Html.a;
import static dev.scimlet.examples.mediusflow.html.Html.div;
import static dev.scimlet.examples.mediusflow.html.Html.form;
import static dev.scimlet.examples.mediusflow.html.Html.input;
import static dev.scimlet.examples.mediusflow.html.Html.nav;
import static dev.scimlet.examples.mediusflow.html.Html.option;
import static dev.scimlet.examples.mediusflow.html.Html.select;
import static dev.scimlet.examples.mediusflow.html.Html.text;
import static dev.scimlet.examples.mediusflow.html.Html.together;

import dev.scimlet.examples.mediusflow.html.Html;
import dev.scimlet.examples.mediusflow.log.LogEntry;
import dev.scimlet.examples.mediusflow.log.LogFilter;
import dev.scimlet.examples.mediusflow.log.ProvisioningLog;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The provisioning log of a tenant, newest first. */
final class LogPage {

    private static final int ROWS = 50;
    private static final int SECONDS_BETWEEN_REFRESHES = 3;
    private static final List<String> RESOURCE_TYPES = List.of(
            "User",
            "Group",
            "Connection",
            "Secret",
            "Provisioning",
            "Directory",
            "UserConfiguration",
            "Company",
            "Role",
            "Administrator");

    private final ProvisioningLog log;

    LogPage(ConsoleSettings settings) {
        this.log = new ProvisioningLog(settings.database(), settings.clock());
    }

    Answer show(TenantVisit visit) {
        Exchange exchange = visit.exchange();
        LogFilter filter = new LogFilter(
                exchange.field("words"),
                exchange.choice(LogEntry.Operation.class, "operation"),
                exchange.choice(LogEntry.Result.class, "result"),
                exchange.field("type"),
                exchange.number("before"));
        List<LogEntry> entries = log.newest(visit.tenant(), filter, ROWS + 1);
        boolean more = entries.size() > ROWS;
        List<LogEntry> shown = more ? entries.subList(0, ROWS) : entries;
        Map<String, String> query = query(filter);
        return Answer.page(Layout.ofTenant(
                visit,
                Layout.Section.LOG,
                "Provisioning log",
                "What the directory asked for and administrators did, the newest first.",
                filterForm(visit, filter),
                filter.before().isEmpty()
                        ? div(
                                id("live"),
                                data("refresh-seconds", Integer.toString(SECONDS_BETWEEN_REFRESHES)),
                                table(visit, shown))
                        : table(visit, shown),
                older(query, filter, more, shown)));
    }

    private static Html table(TenantVisit visit, List<LogEntry> shown) {
        return LogTable.of(visit, shown, "Nothing here yet that fits. New entries appear by themselves.");
    }

    private static Html older(Map<String, String> query, LogFilter filter, boolean more, List<LogEntry> shown) {
        List<Html> links = new ArrayList<>();
        if (filter.before().isPresent()) {
            links.add(a(classes("button"), href(PageElements.query(query)), text("Newest")));
        }
        if (more) {
            Map<String, String> next = new LinkedHashMap<>(query);
            next.put("before", Long.toString(shown.get(shown.size() - 1).id()));
            links.add(a(classes("button"), href(PageElements.query(next)), text("Older")));
        }
        return links.isEmpty() ? Html.nothing() : nav(classes("pager"), aria("label", "Pages"), together(links));
    }

    private static Map<String, String> query(LogFilter filter) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("words", filter.words());
        query.put("operation", filter.operation().map(Enum::name).orElse(""));
        query.put("result", filter.result().map(Enum::name).orElse(""));
        query.put("type", filter.resourceType());
        return query;
    }

    private static Html filterForm(TenantVisit visit, LogFilter filter) {
        return form(
                classes("filters"),
                method("get"),
                action(visit.address("log")),
                words(filter),
                choice(
                        "operation",
                        "Any operation",
                        filter.operation().map(Enum::name).orElse(""),
                        Arrays.stream(LogEntry.Operation.values())
                                .map(operation -> Map.entry(operation.name(), operation.label()))
                                .toList()),
                choice(
                        "result",
                        "Any result",
                        filter.result().map(Enum::name).orElse(""),
                        Arrays.stream(LogEntry.Result.values())
                                .map(result -> Map.entry(result.name(), result.label()))
                                .toList()),
                choice(
                        "type",
                        "Anything",
                        filter.resourceType(),
                        RESOURCE_TYPES.stream()
                                .map(type -> Map.entry(type, type))
                                .toList()),
                PageElements.submitQuietly("Show"),
                filter.equals(LogFilter.EVERYTHING)
                        ? Html.nothing()
                        : a(classes("button quiet"), href(visit.address("log")), text("Clear")),
                Html.span(id("live-state"), classes("live muted"), Html.nothing()));
    }

    private static Html words(LogFilter filter) {
        return input(
                type("search"),
                name("words"),
                value(filter.words()),
                placeholder("Name, reason or request id"),
                aria("label", "Search for"));
    }

    private static Html choice(
            String field, String everything, String chosen, List<Map.Entry<String, String>> choices) {
        return select(
                name(field),
                aria("label", everything),
                option(value(""), text(everything)),
                together(choices.stream()
                        .map(choice -> option(
                                value(choice.getKey()),
                                selected(choice.getKey().equals(chosen)),
                                text(choice.getValue())))
                        .toList()));
    }
}
