package dev.scimlet.examples.mediusflow.provisioning;

import dev.scimlet.examples.mediusflow.log.LogEntry.Operation;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What a request asks for, as its method and address tell.
 *
 * @param resourceType such as {@code User}; {@code Discovery} for what describes the server
 * @param resourceId empty if the address names none
 * @param filter what is looked for, decoded; empty if nothing
 */
record Intention(Operation operation, String resourceType, String resourceId, String filter) {

    /**
     * Reads a request.
     *
     * @param path what follows the tenant in the path, percent-encoded
     */
    static Intention of(String method, String path, String query) {
        List<String> segments = List.of(path.split("/", -1)).stream()
                .filter(segment -> !segment.isEmpty())
                .toList();
        String endpoint = segments.isEmpty() ? "" : segments.get(0);
        boolean single = segments.size() > 1 && !segments.get(1).equals(".search");
        return new Intention(
                operation(method, endpoint, single, segments.contains(".search")),
                resourceType(endpoint),
                single ? segments.get(1) : "",
                filter(query));
    }

    private static Operation operation(String method, String endpoint, boolean single, boolean search) {
        return switch (method) {
            case "POST" -> search ? Operation.LOOKUP : endpoint.equals("Bulk") ? Operation.UPDATE : Operation.CREATE;
            case "PUT", "PATCH" -> Operation.UPDATE;
            case "DELETE" -> Operation.DELETE;
            default -> single || resourceType(endpoint).equals("Discovery") ? Operation.READ : Operation.LOOKUP;
        };
    }

    private static String resourceType(String endpoint) {
        return switch (endpoint) {
            case "Users" -> "User";
            case "Groups" -> "Group";
            case "Bulk" -> "Bulk";
            default -> "Discovery";
        };
    }

    private static String filter(String query) {
        for (String parameter : query.split("&", -1)) {
            if (parameter.startsWith("filter=")) {
                return decoded(parameter.substring("filter=".length()));
            }
        }
        return "";
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
