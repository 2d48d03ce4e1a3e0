package dev.scimlet.examples.mediusflow.console;

import static dev.scimlet.examples.mediusflow.html.Attribute.autocomplete;
import static dev.scimlet.examples.mediusflow.html.Attribute.checked;
import static dev.scimlet.examples.mediusflow.html.Attribute.classes;
import static dev.scimlet.examples.mediusflow.html.Attribute.maxLength;
import static dev.scimlet.examples.mediusflow.html.Attribute.name;
import static dev.scimlet.examples.mediusflow.html.Attribute.placeholder;
import static dev.scimlet.examples.mediusflow.html.Attribute.role;
import static dev.scimlet.examples.mediusflow.html.Attribute.type;
import static dev.scimlet.examples.mediusflow.html.Attribute.value;
import static dev.scimlet.examples.mediusflow.html.Html.div;
import static dev.scimlet.examples.mediusflow.html.Html.fieldset;
import static dev.scimlet.examples.mediusflow.html.Html.h2;
import static dev.scimlet.examples.mediusflow.html.Html.input;
import static dev.scimlet.examples.mediusflow.html.Html.label;
import static dev.scimlet.examples.mediusflow.html.Html.legend;
import static dev.scimlet.examples.mediusflow.html.Html.li;
import static dev.scimlet.examples.mediusflow.html.Html.ol;
import static dev.scimlet.examples.mediusflow.html.Html.p;
import static dev.scimlet.examples.mediusflow.html.Html.small;
import static dev.scimlet.examples.mediusflow.html.Html.span;
import static dev.scimlet.examples.mediusflow.html.Html.strong;
import static dev.scimlet.examples.mediusflow.html.Html.text;
import static dev.scimlet.examples.mediusflow.html.Html.together;
import static dev.scimlet.examples.mediusflow.html.Html.ul;

import dev.scimlet.examples.mediusflow.console.ConnectionCheck.Finding;
import dev.scimlet.examples.mediusflow.html.Html;
import dev.scimlet.examples.mediusflow.tenant.Tenant;
import dev.scimlet.examples.mediusflow.tenant.Tenants;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Connecting a directory, step by step. */
final class SetUpPages {

    private static final Pattern DIRECTORY_ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final ConsoleSettings settings;
    private final Tenants tenants;
    private final SetUpProgress progress;
    private final ConnectionCheck check;
    private final ConsoleLog log;
    private final Warnings warnings;
    private final Clock clock;

    SetUpPages(ConsoleSettings settings) {
        this.settings = settings;
        this.tenants = new Tenants(settings.database(), settings.clock());
        this.progress = new SetUpProgress(settings);
        this.warnings = new Warnings(settings);
        this.check = new ConnectionCheck(settings);
        this.log = new ConsoleLog(settings);
        this.clock = settings.clock();
    }

    Answer show(TenantVisit visit) {
        return Answer.page(page(visit, visit.tenant(), List.of(), Entered.of(visit.tenant())));
    }

    /** For whoever loads a page again that was the answer to a form: there is nothing else at its address. */
    Answer goToSteps(TenantVisit visit) {
        return new Answer.Redirect(visit.address(""));
    }

    Answer verify(TenantVisit visit) {
        List<Finding> findings = check.run(visit.tenant());
        boolean works = ConnectionCheck.works(findings);
        tenants.verified(visit.tenant(), works);
        log.note(visit, works ? Noted.CONNECTION_WORKS : Noted.CONNECTION_FAILS, "");
        Tenant now = tenants.withSlug(visit.tenant().slug()).orElseThrow();
        return Answer.page(page(visit, now, findings, Entered.of(now)));
    }

    Answer enterDirectory(TenantVisit visit) {
        String directoryId = visit.exchange().field("directory").toLowerCase(Locale.ROOT);
        boolean without = visit.exchange().field("without").equals("yes");
        String mistake = "";
        if (without && !directoryId.isEmpty()) {
            mistake = "Either the directory has a tenant id, or it has none.";
        } else if (!directoryId.isEmpty() && !DIRECTORY_ID.matcher(directoryId).matches()) {
            mistake = "A directory’s tenant id looks like 8a2d4c1e-0b7f-4f0e-9c55-3f1b6a7d2e90.";
        }
        if (!mistake.isEmpty()) {
            Entered entered = new Entered(visit.exchange().field("directory"), without, mistake);
            return new Answer.Page(422, page(visit, visit.tenant(), List.of(), entered));
        }
        tenants.enterDirectory(visit.tenant(), directoryId, without);
        log.note(
                visit,
                without
                        ? Noted.DIRECTORY_WITHOUT_ID
                        : directoryId.isEmpty() ? Noted.DIRECTORY_FORGOTTEN : Noted.DIRECTORY_ENTERED,
                directoryId);
        return Notice.DIRECTORY_SAVED.on(visit.address(""));
    }

    Answer linkCopied(TenantVisit visit) {
        tenants.linkCopied(visit.tenant());
        return Notice.LINK_COPIED.on(visit.address(""));
    }

    /** What stands in the form for the directory's tenant id, and what is wrong with it. */
    private record Entered(String directoryId, boolean without, String mistake) {

        static Entered of(Tenant tenant) {
            return new Entered(tenant.directoryId(), tenant.directoryWithoutId(), "");
        }
    }

    Answer chooseProvisioning(TenantVisit visit) {
        boolean on = visit.exchange().field("provisioning").equals("on");
        tenants.enableProvisioning(visit.tenant(), on);
        log.note(visit, on ? Noted.PROVISIONING_ON : Noted.PROVISIONING_OFF, on ? "On" : "Off");
        return (on ? Notice.PROVISIONING_ON : Notice.PROVISIONING_OFF).on(visit.address(""));
    }

    private Html page(TenantVisit visit, Tenant tenant, List<Finding> findings, Entered entered) {
        SetUpProgress.Steps steps = progress.of(tenant);
        return Layout.ofTenant(
                visit,
                Layout.Section.SET_UP,
                "Connect your directory",
                "Six steps, in any order. Your identity provider then creates, changes and disables users and groups here.",
                warnings.of(visit),
                ol(
                        classes("steps"),
                        step(steps.verified(), "Verify the connection", verification(visit, tenant, findings)),
                        step(steps.directory(), "Enter the directory’s tenant id", directory(visit, entered)),
                        step(steps.provisioning(), "Choose user provisioning", provisioning(visit, tenant)),
                        step(steps.secret(), "Generate a secret", secret(visit, steps)),
                        step(
                                steps.linked(),
                                "Copy the SCIM link",
                                together(
                                        p(text("One link for this tenant. Paste it where your identity provider asks"
                                                + " for the tenant URL, base URL or SCIM endpoint.")),
                                        PageElements.copyableLink(
                                                visit,
                                                "scim-link",
                                                settings.scimLink(tenant),
                                                steps.linked()
                                                        ? Html.nothing()
                                                        : PageElements.submitQuietly("I have copied it")),
                                        PageElements.linkButton(
                                                visit.address("guides"), "Guide for your identity provider"))),
                        step(
                                steps.configured(),
                                "Set the defaults for new users",
                                together(
                                        p(text("User configurations fill in what the directory does not send: language,"
                                                + " roles, companies and a filter.")),
                                        PageElements.linkButton(
                                                visit.address("configurations"), "User configurations")))));
    }

    private static Html step(boolean done, String caption, Html content) {
        return li(
                classes(done ? "card step done" : "card step"),
                h2(text(caption), span(classes("state"), text(done ? "Done" : "To do"))),
                content);
    }

    private Html verification(TenantVisit visit, Tenant tenant, List<Finding> findings) {
        Html last = tenant.verified()
                .map(time -> p(
                        classes("muted"),
                        text("Last found to work "),
                        PageElements.ago(time, clock.instant()),
                        text(".")))
                .orElseGet(Html::nothing);
        return together(
                p(text("Sends to the SCIM link what a directory sends when it tests the connection.")),
                findings.isEmpty() ? last : findings(findings),
                PageElements.post(
                        visit.exchange(),
                        visit.address("verify"),
                        PageElements.submitQuietly(findings.isEmpty() ? "Verify the connection" : "Verify again")));
    }

    private static Html findings(List<Finding> findings) {
        return ul(
                classes("findings"),
                role("status"),
                together(findings.stream()
                        .map(finding -> li(
                                classes(finding.outcome().name().toLowerCase(Locale.ROOT)), text(finding.sentence())))
                        .toList()));
    }

    private static Html directory(TenantVisit visit, Entered entered) {
        return PageElements.post(
                visit.exchange(),
                visit.address("directory"),
                PageElements.field(
                        "directory",
                        "Tenant id of the directory",
                        "In Microsoft Entra ID: Overview, Tenant ID.",
                        entered.mistake(),
                        input(PageElements.described(
                                "directory",
                                entered.mistake(),
                                type("text"),
                                value(entered.directoryId()),
                                maxLength(36),
                                classes("mono"),
                                placeholder("xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx"),
                                autocomplete("off")))),
                label(
                        classes("choice"),
                        input(type("checkbox"), name("without"), value("yes"), checked(entered.without())),
                        div(
                                strong(text("Our directory has no tenant id")),
                                small(classes("hint"), text("Okta, JumpCloud, Google and others have none.")))),
                PageElements.submitQuietly("Save the tenant id"));
    }

    private static Html provisioning(TenantVisit visit, Tenant tenant) {
        boolean on = tenant.provisioningEnabled();
        return PageElements.post(
                visit.exchange(),
                visit.address("provisioning"),
                fieldset(
                        classes("choices"),
                        legend(text("Who manages the users of this tenant?")),
                        choice("on", "The directory", "User provisioning is on: the SCIM link takes requests.", on),
                        choice("off", "Nobody but us", "User provisioning is off: the SCIM link refuses them.", !on)),
                PageElements.submitQuietly("Save the choice"));
    }

    private static Html choice(String choice, String caption, String hint, boolean chosen) {
        return label(
                classes("choice"),
                input(type("radio"), name("provisioning"), value(choice), checked(chosen)),
                div(strong(text(caption)), small(classes("hint"), text(hint))));
    }

    private static Html secret(TenantVisit visit, SetUpProgress.Steps steps) {
        String sentence = steps.secret()
                ? PageElements.counted(steps.liveSecrets(), "secret works", "secrets work") + " at the moment."
                : "The directory proves with it who it is. It is shown once; you can make several and revoke each.";
        return together(
                p(text(sentence)),
                PageElements.linkButton(visit.address("secrets"), steps.secret() ? "Secrets" : "Generate a secret"));
    }
}
