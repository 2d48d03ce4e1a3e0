package dev.scimlet.directory;

import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.Unit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/** Directories that live as long as the process. */
public final class InMemoryDirectoryStore implements DirectoryStore {

    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private final TreeMap<String, Directory> directories = new TreeMap<>();
    private final Map<String, Credential> credentials = new LinkedHashMap<>();
    private final Map<String, String> idsByHash = new HashMap<>();
    private final Map<String, Trust> trusts = new LinkedHashMap<>();
    private final Map<String, Instant> usedAssertions = new HashMap<>();
    private final Map<String, ActivityTimes> activity = new HashMap<>();
    private final Map<OfResource, Map<String, ManagedResource>> managed = new HashMap<>();

    /** Which resource it is. */
    private record OfResource(String tenant, String type, String id) {}

    /** No directories. */
    public InMemoryDirectoryStore() {}

    private <T> T reading(Supplier<T> work) {
        lock.readLock().lock();
        try {
            return work.get();
        } finally {
            lock.readLock().unlock();
        }
    }

    private <T> T writing(Supplier<T> work) {
        lock.writeLock().lock();
        try {
            return work.get();
        } finally {
            lock.writeLock().unlock();
        }
    }

    // ---- directories

    @Override
    public boolean add(Directory directory) {
        return writing(() -> {
            boolean taken = directories.containsKey(directory.id())
                    || directories.values().stream()
                            .anyMatch(other -> sameName(other, directory)
                                    || other.clientId().equals(directory.clientId()));
            if (!taken) {
                directories.put(directory.id(), directory);
            }
            return !taken;
        });
    }

    private static boolean sameName(Directory one, Directory other) {
        return one.tenant().equals(other.tenant()) && one.name().equals(other.name());
    }

    @Override
    public Optional<Directory> find(String id) {
        return reading(() -> Optional.ofNullable(directories.get(id)));
    }

    @Override
    public Optional<Directory> findByClientId(String clientId) {
        return reading(() -> directories.values().stream()
                .filter(directory -> directory.clientId().equals(clientId))
                .findFirst());
    }

    @Override
    public List<Directory> ofTenant(String tenant) {
        return reading(() -> directories.values().stream()
                .filter(directory -> directory.tenant().equals(tenant))
                .sorted(Comparator.comparing(Directory::name))
                .toList());
    }

    @Override
    public List<Directory> all(String after, int most) {
        return reading(() ->
                directories.tailMap(after, false).values().stream().limit(most).toList());
    }

    @Override
    public Optional<Directory> replace(Directory changed) {
        return writing(() -> {
            Directory stored = directories.get(changed.id());
            if (stored == null || stored.version() != changed.version()) {
                return Optional.empty();
            }
            boolean taken = directories.values().stream()
                    .anyMatch(other -> !other.id().equals(changed.id()) && sameName(other, changed));
            if (taken) {
                throw new IllegalArgumentException(
                        "another directory of the tenant is called '" + changed.name() + "'");
            }
            Directory next = changed.toBuilder().version(changed.version() + 1).build();
            directories.put(next.id(), next);
            if (next.state() == DirectoryState.DISABLED) {
                remove(of(next.id(), Credential.Kind.ACCESS_TOKEN));
            }
            return Optional.of(next);
        });
    }

    @Override
    public void delete(String id) {
        writing(() -> {
            directories.remove(id);
            remove(credentials.values().stream()
                    .filter(credential -> credential.directoryId().equals(id))
                    .toList());
            trusts.values().removeIf(trust -> trust.directoryId().equals(id));
            activity.remove(id);
            managed.values().forEach(managers -> managers.remove(id));
            managed.values().removeIf(Map::isEmpty);
            return null;
        });
    }

    private void remove(List<Credential> gone) {
        gone.forEach(credential -> {
            credentials.remove(credential.id());
            idsByHash.remove(credential.hash());
        });
    }

    private List<Credential> of(String directoryId, Credential.Kind kind) {
        return credentials.values().stream()
                .filter(credential -> credential.directoryId().equals(directoryId) && credential.kind() == kind)
                .toList();
    }

    // ---- credentials

    @Override
    public boolean add(Credential credential, int most) {
        return writing(() -> {
            if (!directories.containsKey(credential.directoryId()) || idsByHash.containsKey(credential.hash())) {
                return false;
            }
            List<Credential> live = new ArrayList<>(of(credential.directoryId(), credential.kind()));
            live.removeIf(other -> !other.isLive(credential.created()));
            int tooMany = live.size() + 1 - most;
            if (tooMany > 0 && credential.kind() != Credential.Kind.ACCESS_TOKEN) {
                return false;
            }
            if (tooMany > 0) {
                live.sort(Comparator.comparing(Credential::created));
                remove(List.copyOf(live.subList(0, tooMany)));
            }
            credentials.put(credential.id(), credential);
            idsByHash.put(credential.hash(), credential.id());
            return true;
        });
    }

    @Override
    public Optional<Presented> present(String hash) {
        return reading(() -> Optional.ofNullable(idsByHash.get(hash))
                .map(credentials::get)
                .filter(credential -> credential.kind() != Credential.Kind.CLIENT_SECRET)
                .flatMap(credential -> Optional.ofNullable(directories.get(credential.directoryId()))
                        .map(directory -> new Presented(credential, directory))));
    }

    @Override
    public List<Credential> credentials(String directoryId, Credential.Kind kind) {
        return reading(() -> of(directoryId, kind));
    }

    @Override
    public boolean revoke(String directoryId, String credentialId, Instant when) {
        return writing(() -> {
            Credential credential = credentials.get(credentialId);
            if (credential == null
                    || !credential.directoryId().equals(directoryId)
                    || credential.revoked().isPresent()) {
                return false;
            }
            if (credential.kind() == Credential.Kind.ACCESS_TOKEN) {
                remove(List.of(credential));
            } else {
                credentials.put(
                        credentialId, credential.toBuilder().revoked(when).build());
                removeObtainedBy(directoryId, credentialId);
            }
            return true;
        });
    }

    private void removeObtainedBy(String directoryId, String source) {
        remove(of(directoryId, Credential.Kind.ACCESS_TOKEN).stream()
                .filter(token -> token.source().filter(source::equals).isPresent())
                .toList());
    }

    @Override
    public void used(Map<String, Instant> times) {
        writing(() -> {
            times.forEach((id, when) -> credentials.computeIfPresent(
                    id,
                    (key, credential) -> credential
                                    .lastUsed()
                                    .filter(before -> !before.isBefore(when))
                                    .isPresent()
                            ? credential
                            : credential.toBuilder().lastUsed(when).build()));
            return null;
        });
    }

    // ---- trusts

    @Override
    public boolean add(Trust trust) {
        return writing(() -> {
            Directory directory = directories.get(trust.directoryId());
            boolean free = directory != null
                    && trusts.values().stream()
                            .filter(other -> sameClaims(other, trust))
                            .allMatch(other -> Optional.ofNullable(directories.get(other.directoryId()))
                                    .filter(owner -> owner.tenant().equals(directory.tenant()))
                                    .isPresent());
            if (free) {
                trusts.put(trust.id(), trust);
            }
            return free;
        });
    }

    private static boolean sameClaims(Trust one, Trust other) {
        return one.claims().isPresent() && one.claims().equals(other.claims());
    }

    @Override
    public List<Trust> trusts(String directoryId) {
        return reading(() -> trusts.values().stream()
                .filter(trust -> trust.directoryId().equals(directoryId))
                .toList());
    }

    @Override
    public boolean removeTrust(String directoryId, String trustId) {
        return writing(() -> {
            Trust trust = trusts.get(trustId);
            boolean known = trust != null && trust.directoryId().equals(directoryId);
            if (known) {
                trusts.remove(trustId);
                removeObtainedBy(directoryId, trustId);
            }
            return known;
        });
    }

    @Override
    public boolean useOnce(String hash, Instant expires) {
        return writing(() -> usedAssertions.putIfAbsent(hash, expires) == null);
    }

    // ---- what came by which directory

    @Override
    public List<ManagedResource> managers(
            RequestContext context, String tenant, String resourceType, String resourceId) {
        return reading(
                () -> List.copyOf(managed.getOrDefault(new OfResource(tenant, resourceType, resourceId), Map.of())
                        .values()));
    }

    @Override
    public void keep(RequestContext context, ManagedResource row) {
        onceStored(context, () -> {
            if (directories.containsKey(row.directoryId())) {
                managed.computeIfAbsent(resourceOf(row), any -> new LinkedHashMap<>())
                        .put(row.directoryId(), row);
            }
        });
    }

    @Override
    public void change(RequestContext context, ManagedResource row) {
        onceStored(context, () -> {
            Map<String, ManagedResource> managers = managed.get(resourceOf(row));
            if (managers != null) {
                managers.replace(row.directoryId(), row);
            }
        });
    }

    private static OfResource resourceOf(ManagedResource row) {
        return new OfResource(row.tenant(), row.resourceType(), row.resourceId());
    }

    @Override
    public void forget(RequestContext context, String tenant, String resourceType, String resourceId) {
        onceStored(context, () -> managed.remove(new OfResource(tenant, resourceType, resourceId)));
    }

    /** What a unit takes back was never kept here. */
    private void onceStored(RequestContext context, Runnable work) {
        Runnable kept = () -> writing(() -> {
            work.run();
            return null;
        });
        context.unit().filter(Unit::isAtomic).ifPresentOrElse(unit -> unit.afterCommit(kept), kept);
    }

    @Override
    public List<ManagedResource> managed(String directoryId, String resourceType, String after, int most) {
        return reading(() -> managed.values().stream()
                .flatMap(managers -> Optional.ofNullable(managers.get(directoryId)).stream())
                .filter(row -> row.resourceType().equals(resourceType)
                        && row.resourceId().compareTo(after) > 0)
                .sorted(Comparator.comparing(ManagedResource::resourceId))
                .limit(most)
                .toList());
    }

    // ---- beside requests

    @Override
    public int deleteExpired(Instant now, int most) {
        return writing(() -> {
            List<Credential> ended = credentials.values().stream()
                    .filter(credential -> credential.kind() == Credential.Kind.ACCESS_TOKEN && !credential.isLive(now))
                    .limit(most)
                    .toList();
            remove(ended);
            List<String> assertions = usedAssertions.entrySet().stream()
                    .filter(entry -> !now.isBefore(entry.getValue()))
                    .map(Map.Entry::getKey)
                    .limit(most)
                    .toList();
            assertions.forEach(usedAssertions::remove);
            return ended.size() + assertions.size();
        });
    }

    @Override
    public void note(Map<String, ActivityTimes> times) {
        writing(() -> {
            times.forEach((id, noted) -> {
                if (directories.containsKey(id)) {
                    activity.merge(id, noted, ActivityTimes::latest);
                }
            });
            return null;
        });
    }

    @Override
    public ActivityTimes noted(String directoryId) {
        return reading(() -> activity.getOrDefault(directoryId, ActivityTimes.NONE));
    }
}
