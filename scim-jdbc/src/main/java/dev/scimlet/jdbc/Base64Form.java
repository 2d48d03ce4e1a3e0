package dev.scimlet.jdbc;

import dev.scimlet.core.resource.Base64Text;
import java.util.Base64;

/** Bytes as text in one spelling, so that equal bytes are equal texts to the database. */
final class Base64Form {

    private Base64Form() {}

    /** The standard alphabet with padding; text that is no base64 stays as it is. */
    static String canonical(String text) {
        return Base64Text.decode(text, false)
                .or(() -> Base64Text.decode(text, true))
                .map(bytes -> Base64.getEncoder().encodeToString(bytes))
                .orElse(text);
    }
}
