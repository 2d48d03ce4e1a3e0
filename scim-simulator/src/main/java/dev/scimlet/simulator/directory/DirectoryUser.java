package dev.scimlet.simulator.directory;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A user of the directory.
 *
 * @param objectId never changes and is never used again
 * @param attributes by the directory's names, such as {@code userPrincipalName}; empty text is left out
 * @param accountEnabled false if sign-in is blocked
 * @param manager the object id of the manager
 * @param softDeletedAt when the user was deleted; it can be restored within 30 days
 */
public record DirectoryUser(
        String objectId,
        Map<String, String> attributes,
        boolean accountEnabled,
        Optional<String> manager,
        Optional<Instant> softDeletedAt) {

    public DirectoryUser {
        if (objectId.isEmpty()) {
            throw new IllegalArgumentException("a user needs an objectId");
        }
        Map<String, String> filled = new LinkedHashMap<>(attributes);
        filled.values().removeIf(String::isEmpty);
        attributes = Collections.unmodifiableMap(filled);
        if (!attributes.containsKey("userPrincipalName")) {
            throw new IllegalArgumentException("user " + objectId + " needs a userPrincipalName");
        }
    }

    /** A user who may sign in and has no manager. */
    public static DirectoryUser of(String objectId, Map<String, String> attributes) {
        return new DirectoryUser(objectId, attributes, true, Optional.empty(), Optional.empty());
    }

    public String userPrincipalName() {
        return attributes.getOrDefault("userPrincipalName", "");
    }

    /** What administrators see: the display name, or else the user principal name. */
    public String displayName() {
        return attributes.getOrDefault("displayName", userPrincipalName());
    }

    public boolean softDeleted() {
        return softDeletedAt.isPresent();
    }

    /** This user with the given values; empty text takes a value away. */
    public DirectoryUser withAttributes(Map<String, String> changed) {
        Map<String, String> merged = new LinkedHashMap<>(attributes);
        merged.putAll(changed);
        return new DirectoryUser(objectId, merged, accountEnabled, manager, softDeletedAt);
    }

    public DirectoryUser withAccountEnabled(boolean enabled) {
        return new DirectoryUser(objectId, attributes, enabled, manager, softDeletedAt);
    }

    public DirectoryUser withManager(String managerId) {
        return new DirectoryUser(objectId, attributes, accountEnabled, Optional.of(managerId), softDeletedAt);
    }

    public DirectoryUser withoutManager() {
        return new DirectoryUser(objectId, attributes, accountEnabled, Optional.empty(), softDeletedAt);
    }

    DirectoryUser deletedAt(Instant instant) {
        return new DirectoryUser(objectId, attributes, accountEnabled, manager, Optional.of(instant));
    }

    DirectoryUser restored() {
        return new DirectoryUser(objectId, attributes, accountEnabled, manager, Optional.empty());
    }
}
