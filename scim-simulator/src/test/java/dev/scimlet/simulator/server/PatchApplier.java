package dev.scimlet.simulator.server;

import dev.scimlet.simulator.mapping.TargetPath;
import dev.scimlet.testkit.json.PlainJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Applies PATCH requests of all the dialects that identity providers speak. */
final class PatchApplier {

    private final Set<ServerFault> faults;

    PatchApplier(Set<ServerFault> faults) {
        this.faults = faults;
    }

    void apply(Map<String, Object> resource, Map<String, Object> request) {
        for (Map<String, Object> operation : PlainJson.members(request, "Operations")) {
            String op = PlainJson.text(operation, "op").orElse("").toLowerCase(Locale.ROOT);
            Object value = operation.get("value");
            Optional<String> path = PlainJson.text(operation, "path");
            if (path.isEmpty()) {
                PlainJson.asObject(value).orElse(Map.of()).forEach((key, part) -> applyKey(resource, op, key, part));
            } else {
                applyTo(resource, op, Normalizer.path(path.get()), value == null ? "" : value);
            }
        }
    }

    private void applyKey(Map<String, Object> resource, String op, String key, Object value) {
        if (faults.contains(ServerFault.STORES_DOTTED_KEYS) && !"id".equals(key)) {
            resource.put(key, value);
        } else if (!"id".equals(key)) {
            applyTo(resource, op, Normalizer.path(key), value);
        }
    }

    private void applyTo(Map<String, Object> resource, String op, TargetPath path, Object value) {
        if ("members".equals(path.attribute())) {
            resource.put("members", members(resource, op, path, value));
        } else if ("remove".equals(op)) {
            remove(resource, path);
        } else if (faults.contains(ServerFault.REPLACES_EXTENSION) && path.equals(Normalizer.MANAGER)) {
            resource.remove(path.schema());
            path.write(resource, Normalizer.value(path, value));
        } else if ("add".equals(op)
                && value instanceof List<?> added
                && path.selector().isEmpty()) {
            List<Object> merged = new ArrayList<>(list(resource, path.attribute()));
            merged.addAll(added);
            path.write(resource, merged);
        } else {
            path.write(resource, Normalizer.value(path, value));
        }
    }

    private static void remove(Map<String, Object> resource, TargetPath path) {
        Map<String, Object> holder = path.schema().isEmpty()
                ? resource
                : PlainJson.member(resource, path.schema()).orElse(resource);
        if (path.subAttribute().isEmpty()) {
            holder.remove(path.attribute());
        } else {
            PlainJson.member(holder, path.attribute()).ifPresent(complex -> complex.remove(path.subAttribute()));
        }
    }

    private List<Object> members(Map<String, Object> resource, String op, TargetPath path, Object value) {
        Map<String, Object> members = new LinkedHashMap<>();
        if (!"replace".equals(op)) {
            list(resource, "members").forEach(member -> members.put(idOf(member), member));
        }
        if (faults.contains(ServerFault.DOUBLES_MEMBERS) && "add".equals(op)) {
            return Stream.concat(list(resource, "members").stream(), asList(value).stream())
                    .<Object>map(member -> Map.of("value", idOf(member)))
                    .toList();
        }
        if (!"remove".equals(op)) {
            asList(value).forEach(member -> members.put(idOf(member), Map.of("value", idOf(member))));
        } else if (path.selector().isPresent()) {
            members.remove(path.selector().get().value());
        } else if (faults.contains(ServerFault.EMPTIES_GROUP)) {
            members.clear();
        } else {
            asList(value).forEach(member -> members.remove(idOf(member)));
        }
        return new ArrayList<>(members.values());
    }

    private static String idOf(Object member) {
        return PlainJson.asObject(member)
                .flatMap(object -> PlainJson.text(object, "value"))
                .orElse(member.toString());
    }

    private static List<?> asList(Object value) {
        return value instanceof List<?> list ? list : List.of(value);
    }

    private static List<?> list(Map<String, Object> resource, String attribute) {
        return resource.get(attribute) instanceof List<?> list ? list : List.of();
    }
}
