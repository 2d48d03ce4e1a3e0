package dev.scimlet.protocol;

import dev.scimlet.core.ScimException;
import dev.scimlet.core.profile.ClientProfile;
import dev.scimlet.core.profile.Tolerance;
import dev.scimlet.core.query.Projection;
import dev.scimlet.core.resource.BoundPath;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.protocol.access.AccessPolicy;
import dev.scimlet.protocol.access.Authentication;
import dev.scimlet.protocol.access.Authenticator;
import dev.scimlet.protocol.access.MeResolver;
import dev.scimlet.protocol.access.PasswordEncoder;
import dev.scimlet.protocol.access.RequestLimiter;
import dev.scimlet.protocol.access.TenantResolver;
import dev.scimlet.protocol.message.ScimRequest;
import dev.scimlet.protocol.message.ScimResponse;
import dev.scimlet.spi.MembershipSource;
import dev.scimlet.spi.ReferenceSource;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.ResourceRepository;
import dev.scimlet.spi.UnitOfWork;
import dev.scimlet.spi.Wanted;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A SCIM 2.0 service provider: handles requests with the repositories that it was built from (RFC 7644).
 *
 * <pre>{@code
 * ScimService service = ScimService.builder()
 *         .resources(users, groups)
 *         .memberships(groups)
 *         .authenticator(new BearerTokens(store, Clock.systemUTC()))
 *         .build();
 * }</pre>
 *
 * Immutable, built once, for many threads. It holds the only place where exceptions become answers: a {@link
 * ScimException} becomes its error body, anything else is logged once and answered with a 500 that says nothing.
 */
public final class ScimService implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ScimService.class);

    private final ServiceSettings settings;
    private final Authenticator authenticator;
    private final TenantResolver tenants;
    private final Function<RequestContext, ClientProfile> profiles;
    private final Installed installed;
    private final List<ServiceExtension> extensions;
    private final List<ServiceExtension> started = new ArrayList<>();
    private final RequestIds requestIds;
    private final String requestIdHeader;
    private final BaseUrls baseUrls;
    private final Renderer renderer;
    private final SearchEndpoint search;
    private final DiscoveryEndpoint discovery;
    private final BulkEndpoint bulk;
    private final RootEndpoint root;
    private final @Nullable MeResolver me;
    private final Map<String, ResourceEndpoint> endpoints = new LinkedHashMap<>();
    private final List<ResourceType> types;
    private final RecentLocations locations;
    private final boolean tlsDemanded;
    private final Cors cors;

    private ScimService(Builder from) {
        this.types = from.repositories.stream().map(ResourceRepository::type).toList();
        this.locations = new RecentLocations(types);
        UnitOfWork units = from.unitOfWork();
        this.extensions = List.copyOf(from.extensions);
        this.installed = new Installed(types, units);
        extensions.forEach(extension -> extension.install(installed));
        this.settings = from.settings(types, units, installed);
        this.authenticator = from.requireAuthenticator(installed.authenticator());
        this.tenants = from.chosenTenants(installed.tenants());
        this.profiles = from.chosenProfiles(installed.profiles());
        this.requestIds = new RequestIds(from.requestIds);
        this.requestIdHeader = from.requestIdHeader;
        this.baseUrls = new BaseUrls(from.baseUrl, from.forwardedHeadersTrusted);
        this.tlsDemanded = from.tlsDemanded;
        this.cors = new Cors(from.origins);
        References references =
                new References(from.repositories, from.memberships, from.referentialIntegrity, settings.unitOfWork());
        this.renderer = new Renderer(settings, references);
        FilterRules rules = new FilterRules(settings, references);
        this.search = new SearchEndpoint(
                settings,
                renderer,
                rules,
                new Cursors(
                        from.cursorKeys(installed.cursorKeys()),
                        settings.limits().cursorLifetime(),
                        from.clock));
        for (ResourceRepository repository : from.repositories) {
            endpoints.put(
                    repository.type().endpoint().substring(1),
                    new ResourceEndpoint(settings, repository, renderer, references, rules));
        }
        this.bulk = new BulkEndpoint(settings, endpoints);
        this.root = new RootEndpoint(settings, renderer, search, rules, endpoints.values());
        this.me = from.me;
        this.discovery = new DiscoveryEndpoint(settings, authenticator.scheme(), types, installed.views());
        installed.requireSound();
        start();
    }

    private void start() {
        try {
            for (ServiceExtension extension : extensions) {
                extension.start(this);
                started.add(extension);
            }
        } catch (RuntimeException failed) {
            close();
            throw failed;
        }
    }

    /**
     * Stops what the extensions have begun, in the opposite order; a service without extensions has nothing to stop. Requests
     * that are still answered are not waited for: end those first. Closing twice does no more.
     */
    @Override
    public synchronized void close() {
        while (!started.isEmpty()) {
            ServiceExtension extension = started.remove(started.size() - 1);
            try {
                extension.stop();
            } catch (RuntimeException failure) {
                LOG.error("{} does not stop", extension, failure);
            }
        }
    }

    /** Starts a service. */
    public static Builder builder() {
        return new Builder();
    }

    /** The types that the service serves. */
    public List<ResourceType> types() {
        return types;
    }

    /** Answers a request; it never throws. */
    public ScimResponse handle(ScimRequest request) {
        return cors.isPreflight(request) ? cors.preflight(request) : cors.marked(request, answered(request));
    }

    private ScimResponse answered(ScimRequest request) {
        ExchangeOutcome outcome = new ExchangeOutcome(requestIds.of(request), request.method());
        ScimResponse response = answered(request, outcome).toBuilder()
                .header(requestIdHeader, outcome.requestId())
                .build();
        if (installed.hearsOfExchanges()) {
            outcome.answered(response);
            installed.tell(outcome);
        }
        return response;
    }

    private ScimResponse answered(ScimRequest request, ExchangeOutcome outcome) {
        String requestId = outcome.requestId();
        try {
            ScimResponse response = answer(request, outcome);
            return request.method().equals("HEAD")
                    ? response.toBuilder().withoutBody().build()
                    : response;
        } catch (ScimException refused) {
            return error(request, outcome, refused);
        } catch (RuntimeException failure) {
            LOG.error("request {}: {} {} failed", requestId, request.method(), endpointName(request), failure);
            return error(
                    request,
                    outcome,
                    ScimException.withStatus(
                            500, "the service provider failed; its log says why under request " + requestId));
        }
    }

    /** For the log: the first segment, which names no person; never the query string (RFC 7644 §7.5.2). */
    private static String endpointName(ScimRequest request) {
        String path = request.path();
        int second = path.indexOf('/', 1);
        return second < 0 ? path : path.substring(0, second) + "/…";
    }

    private ScimResponse error(ScimRequest request, ExchangeOutcome outcome, ScimException error) {
        outcome.refused(error.type().orElse(null), error.detail());
        if (error.status() >= 500 && error.getCause() != null) {
            LOG.error("{} {} failed: {}", request.method(), endpointName(request), error.detail(), error.getCause());
        }
        ScimResponse.Builder response = ScimResponse.builder(error.status())
                .body(ErrorBody.of(error))
                .header("Content-Type", errorType(request));
        error.retryAfter()
                .ifPresent(wait -> response.header("Retry-After", Long.toString(Math.max(1, wait.toSeconds()))));
        response.header("Cache-Control", "no-store");
        return (request.method().equals("HEAD") ? response.withoutBody() : response).build();
    }

    private static String errorType(ScimRequest request) {
        return MediaTypes.negotiate(request.headers("Accept"), true);
    }

    private String challenge(ScimRequest request, String parameters) {
        return authenticator.scheme().challenge() + " realm=\"scim\"" + parameters
                + installed.challengeParameters(request);
    }

    private ScimResponse answer(ScimRequest request, ExchangeOutcome outcome) {
        if (tlsDemanded && !baseUrls.isSecure(request)) {
            throw ScimException.withStatus(403, "this service provider is to be used over TLS");
        }
        TenantResolver.Named named = tenants.resolve(request);
        Route route = Route.of(named.path());
        Authentication authentication = authenticator.authenticate(request);
        if (!(authentication instanceof Authentication.Accepted accepted)) {
            return refused(request, named, route, authentication, outcome);
        }
        boolean isPath = named.path().isEmpty() || named.path().startsWith("/");
        if (!isPath) {
            throw Route.unknown(request.path());
        }
        String tenant = tenant(named, accepted);
        RequestContext context = context(tenant, accepted, outcome);
        outcome.sentBy(context);
        RequestLimiter.Admission admission = installed.admit(context, request);
        try {
            return routed(exchange(request, named, route, context, outcome), route);
        } finally {
            admission.close();
        }
    }

    private RequestContext context(String tenant, Authentication.Accepted accepted, ExchangeOutcome outcome) {
        return RequestContext.builder()
                .tenant(tenant)
                .principal(accepted.principal())
                .attachment(accepted.attachment())
                .requestId(outcome.requestId())
                .budget(settings.limits().budget())
                .build();
    }

    private static String tenant(TenantResolver.Named named, Authentication.Accepted accepted) {
        String byRequest = named.tenant();
        String byToken = accepted.tenant();
        if (byRequest != null && byToken != null && !byRequest.equals(byToken)) {
            throw ScimException.withStatus(403, "these credentials belong to another tenant than the URL names");
        }
        if (byRequest == null && byToken == null) {
            throw ScimException.withStatus(403, "neither the URL nor the credentials name a tenant");
        }
        return byRequest != null ? byRequest : String.valueOf(byToken);
    }

    private Exchange exchange(
            ScimRequest request,
            TenantResolver.Named named,
            Route route,
            RequestContext context,
            ExchangeOutcome outcome) {
        String base = baseUrls.of(request, named.basePath()) + route.version();
        return new Exchange(
                request,
                context,
                profiles.apply(context),
                locations.of(base),
                new Sight(settings, context),
                new IgnoredPaths(),
                outcome);
    }

    private ScimResponse refused(
            ScimRequest request,
            TenantResolver.Named named,
            Route route,
            Authentication authentication,
            ExchangeOutcome outcome) {
        boolean configuration = route.segments().equals(List.of("ServiceProviderConfig"))
                && (request.method().equals("GET") || request.method().equals("HEAD"));
        if (authentication instanceof Authentication.Missing && configuration) {
            String tenant = Optional.ofNullable(named.tenant()).orElse(RequestContext.SINGLE_TENANT);
            RequestContext context = context(tenant, new Authentication.Accepted("anonymous", null), outcome);
            Exchange exchange = exchange(request, named, route, context, outcome);
            if (exchange.profile().tolerates(Tolerance.ANONYMOUS_SERVICE_PROVIDER_CONFIG)) {
                return routed(exchange, route);
            }
        }
        if (authentication instanceof Authentication.Missing) {
            return challenged(request, outcome, 401, "credentials are needed", "");
        }
        if (authentication instanceof Authentication.Invalid invalid) {
            return challenged(request, outcome, 401, invalid.detail(), ", error=\"invalid_token\"");
        }
        if (authentication instanceof Authentication.Malformed malformed) {
            return challenged(request, outcome, 400, malformed.detail(), ", error=\"invalid_request\"");
        }
        if (authentication instanceof Authentication.Insufficient insufficient) {
            return challenged(request, outcome, 403, insufficient.detail(), ", error=\"insufficient_scope\"");
        }
        throw new AssertionError("unknown kind of authentication: " + authentication);
    }

    private ScimResponse challenged(
            ScimRequest request, ExchangeOutcome outcome, int status, String detail, String parameters) {
        outcome.refused(null, detail);
        return ScimResponse.builder(status)
                .body(ErrorBody.of(status, Optional.empty(), detail))
                .header("Content-Type", errorType(request))
                .header("WWW-Authenticate", challenge(request, parameters))
                .header("Cache-Control", "no-store")
                .build();
    }

    private ScimResponse routed(Exchange exchange, Route route) {
        route.requireServed(exchange.profile());
        boolean answerAll = exchange.profile().tolerates(Tolerance.ANSWER_UNACCEPTABLE);
        String mediaType = MediaTypes.negotiate(exchange.request().headers("Accept"), answerAll);
        ScimResponse answer = dispatch(exchange, route);
        ScimResponse.Builder response =
                answer.toBuilder().ignored(exchange.ignored().paths());
        if (!exchange.ignored().paths().isEmpty()) {
            LOG.debug(
                    "request {} sent what the application ignores: {}",
                    exchange.context().requestId(),
                    exchange.ignored().paths());
        }
        if (answer.contentLength() != 0 && answer.header("Content-Type").isEmpty()) {
            response.header("Content-Type", mediaType);
        }
        if (answer.header("Cache-Control").isEmpty()) {
            response.header("Cache-Control", "no-store");
        }
        return response.build();
    }

    // ---- routing

    private ScimResponse dispatch(Exchange exchange, Route route) {
        List<String> segments = route.effectiveSegments(exchange.profile());
        String first = segments.isEmpty() ? "" : segments.get(0);
        if (discovery.serves(first)) {
            exchange.outcome().is(ExchangeOutcome.Operation.DISCOVERY);
            return discovery.handle(exchange, segments);
        }
        switch (first) {
            case "" -> {
                return rootQuery(exchange);
            }
            case ".search" -> {
                requireSegments(exchange, segments, 1);
                return rootSearch(exchange);
            }
            case "Bulk" -> {
                requireSegments(exchange, segments, 1);
                exchange.outcome().is(ExchangeOutcome.Operation.BULK);
                return bulk.handle(exchange);
            }
            case "Me" -> {
                requireSegments(exchange, segments, 1);
                return me(exchange);
            }
            default -> {
                return resources(exchange, segments, first);
            }
        }
    }

    private static void requireSegments(Exchange exchange, List<String> segments, int count) {
        if (segments.size() != count) {
            throw Route.unknown(exchange.request().path());
        }
    }

    private ScimResponse rootQuery(Exchange exchange) {
        exchange.outcome().is(ExchangeOutcome.Operation.SEARCH);
        return switch (exchange.request().method()) {
            case "GET", "HEAD" -> root.search(exchange, SearchParameters.of(parameters(exchange)));
            case "OPTIONS" -> Route.options("GET, HEAD, OPTIONS");
            default -> Route.notAllowed("GET, HEAD, OPTIONS");
        };
    }

    private ScimResponse rootSearch(Exchange exchange) {
        exchange.outcome().is(ExchangeOutcome.Operation.SEARCH);
        return switch (exchange.request().method()) {
            case "POST" -> root.search(exchange, SearchParameters.of(body(exchange)));
            case "OPTIONS" -> Route.options("POST, OPTIONS");
            default -> Route.notAllowed("POST, OPTIONS");
        };
    }

    /** The resource of the client itself (RFC 7644 §3.11), processed directly. */
    private ScimResponse me(Exchange exchange) {
        if (me == null || exchange.request().method().equals("POST")) {
            throw ScimException.withStatus(
                    501, me == null ? "this service provider does not support /Me" : "/Me creates nothing");
        }
        MeResolver.Subject subject = me.subject(exchange.context())
                .orElseThrow(() -> ScimException.withStatus(404, "there is no resource for this client"));
        ResourceEndpoint endpoint = endpoints.values().stream()
                .filter(candidate -> candidate.type().name().equals(subject.resourceType()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("/Me names an unknown type " + subject.resourceType()));
        return single(exchange, endpoint, subject.id());
    }

    private ScimResponse resources(Exchange exchange, List<String> segments, String first) {
        ResourceEndpoint endpoint = endpoints.get(first);
        if (endpoint == null) {
            throw Route.unknown(exchange.request().path());
        }
        return switch (segments.size()) {
            case 1 -> collection(exchange, endpoint);
            case 2 ->
                segments.get(1).equals(".search")
                        ? searchByPost(exchange, endpoint)
                        : single(exchange, endpoint, segments.get(1));
            default -> throw Route.unknown(exchange.request().path());
        };
    }

    private ScimResponse collection(Exchange exchange, ResourceEndpoint endpoint) {
        ScimRequest request = exchange.request();
        ExchangeOutcome.Operation operation = ExchangeOutcome.Operation.of(request.method());
        boolean lists = operation == ExchangeOutcome.Operation.READ;
        exchange.outcome().is(lists ? ExchangeOutcome.Operation.SEARCH : operation);
        exchange.outcome().about(endpoint.type().name(), null);
        return switch (request.method()) {
            case "GET", "HEAD" -> search.search(exchange, endpoint, SearchParameters.of(parameters(exchange)));
            case "POST" -> create(exchange, endpoint);
            case "OPTIONS" -> Route.options("GET, HEAD, POST, OPTIONS");
            default -> Route.notAllowed("GET, HEAD, POST, OPTIONS");
        };
    }

    private ScimResponse searchByPost(Exchange exchange, ResourceEndpoint endpoint) {
        exchange.outcome().is(ExchangeOutcome.Operation.SEARCH);
        exchange.outcome().about(endpoint.type().name(), null);
        return switch (exchange.request().method()) {
            case "POST" -> search.search(exchange, endpoint, SearchParameters.of(body(exchange)));
            case "OPTIONS" -> Route.options("POST, OPTIONS");
            default -> Route.notAllowed("POST, OPTIONS");
        };
    }

    private static Parameters parameters(Exchange exchange) {
        return Parameters.of(exchange.request().query(), exchange.profile());
    }

    private byte[] body(Exchange exchange) {
        MediaTypes.requireJson(exchange.request());
        byte[] body = BodyReader.read(exchange.request(), settings.limits().maxBodyBytes());
        exchange.outcome().received(body.length);
        return body;
    }

    private static Projection projection(Exchange exchange, ResourceEndpoint endpoint, Parameters parameters) {
        return endpoint.projection(
                exchange,
                SearchParameters.names(parameters, "attributes"),
                SearchParameters.names(parameters, "excludedAttributes"));
    }

    private ScimResponse create(Exchange exchange, ResourceEndpoint endpoint) {
        Projection projection = projection(exchange, endpoint, parameters(exchange));
        ResourceEndpoint.Written created = endpoint.create(exchange, RequestBody.of(body(exchange)));
        exchange.outcome().about(endpoint.type().name(), created.resource().id());
        return written(201, exchange, endpoint, projection, created);
    }

    private ScimResponse written(
            int status,
            Exchange exchange,
            ResourceEndpoint endpoint,
            Projection projection,
            ResourceEndpoint.Written written) {
        return renderer.resource(
                status,
                exchange,
                endpoint,
                written.resource(),
                renderer.withWritten(exchange, endpoint, projection, written));
    }

    private ScimResponse single(Exchange exchange, ResourceEndpoint endpoint, String id) {
        String method = exchange.request().method();
        ExchangeOutcome.Operation operation = ExchangeOutcome.Operation.of(method);
        boolean none = operation == ExchangeOutcome.Operation.CREATE;
        exchange.outcome().is(none ? ExchangeOutcome.Operation.OTHER : operation);
        exchange.outcome().about(endpoint.type().name(), id);
        return switch (method) {
            case "GET", "HEAD" -> read(exchange, endpoint, id);
            case "PUT" -> replace(exchange, endpoint, id);
            case "PATCH" -> patch(exchange, endpoint, id);
            case "DELETE" -> delete(exchange, endpoint, id);
            case "OPTIONS" -> Route.options(singleMethods());
            default -> Route.notAllowed(singleMethods());
        };
    }

    private String singleMethods() {
        return settings.offers(Feature.PATCH)
                ? "GET, HEAD, PUT, PATCH, DELETE, OPTIONS"
                : "GET, HEAD, PUT, DELETE, OPTIONS";
    }

    private ScimResponse read(Exchange exchange, ResourceEndpoint endpoint, String id) {
        Parameters parameters = parameters(exchange);
        if (parameters.has("filter")) {
            return search.searchOne(exchange, endpoint, id, SearchParameters.of(parameters));
        }
        Projection projection = projection(exchange, endpoint, parameters);
        Preconditions conditions =
                exchange.sight().of(endpoint.type()).conditions(Preconditions.of(exchange.request()));
        Resource found = endpoint.read(exchange, id, Wanted.shownBy(projection, endpoint.type()));
        if (settings.offers(Feature.ETAG) && conditions.notModified(found)) {
            return ScimResponse.builder(304).header("ETag", renderer.tag(found)).build();
        }
        return renderer.resource(200, exchange, endpoint, found, projection);
    }

    private ScimResponse replace(Exchange exchange, ResourceEndpoint endpoint, String id) {
        Projection projection = projection(exchange, endpoint, parameters(exchange));
        return written(
                200,
                exchange,
                endpoint,
                projection,
                endpoint.replace(exchange, id, Preconditions.of(exchange.request()), RequestBody.of(body(exchange))));
    }

    private ScimResponse patch(Exchange exchange, ResourceEndpoint endpoint, String id) {
        if (!settings.offers(Feature.PATCH)) {
            throw ScimException.withStatus(501, "this service provider does not support PATCH");
        }
        Parameters parameters = parameters(exchange);
        boolean asked = parameters.has("attributes") || parameters.has("excludedAttributes");
        boolean noContent = !asked
                && (exchange.profile().tolerates(Tolerance.PATCH_NO_CONTENT)
                        || exchange.profile().tolerates(Tolerance.GROUP_PATCH_NO_CONTENT)
                                && endpoint.type().name().equals("Group"));
        Projection projection = projection(exchange, endpoint, parameters);
        Wanted shown = noContent ? Wanted.nothing() : Wanted.shownBy(projection, endpoint.type());
        ResourceEndpoint.Written patched = endpoint.patch(
                exchange, id, Preconditions.of(exchange.request()), RequestBody.of(body(exchange)), shown);
        return noContent
                ? renderer.withHeaders(ScimResponse.builder(204), exchange, patched.resource(), false)
                : written(200, exchange, endpoint, projection, patched);
    }

    private ScimResponse delete(Exchange exchange, ResourceEndpoint endpoint, String id) {
        endpoint.delete(exchange, id, Preconditions.of(exchange.request()));
        return ScimResponse.builder(204).build();
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
        private ServiceLimits limits = ServiceLimits.DEFAULT;
        private AccessPolicy policy = AccessPolicy.PERMIT_ALL;
        private PasswordEncoder passwords = PasswordEncoder.pbkdf2(PASSWORD_ITERATIONS);
        private final Set<Feature> features = Feature.standard();
        private @Nullable UnitOfWork unitOfWork;
        private final List<ChangeHook> hooks = new ArrayList<>();
        private final List<ChangeListener> listeners = new ArrayList<>();
        private final Map<String, Map<String, Object>> defaults = new HashMap<>();
        private final Map<String, Set<String>> sensitive = new HashMap<>();
        private final Map<String, Map<String, UnaryOperator<String>>> rules = new HashMap<>();

        /** What OWASP recommended for PBKDF2-HMAC-SHA256 in 2023. */
        private static final int PASSWORD_ITERATIONS = 600_000;

        private Builder() {}

        /** The repositories, one for each resource type. */
        public Builder resources(ResourceRepository... added) {
            repositories.addAll(List.of(added));
            return this;
        }

        /** Names the repository that knows who is in which group; {@code groups} of users is made from it. */
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
         * . Asks the repositories that are a {@link ReferenceSource}; what only others can know of is not checked,
         * and a single reference, to a manager, may come before she does. Clears all references to a resource that is
         * deleted.
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

        private CursorKeys cursorKeys(@Nullable CursorKeys ofExtension) {
            if (cursorSecret != null) {
                CursorKeys own = CursorKeys.of(cursorSecret);
                return ofExtension == null ? own : Installed.onlyOne("cursorSecret", ofExtension, own);
            }
            if (ofExtension != null) {
                return ofExtension;
            }
            byte[] own = new byte[32];
            new SecureRandom().nextBytes(own);
            return CursorKeys.of(own);
        }

        private TenantResolver chosenTenants(@Nullable TenantResolver ofExtension) {
            if (ofExtension != null) {
                return tenants == null ? ofExtension : Installed.onlyOne("tenants", ofExtension, tenants);
            }
            return tenants == null ? TenantResolver.single() : tenants;
        }

        private Function<RequestContext, ClientProfile> chosenProfiles(
                @Nullable Function<RequestContext, ClientProfile> ofExtension) {
            Function<String, ClientProfile> byTenant = profiles;
            Function<RequestContext, ClientProfile> own =
                    byTenant == null ? null : context -> byTenant.apply(context.tenant());
            if (ofExtension != null) {
                return own == null ? ofExtension : Installed.onlyOne("profiles", ofExtension, own);
            }
            return own == null ? context -> ClientProfile.INTEROPERABLE : own;
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
         * ({@link UnitOfWork.Participant}); otherwise steps that are only ordered ({@link UnitOfWork#ordered()}), which the log
         * says at start.
         */
        public Builder unitOfWork(UnitOfWork value) {
            this.unitOfWork = value;
            return this;
        }

        /** Takes part in each change, inside the unit that stores it. */
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
            defaults.computeIfAbsent(typeName, name -> new LinkedHashMap<>()).put(path, value);
            return this;
        }

        /**
         * What becomes of each text that a client gives for an attribute: its canonical form, or an {@code invalidValue}
         * that the rule throws (RFC 7643 §2.4). {@link ValueRules} has some. Filters are not changed.
         *
         * @param path an attribute of type string, reference or binary, without brackets, such as {@code emails.value}
         */
        public Builder valueRule(String typeName, String path, UnaryOperator<String> rule) {
            rules.computeIfAbsent(typeName, name -> new LinkedHashMap<>()).put(path, rule);
            return this;
        }

        /** An attribute that a filter in a URI must not name (RFC 7644 §7.5.2). */
        public Builder sensitive(String typeName, String path) {
            sensitive.computeIfAbsent(typeName, name -> new LinkedHashSet<>()).add(path);
            return this;
        }

        /**
         * The service.
         *
         * @throws IllegalStateException if there is no authenticator or no repository, or two types share a name or an
         *     endpoint
         * @throws IllegalArgumentException if a setting names an attribute that there is not
         */
        public ScimService build() {
            if (repositories.isEmpty()) {
                throw new IllegalStateException("a service needs a repository: call resources(…)");
            }
            Set<String> taken =
                    new LinkedHashSet<>(Set.of("serviceproviderconfig", "resourcetypes", "schemas", "bulk", "me"));
            for (ResourceRepository repository : repositories) {
                ResourceType type = repository.type();
                boolean unique = taken.add(type.endpoint().substring(1).toLowerCase(Locale.ROOT));
                boolean named = repositories.stream()
                                .filter(other -> other.type().name().equalsIgnoreCase(type.name()))
                                .count()
                        == 1;
                if (!unique || !named) {
                    throw new IllegalStateException(
                            "another resource type has the name or the endpoint of " + type + " at " + type.endpoint());
                }
                if (!type.repeatedAttributes().isEmpty()) {
                    LOG.warn("{} repeats names of core attributes: {}", type, type.repeatedAttributes());
                }
                for (String added : type.addedSubAttributes()) {
                    if (!ofTheOnlyTenant().tolerates(Tolerance.EXTRA_SUB_ATTRIBUTES)) {
                        throw new IllegalStateException(type + " adds '" + added
                                + "' to a core attribute, which the profile does not tolerate");
                    }
                }
            }
            return new ScimService(this);
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

        private Authenticator requireAuthenticator(@Nullable Authenticator ofExtension) {
            if (ofExtension != null) {
                return authenticator == null
                        ? ofExtension
                        : Installed.onlyOne("authenticator", ofExtension, authenticator);
            }
            if (authenticator == null) {
                throw new IllegalStateException(
                        "a service without an authenticator would be open to everybody: call authenticator(…)");
            }
            return authenticator;
        }

        private ServiceSettings settings(List<ResourceType> types, UnitOfWork units, Installed installed) {
            hooks.addAll(installed.hooks());
            listeners.addAll(installed.listeners());
            Map<ResourceType, Map<BoundPath, Object>> boundDefaults = new HashMap<>();
            Map<ResourceType, Set<BoundPath>> boundSensitive = new HashMap<>();
            Map<ResourceType, Map<AttributeDefinition, UnaryOperator<String>>> boundRules = new HashMap<>();
            for (ResourceType type : types) {
                Map<BoundPath, Object> values = new LinkedHashMap<>();
                defaults.getOrDefault(type.name(), Map.of()).forEach((path, value) -> {
                    Object typed = type.attributes()
                            .set(path, value)
                            .build()
                            .value(path)
                            .orElseThrow();
                    values.put(type.path(path), typed);
                });
                boundDefaults.put(type, values);
                Set<BoundPath> paths = new LinkedHashSet<>();
                sensitive.getOrDefault(type.name(), Set.of()).forEach(path -> paths.add(type.path(path)));
                boundSensitive.put(type, paths);
                Map<AttributeDefinition, UnaryOperator<String>> ofAttributes = new HashMap<>();
                rules.getOrDefault(type.name(), Map.of())
                        .forEach(
                                (path, rule) -> ofAttributes.put(type.path(path).target(), rule));
                boundRules.put(type, ofAttributes);
            }
            Changes changes = new Changes(
                    hooks,
                    listeners,
                    types.stream().map(ResourceType::definition).toList());
            return new ServiceSettings(
                    limits,
                    policy,
                    passwords,
                    units,
                    changes,
                    features,
                    boundDefaults,
                    boundSensitive,
                    boundRules,
                    types);
        }
    }
}
