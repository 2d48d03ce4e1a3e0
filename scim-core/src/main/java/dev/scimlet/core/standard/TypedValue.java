package dev.scimlet.core.standard;

import dev.scimlet.core.resource.Attributes;
import java.util.List;
import java.util.Optional;

/**
 * An entry of one of the lists of a User, such as {@code emails}: what RFC 7643 §2.4 lets every list have.
 *
 * @param value the significant value, such as the address; empty text where there is none
 * @param type the label, such as {@code work}
 * @param display a text for people
 * @param primary whether it is the preferred one
 */
public record TypedValue(String value, Optional<String> type, Optional<String> display, boolean primary) {

    static List<TypedValue> listOf(Attributes attributes, String path) {
        return attributes.list(path).stream().map(TypedValue::of).toList();
    }

    private static TypedValue of(Attributes entry) {
        boolean hasPrimary = entry.definition().primarySubAttribute() != null;
        return new TypedValue(
                entry.string("value").orElse(""),
                entry.string("type"),
                entry.string("display"),
                hasPrimary && entry.bool("primary").orElse(false));
    }
}
