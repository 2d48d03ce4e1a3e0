package dev.scimlet.examples.quickstart;

import dev.scimlet.core.json.ReadLimits;
import dev.scimlet.core.profile.ClientProfile;
import dev.scimlet.core.profile.Tolerance;
import dev.scimlet.protocol.ServiceLimits;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A name that {@code --set} takes.
 *
 * @param standard what it is where nobody says anything
 * @param meaning what it does, in words
 * @param change what a value does; a value that cannot be is a {@link UsageException}
 */
record Setting(String name, String standard, String meaning, Change change) {

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
    static final List<Setting> LIMITS = List.of(
            limit("maxBodyBytes", ServiceLimits::maxBodyBytes, ServiceLimits::withMaxBodyBytes),
            limit(
                    "maxBulkBytes",
                    ServiceLimits::maxBulkBytes,
                    (limits, bytes) -> limits.withBulk(limits.maxBulkOperations(), bytes)),
            limit(
                    "maxBulkOperations",
                    ServiceLimits::maxBulkOperations,
                    (limits, operations) -> limits.withBulk(operations, limits.maxBulkBytes())),
            limit(
                    "maxResults",
                    ServiceLimits::maxResults,
                    (limits, largest) -> limits.withPages(limits.defaultPageSize(), largest)),
            limit(
                    "defaultPageSize",
                    ServiceLimits::defaultPageSize,
                    (limits, standard) -> limits.withPages(standard, limits.maxResults())),
            limit(
                    "body.nesting",
                    limits -> limits.body().nesting(),
                    (limits, levels) -> limits.withBody(new ReadLimits(
                            levels, limits.body().entries(), limits.body().operations()))),
            limit(
                    "body.entries",
                    limits -> limits.body().entries(),
                    (limits, entries) -> limits.withBody(new ReadLimits(
                            limits.body().nesting(), entries, limits.body().operations()))),
            limit(
                    "body.operations",
                    limits -> limits.body().operations(),
                    (limits, operations) -> limits.withBody(new ReadLimits(
                            limits.body().nesting(), limits.body().entries(), operations))),
            limit(
                    "filterLength",
                    ServiceLimits::filterLength,
                    (limits, characters) ->
                            limits.withFilters(characters, limits.filterDepth(), limits.filterComparisons())),
            limit(
                    "filterDepth",
                    ServiceLimits::filterDepth,
                    (limits, levels) -> limits.withFilters(limits.filterLength(), levels, limits.filterComparisons())),
            limit(
                    "filterComparisons",
                    ServiceLimits::filterComparisons,
                    (limits, most) -> limits.withFilters(limits.filterLength(), limits.filterDepth(), most)),
            new Setting(
                    "cursorLifetime",
                    ServiceLimits.DEFAULT.cursorLifetime().toString(),
                    "",
                    (settings, value) ->
                            settings.limits = settings.limits.withCursorLifetime(duration("cursorLifetime", value))),
            new Setting(
                    "maxTotalResults",
                    "none",
                    "",
                    (settings, value) -> settings.limits =
                            settings.limits.withMaxTotalResults(number("maxTotalResults", value, Long.MAX_VALUE))));

    /** All names, in the order in which help shows them. */
    static List<Setting> all() {
        return Stream.of(SWITCHES, OF_THE_APPLICATION, LIMITS)
                .flatMap(List::stream)
                .toList();
    }

    private static Setting of(Tolerance tolerance) {
        String standard = onOff(ClientProfile.INTEROPERABLE.tolerates(tolerance));
        String strict = onOff(ClientProfile.STRICT.tolerates(tolerance));
        return onOff(
                tolerance.switchName(),
                standard.equals(strict) ? standard : standard + ", strict " + strict,
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

    private static Setting limit(
            String name,
            Function<ServiceLimits, Integer> standard,
            BiFunction<ServiceLimits, Integer, ServiceLimits> change) {
        return new Setting(
                name,
                String.valueOf(standard.apply(ServiceLimits.DEFAULT)),
                "",
                (settings, value) -> settings.limits =
                        change.apply(settings.limits, Math.toIntExact(number(name, value, Integer.MAX_VALUE))));
    }

    private static boolean isOn(String name, String value) {
        return switch (value) {
            case "on", "true" -> true;
            case "off", "false" -> false;
            default -> throw new UsageException(name + " takes on or off, not '" + value + "'");
        };
    }

    private static long number(String name, String value, long largest) {
        try {
            long number = Long.parseLong(value);
            if (number >= 1 && number <= largest) {
                return number;
            }
        } catch (NumberFormatException notOne) {
            // said below
        }
        throw new UsageException(name + " takes a number from 1 to " + largest + ", not '" + value + "'");
    }

    private static Duration duration(String name, String value) {
        try {
            Duration duration = Duration.parse(value);
            if (duration.compareTo(Duration.ofSeconds(1)) >= 0) {
                return duration;
            }
        } catch (DateTimeParseException notOne) {
            // said below
        }
        throw new UsageException(name + " takes a duration such as PT1H or PT90S, not '" + value + "'");
    }

    private static List<String> paths(String value) {
        List<String> paths = List.of(value.split(",", -1));
        if (paths.stream().anyMatch(String::isBlank)) {
            throw new UsageException("sensitiveAttributes takes paths with commas between, not '" + value + "'");
        }
        return paths.stream().map(String::strip).toList();
    }
}
