package dev.scimlet.spi.sql;

import dev.scimlet.core.ScimException;
import dev.scimlet.spi.ActionsOfUnit;
import dev.scimlet.spi.ConflictException;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.SqlExecutor;
import dev.scimlet.spi.Unit;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A unit that is a transaction of a database, for stores that work with its connection. */
public final class SqlUnit implements Unit, SqlRunner {

    private final SqlUnitOfWork transactions;
    private final ConnectionSource connections;
    private final @Nullable HostTransactions host;
    private final RequestContext context;
    private final String id;
    private final int attempt;
    private final boolean repeatable;
    private final ActionsOfUnit actions = new ActionsOfUnit();
    private @Nullable Loan loan;
    private HostTransactions.@Nullable Transaction transaction;
    private @Nullable RuntimeException spoilt;
    private boolean ended;
    private boolean last;
    private boolean stored;

    SqlUnit(SqlUnitOfWork transactions, RequestContext context, String id, int attempt, boolean repeatable) {
        this.transactions = transactions;
        this.connections = transactions.connections();
        this.host = connections.transactions().orElse(null);
        this.context = context;
        this.id = id;
        this.attempt = attempt;
        this.repeatable = repeatable;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public int attempt() {
        return attempt;
    }

    /** Whether a conflict has the work run again: not where the unit is a part of a transaction that the host began. */
    public boolean isRepeatable() {
        return repeatable;
    }

    @Override
    public boolean isAtomic() {
        return true;
    }

    @Override
    public SqlDatabase database(Connection connection) throws SQLException {
        return transactions.database(connection);
    }

    @Override
    public void lastStep() {
        last = true;
    }

    /** Whether a single statement may be stored without a transaction around it: it is all that the unit writes. */
    boolean isOneStep() {
        return last && host == null && loan == null && !stored && !ended && spoilt == null && actions.isNothingBefore();
    }

    ConnectionSource connections() {
        return connections;
    }

    /** Whether the transaction has begun: a store that reads then sees what the unit has written. */
    public boolean isOpen() {
        return loan != null;
    }

    /**
     * Works on the connection of the transaction, which begins with the first call. What fails spoils the unit: it can only
     * be rolled back, because databases differ in what is left of a transaction then.
     *
     * @throws ConflictException if another transaction was in the way
     * @throws ScimException 503 if the database is not there
     * @throws SQLException what else a statement failed with
     */
    @Override
    public <T> T run(SqlWork<T> work) throws SQLException {
        try {
            return work.run(connection());
        } catch (SQLException failure) {
            RuntimeException passing = SqlFailure.passing(failure);
            spoil(passing != null ? passing : new IllegalStateException("a statement of the unit failed", failure));
            if (passing != null) {
                throw passing;
            }
            throw failure;
        } catch (RuntimeException failure) {
            spoil(failure);
            throw failure;
        }
    }

    /**
     * Works on a connection that stores each statement at once, so that BEGIN and COMMIT are saved. Where none is lent, it is as
     * {@link #run}. Once something is stored, nothing more can be written in the unit.
     *
     * @param work a single statement that writes; what comes before or behind it only reads. Empty if nothing is written: the
     *     unit goes on
     */
    <T> Optional<T> runOneStep(SqlWork<Optional<T>> work) throws SQLException {
        Loan borrowed = Loan.of(connections, context);
        Optional<T> result;
        try {
            if (!borrowed.connection().getAutoCommit()) {
                loan = borrowed;
                return run(begun -> {
                    borrowed.beginWriting(transactions.database(begun));
                    return work.run(begun);
                });
            }
            result = work.run(borrowed.connection());
        } catch (SQLException failure) {
            if (loan != null) {
                throw failure;
            }
            borrowed.end(failure);
            RuntimeException passing = SqlFailure.ofOneStep(failure);
            if (passing != null) {
                throw passing;
            }
            throw failure;
        } catch (RuntimeException | Error failure) {
            if (loan == null) {
                borrowed.end(failure);
            }
            throw failure;
        }
        stored = result.isPresent();
        borrowed.giveBack();
        return result;
    }

    /**
     * Looks at what is stored, as {@link #run} does. A refusal of what was asked, before the database was, spoils nothing: who
     * asked may ask otherwise.
     */
    <T> T look(SqlWork<T> work) throws SQLException {
        try {
            return work.run(connection());
        } catch (ScimException refused) {
            throw refused;
        } catch (SQLException | RuntimeException failure) {
            return run(of -> {
                throw failure;
            });
        }
    }

    /** Has the unit be rolled back, whoever keeps the reason to himself. */
    void spoil(RuntimeException reason) {
        if (spoilt == null) {
            spoilt = reason;
        }
    }

    private Connection connection() throws SQLException {
        Loan known = loan;
        if (known != null) {
            return known.connection();
        }
        if (ended) {
            throw new IllegalStateException("the unit has ended: nothing can be written in it any longer");
        }
        if (stored) {
            throw new IllegalStateException("what was said to be the last step of the unit is stored already");
        }
        if (host != null) {
            begin(host);
        }
        Loan borrowed = Loan.of(connections, context);
        loan = borrowed;
        if (host == null) {
            borrowed.beginWriting(transactions.database(borrowed.connection()));
        }
        return borrowed.connection();
    }

    private void begin(HostTransactions host) {
        if (transaction == null) {
            try {
                transaction = host.begin();
            } catch (RuntimeException failure) {
                throw Loan.noneBecause(failure);
            }
        }
    }

    @Override
    public Optional<SqlExecutor> sql() {
        return Optional.of(new UnitSqlExecutor(this));
    }

    @Override
    public void beforeCommit(Runnable action) {
        actions.addBefore(action);
    }

    @Override
    public void afterCommit(Runnable action) {
        actions.addAfter(action);
    }

    @Override
    public <T> Optional<T> handle(Class<T> type) {
        return type == SqlUnit.class ? Optional.of(type.cast(this)) : Optional.empty();
    }

    void commit() {
        actions.runBefore();
        if (spoilt != null) {
            throw spoilt;
        }
        if (transaction != null) {
            commit(transaction);
        } else {
            if (loan != null) {
                commit(loan);
            }
            ended = true;
            actions.runAfter();
        }
    }

    private void commit(Loan own) {
        try {
            own.connection().commit();
        } catch (SQLException failure) {
            throw SqlFailure.ofCommit(failure, failure);
        }
        loan = null;
        own.giveBack();
    }

    /** The host tells of its outermost commit, which may come later. */
    private void commit(HostTransactions.Transaction ofHost) {
        ofHost.afterCommit(actions::runAfter);
        Loan lent = loan;
        if (lent != null) {
            loan = null;
            lent.giveBack();
        }
        ended = true;
        try {
            ofHost.commit();
        } catch (RuntimeException failure) {
            SQLException behind = SqlFailure.behind(failure);
            throw behind == null ? failure : SqlFailure.ofCommit(behind, failure);
        }
    }

    /** The reason for the rollback is what must be told; that the rollback failed too hangs on to it. */
    void rollback(Throwable reason) {
        boolean open = !ended;
        ended = true;
        Loan lent = loan;
        loan = null;
        if (lent != null) {
            lent.end(reason);
        }
        if (transaction != null && open) {
            try {
                transaction.rollback();
            } catch (RuntimeException failure) {
                if (failure != reason) {
                    reason.addSuppressed(failure);
                }
            }
        }
    }
}
