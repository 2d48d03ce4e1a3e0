package dev.scimlet.protocol;

import dev.scimlet.core.json.Locations;
import dev.scimlet.core.resource.ResourceType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The locations at the base URLs that were used last. Base URLs come with requests ({@code Host}), so that anybody can make
 * up new ones: those that nobody uses any more make room.
 */
final class RecentLocations {

    /** More than a service has names and tenants in use at once; what is forgotten is made again. */
    static final int MOST = 200;

    private final List<ResourceType> types;
    private final Map<String, Locations> known = new LinkedHashMap<>(16, 0.75f, true) {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Locations> eldest) {
            return size() > MOST;
        }
    };

    RecentLocations(List<ResourceType> types) {
        this.types = types;
    }

    synchronized Locations of(String baseUrl) {
        return known.computeIfAbsent(baseUrl, url -> new Locations(url, types));
    }

    synchronized int size() {
        return known.size();
    }
}
