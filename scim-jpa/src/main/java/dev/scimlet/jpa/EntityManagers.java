package dev.scimlet.jpa;

import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.sql.HostTransactions;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.sql.Connection;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where entity managers come from, by the tenant of a request: a tenant identifier of the persistence provider, or a setting
 * of the session, is made here, when one is borrowed.
 *
 * <p>Two sources that are equal lend entity managers of the same database, so that what uses them can be one unit. Many threads
 * call a source at once.
 */
public interface EntityManagers {

    /** The factory whose metamodel mappings are checked against. */
    EntityManagerFactory factory();

    /**
     * Lends an entity manager for the tenant of the context: for a unit, after {@link HostTransactions#begin} if there are
     * transactions of a host, or for a moment, to read.
     */
    EntityManager borrow(RequestContext context);

    /** Takes back what {@link #borrow} lent, without a transaction of ours on it. By default it is closed. */
    default void giveBack(RequestContext context, EntityManager entities) {
        entities.close();
    }

    /**
     * Who begins and ends transactions, if it is the host's framework; empty if units begin and end their own by {@link
     * EntityManager#getTransaction()}, which is the default.
     */
    default Optional<HostTransactions> transactions() {
        return Optional.empty();
    }

    /**
     * How to get at the connection of the transaction that an entity manager is in, for rows that are written beside a change
     * ({@link dev.scimlet.spi.Unit#sql()}); empty, which is the default, if nothing writes such rows.
     */
    default Optional<Function<EntityManager, Connection>> connections() {
        return Optional.empty();
    }

    /** Entity managers of a factory, whose transactions units begin and end. */
    static EntityManagers of(EntityManagerFactory factory) {
        return new FactoryEntityManagers(factory, null);
    }

    /**
     * As {@link #of(EntityManagerFactory)}, with the connection behind an entity manager. Of Hibernate it is {@code entities ->
     * entities.unwrap(Session.class).doReturningWork(connection -> connection)}.
     */
    static EntityManagers of(EntityManagerFactory factory, Function<EntityManager, Connection> connection) {
        return new FactoryEntityManagers(factory, connection);
    }
}
