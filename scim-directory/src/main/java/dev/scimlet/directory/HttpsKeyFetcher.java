package dev.scimlet.directory;

import dev.scimlet.directory.https.HttpsClient;
import dev.scimlet.directory.https.PublicAddresses;
import dev.scimlet.directory.https.Response;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** Fetches keys over TLS from public addresses. It follows no redirects and takes 256 KiB at most, in five seconds at most. */
final class HttpsKeyFetcher implements KeyFetcher {

    private static final Duration TO_CONNECT = Duration.ofSeconds(2);

    static final Duration IN_ALL = Duration.ofSeconds(5);

    static final int MOST_BYTES = 256 * 1024;

    private static final int OK = 200;

    private static final Pattern MAX_AGE = Pattern.compile("(?i)(?:^|[,\\s])max-age\\s*=\\s*(\\d{1,9})");

    private final HttpsClient client;

    HttpsKeyFetcher() {
        this(
                (SSLSocketFactory) SSLSocketFactory.getDefault(),
                InetAddress::getAllByName,
                PublicAddresses::isPublic,
                IN_ALL);
    }

    HttpsKeyFetcher(SSLSocketFactory sockets, HttpsClient.Names names, Predicate<InetAddress> allowed, Duration inAll) {
        this.client = new HttpsClient(sockets, names, new HttpsClient.Way(allowed, Set.of(), null), TO_CONNECT, inAll);
    }

    @Override
    public Answer fetch(URI uri) throws IOException {
        if (!"https".equals(uri.getScheme()) || uri.getHost() == null) {
            throw new IOException("keys are fetched by https only");
        }
        return client.send(
                new HttpsClient.Request("GET", uri, Map.of("Accept", "application/json"), null), HttpsKeyFetcher::read);
    }

    private static Answer read(Response response) throws IOException {
        if (response.status() != OK) {
            throw new IOException(
                    "the server answered " + response.statusText() + " and not 200; redirects are not followed");
        }
        byte[] body = response.body(MOST_BYTES);
        return new Answer(body, maxAge(response.header("cache-control").orElse("")));
    }

    private static @Nullable Duration maxAge(String cacheControl) {
        Matcher matcher = MAX_AGE.matcher(cacheControl);
        return matcher.find() ? Duration.ofSeconds(Long.parseLong(matcher.group(1))) : null;
    }
}
