package dev.scimlet.simulator.client;

import dev.scimlet.testkit.json.PlainJson;
import java.util.List;
import java.util.Map;

/**
 * A resource as the service provider returned it, checked to have an {@code id}.
 *
 * @param id the service provider's id
 * @param attributes the whole body as plain JSON values
 */
public record ScimResource(String id, Map<String, Object> attributes) {

    /** The text of a simple attribute, or empty text. */
    public String text(String attribute) {
        return PlainJson.text(attributes, attribute).orElse("");
    }

    /** The {@code value} of each entry of a multi-valued attribute, in order. */
    public List<String> values(String attribute) {
        return PlainJson.members(attributes, attribute).stream()
                .flatMap(entry -> PlainJson.text(entry, "value").stream())
                .toList();
    }
}
