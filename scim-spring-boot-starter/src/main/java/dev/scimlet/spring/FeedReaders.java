package dev.scimlet.spring;

import dev.scimlet.protocol.access.Authentication;
import dev.scimlet.protocol.message.ScimRequest;

/**
 * A bean that says who may read the feed at {@code scimlet.feed.path}. It is a type of its own, and no {@link
 * dev.scimlet.protocol.access.Authenticator}, so that what lets directories in can never let anybody read the feed:
 *
 * <pre>{@code
 * @Bean
 * FeedReaders feedReaders(Reports reports) {
 *     return request -> request.header("Authorization").filter(reports::isTheirs).isPresent()
 *             ? new Authentication.Accepted("reports", "acme")
 *             : new Authentication.Missing();
 * }
 * }</pre>
 *
 * <p>Many threads call it at once.
 */
@FunctionalInterface
public interface FeedReaders {

    /**
     * Who asks for events.
     *
     * @return {@link Authentication.Accepted} with the tenant whose events may be read (or with none, if those of whichever tenant the
     *     request names), or a refusal; never null
     */
    Authentication authenticate(ScimRequest request);
}
