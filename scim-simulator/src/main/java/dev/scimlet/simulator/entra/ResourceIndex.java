package dev.scimlet.simulator.entra;

import dev.scimlet.simulator.client.ScimResource;
import dev.scimlet.simulator.mapping.AttributeMapping;
import dev.scimlet.simulator.mapping.ObjectMapping;
import dev.scimlet.simulator.mapping.TargetPath;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Resources by their matching attributes and by {@code externalId}, each claimed by at most one object of the directory.
 * No two have the same matching attributes, but several may have the same {@code externalId}.
 */
final class ResourceIndex {

    private static final TargetPath EXTERNAL_ID = TargetPath.parse("externalId");

    private final List<TargetPath> matching;
    private final Set<String> before;
    private final Map<String, ScimResource> unclaimed = new LinkedHashMap<>();
    private final Map<TargetPath, Map<String, List<ScimResource>>> byValue = new HashMap<>();

    /** @param before the ids of those that were in the application before provisioning */
    ResourceIndex(ObjectMapping mapping, List<ScimResource> resources, Set<String> before) {
        this.before = before;
        this.matching = mapping.matchingAttributes().stream()
                .map(AttributeMapping::target)
                .toList();
        for (ScimResource resource : resources) {
            unclaimed.put(resource.id(), resource);
            Stream.concat(matching.stream(), Stream.of(EXTERNAL_ID))
                    .distinct()
                    .forEach(target -> index(target, resource));
        }
    }

    private void index(TargetPath target, ScimResource resource) {
        target.read(resource.attributes())
                .ifPresent(value -> byValue.computeIfAbsent(target, first -> new HashMap<>())
                        .computeIfAbsent(folded(value), first -> new ArrayList<>())
                        .add(resource));
    }

    /** The resource that matches, if nobody has claimed it. */
    Optional<ScimResource> claim(Map<TargetPath, Object> wanted) {
        return matches(wanted).findFirst().map(this::claim);
    }

    /**
     * As {@link #claim}, but also by {@code externalId}: somebody may have got a new name just before leaving. That name
     * may by chance be the one of a resource that was there before, which is therefore the last choice.
     */
    Optional<ScimResource> claimLeaver(Map<TargetPath, Object> wanted) {
        return Stream.concat(matches(wanted), sameExternalId(wanted))
                .min(Comparator.comparing(resource -> before.contains(resource.id())))
                .map(this::claim);
    }

    /** The resource of somebody whose new name did not arrive; one that was there before is somebody else's. */
    Optional<ScimResource> claimByExternalId(Map<TargetPath, Object> wanted) {
        return sameExternalId(wanted)
                .filter(resource -> !before.contains(resource.id()))
                .findFirst()
                .map(this::claim);
    }

    private Stream<ScimResource> sameExternalId(Map<TargetPath, Object> wanted) {
        return wanted.keySet().stream()
                .filter(target -> target.text().equalsIgnoreCase(EXTERNAL_ID.text()))
                .flatMap(target -> find(EXTERNAL_ID, wanted.getOrDefault(target, "")));
    }

    private Stream<ScimResource> matches(Map<TargetPath, Object> wanted) {
        return matching.stream().flatMap(target -> find(target, wanted.getOrDefault(target, "")));
    }

    private Stream<ScimResource> find(TargetPath target, Object value) {
        return byValue.getOrDefault(target, Map.of()).getOrDefault(folded(value), List.of()).stream()
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
