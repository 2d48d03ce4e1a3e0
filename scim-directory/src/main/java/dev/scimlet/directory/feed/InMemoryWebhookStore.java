package dev.scimlet.directory.feed;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** Webhook endpoints that live as long as the process, with the feed in memory and under its lock. */
final class InMemoryWebhookStore implements WebhookStore {

    private final InMemoryFeedStore feed;

    InMemoryWebhookStore(InMemoryFeedStore feed) {
        this.feed = feed;
    }

    private Optional<InMemoryFeedStore.Reader> reader(String tenant, String name) {
        return feed.reader(tenant, name).filter(reader -> reader.endpoint != null);
    }

    private static Stream<Endpoint> endpoint(InMemoryFeedStore.Reader reader) {
        return Stream.ofNullable(reader.endpoint);
    }

    // ---- endpoints

    @Override
    public boolean add(Endpoint endpoint, Secret secret, boolean fromNow) {
        synchronized (feed) {
            String tenant = endpoint.tenant();
            InMemoryFeedStore.Feeds feeds =
                    feed.feeds(tenant, () -> UUID.randomUUID().toString());
            if (feeds.head.deleted()) {
                throw new IllegalStateException("the tenant '" + tenant + "' is deleted");
            }
            if (feeds.readers.containsKey(endpoint.name())) {
                return false;
            }
            long position = fromNow ? feeds.head.last() : feeds.head.oldest() - 1;
            InMemoryFeedStore.Reader made = InMemoryFeedStore.newReader(tenant, endpoint.name(), KIND, position);
            made.endpoint = endpoint;
            made.secrets.add(secret);
            feeds.readers.put(endpoint.name(), made);
            return true;
        }
    }

    @Override
    public boolean change(Endpoint endpoint) {
        synchronized (feed) {
            Optional<InMemoryFeedStore.Reader> found = reader(endpoint.tenant(), endpoint.name());
            found.ifPresent(reader -> reader.endpoint = endpoint);
            return found.isPresent();
        }
    }

    @Override
    public boolean change(String tenant, String name, URI uri, Set<String> types) {
        synchronized (feed) {
            return find(tenant, name)
                    .map(before -> change(new Endpoint(tenant, name, uri, types, before.ordered(), before.created())))
                    .orElse(false);
        }
    }

    @Override
    public boolean remove(String tenant, String name) {
        synchronized (feed) {
            return reader(tenant, name).isPresent()
                    && feed.feeds(tenant, () -> "-").readers.remove(name) != null;
        }
    }

    @Override
    public Optional<Endpoint> find(String tenant, String name) {
        synchronized (feed) {
            return reader(tenant, name).map(reader -> reader.endpoint);
        }
    }

    @Override
    public List<Endpoint> endpoints(String tenant) {
        synchronized (feed) {
            return feed.all().stream()
                    .filter(feeds -> feeds.head.tenant().equals(tenant))
                    .flatMap(feeds -> feeds.readers.values().stream())
                    .flatMap(InMemoryWebhookStore::endpoint)
                    .toList();
        }
    }

    // ---- secrets

    private boolean hasEnded(Secret secret) {
        Instant end = secret.expires();
        return end != null && !end.isAfter(feed.now());
    }

    @Override
    public List<Secret> secrets(String tenant, String name) {
        synchronized (feed) {
            return reader(tenant, name).stream()
                    .flatMap(reader -> reader.secrets.stream())
                    .filter(secret -> !hasEnded(secret))
                    .toList();
        }
    }

    @Override
    public boolean addSecret(String tenant, String name, Secret secret, Duration othersEnd, int most) {
        synchronized (feed) {
            Optional<InMemoryFeedStore.Reader> found = reader(tenant, name);
            found.ifPresent(reader -> reader.secrets.removeIf(this::hasEnded));
            if (found.filter(reader -> reader.secrets.size() < most).isEmpty()) {
                return false;
            }
            Instant end = feed.now().plus(othersEnd);
            List<Secret> secrets = found.get().secrets;
            secrets.replaceAll(old -> {
                Instant before = old.expires();
                return before != null && before.isBefore(end)
                        ? old
                        : new Secret(old.id(), old.created(), end, old.closed());
            });
            secrets.add(secret);
            return true;
        }
    }

    @Override
    public void removeEndedSecrets() {
        synchronized (feed) {
            feed.all()
                    .forEach(
                            feeds -> feeds.readers.values().forEach(reader -> reader.secrets.removeIf(this::hasEnded)));
        }
    }

    @Override
    public List<WebhookTotals> totals(boolean byTenant) {
        synchronized (feed) {
            List<WebhookTotals> each = feed.all().stream()
                    .filter(feeds -> !feeds.head.deleted())
                    .flatMap(feeds -> totals(feeds).stream())
                    .toList();
            return byTenant ? each : List.of(each.stream().reduce(WebhookTotals.NONE, WebhookTotals::plus));
        }
    }

    private static Optional<WebhookTotals> totals(InMemoryFeedStore.Feeds feeds) {
        String tenant = feeds.head.tenant();
        return feeds.readers.values().stream()
                .filter(reader -> reader.endpoint != null)
                .map(reader -> totals(feeds, reader))
                .reduce(WebhookTotals::plus)
                .map(all -> new WebhookTotals(
                        tenant,
                        all.endpoints(),
                        all.waiting(),
                        all.oldest(),
                        all.failing(),
                        all.paused(),
                        all.off(),
                        all.parked()));
    }

    private static WebhookTotals totals(InMemoryFeedStore.Feeds feeds, InMemoryFeedStore.Reader reader) {
        FeedStore.ConsumerRow row = reader.row;
        Instant oldest = Stream.concat(
                        Stream.ofNullable(feeds.events.higherEntry(row.position()))
                                .map(Map.Entry::getValue),
                        reader.retries.keySet().stream().map(feeds.events::get).filter(Objects::nonNull))
                .map(FeedStore.Kept::time)
                .min(Comparator.naturalOrder())
                .orElse(null);
        boolean active = row.state() == FeedStore.ConsumerState.ACTIVE;
        boolean paused = row.state() == FeedStore.ConsumerState.PAUSED;
        return new WebhookTotals(
                null,
                1,
                feeds.head.last() - row.position() + reader.retries.size(),
                oldest,
                active && row.failingSince() != null ? 1 : 0,
                paused ? 1 : 0,
                active || paused ? 0 : 1,
                reader.parked.size());
    }

    // ---- work

    @Override
    public List<Work> work(String owner, Set<String> tenants, int most) {
        synchronized (feed) {
            return feed.all().stream()
                    .filter(feeds ->
                            !feeds.head.deleted() && (tenants.isEmpty() || tenants.contains(feeds.head.tenant())))
                    .flatMap(feeds -> feeds.readers.values().stream()
                            .filter(reader -> reader.endpoint != null
                                    && feed.isFree(reader, owner)
                                    && (reader.row.position() < feeds.head.last() || isDue(reader))))
                    .limit(most)
                    .map(reader -> new Work(reader.row.tenant(), reader.row.name(), reader.row.attempts() > 0))
                    .toList();
        }
    }

    private boolean isDue(InMemoryFeedStore.Reader reader) {
        return reader.retries.values().stream().anyMatch(this::isDue);
    }

    private boolean isDue(Retry retry) {
        return !retry.nextAttempt().isAfter(feed.now());
    }

    @Override
    public Optional<FeedStore.Claim> claim(String tenant, String name, String owner, Duration length) {
        synchronized (feed) {
            return reader(tenant, name).flatMap(reader -> {
                InMemoryFeedStore.Feeds feeds = feed.feeds(tenant, () -> "-");
                return feeds.head.deleted() ? Optional.empty() : feed.claim(feeds, reader, owner, length);
            });
        }
    }

    @Override
    public Optional<Endpoint> held(FeedStore.Claim claim) {
        synchronized (feed) {
            return feed.held(claim)
                    .filter(reader -> reader.row.state() == FeedStore.ConsumerState.ACTIVE)
                    .map(reader -> reader.endpoint);
        }
    }

    @Override
    public List<Retry> retries(String tenant, String name) {
        synchronized (feed) {
            return reader(tenant, name)
                    .map(reader -> List.copyOf(reader.retries.values()))
                    .orElse(List.of());
        }
    }

    @Override
    public List<Retry> dueRetries(String tenant, String name, int most) {
        return retries(tenant, name).stream().filter(this::isDue).limit(most).toList();
    }

    @Override
    public boolean settle(
            FeedStore.Claim claim,
            long from,
            long to,
            Collection<Long> done,
            Collection<Failed> failed,
            Collection<FeedStore.Parked> parked) {
        synchronized (feed) {
            Optional<InMemoryFeedStore.Reader> held = feed.held(claim).filter(reader -> reader.row.position() == from);
            held.ifPresent(reader -> {
                if (to != from || !done.isEmpty()) {
                    reader.row = InMemoryFeedStore.at(reader.row, to);
                }
                done.forEach(reader.retries::remove);
                parked.forEach(aside -> {
                    reader.retries.remove(aside.seq());
                    reader.parked.put(aside.seq(), aside);
                });
                failed.forEach(next -> reader.retries.put(
                        next.seq(),
                        new Retry(
                                claim.row().tenant(),
                                claim.row().name(),
                                next.seq(),
                                next.attempts(),
                                feed.now().plus(next.pause()),
                                next.status(),
                                next.error())));
            });
            return held.isPresent();
        }
    }

    @Override
    public int retryParked(String tenant, String name, long first, long last) {
        synchronized (feed) {
            Optional<InMemoryFeedStore.Reader> found = reader(tenant, name);
            if (found.isEmpty()) {
                return 0;
            }
            Collection<FeedStore.Parked> aside =
                    found.get().parked.subMap(first, true, last, true).values();
            int count = aside.size();
            aside.forEach(parked -> found.get()
                    .retries
                    .put(
                            parked.seq(),
                            new Retry(tenant, name, parked.seq(), 0, feed.now(), parked.status(), parked.error())));
            aside.clear();
            return count;
        }
    }
}
