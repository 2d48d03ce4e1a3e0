package dev.scimlet.simulator.directory;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * A group of the directory.
 *
 * @param objectId never changes and is never used again
 * @param attributes by the directory's names, {@code displayName} among them; empty text is left out
 * @param members the object ids of direct members, users and groups
 */
public record DirectoryGroup(String objectId, Map<String, String> attributes, Set<String> members) {

    public DirectoryGroup {
        if (objectId.isEmpty()) {
            throw new IllegalArgumentException("a group needs an objectId");
        }
        Map<String, String> filled = new LinkedHashMap<>(attributes);
        filled.values().removeIf(String::isEmpty);
        attributes = Collections.unmodifiableMap(filled);
        members = Collections.unmodifiableSet(new LinkedHashSet<>(members));
        if (!attributes.containsKey("displayName")) {
            throw new IllegalArgumentException("group " + objectId + " needs a displayName");
        }
    }

    /** A group without other attributes than its name. */
    public static DirectoryGroup of(String objectId, String displayName, Set<String> members) {
        return new DirectoryGroup(objectId, Map.of("displayName", displayName), members);
    }

    public String displayName() {
        return attributes.getOrDefault("displayName", "");
    }

    DirectoryGroup withAttributes(Map<String, String> changed) {
        Map<String, String> merged = new LinkedHashMap<>(attributes);
        merged.putAll(changed);
        return new DirectoryGroup(objectId, merged, members);
    }

    DirectoryGroup with(Set<String> added) {
        Set<String> merged = new LinkedHashSet<>(members);
        merged.addAll(added);
        return new DirectoryGroup(objectId, attributes, merged);
    }

    DirectoryGroup without(Set<String> removed) {
        Set<String> rest = new LinkedHashSet<>(members);
        rest.removeAll(removed);
        return new DirectoryGroup(objectId, attributes, rest);
    }
}
