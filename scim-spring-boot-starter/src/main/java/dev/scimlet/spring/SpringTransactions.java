package dev.scimlet.spring;

import dev.scimlet.spi.sql.HostTransactions;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.DefaultTransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Units in transactions of Spring. */
record SpringTransactions(PlatformTransactionManager manager, ScimProperties.Transactions kind)
        implements HostTransactions {

    @Override
    public boolean wouldJoin() {
        return kind == ScimProperties.Transactions.JOIN
                && TransactionSynchronizationManager.isActualTransactionActive();
    }

    @Override
    public Transaction begin() {
        int propagation = kind == ScimProperties.Transactions.JOIN
                ? TransactionDefinition.PROPAGATION_REQUIRED
                : TransactionDefinition.PROPAGATION_REQUIRES_NEW;
        return new Part(manager, manager.getTransaction(new DefaultTransactionDefinition(propagation)));
    }

    private record Part(PlatformTransactionManager manager, TransactionStatus status) implements Transaction {

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
