package dev.scimlet.jdbc;

import dev.scimlet.core.ScimException;
import dev.scimlet.core.patch.ValuesDelta;
import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.BoundPath;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.spi.MembershipSource;
import dev.scimlet.spi.PartialRepository;
import dev.scimlet.spi.Precondition;
import dev.scimlet.spi.Query;
import dev.scimlet.spi.QueryResult;
import dev.scimlet.spi.ReferenceSource;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.ResourceChange;
import dev.scimlet.spi.ResourceRepository;
import dev.scimlet.spi.ValuesDeltas;
import dev.scimlet.spi.Wanted;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The resources of one type in a host's own SQL tables, H2 or PostgreSQL and what speaks like it.
 *
 * <pre>{@code
 * JdbcRepository users = JdbcRepository.of(USER, dataSource)
 *         .table("users")
 *         .id("id")
 *         .created("created_at")
 *         .lastModified("updated_at")
 *         .column("userName", "login", login -> login.keyColumn("login_key"))
 *         .column("emails[type eq \"work\"].value", "email")
 *         .column("active", "enabled", enabled -> enabled.whenAbsent(true))
 *         .build();
 * }</pre>
 *
 * Filters, sorting and paging are done by the database; what it cannot decide is refused. What a client sends is always
 * a parameter of a statement. Unique values need a unique constraint over tenant and column (or key column): it is the
 * constraint that makes a second value a 409. Each write is one transaction under a lock of the resource's row; one that
 * met another is done again. A database that is not there is a 503.
 */
public final class JdbcRepository
        implements ResourceRepository, ValuesDeltas, MembershipSource, ReferenceSource, PartialRepository {

    private final TableLayout layout;
    private final Transactions transactions;
    private final RestFormat restFormat;
    private final Writes writes;
    private final Memberships memberships;
    private final List<Memberships> leaves;
    private final DataSource dataSource;
    private final Refusals refusals;

    JdbcRepository(DataSource dataSource, TableLayout layout, Clock clock, List<JdbcRepository> leaves) {
        this.dataSource = dataSource;
        this.layout = layout;
        this.transactions = new Transactions(dataSource);
        this.transactions.refuseUnknownDatabase();
        this.refusals = new Refusals(layout, transactions);
        this.restFormat = layout.rest() == null
                ? new NoRest()
                : new JsonRest(layout.mapped().type());
        this.writes = new Writes(layout, restFormat, clock);
        this.memberships = new Memberships(layout, writes);
        // A group may be in groups of its own kind
        this.leaves = Stream.concat(leaves.stream().map(groups -> groups.memberships), Stream.of(memberships))
                .filter(groups -> groups.knows(layout.mapped().type()))
                .toList();
    }

    boolean isOf(DataSource other) {
        return dataSource == other;
    }

    /** Starts the mapping of a type to tables. */
    public static JdbcRepositoryBuilder of(ResourceType type, DataSource dataSource) {
        return new JdbcRepositoryBuilder(type, dataSource);
    }

    /**
     * The mapping of a type to tables of our own, for applications that have none: {@link #createTables()} makes them.
     * Everything that the type has is bound; a password is kept as the service gives it, hashed.
     */
    public static JdbcRepositoryBuilder inOwnTables(ResourceType type, DataSource dataSource) {
        return OwnTables.bind(type, of(type, dataSource));
    }

    /**
     * Makes the tables that the mapping speaks of, where they are not there yet: with columns of the most general types,
     * unique constraints for unique attributes, and indexes. Existing tables stay as they are.
     */
    public void createTables() {
        written(() -> transactions.write((connection, dialect) -> {
            try (Statement statement = connection.createStatement()) {
                for (String sql : OwnTables.statements(layout, dialect)) {
                    statement.execute(sql);
                }
                return true;
            } catch (SQLException failure) {
                throw Failure.ofCreation(failure);
            }
        }));
    }

    /** The statements of {@link #createTables()}, for a tool that keeps track of tables. */
    List<String> tableStatements(Dialect dialect) {
        return OwnTables.statements(layout, dialect);
    }

    /** The type as far as columns are bound. */
    @Override
    public ResourceType type() {
        return layout.mapped().type();
    }

    @Override
    public Set<String> ignored(Attributes attributes) {
        return layout.mapped().ignored(attributes);
    }

    @Override
    public Resource create(RequestContext context, Attributes attributes) {
        return written(
                () -> transactions.write(
                        (connection, dialect) -> writes.create(connection, dialect, context, attributes)),
                new Given(attributes));
    }

    @Override
    public Optional<Resource> find(RequestContext context, String id, Wanted wanted) {
        Object key = layout.idType().exact(id);
        if (key == null) {
            return Optional.empty();
        }
        Rows rows = new Rows(layout, restFormat, wanted);
        Transactions.Work<Optional<Resource>> work = (connection, dialect) -> {
            var sql = rows.select(dialect, context, null).add(layout.idColumn());
            sql.add(" = ").value(layout.idKind(), key);
            List<StoredRow> found = rows.read(connection, sql, null);
            var lists = rows.lists(connection, dialect, context, found);
            return found.stream().findFirst().map(row -> rows.resource(row, lists));
        };
        return read(() -> rows.readsSideTables() ? transactions.readSeveral(work) : transactions.readOne(work));
    }

    @Override
    public QueryResult query(RequestContext context, Query query) {
        Search search = new Search(layout, new Rows(layout, restFormat, query.wanted()), context, query);
        return read(() -> transactions.readSeveral(search::run));
    }

    @Override
    public Optional<Resource> update(RequestContext context, String id, Wanted wanted, ResourceChange change) {
        Object key = layout.idType().exact(id);
        if (key == null) {
            return Optional.empty();
        }
        Given given = new Given(null);
        ResourceChange noted = current -> given.note(change.apply(current));
        return written(
                () -> transactions.write(
                        (connection, dialect) -> writes.update(connection, dialect, context, key, wanted, noted)),
                given);
    }

    @Override
    public boolean delete(RequestContext context, String id, Precondition precondition) {
        Object key = layout.idType().exact(id);
        return key != null
                && written(
                        () -> transactions.delete((connection, dialect) ->
                                writes.delete(connection, dialect, context, key, precondition, leaves)),
                        new Given(null),
                        failure -> Failure.stillReferredTo());
    }

    @Override
    public boolean takesDeltas(BoundPath list) {
        SideTable side = layout.tableOf(list);
        return side != null && side.isReferences() && list.filter() == null && list.subAttribute() == null;
    }

    @Override
    public Optional<Applied> applyDelta(
            RequestContext context, String id, Wanted wanted, Precondition precondition, ValuesDelta delta) {
        SideTable side = layout.tableOf(delta.list());
        if (side == null || !takesDeltas(delta.list())) {
            throw new IllegalArgumentException("'" + delta.list() + "' takes no deltas");
        }
        Object key = layout.idType().exact(id);
        if (key == null) {
            return Optional.empty();
        }
        Deltas deltas = new Deltas(side, writes, context, wanted);
        return written(() -> transactions.write(
                (connection, dialect) -> deltas.apply(connection, dialect, key, precondition, delta)));
    }

    @Override
    public Map<String, List<Membership>> membershipsOf(
            RequestContext context, ResourceType type, Set<String> memberIds) {
        return read(() -> transactions.readOne(
                (connection, dialect) -> memberships.of(connection, dialect, context, type, memberIds)));
    }

    @Override
    public void memberDeleted(RequestContext context, ResourceType type, String memberId) {
        written(() -> transactions.write((connection, dialect) -> {
            memberships.end(connection, dialect, context, type, memberId);
            return true;
        }));
    }

    @Override
    public Map<String, String> displayNames(RequestContext context, Set<String> ids) {
        return read(() -> transactions.readOne(
                (connection, dialect) -> memberships.displayNames(connection, dialect, context, ids)));
    }

    /** Work on the database. */
    @FunctionalInterface
    private interface Call<T> {
        T run() throws SQLException;
    }

    private static <T> T read(Call<T> call) {
        try {
            return call.run();
        } catch (SQLException failure) {
            if (Failure.of(failure) == Failure.VALUE) {
                throw Failure.unfitOperand();
            }
            throw Failure.mistake(failure);
        }
    }

    /** What a call was to store, where that is known. */
    private static final class Given {

        private @Nullable Attributes attributes;

        Given(@Nullable Attributes attributes) {
            this.attributes = attributes;
        }

        Attributes note(Attributes next) {
            this.attributes = next;
            return next;
        }
    }

    private <T> T written(Call<T> call) {
        return written(call, new Given(null));
    }

    private <T> T written(Call<T> call, Given given) {
        return written(call, given, refusals::brokenReference);
    }

    private <T> T written(Call<T> call, Given given, Function<SQLException, ScimException> onBrokenReference) {
        try {
            return call.run();
        } catch (SQLException failure) {
            throw switch (Failure.of(failure)) {
                case UNIQUE -> refusals.taken(failure);
                case REFERENCE -> onBrokenReference.apply(failure);
                case VALUE -> refusals.unfit(failure, given.attributes);
                default -> Failure.mistake(failure);
            };
        }
    }
}
