package dev.scimlet.examples.mediusflow.console;

import static dev.scimlet.examples.mediusflow.html.Attribute.classes;
import static dev.scimlet.examples.mediusflow.html.Attribute.role;
import static dev.scimlet.examples.mediusflow.html.Html.div;
import static dev.scimlet.examples.mediusflow.html.Html.p;
import static dev.scimlet.examples.mediusflow.html.Html.text;
import static dev.scimlet.examples.mediusflow.html.Html.together;

import dev.scimlet.directory.log.LogProblem;
import dev.scimlet.examples.mediusflow.html.Html;
import dev.scimlet.examples.mediusflow.tenant.ProvisioningSecret;
import dev.scimlet.examples.mediusflow.tenant.ProvisioningSecrets;
import dev.scimlet.examples.mediusflow.tenant.Tenant;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What an administrator should know before users notice: a directory that has stopped, a secret that ends soon. */
final class Warnings {

    /** Time enough to paste the next secret, also in the month of holidays. */
    private static final Duration SOON = Duration.ofDays(30);

    private final ConsoleLog log;
    private final ProvisioningSecrets secrets;
    private final Clock clock;

    Warnings(ConsoleSettings settings) {
        this.log = new ConsoleLog(settings);
        this.secrets = new ProvisioningSecrets(settings.database(), settings.clock());
        this.clock = settings.clock();
    }

    /** In how many days a secret that works ends, if that is soon. */
    static Optional<Long> endsInDays(ProvisioningSecret secret, Instant now) {
        Duration left = Duration.between(now, secret.expires());
        return secret.state(now) == ProvisioningSecret.State.LIVE && left.compareTo(SOON) <= 0
                ? Optional.of(left.toDays())
                : Optional.empty();
    }

    static String ends(long days) {
        return days == 0 ? "Ends today" : "Ends in " + PageElements.counted(days, "day", "days");
    }

    /** All that is to be said about a tenant, on its own pages. */
    Html of(TenantVisit visit) {
        return together(
                ConsoleLog.stop(log.problems(visit.tenant()))
                        .map(stop -> stopped(visit, stop))
                        .orElseGet(Html::nothing),
                together(secrets.of(visit.tenant()).stream()
                        .flatMap(this::ending)
                        .toList()));
    }

    private Html stopped(TenantVisit visit, LogProblem stop) {
        return div(
                classes("notice bad"),
                role("status"),
                p(
                        text("The directory has stopped: only refusals since "),
                        PageElements.moment(stop.first()),
                        text(". " + log.who(stop.newest()) + ": " + log.sentence(stop.newest()))),
                div(
                        classes("actions"),
                        PageElements.linkButton(visit.address("log") + "?result=REFUSED", "Refusals in the log"),
                        PageElements.linkButton(visit.address("problems"), "Problems")));
    }

    private Stream<Html> ending(ProvisioningSecret secret) {
        return endsInDays(secret, clock.instant()).stream()
                .map(days -> PageElements.notice(
                        PageElements.Tone.WARNING,
                        "The secret “" + secret.label() + "” " + ends(days).toLowerCase(Locale.ROOT)
                                + ": generate the next one and paste it before."));
    }

    /** How many secrets work, and when the last of them ends if that is soon. */
    String liveSecrets(Tenant tenant) {
        Instant now = clock.instant();
        List<ProvisioningSecret> live = secrets.of(tenant).stream()
                .filter(secret -> secret.state(now) == ProvisioningSecret.State.LIVE)
                .toList();
        Optional<ProvisioningSecret> last =
                live.stream().max((one, other) -> one.expires().compareTo(other.expires()));
        return live.size()
                + last.flatMap(secret -> endsInDays(secret, now))
                        .map(days -> ", the last " + ends(days).toLowerCase(Locale.ROOT))
                        .orElse("");
    }
}
