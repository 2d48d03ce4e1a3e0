package dev.scimlet.simulator.log;

/**
 * The object that an entry is about.
 *
 * @param type {@code User} or {@code Group}
 * @param sourceId the id in the directory
 * @param name what administrators see
 * @param targetId the id in the application, or empty text if it is not known
 */
public record LoggedIdentity(String type, String sourceId, String name, String targetId) {

    /** This identity, now known to the application by {@code id}. */
    public LoggedIdentity withTargetId(String id) {
        return new LoggedIdentity(type, sourceId, name, id);
    }
}
