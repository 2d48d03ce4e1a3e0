package dev.scimlet.directory.jdbc;

import dev.scimlet.directory.ActivityTimes;
import dev.scimlet.directory.AuthenticationMethod;
import dev.scimlet.directory.Credential;
import dev.scimlet.directory.Directory;
import dev.scimlet.directory.DirectorySettings;
import dev.scimlet.directory.DirectoryState;
import dev.scimlet.directory.DirectoryStore;
import dev.scimlet.directory.IdentityProvider;
import dev.scimlet.directory.ManagedResource;
import dev.scimlet.directory.ProfileText;
import dev.scimlet.directory.SigningAlgorithm;
import dev.scimlet.directory.Trust;
import dev.scimlet.spi.ConflictException;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.SqlExecutor;
import dev.scimlet.spi.Unit;
import dev.scimlet.spi.sql.ConnectionSource;
import dev.scimlet.spi.sql.SqlDatabase;
import dev.scimlet.spi.sql.SqlFailure;
import dev.scimlet.spi.sql.SqlUnitOfWork;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Directories in tables of a database: H2, PostgreSQL, MariaDB or MySQL. Their names start with {@code scimlet_}. {@link
 * #createTables()} makes them, or the application does with its migrations, by the scripts that lie in the jar in a folder for
 * each database ({@code dev/scimlet/directory/jdbc/postgresql/V1__directories.sql}).
 *
 * <p>The tables find a tenant by a credential, so they belong to all tenants and lie in one database.
 */
public final class JdbcDirectoryStore implements DirectoryStore {

    private static final RequestContext CONTEXT =
            RequestContext.builder().principal("directories").build();

    private static final int DIRECTORY_COLUMNS = 10;
    private static final String DIRECTORY =
            "d.id, d.tenant, d.name, d.client_id, d.identity_provider, d.state, d.profile, d.settings, d.created_at, d.version";
    private static final String CREDENTIAL =
            "c.id, c.directory_id, c.kind, c.label, c.hash, c.hint, c.scope, c.source, c.created_at, c.expires_at, c.revoked_at,"
                    + " c.last_used_at";
    /** Tables with what belongs to a directory and goes with it. */
    private static final List<String> OWNED =
            List.of("scimlet_credentials", "scimlet_trusts", "scimlet_directory_activity", "scimlet_managed_resources");

    private static final String PRESENTED =
            " FROM scimlet_credentials c JOIN scimlet_directories d ON d.id = c.directory_id WHERE c.hash = ?";

    /** Tokens whose directories are remembered: a request of theirs reads six columns in place of twenty-two. */
    private static final int MOST_RECENT = 10_000;

    private static final String TRUST =
            "id, directory_id, method, label, issuer, subject, audience, jwks_uri, jwks, algorithms, longest_life_seconds,"
                    + " token_endpoint_audience, single_use, created_at";

    private static final String MANAGED =
            "tenant, resource_type, resource_id, directory_id, external_id, created_here, turn";

    private final SqlUnitOfWork units;
    private final SqlExecutor reads;

    /** By the hash of the token; what is remembered is asked about again at each request. */
    private final Map<String, Presented> recent = new ConcurrentHashMap<>();

    private JdbcDirectoryStore(ConnectionSource connections) {
        this.units = SqlUnitOfWork.over(connections);
        this.reads = Reads.of(units, CONTEXT);
    }

    /** Directories in the database of a pool. */
    public static JdbcDirectoryStore over(DataSource dataSource) {
        return over(ConnectionSource.of(dataSource));
    }

    /** Directories in the database that a source lends connections of, whatever the tenant. */
    public static JdbcDirectoryStore over(ConnectionSource connections) {
        return new JdbcDirectoryStore(connections);
    }

    /**
     * Runs the scripts that have not been run yet, and notes them in {@code scimlet_directory_scripts}. Several nodes may call it at
     * once where the database changes tables in transactions, as PostgreSQL does; elsewhere one should.
     *
     * @throws IllegalStateException if a statement fails, with its SQLState
     */
    public void createTables() {
        try {
            runScripts();
        } catch (IllegalStateException anotherNodeHasRunThem) {
            runScripts();
        }
    }

    private void runScripts() {
        transaction(sql -> {
            Scripts.run(units.knownDatabase().orElseGet(this::database), sql);
            return null;
        });
    }

    private SqlDatabase database() {
        try {
            return units.read(CONTEXT, units::database);
        } catch (SQLException failure) {
            throw new IllegalStateException("the database does not say what it is", failure);
        }
    }

    @Override
    public List<String> check() {
        try {
            return Scripts.missing(database(), reads);
        } catch (IllegalStateException missing) {
            return List.of(
                    "the tables of directories are not there (" + missing.getMessage()
                            + "): call createTables(), or run the scripts in dev/scimlet/directory/jdbc/ of scim-directory.jar");
        }
    }

    // ---- transactions

    /** Ends a transaction that found a unique value taken. */
    private static final class Taken extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Taken(Throwable cause) {
            super(cause);
        }
    }

    private <T extends @Nullable Object> T transaction(Function<SqlExecutor, T> work) {
        return units.perform(
                CONTEXT, unit -> work.apply(unit.sql().orElseThrow(() -> new IllegalStateException("no database"))));
    }

    /** Inserts, where another may have inserted the same. */
    private static void insert(SqlExecutor sql, String text, @Nullable Object... values) {
        try {
            sql.update(text, values);
        } catch (IllegalStateException failure) {
            if (failure.getCause() instanceof SQLException cause && SqlFailure.of(cause) == SqlFailure.UNIQUE) {
                throw new Taken(failure);
            }
            throw failure;
        }
    }

    /** Has one of the transactions about a directory go after the other. @return its tenant; empty if there is none */
    private static Optional<String> lock(SqlExecutor sql, String directoryId) {
        return first(sql.query(
                "SELECT tenant FROM scimlet_directories WHERE id = ? FOR UPDATE",
                row -> row.getString(1),
                directoryId));
    }

    private static <T> Optional<T> first(List<T> rows) {
        return rows.stream().findFirst();
    }

    // ---- directories

    @Override
    public boolean add(Directory directory) {
        try {
            return transaction(sql -> {
                insert(
                        sql,
                        "INSERT INTO scimlet_directories (id, tenant, name, client_id, identity_provider, state, profile,"
                                + " settings, created_at, version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                        directory.id(),
                        directory.tenant(),
                        directory.name(),
                        directory.clientId(),
                        directory.identityProvider().name(),
                        directory.state().name(),
                        ProfileText.of(directory.profile()),
                        directory.settings().text(),
                        directory.created(),
                        directory.version());
                return true;
            });
        } catch (Taken taken) {
            return false;
        }
    }

    @Override
    public Optional<Directory> find(String id) {
        return first(directories("WHERE d.id = ?", id));
    }

    @Override
    public Optional<Directory> findByClientId(String clientId) {
        // Strangers send anything, and PostgreSQL fails on some of it
        boolean couldBeOne = clientId.chars().allMatch(letter -> letter > ' ' && letter <= '~');
        return couldBeOne ? first(directories("WHERE d.client_id = ?", clientId)) : Optional.empty();
    }

    @Override
    public List<Directory> ofTenant(String tenant) {
        return directories("WHERE d.tenant = ? ORDER BY d.name", tenant);
    }

    @Override
    public List<Directory> all(String after, int most) {
        return directories("WHERE d.id > ? ORDER BY d.id LIMIT ?", after, most);
    }

    private List<Directory> directories(String condition, Object... values) {
        return reads.query(
                "SELECT " + DIRECTORY + " FROM scimlet_directories d " + condition, row -> directory(row, 0), values);
    }

    private Directory directory(ResultSet row, int before) throws SQLException {
        return Directory.builder(
                        row.getString(before + 1),
                        row.getString(before + 2),
                        row.getString(before + 3),
                        row.getString(before + 4),
                        required(row, before + 9))
                .identityProvider(constant(IdentityProvider.class, row.getString(before + 5), IdentityProvider.OTHER))
                // What a later version calls it, this one had better not serve
                .state(constant(DirectoryState.class, row.getString(before + 6), DirectoryState.PAUSED))
                .profile(ProfileText.parse(row.getString(before + 7)))
                .settings(DirectorySettings.parse(row.getString(before + 8)))
                .version(row.getLong(before + 10))
                .build();
    }

    private static <E extends Enum<E>> E constant(Class<E> type, String name, E otherwise) {
        return EnumSet.allOf(type).stream()
                .filter(constant -> constant.name().equals(name))
                .findFirst()
                .orElse(otherwise);
    }

    @Override
    public Optional<Directory> replace(Directory changed) {
        Directory next = changed.toBuilder().version(changed.version() + 1).build();
        try {
            return transaction(sql -> replace(sql, changed, next) ? Optional.of(next) : Optional.<Directory>empty());
        } catch (Taken taken) {
            throw new IllegalArgumentException(
                    "another directory of the tenant is called '" + changed.name() + "'", taken);
        }
    }

    private static boolean replace(SqlExecutor sql, Directory changed, Directory next) {
        int rows;
        try {
            rows = sql.update(
                    "UPDATE scimlet_directories SET name = ?, identity_provider = ?, state = ?, profile = ?, settings = ?,"
                            + " version = ? WHERE id = ? AND version = ?",
                    next.name(),
                    next.identityProvider().name(),
                    next.state().name(),
                    ProfileText.of(next.profile()),
                    next.settings().text(),
                    next.version(),
                    changed.id(),
                    changed.version());
        } catch (IllegalStateException failure) {
            if (failure.getCause() instanceof SQLException cause && SqlFailure.of(cause) == SqlFailure.UNIQUE) {
                throw new Taken(failure);
            }
            throw failure;
        }
        if (rows == 1 && next.state() == DirectoryState.DISABLED) {
            sql.update(
                    "DELETE FROM scimlet_credentials WHERE directory_id = ? AND kind = ?",
                    next.id(),
                    Credential.Kind.ACCESS_TOKEN.name());
        }
        return rows == 1;
    }

    @Override
    public void delete(String id) {
        transaction(sql -> {
            lock(sql, id);
            List<String> claims = sql.query(
                    "SELECT claims_hash FROM scimlet_trusts WHERE directory_id = ? AND claims_hash IS NOT NULL"
                            + " ORDER BY claims_hash",
                    row -> row.getString(1),
                    id);
            claims.forEach(hash -> lockClaims(sql, hash));
            for (String table : OWNED) {
                sql.update("DELETE FROM " + table + " WHERE directory_id = ?", id);
            }
            claims.forEach(hash -> release(sql, hash));
            return sql.update("DELETE FROM scimlet_directories WHERE id = ?", id);
        });
    }

    // ---- credentials

    @Override
    public boolean add(Credential credential, int most) {
        try {
            return transaction(sql -> add(sql, credential, most));
        } catch (Taken taken) {
            return false;
        }
    }

    private static boolean add(SqlExecutor sql, Credential credential, int most) {
        if (lock(sql, credential.directoryId()).isEmpty()) {
            return false;
        }
        List<String> live = sql.query(
                "SELECT id FROM scimlet_credentials WHERE directory_id = ? AND kind = ? AND revoked_at IS NULL"
                        + " AND (expires_at IS NULL OR expires_at > ?) ORDER BY created_at, id",
                row -> row.getString(1),
                credential.directoryId(),
                credential.kind().name(),
                credential.created());
        int tooMany = live.size() + 1 - most;
        if (tooMany > 0 && credential.kind() != Credential.Kind.ACCESS_TOKEN) {
            return false;
        }
        if (tooMany > 0) {
            remove(sql, live.subList(0, tooMany));
        }
        insertCredential(sql, credential);
        return true;
    }

    private static void remove(SqlExecutor sql, List<String> credentialIds) {
        sql.updateAll(
                "DELETE FROM scimlet_credentials WHERE id = ?",
                credentialIds.stream().map(List::of).toList());
    }

    private static void insertCredential(SqlExecutor sql, Credential credential) {
        insert(
                sql,
                "INSERT INTO scimlet_credentials (id, directory_id, kind, label, hash, hint, scope, source, created_at,"
                        + " expires_at, revoked_at, last_used_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                credential.id(),
                credential.directoryId(),
                credential.kind().name(),
                credential.label(),
                credential.hash(),
                credential.hint(),
                credential.scope(),
                credential.source().orElse(null),
                credential.created(),
                credential.expires().orElse(null),
                credential.revoked().orElse(null),
                credential.lastUsed().orElse(null));
    }

    @Override
    public Optional<Presented> present(String hash) {
        Presented known = recent.get(hash);
        Optional<Presented> found = known == null ? look(hash) : again(known);
        if (found.isEmpty()) {
            recent.remove(hash);
        } else if (found.get() != known) {
            if (recent.size() >= MOST_RECENT) {
                recent.clear();
            }
            recent.put(hash, found.get());
        }
        return found;
    }

    private Optional<Presented> look(String hash) {
        return first(reads.query(
                "SELECT " + DIRECTORY + ", " + CREDENTIAL + PRESENTED + " AND c.kind IN (?, ?)",
                row -> new Presented(credential(row, DIRECTORY_COLUMNS), directory(row, 0)),
                hash,
                // By their names: a later version may keep other kinds here, of which this one knows nothing
                Credential.Kind.PASTED_TOKEN.name(),
                Credential.Kind.ACCESS_TOKEN.name()));
    }

    /**
     * Looks at what may have changed since: of a credential its end, revocation and last use; all else changes with the version of its
     * directory.
     */
    private Optional<Presented> again(Presented known) {
        Credential credential = known.credential();
        Directory directory = known.directory();
        List<Optional<Presented>> rows = reads.query(
                "SELECT c.id, d.version, d.state, c.expires_at, c.revoked_at, c.last_used_at" + PRESENTED,
                row -> {
                    // The same token may have been given to another directory meanwhile
                    boolean same = row.getString(1).equals(credential.id())
                            && row.getLong(2) == directory.version()
                            && row.getString(3).equals(directory.state().name());
                    return same
                            ? Optional.of(seen(known, time(row, 4), time(row, 5), time(row, 6)))
                            : Optional.<Presented>empty();
                },
                credential.hash());
        return rows.isEmpty() ? Optional.empty() : rows.get(0).or(() -> look(credential.hash()));
    }

    private static Presented seen(
            Presented known, @Nullable Instant expires, @Nullable Instant revoked, @Nullable Instant lastUsed) {
        Credential before = known.credential();
        boolean same = Objects.equals(before.expires().orElse(null), expires)
                && Objects.equals(before.revoked().orElse(null), revoked)
                && Objects.equals(before.lastUsed().orElse(null), lastUsed);
        return same
                ? known
                : new Presented(
                        before.toBuilder()
                                .expires(expires)
                                .revoked(revoked)
                                .lastUsed(lastUsed)
                                .build(),
                        known.directory());
    }

    private Credential credential(ResultSet row, int before) throws SQLException {
        return Credential.builder(
                        row.getString(before + 1),
                        row.getString(before + 2),
                        Credential.Kind.valueOf(row.getString(before + 3)),
                        row.getString(before + 5),
                        required(row, before + 9))
                .label(row.getString(before + 4))
                .hint(row.getString(before + 6))
                .scope(row.getString(before + 7))
                .source(row.getString(before + 8))
                .expires(time(row, before + 10))
                .revoked(time(row, before + 11))
                .lastUsed(time(row, before + 12))
                .build();
    }

    @Override
    public List<Credential> credentials(String directoryId, Credential.Kind kind) {
        return reads.query(
                "SELECT " + CREDENTIAL + " FROM scimlet_credentials c WHERE c.directory_id = ? AND c.kind = ?"
                        + " ORDER BY c.created_at, c.id",
                row -> credential(row, 0),
                directoryId,
                kind.name());
    }

    @Override
    public boolean revoke(String directoryId, String credentialId, Instant when) {
        return transaction(sql -> {
            // Or a token that is being issued would be kept behind our back
            lock(sql, directoryId);
            int tokens = sql.update(
                    "DELETE FROM scimlet_credentials WHERE directory_id = ? AND id = ? AND kind = ?",
                    directoryId,
                    credentialId,
                    Credential.Kind.ACCESS_TOKEN.name());
            int others = sql.update(
                    "UPDATE scimlet_credentials SET revoked_at = ? WHERE directory_id = ? AND id = ?"
                            + " AND revoked_at IS NULL",
                    when,
                    directoryId,
                    credentialId);
            if (others > 0) {
                removeObtainedBy(sql, directoryId, credentialId);
            }
            return tokens + others > 0;
        });
    }

    private static void removeObtainedBy(SqlExecutor sql, String directoryId, String source) {
        sql.update("DELETE FROM scimlet_credentials WHERE directory_id = ? AND source = ?", directoryId, source);
    }

    @Override
    public void used(Map<String, Instant> times) {
        // In one order, so that two nodes do not wait for each other
        List<List<Object>> rows = new TreeMap<>(times)
                .entrySet().stream()
                        .map(entry -> List.<Object>of(entry.getValue(), entry.getKey(), entry.getValue()))
                        .toList();
        transaction(sql -> {
            sql.updateAll(
                    "UPDATE scimlet_credentials SET last_used_at = ? WHERE id = ?"
                            + " AND (last_used_at IS NULL OR last_used_at < ?)",
                    rows);
            return null;
        });
    }

    // ---- trusts

    @Override
    public boolean add(Trust trust) {
        try {
            return addTrust(trust);
        } catch (Taken another) {
            // Another directory took the claims between our look and our insert: now there is something to see
            return addTrust(trust);
        }
    }

    private boolean addTrust(Trust trust) {
        return transaction(sql -> {
            Optional<String> tenant = lock(sql, trust.directoryId());
            if (tenant.isEmpty() || !claim(sql, trust, tenant.get())) {
                return false;
            }
            sql.update(
                    "INSERT INTO scimlet_trusts (" + TRUST
                            + ", claims_hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    trust.id(),
                    trust.directoryId(),
                    trust.method().name(),
                    trust.label(),
                    trust.issuer(),
                    trust.subject(),
                    trust.audience(),
                    trust.jwksUri().orElse(null),
                    trust.jwks().orElse(null),
                    trust.algorithms().stream().map(Enum::name).sorted().collect(Collectors.joining(" ")),
                    trust.longestLife().toSeconds(),
                    trust.tokenEndpointAudience(),
                    trust.singleUse(),
                    trust.created(),
                    trust.claims().orElse(null));
            return true;
        });
    }

    /** Whether the claims of a trust are the tenant's, now if they were nobody's. */
    private static boolean claim(SqlExecutor sql, Trust trust, String tenant) {
        if (trust.claims().isEmpty()) {
            return true;
        }
        String hash = trust.claims().get();
        Optional<String> owner = lockClaims(sql, hash);
        if (owner.isEmpty()) {
            insert(sql, "INSERT INTO scimlet_trusted_claims (claims_hash, tenant) VALUES (?, ?)", hash, tenant);
        }
        return owner.isEmpty() || owner.get().equals(tenant);
    }

    private static Optional<String> lockClaims(SqlExecutor sql, String hash) {
        return first(sql.query(
                "SELECT tenant FROM scimlet_trusted_claims WHERE claims_hash = ? FOR UPDATE",
                row -> row.getString(1),
                hash));
    }

    /** Gives claims up that nobody trusts any longer. */
    private static void release(SqlExecutor sql, String hash) {
        List<String> others =
                sql.query("SELECT id FROM scimlet_trusts WHERE claims_hash = ?", row -> row.getString(1), hash);
        if (others.isEmpty()) {
            sql.update("DELETE FROM scimlet_trusted_claims WHERE claims_hash = ?", hash);
        }
    }

    @Override
    public List<Trust> trusts(String directoryId) {
        return reads.query(
                "SELECT " + TRUST
                        + " FROM scimlet_trusts WHERE directory_id = ? AND method IN (?, ?) ORDER BY created_at, id",
                this::trust,
                directoryId,
                AuthenticationMethod.PRIVATE_KEY_JWT.name(),
                AuthenticationMethod.WORKLOAD_IDENTITY.name());
    }

    private Trust trust(ResultSet row) throws SQLException {
        return Trust.stored(
                        row.getString(1),
                        row.getString(2),
                        AuthenticationMethod.valueOf(row.getString(3)),
                        row.getString(5),
                        row.getString(6),
                        row.getString(7),
                        required(row, 14))
                .label(row.getString(4))
                .jwksUri(row.getString(8))
                .jwks(row.getString(9))
                .algorithms(algorithms(row.getString(10)))
                .longestLife(Duration.ofSeconds(row.getLong(11)))
                .tokenEndpointAudience(row.getBoolean(12))
                .singleUse(row.getBoolean(13))
                .build();
    }

    private static Set<SigningAlgorithm> algorithms(String names) {
        return Arrays.stream(names.split(" ")).map(SigningAlgorithm::valueOf).collect(Collectors.toSet());
    }

    @Override
    public boolean removeTrust(String directoryId, String trustId) {
        return transaction(sql -> {
            lock(sql, directoryId);
            List<Optional<String>> found = sql.query(
                    "SELECT claims_hash FROM scimlet_trusts WHERE directory_id = ? AND id = ?",
                    row -> Optional.ofNullable(row.getString(1)),
                    directoryId,
                    trustId);
            Optional<String> claims = found.stream().flatMap(Optional::stream).findFirst();
            claims.ifPresent(hash -> lockClaims(sql, hash));
            sql.update("DELETE FROM scimlet_trusts WHERE directory_id = ? AND id = ?", directoryId, trustId);
            claims.ifPresent(hash -> release(sql, hash));
            removeObtainedBy(sql, directoryId, trustId);
            return !found.isEmpty();
        });
    }

    @Override
    public boolean useOnce(String hash, Instant expires) {
        try {
            return transaction(sql -> {
                insert(sql, "INSERT INTO scimlet_used_assertions (hash, expires_at) VALUES (?, ?)", hash, expires);
                return true;
            });
        } catch (Taken used) {
            return false;
        }
    }

    // ---- what came by which directory

    @Override
    public List<ManagedResource> managers(
            RequestContext context, String tenant, String resourceType, String resourceId) {
        return inUnit(context)
                .orElse(reads)
                .query(
                        // A request may have committed what it kept after its directory was deleted
                        "SELECT " + MANAGED
                                + " FROM scimlet_managed_resources m WHERE tenant = ? AND resource_type = ? AND resource_id = ?"
                                + " AND EXISTS (SELECT 1 FROM scimlet_directories d WHERE d.id = m.directory_id)",
                        JdbcDirectoryStore::managed,
                        tenant,
                        resourceType,
                        resourceId);
    }

    private static Optional<SqlExecutor> inUnit(RequestContext context) {
        return context.unit().flatMap(Unit::sql);
    }

    private static ManagedResource managed(ResultSet row) throws SQLException {
        return new ManagedResource(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getBoolean(6),
                row.getLong(7));
    }

    @Override
    public void keep(RequestContext context, ManagedResource managed) {
        SqlExecutor unit = inUnit(context).orElse(null);
        try {
            if (unit == null) {
                transaction(sql -> insertManaged(sql, managed));
            } else {
                insertManaged(unit, managed);
            }
        } catch (Taken taken) {
            if (unit == null) {
                change(context, managed);
            } else {
                throw ConflictException.overtaken(taken);
            }
        }
    }

    private static boolean insertManaged(SqlExecutor sql, ManagedResource managed) {
        insert(
                sql,
                "INSERT INTO scimlet_managed_resources (" + MANAGED
                        + ") SELECT ?, ?, ?, id, ?, ?, ? FROM scimlet_directories WHERE id = ?",
                managed.tenant(),
                managed.resourceType(),
                managed.resourceId(),
                managed.ownExternalId(),
                managed.created(),
                managed.turn(),
                managed.directoryId());
        return true;
    }

    @Override
    public void change(RequestContext context, ManagedResource managed) {
        writing(
                context,
                sql -> sql.update(
                        "UPDATE scimlet_managed_resources SET external_id = ?, turn = ? WHERE tenant = ?"
                                + " AND resource_type = ? AND resource_id = ? AND directory_id = ?",
                        managed.ownExternalId(),
                        managed.turn(),
                        managed.tenant(),
                        managed.resourceType(),
                        managed.resourceId(),
                        managed.directoryId()));
    }

    @Override
    public void forget(RequestContext context, String tenant, String resourceType, String resourceId) {
        writing(
                context,
                sql -> sql.update(
                        "DELETE FROM scimlet_managed_resources WHERE tenant = ? AND resource_type = ? AND resource_id = ?",
                        tenant,
                        resourceType,
                        resourceId));
    }

    private void writing(RequestContext context, Consumer<SqlExecutor> work) {
        SqlExecutor unit = inUnit(context).orElse(null);
        if (unit == null) {
            transaction(sql -> {
                work.accept(sql);
                return null;
            });
        } else {
            work.accept(unit);
        }
    }

    @Override
    public List<ManagedResource> managed(String directoryId, String resourceType, String after, int most) {
        return reads.query(
                "SELECT " + MANAGED + " FROM scimlet_managed_resources WHERE directory_id = ? AND resource_type = ?"
                        + " AND resource_id > ? ORDER BY resource_id LIMIT ?",
                JdbcDirectoryStore::managed,
                directoryId,
                resourceType,
                after,
                most);
    }

    // ---- beside requests

    @Override
    public int deleteExpired(Instant now, int most) {
        return transaction(sql -> {
            List<String> tokens = sql.query(
                    "SELECT id FROM scimlet_credentials WHERE kind = ? AND expires_at <= ? ORDER BY expires_at LIMIT ?",
                    row -> row.getString(1),
                    Credential.Kind.ACCESS_TOKEN.name(),
                    now,
                    most);
            List<String> assertions = sql.query(
                    "SELECT hash FROM scimlet_used_assertions WHERE expires_at <= ? ORDER BY expires_at LIMIT ?",
                    row -> row.getString(1),
                    now,
                    most);
            remove(sql, tokens.stream().sorted().toList());
            sql.updateAll(
                    "DELETE FROM scimlet_used_assertions WHERE hash = ?",
                    assertions.stream().sorted().map(List::of).toList());
            return tokens.size() + assertions.size();
        });
    }

    @Override
    public void note(Map<String, ActivityTimes> times) {
        new TreeMap<>(times)
                .forEach((id, noted) -> transaction(sql -> {
                    lock(sql, id).ifPresent(tenant -> note(sql, id, noted));
                    return null;
                }));
    }

    private void note(SqlExecutor sql, String directoryId, ActivityTimes noted) {
        Optional<ActivityTimes> before = noted(sql, directoryId);
        ActivityTimes latest = before.map(noted::latest).orElse(noted);
        String statement = before.isPresent()
                ? "UPDATE scimlet_directory_activity SET last_request_at = ?, last_success_at = ?, last_change_at = ?"
                        + " WHERE directory_id = ?"
                : "INSERT INTO scimlet_directory_activity (last_request_at, last_success_at, last_change_at, directory_id)"
                        + " VALUES (?, ?, ?, ?)";
        sql.update(statement, latest.lastRequest(), latest.lastSuccess(), latest.lastChange(), directoryId);
    }

    @Override
    public ActivityTimes noted(String directoryId) {
        return noted(reads, directoryId).orElse(ActivityTimes.NONE);
    }

    private Optional<ActivityTimes> noted(SqlExecutor sql, String directoryId) {
        return first(sql.query(
                "SELECT last_request_at, last_success_at, last_change_at FROM scimlet_directory_activity"
                        + " WHERE directory_id = ?",
                row -> new ActivityTimes(time(row, 1), time(row, 2), time(row, 3)),
                directoryId));
    }

    // ---- times

    private Instant required(ResultSet row, int column) throws SQLException {
        return Objects.requireNonNull(time(row, column));
    }

    /** Columns of MariaDB and MySQL have no zone: ours hold times of UTC. */
    private @Nullable Instant time(ResultSet row, int column) throws SQLException {
        boolean withoutZone = units.knownDatabase()
                .filter(database -> database == SqlDatabase.MARIADB || database == SqlDatabase.MYSQL)
                .isPresent();
        if (withoutZone) {
            LocalDateTime time = row.getObject(column, LocalDateTime.class);
            return time == null ? null : time.toInstant(ZoneOffset.UTC);
        }
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
