package dev.scimlet.jdbc.sql;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Remembers what was made for a shape, such as the text of a statement. Clients may think of any number of shapes: when too
 * many have come, all are forgotten.
 */
public final class Cache<K, V> {

    private final int most;
    private final Map<K, V> known = new ConcurrentHashMap<>();

    /** @param most how many are remembered */
    public Cache(int most) {
        this.most = most;
    }

    /** What was made for the key, or is made now; it may be made twice at the same time. */
    public V get(K key, Function<K, V> make) {
        V found = known.get(key);
        if (found == null) {
            found = make.apply(key);
            if (known.size() >= most) {
                known.clear();
            }
            known.put(key, found);
        }
        return found;
    }
}
