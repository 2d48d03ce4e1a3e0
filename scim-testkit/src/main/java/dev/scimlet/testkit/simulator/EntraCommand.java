package dev.scimlet.testkit.simulator;

import dev.scimlet.testkit.simulator.client.ScimFailureException;
import dev.scimlet.testkit.simulator.directory.RandomChanges;
import dev.scimlet.testkit.simulator.directory.SourceDirectory;
import dev.scimlet.testkit.simulator.directory.VirtualClock;
import dev.scimlet.testkit.simulator.entra.AdminCredentials;
import dev.scimlet.testkit.simulator.entra.ConnectionTestResult;
import dev.scimlet.testkit.simulator.entra.CycleReport;
import dev.scimlet.testkit.simulator.entra.Difference;
import dev.scimlet.testkit.simulator.entra.DirectoryComparison;
import dev.scimlet.testkit.simulator.entra.EmptiedValues;
import dev.scimlet.testkit.simulator.entra.JobState;
import dev.scimlet.testkit.simulator.entra.PatchDialect;
import dev.scimlet.testkit.simulator.entra.ProvisioningJob;
import dev.scimlet.testkit.simulator.entra.ProvisioningScope;
import dev.scimlet.testkit.simulator.entra.ProvisioningService;
import dev.scimlet.testkit.simulator.entra.ScopingFilter;
import dev.scimlet.testkit.simulator.entra.ScopingOperator;
import dev.scimlet.testkit.simulator.entra.TargetObjectActions;
import dev.scimlet.testkit.simulator.entra.TenantUrl;
import dev.scimlet.testkit.simulator.log.ProvisioningLogEntry;
import dev.scimlet.testkit.simulator.log.ProvisioningStatus;
import dev.scimlet.testkit.simulator.mapping.StandardMappings;
import dev.scimlet.testkit.simulator.mapping.SynchronizationSchema;
import dev.scimlet.testkit.simulator.transport.Fault;
import dev.scimlet.testkit.simulator.transport.FaultInjectingTransport;
import dev.scimlet.testkit.simulator.transport.HttpTransport;
import dev.scimlet.testkit.simulator.transport.Pause;
import dev.scimlet.testkit.simulator.transport.ScimTransport;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Provisions as Entra ID does. */
final class EntraCommand {

    private static final Set<String> NAMED = Set.of(
            "url",
            "token",
            "token-file",
            "users",
            "groups",
            "seed",
            "directory",
            "cycles",
            "changes",
            "log",
            "mapping",
            "scope",
            "filter",
            "actions",
            "parallel",
            "on-demand",
            "deletion-threshold",
            "lose-answers");
    private static final Set<String> SWITCHES =
            Set.of("compliant", "remove-emptied", "test-connection", "no-comparison");
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    /** Random changes between cycles, unless told otherwise. */
    private static final int USUAL_CHANGES = 20;

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
        Options options = new Options(arguments, NAMED, SWITCHES);
        VirtualClock clock = new VirtualClock(Instant.now());
        SourceDirectory directory = DirectorySource.directory(options, clock);
        ProvisioningJob job = job(options);
        ScimTransport straight = transport(job);
        ProvisioningService service =
                new ProvisioningService(job, directory, clock, withFaults(straight, options), Pause.sleeping());
        service.onProgress(new ProgressBar(out, terminal));
        // with a service of its own, whose answers do not get lost
        ConnectionTestResult connection =
                new ProvisioningService(job, directory, clock, straight, Pause.sleeping()).testConnection();
        out.println(
                "Test connection: " + (connection.succeeded() ? "succeeded" : "FAILED") + ", " + connection.message());
        if (!connection.succeeded()) {
            return false;
        }
        showSchemas(service.discoverSchemas());
        if (options.isOn("test-connection")) {
            return true;
        }
        boolean well = options.text("on-demand").isPresent()
                ? onDemand(service, directory, options.required("on-demand"))
                : cycles(service, job, directory, straight, options);
        if (options.text("log").isPresent()) {
            LogFile.write(service.log(), options.required("log"));
            out.println("Provisioning log: " + options.required("log"));
        }
        return well;
    }

    private void showSchemas(List<String> schemas) {
        out.println(
                schemas.isEmpty()
                        ? "Warning: /Schemas cannot be read, so administrators are offered no attributes to map"
                        : "Schemas offered for mapping: " + String.join(", ", schemas));
    }

    private static ProvisioningJob job(Options options) throws UsageException {
        ProvisioningJob.Builder builder = ProvisioningJob.builder(
                        new AdminCredentials(tenantUrl(options), Token.of(options)), schema(options))
                .scope(scope(options))
                .userActions(actions(options))
                .groupActions(actions(options))
                .emptiedValues(options.isOn("remove-emptied") ? EmptiedValues.REMOVED : EmptiedValues.KEPT)
                .parallelism(Math.max(1, options.number("parallel", 1)));
        if (options.isOn("deletion-threshold")) {
            builder.accidentalDeletionThreshold(Math.max(1, options.number("deletion-threshold", 1)));
        }
        return builder.build();
    }

    private static TenantUrl tenantUrl(Options options) throws UsageException {
        try {
            TenantUrl url = TenantUrl.parse(options.required("url"));
            return options.isOn("compliant") ? new TenantUrl(url.baseUrl(), PatchDialect.COMPLIANT) : url;
        } catch (IllegalArgumentException e) {
            throw new UsageException(e);
        }
    }

    private static SynchronizationSchema schema(Options options) throws UsageException {
        return switch (options.text("mapping").orElse("default")) {
            case "mediusflow" -> StandardMappings.mediusflow();
            case "blink" -> StandardMappings.blink();
            case "default" -> StandardMappings.nonGallery();
            default -> throw new UsageException("--mapping is one of mediusflow, blink, default");
        };
    }

    private static ProvisioningScope scope(Options options) throws UsageException {
        ProvisioningScope scope = switch (options.text("scope").orElse("assigned")) {
            case "assigned" -> ProvisioningScope.assigned();
            case "all" -> ProvisioningScope.all();
            default -> throw new UsageException("--scope is one of assigned, all");
        };
        return options.isOn("filter") ? scope.withUserFilters(List.of(filter(options.required("filter")))) : scope;
    }

    private static ScopingFilter filter(String text) throws UsageException {
        List<ScopingFilter.Clause> clauses = new ArrayList<>();
        for (String clause : text.trim().split(" and ")) {
            String[] words = clause.trim().split("\\s+", 3);
            try {
                clauses.add(new ScopingFilter.Clause(
                        words[0],
                        ScopingOperator.valueOf(words[words.length > 1 ? 1 : 0].toUpperCase(Locale.ROOT)),
                        words.length > 2 ? words[2] : ""));
            } catch (IllegalArgumentException e) {
                throw new UsageException("--filter takes clauses such as 'department EQUALS Finance', with one of "
                        + List.of(ScopingOperator.values()) + ", not '" + clause.trim() + "'");
            }
        }
        return new ScopingFilter("command line", clauses);
    }

    private static TargetObjectActions actions(Options options) throws UsageException {
        Set<String> allowed =
                Set.of(options.text("actions").orElse("create,update,delete").split(","));
        if (!Set.of("create", "update", "delete").containsAll(allowed)) {
            throw new UsageException("--actions takes some of create,update,delete");
        }
        return new TargetObjectActions(
                allowed.contains("create"), allowed.contains("update"), allowed.contains("delete"));
    }

    private static ScimTransport transport(ProvisioningJob job) throws UsageException {
        try {
            return new HttpTransport(job.credentials().tenantUrl().baseUrl(), TIMEOUT);
        } catch (IllegalArgumentException e) {
            throw new UsageException(e);
        }
    }

    private static ScimTransport withFaults(ScimTransport transport, Options options) throws UsageException {
        double share = options.share("lose-answers");
        return share == 0
                ? transport
                : new FaultInjectingTransport(transport, options.number("seed", 1), Map.of(Fault.LOST_ANSWER, share));
    }

    private boolean onDemand(ProvisioningService service, SourceDirectory directory, String name)
            throws UsageException {
        String objectId = directory
                .userNamed(name)
                .orElseThrow(() -> new UsageException("no user of the directory is called " + name))
                .objectId();
        List<ProvisioningLogEntry> entries = service.provisionOnDemand(objectId);
        for (ProvisioningLogEntry entry : entries) {
            out.println(entry.action().graphName() + " " + entry.identity().name() + ": "
                    + entry.status().graphName());
            entry.steps().forEach(step -> out.println("  " + step.kind().graphName() + ": " + step.description()));
            entry.modifiedProperties()
                    .forEach(property -> out.println("    " + property.target() + " = " + property.newValue()));
        }
        return entries.stream().noneMatch(entry -> entry.status() == ProvisioningStatus.FAILURE);
    }

    private boolean cycles(
            ProvisioningService service,
            ProvisioningJob job,
            SourceDirectory directory,
            ScimTransport transport,
            Options options)
            throws UsageException {
        int cycles = Math.max(1, options.number("cycles", 1));
        int changes = options.number("changes", options.isOn("directory") ? 0 : USUAL_CHANGES);
        RandomChanges random = new RandomChanges(options.number("seed", 1));
        boolean compares = !options.isOn("no-comparison");
        try {
            Set<String> before = compares ? new DirectoryComparison(job, directory, transport).ids() : Set.of();
            SummaryTable table = new SummaryTable();
            List<CycleReport> reports = new ArrayList<>();
            for (int cycle = 0; cycle < cycles; cycle++) {
                if (cycle > 0 && !directory.users().isEmpty()) {
                    random.apply(directory, changes);
                }
                long started = System.nanoTime();
                CycleReport report = service.runCycle();
                reports.add(report);
                table.add(report, Duration.ofNanos(System.nanoTime() - started));
            }
            out.print(table.text());
            reports.stream()
                    .flatMap(report -> report.warnings().stream())
                    .distinct()
                    .forEach(warning -> out.println("Warning: " + warning));
            showFailures(service);
            boolean equal = !compares || compare(new DirectoryComparison(job, directory, transport, before), directory);
            CycleReport last = reports.get(reports.size() - 1);
            return equal && last.escrows() == 0 && last.state() == JobState.ACTIVE;
        } catch (ScimFailureException e) {
            out.println("The application cannot be read: " + e.reason());
            return false;
        }
    }

    private void showFailures(ProvisioningService service) {
        service.notifications().forEach(mail -> out.println("Notification: " + mail.subject() + ". " + mail.text()));
        if (!service.escrows().isEmpty()) {
            out.println(service.escrows().size() + " objects wait for another attempt:");
            service.escrows().stream()
                    .limit(SHOWN)
                    .forEach(escrow -> out.println(
                            "  " + escrow.key().kind() + " " + escrow.key().sourceId() + ": " + escrow.reason()));
        }
    }

    private boolean compare(DirectoryComparison comparison, SourceDirectory directory) throws ScimFailureException {
        List<Difference> differences = comparison.differences();
        if (differences.isEmpty()) {
            out.println("The application is as the directory has it ("
                    + directory.users().size() + " users and "
                    + directory.groups().size() + " groups compared).");
            return true;
        }
        out.println(differences.size() + " differences between the application and the directory:");
        differences.stream().limit(SHOWN).forEach(difference -> out.println("  " + difference));
        return false;
    }
}
