package dev.scimlet.protocol;

import dev.scimlet.core.profile.ClientProfile;
import dev.scimlet.core.profile.PasswordHandling;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.protocol.access.Authenticator;
import dev.scimlet.protocol.access.RequestLimiter;
import dev.scimlet.protocol.access.TenantResolver;
import dev.scimlet.protocol.message.ScimRequest;
import dev.scimlet.protocol.message.ScimResponse;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.UnitOfWork;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the extensions of one service have added to it. */
final class Installed implements ServiceExtension.Installation {

    private static final Logger LOG = LoggerFactory.getLogger(ScimService.class);

    private final List<ServiceExtension> extensions;
    private final Deque<ServiceExtension> started = new ArrayDeque<>();
    private final List<ResourceType> types;
    private final UnitOfWork unitOfWork;
    private final List<RequestLimiter> limiters = new ArrayList<>();
    private final List<ChangeHook> hooks = new ArrayList<>();
    private final List<RequestedWrites> writes = new ArrayList<>();
    private final List<ChangeListener> listeners = new ArrayList<>();
    private final List<ExchangeListener> exchanges = new ArrayList<>();
    private final List<Function<ScimRequest, Map<String, String>>> challenges = new ArrayList<>();
    private final List<DiscoveryView> views = new ArrayList<>();
    private final List<Supplier<List<String>>> checks = new ArrayList<>();
    private @Nullable Authenticator authenticator;
    private @Nullable TenantResolver tenants;
    private @Nullable Function<RequestContext, ClientProfile> profiles;
    private @Nullable Function<RequestContext, PasswordHandling> passwords;
    private @Nullable CursorKeys cursorKeys;

    Installed(List<ServiceExtension> extensions, List<ResourceType> types, UnitOfWork unitOfWork) {
        this.extensions = List.copyOf(extensions);
        this.types = List.copyOf(types);
        this.unitOfWork = unitOfWork;
        this.extensions.forEach(extension -> extension.install(this));
    }

    // ---- from start to end

    /** Begins what runs beside requests; if one part does not start, those that have are stopped. */
    void start(ScimService service) {
        requireSound();
        try {
            for (ServiceExtension extension : extensions) {
                extension.start(service);
                started.push(extension);
            }
        } catch (RuntimeException failed) {
            stop();
            throw failed;
        }
    }

    private void requireSound() {
        List<String> wrong = new ArrayList<>();
        checks.forEach(check -> wrong.addAll(check.get()));
        if (!wrong.isEmpty()) {
            throw new IllegalStateException(String.join("; ", wrong));
        }
    }

    /** Ends it, the last part first. */
    synchronized void stop() {
        while (!started.isEmpty()) {
            ServiceExtension extension = started.pop();
            try {
                extension.stop();
            } catch (RuntimeException failure) {
                LOG.error("{} does not stop", extension, failure);
            }
        }
    }

    // ---- what extensions say

    @Override
    public List<ResourceType> types() {
        return types;
    }

    @Override
    public UnitOfWork unitOfWork() {
        return unitOfWork;
    }

    @Override
    public Installed authenticator(Authenticator value) {
        authenticator = onlyOne("authenticator", authenticator, value);
        return this;
    }

    @Override
    public Installed tenants(TenantResolver value) {
        tenants = onlyOne("tenants", tenants, value);
        return this;
    }

    @Override
    public Installed profiles(Function<RequestContext, ClientProfile> value) {
        profiles = onlyOne("profiles", profiles, value);
        return this;
    }

    @Override
    public Installed passwords(Function<RequestContext, PasswordHandling> value) {
        passwords = onlyOne("passwords", passwords, value);
        return this;
    }

    @Override
    public Installed cursorKeys(CursorKeys value) {
        cursorKeys = onlyOne("cursorKeys", cursorKeys, value);
        return this;
    }

    private static <T> T onlyOne(String setting, @Nullable T known, T value) {
        if (known != null) {
            throw new IllegalStateException("'" + setting + "' is said twice, by the service or by its extensions");
        }
        return value;
    }

    @Override
    public Installed limiter(RequestLimiter limiter) {
        limiters.add(limiter);
        return this;
    }

    @Override
    public Installed onChangeInUnit(ChangeHook hook) {
        hooks.add(hook);
        return this;
    }

    @Override
    public Installed onWrite(RequestedWrites value) {
        writes.add(value);
        return this;
    }

    @Override
    public Installed onChange(ChangeListener listener) {
        listeners.add(listener);
        return this;
    }

    @Override
    public Installed onExchange(ExchangeListener listener) {
        exchanges.add(listener);
        return this;
    }

    @Override
    public Installed challengeParameters(Function<ScimRequest, Map<String, String>> parameters) {
        challenges.add(parameters);
        return this;
    }

    @Override
    public Installed discovery(DiscoveryView view) {
        views.add(view);
        return this;
    }

    @Override
    public Installed check(Supplier<List<String>> check) {
        checks.add(check);
        return this;
    }

    // ---- what the service asks, with what it was told itself

    Optional<Authenticator> chosenAuthenticator(@Nullable Authenticator ofService) {
        return oneOf("authenticator", ofService, authenticator);
    }

    Optional<TenantResolver> chosenTenants(@Nullable TenantResolver ofService) {
        return oneOf("tenants", ofService, tenants);
    }

    Optional<Function<RequestContext, ClientProfile>> chosenProfiles(
            @Nullable Function<RequestContext, ClientProfile> ofService) {
        return oneOf("profiles", ofService, profiles);
    }

    Optional<CursorKeys> chosenCursorKeys(@Nullable CursorKeys ofService) {
        return oneOf("cursorSecret", ofService, cursorKeys);
    }

    private static <T> Optional<T> oneOf(String setting, @Nullable T ofService, @Nullable T ofExtension) {
        if (ofService == null) {
            return Optional.ofNullable(ofExtension);
        }
        return Optional.of(onlyOne(setting, ofExtension, ofService));
    }

    PasswordHandling passwords(RequestContext context) {
        Function<RequestContext, PasswordHandling> chosen = passwords;
        return chosen == null ? PasswordHandling.ACCEPT : chosen.apply(context);
    }

    List<ChangeHook> hooks() {
        return hooks;
    }

    List<RequestedWrites> writes() {
        return writes;
    }

    List<ChangeListener> listeners() {
        return listeners;
    }

    List<DiscoveryView> views() {
        return views;
    }

    /** Admits a request past all limiters; where one refuses, the places that others gave are given back. */
    RequestLimiter.Admission admit(RequestContext context, ScimRequest request) {
        if (limiters.isEmpty()) {
            return RequestLimiter.Admission.FREE;
        }
        List<RequestLimiter.Admission> given = new ArrayList<>(limiters.size());
        try {
            limiters.forEach(limiter -> given.add(limiter.admit(context, request)));
        } catch (RuntimeException refused) {
            given.forEach(RequestLimiter.Admission::close);
            throw refused;
        }
        return () -> given.forEach(RequestLimiter.Admission::close);
    }

    /** What is added to a challenge, each behind a comma (RFC 9110 §11.2). */
    String challengeParameters(ScimRequest request) {
        Map<String, String> all = new LinkedHashMap<>();
        challenges.forEach(parameters -> all.putAll(parameters.apply(request)));
        StringBuilder text = new StringBuilder();
        all.forEach((name, value) -> text.append(", ")
                .append(name)
                .append("=\"")
                .append(value.replace("\\", "\\\\").replace("\"", "\\\""))
                .append('"'));
        return text.toString();
    }

    boolean wantsMessages(RequestContext context) {
        for (ExchangeListener listener : exchanges) {
            if (listener.wantsMessages(context)) {
                return true;
            }
        }
        return false;
    }

    /** Tells listeners of an exchange, and gives back the answer, which can still be written. */
    ScimResponse tell(ExchangeOutcome outcome, ScimResponse answer) {
        if (exchanges.isEmpty()) {
            return answer;
        }
        ScimResponse response = outcome.kept(answer);
        outcome.answered(response);
        for (ExchangeListener listener : exchanges) {
            try {
                listener.on(outcome);
            } catch (RuntimeException failure) {
                LOG.error("request {}: an exchange listener failed", outcome.requestId(), failure);
            }
        }
        return response;
    }
}
