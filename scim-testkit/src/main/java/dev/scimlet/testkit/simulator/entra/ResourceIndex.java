package dev.scimlet.testkit.simulator.entra;

import dev.scimlet.testkit.simulator.client.ScimResource;
import dev.scimlet.testkit.simulator.mapping.AttributeMapping;
import dev.scimlet.testkit.simulator.mapping.ObjectMapping;
import dev.scimlet.testkit.simulator.mapping.TargetPath;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Resources by their matching attributes, each claimed by at most one object of the directory. */
final class ResourceIndex {

    private final ObjectMapping mapping;
    private final Map<String, ScimResource> unclaimed = new LinkedHashMap<>();
    private final Map<TargetPath, Map<String, ScimResource>> byValue = new HashMap<>();

    ResourceIndex(ObjectMapping mapping, List<ScimResource> resources) {
        this.mapping = mapping;
        for (ScimResource resource : resources) {
            unclaimed.put(resource.id(), resource);
            for (AttributeMapping row : mapping.matchingAttributes()) {
                row.target()
                        .read(resource.attributes())
                        .ifPresent(value -> byValue.computeIfAbsent(row.target(), first -> new HashMap<>())
                                .put(folded(value), resource));
            }
        }
    }

    /** The resource that matches, if nobody has claimed it. */
    Optional<ScimResource> claim(Map<TargetPath, Object> wanted) {
        for (AttributeMapping row : mapping.matchingAttributes()) {
            Optional<ScimResource> found = row.matchingValue(wanted)
                    .map(ResourceIndex::folded)
                    .flatMap(value -> Optional.ofNullable(
                            byValue.getOrDefault(row.target(), Map.of()).get(value)))
                    .filter(resource -> unclaimed.containsKey(resource.id()));
            if (found.isPresent()) {
                unclaimed.remove(found.get().id());
                return found;
            }
        }
        return Optional.empty();
    }

    List<ScimResource> unclaimed() {
        return List.copyOf(unclaimed.values());
    }

    private static String folded(Object value) {
        return value.toString().toLowerCase(Locale.ROOT);
    }
}
