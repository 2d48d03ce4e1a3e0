package dev.scimlet.examples.hosts.quarkus;

import dev.scimlet.examples.hosts.Application;
import dev.scimlet.examples.hosts.Tokens;
import dev.scimlet.protocol.ScimService;
import dev.scimlet.protocol.access.BearerTokens;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The service and its tokens as beans. */
public class Provisioning {

    @Produces
    @Singleton
    BearerTokens tokens() {
        return Tokens.all();
    }

    @Produces
    @Singleton
    ScimService service(BearerTokens tokens) {
        return Application.service(tokens);
    }

    void close(@Disposes ScimService service) {
        service.close();
    }
}
