package dev.scimlet.simulator;

import dev.scimlet.simulator.client.ScimFailureException;
import dev.scimlet.simulator.directory.SourceDirectory;
import dev.scimlet.simulator.directory.VirtualClock;
import dev.scimlet.simulator.discovery.DiscoveredApplication;
import dev.scimlet.simulator.log.ProvisioningAction;
import dev.scimlet.simulator.log.ProvisioningLog;
import dev.scimlet.simulator.log.ProvisioningLogEntry;
import dev.scimlet.simulator.log.ProvisioningStatus;
import dev.scimlet.simulator.okta.ImportResult;
import dev.scimlet.simulator.okta.IntegrationKind;
import dev.scimlet.simulator.okta.OktaService;
import dev.scimlet.simulator.transport.Pause;
import dev.scimlet.simulator.transport.ScimTransport;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Provisions as Okta does. */
final class OktaCommand {

    private static final Set<String> NAMED =
            Set.of("url", "users", "groups", "seed", "directory", "cycles", "changes", "log", "kind");
    private static final Duration BETWEEN_PUSHES = Duration.ofHours(1);

    private final PrintStream out;

    OktaCommand(PrintStream out) {
        this.out = out;
    }

    /** Runs the command; gives true if everything went well. */
    boolean run(List<String> arguments) throws UsageException, IOException {
        Options options = new Options(arguments, Access.named(NAMED), Access.switches(Set.of()));
        VirtualClock clock = new VirtualClock(Instant.now());
        SourceDirectory directory = DirectorySource.directory(options, clock);
        kind(options, true); // a word that is not known shall not be found after the application was asked
        try (Access access = Access.of(options, options.required("url"), Access.OKTA_WAYS, out)) {
            return provision(options, directory, clock, access);
        }
    }

    private boolean provision(Options options, SourceDirectory directory, VirtualClock clock, Access access)
            throws UsageException, IOException {
        ScimTransport transport = access.transport();
        DiscoveredApplication application = JobOptions.discover(options, transport);
        OktaService service = new OktaService(
                directory,
                kind(options, application.patchSupported()),
                "Bearer " + Access.token(options),
                clock,
                transport,
                Pause.sleeping());
        service.limitTo(application);
        try {
            service.testCredentials();
            out.println("Test of the credentials: succeeded");
            leftOut(application, service, directory);
            show(service.importAll());
            DirectorySource.forEachCycle(options, directory, () -> {
                access.beforeCycle();
                service.push();
                clock.advance(BETWEEN_PUSHES);
            });
            show(service.importAll());
        } catch (ScimFailureException e) {
            out.println("FAILED: " + e.reason());
            return false;
        }
        if (options.text("log").isPresent()) {
            LogFile.write(service.log(), options.required("log"));
            out.println("Provisioning log: " + options.required("log"));
        }
        access.summary(out);
        return summary(service.log());
    }

    private void leftOut(DiscoveredApplication application, OktaService service, SourceDirectory directory) {
        List<String> unmapped = OktaService.PROFILE.stream()
                .filter(target -> !application.hasUserAttribute(target))
                .toList();
        if (!unmapped.isEmpty()) {
            out.println("Left out, as the application does not have it: " + String.join(", ", unmapped));
        }
        if (!service.pushesGroups()) {
            out.println("Left out, as the application has no groups: "
                    + directory.groups().size() + " groups of the directory");
        }
    }

    private static IntegrationKind kind(Options options, boolean patchSupported) throws UsageException {
        return switch (options.text("kind").orElse(patchSupported ? "catalogue" : "wizard")) {
            case "catalogue" -> IntegrationKind.CATALOGUE;
            case "wizard" -> IntegrationKind.WIZARD;
            default -> throw new UsageException("--kind is one of catalogue, wizard");
        };
    }

    private void show(ImportResult result) {
        out.println("Import: " + result.users() + " users, of whom " + result.matched() + " match, and "
                + result.groups() + " groups");
    }

    private boolean summary(ProvisioningLog log) {
        for (ProvisioningAction action : ProvisioningAction.values()) {
            long count = log.entries(ProvisioningStatus.SUCCESS).stream()
                    .filter(entry -> entry.action() == action)
                    .count();
            if (count > 0) {
                out.println(action.graphName() + ": " + count);
            }
        }
        List<ProvisioningLogEntry> failures = log.entries(ProvisioningStatus.FAILURE);
        failures.forEach(entry -> out.println("FAILED " + entry.identity().name() + ": " + entry.reason()));
        return failures.isEmpty();
    }
}
