package dev.scimlet.directory.feed;

import java.util.Locale;
import java.util.regex.Pattern;

/** The types of events: {@code <resource type>.<what>}. */
final class EventTypes {

    static final String CREATED = "created";
    static final String UPDATED = "updated";
    static final String ACTIVATED = "activated";
    static final String DEACTIVATED = "deactivated";
    static final String DELETED = "deleted";
    static final String MEMBERS_CHANGED = "members_changed";

    static final int LONGEST = 100;

    private static final Pattern FORM = Pattern.compile("[a-zA-Z0-9_]+(\\.[a-zA-Z0-9_]+)+");

    private EventTypes() {}

    static String of(String resourceType, String what) {
        return resourceType.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]", "_") + "." + what;
    }

    /** @throws IllegalArgumentException if the text is no type of events */
    static String checked(String type) {
        if (type.length() > LONGEST || !FORM.matcher(type).matches()) {
            throw new IllegalArgumentException("'" + type
                    + "' is no type of events: letters, digits and '_' with dots between, such as 'user.locked'");
        }
        return type;
    }
}
