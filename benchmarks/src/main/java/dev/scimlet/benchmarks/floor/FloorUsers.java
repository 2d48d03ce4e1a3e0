package dev.scimlet.benchmarks.floor;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Predicate;

/** The users: by {@code id}, by {@code userName}, and in the order in which they came. */
final class FloorUsers {

    private final Map<String, Stored> byId = new ConcurrentHashMap<>();
    private final Map<String, Stored> byUserName = new ConcurrentHashMap<>();
    private final List<Stored> inOrder = new ArrayList<>();
    private final ReadWriteLock orderLock = new ReentrantReadWriteLock();

    void add(ObjectNode user) {
        var stored = new Stored(user);
        byId.put(user.get("id").textValue(), stored);
        byUserName.put(key(user.get("userName").textValue()), stored);
        orderLock.writeLock().lock();
        try {
            inOrder.add(stored);
        } finally {
            orderLock.writeLock().unlock();
        }
    }

    Optional<Stored> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    Optional<Stored> findByUserName(String userName) {
        return Optional.ofNullable(byUserName.get(key(userName)));
    }

    /** @param startIndex from 1 (RFC 7644 §3.4.2.4) */
    Found page(int startIndex, int count) {
        orderLock.readLock().lock();
        try {
            int from = Math.min(startIndex - 1, inOrder.size());
            int to = Math.min(from + count, inOrder.size());
            return new Found(
                    inOrder.size(),
                    inOrder.subList(from, to).stream().map(Stored::tree).toList());
        } finally {
            orderLock.readLock().unlock();
        }
    }

    Found scan(Predicate<ObjectNode> wanted, int count) {
        orderLock.readLock().lock();
        try {
            int total = 0;
            var users = new ArrayList<ObjectNode>();
            for (Stored stored : inOrder) {
                ObjectNode user = stored.tree();
                if (wanted.test(user)) {
                    total++;
                    if (users.size() < count) {
                        users.add(user);
                    }
                }
            }
            return new Found(total, users);
        } finally {
            orderLock.readLock().unlock();
        }
    }

    void remove(Stored stored) {
        byId.remove(stored.tree().get("id").textValue());
        byUserName.remove(key(stored.tree().get("userName").textValue()));
        orderLock.writeLock().lock();
        try {
            inOrder.remove(inOrder.lastIndexOf(stored));
        } finally {
            orderLock.writeLock().unlock();
        }
    }

    private static String key(String userName) {
        return userName.toLowerCase(Locale.ROOT);
    }

    /** How many there are, and those on the page. */
    record Found(int total, List<ObjectNode> users) {}
}
