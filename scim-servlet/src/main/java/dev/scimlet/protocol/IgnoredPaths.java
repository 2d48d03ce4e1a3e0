package dev.scimlet.protocol;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The paths of what an exchange did not keep because the host chose to ignore it, each once; and how much was passed over that nobody knows. Of one
 * thread.
 */
final class IgnoredPaths {

    /** A client could name any number: the types of entries are texts of its own. A listener needs no more than some. */
    private static final int MOST = 100;

    private final Set<String> paths = new LinkedHashSet<>();
    private final Set<String> current = new LinkedHashSet<>();
    private int unknown;
    private int unknownOfCurrent;

    void add(String path) {
        if (paths.size() < MOST) {
            paths.add(path);
        }
        if (current.size() < MOST) {
            current.add(path);
        }
    }

    void addUnknown() {
        unknown++;
        unknownOfCurrent++;
    }

    /** Another operation of the exchange begins. */
    void next() {
        current.clear();
        unknownOfCurrent = 0;
    }

    /** How much was passed over that nobody knows. */
    int unknown() {
        return unknown;
    }

    /** As {@link #unknown}, of the present operation. */
    int unknownOfCurrent() {
        return unknownOfCurrent;
    }

    boolean isEmpty() {
        return paths.isEmpty() && unknown == 0;
    }

    /** As {@link #paths}, of the present operation. */
    Set<String> current() {
        return Collections.unmodifiableSet(current);
    }

    void addAll(Collection<String> more) {
        more.forEach(this::add);
    }

    void addAll(IgnoredPaths more) {
        addAll(more.paths());
        unknown += more.unknown;
        unknownOfCurrent += more.unknown;
    }

    /** In the order in which they were met. */
    Set<String> paths() {
        return Collections.unmodifiableSet(paths);
    }
}
