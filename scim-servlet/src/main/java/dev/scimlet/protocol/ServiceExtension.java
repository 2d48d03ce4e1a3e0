package dev.scimlet.protocol;

import dev.scimlet.core.profile.ClientProfile;
import dev.scimlet.core.profile.PasswordHandling;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.protocol.access.Authenticator;
import dev.scimlet.protocol.access.RequestLimiter;
import dev.scimlet.protocol.access.TenantResolver;
import dev.scimlet.protocol.message.ScimRequest;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.UnitOfWork;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A part that installs itself in a service: a directory with credentials and limits, a feed, a log. The service knows none of
 * them; each says here what it adds.
 *
 * <pre>{@code
 * ScimService service = ScimService.builder()
 *         .repositories(users, groups)
 *         .install(directories)
 *         .build();
 * }</pre>
 */
public interface ServiceExtension {

    /** Says what the extension adds. Called once by {@link ScimService.Builder#build}, before the service exists. */
    void install(Installation installation);

    /**
     * Begins what runs beside requests, such as a relay. Called at the end of {@link ScimService.Builder#build}, in the order in
     * which extensions were installed; if one fails, those that have started are stopped.
     */
    default void start(ScimService service) {}

    /** Ends what {@link #start} began. Called by {@link ScimService#close}, in the opposite order. */
    default void stop() {}

    /** What an extension may add to a service. */
    interface Installation {

        /** The types that the service serves. */
        List<ResourceType> types();

        /** The unit in which each write operation is performed. */
        UnitOfWork unitOfWork();

        /** Who sends requests. Only one part of a service can say that. */
        Installation authenticator(Authenticator authenticator);

        /** For which tenant requests are. Only one part of a service can say that. */
        Installation tenants(TenantResolver tenants);

        /**
         * What is tolerated of a client, by what its request is known to be: its tenant, and what the authenticator has attached
         * ({@link RequestContext#attachment}). Only one part of a service can say that.
         */
        Installation profiles(Function<RequestContext, ClientProfile> profiles);

        /**
         * What becomes of a password that a client sends, by what its request is known to be; by default it is taken. Only one
         * part of a service can say that.
         */
        Installation passwords(Function<RequestContext, PasswordHandling> passwords);

        /** Admits requests, or has them wait. */
        Installation limiter(RequestLimiter limiter);

        /** Takes part in each change, inside the unit that stores it. */
        Installation onChangeInUnit(ChangeHook hook);

        /** Takes part in what clients ask to be written, inside the unit that stores it. */
        Installation onWrite(RequestedWrites writes);

        /** Is told of each change after it was stored. */
        Installation onChange(ChangeListener listener);

        /** Is told of each exchange, with its outcome. */
        Installation onExchange(ExchangeListener listener);

        /**
         * Parameters that a refusal for want of credentials carries beside {@code realm} and {@code error}, such as {@code
         * resource_metadata} (RFC 9728 §5.1), by their names.
         */
        Installation challengeParameters(Function<ScimRequest, Map<String, String>> parameters);

        /** Changes what discovery says, by request. */
        Installation discovery(DiscoveryView view);

        /** What cursors are encrypted with, in the place of {@link ScimService.Builder#cursorSecret}. */
        Installation cursorKeys(CursorKeys keys);

        /**
         * A check at start.
         *
         * @param check returns what is wrong, each a sentence that says how to mend it; {@code build()} then fails with all of them
         */
        Installation check(Supplier<List<String>> check);
    }
}
