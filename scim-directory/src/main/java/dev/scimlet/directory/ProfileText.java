package dev.scimlet.directory;

import dev.scimlet.core.profile.ClientProfile;
import dev.scimlet.core.profile.Tolerance;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A profile as text: the one it started from and what was changed, {@code INTEROPERABLE+textNumbers-pathKeys}. What a later
 * version of the library adds to the profile that it started from, it then has too.
 */
public final class ProfileText {

    private static final List<ClientProfile> NAMED =
            List.of(ClientProfile.INTEROPERABLE, ClientProfile.STRICT, ClientProfile.INTEROP_DRAFT);

    private ProfileText() {}

    /** The text of a profile. */
    public static String of(ClientProfile profile) {
        ClientProfile base = base(profile.toString());
        StringBuilder text = new StringBuilder(base.toString());
        for (Tolerance tolerance : Tolerance.values()) {
            if (profile.tolerates(tolerance) != base.tolerates(tolerance)) {
                text.append(profile.tolerates(tolerance) ? '+' : '-').append(tolerance.switchName());
            }
        }
        return text.toString();
    }

    private static ClientProfile base(String text) {
        return NAMED.stream()
                .filter(profile -> text.startsWith(profile.toString()))
                .findFirst()
                .orElse(ClientProfile.INTEROPERABLE);
    }

    /** The profile that a text is of; a switch that this version does not know is passed over. */
    public static ClientProfile parse(String text) {
        ClientProfile profile = base(text);
        int at = profile.toString().length();
        while (at < text.length()) {
            int end = at + 1;
            while (end < text.length() && Character.isLetterOrDigit(text.charAt(end))) {
                end++;
            }
            Optional<Tolerance> tolerance = tolerance(text.substring(at + 1, end));
            if (tolerance.isPresent()) {
                profile = text.charAt(at) == '-' ? profile.without(tolerance.get()) : profile.with(tolerance.get());
            }
            at = end;
        }
        return profile;
    }

    private static Optional<Tolerance> tolerance(String name) {
        return Arrays.stream(Tolerance.values())
                .filter(any -> any.switchName().equals(name))
                .findFirst();
    }
}
