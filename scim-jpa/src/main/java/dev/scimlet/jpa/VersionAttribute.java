package dev.scimlet.jpa;

import jakarta.persistence.metamodel.SingularAttribute;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * The attribute that the provider changes with each change of an entity ({@code @Version}).
 *
 * @param name its name
 * @param form its Java type: a whole number or a time
 * @param access the access to it
 * @param isTold whether a managed instance holds the version that is stored: of a time, the database may keep less of it
 */
record VersionAttribute(String name, Form form, Access access, boolean isTold) {

    static VersionAttribute of(SingularAttribute<?, ?> attribute, Form form) {
        boolean told = form.kind() == Form.Kind.NUMBER && Faithful.keeps(attribute, true);
        return new VersionAttribute(attribute.getName(), form, Access.of(attribute), told);
    }

    /** The version as clients see it: digits. */
    String text(@Nullable Object java) {
        if (java == null) {
            return "0";
        }
        Object core = form.core(java);
        return core instanceof Instant time
                ? Long.toString(ChronoUnit.NANOS.between(Instant.EPOCH, time))
                : core.toString();
    }

    /** What {@link #text} was made of; null if it is none of ours. */
    @Nullable
    Object parse(String text) {
        try {
            long number = Long.parseLong(text);
            return form.java(
                    form.kind() == Form.Kind.TIME ? (Object) Instant.EPOCH.plusNanos(number) : (Object) number);
        } catch (NumberFormatException | ArithmeticException notOurs) {
            return null;
        }
    }
}
