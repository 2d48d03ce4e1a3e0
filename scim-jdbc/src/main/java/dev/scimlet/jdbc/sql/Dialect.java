package dev.scimlet.jdbc.sql;

import dev.scimlet.spi.sql.SqlDatabase;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where the databases differ. CockroachDB and YugabyteDB call themselves PostgreSQL and are treated so. */
public enum Dialect {
    H2 {
        @Override
        public String byCodePoint(String text) {
            return "CAST(" + text + " AS VARBINARY)";
        }

        /** H2 folds case by the language of its JVM: in Turkish I is no i, in Lithuanian what has an accent above is not. */
        @Override
        public String lower(String text) {
            return "LOWER(REPLACE(TRANSLATE(" + text
                    + ", U&'IJ\\012E\\00CC\\00CD\\0128', U&'ij\\012F\\00EC\\00ED\\0129'), U&'\\0130', U&'i\\0307'))";
        }

        @Override
        public String keyType(Kind kind) {
            return columnType(kind);
        }

        @Override
        public String decimalType() {
            return "decfloat(1000)";
        }

        /** H2 has no weaker lock of a row. */
        @Override
        public String holding() {
            return " FOR UPDATE";
        }

        /**
         * {@code "PUBLIC.CONSTRAINT INDEX PUBLIC.NAME ON PUBLIC.TABLE(COLUMN) VALUES (...)"}, without the constraint for a
         * mere index, or {@code "CONSTRAINT: ..."}.
         */
        @Override
        public Set<String> constraintsNamed(String message) {
            Matcher matcher = H2_CONSTRAINT.matcher(firstQuoted(message));
            return matcher.lookingAt()
                    ? Stream.of(matcher.group("constraint"), matcher.group("index"))
                            .filter(Objects::nonNull)
                            .map(name -> name.replace("\"", ""))
                            .collect(Collectors.toSet())
                    : Set.of();
        }

        @Override
        @Nullable
        public String columnNamed(String message) {
            return first(H2_NAME, firstQuoted(message));
        }

        /** The first parameter of the message, in which quotation marks are doubled. */
        private static String firstQuoted(String message) {
            String quoted = first(H2_QUOTED, message);
            return quoted == null ? "" : quoted.replace("\"\"", "\"");
        }
    },
    POSTGRESQL {
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
        @Nullable
        public String columnNamed(String message) {
            return first(QUOTED, firstLine(message));
        }

        private static String firstLine(String message) {
            return message.lines().findFirst().orElse("");
        }
    };

    private static final Pattern H2_QUOTED = Pattern.compile("\"((?:[^\"]|\"\")*)\"");
    private static final Pattern H2_NAME = Pattern.compile("^(\"[^\"]*\"|[^\\s.\"(:]+)");
    private static final Pattern H2_CONSTRAINT =
            Pattern.compile("(?:NAME\\.)?(?<constraint>NAME)(?: ON |: | INDEX (?:NAME\\.)?(?<index>NAME) ON )"
                    .replace("NAME", "(?:\"[^\"]*\"|[^\\s.\"(:]+)"));

    /** A name in the quotation marks of the language that PostgreSQL speaks. */
    private static final Pattern QUOTED =
            Pattern.compile("[\"\u201e\u201c\u00ab][\\s\\u00a0]?(.+?)[\\s\\u00a0]?[\"\u201c\u201d\u00bb]");

    /** The expression, a text, in a form that orders by code point. */
    public abstract String byCodePoint(String text);

    /** The expression, a text, in lower case, whatever the language of the database. */
    public String lower(String text) {
        return "LOWER(" + text + ")";
    }

    /** The type of a key column: ordered by code point, so that an index serves prefixes and orders. */
    public abstract String keyType(Kind kind);

    /** Numbers of any precision. */
    public abstract String decimalType();

    /** What keeps rows that are read from being deleted until the transaction ends. */
    public abstract String holding();

    public String columnType(Kind kind) {
        return switch (kind) {
            case TEXT -> "varchar";
            case NUMBER -> "bigint";
            case DECIMAL -> decimalType();
            case BOOLEAN -> "boolean";
            case TIME -> "timestamp with time zone";
            case UUID -> "uuid";
        };
    }

    /** The names in the message of a failure that may be those of the constraint that failed. */
    public abstract Set<String> constraintsNamed(String message);

    /** The column that a message on a missing value names, or null. */
    public abstract @Nullable String columnNamed(String message);

    private static @Nullable String first(Pattern form, String message) {
        Matcher matcher = form.matcher(message);
        return matcher.find() ? matcher.group(1) : null;
    }

    public static Dialect of(SqlDatabase database) {
        return switch (database) {
            case H2 -> H2;
            case POSTGRESQL -> POSTGRESQL;
        };
    }
}
