package dev.scimlet.spi;

import dev.scimlet.core.Budget;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** For whom and by whom a repository is called, in which unit, and what it may spend. Immutable. */
public final class RequestContext {

    /** The name of the only tenant of an application that knows none. */
    public static final String SINGLE_TENANT = "default";

    private final String tenant;
    private final String principal;
    private final String requestId;
    private final Budget budget;
    private final List<Object> attachments;
    private final @Nullable Unit unit;

    private RequestContext(
            String tenant,
            String principal,
            String requestId,
            Budget budget,
            List<Object> attachments,
            @Nullable Unit unit) {
        this.tenant = tenant;
        this.principal = principal;
        this.requestId = requestId;
        this.budget = budget;
        this.attachments = attachments;
        this.unit = unit;
    }

    /** A context of the single tenant; for tests and scripts. */
    public static RequestContext of(String principal) {
        return builder().principal(principal).build();
    }

    /** Starts a context of the single tenant, by nobody. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * The tenant whose resources are meant; {@link #SINGLE_TENANT} where the application has but one. No answer and no
     * uniqueness check may cross it (RFC 7644 §6).
     */
    public String tenant() {
        return tenant;
    }

    /** The name of the authenticated client, for logs and audit columns. */
    public String principal() {
        return principal;
    }

    /** A name of this request, the same in logs, events and error answers. */
    public String requestId() {
        return requestId;
    }

    /** What the request may still spend; a store that compares entries of lists by itself draws from it. */
    public Budget budget() {
        return budget;
    }

    /**
     * What the authenticator, or the service, has attached and is of the type: the directory of an extension, for instance. The first, if
     * there are several.
     */
    public <T> Optional<T> attachment(Class<T> type) {
        for (Object attachment : attachments) {
            if (type.isInstance(attachment)) {
                return Optional.of(type.cast(attachment));
            }
        }
        return Optional.empty();
    }

    /** The unit that the call is a part of; empty for a call on its own, such as reading for an answer. */
    public Optional<Unit> unit() {
        return Optional.ofNullable(unit);
    }

    /** The same request for another tenant, in no unit: none spans two tenants. */
    public RequestContext inTenant(String other) {
        return new RequestContext(other, principal, requestId, budget, attachments, null);
    }

    /** The same request as a part of a unit. */
    public RequestContext within(Unit of) {
        return new RequestContext(tenant, principal, requestId, budget, attachments, of);
    }

    /** The same request, which may spend what it likes: for the answer to what is stored already. */
    public RequestContext withoutBudget() {
        return new RequestContext(tenant, principal, requestId, Budget.unlimited(), attachments, unit);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RequestContext that
                && tenant.equals(that.tenant)
                && principal.equals(that.principal)
                && requestId.equals(that.requestId)
                && unit == that.unit;
    }

    @Override
    public int hashCode() {
        return Objects.hash(tenant, principal, requestId);
    }

    @Override
    public String toString() {
        return "request " + requestId + " of " + principal + " for tenant " + tenant;
    }

    /** Collects what a context says. */
    public static final class Builder {

        private String tenant = SINGLE_TENANT;
        private String principal = "-";
        private String requestId = "-";
        private Budget budget = Budget.unlimited();
        private final List<Object> attachments = new ArrayList<>(2);

        private Builder() {}

        /** The tenant; by default the only one. */
        public Builder tenant(String value) {
            this.tenant = value;
            return this;
        }

        /** The name of the client. */
        public Builder principal(String value) {
            this.principal = value;
            return this;
        }

        /** The name of the request. */
        public Builder requestId(String value) {
            this.requestId = value;
            return this;
        }

        /** What the request may spend; by default what it likes, as what the host does itself. */
        public Builder budget(Budget value) {
            this.budget = value;
            return this;
        }

        /** Adds something that {@link RequestContext#attachment} answers; null adds nothing. */
        public Builder attachment(@Nullable Object value) {
            if (value != null) {
                attachments.add(value);
            }
            return this;
        }

        /** The context. */
        public RequestContext build() {
            return new RequestContext(tenant, principal, requestId, budget, List.copyOf(attachments), null);
        }
    }
}
