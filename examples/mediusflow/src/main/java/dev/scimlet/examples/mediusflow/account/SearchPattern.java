package dev.scimlet.examples.mediusflow.account;

import java.util.Locale;

/** What a person types into a search box, as a pattern for {@code like ? escape '!'}. */
public final class SearchPattern {

    private SearchPattern() {}

    /** Matches lower-cased texts that contain {@code words} as they are: {@code %} and {@code _} mean themselves. */
    public static String containing(String words) {
        String literal = words.strip()
                .toLowerCase(Locale.ROOT)
                .replace("!", "!!")
                .replace("%", "!%")
                .replace("_", "!_");
        return "%" + literal + "%";
    }
}
