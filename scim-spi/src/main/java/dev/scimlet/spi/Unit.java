package dev.scimlet.spi;

import java.util.Optional;

/**
 * One step that is stored as a whole or not at all, as those see it who work inside: stores, hooks, and what writes rows
 * of its own beside a change, such as a feed or a log. It belongs to one thread.
 *
 * <p>A unit that met another one is thrown away, and its work runs again in a fresh one: whoever works inside touches
 * nothing but the unit, or does it in {@link #afterCommit}.
 */
public interface Unit {

    /** A name that only this unit has, the same in each of its attempts: the transaction that events name. */
    String id();

    /** Which try of the work this is: 1, then 2 if another unit was in the way, and so on. */
    int attempt();

    /** Whether all is stored or nothing. If not, each write is final at once ({@link UnitOfWork#ordered()}). */
    boolean isAtomic();

    /** SQL in the same transaction; empty if the unit is none of a database. Nothing is borrowed before the first use. */
    Optional<SqlExecutor> sql();

    /**
     * Says that what a store writes next is all that is written in the unit. A store for which that is one statement need not
     * keep a transaction open around it: the statement is then stored at once, before the commit, and whoever writes in the unit
     * after that gets an {@link IllegalStateException}. Said by who has begun the unit, and knows of everybody who works in it.
     */
    default void lastStep() {}

    /**
     * Runs the action after the work and before the commit, in the order in which actions were given; one that is given
     * meanwhile runs too. It may still use the unit, and what it throws ends the unit.
     */
    void beforeCommit(Runnable action);

    /**
     * Runs the action once all is stored for good: after the outermost commit, where a host's transaction is around the
     * unit. It is not run if nothing is stored. What it throws is logged and changes nothing.
     */
    void afterCommit(Runnable action);

    /**
     * What a store of this kind of unit works with, such as its connection. For stores; hooks use {@link #sql()}.
     *
     * @return empty if the unit is of another kind
     */
    <T> Optional<T> handle(Class<T> type);
}
