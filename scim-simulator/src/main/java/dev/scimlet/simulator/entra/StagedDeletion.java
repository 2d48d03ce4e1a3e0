package dev.scimlet.simulator.entra;

/**
 * A user or group that a cycle did not disable or delete, as there were too many at once.
 *
 * @param type {@code User} or {@code Group}
 * @param name what administrators see
 * @param sourceId the id in the directory
 * @param targetId the id in the application; empty text if it is not known
 */
public record StagedDeletion(String type, String name, String sourceId, String targetId) {}
