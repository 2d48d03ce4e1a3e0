package dev.scimlet.examples.mediusflow.provisioning;

import dev.scimlet.protocol.access.Authentication;
import dev.scimlet.protocol.access.AuthenticationScheme;
import dev.scimlet.protocol.access.Authenticator;
import dev.scimlet.protocol.access.BearerTokens;
import dev.scimlet.protocol.message.ScimRequest;

/** Takes good secrets only where user provisioning is switched on, and tells the recorder who it was. */
final class TenantAuthenticator implements Authenticator {

    private final BearerTokens tokens;
    private final Recorder recorder;

    TenantAuthenticator(BearerTokens tokens, Recorder recorder) {
        this.tokens = tokens;
        this.recorder = recorder;
    }

    @Override
    public Authentication authenticate(ScimRequest request) {
        Authentication authentication = tokens.authenticate(request);
        if (!(authentication instanceof Authentication.Accepted accepted)) {
            return authentication;
        }
        CurrentRequest current = recorder.current();
        boolean off = current.tenant()
                .filter(tenant -> tenant.id().equals(accepted.tenant()))
                .filter(tenant -> !tenant.provisioningEnabled())
                .isPresent();
        return off ? new Authentication.Insufficient("user provisioning is switched off for this tenant") : accepted;
    }

    @Override
    public AuthenticationScheme scheme() {
        return tokens.scheme();
    }
}
