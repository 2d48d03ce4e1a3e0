package dev.scimlet.protocol.access;

import dev.scimlet.protocol.message.ScimRequest;

/**
 * Finds out who sends a request (RFC 7644 §2). There is no default: a service without one is not built.
 *
 * <p>Shipped are {@link BearerTokens} and {@link ContainerAuthenticator}. Many threads call it at once.
 */
@FunctionalInterface
public interface Authenticator {

    /**
     * Who sends the request, or why that is not known.
     *
     * @return {@link Authentication.Accepted} or a refusal; never null
     */
    Authentication authenticate(ScimRequest request);

    /** The scheme, as ServiceProviderConfig describes it; by default bearer tokens (RFC 6750). */
    default AuthenticationScheme scheme() {
        return AuthenticationScheme.BEARER;
    }
}
