package dev.scimlet.directory.log;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A request with its answer, kept because somebody has asked for it ({@link ProvisioningLog#keepExchanges}), without what the log may not tell.
 *
 * @param id grows with time
 * @param method of HTTP, or {@code OTHER}
 * @param path without values: what follows the place where the service is mounted, with {@code …} for what leads nowhere, and the query string with filters as the log
 *     tells them
 * @param request headers and body as text
 * @param answer headers and body as text
 */
public record KeptExchange(
        String id,
        String tenant,
        @Nullable String directoryId,
        Instant time,
        String requestId,
        String method,
        String path,
        int status,
        String request,
        String answer) {}
