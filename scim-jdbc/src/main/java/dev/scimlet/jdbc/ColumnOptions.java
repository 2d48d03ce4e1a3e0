package dev.scimlet.jdbc;

import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.jdbc.sql.Dialect;
import dev.scimlet.jdbc.sql.Kind;
import dev.scimlet.jdbc.sql.Texts;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a column is besides its name. Without options, a column of text whose attribute ignores case is compared as
 * {@code LOWER(column)}: give it an index on that expression, or one of the key columns.
 */
public final class ColumnOptions {

    private @Nullable String keyColumn;
    private @Nullable String generatedKeyColumn;
    private boolean keyInBytes;
    private boolean readOnly;
    private boolean derived;
    private @Nullable Kind kind;
    private String prefix = "";
    private final Map<Object, Object> codes = new LinkedHashMap<>();
    private @Nullable Object whenAbsent;
    private @Nullable UnaryOperator<String> hash;

    ColumnOptions() {}

    /**
     * A second column that we fill with a normalised form of the value, by which filters, sorting and a unique index
     * compare exactly as RFC 7643 says: all of Unicode, whatever the database. For text columns, and for columns of text
     * that hold a dateTime or a decimal as it was sent; the keys of these are numbers.
     */
    public ColumnOptions keyColumn(String name) {
        this.keyColumn = Texts.name(name);
        return this;
    }

    /** The key column orders by code point as it is: {@link Dialect#keyType}. */
    ColumnOptions keyInBytes() {
        this.keyInBytes = true;
        return this;
    }

    /**
     * A second column that the database fills with {@code LOWER(column)}. What is equal is then for the database to
     * say, whose lower case knows less of Unicode than RFC 7643 asks for.
     */
    public ColumnOptions generatedKeyColumn(String name) {
        this.generatedKeyColumn = Texts.name(name);
        return this;
    }

    /** Clients read the value and do not write it; {@code /Schemas} says so. */
    public ColumnOptions readOnly() {
        this.readOnly = true;
        return this;
    }

    /**
     * Another line writes the column, and this path follows: an address by which somebody signs in is a {@code userName} and an
     * e-mail address. What clients send for it is dropped, and told ({@code ScimResponse.ignored}) if it is something else; {@link
     * #readOnly} would refuse a PATCH, and with it all else that the request changes.
     */
    public ColumnOptions derived() {
        this.derived = true;
        return this;
    }

    /** The column is of type {@code uuid}, though the attribute is a text. */
    public ColumnOptions uuid() {
        this.kind = Kind.UUID;
        return this;
    }

    /** The column is a whole number, though the attribute is a text. */
    public ColumnOptions number() {
        this.kind = Kind.NUMBER;
        return this;
    }

    /**
     * The column is a whole number, though the attribute is a text: the key of a table whose ids have the prefix ({@link
     * IdType#number(String)}).
     */
    public ColumnOptions number(String idPrefix) {
        return keys(IdType.number(idPrefix));
    }

    /** The column holds keys of the type. */
    ColumnOptions keys(IdType type) {
        this.kind = type.kind() == Kind.TEXT ? kind : type.kind();
        this.prefix = type.prefix();
        return this;
    }

    /**
     * The column is a text, though the attribute is a dateTime or a decimal: it then keeps what was sent, with the offset
     * or the number of digits. To be searched it needs a key column.
     */
    public ColumnOptions text() {
        this.kind = Kind.TEXT;
        return this;
    }

    /**
     * The column holds codes: {@code Map.of(true, "A", false, "I")}.
     *
     * @param codesByValue by value of the attribute (text or boolean) the code (text or whole number), one for each
     */
    public ColumnOptions codes(Map<?, ?> codesByValue) {
        Map<Object, Object> values = new HashMap<>();
        codesByValue.forEach((value, code) -> {
            Object raw = code instanceof Integer number ? Long.valueOf(number) : code;
            if (!(raw instanceof String || raw instanceof Long)) {
                throw new IllegalArgumentException("a code is a text or a whole number, not " + code);
            }
            if (values.put(raw, value) != null) {
                throw new IllegalArgumentException("the code " + code + " stands for two values");
            }
            codes.put(value, raw);
            this.kind = raw instanceof String ? Kind.TEXT : Kind.NUMBER;
        });
        return this;
    }

    /**
     * The value that is stored where a resource has none, for columns that are not null. The attribute then always has a
     * value. Nothing but an explicit true makes a false {@code active} true; there false stays.
     *
     * @param value a text, boolean or whole number, as the attribute is
     */
    public ColumnOptions whenAbsent(Object value) {
        this.whenAbsent = value instanceof Integer number ? Long.valueOf(number) : value;
        return this;
    }

    /** A secret: written through a one-way function, never read. A resource that gives none keeps the stored one. */
    public ColumnOptions hashedBy(UnaryOperator<String> function) {
        this.hash = function;
        return this;
    }

    /** What stands before a number in the value of the attribute. */
    String prefix() {
        return prefix;
    }

    boolean isBareNumber() {
        return kind == Kind.NUMBER && prefix.isEmpty() && codes.isEmpty();
    }

    boolean isReadOnly() {
        return readOnly;
    }

    boolean isDerived() {
        return derived;
    }

    @Nullable
    String keyColumn() {
        return keyColumn;
    }

    boolean isKeyInBytes() {
        return keyInBytes;
    }

    @Nullable
    String generatedKeyColumn() {
        return generatedKeyColumn;
    }

    Map<Object, Object> codes() {
        return codes;
    }

    @Nullable
    Object whenAbsent() {
        return whenAbsent;
    }

    @Nullable
    UnaryOperator<String> hash() {
        return hash;
    }

    /** @throws IllegalArgumentException if the options do not go with the attribute */
    Kind kindFor(AttributeDefinition definition) {
        boolean text = definition.type().isText();
        Kind natural = switch (definition.type()) {
            case STRING, REFERENCE, BINARY -> Kind.TEXT;
            case BOOLEAN -> Kind.BOOLEAN;
            case INTEGER -> Kind.NUMBER;
            case DECIMAL -> Kind.DECIMAL;
            case DATE_TIME -> Kind.TIME;
            case COMPLEX -> throw new IllegalArgumentException("'" + definition.name() + "' is complex");
        };
        Kind chosen = kind == null ? natural : kind;
        boolean fits = chosen == natural
                || !codes.isEmpty()
                || text && (chosen == Kind.UUID || chosen == Kind.NUMBER)
                || (natural == Kind.TIME || natural == Kind.DECIMAL) && chosen == Kind.TEXT;
        check(fits, definition, "does not fit in a column of " + chosen);
        check(keyColumn == null || chosen == Kind.TEXT && codes.isEmpty(), definition, "has no use for a key column");
        check(
                generatedKeyColumn == null || text && chosen == Kind.TEXT && codes.isEmpty() && !definition.caseExact(),
                definition,
                "has no use for a key in lower case");
        check(hash == null || text, definition, "is no text to hash");
        check(whenAbsent == null || isOf(natural, whenAbsent), definition, "cannot be " + whenAbsent);
        for (Object value : codes.keySet()) {
            check(isOf(natural, value), definition, "cannot be " + value);
        }
        return chosen;
    }

    private static boolean isOf(Kind kind, Object value) {
        return switch (kind) {
            case TEXT -> value instanceof String;
            case BOOLEAN -> value instanceof Boolean;
            case NUMBER -> value instanceof Long;
            case DECIMAL -> value instanceof BigDecimal;
            default -> false;
        };
    }

    private static void check(boolean holds, AttributeDefinition definition, String fault) {
        if (!holds) {
            throw new IllegalArgumentException(
                    "'" + definition.name() + "' is " + definition.type().keyword() + " and " + fault);
        }
    }
}
