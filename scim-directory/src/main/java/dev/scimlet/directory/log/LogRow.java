package dev.scimlet.directory.log;

import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An entry as a {@link LogStore} keeps it. Texts fit into their columns: too long ones are cut, and a space stands for what is no text, as control characters.
 *
 * @param id grows with time, as text
 * @param first when it happened, or the first of several equal ones
 * @param last when the last of them happened
 * @param count how many they are
 * @param directoryId of the directory, or null
 * @param actor the name of the directory or of whoever it was; null for a stranger, and for one who was erased
 * @param credential the label of the credential, or null
 * @param name what people call the resource, or null
 * @param status of the HTTP answer; 0 for changes and what the host has recorded
 * @param reason the code of the reason
 * @param arguments of the reason, one a line
 * @param details JSON: what was changed, ignored, searched; or null
 * @param millis how long it took, or null
 */
public record LogRow(
        String id,
        String tenant,
        Instant first,
        Instant last,
        long count,
        LogEntry.Operation operation,
        LogEntry.Result result,
        @Nullable String directoryId,
        @Nullable String actor,
        @Nullable String credential,
        @Nullable String resourceType,
        @Nullable String resourceId,
        @Nullable String name,
        int status,
        String reason,
        String arguments,
        @Nullable String details,
        @Nullable Long millis,
        @Nullable String requestId) {

    /** The member of the details that has the code of a remark. */
    static final String REMARK = "remark";

    static final int LONGEST_NAME = 200;
    static final int LONGEST_TYPE = 64;
    static final int LONGEST_ID = 500;
    static final int LONGEST_ARGUMENTS = 1_000;
    private static final int LONGEST_WORDS = 2_000;
    private static final long MINUTE_MILLIS = 60_000;

    private static final char DELETE = '\u007f';

    /** PostgreSQL takes no NUL; other control characters, and half of a pair of surrogates, are nothing to be read. */
    private static final Pattern NO_TEXT = Pattern.compile("[\\p{Cntrl}\\p{Cs}]");

    /** The same, where each line is an argument. */
    private static final Pattern NO_TEXT_IN_LINES = Pattern.compile("[\\p{Cntrl}\\p{Cs}&&[^\n]]");

    /** Cuts what is too long, and has a space for each character that not every database takes. */
    public LogRow {
        actor = fit(actor, LONGEST_NAME);
        credential = fit(credential, LONGEST_NAME);
        resourceType = fit(resourceType, LONGEST_TYPE);
        resourceId = fit(resourceId, LONGEST_ID);
        name = fit(name, LONGEST_NAME);
        arguments = Objects.requireNonNull(cut(text(arguments, NO_TEXT_IN_LINES), LONGEST_ARGUMENTS));
        details = details == null ? null : text(details, NO_TEXT);
        requestId = fit(requestId, LONGEST_NAME);
    }

    private static @Nullable String fit(@Nullable String text, int longest) {
        return text == null ? null : cut(text(text, NO_TEXT), longest);
    }

    private static String text(String given, Pattern noText) {
        return isPlain(given) ? given : noText.matcher(given).replaceAll(" ");
    }

    /** Nearly every text is: entries are made for each exchange, and a look at the characters costs a fraction of a search by a pattern. */
    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c == DELETE || Character.isSurrogate(c)) {
                return false;
            }
        }
        return true;
    }

    /** Whether a text has characters that stand in no entry. */
    static boolean isNoText(String text) {
        return !isPlain(text) && NO_TEXT.matcher(text).find();
    }

    static @Nullable String cut(@Nullable String text, int longest) {
        if (text == null || text.length() <= longest) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(longest - 2)) ? longest - 2 : longest - 1;
        return text.substring(0, end) + "…";
    }

    /** By which the same name is found, however it is written; null if there is no name. */
    public @Nullable String nameKey() {
        return name == null ? null : key(name);
    }

    /** A name as {@link #nameKey} has it. */
    public static String key(String name) {
        return Objects.requireNonNull(cut(name.toLowerCase(Locale.ROOT), LONGEST_NAME));
    }

    /** The minute of the beginning, since 1970. */
    public long minute() {
        return minute(first);
    }

    /** The minute of a time, since 1970. */
    public static long minute(Instant time) {
        return Math.floorDiv(time.toEpochMilli(), MINUTE_MILLIS);
    }

    /** In what a search for words looks, in lower case. */
    public String words() {
        String all = Stream.of(actor, credential, name, resourceId, requestId, arguments)
                .filter(Objects::nonNull)
                .collect(Collectors.joining("\n"))
                .toLowerCase(Locale.ROOT);
        return Objects.requireNonNull(cut(all, LONGEST_WORDS));
    }

    /**
     * A change with a remark of the host. Of the change itself nothing goes into a sentence, so the arguments are those of the remark, and are searched with the rest.
     */
    LogRow remarked(LogReason remark) {
        String member = "\"" + REMARK + "\":\"" + remark.code() + "\"";
        return new LogRow(
                id,
                tenant,
                first,
                last,
                count,
                operation,
                result,
                directoryId,
                actor,
                credential,
                resourceType,
                resourceId,
                name,
                status,
                reason,
                remark.lines(),
                details == null ? "{" + member + "}" : "{" + member + "," + details.substring(1),
                millis,
                requestId);
    }

    /** The same about another resource, or none. */
    LogRow about(@Nullable String id, @Nullable String called) {
        return new LogRow(
                this.id,
                tenant,
                first,
                last,
                count,
                operation,
                result,
                directoryId,
                actor,
                credential,
                resourceType,
                id,
                called,
                status,
                reason,
                arguments,
                details,
                millis,
                requestId);
    }

    /** The same as often as is said, until then. */
    LogRow summed(long times, Instant until) {
        return new LogRow(
                id,
                tenant,
                first,
                until,
                times,
                operation,
                result,
                directoryId,
                actor,
                credential,
                resourceType,
                resourceId,
                name,
                status,
                reason,
                arguments,
                details,
                millis,
                requestId);
    }
}
