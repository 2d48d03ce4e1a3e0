package dev.scimlet.jdbc;

import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.sql.ConnectionSource;
import dev.scimlet.spi.sql.HostTransactions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.DefaultTransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Units in transactions of Spring.
 *
 * @param propagation {@link TransactionDefinition#PROPAGATION_REQUIRED} to join a transaction that the caller has begun,
 *     {@link TransactionDefinition#PROPAGATION_REQUIRES_NEW} to commit before the answer whatever the caller does
 */
record SpringConnections(DataSource dataSource, PlatformTransactionManager manager, int propagation)
        implements ConnectionSource {

    SpringConnections {
        // The transaction is bound to the data source behind the proxy
        if (dataSource instanceof TransactionAwareDataSourceProxy proxy && proxy.getTargetDataSource() != null) {
            dataSource = proxy.getTargetDataSource();
        }
    }

    @Override
    public Connection borrow(RequestContext context) throws SQLException {
        return DataSourceUtils.doGetConnection(dataSource);
    }

    @Override
    public void giveBack(RequestContext context, Connection connection) throws SQLException {
        DataSourceUtils.doReleaseConnection(connection, dataSource);
    }

    @Override
    public Optional<HostTransactions> transactions() {
        return Optional.of(new Transactions(manager, propagation));
    }

    private record Transactions(PlatformTransactionManager manager, int propagation) implements HostTransactions {

        @Override
        public boolean wouldJoin() {
            return propagation == TransactionDefinition.PROPAGATION_REQUIRED
                    && TransactionSynchronizationManager.isActualTransactionActive();
        }

        @Override
        public Transaction begin() {
            return new Part(manager, manager.getTransaction(new DefaultTransactionDefinition(propagation)));
        }
    }

    private record Part(PlatformTransactionManager manager, TransactionStatus status)
            implements HostTransactions.Transaction {

        @Override
        public void commit() {
            manager.commit(status);
        }

        @Override
        public void rollback() {
            manager.rollback(status);
        }

        @Override
        public void afterCommit(Runnable action) {
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void afterCommit() {
                    action.run();
                }
            });
        }
    }
}
