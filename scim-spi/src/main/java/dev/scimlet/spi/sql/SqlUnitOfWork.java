package dev.scimlet.spi.sql;

import dev.scimlet.core.ScimException;
import dev.scimlet.spi.ConflictException;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.Retries;
import dev.scimlet.spi.Unit;
import dev.scimlet.spi.UnitOfWork;
import java.time.Duration;
import java.util.UUID;
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

    /** The unit of these that the context is in; null if it is in none, or in one of another kind or source. */
    public @Nullable SqlUnit present(RequestContext context) {
        return context.unit()
                .flatMap(unit -> unit.handle(SqlUnit.class))
                .filter(unit -> unit.connections().equals(connections))
                .orElse(null);
    }

    @Override
    public <T> T perform(RequestContext context, Function<Unit, T> work) {
        SqlUnit present = present(context);
        if (present != null) {
            return work.apply(present);
        }
        HostTransactions host = connections.transactions().orElse(null);
        String id = UUID.randomUUID().toString();
        if (host != null && host.wouldJoin()) {
            try {
                return once(new SqlUnit(connections, host, context, id, 1), work);
            } catch (ConflictException conflict) {
                throw Retries.busy(conflict);
            }
        }
        Retries retries = patience == null ? new Retries() : new Retries(patience);
        while (true) {
            try {
                return once(new SqlUnit(connections, host, context, id, retries.attempt()), work);
            } catch (ConflictException conflict) {
                retries.pauseOrGiveUp(conflict);
            }
        }
    }

    private static <T> T once(SqlUnit unit, Function<Unit, T> work) {
        T result;
        try {
            result = work.apply(unit);
            unit.commit();
        } catch (RuntimeException | Error failure) {
            unit.rollback(failure);
            throw failure;
        }
        unit.runAfter();
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
