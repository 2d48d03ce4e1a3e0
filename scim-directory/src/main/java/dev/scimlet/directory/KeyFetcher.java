package dev.scimlet.directory;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Fetches the keys of an issuer. The one that is built in goes out directly, to public addresses only; an application whose way out
 * is a proxy brings its own. Many threads call it at once.
 */
@FunctionalInterface
public interface KeyFetcher {

    /**
     * What was fetched.
     *
     * @param body a JWK set, as it came
     * @param maxAge how long the answer may be kept, as it says itself, or null
     */
    record Answer(byte[] body, @Nullable Duration maxAge) {}

    /**
     * Fetches a document, within a few seconds.
     *
     * @param uri on a host that is allowed, with {@code https}
     * @throws IOException if there is none; its message is for administrators
     */
    Answer fetch(URI uri) throws IOException;
}
