package dev.scimlet.simulator.entra;

import dev.scimlet.simulator.mapping.TargetPath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes the bodies of PATCH requests in one dialect. */
final class PatchWriter {

    private static final String PATCH_OP = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

    private final PatchDialect dialect;

    PatchWriter(PatchDialect dialect) {
        this.dialect = dialect;
    }

    /** A body that makes the given changes, of which there is at least one. */
    Map<String, Object> changes(List<AttributeChange> changes) {
        return body(dialect == PatchDialect.LEGACY ? eachWithPath(changes) : grouped(changes));
    }

    /** A body that adds members, who are given by their ids in the application. */
    Map<String, Object> addMembers(TargetPath members, List<String> ids) {
        return body(List.of(operation(
                AttributeChange.Kind.ADD,
                members.text(),
                ids.stream().map(this::reference).toList())));
    }

    /** A body that removes the given members and nobody else. */
    Map<String, Object> removeMembers(TargetPath members, List<String> ids) {
        if (dialect == PatchDialect.LEGACY) {
            return body(List.of(operation(
                    AttributeChange.Kind.REMOVE,
                    members.text(),
                    ids.stream().map(this::reference).toList())));
        }
        return body(ids.stream()
                .map(id -> withoutValue(
                        AttributeChange.Kind.REMOVE, members.text() + "[value eq " + EntraQuery.quoted(id) + "]"))
                .toList());
    }

    private List<Map<String, Object>> eachWithPath(List<AttributeChange> changes) {
        return changes.stream().map(this::withPath).toList();
    }

    /**
     * Paths with a filter stand alone and come first; the other values of one kind share an operation without a path.
     * A single addition beside others keeps its path, and so does a change that is the only one.
     */
    private List<Map<String, Object>> grouped(List<AttributeChange> changes) {
        if (changes.size() == 1) {
            return eachWithPath(changes);
        }
        List<Map<String, Object>> operations = new ArrayList<>();
        changes.stream().filter(PatchWriter::standsAlone).forEach(change -> operations.add(withPath(change)));
        List<AttributeChange> replaced = shared(changes, AttributeChange.Kind.REPLACE);
        if (!replaced.isEmpty()) {
            operations.add(withoutPath(AttributeChange.Kind.REPLACE, replaced));
        }
        List<AttributeChange> added = shared(changes, AttributeChange.Kind.ADD);
        if (added.size() == 1) {
            operations.add(withPath(added.get(0)));
        } else if (!added.isEmpty()) {
            operations.add(withoutPath(AttributeChange.Kind.ADD, added));
        }
        return operations;
    }

    private static boolean standsAlone(AttributeChange change) {
        return change.target().selector().isPresent()
                || change.newValue() instanceof List
                || change.kind() == AttributeChange.Kind.REMOVE;
    }

    private static List<AttributeChange> shared(List<AttributeChange> changes, AttributeChange.Kind kind) {
        return changes.stream()
                .filter(change -> change.kind() == kind && !standsAlone(change))
                .toList();
    }

    private Map<String, Object> withPath(AttributeChange change) {
        return change.kind() == AttributeChange.Kind.REMOVE
                ? withoutValue(change.kind(), change.target().text())
                : operation(change.kind(), change.target().text(), sent(change.newValue()));
    }

    private Map<String, Object> withoutPath(AttributeChange.Kind kind, List<AttributeChange> changes) {
        Map<String, Object> value = new LinkedHashMap<>();
        changes.forEach(change -> value.put(change.target().text(), sent(change.newValue())));
        Map<String, Object> operation = new LinkedHashMap<>();
        operation.put("op", kind.name(dialect));
        operation.put("value", value);
        return operation;
    }

    private Map<String, Object> operation(AttributeChange.Kind kind, String path, Object value) {
        Map<String, Object> operation = withoutValue(kind, path);
        operation.put("value", value);
        return operation;
    }

    private Map<String, Object> withoutValue(AttributeChange.Kind kind, String path) {
        Map<String, Object> operation = new LinkedHashMap<>();
        operation.put("op", kind.name(dialect));
        operation.put("path", path);
        return operation;
    }

    /** Without the flag, booleans are sent as text. */
    private Object sent(Object value) {
        if (dialect == PatchDialect.LEGACY && value instanceof Boolean bool) {
            return bool ? "True" : "False";
        }
        return value;
    }

    /** Without the flag, an empty {@code $ref} comes along. */
    private Map<String, Object> reference(String id) {
        Map<String, Object> reference = new LinkedHashMap<>();
        if (dialect == PatchDialect.LEGACY) {
            reference.put("$ref", null);
        }
        reference.put("value", id);
        return reference;
    }

    private static Map<String, Object> body(List<Map<String, Object>> operations) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("schemas", List.of(PATCH_OP));
        body.put("Operations", operations);
        return body;
    }
}
