package dev.scimlet.core.standard;

import dev.scimlet.core.resource.ResourceType;

/** The resource types of RFC 7643 §4, to use as they are or to extend. */
public final class StandardTypes {

    private StandardTypes() {}

    /** {@code User} at {@code /Users} with the enterprise extension. */
    public static ResourceType user() {
        return userBuilder().extension(StandardSchemas.ENTERPRISE_USER).build();
    }

    /** {@code User} at {@code /Users} without extensions, to add some. */
    public static ResourceType.Builder userBuilder() {
        return ResourceType.builder("User", StandardSchemas.USER);
    }

    /** {@code Group} at {@code /Groups}. */
    public static ResourceType group() {
        return groupBuilder().build();
    }

    /** {@code Group} at {@code /Groups}, to add extensions. */
    public static ResourceType.Builder groupBuilder() {
        return ResourceType.builder("Group", StandardSchemas.GROUP);
    }
}
