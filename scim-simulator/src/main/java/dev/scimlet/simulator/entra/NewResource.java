package dev.scimlet.simulator.entra;

import dev.scimlet.simulator.mapping.TargetPath;
import dev.scimlet.testkit.json.PlainJson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes the bodies of creations. */
final class NewResource {

    private static final String USER = "urn:ietf:params:scim:schemas:core:2.0:User";
    private static final String GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group";
    private static final String ENTRA_GROUP =
            "http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group";

    /** The work entry of these is sent as the primary one. */
    private static final Set<String> WITH_PRIMARY = Set.of("emails", "phoneNumbers");

    private NewResource() {}

    /** The enterprise extension is always declared, extensions of the application never are. */
    static Map<String, Object> user(Map<TargetPath, Object> values, List<Map<String, Object>> roles) {
        Map<String, Object> body = body(List.of(USER, TargetPath.ENTERPRISE_USER), "User", values);
        for (String attribute : WITH_PRIMARY) {
            PlainJson.members(body, attribute).stream()
                    .filter(entry -> "work".equals(entry.get("type")))
                    .forEach(entry -> entry.put("primary", true));
        }
        body.put("roles", roles);
        return body;
    }

    /** A group comes without members, which are added later. */
    static Map<String, Object> group(Map<TargetPath, Object> values) {
        return body(List.of(GROUP, ENTRA_GROUP), "Group", values);
    }

    private static Map<String, Object> body(List<String> schemas, String type, Map<TargetPath, Object> values) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("schemas", schemas);
        values.forEach((target, value) -> target.write(body, value));
        body.put("meta", Map.of("resourceType", type));
        return body;
    }
}
