package dev.scimlet.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** The definitions of a schema as one flat map, so that two can be compared whatever the order in which they stand. */
final class SchemaComparison {

    private SchemaComparison() {}

    /** Each characteristic of each attribute: {@code emails.value caseExact} and its value; lists are sets. */
    static Map<String, String> characteristics(JsonNode schema) {
        Map<String, String> all = new TreeMap<>();
        collect(schema.path("attributes"), "", all);
        return all;
    }

    private static void collect(JsonNode attributes, String prefix, Map<String, String> all) {
        for (JsonNode attribute : attributes) {
            String path = prefix + attribute.path("name").asText();
            attribute.properties().forEach(characteristic -> {
                String name = characteristic.getKey();
                if (name.equals("subAttributes")) {
                    collect(characteristic.getValue(), path + ".", all);
                } else {
                    all.put(path + " " + name, text(characteristic.getValue()));
                }
            });
        }
    }

    private static String text(JsonNode value) {
        if (!value.isArray()) {
            return value.toString();
        }
        TreeSet<String> values = new TreeSet<>();
        value.forEach(entry -> values.add(entry.toString()));
        return values.toString();
    }
}
