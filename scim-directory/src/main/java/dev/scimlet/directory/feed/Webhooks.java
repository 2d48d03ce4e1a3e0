package dev.scimlet.directory.feed;

import dev.scimlet.core.webhook.WebhookKey;
import dev.scimlet.directory.KeyRing;
import dev.scimlet.directory.https.HttpsClient;
import dev.scimlet.directory.https.PublicAddresses;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Sends the events of a feed to endpoints outside, as <a href="https://www.standardwebhooks.com">Standard Webhooks</a> has it: signed, one event in a
 * request, again until it is taken.
 *
 * <pre>{@code
 * Webhooks webhooks = Webhooks.builder(feed, keyRing).build();
 * NewWebhook crm = webhooks.create("acme", "crm", URI.create("https://crm.example.com/hooks"), WebhookSettings.standard());
 * String shownOnce = crm.secret();
 * }</pre>
 *
 * <p>An endpoint is a consumer of one tenant: how far it is stands in the database, and one node at a time works for it. Each event arrives at least
 * once, always with the same {@code webhook-id}. An endpoint that takes nothing is tried ten times in more than three days; then it is switched off,
 * and somebody is told ({@link FeedProblem.Kind#SWITCHED_OFF}). So it is at once if it answers 410.
 *
 * <p>Events are sent to public addresses over TLS, without redirects.
 */
public final class Webhooks {

    /** What stands before the name of an endpoint in the name of its consumer: those of the application have no colon. */
    private static final String PREFIX = "webhook:";

    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_.-]{1,80}");

    private static final int LONGEST_URI = 2_000;

    private static final int HIGHEST_PORT = 65_535;

    /** What the header of signatures holds without becoming a burden. */
    private static final int MOST_SECRETS = 5;

    private static final Duration TO_CONNECT = Duration.ofSeconds(5);

    /** How long an endpoint may take for its answer, connecting included. */
    static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|\\[.*]");

    private final Feed feed;
    private final FeedStore store;
    private final WebhookKeys keys;
    private final HttpsClient.Way way;
    private final Consumers consumers;

    private Webhooks(Builder from) {
        this.feed = from.feed;
        this.store = feed.store();
        this.keys = new WebhookKeys(store.webhooks(), from.keyRing);
        this.way = from.way();
        HttpsClient client = new HttpsClient(from.sockets(), InetAddress::getAllByName, way, TO_CONNECT, from.patience);
        WebhookSource source = new WebhookSource(
                store,
                new WebhookSender(client, feed.clock()),
                keys,
                new WebhookSchedule(() -> ThreadLocalRandom.current().nextDouble()),
                Executors.newCachedThreadPool(Webhooks::thread));
        this.consumers = feed.startWebhooks(source);
    }

    private static Thread thread(Runnable work) {
        Thread made = new Thread(work, "scimlet-webhook");
        made.setDaemon(true);
        return made;
    }

    /**
     * Starts webhooks, which work as long as the feed does.
     *
     * @param keyRing encrypts the secrets of endpoints where they are kept
     */
    public static Builder builder(Feed feed, KeyRing keyRing) {
        return new Builder(feed, keyRing);
    }

    // ---- endpoints

    /**
     * Adds an endpoint.
     *
     * @param name 1 to 80 letters, digits, {@code _}, {@code .} and {@code -}
     * @param uri where events are posted, with {@code https}
     * @return the endpoint, and the secret for its receiver, which is shown this once
     * @throws IllegalArgumentException if the name is none or taken, or the address is one to which nothing is sent
     * @throws IllegalStateException if the tenant is deleted
     */
    public NewWebhook create(String tenant, String name, URI uri, WebhookSettings settings) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "'" + name + "' is no name of an endpoint: 1 to 80 letters, digits, '_', '.' and '-'");
        }
        requireFit(uri);
        WebhookKey key = settings.asymmetric() ? WebhookKey.pair() : WebhookKey.secret();
        Instant now = now();
        WebhookStore.Endpoint endpoint =
                new WebhookStore.Endpoint(tenant, PREFIX + name, uri, settings.types(), settings.ordered(), now);
        WebhookStore.Secret secret = keys.closed(tenant, endpoint.name(), key, now);
        if (!store.webhooks().add(endpoint, secret, !settings.fromOldest())) {
            throw new IllegalArgumentException("the tenant has an endpoint '" + name + "' already");
        }
        consumers.look();
        return new NewWebhook(shown(endpoint), key.forReceiver());
    }

    private Instant now() {
        return feed.clock().instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private static WebhookEndpoint shown(WebhookStore.Endpoint endpoint) {
        return new WebhookEndpoint(
                endpoint.tenant(),
                endpoint.name().substring(PREFIX.length()),
                endpoint.uri(),
                endpoint.types(),
                endpoint.ordered(),
                endpoint.created());
    }

    /** What is seen from the address alone. Where its name leads is looked at whenever something is sent. */
    private void requireFit(URI uri) {
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        boolean fit =
                scheme.equals("https") || scheme.equals("http") && !way.plain().isEmpty();
        if (!fit || uri.getHost() == null || uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
            throw new IllegalArgumentException(
                    "an endpoint is an https address, without user and fragment, not '" + uri + "'");
        }
        if (uri.getPort() == 0 || uri.getPort() > HIGHEST_PORT) {
            throw new IllegalArgumentException("an endpoint has a port from 1 to 65535, not " + uri.getPort());
        }
        if (uri.toString().length() > LONGEST_URI) {
            throw new IllegalArgumentException("the address of an endpoint has 2,000 characters at most");
        }
        String host = uri.getHost();
        if (ADDRESS.matcher(host).matches() && !isAllowed(host)) {
            throw new IllegalArgumentException("'" + host + "' is no public address");
        }
    }

    private boolean isAllowed(String address) {
        try {
            InetAddress parsed = InetAddress.getByName(address);
            return way.allowed().test(parsed) || way.plain().contains(parsed);
        } catch (IOException none) {
            return false;
        }
    }

    /** The endpoints of a tenant, by name. */
    public List<WebhookEndpoint> endpoints(String tenant) {
        return store.webhooks().endpoints(tenant).stream().map(Webhooks::shown).toList();
    }

    /** An endpoint; empty if there is none of this name. */
    public Optional<WebhookEndpoint> find(String tenant, String name) {
        return store.webhooks().find(tenant, PREFIX + name).map(Webhooks::shown);
    }

    private WebhookStore.Endpoint required(String tenant, String name) {
        return store.webhooks().find(tenant, PREFIX + name).orElseThrow(() -> missing(tenant, name));
    }

    private static NoSuchElementException missing(String tenant, String name) {
        return new NoSuchElementException("the tenant '" + tenant + "' has no endpoint '" + name + "'");
    }

    /**
     * Has an endpoint receive its events elsewhere, or other types of them, from the next one on.
     *
     * @param types of which types; empty for all
     * @throws IllegalArgumentException if the address or a type is not fit
     * @throws NoSuchElementException if there is no such endpoint
     */
    public void change(String tenant, String name, URI uri, Set<String> types) {
        WebhookStore.Endpoint before = required(tenant, name);
        Set<String> checked = checked(uri, types);
        // Another node may have changed the order, or removed the endpoint, since
        requireChanged(store.webhooks().change(tenant, before.name(), uri, checked), tenant, name);
    }

    /**
     * As {@link #change(String, String, URI, Set)}, and has it receive them in another order. What is being sent to it is noted as it was begun. What an
     * endpoint without order has not taken until then is sent again in its own time, beside the order that the others have from then on.
     *
     * @param ordered whether an event is sent when the one before it was taken; otherwise up to eight at once
     */
    public void change(String tenant, String name, URI uri, Set<String> types, boolean ordered) {
        WebhookStore.Endpoint before = required(tenant, name);
        WebhookStore.Endpoint changed =
                new WebhookStore.Endpoint(tenant, before.name(), uri, checked(uri, types), ordered, before.created());
        requireChanged(store.webhooks().change(changed), tenant, name);
    }

    private Set<String> checked(URI uri, Set<String> types) {
        requireFit(uri);
        return WebhookSettings.standard().only(types.toArray(String[]::new)).types();
    }

    private void requireChanged(boolean changed, String tenant, String name) {
        if (!changed) {
            throw missing(tenant, name);
        }
        consumers.look();
    }

    /** Removes an endpoint with its secrets and all that it has not taken. @return whether there was one */
    public boolean remove(String tenant, String name) {
        return store.webhooks().remove(tenant, PREFIX + name);
    }

    /**
     * Gives an endpoint a new secret. Until the others end, messages have a signature by each, so that the receiver can change when it suits it.
     *
     * @param othersEnd after what time the others end; zero if one got into wrong hands
     * @return the endpoint, and the new secret, which is shown this once
     * @throws NoSuchElementException if there is no such endpoint
     * @throws IllegalStateException if it has five secrets already
     */
    public NewWebhook rotate(String tenant, String name, Duration othersEnd) {
        WebhookStore.Endpoint endpoint = required(tenant, name);
        WebhookKey key = keys.hasPair(tenant, endpoint.name()) ? WebhookKey.pair() : WebhookKey.secret();
        WebhookStore.Secret secret = keys.closed(tenant, endpoint.name(), key, now());
        if (!store.webhooks().addSecret(tenant, endpoint.name(), secret, othersEnd, MOST_SECRETS)) {
            throw new IllegalStateException(
                    "the endpoint '" + name + "' has " + MOST_SECRETS + " secrets already: let some of them end first");
        }
        return new NewWebhook(shown(endpoint), key.forReceiver());
    }

    // ---- how they fare

    /** How far an endpoint is, and since when and why it takes nothing; empty if there is none of this name. */
    public Optional<ConsumerStatus> status(String tenant, String name) {
        return feed.consumers(tenant).stream()
                .filter(status -> status.name().equals(PREFIX + name))
                .findFirst();
    }

    /** How the endpoints of all tenants fare together. */
    public WebhookTotals totals() {
        return store.webhooks().totals(false).get(0);
    }

    /** As {@link #totals}, each tenant that has endpoints by itself. */
    public List<WebhookTotals> totalsByTenant() {
        return store.webhooks().totals(true);
    }

    /** Has an endpoint get nothing until it is resumed. */
    public void pause(String tenant, String name) {
        store.setState(tenant, PREFIX + name, FeedStore.ConsumerState.PAUSED);
    }

    /**
     * Has an endpoint go on where it was paused, or switched off. What it missed it gets in its order.
     *
     * @throws NoSuchElementException if there is no such endpoint
     */
    public void resume(String tenant, String name) {
        ConsumerStatus status = status(tenant, required(tenant, name).name().substring(PREFIX.length()))
                .orElseThrow();
        // Which forgets the attempts, so that the next is made at once
        boolean unused = store.rewind(tenant, status.name(), status.position());
        consumers.look();
    }

    /**
     * Sends an endpoint once more what comes after a cursor, marked as a {@linkplain FeedEvent#replay replay}, with the ids that the events had: a receiver that
     * remembers them does nothing twice. The cursor may lie ahead, too: what is between is not sent.
     *
     * @throws InvalidCursorException if it is no cursor of the tenant, or what comes after it is not kept any longer
     * @throws IllegalArgumentException if there is no such endpoint
     */
    public void replay(String tenant, String name, String after) {
        feed.replay(tenant, PREFIX + name, after);
        consumers.look();
    }

    /** As {@link #replay}, from the first event that is not older than a time. */
    public void replaySince(String tenant, String name, Instant time) {
        feed.replaySince(tenant, PREFIX + name, time);
        consumers.look();
    }

    // ---- what was not taken

    /** What an endpoint has not taken: what was put aside, and what is sent again by itself, in the order of numbers. */
    public List<WebhookFailure> failures(String tenant, String name) {
        String consumer = PREFIX + name;
        Stream<WebhookFailure> aside = store.parked(tenant, consumer).stream()
                .map(parked ->
                        new WebhookFailure(parked.seq(), parked.attempts(), parked.status(), parked.error(), null));
        Stream<WebhookFailure> again = store.webhooks().retries(tenant, consumer).stream()
                .map(retry -> new WebhookFailure(
                        retry.seq(), retry.attempts(), retry.status(), retry.error(), retry.nextAttempt()));
        return Stream.concat(aside, again)
                .sorted(Comparator.comparingLong(WebhookFailure::seq))
                .toList();
    }

    /**
     * Sends events that were put aside once more, soon and beside the order. One that is not taken by an ordered endpoint is put aside again.
     *
     * @param first the lowest number
     * @param last the highest number
     * @return how many there are
     */
    public int resend(String tenant, String name, long first, long last) {
        int count = store.webhooks().retryParked(tenant, PREFIX + name, first, last);
        consumers.look();
        return count;
    }

    /** Forgets an event that was put aside. @return whether it was */
    public boolean drop(String tenant, String name, long seq) {
        return store.unpark(tenant, PREFIX + name, seq);
    }

    // ---- building

    /** Collects what webhooks are told of. */
    public static final class Builder {

        private final Feed feed;
        private final KeyRing keyRing;
        private Set<InetAddress> allowed = Set.of();
        private @Nullable SSLContext tls;
        private @Nullable InetSocketAddress proxy;
        private Duration patience = PATIENCE;

        private Builder(Feed feed, KeyRing keyRing) {
            this.feed = feed;
            this.keyRing = keyRing;
        }

        /**
         * Addresses that endpoints may have though they are not public, without TLS too: {@code InetAddress.getLoopbackAddress()} in tests, or a machine of
         * your own. Whoever may create endpoints reaches all ports there.
         */
        public Builder allowing(InetAddress... addresses) {
            this.allowed = Set.of(addresses);
            return this;
        }

        /** By which certificates endpoints are believed; by default those of the platform. */
        public Builder tls(SSLContext value) {
            this.tls = value;
            return this;
        }

        /**
         * The proxy through which endpoints are reached, by CONNECT. Names are resolved and looked at here all the same, and the proxy is given the
         * address that was looked at.
         */
        public Builder proxy(InetSocketAddress value) {
            this.proxy = value;
            return this;
        }

        /** How long an endpoint may take for its answer, 15 to 30 seconds; by default 20. */
        public Builder timeout(Duration value) {
            if (value.compareTo(Duration.ofSeconds(15)) < 0 || value.compareTo(Duration.ofSeconds(30)) > 0) {
                throw new IllegalArgumentException("an endpoint has 15 to 30 seconds to answer, not " + value);
            }
            this.patience = value;
            return this;
        }

        private HttpsClient.Way way() {
            return new HttpsClient.Way(PublicAddresses::isPublic, allowed, proxy);
        }

        private SSLSocketFactory sockets() {
            SSLContext context = tls;
            return context == null ? (SSLSocketFactory) SSLSocketFactory.getDefault() : context.getSocketFactory();
        }

        /**
         * Webhooks that work as soon as the feed does.
         *
         * @throws IllegalStateException if the feed has webhooks already
         */
        public Webhooks build() {
            return new Webhooks(this);
        }
    }
}
