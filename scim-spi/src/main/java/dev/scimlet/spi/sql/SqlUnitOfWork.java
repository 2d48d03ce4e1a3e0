package dev.scimlet.spi.sql;

import dev.scimlet.core.ScimException;
import dev.scimlet.spi.ConflictException;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.Retries;
import dev.scimlet.spi.Unit;
import dev.scimlet.spi.UnitOfWork;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Units that are transactions of a database: of their own, begun and ended here, or of a host's framework ({@link
 * ConnectionSource#transactions()}).
 *
 * <p>The transaction begins with the first use of the unit's connection; a unit that is not used costs nothing. Units over
 * equal sources are equal.
 */
public final class SqlUnitOfWork implements UnitOfWork {

    private final ConnectionSource connections;
    private final @Nullable Duration patience;
    private volatile @Nullable SqlDatabase database;

    private SqlUnitOfWork(ConnectionSource connections, @Nullable Duration patience) {
        this.connections = connections;
        this.patience = patience;
    }

    /** Units over the connections of a source. */
    public static SqlUnitOfWork over(ConnectionSource connections) {
        return new SqlUnitOfWork(connections, null);
    }

    /** The same units, which begin no further try after the given time; by default ten seconds. */
    public SqlUnitOfWork withPatience(Duration value) {
        return new SqlUnitOfWork(connections, value);
    }

    /** Where the connections come from. */
    public ConnectionSource connections() {
        return connections;
    }

    /**
     * The database of a connection of the source: it is asked once, because all tenants have the same kind.
     *
     * @throws IllegalArgumentException if it is none that is supported
     */
    public SqlDatabase database(Connection connection) throws SQLException {
        SqlDatabase known = database;
        if (known == null) {
            known = SqlDatabase.of(connection);
            database = known;
        }
        return known;
    }

    /** The database, once a connection has told it. */
    public Optional<SqlDatabase> knownDatabase() {
        return Optional.ofNullable(database);
    }

    /** The unit of these that the context is in; null if it is in none, or in one of another kind or source. */
    public @Nullable SqlUnit present(RequestContext context) {
        return context.unit()
                .flatMap(unit -> unit.handle(SqlUnit.class))
                .filter(unit -> unit.connections().equals(connections))
                .orElse(null);
    }

    /**
     * Does the work of a store in the unit that the context is in, or else in one of its own.
     *
     * @param refusal what is thrown where a statement failed for another reason than a conflict or a database that is not
     *     there; it is told the unit that ends so, in which nothing can be read any longer
     */
    public <T> T write(
            RequestContext context, SqlWork<T> work, BiFunction<SqlUnit, SQLException, RuntimeException> refusal) {
        return perform(context, unit -> {
            SqlUnit of = (SqlUnit) unit;
            try {
                return of.run(work);
            } catch (SQLException failure) {
                throw refusal.apply(of, failure);
            }
        });
    }

    /** Whether the context is in a unit of which the next write is all, so that {@link #writeOneStep} saves a transaction. */
    public boolean isOneStep(RequestContext context) {
        SqlUnit present = present(context);
        return present != null && present.isOneStep();
    }

    /**
     * As {@link #write}, where {@link #isOneStep} says so, of work that writes with one statement: a database stores it whole or
     * not at all, without a transaction around it.
     *
     * @param work empty if it has written nothing
     */
    public <T> Optional<T> writeOneStep(
            RequestContext context,
            SqlWork<Optional<T>> work,
            BiFunction<SqlUnit, SQLException, RuntimeException> refusal) {
        SqlUnit present = present(context);
        if (present == null || !present.isOneStep()) {
            return write(context, work, refusal);
        }
        return partOf(present, unit -> {
            try {
                return present.runOneStep(work);
            } catch (SQLException failure) {
                throw refusal.apply(present, failure);
            }
        });
    }

    @Override
    public <T> T perform(RequestContext context, Function<Unit, T> work) {
        SqlUnit present = present(context);
        if (present != null) {
            return partOf(present, work);
        }
        String id = UUID.randomUUID().toString();
        if (wouldJoin()) {
            try {
                return once(new SqlUnit(this, context, id, 1, false), work);
            } catch (ConflictException conflict) {
                throw Retries.busy(conflict);
            }
        }
        Retries retries = retries();
        while (true) {
            try {
                return once(new SqlUnit(this, context, id, retries.attempt(), true), work);
            } catch (ConflictException conflict) {
                retries.pauseOrGiveUp(conflict);
            }
        }
    }

    private boolean wouldJoin() {
        return connections.transactions().filter(HostTransactions::wouldJoin).isPresent();
    }

    private Retries retries() {
        return patience == null ? new Retries() : new Retries(patience);
    }

    /** A part that ends with an exception may be half done, so the whole must not be stored. */
    private static <T> T partOf(SqlUnit unit, Function<Unit, T> work) {
        try {
            return work.apply(unit);
        } catch (RuntimeException failure) {
            unit.spoil(failure);
            throw failure;
        }
    }

    private static <T> T once(SqlUnit unit, Function<Unit, T> work) {
        try {
            T result = work.apply(unit);
            unit.commit();
            return result;
        } catch (Throwable failure) {
            unit.rollback(failure);
            throw failure;
        }
    }

    /**
     * Reads with one statement: in the transaction of the unit that the context is in, if it has begun; otherwise over a
     * connection that is borrowed for the moment, without a transaction.
     *
     * @throws ScimException 503 if the database is not there
     * @throws SQLException what else a statement failed with
     */
    public <T> T read(RequestContext context, SqlWork<T> work) throws SQLException {
        return read(context, work, false);
    }

    /** As {@link #read}, with several statements, which see the same state unless they are in a transaction that has begun. */
    public <T> T readSeveral(RequestContext context, SqlWork<T> work) throws SQLException {
        return read(context, work, true);
    }

    private <T> T read(RequestContext context, SqlWork<T> work, boolean several) throws SQLException {
        SqlUnit present = present(context);
        if (present != null && present.isOpen()) {
            return present.look(work);
        }
        Retries retries = retries();
        while (true) {
            try {
                return readOnce(context, work, several);
            } catch (SQLException failure) {
                RuntimeException passing = SqlFailure.passing(failure);
                if (passing == null) {
                    throw failure;
                }
                if (!(passing instanceof ConflictException conflict)) {
                    throw passing;
                }
                if (wouldJoin()) {
                    throw Retries.busy(conflict);
                }
                retries.pauseOrGiveUp(conflict);
            }
        }
    }

    private <T> T readOnce(RequestContext context, SqlWork<T> work, boolean several) throws SQLException {
        Loan loan = Loan.of(connections, context);
        T result;
        try {
            Connection connection = loan.connection();
            boolean ofHost = connections.transactions().isPresent() && !connection.getAutoCommit();
            if (several && !ofHost) {
                loan.beginSnapshot(database(connection));
            }
            result = work.run(connection);
        } catch (Throwable failure) {
            loan.end(failure);
            throw failure;
        }
        loan.end(null);
        return result;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SqlUnitOfWork that && connections.equals(that.connections);
    }

    @Override
    public int hashCode() {
        return connections.hashCode();
    }

    /** The answer where nobody can say whether the database committed. */
    static ScimException unknown(Throwable cause) {
        return ScimException.unavailable(
                "the database did not say whether the change is stored: look before it is sent again",
                Duration.ofSeconds(10),
                cause);
    }
}
