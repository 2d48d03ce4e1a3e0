package dev.scimlet.spi;

import java.util.Map;
import java.util.Set;

/**
 * An ability of a repository: it tells which of some ids are its own. With it the service fills in {@code type}, {@code
 * $ref} and {@code display} of references, and can refuse those that lead nowhere.
 */
public interface ReferenceSource {

    /**
     * Those of the ids that belong to resources of this repository, each with its {@link DisplayName}.
     *
     * @return by id; unknown ids are missing. The text is empty where there is no display name
     */
    Map<String, String> displayNames(RequestContext context, Set<String> ids);

    /**
     * Those of the ids that belong to resources of this repository. In a unit that is atomic, none of them is deleted
     * before the unit ends, so that what is written to refer to them does not lead nowhere.
     */
    default Set<String> hold(RequestContext context, Set<String> ids) {
        return displayNames(context, ids).keySet();
    }
}
