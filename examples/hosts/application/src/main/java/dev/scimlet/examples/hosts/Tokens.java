package dev.scimlet.examples.hosts;

import dev.scimlet.protocol.access.BearerTokens;
import dev.scimlet.protocol.access.InMemoryTokenStore;
import java.time.Clock;

/** The tokens of this process. A real application keeps them in its database, by a {@code TokenStore} of its own. */
public final class Tokens {

    private static final BearerTokens ALL = new BearerTokens(new InMemoryTokenStore(), Clock.systemUTC());

    private Tokens() {}

    public static BearerTokens all() {
        return ALL;
    }

    /** Makes a token and says where to use it. */
    public static void announce(int port) {
        String token = ALL.generate("first try", null, null);
        System.out.println("http://127.0.0.1:" + port + "/scim/v2, bearer token " + token);
    }
}
