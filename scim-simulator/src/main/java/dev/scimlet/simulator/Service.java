package dev.scimlet.simulator;

import dev.scimlet.simulator.transport.HttpTransport;
import dev.scimlet.simulator.transport.ScimTransport;
import java.time.Duration;

/** The service that is provisioned. */
final class Service {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private Service() {}

    /** @throws UsageException if {@code url} is not an http or https URL */
    static ScimTransport at(String url) throws UsageException {
        try {
            return new HttpTransport(url, TIMEOUT);
        } catch (IllegalArgumentException e) {
            throw new UsageException(e);
        }
    }
}
