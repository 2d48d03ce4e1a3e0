package dev.scimlet.examples.mediusflow.console;

import dev.scimlet.examples.mediusflow.tenant.Administrator;
import dev.scimlet.examples.mediusflow.tenant.Tenant;
import java.util.List;

/** A request by an administrator who has signed in, and the tenants that this one may see. */
record Visit(Exchange exchange, Administrator administrator, String organisation, List<Tenant> tenants) {

    Visit {
        tenants = List.copyOf(tenants);
    }
}
