package dev.scimlet.simulator.transport;

import java.io.IOException;

/**
 * Carries requests to one service provider. Several threads use it at once.
 *
 * <p>An implementation sends the target byte for byte: identity providers encode queries in ways of their own, and a
 * service provider has to read exactly those.
 */
public interface ScimTransport {

    /**
     * Sends a request and waits for its answer.
     *
     * @throws IOException if no answer came; whether the request was carried out is then unknown
     */
    ScimAnswer send(ScimCall call) throws IOException;
}
