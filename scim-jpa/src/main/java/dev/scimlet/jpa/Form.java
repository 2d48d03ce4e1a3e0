package dev.scimlet.jpa;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The Java type of an attribute, and how it is told in one of few types: what stands for it in comparisons is of {@link
 * Kind#core}.
 *
 * @param kind what it holds
 * @param type the Java type, of a primitive one its wrapper
 * @param toJava from the core type
 * @param toCore to the core type
 */
record Form(Kind kind, Class<?> type, Function<Object, Object> toJava, Function<Object, Object> toCore) {

    enum Kind {
        TEXT(String.class),
        UUID(UUID.class),
        NUMBER(Long.class),
        DECIMAL(BigDecimal.class),
        BOOLEAN(Boolean.class),
        TIME(Instant.class);

        private final Class<?> core;

        Kind(Class<?> core) {
            this.core = core;
        }

        /** What a value is told in. */
        Class<?> core() {
            return core;
        }
    }

    private static final Form TEXT = same(Kind.TEXT, String.class);

    private static Form same(Kind kind, Class<?> type) {
        return new Form(kind, type, value -> value, value -> value);
    }

    private static <V> Form of(Kind kind, Class<V> type, Function<Object, Object> toJava, Function<V, Object> toCore) {
        return new Form(kind, type, toJava, value -> toCore.apply(type.cast(value)));
    }

    static Form text() {
        return TEXT;
    }

    /**
     * The form of a Java type; null if it is none of those that are known.
     *
     * @param zone of times without a zone; null if nobody has said it
     * @throws IllegalArgumentException if the type needs a zone and there is none
     */
    static @Nullable Form of(Class<?> type, @Nullable ZoneId zone) {
        if (type == String.class) {
            return TEXT;
        }
        if (type == UUID.class) {
            return same(Kind.UUID, UUID.class);
        }
        if (type == Long.class || type == long.class) {
            return same(Kind.NUMBER, Long.class);
        }
        if (type == Integer.class || type == int.class) {
            return of(Kind.NUMBER, Integer.class, value -> Math.toIntExact((Long) value), Integer::longValue);
        }
        if (type == Short.class || type == short.class) {
            return of(Kind.NUMBER, Short.class, Form::shortOf, Short::longValue);
        }
        if (type == BigDecimal.class) {
            return same(Kind.DECIMAL, BigDecimal.class);
        }
        if (type == Boolean.class || type == boolean.class) {
            return same(Kind.BOOLEAN, Boolean.class);
        }
        return time(type, zone);
    }

    private static Object shortOf(Object value) {
        long number = (Long) value;
        if (number != (short) number) {
            throw new ArithmeticException("larger than 16 bits");
        }
        return (short) number;
    }

    @SuppressWarnings("JavaUtilDate") // entities have it
    private static @Nullable Form time(Class<?> type, @Nullable ZoneId zone) {
        if (type == Instant.class) {
            return same(Kind.TIME, Instant.class);
        }
        if (type == OffsetDateTime.class) {
            return of(
                    Kind.TIME,
                    OffsetDateTime.class,
                    value -> ((Instant) value).atOffset(ZoneOffset.UTC),
                    OffsetDateTime::toInstant);
        }
        if (type == ZonedDateTime.class) {
            return of(
                    Kind.TIME,
                    ZonedDateTime.class,
                    value -> ((Instant) value).atZone(ZoneOffset.UTC),
                    ZonedDateTime::toInstant);
        }
        if (type == Date.class) {
            return of(
                    Kind.TIME,
                    Date.class,
                    value -> Date.from((Instant) value),
                    date -> Instant.ofEpochMilli(date.getTime()));
        }
        if (type == java.sql.Timestamp.class) {
            return of(
                    Kind.TIME,
                    java.sql.Timestamp.class,
                    value -> java.sql.Timestamp.from((Instant) value),
                    java.sql.Timestamp::toInstant);
        }
        return type == LocalDateTime.class ? local(zone) : null;
    }

    private static Form local(@Nullable ZoneId zone) {
        if (zone == null) {
            throw new IllegalArgumentException("is a LocalDateTime: say of which zone, with '.zone(...)'");
        }
        return of(
                Kind.TIME,
                LocalDateTime.class,
                value -> LocalDateTime.ofInstant((Instant) value, zone),
                local -> local.atZone(zone).toInstant());
    }

    /** The smallest whole number that the Java type holds. */
    long least() {
        return type == Integer.class ? Integer.MIN_VALUE : type == Short.class ? Short.MIN_VALUE : Long.MIN_VALUE;
    }

    /** The largest whole number that the Java type holds. */
    long largest() {
        return type == Integer.class ? Integer.MAX_VALUE : type == Short.class ? Short.MAX_VALUE : Long.MAX_VALUE;
    }

    Object java(Object core) {
        return toJava.apply(core);
    }

    Object core(Object java) {
        return toCore.apply(java);
    }
}
