package dev.scimlet.examples.mediusflow.console;

import static dev.scimlet.examples.mediusflow.html.Attribute.classes;
import static dev.scimlet.examples.mediusflow.html.Attribute.data;
import static dev.scimlet.examples.mediusflow.html.Attribute.href;
import static dev.scimlet.examples.mediusflow.html.Attribute.scope;
import static dev.scimlet.examples.mediusflow.html.Html.a;
import static dev.scimlet.examples.mediusflow.html.Html.article;
import static dev.scimlet.examples.mediusflow.html.Html.code;
import static dev.scimlet.examples.mediusflow.html.Html.div;
import static dev.scimlet.examples.mediusflow.html.Html.h2;
import static dev.scimlet.examples.mediusflow.html.Html.header;
import static dev.scimlet.examples.mediusflow.html.Html.li;
import static dev.scimlet.examples.mediusflow.html.Html.ol;
import static dev.scimlet.examples.mediusflow.html.Html.p;
import static dev.scimlet.examples.mediusflow.html.Html.section;
import static dev.scimlet.examples.mediusflow.html.Html.table;
import static dev.scimlet.examples.mediusflow.html.Html.tbody;
import static dev.scimlet.examples.mediusflow.html.Html.td;
import static dev.scimlet.examples.mediusflow.html.Html.text;
import static dev.scimlet.examples.mediusflow.html.Html.th;
import static dev.scimlet.examples.mediusflow.html.Html.thead;
import static dev.scimlet.examples.mediusflow.html.Html.together;
import static dev.scimlet.examples.mediusflow.html.Html.tr;

import dev.scimlet.examples.mediusflow.html.Html;
import java.util.ArrayList;
import java.util.List;

/** What to do at each identity provider, with the tenant's own values to copy. */
final class GuidePages {

    private final ConsoleSettings settings;

    GuidePages(ConsoleSettings settings) {
        this.settings = settings;
    }

    Answer list(TenantVisit visit) {
        return Answer.page(Layout.ofTenant(
                visit,
                Layout.Section.GUIDES,
                "Connection guides",
                "What to enter where, with the values of this tenant.",
                div(
                        classes("tiles"),
                        together(Guides.of(link(visit)).stream()
                                .map(guide -> tile(visit, guide))
                                .toList()))));
    }

    Answer show(TenantVisit visit) {
        return Guides.find(visit.exchange().variable("guide"), link(visit))
                .map(guide -> Answer.page(page(visit, guide)))
                .orElseGet(ErrorPage::notFound);
    }

    private String link(TenantVisit visit) {
        return settings.scimLink(visit.tenant());
    }

    private static Html tile(TenantVisit visit, Guide guide) {
        return article(
                classes("card tile link"),
                header(h2(a(href(visit.address("guides/" + guide.slug())), text(guide.provider())))),
                p(text(guide.summary())));
    }

    private static Html page(TenantVisit visit, Guide guide) {
        return Layout.ofTenant(
                visit,
                Layout.Section.GUIDES,
                guide.provider(),
                guide.summary(),
                section(classes("card"), ol(classes("instructions"), together(steps(guide)))),
                mappings("Attributes of users", guide.userMappings()),
                mappings("Attributes of groups", guide.groupMappings()),
                PageElements.linkButton(visit.address("guides"), "All guides"));
    }

    private static List<Html> steps(Guide guide) {
        List<Html> steps = new ArrayList<>();
        for (int i = 0; i < guide.steps().size(); i++) {
            Guide.Step step = guide.steps().get(i);
            List<Html> values = new ArrayList<>();
            for (int j = 0; j < step.values().size(); j++) {
                Guide.Value value = step.values().get(j);
                values.add(PageElements.copyable("value-" + (i + 1) + "-" + (j + 1), value.caption(), value.content()));
            }
            steps.add(li(p(text(step.sentence())), together(values)));
        }
        return steps;
    }

    private static Html mappings(String caption, List<Guide.Mapping> mappings) {
        if (mappings.isEmpty()) {
            return Html.nothing();
        }
        return section(
                h2(text(caption)),
                div(
                        classes("card table-card"),
                        table(
                                thead(tr(
                                        th(scope("col"), text("In the directory")),
                                        th(scope("col"), text("In MediusFlow")),
                                        th(scope("col"), text("Note")))),
                                tbody(together(mappings.stream()
                                        .map(mapping -> tr(
                                                td(data("label", "In the directory"), code(text(mapping.source()))),
                                                td(data("label", "In MediusFlow"), code(text(mapping.target()))),
                                                td(data("label", "Note"), text(mapping.note()))))
                                        .toList())))));
    }
}
