package dev.scimlet.directory.log;

import dev.scimlet.core.ScimException;
import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.BoundPath;
import dev.scimlet.core.resource.HiddenAttributes;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.resource.Values;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.schema.Mutability;
import dev.scimlet.core.schema.Returned;
import dev.scimlet.spi.DisplayName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the log may tell of the resources of one type: neither what is never returned or only written, by value or by name, nor what the host hides from it.
 */
final class LogView {

    /** More of one value is cut: a log is no second store. */
    private static final int LONGEST_VALUE = 500;

    private static final int MOST_ENTRIES = 50;
    private static final int MOST_CHANGES = 100;

    private static final int SCHEMAS = 0;
    private static final int ID = 1;
    private static final int META = 3;

    private final ResourceType type;
    private final HiddenAttributes hidden;
    private final List<BoundPath> namePaths;

    /** Of the type as clients know it, if this is a part of it; the names of what the application does not keep are its. */
    private final @Nullable LogView whole;

    /** @throws IllegalArgumentException if a hidden path is none of the type, nor of the whole that it is a part of */
    LogView(ResourceType type, Set<String> hiddenPaths) {
        this.type = type;
        LogView ofWhole = type.whole().map(all -> new LogView(all, hiddenPaths)).orElse(null);
        this.whole = ofWhole;
        Set<BoundPath> paths = new HashSet<>();
        hiddenPaths.forEach(path -> hidden(type, path, ofWhole != null).ifPresent(paths::add));
        collectSecrets(type.definition(), "", type::path, paths);
        this.hidden = HiddenAttributes.of(type.definition(), paths);
        this.namePaths = DisplayName.DISTINCT.stream()
                .filter(name -> type.definition().find(name) != null)
                .map(type::path)
                .filter(path -> mayTell(path.text()))
                .toList();
    }

    /** @param elsewhere whether it may be a path of the whole alone */
    private static Optional<BoundPath> hidden(ResourceType type, String path, boolean elsewhere) {
        try {
            return Optional.of(type.path(path));
        } catch (ScimException | IllegalArgumentException unknown) {
            if (elsewhere) {
                return Optional.empty();
            }
            throw new IllegalArgumentException(
                    "the log cannot hide '" + path + "', which " + type.name() + " does not have", unknown);
        }
    }

    private static void collectSecrets(
            AttributeDefinition container, String prefix, Function<String, BoundPath> path, Set<BoundPath> paths) {
        for (AttributeDefinition attribute : container.subAttributes()) {
            String text = prefix + attribute.name();
            boolean secret = attribute.returned() == Returned.NEVER || attribute.mutability() == Mutability.WRITE_ONLY;
            if (secret) {
                paths.add(path.apply(text));
            } else if (attribute.isExtension()) {
                collectSecrets(attribute, text + ":", path, paths);
            } else if (attribute.isComplex()) {
                collectSecrets(attribute, text + ".", path, paths);
            }
        }
    }

    ResourceType type() {
        return type;
    }

    HiddenAttributes hidden() {
        return hidden;
    }

    /** The paths of what people call a resource, as far as they may be told. */
    List<BoundPath> namePaths() {
        return namePaths;
    }

    /** What people call a resource; null if it is hidden, or was not read. */
    @Nullable
    String name(Attributes attributes) {
        String name = DisplayName.distinct(hidden.shown(attributes));
        return name.isEmpty() ? null : name;
    }

    /** Whether what people call a resource may be told. */
    boolean tellsNames() {
        return namePaths.size()
                == DisplayName.DISTINCT.stream()
                        .filter(name -> type.definition().find(name) != null)
                        .count();
    }

    /** Whether a path may be named: {@link #mayTell}, or that of an attribute which only the whole type has. */
    boolean mayName(String path) {
        return mayTell(path) || whole != null && whole.mayTell(path);
    }

    /** Whether a path may be told; one that the type does not have may not. */
    boolean mayTell(String path) {
        BoundPath bound;
        try {
            bound = type.path(path);
        } catch (ScimException | IllegalArgumentException unknown) {
            return false;
        }
        AttributeDefinition container = type.definition();
        for (AttributeDefinition step : Stream.of(bound.extension(), bound.attribute(), bound.subAttribute())
                .filter(Objects::nonNull)
                .toList()) {
            if (hidden.hides(container, step)) {
                return false;
            }
            container = step;
        }
        return true;
    }

    // ---- what a change has changed

    /** What differs, each with its path; the last one may be the number of more. */
    Map<String, @Nullable Object> changes(Attributes before, Attributes after) {
        List<Map<String, @Nullable Object>> changes = new ArrayList<>();
        collect("", hidden.shown(before), hidden.shown(after), changes);
        Map<String, @Nullable Object> details = new LinkedHashMap<>();
        if (!changes.isEmpty()) {
            details.put("changes", changes.size() > MOST_CHANGES ? changes.subList(0, MOST_CHANGES) : changes);
        }
        if (changes.size() > MOST_CHANGES) {
            details.put("more", changes.size() - MOST_CHANGES);
        }
        return details;
    }

    private void collect(
            String prefix, Attributes before, Attributes after, List<Map<String, @Nullable Object>> changes) {
        for (AttributeDefinition attribute : before.definition().subAttributes()) {
            Object was = before.get(attribute);
            Object is = after.get(attribute);
            if (Objects.equals(was, is) || isTold(prefix, attribute)) {
                continue;
            }
            String path = prefix + attribute.name();
            if (attribute.isComplex() && !attribute.multiValued()) {
                collect(
                        path + (attribute.isExtension() ? ":" : "."),
                        was == null ? Attributes.empty(attribute) : (Attributes) was,
                        is == null ? Attributes.empty(attribute) : (Attributes) is,
                        changes);
            } else {
                Map<String, @Nullable Object> change = new LinkedHashMap<>();
                change.put("path", path);
                put(change, "before", was);
                put(change, "after", is);
                changes.add(change);
            }
        }
    }

    /** Elsewhere: what all resources have, and lists of references, of which is told what came and went. */
    private static boolean isTold(String prefix, AttributeDefinition attribute) {
        boolean common = prefix.isEmpty()
                && (attribute.position() == SCHEMAS || attribute.position() == ID || attribute.position() == META);
        return common || attribute.isReferenceList();
    }

    private static void put(Map<String, @Nullable Object> change, String key, @Nullable Object value) {
        if (value != null) {
            change.put(key, plain(value));
        }
    }

    private static Object plain(Object value) {
        if (value instanceof Attributes complex) {
            Map<String, Object> parts = new LinkedHashMap<>();
            for (AttributeDefinition part : complex.definition().subAttributes()) {
                Object held = complex.get(part);
                if (held != null) {
                    parts.put(part.name(), plain(held));
                }
            }
            return parts;
        }
        if (value instanceof Values entries) {
            return entries.stream().limit(MOST_ENTRIES).map(LogView::plain).toList();
        }
        if (value instanceof Boolean || value instanceof Number) {
            return value;
        }
        return Objects.requireNonNull(LogRow.cut(value.toString(), LONGEST_VALUE));
    }
}
