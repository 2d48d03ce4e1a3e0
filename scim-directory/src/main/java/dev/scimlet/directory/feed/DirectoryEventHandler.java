package dev.scimlet.directory.feed;

import dev.scimlet.spi.Unit;
import java.util.Set;

/**
 * Takes an event of the feed, inside a unit in which the consumer's position moves on: what it writes in the unit, with {@link Unit#sql()}
 * or in the repositories and entity managers of the same transaction, happens exactly once.
 *
 * <p>It touches nothing but the unit, since a unit that met another one runs again, and since a unit is rolled back that only tries
 * whether an event can be taken. What it does elsewhere happens at least once, and belongs in {@link Unit#afterCommit}, or in an outbox
 * that it writes.
 */
@FunctionalInterface
public interface DirectoryEventHandler {

    /**
     * Takes an event.
     *
     * @throws RuntimeException if it cannot: nothing is stored, and the event is tried again later
     */
    void on(FeedEvent event, Unit unit);

    /**
     * The types of events that it takes, such as {@code user.created}; others are passed over without a unit. Empty, as by default, if it takes
     * all.
     */
    default Set<String> types() {
        return Set.of();
    }

    /**
     * A handler that takes events of some types alone:
     *
     * <pre>{@code
     * DirectoryEventHandler greets = DirectoryEventHandler.of(Set.of("user.created"), (event, unit) -> …);
     * }</pre>
     *
     * @throws IllegalArgumentException if one is no type of events
     */
    static DirectoryEventHandler of(Set<String> types, DirectoryEventHandler handler) {
        return new TypedHandler(types, handler);
    }
}
