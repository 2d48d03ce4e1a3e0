package dev.scimlet.protocol;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/** The paths of what an exchange did not keep because the host chose to ignore it, each once. Of one thread. */
final class IgnoredPaths {

    /** A client could name any number: the types of entries are texts of its own. A listener needs no more than some. */
    private static final int MOST = 100;

    private final Set<String> paths = new LinkedHashSet<>();
    private final Set<String> current = new LinkedHashSet<>();

    void add(String path) {
        if (paths.size() < MOST) {
            paths.add(path);
        }
        if (current.size() < MOST) {
            current.add(path);
        }
    }

    /** Another operation of the exchange begins. */
    void next() {
        current.clear();
    }

    /** As {@link #paths}, of the present operation. */
    Set<String> current() {
        return Collections.unmodifiableSet(current);
    }

    void addAll(Collection<String> more) {
        more.forEach(this::add);
    }

    /** In the order in which they were met. */
    Set<String> paths() {
        return Collections.unmodifiableSet(paths);
    }
}
