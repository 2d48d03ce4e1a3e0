package dev.scimlet.directory;

import java.util.LinkedHashMap;
import java.util.Map;

/** A map that forgets what was used longest ago, so that strangers cannot fill the memory. Not for many threads at once. */
final class Bounded<K, V> extends LinkedHashMap<K, V> {

    private static final long serialVersionUID = 1L;

    private final int most;

    Bounded(int most) {
        super(16, 0.75f, true);
        this.most = most;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > most;
    }
}
