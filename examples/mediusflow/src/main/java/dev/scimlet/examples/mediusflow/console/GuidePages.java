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
import static dev.scimlet.examples.mediusflow.html.Html.strong;
import static dev.scimlet.examples.mediusflow.html.Html.table;
import static dev.scimlet.examples.mediusflow.html.Html.tbody;
import static dev.scimlet.examples.mediusflow.html.Html.td;
import static dev.scimlet.examples.mediusflow.html.Html.text;
import static dev.scimlet.examples.mediusflow.html.Html.th;
import static dev.scimlet.examples.mediusflow.html.Html.thead;
import static dev.scimlet.examples.mediusflow.html.Html.together;
import static dev.scimlet.examples.mediusflow.html.Html.tr;
import static dev.scimlet.examples.mediusflow.html.Html.ul;

import dev.scimlet.directory.AuthenticationMethod;
import dev.scimlet.directory.guide.ConnectionValues;
import dev.scimlet.directory.guide.ProviderGuide;
import dev.scimlet.directory.guide.ProviderGuides;
import dev.scimlet.directory.guide.Step;
import dev.scimlet.directory.guide.Value;
import dev.scimlet.directory.guide.Way;
import dev.scimlet.examples.mediusflow.html.Html;
import dev.scimlet.examples.mediusflow.provisioning.Provisioning;
import dev.scimlet.examples.mediusflow.tenant.ProvisioningSecrets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What to do at each identity provider, with the tenant's own values to copy. */
final class GuidePages {

    /** What the page of secrets makes where there is a token endpoint. */
    private static final Set<AuthenticationMethod> FETCHED = Set.of(
            AuthenticationMethod.CLIENT_SECRET_BASIC,
            AuthenticationMethod.CLIENT_SECRET_POST,
            AuthenticationMethod.WORKLOAD_IDENTITY);

    private static final Set<AuthenticationMethod> PASTED = Set.of(AuthenticationMethod.PASTED_TOKEN);

    private final ConsoleSettings settings;
    private final ProvisioningSecrets secrets;
    private final Optional<String> tokenUrl;

    GuidePages(ConsoleSettings settings) {
        this.settings = settings;
        this.secrets = new ProvisioningSecrets(settings.database(), settings.clock());
        this.tokenUrl = Provisioning.tokenUrl(settings.baseUrl());
    }

    Answer list(TenantVisit visit) {
        return Answer.page(Layout.ofTenant(
                visit,
                Layout.Section.GUIDES,
                "Connection guides",
                "What to enter where, with the values of this tenant.",
                div(
                        classes("tiles"),
                        together(ProviderGuides.all().stream()
                                .map(guide -> tile(visit, guide))
                                .toList()))));
    }

    Answer show(TenantVisit visit) {
        return ProviderGuides.all().stream()
                .filter(guide -> guide.slug().equals(visit.exchange().variable("guide")))
                .findFirst()
                .map(guide -> Answer.page(page(visit, guide)))
                .orElseGet(ErrorPage::notFound);
    }

    private static Html tile(TenantVisit visit, ProviderGuide guide) {
        return article(
                classes("card tile link"),
                header(h2(a(href(visit.address("guides/" + guide.slug())), text(guide.name())))),
                p(text(guide.summary())));
    }

    private Html page(TenantVisit visit, ProviderGuide guide) {
        ConnectionValues values = ConnectionValues.of(
                secrets.connection(visit.tenant()), settings.scimLink(visit.tenant()), tokenUrl.orElse(""));
        List<String> own = List.of(values.scimUrl(), values.tokenUrl(), values.clientId());
        List<Html> ways = new ArrayList<>();
        for (Way way : guide.with(values).ways()) {
            if (isOffered(way)) {
                ways.add(section(
                        classes("card"),
                        h2(text(way.name())),
                        ol(classes("instructions"), together(steps(way, own, "way-" + (ways.size() + 1))))));
            }
        }
        return Layout.ofTenant(
                visit,
                Layout.Section.GUIDES,
                guide.name(),
                guide.summary(),
                div(
                        classes("actions"),
                        PageElements.linkButton(visit.address("secrets"), "Tokens and secrets"),
                        PageElements.linkButton(visit.address("guides"), "All guides")),
                together(ways),
                section(
                        classes("card"),
                        h2(text("Good to know")),
                        ul(together(guide.notes().stream()
                                .map(note -> li(text(note)))
                                .toList()))),
                Guides.template(guide.provider())
                        .map(template -> section(
                                classes("card"), PageElements.copyable("template", "SCIM JSON template", template)))
                        .orElseGet(Html::nothing),
                mappings("Attributes of users", Guides.users(guide.provider())),
                mappings("Attributes of groups", Guides.groups(guide.provider())));
    }

    private boolean isOffered(Way way) {
        return PASTED.containsAll(way.methods()) || tokenUrl.isPresent() && FETCHED.containsAll(way.methods());
    }

    /** What is this tenant's own is copied; the rest is chosen there, or was shown once. */
    private static List<Html> steps(Way way, List<String> own, String id) {
        List<Html> steps = new ArrayList<>();
        for (Step step : way.steps()) {
            List<Html> entered = new ArrayList<>();
            for (Value value : step.values()) {
                entered.add(
                        own.contains(value.text())
                                ? PageElements.copyable(
                                        id + "-" + (steps.size() + 1) + "-" + (entered.size() + 1),
                                        value.label(),
                                        value.text())
                                : p(strong(text(value.label())), text(": " + value.text())));
            }
            steps.add(li(p(text(step.sentence())), together(entered)));
        }
        return steps;
    }

    private static Html mappings(String caption, List<Guides.Mapping> mappings) {
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
