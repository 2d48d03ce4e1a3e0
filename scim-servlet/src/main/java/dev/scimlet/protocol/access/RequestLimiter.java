package dev.scimlet.protocol.access;

import dev.scimlet.core.ScimException;
import dev.scimlet.protocol.message.ScimRequest;
import dev.scimlet.spi.RequestContext;

/** Admits requests whose sender is known, so that nobody uses up what belongs to all. Many threads call it at once. */
@FunctionalInterface
public interface RequestLimiter {

    /**
     * Admits a request.
     *
     * @return is closed once the request has an answer
     * @throws ScimException 429 ({@link ScimException#tooManyRequests}) or 503 with {@code Retry-After} if it has to wait
     */
    Admission admit(RequestContext context, ScimRequest request);

    /** The place of a request that was admitted. */
    @FunctionalInterface
    interface Admission {

        /** Admitted without taking a place. */
        Admission FREE = () -> {};

        /** Gives the place back. */
        void close();
    }
}
