package dev.scimlet.directory.log;

import dev.scimlet.core.ErrorType;
import java.util.Map;
import java.util.Set;

/** The codes of reasons. Each is a key of the message bundles. */
final class Codes {

    static final String CREATED = "created";
    static final String CHANGED = "changed";
    static final String DELETED = "deleted";
    /** What is said of changes. */
    static final Set<String> CHANGES = Set.of(CREATED, CHANGED, DELETED);

    static final String UNCHANGED = "unchanged";
    static final String FOUND = "found";
    static final String FOUND_ONE = "found.one";
    static final String FOUND_NONE = "found.none";
    static final String READ = "read";
    static final String NOT_FOUND = "notFound";
    static final String STRANGER = "stranger";
    static final String MORE = "more";
    static final String DROPPED = "dropped";
    static final String ERASED = "erased";

    private static final String REFUSED = "refused.";

    /** Statuses with a sentence of their own. */
    static final Set<Integer> STATUSES =
            Set.of(400, 401, 403, 404, 405, 406, 409, 412, 413, 415, 428, 429, 500, 501, 503);

    /** What credentials are refused for, by the words that clients are told. */
    static final Map<String, String> CREDENTIALS = Map.of(
            "the token has been revoked", "refused.revoked",
            "the token has expired", "refused.expired",
            "provisioning is paused by the application; try again later", "refused.paused");

    private Codes() {}

    static String refused(ErrorType type) {
        return REFUSED + type.keyword();
    }

    static String refused(int status) {
        return REFUSED + (STATUSES.contains(status) ? Integer.toString(status) : "other");
    }
}
