package dev.scimlet.spi;

import dev.scimlet.core.Budget;

/**
 * For whom and by whom a repository is called.
 *
 * @param tenant the tenant whose resources are meant; {@link #SINGLE_TENANT} where the application has but one. No
 *     answer and no uniqueness check may cross it (RFC 7644 §6)
 * @param principal the name of the authenticated client, for logs and audit columns
 * @param requestId a name of this request, the same in logs, events and error answers
 * @param budget what the request may still spend; a store that compares entries of lists by itself draws from it
 */
public record RequestContext(String tenant, String principal, String requestId, Budget budget) {

    /** The name of the only tenant of an application that knows none. */
    public static final String SINGLE_TENANT = "default";

    /** A context without limits; for what the host does itself. */
    public RequestContext(String tenant, String principal, String requestId) {
        this(tenant, principal, requestId, Budget.unlimited());
    }

    /** A context of the single tenant, without limits; for tests and scripts. */
    public static RequestContext of(String principal) {
        return new RequestContext(SINGLE_TENANT, principal, "-");
    }

    /** The same request for another tenant. */
    public RequestContext inTenant(String other) {
        return new RequestContext(other, principal, requestId, budget);
    }
}
