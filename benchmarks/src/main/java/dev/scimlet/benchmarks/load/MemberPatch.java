package dev.scimlet.benchmarks.load;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** PATCH of a group's members with a value list, as Entra ID sends it. */
final class MemberPatch {

    static final String PATCH_OP = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

    private MemberPatch() {}

    static Request of(String operation, String groupId, ArrayNode members, boolean membersExcluded) {
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        patch.putArray("schemas").add(PATCH_OP);
        patch.putArray("Operations")
                .addObject()
                .put("op", operation)
                .put("path", "members")
                .set("value", members);
        String target = "/Groups/" + groupId + (membersExcluded ? "?excludedAttributes=members" : "");
        return new Request("PATCH", target, patch.toString());
    }
}
