package dev.scimlet.spring;

import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.spi.ResourceRepository;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Paths that the feed or the log tell nothing of, as settings name them by resource type. */
final class HiddenPaths {

    private HiddenPaths() {}

    /**
     * The paths of each type. The name of a type counts in any case: so variables of the environment can name it.
     *
     * @param setting what names them, such as {@code scimlet.log.hiding}
     * @throws IllegalArgumentException if no repository has a type that is named: what is hidden of it would be seen
     */
    static Function<ResourceType, Set<String>> of(
            String setting, Map<String, Set<String>> hiding, List<ResourceRepository> repositories) {
        Set<String> known = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        repositories.forEach(repository -> known.add(repository.type().name()));
        for (String name : hiding.keySet()) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException(setting + "." + name + ": there is no such type, only " + known);
            }
        }
        return type -> hiding.entrySet().stream()
                .filter(entry -> entry.getKey().equalsIgnoreCase(type.name()))
                .flatMap(entry -> entry.getValue().stream())
                .collect(Collectors.toUnmodifiableSet());
    }
}
