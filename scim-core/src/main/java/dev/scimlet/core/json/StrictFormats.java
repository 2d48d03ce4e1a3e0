package dev.scimlet.core.json;

import dev.scimlet.core.profile.ClientProfile;
import dev.scimlet.core.profile.Tolerance;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.schema.TextComparison;
import java.text.Normalizer;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Formats that RFC 7643 §4.1 only describes, and the characters of user names (RFC 8265); demanded when not tolerated. */
final class StrictFormats {

    private static final String TAG = "[A-Za-z]{1,8}(?:[-_][A-Za-z0-9]{1,8})*";
    private static final Pattern LANGUAGE_TAG = Pattern.compile(TAG);
    private static final Pattern ACCEPT_LANGUAGE = Pattern.compile(
            "(?:[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*|\\*)(?:\\s*;\\s*q=[01](?:\\.[0-9]{1,3})?)?"
                    + "(?:\\s*,\\s*(?:[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*|\\*)(?:\\s*;\\s*q=[01](?:\\.[0-9]{1,3})?)?)*");
    private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());

    private StrictFormats() {}

    /** What is wrong with the text, or null. */
    static @Nullable String fault(AttributeDefinition definition, String text, ClientProfile profile) {
        if (definition.comparison() == TextComparison.USER_NAME) {
            return profile.tolerates(Tolerance.ANY_USER_NAME) || isUserName(text)
                    ? null
                    : "holds characters that user names must not have (RFC 8265)";
        }
        return profile.tolerates(Tolerance.LOOSE_FORMATS) ? null : formatFault(definition.name(), text);
    }

    private static @Nullable String formatFault(String name, String text) {
        return switch (name) {
            case "country" ->
                COUNTRIES.contains(text.toUpperCase(Locale.ROOT)) ? null : "is no two-letter country code (ISO 3166-1)";
            case "locale" -> LANGUAGE_TAG.matcher(text).matches() ? null : "is no language tag such as en-US";
            case "preferredLanguage" ->
                ACCEPT_LANGUAGE.matcher(text).matches() ? null : "is not of the form of Accept-Language";
            case "timezone" ->
                ZoneId.getAvailableZoneIds().contains(text) ? null : "is no IANA time zone such as Europe/Berlin";
            default -> null;
        };
    }

    /** The IdentifierClass of PRECIS, as far as the character properties of the platform tell. */
    private static boolean isUserName(String text) {
        String prepared = Normalizer.normalize(text, Normalizer.Form.NFC);
        return prepared.codePoints().allMatch(c -> {
            if (c < 0x80) {
                return c > ' ' && c < 0x7f;
            }
            int type = Character.getType(c);
            boolean letterOrDigit = Character.isLetterOrDigit(c)
                    || type == Character.NON_SPACING_MARK
                    || type == Character.COMBINING_SPACING_MARK;
            String same = Character.toString(c);
            boolean fullWidth = c >= 0xFF01 && c <= 0xFF5E;
            return letterOrDigit
                    && (fullWidth
                            || Normalizer.normalize(same, Normalizer.Form.NFKC)
                                    .equals(Normalizer.normalize(same, Normalizer.Form.NFC)));
        });
    }
}
