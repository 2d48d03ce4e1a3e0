package dev.scimlet.protocol;

import dev.scimlet.core.ScimException;
import dev.scimlet.core.profile.ClientProfile;
import dev.scimlet.core.profile.Tolerance;
import dev.scimlet.protocol.access.Authentication;
import dev.scimlet.protocol.access.Authenticator;
import dev.scimlet.protocol.access.RequestLimiter;
import dev.scimlet.protocol.access.TenantResolver;
import dev.scimlet.protocol.message.ScimRequest;
import dev.scimlet.protocol.message.ScimResponse;
import dev.scimlet.spi.RequestContext;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Lets requests in: over TLS where that is demanded, from a known sender, for one tenant, past the limiters (RFC 7644 §2, §6).
 * What comes out is an {@link Exchange}.
 */
final class Gate {

    private final ServiceSettings settings;
    private final Authenticator authenticator;
    private final TenantResolver tenants;
    private final Function<RequestContext, ClientProfile> profiles;
    private final Installed installed;
    private final BaseUrls baseUrls;
    private final boolean tlsDemanded;
    private final RecentLocations locations;
    private final Refusals refusals;

    Gate(
            ServiceSettings settings,
            Authenticator authenticator,
            TenantResolver tenants,
            Function<RequestContext, ClientProfile> profiles,
            Installed installed,
            BaseUrls baseUrls,
            boolean tlsDemanded,
            Refusals refusals) {
        this.settings = settings;
        this.authenticator = authenticator;
        this.tenants = tenants;
        this.profiles = profiles;
        this.installed = installed;
        this.baseUrls = baseUrls;
        this.tlsDemanded = tlsDemanded;
        this.locations = new RecentLocations(settings.types());
        this.refusals = refusals;
    }

    /**
     * What {@code inside} answers, if the request may come in.
     *
     * @throws ScimException if it may not, for another reason than its credentials
     */
    ScimResponse pass(ScimRequest request, ExchangeOutcome outcome, Function<Exchange, ScimResponse> inside) {
        if (tlsDemanded && !baseUrls.isSecure(request)) {
            throw ScimException.withStatus(403, "this service provider is to be used over TLS");
        }
        TenantResolver.Named named = tenants.resolve(request);
        Route route = Route.of(named.path());
        outcome.names(named.tenant());
        Authentication authentication = authenticator.authenticate(request);
        if (!(authentication instanceof Authentication.Accepted accepted)) {
            Exchange anonymous =
                    anonymous(request, named, route, authentication, outcome).orElse(null);
            recognised(authentication).ifPresent(sender -> recognise(named, sender, outcome));
            return anonymous == null ? refusals.of(request, outcome, authentication) : inside.apply(anonymous);
        }
        boolean isPath = named.path().isEmpty() || named.path().startsWith("/");
        if (!isPath) {
            throw Route.unknown(request.path());
        }
        RequestContext context = context(tenant(named, accepted), accepted, outcome);
        outcome.sentBy(context);
        if (installed.wantsMessages(context)) {
            outcome.keep(request);
        }
        RequestLimiter.Admission admission = installed.admit(context, request);
        try {
            return inside.apply(exchange(request, named, route, context, outcome));
        } finally {
            admission.close();
        }
    }

    private static Optional<Authentication.Accepted> recognised(Authentication refused) {
        if (refused instanceof Authentication.Invalid invalid) {
            return Optional.ofNullable(invalid.recognised());
        }
        return refused instanceof Authentication.Insufficient insufficient
                ? Optional.ofNullable(insufficient.recognised())
                : Optional.empty();
    }

    /** Whoever comes with the former credentials of another tenant than the URL names is nobody there. */
    private void recognise(TenantResolver.Named named, Authentication.Accepted sender, ExchangeOutcome outcome) {
        String tenant = sender.tenant() == null ? named.tenant() : sender.tenant();
        if (tenant != null && (named.tenant() == null || named.tenant().equals(tenant))) {
            outcome.recognised(context(tenant, sender, outcome));
        }
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

    private RequestContext context(String tenant, Authentication.Accepted accepted, ExchangeOutcome outcome) {
        RequestContext.Builder context = RequestContext.builder()
                .tenant(tenant)
                .principal(accepted.principal())
                .requestId(outcome.requestId())
                .budget(settings.budget());
        if (accepted.attachment() instanceof Collection<?> several) {
            several.forEach(context::attachment);
        } else {
            context.attachment(accepted.attachment());
        }
        return context.attachment(outcome).build();
    }

    private Exchange exchange(
            ScimRequest request,
            TenantResolver.Named named,
            Route route,
            RequestContext context,
            ExchangeOutcome outcome) {
        String base = baseUrls.of(request, named.basePath()) + route.version();
        IgnoredPaths ignored = new IgnoredPaths();
        outcome.ignores(ignored);
        return new Exchange(
                request,
                route,
                context,
                profiles.apply(context),
                installed.passwords(context),
                locations.of(base),
                new ClientView(settings, context),
                ignored,
                outcome);
    }

    /** The exchange of a client without credentials that may look how to get some (RFC 7644 §4). */
    private Optional<Exchange> anonymous(
            ScimRequest request,
            TenantResolver.Named named,
            Route route,
            Authentication authentication,
            ExchangeOutcome outcome) {
        boolean asks = route.segments().equals(List.of("ServiceProviderConfig"))
                && (request.method().equals("GET") || request.method().equals("HEAD"));
        if (!asks || !(authentication instanceof Authentication.Missing)) {
            return Optional.empty();
        }
        String tenant = Optional.ofNullable(named.tenant()).orElse(RequestContext.SINGLE_TENANT);
        RequestContext context = context(tenant, new Authentication.Accepted("anonymous", null), outcome);
        return Optional.of(exchange(request, named, route, context, outcome))
                .filter(exchange -> exchange.profile().tolerates(Tolerance.ANONYMOUS_SERVICE_PROVIDER_CONFIG));
    }
}
