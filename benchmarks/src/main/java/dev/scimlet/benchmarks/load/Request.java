package dev.scimlet.benchmarks.load;

/**
 * One request of the load.
 *
 * @param target path below the base path and query, encoded as it goes over the wire
 * @param body JSON, empty for none
 * @param tenant the number of the tenant whose token it has; {@link #ANY} for that of the connection
 */
public record Request(String method, String target, String body, int tenant) {

    /** No tenant of its own. */
    static final int ANY = -1;

    public Request(String method, String target, String body) {
        this(method, target, body, ANY);
    }

    static Request get(String target) {
        return new Request("GET", target, "");
    }

    static Request delete(String target) {
        return new Request("DELETE", target, "");
    }

    Request of(int number) {
        return new Request(method, target, body, number);
    }
}
