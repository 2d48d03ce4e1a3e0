package dev.scimlet.protocol.access;

import dev.scimlet.protocol.message.ScimRequest;
import java.util.function.Predicate;

/**
 * Trusts the principal that the container has authenticated, by client certificate, OAuth filter or whatever the host
 * has. Requests without a principal are refused.
 */
public final class ContainerAuthenticator implements Authenticator {

    private final Predicate<String> allowed;
    private final AuthenticationScheme scheme;

    /**
     * An authenticator.
     *
     * @param allowed which principals may provision; others get 403
     * @param scheme what the container demands
     */
    public ContainerAuthenticator(Predicate<String> allowed, AuthenticationScheme scheme) {
        this.allowed = allowed;
        this.scheme = scheme;
    }

    @Override
    public Authentication authenticate(ScimRequest request) {
        String principal = request.containerPrincipal().orElse(null);
        if (principal == null) {
            return new Authentication.Missing();
        }
        return allowed.test(principal)
                ? new Authentication.Accepted(principal, null)
                : new Authentication.Insufficient("this principal may not provision");
    }

    @Override
    public AuthenticationScheme scheme() {
        return scheme;
    }
}
