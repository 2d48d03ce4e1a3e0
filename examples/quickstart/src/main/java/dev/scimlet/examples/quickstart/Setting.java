package dev.scimlet.examples.quickstart;

import dev.scimlet.core.profile.ClientProfile;
import dev.scimlet.core.profile.Tolerance;
import dev.scimlet.protocol.ServiceLimits;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * A name that {@code --set} takes.
 *
 * @param standard what it is where nobody says anything
 * @param meaning what it does, in words
 * @param change what a value does; a value that cannot be is a {@link UsageException}
 */
record Setting(String name, String standard, String meaning, Change change) {

    private static final String UNLIMITED = Long.toString(Long.MAX_VALUE);

    /** What a value does to the settings. */
    interface Change {
        void apply(Settings settings, String value);
    }

    private interface Switched {
        void apply(Settings settings, boolean on);
    }

    /** The tolerances of the client profiles, in their order. */
    static final List<Setting> SWITCHES =
            Arrays.stream(Tolerance.values()).map(Setting::of).toList();

    /** What no profile changes. */
    static final List<Setting> OF_THE_APPLICATION = List.of(
            onOff("groupDisplayNameUnique", "off", "no two groups have one displayName", (settings, on) -> {
                settings.groupDisplayNameUnique = on;
            }),
            onOff(
                    "defaultActive",
                    "none",
                    "what active of a new user is where the client does not say",
                    (settings, on) -> {
                        settings.defaultActive = on;
                    }),
            onOff(
                    "enforceCanonicalValues",
                    "off",
                    "other values than the canonical ones are refused",
                    (settings, on) -> {
                        settings.enforceCanonicalValues = on;
                    }),
            onOff("referentialIntegrity", "off", "members must exist, and go when they are deleted", (settings, on) -> {
                settings.referentialIntegrity = on;
            }),
            onOff("strongETags", "off", "versions are strong entity tags", (settings, on) -> settings.strongETags = on),
            onOff(
                    "demandIfMatch",
                    "off",
                    "a change must name the version that it changes, else 428",
                    (settings, on) -> {
                        settings.demandIfMatch = on;
                    }),
            onOff("externalIdUnique", "off", "no two resources of a type have one externalId", (settings, on) -> {
                settings.externalIdUnique = on;
            }),
            new Setting(
                    "sensitiveAttributes",
                    "none",
                    "paths, with commas between, that a filter in a URL must not name",
                    (settings, value) -> settings.sensitiveAttributes = paths(value)));

    /** How much a request may ask for. */
    static final List<Setting> LIMITS = ServiceLimits.DEFAULT.byName().entrySet().stream()
            .map(limit -> new Setting(
                    limit.getKey(),
                    limit.getValue().equals(UNLIMITED) ? "none" : limit.getValue(),
                    "",
                    (settings, value) -> settings.limits = limited(settings.limits, limit.getKey(), value)))
            .toList();

    /** All names, in the order in which help shows them. */
    static List<Setting> all() {
        return Stream.of(SWITCHES, OF_THE_APPLICATION, LIMITS)
                .flatMap(List::stream)
                .toList();
    }

    private static Setting of(Tolerance tolerance) {
        String standard = onOff(ClientProfile.INTEROPERABLE.tolerates(tolerance));
        String strict = onOff(ClientProfile.STRICT.tolerates(tolerance));
        String draft = onOff(ClientProfile.INTEROP_DRAFT.tolerates(tolerance));
        return onOff(
                tolerance.switchName(),
                standard
                        + (standard.equals(strict) ? "" : ", strict " + strict)
                        + (strict.equals(draft) ? "" : ", interop-draft " + draft),
                "",
                (settings, on) ->
                        settings.profile = on ? settings.profile.with(tolerance) : settings.profile.without(tolerance));
    }

    private static String onOff(boolean on) {
        return on ? "on" : "off";
    }

    private static Setting onOff(String name, String standard, String meaning, Switched change) {
        return new Setting(name, standard, meaning, (settings, value) -> change.apply(settings, isOn(name, value)));
    }

    private static boolean isOn(String name, String value) {
        return switch (value) {
            case "on", "true" -> true;
            case "off", "false" -> false;
            default -> throw new UsageException(name + " takes on or off, not '" + value + "'");
        };
    }

    private static ServiceLimits limited(ServiceLimits limits, String name, String value) {
        try {
            return limits.toBuilder().set(name, value).build();
        } catch (IllegalArgumentException refused) {
            throw new UsageException(String.valueOf(refused.getMessage()), refused);
        }
    }

    private static List<String> paths(String value) {
        List<String> paths = List.of(value.split(",", -1));
        if (paths.stream().anyMatch(String::isBlank)) {
            throw new UsageException("sensitiveAttributes takes paths with commas between, not '" + value + "'");
        }
        return paths.stream().map(String::strip).toList();
    }
}
