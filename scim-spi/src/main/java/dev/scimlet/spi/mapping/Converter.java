package dev.scimlet.spi.mapping;

import dev.scimlet.core.resource.DateTime;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.schema.AttributeType;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Turns a property of an entity into the value of an attribute and back.
 *
 * @param <V> the property
 */
public final class Converter<V> {

    private static final Set<AttributeType> TEXTS =
            EnumSet.of(AttributeType.STRING, AttributeType.REFERENCE, AttributeType.BINARY);

    private final Set<AttributeType> types;
    private final Function<V, Object> toAttribute;
    private final Function<Object, V> toProperty;

    private Converter(Set<AttributeType> types, Function<V, Object> toAttribute, Function<Object, V> toProperty) {
        this.types = types;
        this.toAttribute = toAttribute;
        this.toProperty = toProperty;
    }

    /** Texts, references and binaries as they are. */
    public static Converter<String> text() {
        return new Converter<>(TEXTS, text -> text, value -> (String) value);
    }

    /**
     * A property that is written as text.
     *
     * @param read the property that a text means; an {@link IllegalArgumentException} or {@link DateTimeException} says
     *     that there is none, which is answered with {@code invalidValue}
     */
    public static <V> Converter<V> text(Function<V, String> write, Function<String, V> read) {
        return new Converter<>(TEXTS, write::apply, value -> read.apply((String) value));
    }

    /** Constants of an enumeration by their names. */
    public static <V extends Enum<V>> Converter<V> names(Class<V> type) {
        return text(Enum::name, name -> Enum.valueOf(type, name));
    }

    /** UUIDs as Java writes them. */
    public static Converter<UUID> uuid() {
        return text(UUID::toString, UUID::fromString);
    }

    /** True or false. */
    public static Converter<Boolean> bool() {
        return new Converter<>(EnumSet.of(AttributeType.BOOLEAN), flag -> flag, value -> (Boolean) value);
    }

    /** A property that is written as true or false. */
    public static <V> Converter<V> bool(Function<V, Boolean> write, Function<Boolean, V> read) {
        return new Converter<>(EnumSet.of(AttributeType.BOOLEAN), write::apply, value -> read.apply((Boolean) value));
    }

    /** Whole numbers of 64 bits. */
    public static Converter<Long> integer() {
        return new Converter<>(EnumSet.of(AttributeType.INTEGER), number -> number, value -> (Long) value);
    }

    /** Whole numbers of 32 bits; larger ones are answered with {@code invalidValue}. */
    public static Converter<Integer> smallInteger() {
        return new Converter<>(EnumSet.of(AttributeType.INTEGER), Integer::longValue, Converter::small);
    }

    private static Integer small(Object value) {
        long number = (Long) value;
        if (number != (int) number) {
            throw new IllegalArgumentException("larger than 32 bits");
        }
        return (int) number;
    }

    /** Numbers of any size and precision. */
    public static Converter<BigDecimal> decimal() {
        return new Converter<>(
                EnumSet.of(AttributeType.DECIMAL, AttributeType.INTEGER),
                number -> number,
                value -> value instanceof Long whole ? BigDecimal.valueOf(whole) : (BigDecimal) value);
    }

    /** Points in time; the offset that a client wrote is not kept. */
    public static Converter<Instant> time() {
        return new Converter<>(
                EnumSet.of(AttributeType.DATE_TIME), DateTime::exactly, value -> ((DateTime) value).instant());
    }

    /** Whether values of the attribute can be made of the property. */
    public boolean fits(AttributeDefinition definition) {
        return types.contains(definition.type());
    }

    /** The value of the attribute that a property stands for; null for none. */
    public @Nullable Object attribute(@Nullable V property, AttributeDefinition definition) {
        Object value = property == null ? null : toAttribute.apply(property);
        return value instanceof BigDecimal number && definition.type() == AttributeType.INTEGER
                ? (Object) number.longValueExact()
                : value;
    }

    /**
     * The property that stands for a value of the attribute; null for none.
     *
     * @throws RuntimeException an {@link IllegalArgumentException} or {@link DateTimeException} if it cannot be this
     */
    public @Nullable V property(@Nullable Object value) {
        return value == null ? null : toProperty.apply(value);
    }

    @Override
    public String toString() {
        return types.toString();
    }
}
