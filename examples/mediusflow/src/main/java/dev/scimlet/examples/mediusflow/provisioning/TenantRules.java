package dev.scimlet.examples.mediusflow.provisioning;

import dev.scimlet.core.ScimException;
import dev.scimlet.directory.Credential;
import dev.scimlet.examples.mediusflow.tenant.ProvisioningSecrets;
import dev.scimlet.examples.mediusflow.tenant.Tenant;
import dev.scimlet.examples.mediusflow.tenant.Tenants;
import dev.scimlet.protocol.ServiceExtension;
import dev.scimlet.protocol.access.RequestLimiter;
import dev.scimlet.spi.RequestContext;

/** Admits requests with secrets of those who still have administrator's rights, and where user provisioning is switched on. */
final class TenantRules implements ServiceExtension {

    private static final int FORBIDDEN = 403;

    private final Tenants tenants;
    private final ProvisioningSecrets secrets;

    TenantRules(Tenants tenants, ProvisioningSecrets secrets) {
        this.tenants = tenants;
        this.secrets = secrets;
    }

    @Override
    public void install(Installation installation) {
        installation.limiter((context, request) -> {
            admit(context);
            return RequestLimiter.Admission.FREE;
        });
    }

    private void admit(RequestContext context) {
        if (context.attachment(Credential.class).filter(secrets::ownerIsGone).isPresent()) {
            throw ScimException.withStatus(
                    FORBIDDEN,
                    "the account that this secret belongs to has no administrator's rights any more: give them back, or have an"
                            + " administrator generate another secret");
        }
        if (tenants.withId(context.tenant()).filter(Tenant::provisioningEnabled).isEmpty()) {
            throw ScimException.withStatus(FORBIDDEN, "user provisioning is switched off for this tenant");
        }
    }
}
