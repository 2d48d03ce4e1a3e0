package dev.scimlet.examples.mediusflow.log;

import java.time.Instant;
import java.util.Locale;

/**
 * One thing that was done or refused.
 *
 * @param id grows with every entry; 0 for one that is not written yet
 * @param actor the label of the secret that a directory used, or the name of an administrator
 * @param resourceName what a person calls it, such as a login name; empty if unknown
 * @param status of the HTTP answer; 0 for what was done in the console
 * @param reason a sentence; empty if there is nothing to explain
 */
public record LogEntry(
        long id,
        Instant time,
        String actor,
        Operation operation,
        String resourceType,
        String resourceId,
        String resourceName,
        int status,
        Result result,
        String reason,
        String requestId) {

    /** The actor of a request with a secret that is none of the tenant's. */
    public static final String STRANGER = "Unknown";

    /** What was asked for. */
    public enum Operation {
        CONNECT,
        LOOKUP,
        READ,
        CREATE,
        UPDATE,
        DELETE,
        CONFIGURE;

        public String label() {
            return name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT);
        }
    }

    /** How it ended. */
    public enum Result {
        DONE("Done"),
        UNCHANGED("No change"),
        REFUSED("Refused"),
        FAILED("Failed");

        private final String label;

        Result(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }
}
