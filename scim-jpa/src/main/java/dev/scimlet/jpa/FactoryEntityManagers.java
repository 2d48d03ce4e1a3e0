package dev.scimlet.jpa;

import dev.scimlet.spi.RequestContext;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.sql.Connection;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Entity managers of one factory: those of the same factory are of the same database. */
final class FactoryEntityManagers implements EntityManagers {

    private final EntityManagerFactory factory;
    private final @Nullable Function<EntityManager, Connection> connection;

    FactoryEntityManagers(EntityManagerFactory factory, @Nullable Function<EntityManager, Connection> connection) {
        this.factory = factory;
        this.connection = connection;
    }

    @Override
    public EntityManagerFactory factory() {
        return factory;
    }

    @Override
    public EntityManager borrow(RequestContext context) {
        return factory.createEntityManager();
    }

    @Override
    public Optional<Function<EntityManager, Connection>> connections() {
        return Optional.ofNullable(connection);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FactoryEntityManagers that && factory.equals(that.factory);
    }

    @Override
    public int hashCode() {
        return factory.hashCode();
    }
}
