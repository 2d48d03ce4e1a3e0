package dev.scimlet.directory.log;

import dev.scimlet.filter.AttributePath;
import dev.scimlet.filter.Filter;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Takes out of texts what a client may have put there: of what is no attribute that the log may tell, and of conditions on such attributes, nothing is left.
 */
final class Wording {

    static final String LEFT_OUT = "(…)";

    /** What stands in quotes or brackets, or is no plain word: a URL, a URN, an address, a token. */
    private static final Pattern GIVEN = Pattern.compile("'([^']*)'|\"([^\"]*)\"|\\[[^\\]]*\\]|\\S*[/:@=_][^\\s,;.]\\S*"
            + "|\\S*(?:[0-9]\\p{L}|\\p{L}[0-9])\\S*|\\S{30,}");

    /** Behind it stands what a client has written in the place of what was expected. */
    private static final Pattern INSTEAD = Pattern.compile(",? found .*", Pattern.DOTALL);

    /** More is no sentence. */
    private static final int LONGEST_DETAIL = 300;

    private final Map<String, LogView> views;

    Wording(Map<String, LogView> views) {
        this.views = views;
    }

    /**
     * What a client was told, where it names nothing but attributes.
     *
     * @param type the name of the type, or null if several may be meant
     */
    String detail(String told, @Nullable String type) {
        Matcher given = GIVEN.matcher(INSTEAD.matcher(told).replaceFirst(""));
        StringBuilder text = new StringBuilder();
        while (given.find()) {
            String quoted = given.group(1) == null ? given.group(2) : given.group(1);
            boolean known = quoted != null && mayTell(type, quoted);
            given.appendReplacement(text, Matcher.quoteReplacement(known ? given.group() : "'…'"));
        }
        given.appendTail(text);
        String line = text.toString().replaceAll("\\p{Cntrl}", " ");
        return String.valueOf(LogRow.cut(line, LONGEST_DETAIL));
    }

    private boolean mayTell(@Nullable String type, String path) {
        LogView view = type == null ? null : views.get(type);
        return view != null && (view.mayName(path) || path.equals(type));
    }

    /** Paths of what was ignored, as far as they may be told, without what stands in brackets. */
    List<String> paths(Collection<String> paths, @Nullable String type) {
        return paths.stream()
                .map(path -> path.replaceAll("\\[[^\\]]*\\]?", ""))
                .filter(path -> mayTell(type, path))
                .distinct()
                .toList();
    }

    // ---- filters

    /** A filter with what it says of hidden attributes left out. */
    String filter(Filter filter, @Nullable String type) {
        return filter(filter, type, null);
    }

    private String filter(Filter filter, @Nullable String type, @Nullable AttributePath list) {
        if (filter instanceof Filter.And and) {
            return and.operands().stream()
                    .map(operand -> inside(operand, type, list))
                    .collect(Collectors.joining(" and "));
        }
        if (filter instanceof Filter.Or or) {
            return or.operands().stream()
                    .map(operand -> inside(operand, type, list))
                    .collect(Collectors.joining(" or "));
        }
        if (filter instanceof Filter.Not not) {
            return "not (" + filter(not.operand(), type, list) + ")";
        }
        if (filter instanceof Filter.Present present) {
            return mayTell(present.path(), type, list) ? present.text() : LEFT_OUT;
        }
        if (filter instanceof Filter.Comparison comparison) {
            return mayTell(comparison.path(), type, list) ? comparison.text() : LEFT_OUT;
        }
        if (filter instanceof Filter.ValuePath valuePath) {
            return mayTell(valuePath.path(), type, list)
                    ? valuePath.path().text() + "[" + filter(valuePath.filter(), type, valuePath.path()) + "]"
                    : LEFT_OUT;
        }
        throw new AssertionError("unknown kind of filter: " + filter);
    }

    private String inside(Filter filter, @Nullable String type, @Nullable AttributePath list) {
        String text = filter(filter, type, list);
        return filter instanceof Filter.Or || filter instanceof Filter.And ? "(" + text + ")" : text;
    }

    private boolean mayTell(AttributePath path, @Nullable String type, @Nullable AttributePath list) {
        return mayTell(type, list == null ? path.text() : list.text() + "." + path.text());
    }
}
