package dev.scimlet.benchmarks.sqlfloor;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/** Parts of resources that all tables give alike. */
final class Trees {

    static final String ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    static final String CORE = "urn:ietf:params:scim:schemas:core:2.0:";

    private static final String TAG_START = "W/\"";

    private Trees() {}

    /** @param type {@code User} or {@code Group} */
    static void putMeta(
            ObjectNode resource, String type, String base, Instant created, Instant modified, long version) {
        resource.putObject("meta")
                .put("resourceType", type)
                .put("created", created.toString())
                .put("lastModified", modified.toString())
                .put("location", base + "/" + type + "s/" + id(resource))
                .put("version", TAG_START + version + "\"");
    }

    static String id(ObjectNode resource) {
        return resource.get("id").textValue();
    }

    static long version(ObjectNode resource) {
        String tag = resource.get("meta").get("version").textValue();
        return Long.parseLong(tag.substring(TAG_START.length(), tag.length() - 1));
    }

    static ObjectNode stamped(ObjectNode resource, Instant modified, long version) {
        ((ObjectNode) resource.get("meta"))
                .put("lastModified", modified.toString())
                .put("version", TAG_START + version + "\"");
        return resource;
    }

    /** What a client cannot write stays as it is: {@code next} gets it from {@code current}. */
    static ObjectNode kept(ObjectNode current, ObjectNode next) {
        next.set("id", current.get("id"));
        next.set("meta", current.get("meta"));
        if (current.has("groups")) {
            next.set("groups", current.get("groups"));
        }
        return next;
    }
}
