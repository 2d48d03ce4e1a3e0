package dev.scimlet.examples.mediusflow.provisioning;

import dev.scimlet.examples.mediusflow.tenant.ProvisioningSecret;
import dev.scimlet.examples.mediusflow.tenant.RandomText;
import dev.scimlet.examples.mediusflow.tenant.Tenant;
import dev.scimlet.protocol.ResourceEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is learnt about a request while it is answered. */
final class CurrentRequest {

    private final Optional<Tenant> tenant;
    private final List<ResourceEvent> events = new ArrayList<>();
    private final String requestId = RandomText.unguessable().substring(0, 12);
    private String actor = "";
    private boolean ownerGone;
    private String configuration = "";

    CurrentRequest(Optional<Tenant> tenant) {
        this.tenant = tenant;
    }

    /** The tenant that the address names, if there is one. */
    Optional<Tenant> tenant() {
        return tenant;
    }

    /** The label of the secret that was presented; empty if it is none of this tenant; known though it may not work any more. */
    String actor() {
        return actor;
    }

    /** This secret was presented, which opens, or opened, a tenant. */
    void presented(ProvisioningSecret secret) {
        if (tenant.filter(named -> named.id().equals(secret.tenantId())).isPresent()) {
            actor = secret.label();
            ownerGone = secret.ownerGone().isPresent();
        }
    }

    /** Whether the secret that was presented belongs to somebody who has no administrator's rights any more. */
    boolean ownerGone() {
        return ownerGone;
    }

    /** What the request is called in the log, in the answer and in the messages of the service. */
    String requestId() {
        return requestId;
    }

    List<ResourceEvent> events() {
        return List.copyOf(events);
    }

    void add(ResourceEvent event) {
        events.add(event);
    }

    /** The name of the user configuration that a new account got; empty if there was none. */
    String configuration() {
        return configuration;
    }

    void usedConfiguration(String name) {
        configuration = name;
    }
}
