package dev.scimlet.protocol;

import dev.scimlet.core.ScimException;
import dev.scimlet.core.profile.ClientProfile;
import dev.scimlet.core.profile.Tolerance;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.protocol.access.AccessPolicy;
import dev.scimlet.protocol.access.Authenticator;
import dev.scimlet.protocol.access.MeResolver;
import dev.scimlet.protocol.access.PasswordEncoder;
import dev.scimlet.protocol.access.TenantResolver;
import dev.scimlet.protocol.message.ScimRequest;
import dev.scimlet.protocol.message.ScimResponse;
import dev.scimlet.spi.MembershipSource;
import dev.scimlet.spi.ReferenceSource;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.ResourceRepository;
import dev.scimlet.spi.UnitOfWork;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A SCIM 2.0 service provider: handles requests with the repositories that it was built from (RFC 7644).
 *
 * <pre>{@code
 * ScimService service = ScimService.builder()
 *         .repositories(users, groups)
 *         .authenticator(new BearerTokens(store, Clock.systemUTC()))
 *         .build();
 * }</pre>
 *
 * <p>Immutable, built once, for many threads. A {@link ScimException} becomes its error body, anything else is logged once and
 * answered with a 500 that says nothing.
 */
public final class ScimService implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ScimService.class);

    private final List<ResourceType> types;
    private final Cors cors;
    private final RequestIds requestIds;
    private final String requestIdHeader;
    private final Gate gate;
    private final ServiceSettings settings;
    private final boolean tlsDemanded;
    private final Router router;
    private final Refusals refusals;
    private final Installed installed;

    private ScimService(Builder from) {
        this.types = from.repositories.stream().map(ResourceRepository::type).toList();
        this.cors = new Cors(from.origins);
        this.requestIds = new RequestIds(from.requestIds);
        this.requestIdHeader = from.requestIdHeader;
        UnitOfWork units = from.unitOfWork();
        this.installed = new Installed(from.extensions, types, units);
        Authenticator authenticator = from.chosenAuthenticator(installed);
        this.settings = from.settings(types, units, installed);
        this.tlsDemanded = from.tlsDemanded;
        this.refusals = new Refusals(authenticator.scheme(), installed);
        this.gate = new Gate(
                settings,
                authenticator,
                installed.chosenTenants(from.tenants).orElseGet(TenantResolver::single),
                from.chosenProfiles(installed),
                installed,
                new BaseUrls(from.baseUrl, from.forwardedHeadersTrusted),
                from.tlsDemanded,
                refusals);
        References references =
                References.between(from.repositories, from.chosenMemberships(), from.referentialIntegrity, units);
        Renderer renderer = new Renderer(settings, references);
        FilterRules rules = new FilterRules(settings, references);
        Cursors cursors =
                new Cursors(from.chosenCursorKeys(installed), settings.limits().cursorLifetime(), from.clock);
        SearchEndpoint search = new SearchEndpoint(settings, renderer, rules, cursors);
        Map<String, ResourceEndpoint> endpoints = new LinkedHashMap<>();
        for (ResourceRepository repository : from.repositories) {
            endpoints.put(
                    repository.type().endpoint().substring(1),
                    new ResourceEndpoint(settings, repository, renderer, references, rules));
        }
        this.router = new Router(
                settings,
                new DiscoveryEndpoint(settings, authenticator.scheme(), types, installed.views()),
                new RootEndpoint(settings, renderer, search, rules, endpoints.values()),
                new BulkEndpoint(settings, endpoints),
                endpoints.values().stream()
                        .map(endpoint -> new ResourceMethods(settings, endpoint, search, renderer))
                        .toList(),
                from.me);
        installed.start(this);
    }

    /** Starts a service. */
    public static Builder builder() {
        return new Builder();
    }

    /** The types that the service serves. */
    public List<ResourceType> types() {
        return types;
    }

    /** Whether it offers a feature. */
    public boolean offers(Feature feature) {
        return settings.offers(feature);
    }

    /** How much a request may ask for. */
    public ServiceLimits limits() {
        return settings.limits();
    }

    /** Whether requests that do not come over TLS are refused. */
    public boolean isTlsDemanded() {
        return tlsDemanded;
    }

    /** Answers a request; it never throws. */
    public ScimResponse handle(ScimRequest request) {
        if (cors.isPreflight(request)) {
            return cors.preflight(request);
        }
        ExchangeOutcome outcome = new ExchangeOutcome(requestIds.of(request), request.method());
        ScimResponse.Builder response =
                answered(request, outcome).toBuilder().header(requestIdHeader, outcome.requestId());
        if (request.method().equals("HEAD")) {
            response.withoutBody();
        }
        cors.mark(request, response);
        return installed.tell(outcome, response.build());
    }

    private ScimResponse answered(ScimRequest request, ExchangeOutcome outcome) {
        try {
            return gate.pass(request, outcome, router::answer);
        } catch (ScimException refused) {
            return refusals.of(request, outcome, refused);
        } catch (RuntimeException failure) {
            return refusals.of(request, outcome, failure);
        }
    }

    /**
     * Stops what the extensions have begun, in the opposite order; a service without extensions has nothing to stop. Requests
     * that are still answered are not waited for: end those first. Closing twice does no more.
     */
    @Override
    public void close() {
        installed.stop();
    }

    /** Collects what a service needs: repositories and an authenticator; all else has a safe default. */
    public static final class Builder {

        private final List<ResourceRepository> repositories = new ArrayList<>();
        private @Nullable ResourceRepository memberships;
        private @Nullable Authenticator authenticator;
        private @Nullable TenantResolver tenants;
        private @Nullable Function<String, ClientProfile> profiles;
        private final List<ServiceExtension> extensions = new ArrayList<>();
        private Function<ScimRequest, String> requestIds = request -> "";
        private String requestIdHeader = "X-Request-Id";
        private @Nullable String baseUrl;
        private boolean forwardedHeadersTrusted;
        private boolean tlsDemanded;
        private final Set<String> origins = new LinkedHashSet<>();
        private boolean referentialIntegrity;
        private @Nullable MeResolver me;
        private byte @Nullable [] cursorSecret;
        private Clock clock = Clock.systemUTC();
        private LongSupplier nanoTime = System::nanoTime;
        private ServiceLimits limits = ServiceLimits.DEFAULT;
        private AccessPolicy policy = AccessPolicy.PERMIT_ALL;
        private PasswordEncoder passwords = PasswordEncoder.pbkdf2(PASSWORD_ITERATIONS);
        private final Set<Feature> features = Feature.standard();
        private @Nullable UnitOfWork unitOfWork;
        private final List<ChangeHook> hooks = new ArrayList<>();
        private final List<ChangeListener> listeners = new ArrayList<>();
        private final Map<String, AttributeSettings.Unbound> attributes = new HashMap<>();

        /** What OWASP recommended for PBKDF2-HMAC-SHA256 in 2023. */
        private static final int PASSWORD_ITERATIONS = 600_000;

        private Builder() {}

        /** The repositories, one for each resource type. */
        public Builder repositories(ResourceRepository... added) {
            repositories.addAll(List.of(added));
            return this;
        }

        /**
         * Names the repository that knows who is in which group; {@code groups} of users is made from it. Where just one of
         * the repositories is a {@link MembershipSource} that knows memberships, it is found by itself.
         */
        public <R extends ResourceRepository & MembershipSource> Builder memberships(R groups) {
            this.memberships = groups;
            return this;
        }

        /** Who sends requests. Without one a service is not built. */
        public Builder authenticator(Authenticator value) {
            this.authenticator = value;
            return this;
        }

        /** For which tenant requests are; by default there is one. */
        public Builder tenants(TenantResolver value) {
            this.tenants = value;
            return this;
        }

        /** What is tolerated of all clients. */
        public Builder profile(ClientProfile value) {
            return profiles(tenant -> value);
        }

        /** What is tolerated of the clients of each tenant. */
        public Builder profiles(Function<String, ClientProfile> byTenant) {
            this.profiles = byTenant;
            return this;
        }

        /**
         * The public base URL, such as {@code https://api.example.com/scim/v2}; by default that of each request.
         *
         * @param url absolute; the path of a tenant is added to it
         */
        public Builder baseUrl(String url) {
            this.baseUrl = url;
            return this;
        }

        /** Believes {@code Forwarded} and {@code X-Forwarded-*}; only behind a proxy that sets them itself. */
        public Builder trustForwardedHeaders() {
            this.forwardedHeadersTrusted = true;
            return this;
        }

        /** Refuses requests that came without TLS. */
        public Builder demandTls() {
            this.tlsDemanded = true;
            return this;
        }

        /**
         * Lets the scripts of web pages read answers; by default none may.
         *
         * @param allowed origins as browsers send them, such as {@code https://admin.example.com}; there is no wildcard
         */
        public Builder allowOrigins(String... allowed) {
            for (String origin : allowed) {
                if (!origin.matches("https?://[^/*?#]+")) {
                    throw new IllegalArgumentException("an origin is a scheme and a host, not " + origin);
                }
                origins.add(origin);
            }
            return this;
        }

        /**
         * Refuses members, and entries of other lists of references, that do not exist; by default they may live elsewhere
         * . Of the repositories for the types that a list may refer to, those that are a {@link ReferenceSource} are
         * asked, and an id that none of them knows is refused: groups cannot be members where only users can be asked. Where
         * none can be asked, nothing is checked. A single reference, to a manager, may come before she does. Clears all
         * references to a resource that is deleted; where a store cannot search by one of them, each deletion looks at
         * all of its resources, and a warning names the attribute once.
         */
        public Builder referentialIntegrity() {
            this.referentialIntegrity = true;
            return this;
        }

        /** Which resource a client is itself, for {@code /Me}; without it 501. */
        public Builder me(MeResolver value) {
            this.me = value;
            return this;
        }

        /**
         * What cursors are encrypted with. Nodes of one service must share it; by default each service has its own, and
         * cursors end with the process.
         *
         * @param secret 16 random bytes or more
         */
        public Builder cursorSecret(byte[] secret) {
            if (secret.length < 16) {
                throw new IllegalArgumentException("a cursor secret has 16 random bytes or more");
            }
            this.cursorSecret = secret.clone();
            return this;
        }

        /** What time it is, for the expiry of cursors. */
        public Builder clock(Clock value) {
            this.clock = value;
            return this;
        }

        /** By what the time of locks is measured, for tests. */
        Builder nanoTime(LongSupplier source) {
            this.nanoTime = source;
            return this;
        }

        /** How much a request may ask for. */
        public Builder limits(ServiceLimits value) {
            this.limits = value;
            return this;
        }

        /** Who may do what. */
        public Builder accessPolicy(AccessPolicy value) {
            this.policy = value;
            return this;
        }

        /** How passwords are hashed; by default salted PBKDF2. */
        public Builder passwordEncoder(PasswordEncoder value) {
            this.passwords = value;
            return this;
        }

        /** Offers something that is off by default. */
        public Builder with(Feature feature) {
            features.add(feature);
            return this;
        }

        /** Does not offer something that is on by default. */
        public Builder without(Feature feature) {
            features.remove(feature);
            return this;
        }

        /**
         * The unit in which each write operation is performed. By default that of the repositories, if all say the same one
         * ({@link UnitOfWork.Participant}); otherwise steps that are only ordered ({@link UnitOfWork#ordered()}). The log says so
         * at start where their units differ, and where there are hooks ({@link #onChangeInUnit}).
         */
        public Builder unitOfWork(UnitOfWork value) {
            this.unitOfWork = value;
            return this;
        }

        /** Takes part in each change, inside the unit that stores it; what it refuses is undone if that unit is atomic. */
        public Builder onChangeInUnit(ChangeHook hook) {
            hooks.add(hook);
            return this;
        }

        /** Is told of each change after it was stored. */
        public Builder onChange(ChangeListener listener) {
            listeners.add(listener);
            return this;
        }

        /** Has a part install itself: credentials and limits, a feed, a log. */
        public Builder install(ServiceExtension extension) {
            extensions.add(extension);
            return this;
        }

        /**
         * Names requests as the host does, such as by its trace id; by default they are named at random. The name stands in logs,
         * events, error answers and a header of the answer.
         *
         * @param source up to 128 visible ASCII characters; empty, or anything else, and the request is named at random
         */
        public Builder requestIds(Function<ScimRequest, String> source) {
            this.requestIds = source;
            return this;
        }

        /** The header of answers that holds the name of the request; by default {@code X-Request-Id}. */
        public Builder requestIdHeader(String name) {
            if (!name.matches("[A-Za-z0-9-]+")) {
                throw new IllegalArgumentException("'" + name + "' is no name of a header");
            }
            this.requestIdHeader = name;
            return this;
        }

        /**
         * A value that a new resource gets where the client gives none, such as {@code ("User", "active", true)}.
         *
         * @param path an attribute, without brackets
         */
        public Builder defaultValue(String typeName, String path, Object value) {
            attributes(typeName).defaultValue(path, value);
            return this;
        }

        /**
         * What becomes of each text that a client gives for an attribute: its canonical form, or an {@code invalidValue}
         * that the rule throws (RFC 7643 §2.4). {@link ValueRules} has some. Filters are not changed.
         *
         * @param path an attribute of type string, reference or binary, without brackets, such as {@code emails.value}
         */
        public Builder valueRule(String typeName, String path, UnaryOperator<String> rule) {
            attributes(typeName).rule(path, rule);
            return this;
        }

        /** An attribute that a filter in a URI must not name (RFC 7644 §7.5.2). */
        public Builder sensitive(String typeName, String path) {
            attributes(typeName).sensitive(path);
            return this;
        }

        /**
         * The service.
         *
         * @throws IllegalStateException if there is no authenticator or no repository, two types share a name or an
         *     endpoint, or several repositories know memberships and none is named
         * @throws IllegalArgumentException if a setting names a type or an attribute that there is not
         */
        public ScimService build() {
            if (repositories.isEmpty()) {
                throw new IllegalStateException("a service needs a repository: call repositories(…)");
            }
            requireDifferentTypes();
            repositories.forEach(repository -> requireTolerated(repository.type()));
            return new ScimService(this);
        }

        private @Nullable ResourceRepository chosenMemberships() {
            if (memberships != null) {
                return memberships;
            }
            List<ResourceRepository> known = repositories.stream()
                    .filter(repository -> repository instanceof MembershipSource source && source.knowsMemberships())
                    .toList();
            if (known.size() > 1) {
                throw new IllegalStateException("several repositories know memberships, those of "
                        + known.stream()
                                .map(repository -> repository.type().name())
                                .collect(Collectors.joining(" and "))
                        + ": say with memberships(…) from which one 'groups' is made");
            }
            return known.isEmpty() ? null : known.get(0);
        }

        private void requireDifferentTypes() {
            Set<String> endpoints =
                    new LinkedHashSet<>(Set.of("serviceproviderconfig", "resourcetypes", "schemas", "bulk", "me"));
            Set<String> names = new LinkedHashSet<>();
            for (ResourceRepository repository : repositories) {
                ResourceType type = repository.type();
                boolean unique = endpoints.add(type.endpoint().substring(1).toLowerCase(Locale.ROOT));
                boolean named = names.add(type.name().toLowerCase(Locale.ROOT));
                if (!unique || !named) {
                    throw new IllegalStateException(
                            "another resource type has the name or the endpoint of " + type + " at " + type.endpoint());
                }
            }
        }

        private void requireTolerated(ResourceType type) {
            if (!type.repeatedAttributes().isEmpty()) {
                LOG.warn("{} repeats names of core attributes: {}", type, type.repeatedAttributes());
            }
            List<String> added = type.addedSubAttributes();
            if (!added.isEmpty() && !ofTheOnlyTenant().tolerates(Tolerance.EXTRA_SUB_ATTRIBUTES)) {
                throw new IllegalStateException(
                        type + " adds '" + added.get(0) + "' to a core attribute, which the profile does not tolerate");
            }
        }

        private ClientProfile ofTheOnlyTenant() {
            return profiles == null ? ClientProfile.INTEROPERABLE : profiles.apply(RequestContext.SINGLE_TENANT);
        }

        private UnitOfWork unitOfWork() {
            if (unitOfWork != null) {
                return unitOfWork;
            }
            Set<UnitOfWork> units = new LinkedHashSet<>();
            for (ResourceRepository repository : repositories) {
                units.add(
                        repository instanceof UnitOfWork.Participant participant
                                ? participant.unitOfWork()
                                : UnitOfWork.ordered());
            }
            if (units.size() == 1) {
                return units.iterator().next();
            }
            LOG.warn(
                    "the repositories have no transaction in common: what an operation changes in several of them is not one"
                            + " step. Keep them in one store or database, or name what they have in common with unitOfWork(...)");
            return UnitOfWork.ordered();
        }

        private Authenticator chosenAuthenticator(Installed installed) {
            return installed
                    .chosenAuthenticator(authenticator)
                    .orElseThrow(() -> new IllegalStateException(
                            "a service without an authenticator would be open to everybody: call authenticator(…)"));
        }

        private CursorKeys chosenCursorKeys(Installed installed) {
            CursorKeys own = cursorSecret == null ? null : CursorKeys.of(cursorSecret);
            return installed.chosenCursorKeys(own).orElseGet(() -> CursorKeys.of(randomSecret()));
        }

        private Function<RequestContext, ClientProfile> chosenProfiles(Installed installed) {
            Function<String, ClientProfile> byTenant = profiles;
            return installed
                    .chosenProfiles(byTenant == null ? null : context -> byTenant.apply(context.tenant()))
                    .orElse(context -> ClientProfile.INTEROPERABLE);
        }

        private static byte[] randomSecret() {
            byte[] secret = new byte[32];
            new SecureRandom().nextBytes(secret);
            return secret;
        }

        private AttributeSettings.Unbound attributes(String typeName) {
            return attributes.computeIfAbsent(typeName, name -> new AttributeSettings.Unbound());
        }

        private void warnOfHooksThatComeTooLate(UnitOfWork units) {
            if (!hooks.isEmpty() && units.equals(UnitOfWork.ordered())) {
                LOG.warn(
                        "hooks take part in changes that are final at once: what a hook refuses is stored all the same. Keep"
                                + " the repositories in a store with transactions, or name its units with unitOfWork(...)");
            }
        }

        private ServiceSettings settings(List<ResourceType> types, UnitOfWork units, Installed installed) {
            hooks.addAll(installed.hooks());
            listeners.addAll(installed.listeners());
            warnOfHooksThatComeTooLate(units);
            Map<ResourceType, AttributeSettings> bound = new HashMap<>();
            Map<String, AttributeSettings.Unbound> open = new LinkedHashMap<>(attributes);
            for (ResourceType type : types) {
                AttributeSettings.Unbound ofType = open.remove(type.name());
                bound.put(type, ofType == null ? AttributeSettings.NONE : ofType.bind(type));
            }
            if (!open.isEmpty()) {
                throw new IllegalArgumentException("a setting is for resources of type '"
                        + open.keySet().iterator().next() + "', which the service does not have");
            }
            Changes changes = new Changes(
                    hooks,
                    listeners,
                    types.stream().map(ResourceType::definition).toList());
            return new ServiceSettings(
                    limits, nanoTime, policy, passwords, units, changes, installed.writes(), features, bound, types);
        }
    }
}
