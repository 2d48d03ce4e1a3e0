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

    private static final TargetPath EXTERNAL_ID = TargetPath.parse("externalId");

    private final List<TargetPath> matching;
    private final Map<String, ScimResource> unclaimed = new LinkedHashMap<>();
    private final Map<TargetPath, Map<String, ScimResource>> byValue = new HashMap<>();

    ResourceIndex(ObjectMapping mapping, List<ScimResource> resources) {
        this.matching = mapping.matchingAttributes().stream()
                .map(AttributeMapping::target)
                .toList();
        for (ScimResource resource : resources) {
            unclaimed.put(resource.id(), resource);
            matching.forEach(target -> index(target, resource));
            index(EXTERNAL_ID, resource);
        }
    }

    private void index(TargetPath target, ScimResource resource) {
        target.read(resource.attributes())
                .ifPresent(value -> byValue.computeIfAbsent(target, first -> new HashMap<>())
                        .put(folded(value), resource));
    }

    /** The resource that matches, if nobody has claimed it. */
    Optional<ScimResource> claim(Map<TargetPath, Object> wanted) {
        return matching.stream()
                .flatMap(target -> find(target, wanted.getOrDefault(target, "")).stream())
                .findFirst()
                .map(this::claim);
    }

    /** As {@link #claim}, or else by {@code externalId}: somebody may have got a new name just before leaving. */
    Optional<ScimResource> claimLeaver(Map<TargetPath, Object> wanted) {
        return claim(wanted)
                .or(() -> wanted.keySet().stream()
                        .filter(target -> target.text().equalsIgnoreCase(EXTERNAL_ID.text()))
                        .findFirst()
                        .flatMap(target -> find(EXTERNAL_ID, wanted.getOrDefault(target, "")))
                        .map(this::claim));
    }

    private Optional<ScimResource> find(TargetPath target, Object value) {
        return Optional.ofNullable(byValue.getOrDefault(target, Map.of()).get(folded(value)))
                .filter(resource -> unclaimed.containsKey(resource.id()));
    }

    private ScimResource claim(ScimResource resource) {
        unclaimed.remove(resource.id());
        return resource;
    }

    List<ScimResource> unclaimed() {
        return List.copyOf(unclaimed.values());
    }

    private static String folded(Object value) {
        return value.toString().toLowerCase(Locale.ROOT);
    }
}
