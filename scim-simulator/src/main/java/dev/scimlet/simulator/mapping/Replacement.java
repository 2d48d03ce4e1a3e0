package dev.scimlet.simulator.mapping;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code Replace(source, oldValue, regexPattern, regexGroupName, replacementValue, replacementAttributeName, template)}:
 * what it does depends on which arguments have a value.
 */
final class Replacement {

    private static final int SOURCE = 0;
    private static final int OLD_VALUE = 1;
    private static final int PATTERN = 2;
    private static final int GROUP = 3;
    private static final int REPLACEMENT = 4;
    private static final int REPLACEMENT_ATTRIBUTE = 5;
    private static final int TEMPLATE = 6;

    private Replacement() {}

    static Optional<String> apply(MappingFunction.Arguments given) {
        Optional<String> source = given.get(SOURCE);
        Optional<String> template = given.get(TEMPLATE);
        if (template.isPresent() && given.get(OLD_VALUE).isPresent()) {
            return source.map(text -> template.get().replace(given.textOr(OLD_VALUE, ""), text));
        }
        if (given.get(OLD_VALUE).isPresent()) {
            return source.map(text -> text.replace(given.textOr(OLD_VALUE, ""), replacement(given)));
        }
        if (given.get(PATTERN).isPresent()) {
            Pattern pattern = Pattern.compile(given.textOr(PATTERN, ""));
            return source.map(text -> given.get(GROUP)
                    .map(group -> replaceGroup(pattern.matcher(text), text, group, replacement(given)))
                    .orElseGet(() -> pattern.matcher(text).replaceAll(Matcher.quoteReplacement(replacement(given)))));
        }
        return source.isPresent() ? source : template;
    }

    private static String replacement(MappingFunction.Arguments given) {
        return given.get(REPLACEMENT).or(() -> given.get(REPLACEMENT_ATTRIBUTE)).orElse("");
    }

    private static String replaceGroup(Matcher matcher, String text, String group, String replacement) {
        if (!matcher.find() || matcher.start(group) < 0) {
            return text;
        }
        return text.substring(0, matcher.start(group)) + replacement + text.substring(matcher.end(group));
    }
}
