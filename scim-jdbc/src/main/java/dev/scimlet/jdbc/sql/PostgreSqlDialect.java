package dev.scimlet.jdbc.sql;

import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** PostgreSQL, and what speaks like it. */
final class PostgreSqlDialect extends Dialect {

    /** A name in the quotation marks of the language that PostgreSQL speaks. */
    private static final Pattern QUOTED =
            Pattern.compile("[\"\u201e\u201c\u00ab][\\s\\u00a0]?(.+?)[\\s\\u00a0]?[\"\u201c\u201d\u00bb]");

    @Override
    public String byCodePoint(String text) {
        return text + " COLLATE \"C\"";
    }

    @Override
    public String keyType(Kind kind) {
        return kind == Kind.TEXT ? "varchar COLLATE \"C\"" : columnType(kind);
    }

    @Override
    public String decimalType() {
        return "numeric";
    }

    /** Those who add the same member do not wait for each other, nor for those who change it. */
    @Override
    public String holding() {
        return " FOR KEY SHARE";
    }

    /** What is said of values comes on further lines. */
    @Override
    public Set<String> constraintsNamed(String message) {
        return QUOTED.matcher(firstLine(message))
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toSet());
    }

    @Override
    public @Nullable String columnNamed(String message) {
        return first(QUOTED, firstLine(message));
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("");
    }
}
