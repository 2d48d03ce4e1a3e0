package dev.scimlet.simulator.directory;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * A role that the application offers, given with an assignment.
 *
 * @param id the role's id
 * @param value what the application knows it by
 * @param displayName what administrators see
 */
public record AppRole(String id, String value, String displayName) {

    /** The role of those who were assigned without choosing one. */
    public static final AppRole DEFAULT_ACCESS =
            new AppRole("00000000-0000-0000-0000-000000000000", "", "Default Access");

    /** A role whose value and display name are the same. */
    public static AppRole named(String value) {
        String id =
                UUID.nameUUIDFromBytes(value.getBytes(StandardCharsets.UTF_8)).toString();
        return new AppRole(id, value, value);
    }
}
