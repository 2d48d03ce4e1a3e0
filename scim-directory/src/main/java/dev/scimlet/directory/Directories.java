package dev.scimlet.directory;

import dev.scimlet.core.ScimException;
import dev.scimlet.core.profile.ClientProfile;
import dev.scimlet.core.profile.PasswordHandling;
import dev.scimlet.protocol.DiscoveryView;
import dev.scimlet.protocol.ExchangeOutcome;
import dev.scimlet.protocol.ScimService;
import dev.scimlet.protocol.ServiceExtension;
import dev.scimlet.protocol.access.Authenticator;
import dev.scimlet.protocol.access.RequestLimiter;
import dev.scimlet.protocol.access.TenantResolver;
import dev.scimlet.protocol.message.ScimRequest;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.TimeOrderedIds;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directories of an application: makes and changes them, and lets their requests into a service that it is installed in.
 *
 * <pre>{@code
 * Directories directories = Directories.builder(JdbcDirectoryStore.over(dataSource)).build();
 * ScimService service = ScimService.builder()
 *         .repositories(users, groups)
 *         .install(directories)
 *         .build();
 *
 * Directory entra = directories.create("acme", "Entra ID", IdentityProvider.ENTRA_ID);
 * String shownOnce = directories.credentials().createToken(entra.id(), "first", Duration.ofDays(365)).secret();
 * }</pre>
 *
 * <p>One statement finds a token with its directory; state, profile and settings come with it, so that a change of them holds for
 * the next request, on every node. Last uses and health are written beside requests, every ten seconds.
 */
public final class Directories implements ServiceExtension {

    static final String SCOPE = "scim";

    static final Logger LOG = LoggerFactory.getLogger(Directories.class);

    private static final Duration WRITE_EVERY = Duration.ofSeconds(10);

    private static final Duration FIRST_WARNING = Duration.ofMinutes(1);

    private static final Duration WARN_EVERY = Duration.ofHours(6);

    /** How long a request waits for a place; a pool would have it wait longer. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** For how long providers are told to wait for a paused directory. */
    private static final Duration PAUSE = Duration.ofMinutes(5);

    /** How often a change is tried that others keep overtaking. */
    private static final int TRIES = 10;

    /** How many directories are looked at in one step. */
    private static final int AT_ONCE = 500;

    private static final int MOST_REFUSALS_KEPT = 10_000;

    private final DirectoryStore store;
    private final Clock clock;
    private final TenantResolver tenants;
    private final @Nullable AuthorizationServer server;
    private final @Nullable KeyRing keyRing;
    private final boolean pastedTokens;
    private final boolean keepsManagers;
    private final ClientProfile profile;
    private final Consumer<AuditEntry> listener;
    private final List<Consumer<DirectoryMeasure>> measures;
    private final Secrets secrets = new Secrets();
    private final TimeOrderedIds ids;
    private final Credentials credentials;
    private final WriteBehind behind;
    private final RequestLimits limits;
    private final @Nullable Places places;
    private final Map<String, Boolean> warned = new Bounded<>(MOST_REFUSALS_KEPT);
    private final TokenAuthenticator authenticator;
    private final Map<String, AuditEntry> lastRefusals = new Bounded<>(MOST_REFUSALS_KEPT);
    private final @Nullable TokenEndpoint tokenEndpoint;
    private final Conformance conformance;
    private volatile @Nullable ScimService service;
    private @Nullable ScheduledExecutorService writer;
    private int running;

    private Directories(Builder from) {
        this.store = from.store;
        this.clock = from.clock;
        this.tenants = from.tenants;
        this.server = from.server;
        this.keyRing = from.keyRing;
        this.pastedTokens = from.pastedTokens;
        this.keepsManagers = from.keepsManagers;
        this.profile = from.profile;
        this.listener = from.listener;
        this.measures = List.copyOf(from.measures);
        this.conformance = new Conformance(server, from.audited, from.canonicalTypes);
        this.ids = new TimeOrderedIds(clock);
        this.credentials = new Credentials(store, clock, ids, from.keyHosts, this::audit);
        this.behind = new WriteBehind(store, this::measure, from.measuresTenants);
        this.limits = new RequestLimits(from.nanoTime);
        this.places = from.places == 0 ? null : new Places(from.places, from.nanoTime, PATIENCE);
        this.authenticator = new TokenAuthenticator(store, clock, behind, pastedTokens, from.others);
        this.tokenEndpoint = server == null
                ? null
                : new TokenEndpoint(
                        server,
                        store,
                        clock,
                        ids,
                        new Assertions(store, credentials, new IssuerKeys(from.keyFetcher, clock), clock),
                        new EndpointLimits(from.nanoTime),
                        behind,
                        this::audit);
    }

    /** Starts directories that are kept in a store. */
    public static Builder builder(DirectoryStore store) {
        return new Builder(store);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    // ---- directories

    /**
     * Makes an active directory with default profile and settings.
     *
     * @throws IllegalArgumentException if the tenant has one of that name, or tenant or name is empty or too long
     */
    public Directory create(String tenant, String name, IdentityProvider provider) {
        return create(tenant, name, provider, same -> same);
    }

    /** As {@link #create(String, String, IdentityProvider)}, with more said of it. */
    public Directory create(
            String tenant, String name, IdentityProvider provider, UnaryOperator<Directory.Builder> options) {
        Directory directory = options.apply(Directory.builder(ids.get(), tenant, name, secrets.clientId(), now())
                        .identityProvider(provider)
                        .profile(profile))
                .build();
        requireDemanded(directory);
        if (!store.add(directory)) {
            throw new IllegalArgumentException("another directory of the tenant is called '" + directory.name() + "'");
        }
        return directory;
    }

    /** The directory of an id. */
    public Optional<Directory> find(String id) {
        return store.find(id);
    }

    /** The directories of a tenant, by their names. */
    public List<Directory> ofTenant(String tenant) {
        return store.ofTenant(tenant);
    }

    /**
     * Keeps what an administrator has changed.
     *
     * @param changed made by {@link Directory#toBuilder} of what was shown
     * @return the directory as kept; empty if somebody else has changed or deleted it since
     * @throws IllegalArgumentException if another directory of the tenant has the name, or the directory would not keep to the level
     *     of IPSIE that its settings demand
     */
    public Optional<Directory> change(Directory changed) {
        requireDemanded(changed);
        return store.replace(changed);
    }

    /**
     * Calls a directory something else.
     *
     * @throws IllegalArgumentException if there is none of that id, or another one of its tenant has the name
     */
    public Directory rename(String id, String name) {
        return change(id, builder -> builder.name(name));
    }

    /** Answers its requests with 503 and {@code Retry-After}, so that the provider does not give the connection up. */
    public Directory pause(String id) {
        return change(id, builder -> builder.state(DirectoryState.PAUSED));
    }

    /** Serves a directory that is paused or disabled again. What it had of access tokens when it was disabled is gone. */
    public Directory resume(String id) {
        return change(id, builder -> builder.state(DirectoryState.ACTIVE));
    }

    /** Answers its requests with 401, and removes its access tokens. */
    public Directory disable(String id) {
        return change(id, builder -> builder.state(DirectoryState.DISABLED));
    }

    private Directory change(String id, UnaryOperator<Directory.Builder> change) {
        for (int attempt = 0; attempt < TRIES; attempt++) {
            Directory found = store.find(id)
                    .orElseThrow(() -> new IllegalArgumentException("there is no directory '" + id + "'"));
            Optional<Directory> kept =
                    store.replace(change.apply(found.toBuilder()).build());
            if (kept.isPresent()) {
                return kept.get();
            }
        }
        throw ScimException.unavailable(
                "others keep changing the directory; try again later", Duration.ofSeconds(1), null);
    }

    /**
     * Removes a directory with its credentials, and forgets what came by it. What it has provisioned stays, with the {@code
     * externalId} that is shown, until another directory writes.
     */
    public void delete(String id) {
        store.delete(id);
        behind.forget(id);
    }

    // ---- what drafts ask for

    /**
     * What a directory lacks for a level of IPSIE, and what only the application can do.
     *
     * @throws IllegalArgumentException if there is no directory of that id
     */
    public IpsieReport ipsie(String id, Ipsie level) {
        Directory directory =
                store.find(id).orElseThrow(() -> new IllegalArgumentException("there is no directory '" + id + "'"));
        return conformance.of(level, directory, store.trusts(id), service);
    }

    /** Before a service has started, nothing can be said of it; the start says it. */
    private void requireDemanded(Directory directory) {
        ScimService known = service;
        if (known == null) {
            return;
        }
        directory.settings().demanded().ifPresent(level -> {
            IpsieReport report = conformance.of(level, directory, store.trusts(directory.id()), known);
            if (!report.holds()) {
                throw new IllegalArgumentException(
                        directory + " would not keep to IPSIE " + level + ": " + String.join("; ", report.missing()));
            }
        });
    }

    private void warnOfDemands() {
        eachDirectory(directory -> directory.settings().demanded().ifPresent(level -> warnOf(level, directory)));
    }

    private void warnOf(Ipsie level, Directory directory) {
        IpsieReport report = conformance.of(level, directory, store.trusts(directory.id()), service);
        if (report.holds()) {
            LOG.info("{} keeps to IPSIE {}; the application has to see to: {}", directory, level, report.duties());
        } else {
            LOG.warn("{} does not keep to IPSIE {}: {}", directory, level, report.missing());
        }
    }

    /** What the providers of directories authenticate with. */
    public Credentials credentials() {
        return credentials;
    }

    /** How a directory fares. */
    public DirectoryHealth health(String id) {
        Optional<Activity> activity = behind.known(id);
        ActivityTimes times = activity.map(Activity::times).orElse(ActivityTimes.NONE);
        Optional<AuditEntry> refusal;
        synchronized (lastRefusals) {
            refusal = Optional.ofNullable(lastRefusals.get(id));
        }
        return new DirectoryHealth(
                times.latest(store.noted(id)),
                activity.map(seen -> seen.seen(now())).orElse(Activity.Seen.NOTHING),
                credentials.endings(id),
                refusal);
    }

    /** Writes what is noted beside requests now: last uses, times of activity. It is written every ten seconds otherwise. */
    public void write() {
        behind.write(now());
        behind.measure(now());
    }

    /**
     * Looks at all directories for credentials that end, and tells the listener of audit entries of each once for 60, 30 and 7
     * days. It is done every six hours otherwise, by each node.
     */
    public void warnOfEndings() {
        Map<Integer, Integer> kinds = new TreeMap<>(Map.of(60, 0, 30, 0, 7, 0));
        eachDirectory(directory -> credentials.endings(directory.id()).forEach(ending -> {
            kinds.merge(ending.withinDays(), 1, Integer::sum);
            warnOf(directory, ending);
        }));
        kinds.forEach((days, count) ->
                measure(DirectoryMeasure.gauge("ending", count, Map.of("days", Integer.toString(days)))));
    }

    private void warnOf(Directory directory, DirectoryHealth.Ending ending) {
        Credential last = ending.last();
        synchronized (warned) {
            if (warned.put(last.id() + " " + ending.withinDays(), true) != null) {
                return;
            }
        }
        String kind = last.kind() == Credential.Kind.CLIENT_SECRET ? "secret" : "token";
        audit(new AuditEntry(
                now(),
                AuditEntry.Event.CREDENTIAL_ENDING,
                directory.id(),
                directory.clientId(),
                null,
                null,
                last.id(),
                "the last " + kind + ", '" + last.label() + "', ends within " + ending.withinDays() + " days"));
    }

    private void eachDirectory(Consumer<Directory> work) {
        String after = "";
        for (List<Directory> some = store.all(after, AT_ONCE); !some.isEmpty(); some = store.all(after, AT_ONCE)) {
            some.forEach(work);
            after = some.get(some.size() - 1).id();
        }
    }

    private void measure(DirectoryMeasure measure) {
        for (Consumer<DirectoryMeasure> told : measures) {
            try {
                told.accept(measure);
            } catch (RuntimeException failure) {
                LOG.error("a listener of measures failed", failure);
            }
        }
    }

    private void audit(AuditEntry entry) {
        LOG.info(
                "{}: directory {}, client {}, by {}, from {}, key {}{}",
                entry.event(),
                entry.directoryId(),
                printable(entry.clientId()),
                entry.method() == null ? "-" : entry.method().word(),
                entry.address(),
                printable(entry.keyId()),
                entry.detail().isEmpty() ? "" : ": " + printable(entry.detail()));
        boolean issued = entry.event() == AuditEntry.Event.TOKEN_ISSUED;
        if (issued || entry.event() == AuditEntry.Event.TOKEN_REFUSED) {
            measure(DirectoryMeasure.count("tokens", Map.of("result", issued ? "issued" : "refused")));
        }
        if (entry.event() == AuditEntry.Event.TOKEN_REFUSED && entry.directoryId() != null) {
            synchronized (lastRefusals) {
                lastRefusals.put(entry.directoryId(), entry);
            }
        }
        try {
            listener.accept(entry);
        } catch (RuntimeException failure) {
            LOG.error("a listener of audit entries failed", failure);
        }
    }

    /** What a stranger has sent does not make lines of its own in the log. */
    private static @Nullable String printable(@Nullable String text) {
        return text == null ? null : text.replaceAll("[^\\x20-\\x7e]", "?");
    }

    // ---- what came by which directory

    /**
     * The directories that have created or written a resource, the one that wrote last at the end; that one's {@code externalId} is
     * shown, if it has said any. Empty if the application itself made the resource, and no directory has written it.
     *
     * @param resourceType the name of its type, as {@code User}
     */
    public List<ManagedResource> managers(String tenant, String resourceType, String resourceId) {
        return store
                .managers(
                        RequestContext.builder()
                                .tenant(tenant)
                                .principal("directories")
                                .build(),
                        tenant,
                        resourceType,
                        resourceId)
                .stream()
                .sorted(Comparator.comparingLong(ManagedResource::turn))
                .toList();
    }

    /**
     * The resources of a type that a directory has created or written, by their ids.
     *
     * @param after the id behind which to go on; empty to begin
     * @param most how many are told at most
     */
    public List<ManagedResource> managed(String directoryId, String resourceType, String after, int most) {
        return store.managed(directoryId, resourceType, after, most);
    }

    // ---- what is mounted beside the service

    /**
     * The token endpoint, for a servlet.
     *
     * @throws IllegalStateException if no {@link Builder#authorizationServer} is set
     */
    public TokenEndpoint tokenEndpoint() {
        if (tokenEndpoint == null) {
            throw withoutServer();
        }
        return tokenEndpoint;
    }

    /** The metadata, for a servlet. @throws IllegalStateException if no {@link Builder#authorizationServer} is set */
    public Metadata metadata() {
        if (server == null) {
            throw withoutServer();
        }
        return new Metadata(server);
    }

    private static IllegalStateException withoutServer() {
        return new IllegalStateException("where the token endpoint is, is not said: call authorizationServer(…)");
    }

    // ---- in a service

    @Override
    public void install(Installation installation) {
        installation
                .authenticator(authenticator)
                .tenants(tenants)
                .profiles(this::profile)
                .passwords(Directories::passwords)
                .limiter(this::admit)
                .onExchange(this::answered)
                .discovery(new AuthenticationSchemes(pastedTokens, server != null))
                .discovery(new InteropView(conformance, () -> service))
                .check(store::check);
        if (keepsManagers) {
            installation
                    .onWrite(new ManagedResources(store))
                    .check(() -> ManagedResources.check(store, installation.unitOfWork()));
        }
        if (server != null && server.isAnnounced()) {
            installation.challengeParameters(this::challengeParameters);
        }
        if (keyRing != null) {
            installation.cursorKeys(keyRing.cursorKeys());
        }
    }

    private ClientProfile profile(RequestContext context) {
        return context.attachment(Directory.class).map(Directory::profile).orElse(profile);
    }

    private static PasswordHandling passwords(RequestContext context) {
        return context.attachment(Directory.class)
                .map(directory -> directory.settings().passwords())
                .orElse(PasswordHandling.ACCEPT);
    }

    private RequestLimiter.Admission admit(RequestContext context, ScimRequest request) {
        Directory directory = context.attachment(Directory.class).orElse(null);
        if (directory == null) {
            return RequestLimiter.Admission.FREE;
        }
        if (directory.state() != DirectoryState.ACTIVE) {
            throw ScimException.unavailable("provisioning is paused by the application; try again later", PAUSE, null);
        }
        RequestLimiter.Admission own = limits.admit(directory);
        if (places == null) {
            return own;
        }
        try {
            RequestLimiter.Admission shared = places.enter(directory.id());
            return () -> {
                shared.close();
                own.close();
            };
        } catch (RuntimeException refused) {
            own.close();
            throw refused;
        }
    }

    private void answered(ExchangeOutcome outcome) {
        outcome.context()
                .flatMap(context -> context.attachment(Directory.class))
                .ifPresent(directory -> behind.request(directory, outcome.status(), changes(outcome), now()));
    }

    private static boolean changes(ExchangeOutcome outcome) {
        return switch (outcome.operation()) {
            case CREATE, REPLACE, PATCH, DELETE, BULK -> true;
            case READ, SEARCH, DISCOVERY, OTHER -> false;
        };
    }

    private Map<String, String> challengeParameters(ScimRequest request) {
        AuthorizationServer announced = server;
        if (announced == null) {
            return Map.of();
        }
        String tenantPath = tenants.resolve(request).basePath();
        String resource = announced.resource() + (AuthorizationServer.isTenantPath(tenantPath) ? tenantPath : "");
        return Map.of(
                "resource_metadata", AuthorizationServer.inserted(resource, Metadata.WELL_KNOWN + Metadata.RESOURCE));
    }

    @Override
    public synchronized void start(ScimService started) {
        service = started;
        warnOfDemands();
        if (running++ == 0) {
            ScheduledExecutorService begun = Executors.newSingleThreadScheduledExecutor(work -> {
                Thread thread = new Thread(work, "scimlet-directories");
                thread.setDaemon(true);
                return thread;
            });
            ScheduledFuture<?> unused = begun.scheduleWithFixedDelay(
                    this::write, WRITE_EVERY.toMillis(), WRITE_EVERY.toMillis(), TimeUnit.MILLISECONDS);
            ScheduledFuture<?> unusedWarnings = begun.scheduleWithFixedDelay(
                    this::warnQuietly, FIRST_WARNING.toMillis(), WARN_EVERY.toMillis(), TimeUnit.MILLISECONDS);
            writer = begun;
        }
    }

    @Override
    public synchronized void stop() {
        if (--running == 0 && writer != null) {
            writer.shutdown();
            writer = null;
            write();
        }
    }

    private void warnQuietly() {
        try {
            warnOfEndings();
        } catch (RuntimeException failure) {
            LOG.warn("credentials that end could not be looked for; it is tried again", failure);
        }
    }

    /** Says in ServiceProviderConfig how this directory can authenticate (RFC 7643 §5). */
    private record AuthenticationSchemes(boolean pastedTokens, boolean tokenEndpoint) implements DiscoveryView {

        @Override
        public Map<String, Object> serviceProviderConfig(RequestContext context, Map<String, Object> document) {
            Set<AuthenticationMethod> methods = new LinkedHashSet<>(context.attachment(Directory.class)
                    .map(directory -> directory.settings().methods())
                    .orElse(Set.of(AuthenticationMethod.values())));
            List<Map<String, Object>> schemes = new ArrayList<>();
            boolean fetched = methods.stream().anyMatch(method -> method != AuthenticationMethod.PASTED_TOKEN);
            if (tokenEndpoint && fetched) {
                schemes.add(scheme(
                        "oauth2",
                        "OAuth 2.0 client credentials",
                        "Access tokens are fetched at the token endpoint.",
                        "https://www.rfc-editor.org/rfc/rfc6749"));
            }
            if (pastedTokens && methods.contains(AuthenticationMethod.PASTED_TOKEN)) {
                schemes.add(scheme(
                        "oauthbearertoken",
                        "Bearer token",
                        "A token in the Authorization header, as the application's administrator generates it.",
                        "https://www.rfc-editor.org/rfc/rfc6750"));
            }
            for (int place = 0; place < schemes.size(); place++) {
                schemes.get(place).put("primary", place == 0);
            }
            if (schemes.isEmpty()) {
                return document;
            }
            Map<String, Object> changed = new LinkedHashMap<>(document);
            changed.put("authenticationSchemes", schemes);
            return changed;
        }

        private static Map<String, Object> scheme(String type, String name, String description, String specUri) {
            Map<String, Object> scheme = new LinkedHashMap<>();
            scheme.put("type", type);
            scheme.put("name", name);
            scheme.put("description", description);
            scheme.put("specUri", specUri);
            return scheme;
        }
    }

    /** Collects what directories need: a store; all else has a safe default. */
    public static final class Builder {

        private final DirectoryStore store;
        private Clock clock = Clock.systemUTC();
        private LongSupplier nanoTime = System::nanoTime;
        private TenantResolver tenants = TenantResolver.byToken();
        private @Nullable AuthorizationServer server;
        private @Nullable KeyRing keyRing;
        private boolean pastedTokens = true;
        private boolean keepsManagers = true;
        private boolean audited;
        private final Map<String, List<String>> canonicalTypes = new LinkedHashMap<>();
        private ClientProfile profile = ClientProfile.INTEROPERABLE;
        private @Nullable Authenticator others;
        private Set<String> keyHosts =
                Arrays.stream(EntraCloud.values()).map(EntraCloud::host).collect(Collectors.toSet());
        private KeyFetcher keyFetcher = new HttpsKeyFetcher();
        private Consumer<AuditEntry> listener = entry -> {};
        private final List<Consumer<DirectoryMeasure>> measures = new ArrayList<>();
        private boolean measuresTenants;
        private int places;

        private Builder(DirectoryStore store) {
            this.store = store;
        }

        /** What time it is. */
        public Builder clock(Clock value) {
            this.clock = value;
            return this;
        }

        /** By what rates are measured, for tests. */
        Builder nanoTime(LongSupplier source) {
            this.nanoTime = source;
            return this;
        }

        /** How a request names its tenant; by default only its token does. It is set here and not on the service. */
        public Builder tenants(TenantResolver value) {
            this.tenants = value;
            return this;
        }

        /** Where the token endpoint is; without it providers have pasted tokens only. */
        public Builder authorizationServer(AuthorizationServer value) {
            this.server = value;
            return this;
        }

        /** What cursors are encrypted with; nodes of one service share it. */
        public Builder keyRing(KeyRing value) {
            this.keyRing = value;
            return this;
        }

        /** Forbids pasted tokens, whatever a directory's settings say. */
        public Builder withoutPastedTokens() {
            this.pastedTokens = false;
            return this;
        }

        /** What is tolerated of the providers of new directories, and of clients that belong to none; by default what they send. */
        public Builder profile(ClientProfile value) {
            this.profile = value;
            return this;
        }

        /**
         * Who is asked about a request whose token no directory has, such as a program of the application itself. What it accepts
         * belongs to no directory: no limits hold for it, and no health tells of it.
         */
        public Builder otherwise(Authenticator value) {
            this.others = value;
            return this;
        }

        /**
         * Does not keep which resources came by which directory: for resources whose database is another than that of the
         * directories. What is kept is stored in the unit of the resource, so its table must lie in the database of the resources.
         */
        public Builder withoutManagers() {
            this.keepsManagers = false;
            return this;
        }

        /**
         * The hosts that keys are fetched from; by default those of Entra ID.
         *
         * @param hosts names in lower case, with a port where it is not 443
         */
        public Builder keyHosts(String... hosts) {
            this.keyHosts = Set.of(hosts);
            return this;
        }

        /**
         * The types of the entries of a list for which its schema has none, as RFC 7643 has none for {@code roles}, {@code
         * entitlements} and {@code x509Certificates}. They are shown to directories whose profile is {@code INTEROP_DRAFT}, which wants
         * them, and are not enforced.
         *
         * @param list its name, or behind the URN of an extension and a colon
         */
        public Builder canonicalTypes(String list, String... types) {
            this.canonicalTypes.put(list, List.of(types));
            return this;
        }

        /** How keys are fetched, as through a proxy; by default directly, from public addresses alone. */
        public Builder keyFetcher(KeyFetcher value) {
            this.keyFetcher = value;
            return this;
        }

        /** Is told what happens to credentials, on the thread of the request; the log is told in any case. */
        public Builder onAudit(Consumer<AuditEntry> value) {
            this.listener = value;
            this.audited = true;
            return this;
        }

        /**
         * Is told of measures, for a registry of metrics: counts on the thread of the request, gauges every ten seconds, that of
         * credentials that end every six hours. Several listeners are told in turn.
         */
        public Builder onMeasure(Consumer<DirectoryMeasure> value) {
            this.measures.add(value);
            return this;
        }

        /** Has counts of requests name the tenant in a tag: as many series as there are tenants. */
        public Builder measureTenants() {
            this.measuresTenants = true;
            return this;
        }

        /**
         * How many requests of all directories are served at a time by this node: as many as the pool of the resources has
         * connections. One place is kept for directories that are idle; the others get one in turn, and wait ten seconds for it at
         * most. By default requests wait for the pool, where those of one directory may be in front of all others.
         *
         * @throws IllegalArgumentException if there is none
         */
        public Builder places(int connections) {
            if (connections < 1) {
                throw new IllegalArgumentException("there is one place at least");
            }
            this.places = connections;
            return this;
        }

        /** The directories. */
        public Directories build() {
            return new Directories(this);
        }
    }
}
