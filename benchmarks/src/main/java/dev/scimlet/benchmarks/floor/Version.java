package dev.scimlet.benchmarks.floor;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** What a write gives {@code meta}: when, and the how manieth. */
record Version(Instant lastModified, long number) {

    static Version now(long number) {
        return new Version(Instant.now().truncatedTo(ChronoUnit.MILLIS), number);
    }

    ObjectNode newMeta(ObjectNode parent, String resourceType, String location) {
        return parent.objectNode()
                .put("resourceType", resourceType)
                .put("created", lastModified.toString())
                .put("lastModified", lastModified.toString())
                .put("location", location)
                .put("version", etag());
    }

    /** Gives the resource a {@code meta} of its own with this version: the old one may be on its way to a client. */
    void putInto(ObjectNode resource) {
        ObjectNode meta = resource.objectNode();
        meta.setAll((ObjectNode) resource.get("meta"));
        meta.put("lastModified", lastModified.toString()).put("version", etag());
        resource.set("meta", meta);
    }

    private String etag() {
        return "W/\"" + number + "\"";
    }
}
