package dev.scimlet.core.resource;

import dev.scimlet.core.profile.ClientProfile;
import dev.scimlet.core.profile.Tolerance;
import dev.scimlet.core.schema.AttributeDefinition;
import org.jspecify.annotations.Nullable;

/** Paths that the host application writes in its code: a mistake in one is a programming mistake. */
final class HostPath {

    private static final ClientProfile PROFILE = ClientProfile.INTEROPERABLE.without(Tolerance.VALUE_FILTER_ON_SINGLE);

    private HostPath() {}

    /** The path relative to the given container; names without brackets and URN cost two look-ups. */
    static BoundPath of(AttributeDefinition container, String path) {
        int dot = path.indexOf('.');
        boolean plain = path.indexOf('[') < 0 && path.indexOf(':') < 0;
        if (plain) {
            AttributeDefinition attribute = container.find(dot < 0 ? path : path.substring(0, dot));
            AttributeDefinition subAttribute =
                    attribute == null || dot < 0 ? null : attribute.find(path.substring(dot + 1));
            if (attribute != null && (dot < 0 || subAttribute != null)) {
                return new BoundPath(null, attribute, null, subAttribute);
            }
            throw unknown(container, path, null);
        }
        try {
            return new PathBinder(container, PROFILE).path(path);
        } catch (dev.scimlet.core.ScimException mistake) {
            throw unknown(container, path, mistake);
        }
    }

    private static IllegalArgumentException unknown(
            AttributeDefinition container, String path, @Nullable Throwable cause) {
        return new IllegalArgumentException(
                "'" + path + "' is no path in " + container.name() + (cause == null ? "" : ": " + cause.getMessage()),
                cause);
    }
}
