package dev.scimlet.benchmarks.floor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The four operations on a user that the load sends. */
public final class FloorPatch {

    private static final String ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    private FloorPatch() {}

    public static ObjectNode applied(ObjectNode user, JsonNode operations) {
        ObjectNode next = user.deepCopy();
        for (JsonNode operation : operations) {
            apply(next, operation.get("path").textValue(), operation.get("value"));
        }
        return next;
    }

    private static void apply(ObjectNode user, String path, JsonNode value) {
        switch (path) {
            case "title" -> user.set("title", value);
            case "name.familyName" -> ((ObjectNode) user.get("name")).set("familyName", value);
            case "emails[type eq \"work\"].value" -> replaceWorkEmail(user, value);
            case ENTERPRISE + ":department" -> ((ObjectNode) user.get(ENTERPRISE)).set("department", value);
            default -> throw new IllegalArgumentException("the load has no operation on " + path);
        }
    }

    private static void replaceWorkEmail(ObjectNode user, JsonNode value) {
        for (JsonNode email : user.get("emails")) {
            if (email.get("type").textValue().equals("work")) {
                ((ObjectNode) email).set("value", value);
            }
        }
    }
}
