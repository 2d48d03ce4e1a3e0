package dev.scimlet.spi.sql;

import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the messages of databases on what they do not take, whatever their language. Values in them may look like anything. */
final class RefusalMessages {

    private RefusalMessages() {}

    private static @Nullable String first(Pattern form, String message) {
        Matcher matcher = form.matcher(message);
        return matcher.find() ? matcher.group(1) : null;
    }

    /** {@code "PUBLIC.CONSTRAINT INDEX PUBLIC.NAME ON PUBLIC.TABLE(COLUMN) VALUES (...)"}, or {@code "CONSTRAINT: ..."}. */
    static final class OfH2 {

        private static final Pattern QUOTED = Pattern.compile("\"((?:[^\"]|\"\")*)\"");
        private static final Pattern NAME = Pattern.compile("^(\"[^\"]*\"|[^\\s.\"(:]+)");
        private static final Pattern CONSTRAINT =
                Pattern.compile("(?:NAME\\.)?(?<constraint>NAME)(?: ON |: | INDEX (?:NAME\\.)?(?<index>NAME) ON )"
                        .replace("NAME", "(?:\"[^\"]*\"|[^\\s.\"(:]+)"));

        private OfH2() {}

        /** A mere index is named without a constraint. */
        static Set<String> constraints(String message) {
            Matcher matcher = CONSTRAINT.matcher(firstQuoted(message));
            return matcher.lookingAt()
                    ? Stream.of(matcher.group("constraint"), matcher.group("index"))
                            .filter(Objects::nonNull)
                            .map(name -> name.replace("\"", ""))
                            .collect(Collectors.toSet())
                    : Set.of();
        }

        static @Nullable String column(String message) {
            return first(NAME, firstQuoted(message));
        }

        /** The first parameter of the message, in which quotation marks are doubled. */
        private static String firstQuoted(String message) {
            String quoted = first(QUOTED, message);
            return quoted == null ? "" : quoted.replace("\"\"", "\"");
        }
    }

    /** Names are in the quotation marks of the language; what is said of values comes on further lines. */
    static final class OfPostgreSql {

        private static final Pattern QUOTED =
                Pattern.compile("[\"\u201e\u201c\u00ab][\\s\\u00a0]?(.+?)[\\s\\u00a0]?[\"\u201c\u201d\u00bb]");

        private OfPostgreSql() {}

        static Set<String> constraints(String message) {
            return QUOTED.matcher(firstLine(message))
                    .results()
                    .map(match -> match.group(1))
                    .collect(Collectors.toSet());
        }

        static @Nullable String column(String message) {
            return first(QUOTED, firstLine(message));
        }

        private static String firstLine(String message) {
            return message.lines().findFirst().orElse("");
        }
    }

    /** {@code Duplicate entry '...' for key 'NAME'}, {@code CONSTRAINT `NAME` ...}; so MySQL. */
    static final class OfMariaDb {

        /** The key comes last, behind what the client gave; MySQL puts the table before it. */
        private static final Pattern KEY = Pattern.compile("for key '(?:[^']*\\.)?([^'.]+)'\\s*$");

        private static final Pattern CONSTRAINT = Pattern.compile("(?i)constraint [`'](.+?)[`']");
        private static final Pattern COLUMN = Pattern.compile("(?i)(?:column|field) '([^']+)'");

        private OfMariaDb() {}

        /** What stands in the entry may look like a name. */
        static Set<String> constraints(String message) {
            String key = first(KEY, message);
            String constraint = key == null && !message.contains("Duplicate entry") ? first(CONSTRAINT, message) : key;
            return constraint == null ? Set.of() : Set.of(constraint);
        }

        static @Nullable String column(String message) {
            return first(COLUMN, message);
        }
    }
}
