package dev.scimlet.protocol;

import dev.scimlet.core.ErrorType;
import dev.scimlet.core.ScimException;
import dev.scimlet.core.profile.ClientProfile;
import dev.scimlet.core.profile.Tolerance;
import dev.scimlet.protocol.message.PercentEncoding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The parameters of a URI, decoded once (RFC 7644 §3.4.2); a bare {@code name} has an empty value. Names are matched in any
 * case: {@code Filter=…}, ignored as unknown, would list everything. Lists of names that come in several parameters, as
 * form libraries write lists, are one list; of other parameters the first counts.
 */
final class Parameters {

    private static final Parameters NONE = new Parameters(Map.of());

    private static final Set<String> LISTS = Set.of("attributes", "excludedattributes");

    private final Map<String, String> values;

    private Parameters(Map<String, String> values) {
        this.values = values;
    }

    static Parameters of(Exchange exchange) {
        return of(exchange.request().query(), exchange.profile());
    }

    private static Parameters of(Optional<String> query, ClientProfile profile) {
        if (query.isEmpty() || query.get().isEmpty()) {
            return NONE;
        }
        boolean plusAsBlank = profile.tolerates(Tolerance.PLUS_AS_BLANK);
        Map<String, String> values = new LinkedHashMap<>();
        String text = query.get();
        int start = 0;
        while (start <= text.length()) {
            int end = text.indexOf('&', start);
            end = end < 0 ? text.length() : end;
            if (end > start) {
                add(values, text.substring(start, end), plusAsBlank);
            }
            start = end + 1;
        }
        return new Parameters(values);
    }

    private static void add(Map<String, String> values, String pair, boolean plusAsBlank) {
        int equals = pair.indexOf('=');
        String name = decoded("", equals < 0 ? pair : pair.substring(0, equals), plusAsBlank)
                .toLowerCase(Locale.ROOT);
        String value = equals < 0 ? "" : pair.substring(equals + 1);
        String decoded = decoded(name, value, plusAsBlank);
        if (LISTS.contains(name)) {
            values.merge(name, decoded, (known, more) -> known + "," + more);
            return;
        }
        boolean first = values.putIfAbsent(name, decoded) == null;
        if (!first && name.equals("filter")) {
            throw ScimException.of(ErrorType.INVALID_FILTER, "'filter' is given twice");
        }
    }

    private static String decoded(String name, String value, boolean plusAsBlank) {
        try {
            return PercentEncoding.decode(plusAsBlank ? value.replace('+', ' ') : value);
        } catch (ScimException malformed) {
            boolean filter = name.equals("filter");
            throw ScimException.of(
                    filter ? ErrorType.INVALID_FILTER : ErrorType.INVALID_VALUE,
                    "'" + (filter ? "filter" : "a parameter") + "' holds a malformed percent-encoding");
        }
    }

    Optional<String> get(String name) {
        return Optional.ofNullable(values.get(name.toLowerCase(Locale.ROOT)));
    }

    boolean has(String name) {
        return values.containsKey(name.toLowerCase(Locale.ROOT));
    }

    /** The names that a parameter such as {@code attributes} lists; none if it is not there. */
    List<String> names(String parameter) {
        String value = values.get(parameter.toLowerCase(Locale.ROOT));
        return value == null ? List.of() : split(value);
    }

    /** The elements of a comma-separated list; commas inside brackets separate nothing. */
    static List<String> split(String text) {
        List<String> names = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            char c = i == text.length() ? ',' : text.charAt(i);
            depth += c == '[' ? 1 : c == ']' ? -1 : 0;
            if (c == ',' && (depth <= 0 || i == text.length())) {
                String name = text.substring(start, i).strip();
                if (!name.isEmpty()) {
                    names.add(name);
                }
                start = i + 1;
            }
        }
        return List.copyOf(names);
    }
}
