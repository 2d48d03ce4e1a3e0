package dev.scimlet.examples.mediusflow.console;

import static dev.scimlet.examples.mediusflow.html.Attribute.autocomplete;
import static dev.scimlet.examples.mediusflow.html.Attribute.classes;
import static dev.scimlet.examples.mediusflow.html.Attribute.maxLength;
import static dev.scimlet.examples.mediusflow.html.Attribute.name;
import static dev.scimlet.examples.mediusflow.html.Attribute.required;
import static dev.scimlet.examples.mediusflow.html.Attribute.role;
import static dev.scimlet.examples.mediusflow.html.Attribute.type;
import static dev.scimlet.examples.mediusflow.html.Attribute.value;
import static dev.scimlet.examples.mediusflow.html.Html.div;
import static dev.scimlet.examples.mediusflow.html.Html.h2;
import static dev.scimlet.examples.mediusflow.html.Html.input;
import static dev.scimlet.examples.mediusflow.html.Html.p;
import static dev.scimlet.examples.mediusflow.html.Html.section;
import static dev.scimlet.examples.mediusflow.html.Html.text;
import static dev.scimlet.examples.mediusflow.html.Html.together;

import dev.scimlet.directory.Credential;
import dev.scimlet.directory.Directories;
import dev.scimlet.directory.Directory;
import dev.scimlet.directory.EntraCloud;
import dev.scimlet.directory.Trust;
import dev.scimlet.examples.mediusflow.html.Html;
import dev.scimlet.examples.mediusflow.provisioning.Provisioning;
import dev.scimlet.examples.mediusflow.tenant.ProvisioningSecrets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Tokens that a directory fetches: by which workload identities of Entra ID, and with which client secrets. */
final class FetchedTokens {

    private static final int LONGEST = 200;
    private static final String CLIENT_SECRET = "Client secret";

    private final ConsoleSettings settings;
    private final Directories directories;
    private final ProvisioningSecrets secrets;
    private final ConsoleLog log;

    FetchedTokens(ConsoleSettings settings) {
        this.settings = settings;
        this.directories = settings.directories();
        this.secrets = new ProvisioningSecrets(settings.database(), settings.clock());
        this.log = new ConsoleLog(settings);
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
        log.note(visit, Noted.IDENTITY_TRUSTED, subject);
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
        log.note(visit, Noted.IDENTITY_TRUSTED_NO_LONGER, trust.orElseThrow().subject());
        return true;
    }

    /**
     * Makes the client secret that the form names.
     *
     * @return the secret, kept nowhere else, or why there is none
     */
    ClientSecret generate(TenantVisit visit) {
        String label = visit.exchange().field("client_secret");
        if (!label.matches(CLIENT_SECRET + "( \\d{1,6})?")) {
            return new ClientSecret("", "", "The form was not that of this page: try again.");
        }
        if (clientSecrets(visit).stream().anyMatch(known -> known.label().equals(label))) {
            return new ClientSecret(label, "", "");
        }
        try {
            String secret = directories
                    .credentials()
                    .createSecret(secrets.connection(visit.tenant()).id(), label)
                    .secret();
            log.note(visit, Noted.CLIENT_SECRET_GENERATED, label);
            return new ClientSecret(label, secret, "");
        } catch (IllegalArgumentException tooMany) {
            return new ClientSecret(label, "", String.valueOf(tooMany.getMessage()));
        }
    }

    /**
     * What came of asking for a client secret.
     *
     * @param text empty if there is none, or if the form has made its secret before
     * @param mistake why there is none; empty otherwise
     */
    record ClientSecret(String label, String text, String mistake) {}

    /** Whether there was one to revoke. */
    boolean revoke(TenantVisit visit) {
        String id = visit.exchange().variable("secret");
        Optional<Credential> known = clientSecrets(visit).stream()
                .filter(secret -> secret.id().equals(id) && isLive(secret))
                .findFirst();
        if (known.isEmpty()
                || !directories
                        .credentials()
                        .revoke(secrets.connection(visit.tenant()).id(), id)) {
            return false;
        }
        log.note(visit, Noted.CLIENT_SECRET_REVOKED, known.orElseThrow().label());
        return true;
    }

    private List<Credential> clientSecrets(TenantVisit visit) {
        return directories
                .credentials()
                .secrets(secrets.connection(visit.tenant()).id());
    }

    private boolean isLive(Credential secret) {
        boolean ended = secret.expires()
                .filter(end -> !end.isAfter(settings.clock().instant()))
                .isPresent();
        return secret.revoked().isEmpty() && !ended;
    }

    /** The label of the next one, which the form carries: sent again, it makes no second one. */
    private static String freeLabel(List<Credential> known) {
        Set<String> taken = known.stream().map(Credential::label).collect(Collectors.toSet());
        String label = CLIENT_SECRET;
        for (int number = 2; taken.contains(label); number++) {
            label = CLIENT_SECRET + " " + number;
        }
        return label;
    }

    /** What is entered in the directory, with a client secret that is shown this once. */
    Html shownOnce(TenantVisit visit, String secret) {
        return section(
                classes("card secret"),
                role("status"),
                PageElements.copyable("secret", "Client secret", secret),
                values(visit),
                div(classes("actions"), PageElements.linkButton(visit.address("secrets"), "OK, I have copied it")));
    }

    private Html values(TenantVisit visit) {
        return together(
                PageElements.copyable(
                        "client-id",
                        "Client ID",
                        secrets.connection(visit.tenant()).clientId()),
                PageElements.copyable(
                        "token-url",
                        "Token URL",
                        Provisioning.tokenUrl(settings.baseUrl()).orElse("")),
                PageElements.copyable("federation-link", "SCIM URL", settings.scimLink(visit.tenant())));
    }

    /** @param mistake what was wrong with the form for a client secret; empty if nothing was */
    Html clientSecrets(TenantVisit visit, String mistake) {
        if (Provisioning.tokenUrl(settings.baseUrl()).isEmpty()) {
            return Html.nothing();
        }
        List<Credential> known = clientSecrets(visit);
        return section(
                classes("card"),
                h2(text("With a client secret")),
                p(
                        text(
                                "Entra ID, PingOne and others fetch tokens with client ID and client secret. It works for a year;"
                                        + " several may live side by side: generate the next one, enter it, then revoke the old one.")),
                mistake.isEmpty()
                        ? Html.nothing()
                        : PageElements.notice(PageElements.Tone.WARNING, "There is no new one: " + mistake),
                together(known.stream()
                        .filter(this::isLive)
                        .map(secret -> clientSecret(visit, secret))
                        .toList()),
                PageElements.post(
                        visit.exchange(),
                        visit.address("client-secrets"),
                        input(type("hidden"), name("client_secret"), value(freeLabel(known))),
                        PageElements.submit("New client secret")));
    }

    private Html clientSecret(TenantVisit visit, Credential secret) {
        return div(
                classes("actions"),
                p(
                        text(secret.label() + ", …" + secret.hint() + ", works until "),
                        secret.expires().map(PageElements::day).orElseGet(() -> text("it is revoked")),
                        text("; last used: "),
                        PageElements.ago(secret.lastUsed(), settings.clock().instant(), "never")),
                PageElements.post(
                        visit.exchange(),
                        visit.address("client-secrets/" + secret.id() + "/revoke"),
                        PageElements.submitDangerously("Revoke it")));
    }

    /** @param mistake what was wrong with what was entered; empty if nothing was */
    Html of(TenantVisit visit, String mistake) {
        if (Provisioning.tokenUrl(settings.baseUrl()).isEmpty()) {
            return Html.nothing();
        }
        Directory connection = secrets.connection(visit.tenant());
        List<Trust> trusts = directories.credentials().trusts(connection.id());
        return card(
                visit,
                values(visit),
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
