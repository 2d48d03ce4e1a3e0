package dev.scimlet.simulator;

import dev.scimlet.simulator.client.ScimFailureException;
import dev.scimlet.simulator.directory.SourceDirectory;
import dev.scimlet.simulator.directory.VirtualClock;
import dev.scimlet.simulator.discovery.DiscoveredApplication;
import dev.scimlet.simulator.entra.ConnectionTestResult;
import dev.scimlet.simulator.entra.CycleReport;
import dev.scimlet.simulator.entra.Difference;
import dev.scimlet.simulator.entra.DirectoryComparison;
import dev.scimlet.simulator.entra.JobState;
import dev.scimlet.simulator.entra.ProgressListener;
import dev.scimlet.simulator.entra.ProvisioningJob;
import dev.scimlet.simulator.entra.ProvisioningService;
import dev.scimlet.simulator.entra.StagedDeletion;
import dev.scimlet.simulator.log.ProvisioningLog;
import dev.scimlet.simulator.log.ProvisioningLogEntry;
import dev.scimlet.simulator.log.ProvisioningStatus;
import dev.scimlet.simulator.mapping.MappingFile;
import dev.scimlet.simulator.mapping.SynchronizationSchema;
import dev.scimlet.simulator.oauth.SigningKeys;
import dev.scimlet.simulator.transport.Fault;
import dev.scimlet.simulator.transport.FaultInjectingTransport;
import dev.scimlet.simulator.transport.Pause;
import dev.scimlet.simulator.transport.ScimTransport;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** Provisions as Entra ID does. */
final class EntraCommand {

    private static final Set<String> NAMED = Set.of(
            "url",
            "users",
            "groups",
            "seed",
            "directory",
            "cycles",
            "changes",
            "log",
            "mapping",
            "later-mapping",
            "scope",
            "default-access",
            "filter",
            "actions",
            "parallel",
            "on-demand",
            "on-demand-group",
            "staged-deletions",
            "deletion-threshold",
            "status",
            "notify",
            "mails",
            "lose-answers");
    private static final Set<String> SWITCHES =
            Set.of("compliant", "remove-emptied", "test-connection", "no-comparison", "no-notifications");
    /** More differences than these are counted, not shown. */
    private static final int SHOWN = 20;

    private final PrintStream out;
    private final boolean terminal;

    EntraCommand(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /** Runs the command; gives true if everything went well. */
    boolean run(List<String> arguments) throws UsageException, IOException {
        if (!arguments.isEmpty() && arguments.get(0).equals("mapping")) {
            printMapping(new Options(
                    arguments.subList(1, arguments.size()),
                    Access.named(Set.of("mapping", "url")),
                    Access.switches(Set.of())));
            return true;
        }
        if (!arguments.isEmpty() && arguments.get(0).equals("keys")) {
            Options options = new Options(arguments.subList(1, arguments.size()), Set.of("key"), Set.of());
            out.println(SigningKeys.of(Access.key(options)).jwks());
            return true;
        }
        Options options = new Options(arguments, Access.named(NAMED), Access.switches(SWITCHES));
        VirtualClock clock = new VirtualClock(Instant.now());
        SourceDirectory directory = DirectorySource.directory(options, clock);
        decision(options); // a word that is not known shall not be found after the first cycle
        Optional<SynchronizationSchema> later = JobOptions.laterSchema(options, directory);
        JobOptions.job(options, Optional.empty(), directory); // nor shall one be found after the application was asked
        try (Access access = access(options)) {
            return provision(options, directory, clock, later, access);
        }
    }

    private Access access(Options options) throws UsageException {
        String baseUrl = JobOptions.credentials(options).tenantUrl().baseUrl();
        return Access.of(options, baseUrl, Access.ENTRA_WAYS, out);
    }

    private boolean provision(
            Options options,
            SourceDirectory directory,
            VirtualClock clock,
            Optional<SynchronizationSchema> later,
            Access access)
            throws UsageException, IOException {
        ScimTransport straight = access.transport();
        Optional<DiscoveredApplication> application =
                JobOptions.discovers(options) ? Optional.of(JobOptions.discover(options, straight)) : Optional.empty();
        ProvisioningJob job = JobOptions.job(options, application, directory);
        ProvisioningService service =
                new ProvisioningService(job, directory, clock, withFaults(straight, options), Pause.sleeping());
        Optional<StatusFile> status = statusFile(service, options);
        service.onProgress(status.<ProgressListener>map(file -> file).orElseGet(() -> new ProgressBar(out, terminal)));
        status.ifPresent(StatusFile::write);
        // with a service of its own, whose answers do not get lost
        ConnectionTestResult connection =
                new ProvisioningService(job, directory, clock, straight, Pause.sleeping()).testConnection();
        out.println(
                "Test connection: " + (connection.succeeded() ? "succeeded" : "FAILED") + ", " + connection.message());
        if (!connection.succeeded()) {
            return false;
        }
        showSchemas(service.discoverSchemas());
        application.ifPresent(known -> new DiscoveryText(known).print(out));
        if (options.isOn("test-connection")) {
            return true;
        }
        boolean well = options.text("on-demand").isPresent()
                ? onDemand(service, directory, options)
                : cycles(service, job, later, directory, access, options);
        access.summary(out);
        if (status.isPresent()) {
            status.get().write();
            out.println("Synchronisation details: " + options.required("status") + ".txt and .json");
        }
        if (options.isOn("mails")) {
            MailFiles.write(service.notifications(), Path.of(options.required("mails")));
        }
        if (options.text("log").isPresent()) {
            LogFile.write(service.log(), options.required("log"));
            out.println("Provisioning log: " + options.required("log"));
        }
        return well;
    }

    private void printMapping(Options options) throws UsageException {
        boolean asks = options.isOn("url") || options.text("mapping").isPresent();
        if (asks && JobOptions.discovers(options)) {
            PrintStream aside = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
            String baseUrl = JobOptions.credentials(options).tenantUrl().baseUrl();
            try (Access access = Access.of(options, baseUrl, Access.ENTRA_WAYS, aside)) {
                out.print(MappingFile.text(
                        JobOptions.discover(options, access.transport()).mapping()));
            }
        } else {
            out.print(MappingFile.text(JobOptions.schema(options, name -> true)));
        }
    }

    private Optional<StatusFile> statusFile(ProvisioningService service, Options options) throws UsageException {
        return options.isOn("status")
                ? Optional.of(new StatusFile(
                        service,
                        new ProgressBar(out, terminal),
                        Path.of(options.required("status")),
                        options.text("log").orElse("")))
                : Optional.empty();
    }

    private void showSchemas(List<String> schemas) {
        out.println(
                schemas.isEmpty()
                        ? "Warning: /Schemas cannot be read, so administrators are offered no attributes to map"
                        : "Schemas offered for mapping: " + String.join(", ", schemas));
    }

    private static ScimTransport withFaults(ScimTransport transport, Options options) throws UsageException {
        double share = options.share("lose-answers");
        return share == 0
                ? transport
                : new FaultInjectingTransport(transport, options.number("seed", 1), Map.of(Fault.LOST_ANSWER, share));
    }

    private boolean onDemand(ProvisioningService service, SourceDirectory directory, Options options)
            throws UsageException {
        String name = options.required("on-demand");
        String objectId = directory
                .userNamed(name)
                .orElseThrow(() -> new UsageException("no user of the directory is called " + name))
                .objectId();
        List<ProvisioningLogEntry> entries = options.isOn("on-demand-group")
                ? service.provisionOnDemand(objectId, group(directory, objectId, options.required("on-demand-group")))
                : service.provisionOnDemand(objectId);
        for (ProvisioningLogEntry entry : entries) {
            out.println(entry.action().graphName() + " " + entry.identity().name() + ": "
                    + entry.status().graphName());
            entry.steps().forEach(step -> out.println("  " + step.kind().graphName() + ": " + step.description()));
            entry.modifiedProperties()
                    .forEach(property -> out.println("    " + property.target() + " = " + property.newValue()));
        }
        return entries.stream().noneMatch(entry -> entry.status() == ProvisioningStatus.FAILURE);
    }

    private static String group(SourceDirectory directory, String member, String name) throws UsageException {
        return directory.groups().stream()
                .filter(group -> group.displayName().equalsIgnoreCase(name))
                .filter(group -> group.members().contains(member))
                .findFirst()
                .orElseThrow(() -> new UsageException("the user is in no group that is called " + name))
                .objectId();
    }

    private boolean cycles(
            ProvisioningService service,
            ProvisioningJob job,
            Optional<SynchronizationSchema> later,
            SourceDirectory directory,
            Access access,
            Options options)
            throws UsageException {
        boolean compares = !options.isOn("no-comparison");
        ScimTransport transport = access.transport();
        try {
            Set<String> before = compares ? new DirectoryComparison(job, directory, transport).ids() : Set.of();
            SummaryTable table = new SummaryTable();
            List<CycleReport> reports = new ArrayList<>();
            List<ConnectionTestResult> refusals = new ArrayList<>();
            AtomicLong changedSince = new AtomicLong();
            DirectorySource.forEachCycle(options, directory, () -> {
                if (reports.size() == 1 && later.isPresent()) {
                    changeMapping(service, later.get()).ifPresent(refusals::add);
                }
                access.beforeCycle();
                long started = System.nanoTime();
                CycleReport report = service.runCycle();
                reports.add(report);
                table.add(report, Duration.ofNanos(System.nanoTime() - started));
                if (reports.size() == 1) {
                    changedSince.set(directory.watermark());
                }
            });
            out.print(table.text());
            reports.stream()
                    .flatMap(report -> report.warnings().stream())
                    .distinct()
                    .forEach(warning -> out.println("Warning: " + warning));
            showNotEntitled(service.log());
            showFailures(service);
            List<StagedDeletion> rejected = decide(service, options, () -> {
                long started = System.nanoTime();
                CycleReport report = service.runCycle();
                reports.add(report);
                SummaryTable decided = new SummaryTable();
                decided.add(report, Duration.ofNanos(System.nanoTime() - started));
                out.print(decided.text());
            });
            boolean changed = later.isPresent() && refusals.isEmpty() && reports.size() > 1;
            boolean equal = !compares
                    || (changed
                            ? compare(
                                    without(
                                            rejected,
                                            differences(
                                                    job,
                                                    later.get(),
                                                    directory,
                                                    transport,
                                                    before,
                                                    changedSince.get())),
                                    job,
                                    directory)
                            : compare(
                                    without(
                                            rejected,
                                            new DirectoryComparison(job, directory, transport, before).differences()),
                                    job,
                                    directory));
            CycleReport last = reports.get(reports.size() - 1);
            return equal && refusals.isEmpty() && last.escrows() == 0 && last.state() == JobState.ACTIVE;
        } catch (ScimFailureException e) {
            out.println("The application cannot be read: " + e.reason());
            return false;
        }
    }

    private void showNotEntitled(ProvisioningLog log) {
        Map<String, String> reasons = new LinkedHashMap<>();
        log.entries(ProvisioningStatus.SKIPPED).stream()
                .filter(entry -> entry.errorCode().equals("NotEffectivelyEntitled"))
                .forEach(entry -> reasons.put(entry.identity().name(), entry.reason()));
        reasons.entrySet().stream()
                .limit(SHOWN)
                .forEach(each -> out.println("Skipped " + each.getKey() + ": " + each.getValue()));
        if (reasons.size() > SHOWN) {
            out.println("  and " + (reasons.size() - SHOWN) + " more; --log writes down all of them");
        }
    }

    private void showFailures(ProvisioningService service) {
        service.notifications()
                .forEach(mail ->
                        out.println("Mail to " + mail.recipient() + ": " + mail.subject() + ". " + mail.text()));
        if (!service.escrows().isEmpty()) {
            out.println(service.escrows().size() + " objects wait for another attempt:");
            service.escrows().stream()
                    .limit(SHOWN)
                    .forEach(escrow -> out.println(
                            "  " + escrow.key().kind() + " " + escrow.key().sourceId() + ": " + escrow.reason()));
        }
    }

    /** Saves the later mapping; gives what is against it, if something is. */
    private Optional<ConnectionTestResult> changeMapping(ProvisioningService service, SynchronizationSchema later) {
        ConnectionTestResult result = service.changeMapping(later);
        if (result.succeeded()) {
            out.println("The mapping was changed: objects get what is new with their next change");
            return Optional.empty();
        }
        out.println("The mapping was NOT changed: " + result.message());
        return Optional.of(result);
    }

    /** Who has changed since the mapping did must be as the later one has it, everybody else as the first one has it. */
    private List<Difference> differences(
            ProvisioningJob job,
            SynchronizationSchema later,
            SourceDirectory directory,
            ScimTransport transport,
            Set<String> before,
            long changedSince)
            throws ScimFailureException {
        Set<String> changed = new HashSet<>();
        for (String id : directory.changedSince(changedSince)) {
            directory.user(id).ifPresent(user -> changed.add(user.userPrincipalName()));
            directory.group(id).ifPresent(group -> changed.add(group.displayName()));
        }
        List<Difference> differences =
                new ArrayList<>(new DirectoryComparison(job, directory, transport, before).differences());
        differences.removeIf(difference -> changed.contains(difference.name()));
        List<Difference> byLater =
                new DirectoryComparison(job.withSchema(later), directory, transport, before).differences();
        byLater.stream()
                .filter(difference -> changed.contains(difference.name()))
                .forEach(differences::add);
        long waiting = byLater.stream()
                .map(Difference::name)
                .filter(name -> !changed.contains(name))
                .distinct()
                .count();
        out.println(waiting + " users and groups wait for their next change to get what is new in the mapping.");
        return differences;
    }

    /** Shows what is staged, does what the options say, and lets another cycle run; gives what was rejected. */
    private List<StagedDeletion> decide(ProvisioningService service, Options options, Runnable cycle)
            throws UsageException {
        List<StagedDeletion> staged = service.stagedDeletions();
        if (staged.isEmpty()) {
            return List.of();
        }
        out.println(staged.size() == 1 ? "1 deletion is staged:" : staged.size() + " deletions are staged:");
        staged.stream().limit(SHOWN).forEach(deletion -> out.println("  " + deletion.type() + " " + deletion.name()));
        switch (decision(options)) {
            case "allow" -> {
                service.allowDeletions();
                out.println("They are allowed, as --staged-deletions says.");
                cycle.run();
                return List.of();
            }
            case "reject" -> {
                service.rejectDeletions();
                out.println("They are rejected, as --staged-deletions says: the application keeps them as they are.");
                cycle.run();
                return staged;
            }
            default -> {
                out.println("Nobody has decided: --staged-deletions allow or reject does.");
                return List.of();
            }
        }
    }

    private static String decision(Options options) throws UsageException {
        String decision = options.text("staged-deletions").orElse("ask");
        if (!Set.of("ask", "allow", "reject").contains(decision)) {
            throw new UsageException("--staged-deletions is one of ask, allow, reject");
        }
        return decision;
    }

    private static List<Difference> without(List<StagedDeletion> rejected, List<Difference> differences) {
        Set<String> names = new HashSet<>();
        rejected.forEach(deletion -> names.addAll(List.of(deletion.name(), deletion.targetId())));
        return differences.stream()
                .filter(difference -> !names.contains(difference.name()))
                .toList();
    }

    private boolean compare(List<Difference> differences, ProvisioningJob job, SourceDirectory directory) {
        if (differences.isEmpty()) {
            String users = directory.users().size() + " users";
            String groups = job.schema().groups().isPresent()
                    ? " and " + directory.groups().size() + " groups"
                    : "";
            out.println("The application is as the directory has it (" + users + groups + " compared).");
            return true;
        }
        out.println(differences.size() + " differences between the application and the directory:");
        differences.stream().limit(SHOWN).forEach(difference -> out.println("  " + difference));
        return false;
    }
}
