package dev.scimlet.benchmarks.load;

/**
 * One request of the load.
 *
 * @param target path below the base path and query, encoded as it goes over the wire
 * @param body JSON, empty for none
 */
public record Request(String method, String target, String body) {

    static Request get(String target) {
        return new Request("GET", target, "");
    }

    static Request delete(String target) {
        return new Request("DELETE", target, "");
    }
}
