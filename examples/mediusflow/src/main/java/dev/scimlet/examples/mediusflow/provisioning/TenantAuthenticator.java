package dev.scimlet.examples.mediusflow.provisioning;

import dev.scimlet.protocol.access.Authentication;
import dev.scimlet.protocol.access.AuthenticationScheme;
import dev.scimlet.protocol.access.Authenticator;
import dev.scimlet.protocol.access.BearerTokens;
import dev.scimlet.protocol.message.ScimRequest;

/** Takes good secrets only of those who still have administrator's rights, and where user provisioning is switched on. */
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
        if (current.ownerGone()) {
            return new Authentication.Insufficient(
                    "the account that this secret belongs to has no administrator's rights"
                            + " any more: give them back, or have an administrator generate another secret");
        }
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
