package dev.scimlet.jdbc;

import dev.scimlet.core.ScimException;
import dev.scimlet.core.patch.ValuesDelta;
import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.BoundPath;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.jdbc.sql.Cache;
import dev.scimlet.jdbc.sql.Dialect;
import dev.scimlet.jdbc.sql.Kind;
import dev.scimlet.jdbc.sql.Names;
import dev.scimlet.jdbc.sql.Texts;
import dev.scimlet.jdbc.sql.TimeLimit;
import dev.scimlet.spi.AppliedDelta;
import dev.scimlet.spi.ConflictException;
import dev.scimlet.spi.DisplayName;
import dev.scimlet.spi.MemberRepository;
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
import dev.scimlet.spi.mapping.MappedPath;
import dev.scimlet.spi.mapping.MappedType;
import dev.scimlet.spi.mapping.Unmapped;
import dev.scimlet.spi.sql.ConnectionSource;
import dev.scimlet.spi.sql.SqlFailure;
import dev.scimlet.spi.sql.SqlUnit;
import dev.scimlet.spi.sql.SqlUnitOfWork;
import dev.scimlet.spi.sql.SqlWork;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The resources of one type in a host's own SQL tables: H2, PostgreSQL and what speaks like it, MariaDB, MySQL.
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
                MemberRepository,
                PartialRepository {

    /**
     * How often a row is deleted that something refers to: in REPEATABLE READ a reference that came in the meantime is
     * only seen from the next transaction on, which takes it away.
     */
    private static final int ATTEMPTS_TO_DELETE = 5;

    private static final System.Logger LOG = System.getLogger(JdbcRepository.class.getName());

    /** How many sets of wanted attributes are remembered. */
    private static final int MOST_READERS = 100;

    private final TableLayout layout;
    private final SqlUnitOfWork units;
    private final RestFormat restFormat;
    private final Writes writes;
    private final Memberships memberships;
    private final Refusals refusals;
    private final @Nullable GroupsOfMembers groups;
    private final Cache<Wanted, RowReader> readers = new Cache<>(MOST_READERS);

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
        this.groups = null;
        warn();
    }

    /** The same repository, which reads the groups of its resources beside them. */
    private JdbcRepository(JdbcRepository same, GroupsOfMembers groups) {
        this.layout = same.layout;
        this.units = same.units;
        this.restFormat = same.restFormat;
        this.writes = same.writes;
        this.memberships = same.memberships;
        this.refusals = same.refusals;
        this.groups = groups;
    }

    /** Looks which database and which key it is, where one can be reached without a request: if not, the first request finds out. */
    private void refuseUnfitDatabase() {
        List<IllegalArgumentException> unfit = new ArrayList<>();
        try {
            units.read(RequestContext.of("build"), connection -> {
                Dialect dialect;
                try {
                    dialect = dialect(connection);
                } catch (IllegalArgumentException refused) {
                    unfit.add(refused);
                    return unfit;
                }
                String mistake = layout.mistakenKey(connection, dialect);
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
    public static Builder of(ResourceType type, DataSource dataSource) {
        return of(type, ConnectionSource.of(dataSource));
    }

    /** Starts the mapping of a type to tables. Repositories over equal sources take part in the same units. */
    public static Builder of(ResourceType type, ConnectionSource connections) {
        return new Builder(type, connections);
    }

    /**
     * The mapping of a type to tables of our own, for applications that have none: {@link #createTables()} makes them.
     * Everything that the type has is bound; a password is kept as the service gives it, hashed.
     */
    public static Builder inOwnTables(ResourceType type, DataSource dataSource) {
        return inOwnTables(type, ConnectionSource.of(dataSource));
    }

    /** As {@link #inOwnTables(ResourceType, DataSource)}, over connections from elsewhere. */
    public static Builder inOwnTables(ResourceType type, ConnectionSource connections) {
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

    /**
     * What about the tables makes requests slow or answers wrong, each with the statement that mends it: indexes, unique
     * constraints, foreign keys, the precision of times, collations. None of a table that is not there. {@link Builder#build()}
     * logs them as warnings, where it can reach the database.
     *
     * @throws ScimException 503 if the database is not there
     */
    public List<Finding> check() {
        return check(RequestContext.of("check"));
    }

    /** As {@link #check()}, over the connection of a tenant that has tables of its own. */
    public List<Finding> check(RequestContext context) {
        return read(() ->
                units.read(context, connection -> new Check(layout, connection, dialect(connection)).findings()));
    }

    private void warn() {
        if (!LOG.isLoggable(System.Logger.Level.WARNING)) {
            return;
        }
        List<Finding> findings;
        try {
            findings = check();
        } catch (RuntimeException unreadable) {
            LOG.log(System.Logger.Level.DEBUG, "the tables of " + layout.table() + " could not be checked", unreadable);
            return;
        }
        for (Finding finding : findings) {
            LOG.log(System.Logger.Level.WARNING, finding.detail() + "; " + finding.remedy());
        }
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
    public Attributes kept(Attributes attributes) {
        return layout.mapped().kept(attributes);
    }

    @Override
    public SqlUnitOfWork unitOfWork() {
        return units;
    }

    @Override
    public boolean writesNothingBeside() {
        return true;
    }

    private Dialect dialect(Connection connection) throws SQLException {
        return Dialect.of(units.database(connection));
    }

    @Override
    public Resource create(RequestContext context, Attributes attributes) {
        Writes.Creation creation = writes.new Creation(context, attributes);
        return written(
                        context,
                        attributes,
                        connection -> Optional.of(creation.run(connection, dialect(connection))),
                        creation::isOneStatement)
                .orElseThrow();
    }

    @Override
    public Optional<Resource> find(RequestContext context, String id, Wanted wanted) {
        Object key = layout.idType().exact(id);
        if (key == null) {
            return Optional.empty();
        }
        RowReader rows = reader(wanted);
        SqlWork<Optional<Resource>> work = connection -> {
            RowReader.Found found = rows.one(connection, dialect(connection), context, key);
            return found.rows().stream().findFirst().map(row -> rows.resource(row, found.lists()));
        };
        return read(() -> rows.readsLongLists() ? units.readSeveral(context, work) : units.read(context, work));
    }

    private RowReader reader(Wanted wanted) {
        return readers.get(wanted, missing -> new RowReader(layout, restFormat, wanted, groups));
    }

    @Override
    public Optional<Resource> findLocked(RequestContext context, String id, Wanted wanted) {
        Object key = layout.idType().exact(id);
        if (key == null) {
            return Optional.empty();
        }
        RowReader rows = writes.rows(wanted);
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
        Search search = new Search(layout, reader(query.wanted()), context, query);
        SqlWork<QueryResult> work = connection -> search.run(connection, dialect(connection));
        return read(() -> isOneStatement(search) ? units.read(context, work) : units.readSeveral(context, work));
    }

    private boolean isOneStatement(Search search) {
        return units.knownDatabase()
                .map(Dialect::of)
                .filter(search::isOneStatement)
                .isPresent();
    }

    @Override
    public Optional<ResourceRepository> withMembershipsOf(MembershipSource source) {
        GroupsOfMembers found = source instanceof JdbcRepository other && other.units.equals(units)
                ? other.memberships.groupsOf(type())
                : null;
        return found != null && found.hasKeysOf(layout) && layout.backReference() != null
                ? Optional.of(new JdbcRepository(this, found))
                : Optional.empty();
    }

    @Override
    public boolean createsNonMembers() {
        return layout.idKind() != Kind.NUMBER;
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
        return written(
                        context,
                        changed,
                        connection -> update.run(connection, dialect(connection)),
                        update::isOneStatement)
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
        return applyDelta(context, id, wanted, precondition, delta, null);
    }

    private Optional<AppliedDelta> applyDelta(
            RequestContext context,
            String id,
            Wanted wanted,
            Precondition precondition,
            ValuesDelta delta,
            @Nullable EntryDetails details) {
        type().requireOwn(delta.list());
        SideTable side = layout.tableOf(delta.list());
        if (side == null || !takesDeltas(delta.list())) {
            throw new IllegalArgumentException("'" + delta.list() + "' takes no deltas");
        }
        Object key = layout.idType().exact(id);
        if (key == null) {
            return Optional.empty();
        }
        Deltas deltas = new Deltas(side, writes, context, wanted, details);
        if (isOneStep(context) && deltas.isOneRow(precondition, delta)) {
            Optional<Deltas.Outcome> outcome = units.writeOneStep(
                    context,
                    connection -> deltas.oneStep(connection, dialect(connection), key, delta),
                    (unit, failure) -> refused(failure, null));
            if (outcome.isPresent()) {
                return outcome.get().applied();
            }
        }
        return written(context, connection -> deltas.apply(connection, dialect(connection), key, precondition, delta));
    }

    /** A join table of ids alone keeps no more of an entry. */
    @Override
    public boolean looksAtDetails(BoundPath list) {
        SideTable side = layout.tableOf(list);
        return side == null || side.columns().size() > 1;
    }

    @Override
    public Optional<ValuesDeltas> lookingAt(BoundPath list, List<ResourceRepository> targets) {
        SideTable side = layout.tableOf(list);
        List<EntryDetails.Target> tables = new ArrayList<>();
        for (ResourceRepository target : targets) {
            if (target instanceof JdbcRepository other && other.units.equals(units)) {
                tables.add(new EntryDetails.Target(other.layout, other.memberships));
            }
        }
        EntryDetails details = side == null || !layout.isOurs() || tables.size() < targets.size()
                ? null
                : EntryDetails.of(side, tables);
        return details == null ? Optional.empty() : Optional.of(new LookingDeltas(details));
    }

    /** The deltas of a list, of which one statement looks at who is added, where the database takes it. */
    private final class LookingDeltas implements ValuesDeltas {

        private final EntryDetails details;

        LookingDeltas(EntryDetails details) {
            this.details = details;
        }

        @Override
        public boolean takesDeltas(BoundPath list) {
            return details.isOf(layout.tableOf(list)) && JdbcRepository.this.takesDeltas(list);
        }

        @Override
        public boolean looksAtDetails(BoundPath list) {
            return !details.isOf(layout.tableOf(list))
                    || units.knownDatabase()
                            .map(Dialect::of)
                            .filter(Dialect::writesAtOnce)
                            .isEmpty();
        }

        @Override
        public boolean holdsAdded(ValuesDelta delta) {
            return JdbcRepository.this.holdsAdded(delta);
        }

        @Override
        public Optional<AppliedDelta> applyDelta(
                RequestContext context, String id, Wanted wanted, Precondition precondition, ValuesDelta delta) {
            EntryDetails looked = looksAtDetails(delta.list()) ? null : details;
            return JdbcRepository.this.applyDelta(context, id, wanted, precondition, delta, looked);
        }
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

    /**
     * @param work empty if it has written nothing
     * @param isOneStatement whether the work writes with a single one, if the database takes all tables at once
     */
    private <T> Optional<T> written(
            RequestContext context, Attributes given, SqlWork<Optional<T>> work, BooleanSupplier isOneStatement) {
        return isOneStep(context) && isOneStatement.getAsBoolean()
                ? units.writeOneStep(context, work, (unit, failure) -> refused(failure, given))
                : written(context, given, work);
    }

    /** Whether one statement is all that the unit writes, and tells for sure what is stored. */
    private boolean isOneStep(RequestContext context) {
        if (!layout.keepsWhatIsWritten() || !units.isOneStep(context)) {
            return false;
        }
        refusals.learn(context);
        return units.knownDatabase()
                .filter(database -> Dialect.of(database).writesAtOnce())
                .isPresent();
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

    /**
     * Says which column holds what. Paths are written as in Entra ID's mapping table; names of tables and columns are plain,
     * or in double quotes where the database needs them. A mistake is an {@link IllegalArgumentException} that names the
     * line to mend.
     */
    public static final class Builder {

        /** A third of the half minute that clients wait for an answer: a scan of a million rows takes less. */
        private static final Duration STATEMENT_TIMEOUT = Duration.ofSeconds(10);

        private final ConnectionSource connections;
        private final MappedType.Builder mapping;
        private final List<Line> lines = new ArrayList<>();
        private final Map<String, Object> constants = new LinkedHashMap<>();
        private @Nullable String table;
        private @Nullable String id;
        private IdType idType = IdType.TEXT;
        private @Nullable String tenant;
        private Kind tenantKind = Kind.TEXT;
        private @Nullable String version;
        private @Nullable String created;
        private @Nullable String lastModified;
        private @Nullable String rest;
        private boolean ours;
        private Clock clock = Clock.systemUTC();
        private Duration statementTimeout = STATEMENT_TIMEOUT;

        private sealed interface Line {
            record OfColumn(String path, String column, ColumnOptions options) implements Line {}

            record OfTable(String path, String table, String owner, ListTable list) implements Line {}
        }

        Builder(ResourceType type, ConnectionSource connections) {
            this.connections = connections;
            this.mapping = MappedType.builder(type);
        }

        /** The table with one row for each resource. */
        public Builder table(String name) {
            this.table = Texts.name(name);
            return this;
        }

        /**
         * The key of the table, a text: new rows get a UUID of version 7 in lower case. Keys of other types are said with {@link
         * #id(String, IdType)}; a whole number that is called a text is refused when the repository is built, or if the table is not
         * there yet, when something is written.
         */
        public Builder id(String column) {
            return id(column, IdType.TEXT);
        }

        /** The key of the table. */
        public Builder id(String column, IdType type) {
            this.id = Texts.name(column);
            this.idType = type;
            return this;
        }

        /** The column that holds the tenant, a text. Without one the table belongs to a single tenant. */
        public Builder tenant(String column) {
            return tenant(column, IdType.TEXT);
        }

        /** The column that holds the tenant. */
        public Builder tenant(String column, IdType type) {
            if (!type.prefix().isEmpty()) {
                throw new IllegalArgumentException("a tenant has no prefix");
            }
            this.tenant = Texts.name(column);
            this.tenantKind = type.kind();
            return this;
        }

        /**
         * Only rows with this value are resources of the type, and new rows get it.
         *
         * @param value a text, boolean or whole number
         */
        public Builder only(String column, Object value) {
            constants.put(Texts.name(column), Scope.constant(column, value));
            return this;
        }

        /**
         * A column of whole numbers, not null, that counts changes; the application counts too when it writes. Without one
         * the time of the last change is the version: it then grows with every change, if by a millisecond only, and its
         * column holds milliseconds at least ({@code timestamp(3)}).
         */
        public Builder version(String column) {
            this.version = Texts.name(column);
            return this;
        }

        /** The time of creation, {@code timestamp with time zone}. */
        public Builder created(String column) {
            this.created = Texts.name(column);
            return this;
        }

        /** The time of the last change, {@code timestamp with time zone}. */
        public Builder lastModified(String column) {
            this.lastModified = Texts.name(column);
            return this;
        }

        private void nameSources() {
            for (Line line : lines) {
                if (line instanceof Line.OfColumn follower && follower.options.isDerived()) {
                    mapping.follows(follower.path, source(follower).path);
                }
            }
        }

        private Line.OfColumn source(Line.OfColumn follower) {
            for (Line line : lines) {
                if (line instanceof Line.OfColumn other
                        && Names.same(other.column, follower.column)
                        && !other.options.isDerived()
                        && !other.options.isReadOnly()) {
                    return other;
                }
            }
            throw new IllegalArgumentException("'" + follower.path + "' is derived from column " + follower.column
                    + ", which no line writes: '.readOnly()' is for columns that only the application writes");
        }

        /** Binds a path to a column. */
        public Builder column(String path, String column) {
            return column(path, column, plain -> plain);
        }

        /** Binds a path to a column with options. */
        public Builder column(String path, String column, UnaryOperator<ColumnOptions> choose) {
            ColumnOptions options = choose.apply(new ColumnOptions());
            AttributeDefinition definition =
                    options.isDerived() ? mapping.derived(path) : mapping.single(path, options.isReadOnly());
            options.kindFor(definition);
            lines.add(new Line.OfColumn(path, Texts.name(column), options));
            return this;
        }

        /**
         * Binds a list to a table of its own.
         *
         * @param owner the column that holds the key of the resource
         * @param choose names the columns
         */
        public Builder list(String path, String sideTable, String owner, UnaryOperator<ListTable> choose) {
            ListTable list = choose.apply(new ListTable());
            if (list.columns().isEmpty()) {
                throw new IllegalArgumentException("the table of '" + path + "' has no columns");
            }
            List<String> parts = new ArrayList<>(list.columns().keySet());
            parts.addAll(list.fixed().keySet());
            checkFixed(mapping.list(path, false, parts), list);
            lines.add(new Line.OfTable(path, Texts.name(sideTable), Texts.name(owner), list));
            return this;
        }

        private static void checkFixed(AttributeDefinition definition, ListTable list) {
            list.fixed().forEach((part, value) -> {
                boolean text =
                        Objects.requireNonNull(definition.find(part)).type().isText();
                if (text ? !(value instanceof String) : !(value instanceof Boolean)) {
                    throw new IllegalArgumentException("'" + part + "' cannot be " + value);
                }
            });
        }

        /**
         * Binds a list of references, such as {@code members}, to a join table, whose rows are added and removed and never
         * rewritten.
         *
         * @param owner the column that holds the key of the resource
         * @param value the column that holds the key of what is referred to, a text
         * @see #list for a table with columns for the tenant or for the type of what is referred to
         */
        public Builder members(String path, String joinTable, String owner, String value) {
            return members(path, joinTable, owner, value, IdType.TEXT);
        }

        /** As {@link #members(String, String, String, String)} with keys of another type. */
        public Builder members(String path, String joinTable, String owner, String value, IdType valueType) {
            return list(path, joinTable, owner, join -> join.column("value", value, valueType::apply));
        }

        /** Leaves out an attribute that would be there without a line: {@code externalId}, {@code groups}. */
        public Builder without(String attribute) {
            mapping.without(attribute);
            return this;
        }

        /** Values that no line takes are dropped, where they would be refused otherwise. */
        public Builder ignoreUnmapped() {
            mapping.unmapped(Unmapped.IGNORE);
            return this;
        }

        /**
         * A column of text that keeps as JSON what no line takes. The whole resource type is then advertised. What stands
         * there cannot be searched: such a filter is refused.
         */
        public Builder rest(String column) {
            this.rest = Texts.name(column);
            mapping.unmapped(Unmapped.KEEP);
            return this;
        }

        /**
         * How long one statement may take, 10 seconds by default. The database ends one that takes longer, and the client gets a
         * 503 with {@code Retry-After}: that its search is too dear and that the database is too busy look the same from here.
         * H2 is not limited, since it would limit all that the application does with the connection.
         *
         * @param timeout whole seconds, one or more
         */
        public Builder statementTimeout(Duration timeout) {
            if (timeout.compareTo(Duration.ofSeconds(1)) < 0 || timeout.toSeconds() > Integer.MAX_VALUE) {
                throw new IllegalArgumentException("a statement may take a second or more, not " + timeout);
            }
            this.statementTimeout = timeout;
            return this;
        }

        /** The tables are of our making. */
        Builder ours() {
            this.ours = true;
            return this;
        }

        /** The clock of {@code created} and {@code lastModified}. */
        public Builder clock(Clock value) {
            this.clock = value;
            return this;
        }

        /**
         * The repository. The database is asked what it is, and whether the key is a whole number; if it cannot be reached, that
         * waits for the first request. Whether the tables have these columns is not asked: a statement fails then, and the log says
         * which.
         *
         * @throws IllegalArgumentException if something is missing or does not fit, with the line to mend, or if the
         *     database is not supported
         */
        public JdbcRepository build() {
            nameSources();
            MappedType mapped = mapping.build();
            List<@Nullable MappedColumn> columns = new ArrayList<>();
            List<@Nullable SideTable> tables = new ArrayList<>();
            TimeLimit limit = new TimeLimit(statementTimeout);
            for (int i = 0; i < lines.size(); i++) {
                MappedPath path = mapped.paths().get(i);
                Line line = lines.get(i);
                columns.add(
                        line instanceof Line.OfColumn single
                                ? new MappedColumn(path.target(), single.column, single.options)
                                : null);
                tables.add(line instanceof Line.OfTable list ? sideTable(path, list, limit) : null);
            }
            TableLayout layout = new TableLayout(
                    mapped,
                    needed(table, "table"),
                    needed(id, "id"),
                    idType,
                    scopes(tenant, tenantKind, constants),
                    version,
                    needed(created, "created"),
                    needed(lastModified, "lastModified"),
                    columns,
                    tables,
                    rest,
                    display(mapped, columns),
                    ours,
                    limit);
            checkWriters(layout);
            return new JdbcRepository(connections, layout, clock);
        }

        private static void checkWriters(TableLayout layout) {
            ColumnWriters writers = new ColumnWriters(layout.table());
            writers.add(layout.id(), "'.id(...)'");
            layout.scopes().forEach(scope -> writers.add(scope.column(), scope.text()));
            writers.add(layout.version(), "'.version(...)'");
            writers.add(layout.created(), "'.created(...)'");
            writers.add(layout.lastModified(), "'.lastModified(...)'");
            writers.add(layout.rest(), "'.rest(...)'");
            for (MappedPath path : layout.mapped().paths()) {
                MappedColumn column = layout.column(path);
                if (column != null && !column.isReadOnly()) {
                    writers.add(column, "'" + path.path().text() + "'");
                }
            }
            layout.sideTables().forEach(SideTable::checkWriters);
        }

        private static String needed(@Nullable String name, String method) {
            if (name == null) {
                throw new IllegalArgumentException("the mapping does not say '." + method + "(...)'");
            }
            return name;
        }

        private static List<Scope> scopes(@Nullable String tenant, Kind tenantKind, Map<String, Object> constants) {
            List<Scope> scopes = new ArrayList<>();
            if (tenant != null) {
                scopes.add(new Scope(tenant, tenantKind, null));
            }
            constants.forEach((column, raw) -> scopes.add(new Scope(column, Scope.kindOf(raw), raw)));
            return scopes;
        }

        /** Numbers of several tables in one column: a deleted group would take the user of the same number along. */
        private static void checkIsOfOneType(MappedPath path, Line.OfTable line) {
            boolean said =
                    line.list.columns().containsKey("type") || line.list.fixed().containsKey("type");
            if (Memberships.isMadeOf(path)
                    && !said
                    && line.list.options("value").isBareNumber()) {
                throw new IllegalArgumentException(
                        "the numbers of '" + path.path().text() + "' in the table " + line.table
                                + " may be ids of users or of groups: give the ids of each type a prefix with IdType.number(...), or"
                                + " bind 'type' to a column or a constant");
            }
        }

        private SideTable sideTable(MappedPath path, Line.OfTable line, TimeLimit limit) {
            AttributeDefinition list = path.target();
            checkIsOfOneType(path, line);
            List<MappedColumn> columns = new ArrayList<>();
            line.list.columns().forEach((part, column) -> {
                AttributeDefinition definition = list.isComplex() ? Objects.requireNonNull(list.find(part)) : list;
                columns.add(new MappedColumn(definition, column, line.list.options(part)));
            });
            Attributes fixed = Attributes.empty(list);
            for (Map.Entry<String, Object> constant : line.list.fixed().entrySet()) {
                fixed = fixed.with(Objects.requireNonNull(list.find(constant.getKey())), constant.getValue());
            }
            return new SideTable(
                    path,
                    fixed,
                    line.table,
                    line.owner,
                    idType.kind(),
                    scopes(line.list.tenant(), tenantKind, line.list.constants()),
                    columns,
                    line.list.position(),
                    line.list.positionsByVersion(),
                    line.list.cascades(),
                    limit);
        }

        /** What people call a resource: the first of these that is mapped and has a value. */
        private static List<MappedColumn> display(MappedType mapped, List<@Nullable MappedColumn> columns) {
            List<MappedColumn> display = new ArrayList<>();
            for (String path : DisplayName.PATHS) {
                for (MappedPath line : mapped.paths()) {
                    MappedColumn column = columns.get(line.index());
                    if (column != null && line.path().text().equals(path)) {
                        display.add(column);
                    }
                }
            }
            return display;
        }
    }
}
