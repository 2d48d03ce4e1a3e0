package dev.scimlet.examples.mediusflow.console;

import dev.scimlet.directory.log.LogEntry;
import dev.scimlet.directory.log.LogNote;
import dev.scimlet.directory.log.LogPage;
import dev.scimlet.directory.log.LogProblem;
import dev.scimlet.directory.log.LogQuery;
import dev.scimlet.directory.log.LogReason;
import dev.scimlet.directory.log.ProvisioningLog;
import dev.scimlet.examples.mediusflow.tenant.Tenant;
import dev.scimlet.spi.RequestContext;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The log as the console writes and shows it: in English, and with what this node has seen in the last seconds. */
final class ConsoleLog {

    private static final Locale LANGUAGE = Locale.ENGLISH;
    private static final Set<Integer> SHUT_OUT = Set.of(401, 403);

    private final ProvisioningLog log;

    ConsoleLog(ConsoleSettings settings) {
        this.log = settings.log();
    }

    // ---- what administrators do

    /** Notes that something was done to what people call so. */
    void note(TenantVisit visit, Noted what, String name, String... arguments) {
        note(visit.tenant(), visit.administrator(), what, name, arguments);
    }

    void note(Tenant tenant, String loginName, Noted what, String name, String... arguments) {
        LogNote note = LogNote.of(what.kind(), LogReason.of(what.code(), arguments));
        record(tenant, loginName, name.isEmpty() ? note : note.named(name));
    }

    /** Notes that something was done to the resource with an id. */
    void noteOf(TenantVisit visit, Noted what, String id, String name, String... arguments) {
        LogNote note = LogNote.of(what.kind(), LogReason.of(what.code(), arguments));
        record(visit.tenant(), visit.administrator(), note.id(id).named(name));
    }

    private void record(Tenant tenant, String loginName, LogNote note) {
        log.record(
                RequestContext.builder()
                        .tenant(tenant.id())
                        .principal(loginName)
                        .build(),
                note);
    }

    // ---- what the log tells

    /** The newest entries first. */
    LogPage find(Tenant tenant, LogQuery query) {
        log.write();
        return log.find(tenant.id(), query);
    }

    /** The newest entries about one resource, also when it is gone. */
    List<LogEntry> about(Tenant tenant, String resourceType, String id, int most) {
        return find(
                        tenant,
                        LogQuery.builder()
                                .resourceType(resourceType)
                                .resourceId(id)
                                .limit(most)
                                .build())
                .entries();
    }

    /** What goes wrong and nothing has mended, the newest first. */
    List<LogProblem> problems(Tenant tenant) {
        log.write();
        return log.problems(tenant.id());
    }

    /**
     * With what the directory stopped: known by its credential it is refused as a whole, and since then nothing of it was
     * answered well. Strangers and our own administrators stop nothing.
     */
    static Optional<LogProblem> stop(List<LogProblem> problems) {
        return problems.stream()
                .filter(problem -> problem.newest().directoryId().isPresent()
                        && problem.newest().resourceType().isEmpty()
                        && SHUT_OUT.contains(problem.newest().status()))
                .min(Comparator.comparing(LogProblem::first));
    }

    void exportCsv(Tenant tenant, LogQuery query, Appendable out) throws IOException {
        log.write();
        log.exportCsv(tenant.id(), query, LANGUAGE, out);
    }

    // ---- in words

    String who(LogEntry entry) {
        return log.words().who(entry, LANGUAGE);
    }

    String sentence(LogEntry entry) {
        return log.words().sentence(entry, LANGUAGE);
    }

    String operation(LogEntry.Operation operation) {
        return log.words().operation(operation, LANGUAGE);
    }

    String result(LogEntry.Result result) {
        return log.words().result(result, LANGUAGE);
    }
}
