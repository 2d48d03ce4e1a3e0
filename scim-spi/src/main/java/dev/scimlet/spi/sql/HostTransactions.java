package dev.scimlet.spi.sql;

/**
 * The transactions of a host's framework, such as Spring or JTA, which begins and ends them; units never end another's.
 * Connections of the {@link ConnectionSource} that names it belong to the transaction of the calling thread.
 */
public interface HostTransactions {

    /**
     * Whether the calling thread is in a transaction that {@link #begin} would join instead of beginning one. A unit in such
     * a transaction is not tried again after a conflict: what the host did before would be lost.
     */
    boolean wouldJoin();

    /** Begins a transaction of the calling thread, or joins the one that there is. */
    Transaction begin();

    /** A part of a transaction, or all of it. One of the methods is called, once. */
    interface Transaction {

        /** Commits the transaction, or leaves that to whoever began it. */
        void commit();

        /** Rolls the transaction back, or marks it so that whoever began it cannot commit it. */
        void rollback();

        /** Runs the action after the outermost commit; not if it comes to none. */
        void afterCommit(Runnable action);
    }
}
