package dev.scimlet.examples.mediusflow.console;

import static dev.scimlet.examples.mediusflow.html.Attribute.classes;
import static dev.scimlet.examples.mediusflow.html.Html.article;
import static dev.scimlet.examples.mediusflow.html.Html.div;
import static dev.scimlet.examples.mediusflow.html.Html.h2;
import static dev.scimlet.examples.mediusflow.html.Html.header;
import static dev.scimlet.examples.mediusflow.html.Html.li;
import static dev.scimlet.examples.mediusflow.html.Html.p;
import static dev.scimlet.examples.mediusflow.html.Html.span;
import static dev.scimlet.examples.mediusflow.html.Html.text;
import static dev.scimlet.examples.mediusflow.html.Html.together;
import static dev.scimlet.examples.mediusflow.html.Html.ul;

import dev.scimlet.directory.log.LogEntry;
import dev.scimlet.directory.log.LogProblem;
import dev.scimlet.examples.mediusflow.account.Page;
import dev.scimlet.examples.mediusflow.html.Html;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What goes wrong and nothing has mended yet: by whom it concerns, and by cause. */
final class ProblemPage {

    private static final int ROWS = 25;

    private final ConsoleLog log;
    private final LogTable table;

    ProblemPage(ConsoleSettings settings) {
        this.log = new ConsoleLog(settings);
        this.table = new LogTable(log);
    }

    Answer show(TenantVisit visit) {
        List<List<LogProblem>> concerned = byConcerned(log.problems(visit.tenant()));
        Page<List<LogProblem>> page = Page.of(concerned, visit.exchange().pageNumber(), ROWS);
        return Answer.page(Layout.ofTenant(
                visit,
                Layout.Section.LOG,
                "Problems",
                "Whom the directory could not provision, and why. What has gone well since then is not here any more.",
                div(classes("actions"), PageElements.linkButton(visit.address("log"), "Provisioning log")),
                concerned.isEmpty()
                        ? div(classes("card empty"), p(text("There is none: everything has gone well in the end.")))
                        : together(page.items().stream()
                                .map(problems -> card(visit, problems))
                                .toList()),
                PageElements.pager(page, Map.of())));
    }

    /** Those of one person, one group or one directory together, the newest first. */
    private static List<List<LogProblem>> byConcerned(List<LogProblem> problems) {
        Map<List<String>, List<LogProblem>> concerned = new LinkedHashMap<>();
        for (LogProblem problem : problems) {
            LogEntry entry = problem.newest();
            String who = entry.name()
                    .map(name -> name.toLowerCase(Locale.ROOT))
                    .or(entry::resourceId)
                    .orElse("");
            concerned
                    .computeIfAbsent(List.of(entry.resourceType().orElse(""), who), one -> new ArrayList<>())
                    .add(problem);
        }
        return List.copyOf(concerned.values());
    }

    private Html card(TenantVisit visit, List<LogProblem> problems) {
        LogEntry entry = problems.get(0).newest();
        String caption = entry.name()
                .or(entry::resourceId)
                .orElseGet(() -> entry.resourceType().map(type -> "Any " + type).orElse("The directory as a whole"));
        return article(
                classes("card"),
                header(h2(
                        LogTable.linked(visit, entry, caption),
                        span(
                                classes("muted small"),
                                text(entry.resourceType()
                                        .map(type -> " " + type.toLowerCase(Locale.ROOT))
                                        .orElse(""))))),
                ul(together(
                        problems.stream().map(problem -> cause(visit, problem)).toList())));
    }

    private Html cause(TenantVisit visit, LogProblem problem) {
        LogEntry entry = problem.newest();
        Advice advice = Advice.of(entry.reason().code());
        return li(
                p(
                        table.badge(entry.result()),
                        text(" " + log.operation(entry.operation()) + ": " + log.sentence(entry))),
                p(
                        classes("muted small"),
                        text(PageElements.counted(problem.count(), "time", "times") + ", first "),
                        PageElements.moment(problem.first()),
                        text(", last "),
                        PageElements.moment(problem.last())),
                p(text(advice.sentence())),
                div(classes("actions"), PageElements.linkButton(visit.address(advice.page()), advice.caption())));
    }
}
