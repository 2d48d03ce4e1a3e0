package dev.scimlet.simulator.entra;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Query strings as Entra ID writes them: spaces as {@code +}, everything else percent-encoded in lower-case hex. */
final class EntraQuery {

    static final String WITHOUT_MEMBERS = "?excludedAttributes=members";

    /** What .NET leaves as it is, besides letters and digits. */
    private static final String PLAIN = "-_.!*()";

    private EntraQuery() {}

    /** Who has {@code value} at {@code path}? */
    static String equal(String path, String value) {
        return "?filter=" + encode(path + " eq " + quoted(value));
    }

    /** Which group has {@code value} at {@code path}? Its members are not wanted. */
    static String equalWithoutMembers(String path, String value) {
        return WITHOUT_MEMBERS + "&filter=" + encode(path + " eq " + quoted(value));
    }

    /** Does the resource {@code id} refer to {@code reference} by {@code attribute}? */
    static String refers(String id, String attribute, String reference) {
        return "?filter=" + encode("id eq " + quoted(id) + " and " + attribute + " eq " + quoted(reference))
                + "&attributes=id";
    }

    static String quoted(String value) {
        return "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    private static String encode(String text) {
        StringBuilder encoded = new StringBuilder();
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            char character = (char) (octet & 0xff);
            if (character == ' ') {
                encoded.append('+');
            } else if (isPlain(character)) {
                encoded.append(character);
            } else {
                encoded.append(String.format(Locale.ROOT, "%%%02x", octet));
            }
        }
        return encoded.toString();
    }

    private static boolean isPlain(char character) {
        return (character >= 'a' && character <= 'z')
                || (character >= 'A' && character <= 'Z')
                || (character >= '0' && character <= '9')
                || PLAIN.indexOf(character) >= 0;
    }
}
