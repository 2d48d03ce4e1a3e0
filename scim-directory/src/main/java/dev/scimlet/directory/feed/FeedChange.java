package dev.scimlet.directory.feed;

import dev.scimlet.core.resource.Resource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A change that the application has made itself, in its own tables, and records in the feed ({@link Feed#record}): of a resource in
 * both states, or by the names of what changed.
 *
 * <pre>{@code
 * feed.record(context, unit, FeedChange.named("user.updated", "User", id).changed("title", "emails").version("7"));
 * }</pre>
 */
public final class FeedChange {

    /** Which form it has. */
    enum Kind {
        CREATED,
        CHANGED,
        DELETED,
        NAMED
    }

    private final Kind kind;
    private final @Nullable Resource before;
    private final @Nullable Resource after;
    private final String type;
    private final String resourceType;
    private final String resourceId;
    private final List<String> changed = new ArrayList<>();
    private @Nullable String externalId;
    private @Nullable String version;

    private FeedChange(
            Kind kind,
            @Nullable Resource before,
            @Nullable Resource after,
            String type,
            String resourceType,
            String resourceId) {
        this.kind = kind;
        this.before = before;
        this.after = after;
        this.type = type;
        this.resourceType = resourceType;
        this.resourceId = resourceId;
    }

    private static FeedChange of(Kind kind, @Nullable Resource before, @Nullable Resource after) {
        Resource any = Objects.requireNonNull(after == null ? before : after);
        return new FeedChange(kind, before, after, "", any.type().name(), any.id());
    }

    /** A resource that was created. */
    public static FeedChange created(Resource resource) {
        return of(Kind.CREATED, null, resource);
    }

    /**
     * A resource that was changed: as a change by a directory it may give several events, and none if nothing differs. Members are
     * compared if both states have them.
     */
    public static FeedChange changed(Resource before, Resource after) {
        return of(Kind.CHANGED, before, after);
    }

    /** A resource that was deleted. */
    public static FeedChange deleted(Resource last) {
        return of(Kind.DELETED, last, null);
    }

    /**
     * One event by its name.
     *
     * @param type such as {@code user.updated}, or one of the application's own, such as {@code user.locked}
     * @param resourceType such as {@code User}
     * @throws IllegalArgumentException if the type is none, or the id is empty
     */
    public static FeedChange named(String type, String resourceType, String id) {
        if (id.isEmpty()) {
            throw new IllegalArgumentException("an event is about a resource: its id is empty");
        }
        return new FeedChange(Kind.NAMED, null, null, EventTypes.checked(type), resourceType, id);
    }

    /** Paths of what changed, for an event {@linkplain #named by its name}. Secrets and what is hidden are left out. */
    public FeedChange changed(String... paths) {
        changed.addAll(List.of(paths));
        return this;
    }

    /** The client's id of the resource, for an event by its name. */
    public FeedChange externalId(@Nullable String value) {
        this.externalId = value;
        return this;
    }

    /** The version that came of the change, for an event by its name. */
    public FeedChange version(@Nullable String value) {
        this.version = value;
        return this;
    }

    Kind kind() {
        return kind;
    }

    Resource before() {
        return Objects.requireNonNull(before);
    }

    Resource after() {
        return Objects.requireNonNull(after);
    }

    String type() {
        return type;
    }

    String resourceType() {
        return resourceType;
    }

    String resourceId() {
        return resourceId;
    }

    Collection<String> paths() {
        return changed.stream().distinct().toList();
    }

    Optional<String> externalId() {
        return Optional.ofNullable(externalId);
    }

    Optional<String> version() {
        return Optional.ofNullable(version);
    }
}
