package dev.scimlet.core.json.message;

import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.schema.AttributeType;
import dev.scimlet.core.schema.Mutability;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a text stands for the id of what another operation of the same Bulk request creates (RFC 7644 §3.7.2, A-62): it is
 * exactly {@code bulkId:} and a name, as a value that may refer, as a segment of a path, or as a text in the brackets of one.
 */
public final class BulkIds {

    /** What such a text starts with. */
    public static final String PREFIX = "bulkId:";

    private static final Pattern IN_BRACKETS = Pattern.compile("\"(bulkId:[^\"\\\\]*)\"");

    private BulkIds() {}

    /** Whether a text has the form. */
    public static boolean isOne(String text) {
        return text.startsWith(PREFIX);
    }

    /** The name that a text of this form has behind the prefix. */
    public static String nameIn(String text) {
        return text.substring(PREFIX.length());
    }

    /** Whether one may stand as a value of the attribute; elsewhere it is a text like others. */
    public static boolean mayStandIn(AttributeDefinition attribute) {
        return attribute.type() == AttributeType.REFERENCE
                || attribute.type() == AttributeType.STRING
                        && attribute.name().equals("value")
                        && attribute.mutability() != Mutability.WRITE_ONLY;
    }

    /** A path with all that stand in its brackets translated. */
    public static String translated(String path, UnaryOperator<String> translation) {
        return mayHold(path)
                ? IN_BRACKETS
                        .matcher(path)
                        .replaceAll(match -> Matcher.quoteReplacement(quoted(translation.apply(match.group(1)))))
                : path;
    }

    /** An id as a text of a filter, whatever characters a store makes its ids of. */
    private static String quoted(String id) {
        return '"' + id.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /** Tells the names of those that a text is, or that stand in brackets if it is a path. */
    public static void forEachName(String text, Consumer<String> names) {
        if (isOne(text)) {
            names.accept(nameIn(text));
        } else if (mayHold(text)) {
            Matcher matcher = IN_BRACKETS.matcher(text);
            while (matcher.find()) {
                names.accept(nameIn(matcher.group(1)));
            }
        }
    }

    private static boolean mayHold(String path) {
        return path.contains("\"" + PREFIX);
    }
}
