package dev.scimlet.jpa;

import dev.scimlet.core.ErrorType;
import dev.scimlet.core.ScimException;
import dev.scimlet.core.resource.Base64Text;
import dev.scimlet.core.resource.DateTime;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.schema.AttributeType;
import dev.scimlet.spi.mapping.Converter;
import jakarta.persistence.EntityManager;
import jakarta.persistence.criteria.Expression;
import jakarta.persistence.criteria.From;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An attribute of an entity with what it holds: how values of the SCIM attribute become its values and back. */
final class MappedAttribute {

    private final AttributeDefinition definition;
    private final AttributePath path;
    private final AttributeOptions options;
    private final @Nullable AttributePath key;
    private final Map<Object, Object> codes;
    private final Map<Object, Object> valueOfCode = new HashMap<>();
    private final @Nullable Form form;
    private final @Nullable Ids ids;

    /**
     * @param definition what it is bound to
     * @param form its Java type, of a reference that of the id; null if it is converted or holds codes
     */
    MappedAttribute(
            AttributeDefinition definition,
            AttributePath path,
            AttributeOptions options,
            @Nullable AttributePath key,
            Map<Object, Object> codes,
            @Nullable Form form) {
        this.definition = definition;
        this.path = path;
        this.options = options;
        this.key = key;
        this.codes = codes;
        this.form = form;
        codes.forEach((value, code) -> valueOfCode.put(code, value));
        this.ids = ids(definition, path, options, form);
    }

    private static @Nullable Ids ids(
            AttributeDefinition definition, AttributePath path, AttributeOptions options, @Nullable Form form) {
        if (form == null || !definition.type().isText()) {
            return null;
        }
        boolean plain = form.kind() == Form.Kind.TEXT && options.prefix().isEmpty();
        return plain ? null : new Ids(path.name(), form, options.prefix());
    }

    AttributeDefinition definition() {
        return definition;
    }

    String name() {
        return path.name();
    }

    AttributePath path() {
        return path;
    }

    @Nullable
    AttributePath key() {
        return key;
    }

    Map<Object, Object> codes() {
        return codes;
    }

    @Nullable
    Form form() {
        return form;
    }

    /** How clients see the keys that the attribute holds, if it holds keys that are no texts. */
    @Nullable
    Ids ids() {
        return ids;
    }

    /** Whether no change writes the attribute by this line. */
    boolean isReadOnly() {
        return !options.isWritten();
    }

    /** Whether it is a text of the resource itself, which is found as it is stored or by its key. */
    boolean isPlainText() {
        Form of = form;
        boolean kept = of != null && of.kind() == Form.Kind.TEXT && ids == null && codes.isEmpty();
        boolean exact = key != null || definition.caseExact();
        return kept
                && exact
                && definition.type().isText()
                && definition.type() != AttributeType.BINARY
                && !isWriteOnly()
                && !isConverted();
    }

    /** Whether a managed instance that has been flushed holds what is stored. */
    boolean isTold() {
        return path.isKept(true) && Faithful.isExact(path.javaType());
    }

    boolean isWriteOnly() {
        return options.hash() != null;
    }

    boolean isConverted() {
        return options.converter() != null;
    }

    Expression<?> in(From<?, ?> from) {
        return path.in(from);
    }

    /**
     * What the attribute holds for a value; of a reference, the id of what it refers to.
     *
     * @throws ScimException {@code invalidValue} if it cannot hold it
     */
    @Nullable
    Object toJava(@Nullable Object value) {
        Object given = value != null ? value : options.whenAbsent();
        if (given == null) {
            return null;
        }
        if (options.hash() != null) {
            return storable(options.hash().apply((String) given));
        }
        if (!codes.isEmpty()) {
            return code(given);
        }
        if (options.converter() != null) {
            return converted(options.converter(), given);
        }
        try {
            return form(given);
        } catch (ArithmeticException | DateTimeException tooLarge) {
            throw ScimException.of(
                    ErrorType.INVALID_VALUE, "'" + definition.name() + "' is out of the range that can be stored");
        }
    }

    private Object form(Object given) {
        Form of = Objects.requireNonNull(form);
        if (ids != null) {
            Object named = ids.exact((String) given);
            if (named == null) {
                throw unfit();
            }
            return named;
        }
        return switch (of.kind()) {
            case TEXT -> text((String) given);
            case NUMBER, BOOLEAN -> of.java(given);
            case DECIMAL -> given instanceof Long whole ? BigDecimal.valueOf(whole) : given;
            case TIME -> time(of, (DateTime) given);
            case UUID -> throw new AssertionError("a uuid is told as an id");
        };
    }

    private Object time(Form of, DateTime time) {
        if (!AttributeValue.isStorable(time.instant())) {
            throw ScimException.of(
                    ErrorType.INVALID_VALUE, "'" + definition.name() + "' is a time too far away to be stored");
        }
        return of.java(time.instant().truncatedTo(ChronoUnit.MICROS));
    }

    private @Nullable Object converted(Converter<?> converter, Object given) {
        try {
            return converter.property(given);
        } catch (IllegalArgumentException | DateTimeException unknown) {
            throw unfit();
        }
    }

    private Object code(Object value) {
        for (Map.Entry<Object, Object> entry : codes.entrySet()) {
            boolean same = entry.getKey() instanceof String known && value instanceof String given
                    ? definition.comparison().equal(known, given)
                    : entry.getKey().equals(value);
            if (same) {
                return entry.getValue();
            }
        }
        throw unfit();
    }

    private String text(String text) {
        return storable(definition.type() == AttributeType.BINARY ? canonical(text) : text);
    }

    /** Bytes in one spelling, so that equal bytes are equal texts: the standard alphabet with padding. */
    static String canonical(String text) {
        return Base64Text.decode(text, false)
                .or(() -> Base64Text.decode(text, true))
                .map(bytes -> Base64.getEncoder().encodeToString(bytes))
                .orElse(text);
    }

    private String storable(String text) {
        if (!Texts.isStorable(text)) {
            throw ScimException.of(
                    ErrorType.INVALID_VALUE, "'" + definition.name() + "' holds a character that cannot be stored");
        }
        return text;
    }

    private ScimException unfit() {
        return Failures.unfitValue(definition.name());
    }

    /** The value that what the attribute holds stands for. */
    @Nullable
    Object fromJava(@Nullable Object java) {
        if (java == null || isWriteOnly()) {
            return null;
        }
        if (!codes.isEmpty()) {
            Object value = valueOfCode.get(java);
            if (value == null) {
                throw new IllegalStateException("'" + name() + "' holds a code that the mapping does not know");
            }
            return value;
        }
        if (options.converter() != null) {
            return property(options.converter(), java);
        }
        Form of = Objects.requireNonNull(form);
        if (ids != null) {
            return ids.text(java);
        }
        Object core = of.core(java);
        return switch (of.kind()) {
            case TIME -> DateTime.exactly(within((Instant) core));
            case DECIMAL -> decimal((BigDecimal) core);
            default -> core;
        };
    }

    private static Instant within(Instant stored) {
        return stored.isBefore(AttributeValue.EARLIEST)
                ? AttributeValue.EARLIEST
                : stored.isAfter(AttributeValue.LATEST) ? AttributeValue.LATEST : stored;
    }

    @SuppressWarnings("unchecked")
    private @Nullable Object property(Converter<?> converter, Object java) {
        return ((Converter<Object>) converter).attribute(java, definition);
    }

    private static BigDecimal decimal(BigDecimal number) {
        BigDecimal shortest = number.stripTrailingZeros();
        return shortest.scale() < 0 ? shortest.setScale(0) : shortest;
    }

    /** Whether two values are the same to the database. */
    static boolean same(@Nullable Object a, @Nullable Object b) {
        if (a instanceof BigDecimal x && b instanceof BigDecimal y) {
            return x.compareTo(y) == 0;
        }
        return a == null ? b == null : a.equals(b);
    }

    /** Whether one value of a flag is false and another true. */
    boolean enables(@Nullable Object known, @Nullable Object next) {
        return Boolean.FALSE.equals(fromJava(known)) && Boolean.TRUE.equals(fromJava(next));
    }

    /**
     * Sets the attribute, and its key with it.
     *
     * @param java what {@link #toJava} gave
     */
    void write(EntityManager entities, Object instance, @Nullable Object java) {
        try {
            path.set(entities, instance, java);
            if (key != null) {
                key.set(
                        entities,
                        instance,
                        java == null ? null : definition.comparison().key((String) java));
            }
        } catch (Access.RefusedBySetter refused) {
            throw unfit();
        }
    }
}
