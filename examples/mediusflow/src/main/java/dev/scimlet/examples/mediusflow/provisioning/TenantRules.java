package dev.scimlet.examples.mediusflow.provisioning;

import dev.scimlet.core.ScimException;
import dev.scimlet.protocol.ServiceExtension;
import dev.scimlet.protocol.access.RequestLimiter;

/** Admits requests with secrets of those who still have administrator's rights, and where user provisioning is switched on. */
final class TenantRules implements ServiceExtension {

    private static final int FORBIDDEN = 403;

    private final Recorder recorder;

    TenantRules(Recorder recorder) {
        this.recorder = recorder;
    }

    @Override
    public void install(Installation installation) {
        installation.limiter((context, request) -> {
            admit(recorder.current());
            return RequestLimiter.Admission.FREE;
        });
    }

    private static void admit(CurrentRequest current) {
        if (current.ownerGone()) {
            throw ScimException.withStatus(
                    FORBIDDEN,
                    "the account that this secret belongs to has no administrator's rights any more: give them back, or have an"
                            + " administrator generate another secret");
        }
        if (current.tenant().filter(tenant -> !tenant.provisioningEnabled()).isPresent()) {
            throw ScimException.withStatus(FORBIDDEN, "user provisioning is switched off for this tenant");
        }
    }
}
