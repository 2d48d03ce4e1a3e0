package dev.scimlet.examples.mediusflow.console;

import static dev.scimlet.examples.mediusflow.html.Attribute.aria;
import static dev.scimlet.examples.mediusflow.html.Attribute.autocomplete;
import static dev.scimlet.examples.mediusflow.html.Attribute.classes;
import static dev.scimlet.examples.mediusflow.html.Attribute.data;
import static dev.scimlet.examples.mediusflow.html.Attribute.id;
import static dev.scimlet.examples.mediusflow.html.Attribute.maxLength;
import static dev.scimlet.examples.mediusflow.html.Attribute.name;
import static dev.scimlet.examples.mediusflow.html.Attribute.required;
import static dev.scimlet.examples.mediusflow.html.Attribute.role;
import static dev.scimlet.examples.mediusflow.html.Attribute.scope;
import static dev.scimlet.examples.mediusflow.html.Attribute.selected;
import static dev.scimlet.examples.mediusflow.html.Attribute.type;
import static dev.scimlet.examples.mediusflow.html.Attribute.value;
import static dev.scimlet.examples.mediusflow.html.Html.div;
import static dev.scimlet.examples.mediusflow.html.Html.h2;
import static dev.scimlet.examples.mediusflow.html.Html.input;
import static dev.scimlet.examples.mediusflow.html.Html.option;
import static dev.scimlet.examples.mediusflow.html.Html.p;
import static dev.scimlet.examples.mediusflow.html.Html.section;
import static dev.scimlet.examples.mediusflow.html.Html.select;
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

import dev.scimlet.examples.mediusflow.console.Pieces.Tone;
import dev.scimlet.examples.mediusflow.html.Html;
import dev.scimlet.examples.mediusflow.log.ProvisioningLog;
import dev.scimlet.examples.mediusflow.tenant.ProvisioningSecret;
import dev.scimlet.examples.mediusflow.tenant.ProvisioningSecrets;
import dev.scimlet.examples.mediusflow.tenant.RandomText;
import dev.scimlet.examples.mediusflow.tenant.Tenant;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Making, watching and revoking the secrets of a tenant. */
final class SecretPages {

    private static final int LONGEST_LABEL = 80;

    /** How long a secret may live. Identity providers ask for one to three years. */
    enum Life {
        DAYS_90("90 days", 90),
        YEAR("1 year", 365),
        YEARS_2("2 years", 730),
        YEARS_3("3 years", 1095);

        private final String caption;
        private final Duration duration;

        Life(String caption, int days) {
            this.caption = caption;
            this.duration = Duration.ofDays(days);
        }
    }

    private final ConsoleSettings settings;
    private final ProvisioningSecrets secrets;
    private final ProvisioningLog log;
    private final Clock clock;

    SecretPages(ConsoleSettings settings) {
        this.settings = settings;
        this.secrets = new ProvisioningSecrets(settings.database(), settings.clock());
        this.log = new ProvisioningLog(settings.database(), settings.clock());
        this.clock = settings.clock();
    }

    Answer show(TenantVisit visit) {
        return Answer.page(page(visit, Html.nothing(), List.of()));
    }

    Answer generate(TenantVisit visit) {
        String label = visit.exchange().field("label");
        Optional<Life> life = visit.exchange().choice(Life.class, "life");
        String formId = visit.exchange().field("form_id");
        if (label.isEmpty() || label.length() > LONGEST_LABEL || life.isEmpty() || !formId.matches("[\\w-]{43}")) {
            List<String> mistakes = List.of("Give the secret a label of at most " + LONGEST_LABEL + " characters"
                    + " and one of the listed lifetimes.");
            return new Answer.Page(422, page(visit, Html.nothing(), mistakes));
        }
        Optional<String> secret =
                secrets.generate(visit.tenant(), label, life.orElseThrow().duration, visit.administrator(), formId);
        if (secret.isEmpty()) {
            return Notice.SECRET_SHOWN_ALREADY.on(visit.address("secrets"));
        }
        log.writeAdministration(
                visit.tenant(), visit.administrator(), "Secret", label, "Generated a secret for the directory.");
        return Answer.page(page(visit, shownOnce(visit, label, secret.orElseThrow()), List.of()));
    }

    Answer revoke(TenantVisit visit) {
        Optional<ProvisioningSecret> revoked =
                secrets.revoke(visit.tenant(), visit.exchange().variable("secret"));
        if (revoked.isEmpty()) {
            return ErrorPage.notFound();
        }
        log.writeAdministration(
                visit.tenant(),
                visit.administrator(),
                "Secret",
                revoked.orElseThrow().label(),
                "Revoked the secret.");
        return Notice.SECRET_REVOKED.on(visit.address("secrets"));
    }

    private Html page(TenantVisit visit, Html shown, List<String> mistakes) {
        return Layout.ofTenant(
                visit,
                Layout.Section.SECRETS,
                "Secrets",
                "A directory presents a secret with each request. Several may live side by side: generate the next one,"
                        + " paste it, then revoke the old one.",
                Pieces.mistakes(mistakes),
                shown,
                generator(visit),
                list(visit));
    }

    private Html shownOnce(TenantVisit visit, String label, String secret) {
        return section(
                classes("card secret"),
                role("status"),
                h2(text("Copy the secret “" + label + "” now")),
                p(text("It is shown this once. Only a fingerprint of it is kept, so nobody can show it again.")),
                Pieces.copyable("secret", "Secret token", secret),
                Pieces.copyableLink(visit, "secret-link", settings.scimLink(visit.tenant())),
                simulation(visit, secret),
                Pieces.linkButton(visit.address("guides"), "Where to paste them"));
    }

    /** Who tries a test tenant may have no directory at hand. */
    private Html simulation(TenantVisit visit, String secret) {
        if (visit.tenant().environment() != Tenant.Environment.TEST) {
            return Html.nothing();
        }
        String command = "java -jar scim-simulator/target/scimlet-simulator.jar entra --mapping mediusflow"
                + " --users 100 --groups 5 --url " + settings.scimLink(visit.tenant()) + " --token " + secret;
        return together(
                p(text("No directory at hand? This command, run where MediusFlow was built, is a simulated Entra ID.")),
                Pieces.copyable("simulation", "Simulated directory", command));
    }

    private static Html generator(TenantVisit visit) {
        return Pieces.post(
                visit.exchange(),
                visit.address("secrets"),
                classes("card inline-form"),
                h2(text("Generate a secret")),
                div(
                        classes("fields"),
                        Pieces.field(
                                "label",
                                "Label",
                                "What it is for; the log names it",
                                input(
                                        id("label"),
                                        name("label"),
                                        type("text"),
                                        value("Entra ID"),
                                        maxLength(LONGEST_LABEL),
                                        autocomplete("off"),
                                        aria("describedby", "label-hint"),
                                        required())),
                        Pieces.field(
                                "life",
                                "Works for",
                                "",
                                select(
                                        id("life"),
                                        name("life"),
                                        together(Arrays.stream(Life.values())
                                                .map(life -> option(
                                                        value(life.name()),
                                                        selected(life == Life.YEAR),
                                                        text(life.caption)))
                                                .toList())))),
                input(type("hidden"), name("form_id"), value(RandomText.unguessable())),
                Pieces.submit("Generate"));
    }

    private Html list(TenantVisit visit) {
        List<ProvisioningSecret> all = secrets.of(visit.tenant());
        if (all.isEmpty()) {
            return div(classes("card empty"), p(text("There is no secret yet, so no directory can connect.")));
        }
        return div(
                classes("card table-card"),
                table(
                        thead(tr(
                                th(scope("col"), text("Label")),
                                th(scope("col"), text("State")),
                                th(scope("col"), text("Last use")),
                                th(scope("col"), text("Created")),
                                th(scope("col"), text("Expires")),
                                th(scope("col"), span(classes("unseen"), text("Action"))))),
                        tbody(together(
                                all.stream().map(secret -> row(visit, secret)).toList()))));
    }

    private Html row(TenantVisit visit, ProvisioningSecret secret) {
        Instant now = clock.instant();
        ProvisioningSecret.State state = secret.state(now);
        return tr(
                td(data("label", "Label"), strong(text(secret.label()))),
                td(data("label", "State"), state(state)),
                td(data("label", "Last use"), Pieces.ago(secret.lastUsed(), now, "never")),
                td(
                        data("label", "Created"),
                        div(Pieces.day(secret.created()), div(classes("muted"), text("by " + secret.createdBy())))),
                td(data("label", "Expires"), Pieces.day(secret.expires())),
                td(
                        classes("end"),
                        state == ProvisioningSecret.State.LIVE
                                ? Pieces.post(
                                        visit.exchange(),
                                        visit.address("secrets/" + secret.id() + "/revoke"),
                                        Pieces.submitDangerously("Revoke"))
                                : Html.nothing()));
    }

    private static Html state(ProvisioningSecret.State state) {
        return switch (state) {
            case LIVE -> Pieces.badge(Tone.GOOD, "Works");
            case EXPIRED -> Pieces.badge(Tone.WARNING, "Expired");
            case REVOKED -> Pieces.badge(Tone.QUIET, "Revoked");
        };
    }
}
