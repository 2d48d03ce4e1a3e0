package dev.scimlet.examples.hosts.quarkus;

import dev.scimlet.protocol.ScimService;
import dev.scimlet.servlet.AbstractScimServlet;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;

/** Made by Quarkus, which gives it the service. */
@WebServlet("/scim/v2/*")
public class ProvisioningServlet extends AbstractScimServlet {

    private static final long serialVersionUID = 1L;

    private final transient ScimService service;

    @Inject
    public ProvisioningServlet(ScimService service) {
        this.service = service;
    }

    @Override
    protected ScimService scimService() {
        return service;
    }
}
