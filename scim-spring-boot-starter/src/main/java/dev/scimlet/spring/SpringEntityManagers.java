package dev.scimlet.spring;

import dev.scimlet.jpa.EntityManagers;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.sql.HostTransactions;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.sql.Connection;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.orm.jpa.EntityManagerFactoryUtils;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Entity managers in transactions of Spring: in a transaction that of the transaction, otherwise one for a moment. Repositories of
 * {@code scim-jpa} take them:
 *
 * <pre>{@code
 * @Bean
 * JpaRepository<UserAccount> scimUsers(EntityManagers entities) {
 *     return JpaRepository.of(StandardTypes.user(), entities, UserAccount.class, UserAccount::new)…build();
 * }
 * }</pre>
 *
 * <p>What hooks write with {@link dev.scimlet.spi.Unit#sql()}, or with a {@code JdbcTemplate} over the same data source, is in the same
 * transaction.
 */
public final class SpringEntityManagers implements EntityManagers {

    private final EntityManagerFactory factory;
    private final @Nullable DataSource dataSource;
    private final SpringTransactions transactions;

    /**
     * Entity managers of a factory.
     *
     * @param manager of the transactions of this factory
     * @param dataSource behind the factory, or null if nothing is to be written beside entities
     * @param transactions whether units join a transaction of the calling thread
     */
    public SpringEntityManagers(
            EntityManagerFactory factory,
            PlatformTransactionManager manager,
            @Nullable DataSource dataSource,
            ScimProperties.Transactions transactions) {
        this.factory = factory;
        this.dataSource = dataSource;
        this.transactions = new SpringTransactions(manager, transactions);
    }

    @Override
    public EntityManagerFactory factory() {
        return factory;
    }

    @Override
    public EntityManager borrow(RequestContext context) {
        EntityManager ofTransaction = ofTransaction();
        return ofTransaction == null ? factory.createEntityManager() : ofTransaction;
    }

    @Override
    public void giveBack(RequestContext context, EntityManager entities) {
        if (entities != ofTransaction()) {
            EntityManagerFactoryUtils.closeEntityManager(entities);
        }
    }

    /** One that is kept open for a page, without a transaction, may hold what has changed since. */
    private @Nullable EntityManager ofTransaction() {
        return TransactionSynchronizationManager.isActualTransactionActive()
                ? EntityManagerFactoryUtils.getTransactionalEntityManager(factory)
                : null;
    }

    @Override
    public Optional<HostTransactions> transactions() {
        return Optional.of(transactions);
    }

    @Override
    public Optional<Function<EntityManager, Connection>> connections() {
        DataSource known = dataSource;
        return known == null ? Optional.empty() : Optional.of(entities -> DataSourceUtils.getConnection(known));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SpringEntityManagers that
                && factory.equals(that.factory)
                && transactions.equals(that.transactions);
    }

    @Override
    public int hashCode() {
        return Objects.hash(factory, transactions);
    }
}
