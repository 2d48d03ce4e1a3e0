package dev.scimlet.examples.mediusflow.console;

import static dev.scimlet.examples.mediusflow.html.Attribute.classes;
import static dev.scimlet.examples.mediusflow.html.Attribute.href;
import static dev.scimlet.examples.mediusflow.html.Html.a;
import static dev.scimlet.examples.mediusflow.html.Html.article;
import static dev.scimlet.examples.mediusflow.html.Html.dd;
import static dev.scimlet.examples.mediusflow.html.Html.div;
import static dev.scimlet.examples.mediusflow.html.Html.dl;
import static dev.scimlet.examples.mediusflow.html.Html.dt;
import static dev.scimlet.examples.mediusflow.html.Html.h2;
import static dev.scimlet.examples.mediusflow.html.Html.header;
import static dev.scimlet.examples.mediusflow.html.Html.text;
import static dev.scimlet.examples.mediusflow.html.Html.together;

import dev.scimlet.directory.Directories;
import dev.scimlet.directory.log.LogProblem;
import dev.scimlet.examples.mediusflow.account.Accounts;
import dev.scimlet.examples.mediusflow.account.UserGroups;
import dev.scimlet.examples.mediusflow.console.PageElements.Tone;
import dev.scimlet.examples.mediusflow.html.Html;
import dev.scimlet.examples.mediusflow.tenant.ProvisioningSecrets;
import dev.scimlet.examples.mediusflow.tenant.Tenant;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** An organisation's tenants side by side. */
final class OverviewPage {

    private final Accounts accounts;
    private final UserGroups groups;
    private final ConsoleLog log;
    private final Directories directories;
    private final SetUpProgress progress;
    private final Warnings warnings;
    private final Clock clock;

    OverviewPage(ConsoleSettings settings) {
        this.accounts = new Accounts(settings.database());
        this.groups = new UserGroups(settings.database());
        this.log = new ConsoleLog(settings);
        this.directories = settings.directories();
        this.progress = new SetUpProgress(settings);
        this.warnings = new Warnings(settings);
        this.clock = settings.clock();
    }

    Answer show(Visit visit) {
        return Answer.page(Layout.inside(
                visit,
                visit.organisation(),
                "Each tenant has its own SCIM link, secrets, users and log. Try on the test tenant, then do the same on"
                        + " production.",
                div(
                        classes("tiles"),
                        together(visit.tenants().stream().map(this::tile).toList())),
                div(classes("actions"), PageElements.linkButton("/console/administrators", "Administrators"))));
    }

    private Html tile(Tenant tenant) {
        Accounts.Counts counts = accounts.counts(tenant);
        SetUpProgress.Steps steps = progress.of(tenant);
        List<LogProblem> problems = log.problems(tenant);
        String address = "/console/" + tenant.slug();
        return article(
                classes("card tile " + tenant.environment().name().toLowerCase(Locale.ROOT)),
                header(
                        h2(a(href(address), text(tenant.name()))),
                        PageElements.badge(
                                tenant.environment() == Tenant.Environment.PRODUCTION ? Tone.INFORMATION : Tone.WARNING,
                                tenant.environment().label())),
                dl(
                        classes("facts"),
                        fact(
                                "User provisioning",
                                tenant.provisioningEnabled()
                                        ? PageElements.badge(Tone.GOOD, "On")
                                        : PageElements.badge(Tone.QUIET, "Off")),
                        fact(
                                "Users",
                                text(PageElements.counted(counts.enabled(), "enabled", "enabled")
                                        + (counts.total() > counts.enabled()
                                                ? ", " + (counts.total() - counts.enabled()) + " disabled"
                                                : ""))),
                        fact("Groups", text(groups.count(tenant))),
                        fact("Secrets that work", text(warnings.liveSecrets(tenant))),
                        fact("Last request", lastRequest(tenant, ConsoleLog.stop(problems))),
                        fact("Problems", problems(address, problems.size()))),
                div(
                        classes("actions"),
                        PageElements.linkButton(
                                address,
                                steps.done() == SetUpProgress.Steps.ALL
                                        ? "Set-up complete"
                                        : "Set-up: " + steps.done() + " of " + SetUpProgress.Steps.ALL + " steps done"),
                        PageElements.linkButton(address + "/log", "Provisioning log")));
    }

    private Html lastRequest(Tenant tenant, Optional<LogProblem> stop) {
        if (stop.isPresent()) {
            return div(
                    PageElements.badge(Tone.BAD, "Stopped"),
                    text(" only refusals since "),
                    PageElements.moment(stop.orElseThrow().first()));
        }
        Optional<Instant> last = directories.ofTenant(tenant.id()).stream()
                .filter(directory -> !ProvisioningSecrets.isCheck(directory))
                .flatMap(directory -> directories.health(directory.id()).lastRequest().stream())
                .max(Instant::compareTo);
        return PageElements.ago(last, clock.instant(), "none yet");
    }

    private static Html problems(String address, int count) {
        return count == 0
                ? text("none")
                : a(href(address + "/problems"), text(PageElements.counted(count, "cause", "causes")));
    }

    private static Html fact(String caption, Html content) {
        return div(dt(text(caption)), dd(content));
    }
}
