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

import dev.scimlet.directory.log.LogEntry;
import dev.scimlet.directory.log.LogPage;
import dev.scimlet.directory.log.LogQuery;
import dev.scimlet.examples.mediusflow.html.Html;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The log of a tenant, newest first, as a page and as a file. */
final class LogPages {

    private static final int ROWS = 50;
    private static final int SECONDS_BETWEEN_REFRESHES = 3;
    private static final List<String> KINDS = Stream.concat(
                    Stream.of("User", "Group"), Arrays.stream(Noted.values()).map(Noted::kind))
            .distinct()
            .toList();

    private final ConsoleLog log;
    private final LogTable table;

    LogPages(ConsoleSettings settings) {
        this.log = new ConsoleLog(settings);
        this.table = new LogTable(log);
    }

    Answer show(TenantVisit visit) {
        Map<String, String> asked = asked(visit.exchange());
        Optional<String> before = Optional.of(visit.exchange().field("before")).filter(id -> !id.isEmpty());
        LogPage page = log.find(
                visit.tenant(),
                query(visit.exchange()).before(before.orElse(null)).limit(ROWS).build());
        return Answer.page(Layout.ofTenant(
                visit,
                Layout.Section.LOG,
                "Provisioning log",
                "What the directory asked for and administrators did, the newest first.",
                filterForm(visit, asked),
                before.isEmpty()
                        ? div(
                                id("live"),
                                data("refresh-seconds", Integer.toString(SECONDS_BETWEEN_REFRESHES)),
                                table(visit, page.entries()))
                        : table(visit, page.entries()),
                links(visit, asked, before.isPresent(), page)));
    }

    /** All entries that the query of the address finds. */
    Answer file(TenantVisit visit) {
        LogQuery query = query(visit.exchange()).build();
        return new Answer.Download(
                "text/csv; charset=utf-8",
                "log-" + visit.tenant().slug() + ".csv",
                out -> log.exportCsv(visit.tenant(), query, out));
    }

    private static LogQuery.Builder query(Exchange exchange) {
        String kind = exchange.field("type");
        return LogQuery.builder()
                .words(exchange.field("words"))
                .operations(exchange.choice(LogEntry.Operation.class, "operation").stream()
                        .collect(Collectors.toSet()))
                .results(exchange.choice(LogEntry.Result.class, "result").stream()
                        .collect(Collectors.toSet()))
                .resourceType(kind.isEmpty() ? null : kind);
    }

    /** The same as parameters of an address. */
    private static Map<String, String> asked(Exchange exchange) {
        Map<String, String> asked = new LinkedHashMap<>();
        asked.put("words", exchange.field("words"));
        asked.put(
                "operation",
                exchange.choice(LogEntry.Operation.class, "operation")
                        .map(Enum::name)
                        .orElse(""));
        asked.put(
                "result",
                exchange.choice(LogEntry.Result.class, "result").map(Enum::name).orElse(""));
        asked.put("type", exchange.field("type"));
        return asked;
    }

    private Html table(TenantVisit visit, List<LogEntry> shown) {
        return table.of(visit, shown, "Nothing here yet that fits. New entries appear by themselves.");
    }

    private static Html links(TenantVisit visit, Map<String, String> asked, boolean later, LogPage page) {
        List<Html> links = new ArrayList<>();
        if (later) {
            links.add(PageElements.linkButton(PageElements.query(asked), "Newest"));
        }
        page.next().ifPresent(next -> {
            Map<String, String> older = new LinkedHashMap<>(asked);
            older.put("before", next);
            links.add(PageElements.linkButton(PageElements.query(older), "Older"));
        });
        links.add(PageElements.linkButton(visit.address("log.csv") + PageElements.query(asked), "As a CSV file"));
        links.add(PageElements.linkButton(visit.address("problems"), "Problems"));
        return nav(classes("pager"), aria("label", "Pages"), together(links));
    }

    private Html filterForm(TenantVisit visit, Map<String, String> asked) {
        return form(
                classes("filters"),
                method("get"),
                action(visit.address("log")),
                input(
                        type("search"),
                        name("words"),
                        value(asked.getOrDefault("words", "")),
                        placeholder("Name, detail or request id"),
                        aria("label", "Search for")),
                choice(
                        asked,
                        "operation",
                        "Any operation",
                        Arrays.stream(LogEntry.Operation.values())
                                .map(operation -> Map.entry(operation.name(), log.operation(operation)))
                                .toList()),
                choice(
                        asked,
                        "result",
                        "Any result",
                        Arrays.stream(LogEntry.Result.values())
                                .map(result -> Map.entry(result.name(), log.result(result)))
                                .toList()),
                choice(
                        asked,
                        "type",
                        "Anything",
                        KINDS.stream().map(kind -> Map.entry(kind, kind)).toList()),
                PageElements.submitQuietly("Show"),
                asked.values().stream().allMatch(String::isEmpty)
                        ? Html.nothing()
                        : a(classes("button quiet"), href(visit.address("log")), text("Clear")),
                Html.span(id("live-state"), classes("live muted"), Html.nothing()));
    }

    private static Html choice(
            Map<String, String> asked, String field, String everything, List<Map.Entry<String, String>> choices) {
        return select(
                name(field),
                aria("label", everything),
                option(value(""), text(everything)),
                together(choices.stream()
                        .map(choice -> option(
                                value(choice.getKey()),
                                selected(choice.getKey().equals(asked.get(field))),
                                text(choice.getValue())))
                        .toList()));
    }
}
