package dev.scimlet.directory.log;

import org.jspecify.annotations.Nullable;

/** What the host has done itself and wants to stand in the log: an administrator's action on a page, for instance. */
public final class LogNote {

    private final String what;
    private final LogReason reason;
    private final @Nullable String id;
    private final @Nullable String name;
    private final LogEntry.Operation operation;
    private final LogEntry.Result result;

    private LogNote(
            String what,
            LogReason reason,
            @Nullable String id,
            @Nullable String name,
            LogEntry.Operation operation,
            LogEntry.Result result) {
        this.what = what;
        this.reason = reason;
        this.id = id;
        this.name = name;
        this.operation = operation;
        this.result = result;
    }

    /**
     * A note of what was done ({@link LogEntry.Operation#CONFIGURE}).
     *
     * @param what to which kind of thing: the name of a resource type, or a word of the host such as {@code Secret}
     */
    public static LogNote of(String what, LogReason reason) {
        return new LogNote(what, reason, null, null, LogEntry.Operation.CONFIGURE, LogEntry.Result.DONE);
    }

    /** The same of the thing with an id, which finds it in {@link ProvisioningLog#history}. */
    public LogNote id(String value) {
        return new LogNote(what, reason, value, name, operation, result);
    }

    /** The same of the thing that people call so. */
    public LogNote named(String value) {
        return new LogNote(what, reason, id, value, operation, result);
    }

    /** The same as another operation. */
    public LogNote operation(LogEntry.Operation value) {
        return new LogNote(what, reason, id, name, value, result);
    }

    /** The same with another end. */
    public LogNote result(LogEntry.Result value) {
        return new LogNote(what, reason, id, name, operation, value);
    }

    String what() {
        return what;
    }

    LogReason reason() {
        return reason;
    }

    @Nullable
    String resourceId() {
        return id;
    }

    @Nullable
    String name() {
        return name;
    }

    LogEntry.Operation operation() {
        return operation;
    }

    LogEntry.Result result() {
        return result;
    }
}
