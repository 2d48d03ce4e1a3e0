package dev.scimlet.directory.log;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What happened once, or several times in the same way within a minute. Immutable. */
public final class LogEntry {

    /** What was asked for. What is stored says the name of the constant. */
    public enum Operation {
        /** To be let in, by somebody who was not. */
        CONNECT,
        /** A list, or what describes the service. */
        LOOKUP,
        /** One resource. */
        READ,
        /** A new resource. */
        CREATE,
        /** A change of a resource. */
        UPDATE,
        /** That a resource goes. */
        DELETE,
        /** A Bulk request that was refused as a whole. */
        BULK,
        /** Something that the host has done itself, such as a setting changed. */
        CONFIGURE,
        /** What leads nowhere. */
        OTHER
    }

    /** How it ended. What is stored says the name of the constant. */
    public enum Result {
        /** As it was meant. */
        DONE,
        /** Well, but it was so already. */
        UNCHANGED,
        /** The sender may not do it, or has asked for what cannot be. */
        REFUSED,
        /** The service could not. */
        FAILED
    }

    /**
     * An attribute that differs. A value is a text, a number, a boolean, a list or a map of those; long ones are cut.
     *
     * @param path as clients write it, such as {@code name.familyName}
     * @param before null if there was none
     * @param after null if there is none
     */
    public record AttributeChange(
            String path, @Nullable Object before, @Nullable Object after) {}

    /**
     * What came into lists of references such as {@code members}, or went.
     *
     * @param count how many
     * @param ids some of them, at most a hundred
     */
    public record References(long count, List<String> ids) {

        static final References NONE = new References(0, List.of());

        /** Copies the ids. */
        public References {
            ids = List.copyOf(ids);
        }
    }

    private final LogRow row;
    private final Map<String, @Nullable Object> details;
    private final @Nullable String name;

    /** @param laterName what the resource is called elsewhere, where the row does not say it */
    LogEntry(LogRow row, Map<String, @Nullable Object> details, @Nullable String laterName) {
        this.row = row;
        this.details = details;
        this.name = row.name() == null ? laterName : row.name();
    }

    /** Names it for ever; ids grow with time. */
    public String id() {
        return row.id();
    }

    /** Whose log it is in. */
    public String tenant() {
        return row.tenant();
    }

    /** When it happened, or the first of several equal ones. */
    public Instant time() {
        return row.first();
    }

    /** When the last of several equal ones happened; else as {@link #time}. */
    public Instant last() {
        return row.last();
    }

    /** How often it happened, from {@link #time} to {@link #last}. */
    public long count() {
        return row.count();
    }

    /** What was asked for. */
    public Operation operation() {
        return row.operation();
    }

    /** How it ended. */
    public Result result() {
        return row.result();
    }

    /** The id of the directory that has asked; empty if none has. */
    public Optional<String> directoryId() {
        return Optional.ofNullable(row.directoryId());
    }

    /** Who has asked: the name that the directory had, or the principal of the request; empty for strangers, and for who was erased. */
    public Optional<String> actor() {
        return Optional.ofNullable(row.actor());
    }

    /** The label of the credential; empty if there was none. */
    public Optional<String> credential() {
        return Optional.ofNullable(row.credential());
    }

    /** The name of the type; empty if no resource is meant. */
    public Optional<String> resourceType() {
        return Optional.ofNullable(row.resourceType());
    }

    /** The id of the resource; empty if there is none, or nobody knows a resource of the id that was asked for. */
    public Optional<String> resourceId() {
        return Optional.ofNullable(row.resourceId());
    }

    /** What people call the resource, then or later; empty if that is not known. */
    public Optional<String> name() {
        return Optional.ofNullable(name);
    }

    /** The HTTP status of the answer; 0 for changes, which are logged before there is an answer, and for what the host recorded. */
    public int status() {
        return row.status();
    }

    /** Why. {@link LogWords} makes a sentence of it. */
    public LogReason reason() {
        return new LogReason(row.reason(), remark().isPresent() ? List.of() : arguments());
    }

    /** What the application has remarked of a change ({@link ProvisioningLog#remark}); {@link LogWords} makes a sentence of it, behind that of the change. */
    public Optional<LogReason> remark() {
        return details.get(LogRow.REMARK) instanceof String code
                ? Optional.of(new LogReason(code, arguments()))
                : Optional.empty();
    }

    private List<String> arguments() {
        return row.arguments().isEmpty() ? List.of() : List.of(row.arguments().split("\n"));
    }

    /** What differs, for a change; without lists of references. */
    public List<AttributeChange> changes() {
        List<AttributeChange> changes = new ArrayList<>();
        for (Object change : list("changes")) {
            if (change instanceof Map<?, ?> parts && parts.get("path") instanceof String path) {
                changes.add(new AttributeChange(path, parts.get("before"), parts.get("after")));
            }
        }
        return List.copyOf(changes);
    }

    /** How many more attributes differ than {@link #changes} tells. */
    public int moreChanges() {
        return details.get("more") instanceof Number more ? more.intValue() : 0;
    }

    /** What came into lists of references. */
    public References added() {
        return references("added");
    }

    /** What went from lists of references. */
    public References removed() {
        return references("removed");
    }

    private References references(String which) {
        return details.get(which) instanceof Map<?, ?> some && some.get("count") instanceof Number count
                ? new References(count.longValue(), texts(some.get("ids")))
                : References.NONE;
    }

    /** The paths of what the client sent and the application chose not to keep. */
    public List<String> ignored() {
        return texts(details.get("ignored"));
    }

    /**
     * How many attributes, sub-attributes and objects of schemas the client sent that nobody knows, and that its profile passes over. Their names, which may be
     * anything, are not kept.
     */
    public long unknown() {
        return details.get("unknown") instanceof Number number ? number.longValue() : 0;
    }

    /** What was searched for, with {@code (…)} in the place of conditions on what is hidden; empty if it was no search with a filter. */
    public Optional<String> filter() {
        return details.get("filter") instanceof String text ? Optional.of(text) : Optional.empty();
    }

    private List<?> list(String key) {
        return details.get(key) instanceof List<?> list ? list : List.of();
    }

    private static List<String> texts(@Nullable Object list) {
        return list instanceof List<?> some
                ? some.stream()
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .toList()
                : List.of();
    }

    /** How long it took: of a change until it was logged, of several the longest; empty for what the host recorded. */
    public Optional<Duration> duration() {
        return Optional.ofNullable(row.millis()).map(Duration::ofMillis);
    }

    /** The name of the request, the first of several; empty if there was none, or it was erased. */
    public Optional<String> requestId() {
        return Optional.ofNullable(row.requestId());
    }

    /** Whether a person or another resource was taken out of it. */
    public boolean isErased() {
        return row.reason().equals(Codes.ERASED);
    }

    /** As JSON, without the sentence. */
    Map<String, @Nullable Object> json() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("id", id());
        json.put("time", time().toString());
        if (count() > 1) {
            json.put("last", last().toString());
            json.put("count", count());
        }
        json.put("operation", operation().name());
        json.put("result", result().name());
        put(json, "directory", row.directoryId());
        put(json, "actor", row.actor());
        put(json, "credential", row.credential());
        put(json, "resourceType", row.resourceType());
        put(json, "resourceId", row.resourceId());
        put(json, "name", name);
        if (status() > 0) {
            json.put("status", status());
        }
        json.put("reason", row.reason());
        json.put("arguments", arguments());
        json.putAll(details);
        put(json, "millis", row.millis());
        put(json, "requestId", row.requestId());
        return json;
    }

    private static void put(Map<String, @Nullable Object> json, String key, @Nullable Object value) {
        if (value != null) {
            json.put(key, value);
        }
    }

    /** For programmers; {@link LogWords} is for people. */
    @Override
    public String toString() {
        return operation() + " " + result() + " " + reason().code();
    }
}
