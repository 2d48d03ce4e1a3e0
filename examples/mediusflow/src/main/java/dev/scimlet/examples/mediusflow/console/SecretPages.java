package dev.scimlet.examples.mediusflow.console;

import static dev.scimlet.examples.mediusflow.html.Attribute.autocomplete;
import static dev.scimlet.examples.mediusflow.html.Attribute.classes;
import static dev.scimlet.examples.mediusflow.html.Attribute.data;
import static dev.scimlet.examples.mediusflow.html.Attribute.href;
import static dev.scimlet.examples.mediusflow.html.Attribute.id;
import static dev.scimlet.examples.mediusflow.html.Attribute.maxLength;
import static dev.scimlet.examples.mediusflow.html.Attribute.name;
import static dev.scimlet.examples.mediusflow.html.Attribute.required;
import static dev.scimlet.examples.mediusflow.html.Attribute.role;
import static dev.scimlet.examples.mediusflow.html.Attribute.scope;
import static dev.scimlet.examples.mediusflow.html.Attribute.selected;
import static dev.scimlet.examples.mediusflow.html.Attribute.title;
import static dev.scimlet.examples.mediusflow.html.Attribute.type;
import static dev.scimlet.examples.mediusflow.html.Attribute.value;
import static dev.scimlet.examples.mediusflow.html.Html.a;
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

import dev.scimlet.examples.mediusflow.console.PageElements.Tone;
import dev.scimlet.examples.mediusflow.html.Html;
import dev.scimlet.examples.mediusflow.tenant.ProvisioningSecret;
import dev.scimlet.examples.mediusflow.tenant.ProvisioningSecrets;
import dev.scimlet.examples.mediusflow.tenant.ProvisioningSecrets.Generated;
import dev.scimlet.examples.mediusflow.tenant.RandomText;
import dev.scimlet.examples.mediusflow.tenant.Tenant;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Making, watching and revoking the secrets of a tenant. */
final class SecretPages {

    private static final int LONGEST_LABEL = 80;
    private static final String USUAL_LABEL = "Entra ID";
    private static final String FETCHED = "The directory fetches tokens that live an hour.";

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
    private final ConsoleLog log;
    private final Warnings warnings;
    private final FetchedTokens fetched;
    private final Clock clock;

    SecretPages(ConsoleSettings settings) {
        this.settings = settings;
        this.secrets = new ProvisioningSecrets(settings.database(), settings.clock());
        this.warnings = new Warnings(settings);
        this.fetched = new FetchedTokens(settings);
        this.log = new ConsoleLog(settings);
        this.clock = settings.clock();
    }

    Answer show(TenantVisit visit) {
        return Answer.page(page(visit, new Asked(freeLabel(visit), Life.YEAR, "")));
    }

    /** What was asked for, and what is wrong with it. */
    private record Asked(String label, Life life, String mistake) {}

    private String freeLabel(TenantVisit visit) {
        Set<String> taken = secrets.of(visit.tenant()).stream()
                .map(secret -> secret.label().toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        String label = USUAL_LABEL;
        for (int number = 2; taken.contains(label.toLowerCase(Locale.ROOT)); number++) {
            label = USUAL_LABEL + " " + number;
        }
        return label;
    }

    Answer generate(TenantVisit visit) {
        String label = visit.exchange().field("label");
        Optional<Life> life = visit.exchange().choice(Life.class, "life");
        String formId = visit.exchange().field("form_id");
        if (label.isEmpty() || label.length() > LONGEST_LABEL || life.isEmpty() || !formId.matches("[\\w-]{43}")) {
            return refused(
                    visit,
                    new Asked(
                            label,
                            life.orElse(Life.YEAR),
                            "Give the secret a label of at most " + LONGEST_LABEL
                                    + " characters and one of the listed lifetimes."));
        }
        Generated generated =
                secrets.generate(visit.tenant(), label, life.orElseThrow().duration, visit.administrator(), formId);
        if (generated == Generated.Nothing.FORM_WAS_SENT_BEFORE) {
            return Notice.SECRET_SHOWN_ALREADY.on(visit.address("secrets"));
        }
        if (generated == Generated.Nothing.LABEL_IS_TAKEN) {
            return refused(
                    visit,
                    new Asked(
                            label,
                            life.orElseThrow(),
                            "A secret of this tenant, perhaps a revoked one, has the label “" + label
                                    + "”: the log could not tell them apart."));
        }
        if (generated == Generated.Nothing.TOO_MANY_WORK) {
            return refused(
                    visit,
                    new Asked(
                            label,
                            life.orElseThrow(),
                            "Five secrets work already, which is as many as may: revoke one that is used no longer."));
        }
        log.note(visit, Noted.SECRET_GENERATED, label);
        return Answer.page(shownOnce(visit, label, generated.secret().orElseThrow()));
    }

    /** Trusts a workload identity of the directory's tenant at Entra ID. */
    Answer trust(TenantVisit visit) {
        Optional<String> mistake = fetched.trust(visit);
        return mistake.isEmpty()
                ? Notice.TRUST_SAVED.on(visit.address("secrets"))
                : new Answer.Page(422, federationPage(visit, mistake.orElseThrow()));
    }

    Answer removeTrust(TenantVisit visit) {
        return fetched.removeTrust(visit) ? Notice.TRUST_REMOVED.on(visit.address("secrets")) : ErrorPage.notFound();
    }

    /** A client secret, with which the directory fetches tokens. */
    Answer generateClientSecret(TenantVisit visit) {
        FetchedTokens.ClientSecret made = fetched.generate(visit);
        if (!made.mistake().isEmpty()) {
            return new Answer.Page(
                    422,
                    Layout.ofTenant(
                            visit,
                            Layout.Section.SECRETS,
                            "Without a pasted secret",
                            FETCHED,
                            fetched.clientSecrets(visit, made.mistake())));
        }
        if (made.text().isEmpty()) {
            return Notice.SECRET_SHOWN_ALREADY.on(visit.address("secrets"));
        }
        return Answer.page(Layout.ofTenant(
                visit,
                Layout.Section.SECRETS,
                "Copy “" + made.label() + "” now",
                "It is shown this once. Only a fingerprint and its last four characters are kept.",
                fetched.shownOnce(visit, made.text())));
    }

    Answer revokeClientSecret(TenantVisit visit) {
        return fetched.revoke(visit) ? Notice.SECRET_REVOKED.on(visit.address("secrets")) : ErrorPage.notFound();
    }

    private Html federationPage(TenantVisit visit, String mistake) {
        return Layout.ofTenant(
                visit, Layout.Section.SECRETS, "Without a pasted secret", FETCHED, fetched.of(visit, mistake));
    }

    private Answer refused(TenantVisit visit, Asked asked) {
        return new Answer.Page(422, page(visit, asked));
    }

    /** Asks once more: whoever uses the secret is locked out at once, and it does not come back. */
    Answer confirmRevoking(TenantVisit visit) {
        Optional<ProvisioningSecret> found =
                secrets.withId(visit.tenant(), visit.exchange().variable("secret"));
        if (found.isEmpty()) {
            return ErrorPage.notFound();
        }
        ProvisioningSecret secret = found.orElseThrow();
        if (secret.revoked().isPresent()) {
            return Notice.SECRET_REVOKED_BEFORE.on(visit.address("secrets"));
        }
        String use = secret.lastUsed().isPresent() ? "Last used " : "It was never used.";
        return Answer.page(Layout.ofTenant(
                visit,
                Layout.Section.SECRETS,
                "Revoke “" + secret.label() + "”?",
                "Requests with it are refused from then on, and it cannot be made to work again.",
                PageElements.post(
                        visit.exchange(),
                        visit.address("secrets/" + secret.id() + "/revoke"),
                        classes("card"),
                        p(
                                text(use),
                                secret.lastUsed()
                                        .map(time -> PageElements.ago(time, clock.instant()))
                                        .orElseGet(Html::nothing)),
                        p(text("A directory that uses it stops until it is given another one.")),
                        div(
                                classes("actions"),
                                PageElements.submitDangerously("Revoke the secret"),
                                PageElements.linkButton(visit.address("secrets"), "Keep it")))));
    }

    Answer revoke(TenantVisit visit) {
        Optional<ProvisioningSecret> revoked =
                secrets.revoke(visit.tenant(), visit.exchange().variable("secret"));
        if (revoked.isEmpty()) {
            return confirmRevoking(visit);
        }
        log.note(visit, Noted.SECRET_REVOKED, revoked.orElseThrow().label());
        return Notice.SECRET_REVOKED.on(visit.address("secrets"));
    }

    private Html page(TenantVisit visit, Asked asked) {
        return Layout.ofTenant(
                visit,
                Layout.Section.SECRETS,
                "Secrets",
                "A directory presents a secret with each request. Several may live side by side: generate the next one,"
                        + " paste it, then revoke the old one.",
                warnings.of(visit),
                generator(visit, asked),
                list(visit),
                fetched.of(visit, ""),
                fetched.clientSecrets(visit, ""));
    }

    private Html shownOnce(TenantVisit visit, String label, String secret) {
        return Layout.ofTenant(
                visit,
                Layout.Section.SECRETS,
                "Copy the secret “" + label + "” now",
                "It is shown this once. Only a fingerprint and its last four characters are kept, so nobody can show it"
                        + " again.",
                section(
                        classes("card secret"),
                        role("status"),
                        PageElements.copyable("secret", "Secret token", secret),
                        PageElements.copyableLink(visit, "secret-link", settings.scimLink(visit.tenant())),
                        simulation(visit, secret),
                        div(
                                classes("actions"),
                                a(
                                        classes("button primary"),
                                        href(visit.address("secrets")),
                                        text("OK, I have copied it")),
                                PageElements.linkButton(visit.address("guides"), "Where to paste them"))));
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
                PageElements.copyable("simulation", "Simulated directory", command));
    }

    private static Html generator(TenantVisit visit, Asked asked) {
        return PageElements.post(
                visit.exchange(),
                visit.address("secrets"),
                classes("card inline-form"),
                h2(text("Generate a secret")),
                div(
                        classes("fields"),
                        PageElements.field(
                                "label",
                                "Label",
                                "What it is for; the log names it",
                                asked.mistake(),
                                input(PageElements.described(
                                        "label",
                                        asked.mistake(),
                                        type("text"),
                                        value(asked.label()),
                                        maxLength(LONGEST_LABEL),
                                        autocomplete("off"),
                                        required()))),
                        PageElements.field(
                                "life",
                                "Works for",
                                "",
                                select(
                                        id("life"),
                                        name("life"),
                                        together(Arrays.stream(Life.values())
                                                .map(life -> option(
                                                        value(life.name()),
                                                        selected(life == asked.life()),
                                                        text(life.caption)))
                                                .toList())))),
                input(type("hidden"), name("form_id"), value(RandomText.unguessable())),
                PageElements.submit("Generate"));
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
                td(
                        data("label", "Label"),
                        div(
                                strong(text(secret.label())),
                                secret.lastFour().isEmpty()
                                        ? Html.nothing()
                                        : div(
                                                classes("muted mono small"),
                                                title("The last four characters"),
                                                text("…" + secret.lastFour())))),
                td(
                        data("label", "State"),
                        Warnings.endsInDays(secret, now)
                                .map(days -> PageElements.badge(Tone.WARNING, Warnings.ends(days)))
                                .orElseGet(() -> state(state))),
                td(data("label", "Last use"), PageElements.ago(secret.lastUsed(), now, "never")),
                td(
                        data("label", "Created"),
                        div(
                                PageElements.day(secret.created()),
                                div(classes("muted"), text("by " + secret.createdBy())))),
                td(data("label", "Expires"), PageElements.day(secret.expires())),
                td(
                        classes("end"),
                        state == ProvisioningSecret.State.LIVE || state == ProvisioningSecret.State.UNOWNED
                                ? PageElements.linkButton(visit.address("secrets/" + secret.id() + "/revoke"), "Revoke")
                                : Html.nothing()));
    }

    private static Html state(ProvisioningSecret.State state) {
        return switch (state) {
            case LIVE -> PageElements.badge(Tone.GOOD, "Works");
            case UNOWNED -> PageElements.badge(Tone.BAD, "Its owner has no rights");
            case EXPIRED -> PageElements.badge(Tone.WARNING, "Expired");
            case REVOKED -> PageElements.badge(Tone.QUIET, "Revoked");
        };
    }
}
