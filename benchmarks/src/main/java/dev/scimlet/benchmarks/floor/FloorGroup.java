package dev.scimlet.benchmarks.floor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** A group: its tree without {@code members}, and the members by {@code value}. */
final class FloorGroup {

    private final ObjectNode tree;
    private final Map<String, ObjectNode> members = new LinkedHashMap<>();

    FloorGroup(ObjectNode tree) {
        this.tree = tree;
        add(tree.remove("members"));
    }

    /** Adds or removes the members that the operations name. */
    synchronized void change(JsonNode operations, Version version) {
        for (JsonNode operation : operations) {
            if (operation.get("op").textValue().equalsIgnoreCase("add")) {
                add(operation.get("value"));
            } else {
                operation
                        .get("value")
                        .forEach(member -> members.remove(member.get("value").textValue()));
            }
        }
        version.putInto(tree);
    }

    private void add(JsonNode values) {
        if (values != null) {
            values.forEach(member -> members.put(member.get("value").textValue(), (ObjectNode) member));
        }
    }

    /** What is answered, at this moment. */
    synchronized ObjectNode answer(boolean withMembers) {
        ObjectNode answer = tree.objectNode();
        answer.setAll(tree);
        if (withMembers && !members.isEmpty()) {
            answer.putArray("members").addAll(members.values());
        }
        return answer;
    }
}
