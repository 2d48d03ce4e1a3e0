package dev.scimlet.jdbc;

import dev.scimlet.core.ErrorType;
import dev.scimlet.core.ScimException;
import dev.scimlet.core.resource.DateTime;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.schema.AttributeType;
import dev.scimlet.jdbc.sql.Kind;
import dev.scimlet.jdbc.sql.Names;
import dev.scimlet.jdbc.sql.Texts;
import dev.scimlet.jdbc.sql.Times;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A column with what it holds: how values of an attribute become raw values of the column and back. */
final class MappedColumn {

    private final AttributeDefinition definition;
    private final String name;
    private final Kind kind;
    private final ColumnOptions options;
    private final IdType ids;
    private final Map<Object, Object> valueOfCode;

    MappedColumn(AttributeDefinition definition, String name, ColumnOptions options) {
        this.definition = definition;
        this.name = Texts.name(name);
        this.options = options;
        this.kind = options.kindFor(definition);
        this.ids = new IdType(kind, options.prefix());
        this.valueOfCode = new HashMap<>();
        options.codes().forEach((value, code) -> valueOfCode.put(code, value));
    }

    AttributeDefinition definition() {
        return definition;
    }

    String name() {
        return name;
    }

    Kind kind() {
        return kind;
    }

    /** How clients see the keys that the column holds, if it holds keys. */
    IdType ids() {
        return ids;
    }

    /** Whether the column holds texts as they are: no codes, no hashes, no keys, and nothing where there is no value. */
    boolean isPlainText() {
        return kind == Kind.TEXT
                && definition.type() == AttributeType.STRING
                && valueOfCode.isEmpty()
                && ids.prefix().isEmpty()
                && options.whenAbsent() == null
                && !isWriteOnly()
                && !isReadOnly();
    }

    boolean isWriteOnly() {
        return options.hash() != null;
    }

    /** Whether no change writes the column by this line. */
    boolean isReadOnly() {
        return options.isReadOnly() || options.isDerived();
    }

    /** The column that we fill with keys, or null. */
    @Nullable
    String keyColumn() {
        return options.keyColumn();
    }

    /** The column that the database fills with keys, or null. */
    @Nullable
    String generatedKeyColumn() {
        return options.generatedKeyColumn();
    }

    /** Whether the column of the table is one of those that hold the value. */
    boolean isIn(String column) {
        String key = options.keyColumn();
        String generated = options.generatedKeyColumn();
        return Names.same(column, name)
                || key != null && Names.same(column, key)
                || generated != null && Names.same(column, generated);
    }

    Kind keyKind() {
        return definition.type().isText() ? Kind.TEXT : Kind.DECIMAL;
    }

    /** The key that belongs to a raw value. */
    @Nullable
    Object key(@Nullable Object raw) {
        if (raw == null) {
            return null;
        }
        String text = (String) raw;
        if (definition.type() == AttributeType.DATE_TIME) {
            return seconds(DateTime.parse(text).orElseThrow().instant());
        }
        return definition.type() == AttributeType.DECIMAL
                ? new BigDecimal(text)
                : definition.comparison().key(text);
    }

    /** An instant as a number that orders and equals as instants do, whatever the precision. */
    static BigDecimal seconds(Instant instant) {
        return BigDecimal.valueOf(instant.getEpochSecond()).add(BigDecimal.valueOf(instant.getNano(), 9));
    }

    /**
     * What the column holds for a value.
     *
     * @throws ScimException {@code invalidValue} if the column cannot hold it
     */
    @Nullable
    Object toRaw(@Nullable Object value) {
        Object given = value != null ? value : options.whenAbsent();
        if (given == null) {
            return null;
        }
        if (options.hash() != null) {
            return storable(options.hash().apply((String) given));
        }
        if (!valueOfCode.isEmpty()) {
            return code(given);
        }
        return switch (kind) {
            case TEXT -> text(given);
            case NUMBER -> given instanceof Long ? given : named((String) given);
            case UUID -> named((String) given);
            case DECIMAL -> given instanceof Long whole ? BigDecimal.valueOf(whole) : given;
            case BOOLEAN -> given;
            case TIME -> time((DateTime) given);
        };
    }

    private Instant time(DateTime time) {
        if (!Times.isStorable(time.instant())) {
            throw ScimException.of(
                    ErrorType.INVALID_VALUE, "'" + definition.name() + "' is a time too far away to be stored");
        }
        return time.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private Object code(Object value) {
        for (Map.Entry<Object, Object> entry : valueOfCode.entrySet()) {
            boolean same = entry.getValue() instanceof String known && value instanceof String given
                    ? definition.comparison().equal(known, given)
                    : entry.getValue().equals(value);
            if (same) {
                return entry.getKey();
            }
        }
        throw unfit();
    }

    private String text(Object value) {
        if (!(value instanceof String text)) {
            return value.toString();
        }
        return storable(definition.type() == AttributeType.BINARY ? Base64Form.canonical(text) : text);
    }

    private String storable(String text) {
        if (!Texts.isStorable(text)) {
            throw ScimException.of(
                    ErrorType.INVALID_VALUE, "'" + definition.name() + "' holds a character that cannot be stored");
        }
        return text;
    }

    private Object named(String text) {
        Object raw = ids.exact(text);
        if (raw == null) {
            throw unfit();
        }
        return raw;
    }

    private ScimException unfit() {
        return ScimException.of(
                ErrorType.INVALID_VALUE, "'" + definition.name() + "' has a value that this application does not know");
    }

    /** The value that a raw value stands for. */
    @Nullable
    Object fromRaw(@Nullable Object raw) {
        if (raw == null || isWriteOnly()) {
            return null;
        }
        if (!valueOfCode.isEmpty()) {
            Object value = valueOfCode.get(raw);
            if (value == null) {
                throw new IllegalStateException("column " + name + " holds a code that the mapping does not know");
            }
            return value;
        }
        return switch (definition.type()) {
            case STRING, REFERENCE, BINARY -> ids.text(raw);
            case DECIMAL -> decimal(raw);
            case DATE_TIME -> raw instanceof Instant instant ? DateTime.exactly(instant) : parsed((String) raw);
            default -> raw;
        };
    }

    /** Whether one value of a flag is false and another true. */
    boolean enables(@Nullable Object known, @Nullable Object next) {
        return Boolean.FALSE.equals(fromRaw(known)) && Boolean.TRUE.equals(fromRaw(next));
    }

    private static BigDecimal decimal(Object raw) {
        if (raw instanceof String text) {
            return new BigDecimal(text);
        }
        BigDecimal number = raw instanceof Long whole ? BigDecimal.valueOf(whole) : (BigDecimal) raw;
        BigDecimal shortest = number.stripTrailingZeros();
        return shortest.scale() < 0 ? shortest.setScale(0) : shortest;
    }

    private DateTime parsed(String text) {
        return DateTime.parse(text)
                .orElseThrow(() -> new IllegalStateException("column " + name + " holds a text that is no dateTime"));
    }

    /**
     * What filters and orders look at.
     *
     * @param alias the table's name in the statement
     */
    Searchable searchable(String alias) {
        String column = alias + "." + name;
        if (!valueOfCode.isEmpty()) {
            return Searchable.coded(definition, column, kind, options.codes());
        }
        String key = options.keyColumn();
        if (key != null) {
            return Searchable.keyed(definition, column, alias + "." + key, keyKind(), options.isKeyInBytes());
        }
        String generated = options.generatedKeyColumn();
        if (generated != null) {
            return Searchable.generated(definition, column, alias + "." + generated);
        }
        boolean folds = kind == Kind.TEXT
                && definition.type().isText()
                && definition.type() != AttributeType.BINARY
                && !definition.caseExact();
        if (!ids.prefix().isEmpty()) {
            return Searchable.ids(definition, column, ids);
        }
        return folds ? Searchable.lowered(definition, column) : Searchable.of(definition, column, kind);
    }
}
