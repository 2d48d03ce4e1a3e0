package dev.scimlet.simulator.entra;

import dev.scimlet.simulator.client.ScimClient;
import dev.scimlet.simulator.client.ScimFailureException;
import dev.scimlet.simulator.client.ScimResource;
import dev.scimlet.simulator.directory.DirectoryUser;
import dev.scimlet.simulator.directory.SourceDirectory;
import dev.scimlet.simulator.directory.VirtualClock;
import dev.scimlet.simulator.log.ProvisioningAction;
import dev.scimlet.simulator.log.ProvisioningLog;
import dev.scimlet.simulator.log.ProvisioningLogEntry;
import dev.scimlet.simulator.log.ProvisioningStatus;
import dev.scimlet.simulator.mapping.SynchronizationSchema;
import dev.scimlet.simulator.transport.HttpTransport;
import dev.scimlet.simulator.transport.Pause;
import dev.scimlet.simulator.transport.RetryAfterTransport;
import dev.scimlet.simulator.transport.ScimTransport;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Runs one provisioning job. Cycles take place on a virtual clock, which goes on to the time of the next cycle when one is
 * asked for. One thread uses a service at a time; the service itself sends several requests at once if the job says so.
 */
public final class ProvisioningService {

    /** How often cycles run, unless the job is in quarantine. */
    public static final Duration CYCLE_INTERVAL = Duration.ofMinutes(40);

    private static final Duration QUARANTINE_INTERVAL = Duration.ofDays(1);
    private static final int SHOWN_ERRORS = 10;
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(60);

    private ProvisioningJob job;
    private final SourceDirectory directory;
    private final VirtualClock clock;
    private final ScimClient client;
    private final SynchronizationState state = new SynchronizationState();
    private final Escrows escrows = new Escrows();
    private final Quarantine quarantine = new Quarantine();
    private final ProvisioningLog log = new ProvisioningLog();
    private final List<Notification> notifications = new ArrayList<>();
    private ProgressListener listener = progress -> {};
    private Optional<Progress> running = Optional.empty();
    private Optional<Instant> lastCycle = Optional.empty();
    private int finishedCycles;
    private Instant nextCycle;
    private long watermark;
    private int cycles;
    private boolean deletionsAllowed;
    private List<StagedDeletion> staged = List.of();

    /** A service that speaks HTTP with the job's tenant URL. */
    public ProvisioningService(ProvisioningJob job, SourceDirectory directory, VirtualClock clock) {
        this(
                job,
                directory,
                clock,
                new HttpTransport(job.credentials().tenantUrl().baseUrl(), REQUEST_TIMEOUT),
                Pause.sleeping());
    }

    /**
     * A service with a transport of its own.
     *
     * @param pause how the time passes that an answer of 429 asks to wait
     */
    public ProvisioningService(
            ProvisioningJob job, SourceDirectory directory, VirtualClock clock, ScimTransport transport, Pause pause) {
        this.job = job;
        this.directory = directory;
        this.clock = clock;
        this.client = new ScimClient(
                new RetryAfterTransport(transport, pause, Clock.systemUTC()),
                Map.of("Authorization", "Bearer " + job.credentials().secretToken()),
                Set.of("application/scim+json"));
        this.nextCycle = clock.instant();
    }

    /** From now on {@code progressListener} is told how cycles get on. */
    public void onProgress(ProgressListener progressListener) {
        listener = progressListener;
    }

    public ProvisioningLog log() {
        return log;
    }

    /**
     * The messages that would have been sent, the oldest first: when the job goes into quarantine, when it stays there for
     * another reason, and when it is disabled.
     */
    public List<Notification> notifications() {
        return List.copyOf(notifications);
    }

    /** What waits for another attempt. */
    public List<Escrow> escrows() {
        return escrows.all();
    }

    public JobState jobState() {
        return quarantine.state(clock.instant());
    }

    /** How the job stands. May be asked between cycles, and by the listener of their progress. */
    public SynchronizationDetails details() {
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (String type : List.of("User", "Group")) {
            for (ProvisioningAction action : ProvisioningAction.values()) {
                counts.put(type + " " + action.graphName(), 0);
            }
        }
        List<ProvisioningLogEntry> entries = log.entries();
        entries.stream()
                .filter(entry -> entry.status() == ProvisioningStatus.SUCCESS)
                .forEach(entry -> counts.merge(
                        entry.identity().type() + " " + entry.action().graphName(), 1, Integer::sum));
        counts.values().removeIf(number -> number == 0);
        List<SynchronizationDetails.FailedAttempt> errors = new ArrayList<>();
        for (int i = entries.size() - 1; i >= 0 && errors.size() < SHOWN_ERRORS; i--) {
            ProvisioningLogEntry entry = entries.get(i);
            if (entry.status() == ProvisioningStatus.FAILURE) {
                errors.add(new SynchronizationDetails.FailedAttempt(
                        entry.at(),
                        entry.identity().type(),
                        entry.identity().name(),
                        entry.errorCode(),
                        entry.reason()));
            }
        }
        Map<String, Integer> provisioned = new LinkedHashMap<>();
        provisioned.put("User", state.users());
        provisioned.put("Group", state.groups());
        boolean disabled = jobState() == JobState.DISABLED;
        return new SynchronizationDetails(
                clock.instant(),
                jobState(),
                running,
                finishedCycles,
                lastCycle,
                disabled ? Optional.empty() : Optional.of(nextCycle),
                counts,
                provisioned,
                escrows.all().size(),
                staged.size(),
                quarantine
                        .kind()
                        .map(kind -> new SynchronizationDetails.InQuarantine(
                                quarantine.since().orElseThrow(), kind, quarantine.reason())),
                errors);
    }

    /** What the button "Test Connection" does. */
    public ConnectionTestResult testConnection() {
        return new ConnectionTest(client, job.schema()).run();
    }

    /**
     * Saves another mapping, which holds from the next cycle on, if the application can search its matching attributes.
     * Objects get what it has more with their next change: the service compares only what has changed in the directory.
     *
     * @return what "Test Connection" says with the new mapping; if it failed, the old mapping stays
     */
    public ConnectionTestResult changeMapping(SynchronizationSchema schema) {
        ConnectionTestResult result = new ConnectionTest(client, schema).run();
        if (result.succeeded()) {
            job = job.withSchema(schema);
        }
        return result;
    }

    /**
     * Reads {@code /Schemas}, as the page of attribute mappings does to offer target attributes.
     *
     * @return the URNs of the schemas; none if they cannot be read, which costs only the offer
     */
    public List<String> discoverSchemas() {
        try {
            return client.search("/Schemas", "").resources().stream()
                    .map(ScimResource::id)
                    .toList();
        } catch (ScimFailureException e) {
            return List.of();
        }
    }

    /** Who would have been disabled or deleted by the last cycle, had there not been too many. */
    public List<StagedDeletion> stagedDeletions() {
        return staged;
    }

    /** Lets the next cycle disable and delete as many as it finds. */
    public void allowDeletions() {
        deletionsAllowed = true;
    }

    /**
     * Leaves those whose deletion was staged as they are in the application. They are touched again when they come back
     * into scope.
     */
    public void rejectDeletions() {
        for (StagedDeletion deletion : staged) {
            String id = deletion.sourceId();
            if (deletion.type().equals("Group")) {
                state.forgetGroup(id);
            } else if (directory.user(id).isPresent()) {
                state.changeUser(id, link -> link.withEntitled(false));
            } else {
                state.unlinkUser(id);
            }
            state.noUncertainCreation(id);
        }
        staged = List.of();
    }

    private StagedDeletion staged(WorkItem item) {
        String id = item.key().sourceId();
        String target = item.key().kind() == EscrowKey.Kind.GROUP
                ? state.group(id).map(GroupLink::targetId).orElse("")
                : state.user(id).map(UserLink::targetId).orElse("");
        return new StagedDeletion(item.identity().type(), item.identity().name(), id, target);
    }

    /** What the button "Restart provisioning" does: everything remembered is forgotten, the next cycle is initial. */
    public void restart() {
        state.clear();
        escrows.clear();
        quarantine.leave();
        watermark = 0;
        cycles = 0;
        nextCycle = clock.instant();
    }

    /** Lets the time pass until the next cycle, and runs it. A disabled job runs none. */
    public CycleReport runCycle() {
        clock.advanceTo(nextCycle);
        directory.catchUp();
        Instant now = clock.instant();
        String name = cycles == 0 ? "initial" : "incremental " + cycles;
        if (jobState() == JobState.DISABLED) {
            notifyOnce("is disabled", "It was in quarantine for four weeks: " + quarantine.reason());
            return report(name, List.of(), 0);
        }
        long reached = directory.watermark();
        CyclePlan plan = new CyclePlan(
                context(job.credentials().tenantUrl().dialect()), escrows, directory.changedSince(watermark), now);
        PhaseRunner runner = runner(name);
        int held = runPhases(plan, runner);
        running = Optional.empty();
        lastCycle = Optional.of(now);
        finishedCycles++;
        if (!runner.stopped()) {
            watermark = reached;
            cycles++;
        }
        judge(runner, held);
        nextCycle = now.plus(jobState() == JobState.ACTIVE ? CYCLE_INTERVAL : QUARANTINE_INTERVAL);
        return report(name, runner.entries(), held);
    }

    /** @return how many deletions were held */
    private int runPhases(CyclePlan plan, PhaseRunner runner) {
        List<WorkItem> leavers = plan.leavers();
        int held = tooMany(leavers) ? leavers.size() : 0;
        staged = held > 0 ? leavers.stream().map(this::staged).toList() : List.of();
        runner.run(CyclePhase.LEAVERS, held > 0 ? List.of() : leavers);
        runner.run(CyclePhase.USERS, plan.users());
        runner.run(CyclePhase.REFERENCES, plan.references());
        runner.run(CyclePhase.GROUPS, plan.groups());
        runner.run(CyclePhase.MEMBERSHIPS, plan.memberships());
        escrows.forgetIf(plan::isMoot);
        deletionsAllowed = false;
        return held;
    }

    private boolean tooMany(List<WorkItem> leavers) {
        return !deletionsAllowed
                && job.accidentalDeletionThreshold().isPresent()
                && leavers.size() > job.accidentalDeletionThreshold().getAsInt();
    }

    /**
     * Provisions one user now, whatever the schedule says, and the user's manager. Requests have the legacy form even where the tenant URL has
     * the flag, as those of Entra ID do.
     *
     * @return what was logged
     * @throws IllegalArgumentException if the directory has no such user
     */
    public List<ProvisioningLogEntry> provisionOnDemand(String userObjectId) {
        return onDemand(userObjectId, Optional.empty());
    }

    /**
     * Provisions one user now, and makes the user a member of one group, which is provisioned with that member only.
     *
     * @throws IllegalArgumentException if the directory has no such user, or no such group with the user in it
     */
    public List<ProvisioningLogEntry> provisionOnDemand(String userObjectId, String groupObjectId) {
        boolean member = directory
                .group(groupObjectId)
                .filter(group -> group.members().contains(userObjectId))
                .isPresent();
        if (!member) {
            throw new IllegalArgumentException("the user is not in a group with the id " + groupObjectId);
        }
        return onDemand(userObjectId, Optional.of(groupObjectId));
    }

    /** The manager goes first, if there is one in scope: the reference is to an account. */
    private List<ProvisioningLogEntry> onDemand(String userId, Optional<String> groupId) {
        DirectoryUser user =
                directory.user(userId).orElseThrow(() -> new IllegalArgumentException("no user has the id " + userId));
        Set<String> people = new LinkedHashSet<>();
        if (job.schema().users().reference().isPresent()) {
            user.manager().ifPresent(people::add);
        }
        people.add(userId);
        Set<String> taken = new LinkedHashSet<>(people);
        groupId.ifPresent(taken::add);
        CyclePlan plan = new CyclePlan(context(PatchDialect.LEGACY), escrows, taken, clock.instant());
        PhaseRunner runner = runner("on demand");
        runner.run(CyclePhase.LEAVERS, only(Set.of(userId), plan.leavers()));
        runner.run(CyclePhase.USERS, inOrder(people, plan.users()));
        runner.run(CyclePhase.REFERENCES, only(Set.of(userId), plan.references()));
        if (groupId.isPresent()) {
            runner.run(CyclePhase.GROUPS, only(Set.of(groupId.get()), plan.groups()));
            runner.run(CyclePhase.MEMBERSHIPS, plan.membership(groupId.get(), userId));
        }
        running = Optional.empty();
        return runner.entries();
    }

    private static List<WorkItem> only(Set<String> ids, List<WorkItem> items) {
        return items.stream()
                .filter(item -> ids.contains(item.key().sourceId()))
                .toList();
    }

    private static List<WorkItem> inOrder(Set<String> ids, List<WorkItem> items) {
        return ids.stream().flatMap(id -> only(Set.of(id), items).stream()).toList();
    }

    private CycleContext context(PatchDialect dialect) {
        return new CycleContext(
                job, client, new PatchWriter(dialect), state, directory, new ScopeEvaluation(job.scope(), directory));
    }

    private PhaseRunner runner(String cycle) {
        return new PhaseRunner(cycle, clock.instant(), escrows, log, this::advanced, job.parallelism());
    }

    private void advanced(Progress progress) {
        running = Optional.of(progress);
        listener.advanced(progress);
    }

    /** Puts the job into quarantine, or takes it out. */
    private void judge(PhaseRunner runner, int held) {
        boolean before = quarantine.kind().isPresent();
        Optional<QuarantineReason> why = reasonForQuarantine(runner, held);
        if (why.isEmpty()) {
            quarantine.leave();
            return;
        }
        String because = words(why.get(), runner, held);
        if (quarantine.enter(clock.instant(), why.get(), because)) {
            notify(before ? "is in quarantine for another reason" : "is in quarantine", because);
        }
    }

    private void notifyOnce(String news, String text) {
        if (notifications.stream().noneMatch(sent -> sent.subject().endsWith(news))) {
            notify(news, text);
        }
    }

    /** Nothing is sent without an address, or with the box <i>Send an email notification when a failure occurs</i> off. */
    private void notify(String news, String text) {
        if (job.notificationEmail().isEmpty() || !job.notifiesOnFailure()) {
            return;
        }
        String subject = "Provisioning to " + job.credentials().tenantUrl().baseUrl() + " " + news;
        notifications.add(new Notification(clock.instant(), job.notificationEmail(), subject, text));
    }

    private Optional<QuarantineReason> reasonForQuarantine(PhaseRunner runner, int held) {
        QuarantineThresholds thresholds = job.quarantineThresholds();
        if (runner.stopped()) {
            return Optional.of(QuarantineReason.CREDENTIALS_REFUSED);
        }
        if (held > 0) {
            return Optional.of(QuarantineReason.TOO_MANY_DELETIONS);
        }
        if (runner.metIncompatibleAnswer() && thresholds.incompatibleAtOnce()) {
            return Optional.of(QuarantineReason.INCOMPATIBLE_ANSWER);
        }
        CycleReport report = report("", runner.entries(), 0);
        int failures = report.failures();
        int attempted = failures + report.changes();
        boolean tooMany = failures >= thresholds.minimumFailures()
                && 100L * failures > (long) thresholds.failurePercent() * attempted;
        return tooMany ? Optional.of(QuarantineReason.TOO_MANY_FAILURES) : Optional.empty();
    }

    private String words(QuarantineReason why, PhaseRunner runner, int held) {
        CycleReport report = report("", runner.entries(), 0);
        return switch (why) {
            case CREDENTIALS_REFUSED ->
                "The application refused the credentials" + runner.refusal()
                        + ". Cycles run once a day until they are accepted.";
            case TOO_MANY_DELETIONS ->
                held + (held == 1 ? " user or group" : " users and groups")
                        + " would have been disabled or deleted, more than the threshold of "
                        + job.accidentalDeletionThreshold().orElse(0) + ". Allow or reject this.";
            case INCOMPATIBLE_ANSWER ->
                "An answer of the application was not SCIM as Entra ID understands it. See the provisioning log.";
            case TOO_MANY_FAILURES ->
                report.failures() + " of " + (report.failures() + report.changes())
                        + " operations failed. See the provisioning log.";
        };
    }

    private CycleReport report(String name, List<ProvisioningLogEntry> entries, int held) {
        return new CycleReport(
                name,
                clock.instant(),
                jobState(),
                quarantine.reason(),
                held,
                escrows.all().size(),
                entries);
    }
}
