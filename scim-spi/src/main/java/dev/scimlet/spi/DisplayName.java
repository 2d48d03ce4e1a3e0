package dev.scimlet.spi;

import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.Resource;
import java.util.List;

/** What people call a resource, where a list of references shows it: one rule for every store. */
public final class DisplayName {

    /** The attributes that may say it, the best first. */
    public static final List<String> PATHS = List.of("displayName", "name.formatted", "userName");

    /** The attributes that may tell a resource from others of its type, the best first. */
    public static final List<String> DISTINCT = List.of("userName", "displayName");

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

    /** What tells a resource from others of its type for people: {@code userName}, else {@code displayName}; empty if it has neither. */
    public static String distinct(Attributes attributes) {
        for (String name : DISTINCT) {
            String text = text(attributes, name);
            if (!text.isEmpty()) {
                return text;
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
