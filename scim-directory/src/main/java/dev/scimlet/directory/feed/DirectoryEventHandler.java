package dev.scimlet.directory.feed;

import dev.scimlet.spi.Unit;

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
}
