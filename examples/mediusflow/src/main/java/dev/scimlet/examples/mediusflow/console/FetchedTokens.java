package dev.scimlet.examples.mediusflow.console;

import static dev.scimlet.examples.mediusflow.html.Attribute.autocomplete;
import static dev.scimlet.examples.mediusflow.html.Attribute.classes;
import static dev.scimlet.examples.mediusflow.html.Attribute.maxLength;
import static dev.scimlet.examples.mediusflow.html.Attribute.required;
import static dev.scimlet.examples.mediusflow.html.Attribute.type;
import static dev.scimlet.examples.mediusflow.html.Attribute.value;
import static dev.scimlet.examples.mediusflow.html.Html.div;
import static dev.scimlet.examples.mediusflow.html.Html.h2;
import static dev.scimlet.examples.mediusflow.html.Html.input;
import static dev.scimlet.examples.mediusflow.html.Html.p;
import static dev.scimlet.examples.mediusflow.html.Html.section;
import static dev.scimlet.examples.mediusflow.html.Html.text;
import static dev.scimlet.examples.mediusflow.html.Html.together;

import dev.scimlet.directory.Directories;
import dev.scimlet.directory.Directory;
import dev.scimlet.directory.EntraCloud;
import dev.scimlet.directory.Trust;
import dev.scimlet.examples.mediusflow.html.Html;
import dev.scimlet.examples.mediusflow.log.ProvisioningLog;
import dev.scimlet.examples.mediusflow.provisioning.Provisioning;
import dev.scimlet.examples.mediusflow.tenant.ProvisioningSecrets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Entra ID without a secret: which workload identities of it are trusted, and what is entered there. */
final class FetchedTokens {

    private static final int LONGEST = 200;

    private final ConsoleSettings settings;
    private final Directories directories;
    private final ProvisioningSecrets secrets;
    private final ProvisioningLog log;

    FetchedTokens(ConsoleSettings settings) {
        this.settings = settings;
        this.directories = settings.directories();
        this.secrets = new ProvisioningSecrets(settings.database(), settings.clock());
        this.log = new ProvisioningLog(settings.database(), settings.clock());
    }

    /**
     * Trusts what the form names.
     *
     * @return what is wrong with it, for the administrator; empty if it is trusted now
     */
    Optional<String> trust(TenantVisit visit) {
        String subject = visit.exchange().field("subject");
        String audience = visit.exchange().field("audience");
        String directoryId = visit.tenant().directoryId();
        if (directoryId.isEmpty()) {
            return Optional.of("Enter the directory’s tenant id first, on the page Connect.");
        }
        if (subject.isBlank() || audience.isBlank() || subject.length() > LONGEST || audience.length() > LONGEST) {
            return Optional.of("Enter subject and audience as Entra ID shows them.");
        }
        try {
            directories
                    .credentials()
                    .trustEntra(
                            secrets.connection(visit.tenant()).id(),
                            EntraCloud.GLOBAL,
                            directoryId.toLowerCase(Locale.ROOT),
                            subject,
                            audience);
        } catch (IllegalArgumentException refused) {
            return Optional.of(String.valueOf(refused.getMessage()));
        }
        log.writeAdministration(
                visit.tenant(),
                visit.administrator(),
                "Workload identity",
                subject,
                "Trusted it to fetch tokens for the directory.");
        return Optional.empty();
    }

    /** Whether there was one to remove. */
    boolean removeTrust(TenantVisit visit) {
        String connection = secrets.connection(visit.tenant()).id();
        String id = visit.exchange().variable("trust");
        Optional<Trust> trust = directories.credentials().trusts(connection).stream()
                .filter(each -> each.id().equals(id))
                .findFirst();
        if (trust.isEmpty() || !directories.credentials().removeTrust(connection, id)) {
            return false;
        }
        log.writeAdministration(
                visit.tenant(),
                visit.administrator(),
                "Workload identity",
                trust.orElseThrow().subject(),
                "Trusts it no longer.");
        return true;
    }

    /** @param mistake what was wrong with what was entered; empty if nothing was */
    Html of(TenantVisit visit, String mistake) {
        Optional<String> tokenUrl = Provisioning.tokenUrl(settings.baseUrl());
        if (tokenUrl.isEmpty()) {
            return Html.nothing();
        }
        Directory connection = secrets.connection(visit.tenant());
        List<Trust> trusts = directories.credentials().trusts(connection.id());
        return card(
                visit,
                together(
                        PageElements.copyable("client-id", "Client ID", connection.clientId()),
                        PageElements.copyable("token-url", "Token URL", tokenUrl.orElseThrow()),
                        PageElements.copyable("federation-link", "SCIM URL", settings.scimLink(visit.tenant()))),
                together(trusts.stream().map(trust -> row(visit, trust)).toList()),
                directories
                        .health(connection.id())
                        .lastRefusal()
                        .map(refusal -> PageElements.notice(
                                PageElements.Tone.WARNING,
                                "The last request for a token was refused: " + refusal.detail()))
                        .orElseGet(Html::nothing),
                mistake);
    }

    private static Html card(TenantVisit visit, Html values, Html trusts, Html refusal, String mistake) {
        return section(
                classes("card"),
                h2(text("Without a pasted secret")),
                p(text(
                        "Microsoft Entra ID can prove who it is by workload identity federation: choose it as authentication"
                                + " method there, register a workload identity for this application alone, and enter its"
                                + " subject and audience here. Then enter these values in Entra ID.")),
                values,
                refusal,
                trusts,
                PageElements.post(
                        visit.exchange(),
                        visit.address("federation"),
                        classes("inline-form"),
                        field("subject", "Subject", "As Entra ID shows it", mistake),
                        field("audience", "Audience", "Such as api://…/.default", ""),
                        PageElements.submit("Trust it")));
    }

    private static Html field(String id, String caption, String hint, String mistake) {
        return PageElements.field(
                id,
                caption,
                hint,
                mistake,
                input(PageElements.described(
                        id, mistake, type("text"), value(""), maxLength(LONGEST), autocomplete("off"), required())));
    }

    private static Html row(TenantVisit visit, Trust trust) {
        return div(
                classes("actions"),
                p(text("Trusted: " + trust.subject() + ", audience " + trust.audience() + ", of " + trust.issuer())),
                PageElements.post(
                        visit.exchange(),
                        visit.address("federation/" + trust.id() + "/remove"),
                        PageElements.submitDangerously("Trust it no longer")));
    }
}
