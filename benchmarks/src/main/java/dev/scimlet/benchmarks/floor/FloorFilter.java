package dev.scimlet.benchmarks.floor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Predicate;

/** The three filters of the load, told by how they begin; their values stand between quotes. */
final class FloorFilter {

    private static final String USER_NAME = "userName eq \"";
    private static final String DISPLAY_NAME = "displayName eq \"";

    private FloorFilter() {}

    static boolean isUserName(String filter) {
        return filter.startsWith(USER_NAME);
    }

    static String userName(String filter) {
        return quoted(filter, 0);
    }

    static Predicate<ObjectNode> scanned(String filter) {
        if (filter.startsWith(DISPLAY_NAME)) {
            String wanted = quoted(filter, 0);
            return user -> user.get("displayName").textValue().equalsIgnoreCase(wanted);
        }
        String type = quoted(filter, 0);
        String part = quoted(filter, 1).toLowerCase(Locale.ROOT);
        Instant since = Instant.parse(quoted(filter, 2));
        return user -> hasEmail(user, type, part) && (isModifiedSince(user, since) || isActive(user));
    }

    private static boolean hasEmail(ObjectNode user, String type, String part) {
        for (JsonNode email : user.get("emails")) {
            if (email.get("type").textValue().equalsIgnoreCase(type)
                    && email.get("value").textValue().toLowerCase(Locale.ROOT).contains(part)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isModifiedSince(ObjectNode user, Instant since) {
        return !Instant.parse(user.get("meta").get("lastModified").textValue()).isBefore(since);
    }

    private static boolean isActive(ObjectNode user) {
        return user.get("active").booleanValue();
    }

    /** The text between the quotes of the value with this number, from 0. */
    private static String quoted(String filter, int number) {
        int from = filter.indexOf('"') + 1;
        for (int skipped = 0; skipped < number; skipped++) {
            int end = filter.indexOf('"', from);
            from = filter.indexOf('"', end + 1) + 1;
        }
        return filter.substring(from, filter.indexOf('"', from));
    }
}
