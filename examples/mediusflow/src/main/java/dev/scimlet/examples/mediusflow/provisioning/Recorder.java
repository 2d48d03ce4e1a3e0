package dev.scimlet.examples.mediusflow.provisioning;

import dev.scimlet.core.resource.Resource;
import dev.scimlet.examples.mediusflow.account.Accounts;
import dev.scimlet.examples.mediusflow.account.UserGroups;
import dev.scimlet.examples.mediusflow.database.Database;
import dev.scimlet.examples.mediusflow.log.LogEntry;
import dev.scimlet.examples.mediusflow.log.LogEntry.Operation;
import dev.scimlet.examples.mediusflow.log.LogEntry.Result;
import dev.scimlet.examples.mediusflow.log.ProvisioningLog;
import dev.scimlet.examples.mediusflow.tenant.ConnectionChecks;
import dev.scimlet.examples.mediusflow.tenant.ProvisioningSecrets;
import dev.scimlet.examples.mediusflow.tenant.Tenant;
import dev.scimlet.examples.mediusflow.tenant.Tenants;
import dev.scimlet.protocol.ChangeListener;
import dev.scimlet.protocol.ResourceEvent;
import dev.scimlet.protocol.access.TenantResolver;
import dev.scimlet.protocol.message.ScimRequest;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;

/**
 * Writes the provisioning log: what was changed it is told by the service, what was asked and refused it sees itself.
 *
 * <p>A request is answered by one thread, so what is learnt on the way is kept for that thread.
 */
public final class Recorder implements Filter, ChangeListener {

    private final Tenants tenants;
    private final Accounts accounts;
    private final UserGroups groups;
    private final ProvisioningLog log;
    private final ConnectionChecks checks;
    private final ProvisioningSecrets secrets;
    private final Clock clock;
    private final Strangers strangers;
    private final ThreadLocal<CurrentRequest> current =
            ThreadLocal.withInitial(() -> new CurrentRequest(Optional.empty()));

    Recorder(Database database, Clock clock) {
        this.tenants = new Tenants(database, clock);
        this.accounts = new Accounts(database);
        this.groups = new UserGroups(database);
        this.log = new ProvisioningLog(database, clock);
        this.checks = new ConnectionChecks(database, clock);
        this.secrets = new ProvisioningSecrets(database, clock);
        this.clock = clock;
        this.strangers = new Strangers(clock);
    }

    CurrentRequest current() {
        return current.get();
    }

    /** The tenant of a request, by the first segment of its path; an unknown one gets a name that no secret opens. */
    TenantResolver.Named tenantOf(ScimRequest request) {
        TenantResolver.Named named = TenantResolver.byPathSegment().resolve(request);
        String id = current().tenant().map(Tenant::id).orElse("unknown");
        return new TenantResolver.Named(id, named.path(), named.basePath());
    }

    @Override
    public void on(ResourceEvent event) {
        current().add(event);
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest http = (HttpServletRequest) request;
        String path = http.getRequestURI().substring(Provisioning.PATH.length());
        int end = path.indexOf('/', 1);
        String slug = path.isEmpty() ? "" : path.substring(1, end < 0 ? path.length() : end);
        CurrentRequest learnt = new CurrentRequest(tenants.withSlug(slug));
        secrets.find(token(http)).ifPresent(learnt::presented);
        current.set(learnt);
        try {
            String query = http.getQueryString();
            Intention intention =
                    Intention.of(http.getMethod(), end < 0 ? "" : path.substring(end), query == null ? "" : query);
            record(intention, learnt, http, (HttpServletResponse) response, chain);
        } finally {
            current.remove();
        }
    }

    private void record(
            Intention intention,
            CurrentRequest learnt,
            HttpServletRequest request,
            HttpServletResponse response,
            FilterChain chain)
            throws IOException, ServletException {
        SeenRequest seenRequest = new SeenRequest(request);
        SeenResponse seenResponse = new SeenResponse(response);
        String nameBefore =
                learnt.tenant().map(tenant -> nameOf(tenant, intention)).orElse("");
        chain.doFilter(seenRequest, seenResponse);
        learnt.tenant()
                .ifPresent(tenant ->
                        write(tenant, new Answered(intention, learnt, nameBefore, seenRequest, seenResponse)));
        seenResponse.release();
    }

    /**
     * Whether we asked it ourselves: the log then tells who let the connection be verified, and nothing more. The answer
     * is still held back, so the check has not ended.
     */
    private boolean isCheck(Tenant tenant, Answered answered) {
        String actor = answered.learnt.actor();
        return (actor.isEmpty() || actor.startsWith(ProvisioningSecrets.CHECK))
                && checks.knows(tenant, token(answered.request));
    }

    private static String token(HttpServletRequest request) {
        String header = request.getHeader("Authorization");
        return header != null && header.regionMatches(true, 0, "Bearer ", 0, 7)
                ? header.substring(7).strip()
                : "";
    }

    private record Answered(
            Intention intention,
            CurrentRequest learnt,
            String nameBefore,
            SeenRequest request,
            SeenResponse response) {}

    private void write(Tenant tenant, Answered answered) {
        CurrentRequest learnt = answered.learnt;
        if (isCheck(tenant, answered) || learnt.actor().isEmpty() && !strangers.mayBeLogged(tenant.id())) {
            return;
        }
        if (learnt.events().isEmpty()) {
            log.write(tenant, withoutChange(answered));
        } else {
            learnt.events().forEach(event -> log.write(tenant, ofEvent(answered, event)));
        }
    }

    private LogEntry ofEvent(Answered answered, ResourceEvent event) {
        Operation operation = Operation.UPDATE;
        String name = answered.nameBefore;
        String reason;
        if (event instanceof ResourceEvent.Created created) {
            operation = Operation.CREATE;
            name = name(created.resource()).orElse("");
            reason = event.type().name().equals("User") ? Words.created(answered.learnt.configuration()) : "Created.";
        } else if (event instanceof ResourceEvent.Changed changed) {
            name = name(changed.after()).orElse(name);
            reason = Words.changed(changed);
        } else if (event instanceof ResourceEvent.Deleted deleted) {
            operation = Operation.DELETE;
            name = name(deleted.last()).orElse(name);
            reason = "Deleted.";
        } else {
            throw new AssertionError("unknown kind of event: " + event);
        }
        return entry(answered, operation, event.type().name(), event.id(), name, Result.DONE, reason);
    }

    private LogEntry withoutChange(Answered answered) {
        Intention intention = answered.intention;
        int status = answered.response.getStatus();
        if (status >= 400) {
            String named = answered.nameBefore.isEmpty() ? Words.name(answered.request.body()) : answered.nameBefore;
            String name = named.isEmpty() ? intention.filter() : named;
            Operation operation = status == 401 ? Operation.CONNECT : intention.operation();
            Result result = status >= 500 ? Result.FAILED : Result.REFUSED;
            return entry(
                    answered,
                    operation,
                    intention.resourceType(),
                    intention.resourceId(),
                    name,
                    result,
                    Words.refused(answered.response.beginning()));
        }
        boolean lookup = intention.operation() == Operation.LOOKUP;
        boolean reads = lookup || intention.operation() == Operation.READ;
        return entry(
                answered,
                intention.operation(),
                intention.resourceType(),
                intention.resourceId(),
                lookup ? intention.filter() : answered.nameBefore,
                reads ? Result.DONE : Result.UNCHANGED,
                lookup ? Words.found(answered.response.beginning()) : reads ? "" : "It was so already.");
    }

    private LogEntry entry(
            Answered answered,
            Operation operation,
            String resourceType,
            String resourceId,
            String resourceName,
            Result result,
            String reason) {
        String actor = answered.learnt.actor();
        return new LogEntry(
                0,
                clock.instant(),
                actor.isEmpty() ? LogEntry.STRANGER : actor,
                operation,
                resourceType,
                resourceId,
                resourceName,
                answered.response.getStatus(),
                result,
                reason,
                answered.learnt.requestId());
    }

    private static Optional<String> name(Resource resource) {
        return resource.string(resource.type().name().equals("User") ? "userName" : "displayName");
    }

    private String nameOf(Tenant tenant, Intention intention) {
        if (intention.resourceId().isEmpty()) {
            return "";
        }
        return switch (intention.resourceType()) {
            case "User" -> accounts.loginName(tenant, intention.resourceId()).orElse("");
            case "Group" -> groups.name(tenant, intention.resourceId()).orElse("");
            default -> "";
        };
    }
}
