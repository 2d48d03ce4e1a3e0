package dev.scimlet.spi;

import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.Resource;
import java.util.List;

/** What people call a resource, where a list of references shows it: one rule for every store. */
public final class DisplayName {

    /** The attributes that may say it, the best first. */
    public static final List<String> PATHS = List.of("displayName", "name.formatted", "userName");

    private DisplayName() {}

    /** The first of {@link #PATHS} that has a text; empty if none has. */
    public static String of(Resource resource) {
        for (String path : PATHS) {
            int dot = path.indexOf('.');
            String name = dot < 0
                    ? text(resource.attributes(), path)
                    : resource.type().definition().find(path.substring(0, dot)) == null
                            ? ""
                            : resource.complex(path.substring(0, dot))
                                    .map(complex -> text(complex, path.substring(dot + 1)))
                                    .orElse("");
            if (!name.isEmpty()) {
                return name;
            }
        }
        return "";
    }

    private static String text(Attributes attributes, String name) {
        return attributes.definition().find(name) == null
                ? ""
                : attributes.string(name).orElse("");
    }
}
