package dev.scimlet.examples.hosts;

import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.protocol.ScimService;
import dev.scimlet.protocol.access.BearerTokens;
import dev.scimlet.spi.memory.InMemoryRepository;
import dev.scimlet.spi.memory.InMemoryStore;

/** Users and groups in memory: the part of an application that knows nothing of what it runs on. */
public final class Application {

    private Application() {}

    public static ScimService service(BearerTokens tokens) {
        InMemoryStore store = new InMemoryStore();
        InMemoryRepository users = store.repository(StandardTypes.user()).build();
        InMemoryRepository groups =
                store.repository(StandardTypes.group()).memberships("members").build();
        return ScimService.builder()
                .repositories(users, groups)
                .authenticator(tokens)
                .build();
    }
}
