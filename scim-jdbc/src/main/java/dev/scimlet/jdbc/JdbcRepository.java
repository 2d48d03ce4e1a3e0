package dev.scimlet.jdbc;

import dev.scimlet.core.patch.ValuesDelta;
import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.BoundPath;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.spi.AppliedDelta;
import dev.scimlet.spi.ConflictException;
import dev.scimlet.spi.MembershipSource;
import dev.scimlet.spi.PartialRepository;
import dev.scimlet.spi.Precondition;
import dev.scimlet.spi.Query;
import dev.scimlet.spi.QueryResult;
import dev.scimlet.spi.ReferenceSource;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.ResourceRepository;
import dev.scimlet.spi.UnitOfWork;
import dev.scimlet.spi.ValuesDeltas;
import dev.scimlet.spi.Wanted;
import dev.scimlet.spi.sql.ConnectionSource;
import dev.scimlet.spi.sql.SqlFailure;
import dev.scimlet.spi.sql.SqlUnit;
import dev.scimlet.spi.sql.SqlUnitOfWork;
import dev.scimlet.spi.sql.SqlWork;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The resources of one type in a host's own SQL tables, H2 or PostgreSQL and what speaks like it.
 *
 * <pre>{@code
 * JdbcRepository users = JdbcRepository.of(USER, dataSource)
 *         .table("users")
 *         .id("id", IdType.number("u"))
 *         .created("created_at")
 *         .lastModified("updated_at")
 *         .column("userName", "login", login -> login.keyColumn("login_key"))
 *         .column("emails[type eq \"work\"].value", "email")
 *         .column("active", "enabled", enabled -> enabled.whenAbsent(true))
 *         .build();
 * }</pre>
 *
 * Filters, sorting and paging are done by the database; what it cannot decide is refused. What a client sends is always
 * a parameter of a statement. Unique values need a unique constraint over tenant and column: it is the constraint that makes
 * a second value a 409. Where case is ignored, as of {@code userName}, it stands on the key column or on {@code
 * LOWER(column)}; on the column itself it lets {@code bob} and {@code Bob} in.
 *
 * <p>Each write is a part of the unit of its context, or one of its own ({@link #unitOfWork()}); a change is written
 * under the version that was read. A database that is not there is a 503. {@link #memberDeleted} and {@link #delete} are
 * two steps, which the service does in one unit; an application that deletes without the service does so too.
 */
public final class JdbcRepository
        implements ResourceRepository,
                ResourceRepository.Locking,
                UnitOfWork.Participant,
                ValuesDeltas,
                MembershipSource,
                ReferenceSource,
                PartialRepository {

    /**
     * How often a row is deleted that something refers to: in REPEATABLE READ a reference that came in the meantime is
     * only seen from the next transaction on, which takes it away.
     */
    private static final int ATTEMPTS_TO_DELETE = 5;

    private final TableLayout layout;
    private final SqlUnitOfWork units;
    private final RestFormat restFormat;
    private final Writes writes;
    private final Memberships memberships;
    private final Refusals refusals;

    JdbcRepository(ConnectionSource connections, TableLayout layout, Clock clock) {
        this.layout = layout;
        this.units = SqlUnitOfWork.over(connections);
        this.refusals = new Refusals(layout, units);
        refuseUnfitDatabase();
        this.restFormat = layout.rest() == null
                ? new NoRest()
                : new JsonRest(layout.mapped().type());
        this.writes = new Writes(layout, restFormat, clock);
        this.memberships = new Memberships(layout, writes);
    }

    /** Looks which database and which key it is, where one can be reached without a request: if not, the first request finds out. */
    private void refuseUnfitDatabase() {
        List<IllegalArgumentException> unfit = new ArrayList<>();
        try {
            units.read(RequestContext.of("build"), connection -> {
                try {
                    units.database(connection);
                } catch (IllegalArgumentException refused) {
                    unfit.add(refused);
                    return unfit;
                }
                String mistake = TableFacts.mistakenKey(connection, layout);
                if (mistake != null) {
                    unfit.add(new IllegalArgumentException(mistake));
                }
                return unfit;
            });
        } catch (SQLException | RuntimeException unreachable) {
            return;
        }
        if (!unfit.isEmpty()) {
            throw unfit.get(0);
        }
    }

    /** Starts the mapping of a type to tables, over connections of a pool: {@link ConnectionSource#of}. */
    public static JdbcRepositoryBuilder of(ResourceType type, DataSource dataSource) {
        return of(type, ConnectionSource.of(dataSource));
    }

    /** Starts the mapping of a type to tables. Repositories over equal sources take part in the same units. */
    public static JdbcRepositoryBuilder of(ResourceType type, ConnectionSource connections) {
        return new JdbcRepositoryBuilder(type, connections);
    }

    /**
     * The mapping of a type to tables of our own, for applications that have none: {@link #createTables()} makes them.
     * Everything that the type has is bound; a password is kept as the service gives it, hashed.
     */
    public static JdbcRepositoryBuilder inOwnTables(ResourceType type, DataSource dataSource) {
        return inOwnTables(type, ConnectionSource.of(dataSource));
    }

    /** As {@link #inOwnTables(ResourceType, DataSource)}, over connections from elsewhere. */
    public static JdbcRepositoryBuilder inOwnTables(ResourceType type, ConnectionSource connections) {
        return OwnTables.bind(type, of(type, connections));
    }

    /**
     * Makes the tables that the mapping speaks of, where they are not there yet: with columns of the most general types,
     * unique constraints for unique attributes, and indexes. Existing tables stay as they are.
     */
    public void createTables() {
        createTables(RequestContext.of("createTables"));
    }

    /** As {@link #createTables()}, over the connection of a tenant that has tables of its own. */
    public void createTables(RequestContext context) {
        SqlWork<Boolean> creation = connection -> {
            try (Statement statement = connection.createStatement()) {
                for (String sql : OwnTables.statements(layout, dialect(connection))) {
                    statement.execute(sql);
                }
                return true;
            } catch (SQLException failure) {
                throw Failure.ofCreation(failure);
            }
        };
        units.write(context, creation, (unit, failure) -> Failure.mistake(failure));
    }

    /** The statements of {@link #createTables()}, for a tool that keeps track of tables. */
    List<String> tableStatements(Dialect dialect) {
        return OwnTables.statements(layout, dialect);
    }

    /**
     * The type as far as columns are bound, of which queries, paths and attributes are made; the type that the mapping began
     * with is another one.
     */
    @Override
    public ResourceType type() {
        return layout.mapped().type();
    }

    @Override
    public Set<String> ignored(Attributes attributes) {
        return layout.mapped().ignored(attributes);
    }

    @Override
    public SqlUnitOfWork unitOfWork() {
        return units;
    }

    private Dialect dialect(Connection connection) throws SQLException {
        return Dialect.of(units.database(connection));
    }

    @Override
    public Resource create(RequestContext context, Attributes attributes) {
        Writes.Creation creation = writes.new Creation(context, attributes);
        return written(context, attributes, connection -> creation.run(connection, dialect(connection)));
    }

    @Override
    public Optional<Resource> find(RequestContext context, String id, Wanted wanted) {
        Object key = layout.idType().exact(id);
        if (key == null) {
            return Optional.empty();
        }
        Rows rows = new Rows(layout, restFormat, wanted);
        SqlWork<Optional<Resource>> work = connection -> {
            Dialect dialect = dialect(connection);
            var sql = rows.select(dialect, context, null).add(layout.idColumn());
            sql.add(" = ").value(layout.idKind(), key);
            List<StoredRow> found = rows.read(connection, sql, null);
            var lists = rows.lists(connection, dialect, context, found);
            return found.stream().findFirst().map(row -> rows.resource(row, lists));
        };
        return read(() -> rows.readsSideTables() ? units.readSeveral(context, work) : units.read(context, work));
    }

    @Override
    public Optional<Resource> findLocked(RequestContext context, String id, Wanted wanted) {
        Object key = layout.idType().exact(id);
        if (key == null) {
            return Optional.empty();
        }
        Rows rows = writes.rows(wanted);
        return written(context, connection -> {
            Dialect dialect = dialect(connection);
            StoredRow row = writes.lock(connection, dialect, context, rows, key);
            return row == null
                    ? Optional.empty()
                    : Optional.of(rows.resource(row, rows.lists(connection, dialect, context, List.of(row))));
        });
    }

    @Override
    public QueryResult query(RequestContext context, Query query) {
        query.requireOf(type());
        Search search = new Search(layout, new Rows(layout, restFormat, query.wanted()), context, query);
        return read(() -> units.readSeveral(context, connection -> search.run(connection, dialect(connection))));
    }

    @Override
    public Resource update(RequestContext context, Resource read, Attributes changed, Wanted wanted) {
        Object key = layout.idType().exact(read.id());
        if (key == null) {
            throw ConflictException.overtaken(null);
        }
        Writes.Update update = writes.new Update(context, key, read, changed, wanted);
        if (update.isEmpty()) {
            return read;
        }
        // Whoever computed the change has to read again, so that a unit of our own does not repeat this
        return written(context, changed, connection -> update.run(connection, dialect(connection)))
                .orElseThrow(() -> ConflictException.overtaken(null));
    }

    @Override
    public Optional<Resource> delete(RequestContext context, String id, Wanted wanted, Precondition precondition) {
        Object key = layout.idType().exact(id);
        if (key == null) {
            return Optional.empty();
        }
        refusals.learn(context);
        return units.write(
                context,
                connection -> writes.delete(connection, dialect(connection), context, key, wanted, precondition),
                this::refusedDeletion);
    }

    @Override
    public boolean takesDeltas(BoundPath list) {
        SideTable side = layout.tableOf(list);
        return side != null && side.isReferences() && list.filter() == null && list.subAttribute() == null;
    }

    @Override
    public Optional<AppliedDelta> applyDelta(
            RequestContext context, String id, Wanted wanted, Precondition precondition, ValuesDelta delta) {
        type().requireOwn(delta.list());
        SideTable side = layout.tableOf(delta.list());
        if (side == null || !takesDeltas(delta.list())) {
            throw new IllegalArgumentException("'" + delta.list() + "' takes no deltas");
        }
        Object key = layout.idType().exact(id);
        if (key == null) {
            return Optional.empty();
        }
        Deltas deltas = new Deltas(side, writes, context, wanted);
        return written(context, connection -> deltas.apply(connection, dialect(connection), key, precondition, delta));
    }

    @Override
    public boolean knowsMemberships() {
        return memberships.areKnown();
    }

    @Override
    public Map<String, List<Membership>> membershipsOf(
            RequestContext context, ResourceType type, Set<String> memberIds) {
        return read(() -> units.read(
                context, connection -> memberships.of(connection, dialect(connection), context, type, memberIds)));
    }

    @Override
    public List<AppliedDelta> memberDeleted(RequestContext context, ResourceType type, String memberId) {
        return written(
                context, connection -> memberships.end(connection, dialect(connection), context, type, memberId));
    }

    @Override
    public Map<String, String> displayNames(RequestContext context, Set<String> ids) {
        return read(() -> units.read(
                context, connection -> memberships.displayNames(connection, dialect(connection), context, ids)));
    }

    @Override
    public Set<String> hold(RequestContext context, Set<String> ids) {
        return written(context, connection -> memberships.hold(connection, dialect(connection), context, ids));
    }

    /** Reading from the database. */
    @FunctionalInterface
    private interface Call<T> {
        T run() throws SQLException;
    }

    private static <T> T read(Call<T> call) {
        try {
            return call.run();
        } catch (SQLException failure) {
            if (SqlFailure.of(failure) == SqlFailure.VALUE) {
                throw Failure.unfitOperand();
            }
            throw Failure.mistake(failure);
        }
    }

    private <T> T written(RequestContext context, SqlWork<T> work) {
        return written(context, null, work);
    }

    /** @param given what was to be stored, as far as it is known */
    private <T> T written(RequestContext context, @Nullable Attributes given, SqlWork<T> work) {
        refusals.learn(context);
        return units.write(context, work, (unit, failure) -> refused(failure, given));
    }

    private RuntimeException refused(SQLException failure, @Nullable Attributes given) {
        return switch (SqlFailure.of(failure)) {
            case UNIQUE -> refusals.taken(failure);
            case REFERENCE -> refusals.brokenReference(failure);
            case VALUE -> refusals.unfit(failure, given);
            default -> Failure.mistake(failure);
        };
    }

    private RuntimeException refusedDeletion(SqlUnit unit, SQLException failure) {
        if (SqlFailure.of(failure) != SqlFailure.REFERENCE) {
            return refused(failure, null);
        }
        return unit.isRepeatable() && unit.attempt() < ATTEMPTS_TO_DELETE
                ? ConflictException.overtaken(failure)
                : Failure.stillReferredTo();
    }
}
