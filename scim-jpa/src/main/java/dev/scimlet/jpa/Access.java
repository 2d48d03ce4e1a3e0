package dev.scimlet.jpa;

import jakarta.persistence.metamodel.Attribute;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.DateTimeException;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Gets and sets one attribute of managed instances, through the member that the provider's metamodel names: the only
 * reflection there is, on what the provider itself reflects on. Where the class has a setter, it is the setter that is called:
 * it may keep other fields of the entity right, and in classes that the provider enhances it is what tells of changes.
 */
final class Access {

    private final String name;
    private final Class<?> type;
    private final @Nullable Field field;
    private final @Nullable Method getter;
    private final @Nullable Method setter;

    private Access(
            String name, Class<?> type, @Nullable Field field, @Nullable Method getter, @Nullable Method setter) {
        this.name = name;
        this.type = type;
        this.field = field;
        this.getter = getter;
        this.setter = setter;
    }

    /** @throws IllegalArgumentException if the member cannot be reached */
    static Access of(Attribute<?, ?> attribute) {
        Member member = attribute.getJavaMember();
        String property = attribute.getName();
        if (member instanceof Field field) {
            Method setter = setter(field.getDeclaringClass(), property, field.getType());
            opened(field);
            return new Access(property, field.getType(), field, null, setter == null ? null : opened(setter));
        }
        if (member instanceof Method getter) {
            Method setter = setter(getter.getDeclaringClass(), property, getter.getReturnType());
            return new Access(
                    property, getter.getReturnType(), null, opened(getter), setter == null ? null : opened(setter));
        }
        throw new IllegalArgumentException("the persistence provider does not say how '" + property + "' of "
                + attribute.getDeclaringType().getJavaType().getSimpleName() + " is read");
    }

    private static @Nullable Method setter(Class<?> owner, String property, Class<?> type) {
        String name = "set" + property.substring(0, 1).toUpperCase(Locale.ROOT) + property.substring(1);
        try {
            Method found = owner.getDeclaredMethod(name, type);
            boolean fits = !Modifier.isPrivate(found.getModifiers()) && !Modifier.isStatic(found.getModifiers());
            return fits ? found : null;
        } catch (NoSuchMethodException none) {
            return null;
        }
    }

    private static <M extends java.lang.reflect.AccessibleObject & Member> M opened(M member) {
        try {
            member.setAccessible(true);
            return member;
        } catch (InaccessibleObjectException closed) {
            throw new IllegalArgumentException(
                    "the package of " + member.getDeclaringClass().getName()
                            + " is not open to dev.scimlet.jpa: say so where it is opened to the persistence provider",
                    closed);
        }
    }

    /** The type of the member; of a primitive one, that. */
    Class<?> type() {
        return type;
    }

    /** @throws IllegalArgumentException if the attribute can only be read */
    Access writable() {
        if (setter == null && (field == null || Modifier.isFinal(field.getModifiers()))) {
            throw new IllegalArgumentException("'" + name + "' has no setter: bind it with readOnly()");
        }
        return this;
    }

    @Nullable
    Object get(Object instance) {
        try {
            return getter != null
                    ? getter.invoke(instance)
                    : Objects.requireNonNull(field).get(instance);
        } catch (IllegalAccessException impossible) {
            throw new IllegalStateException(impossible);
        } catch (InvocationTargetException thrown) {
            throw unwrapped(thrown);
        }
    }

    /** @throws RuntimeException what the setter throws; {@link IllegalArgumentException} says that it takes no such value */
    void set(Object instance, @Nullable Object value) {
        try {
            if (setter != null) {
                setter.invoke(instance, value);
            } else {
                Objects.requireNonNull(field).set(instance, value);
            }
        } catch (IllegalAccessException impossible) {
            throw new IllegalStateException(impossible);
        } catch (InvocationTargetException thrown) {
            throw unwrapped(thrown);
        }
    }

    private RuntimeException unwrapped(InvocationTargetException thrown) {
        Throwable cause = thrown.getCause();
        if (cause instanceof Error error) {
            throw error;
        }
        if (cause instanceof IllegalArgumentException || cause instanceof DateTimeException) {
            return new RefusedBySetter(cause);
        }
        return cause instanceof RuntimeException failure
                ? failure
                : new IllegalStateException("the access to '" + name + "' failed", cause);
    }

    /** A setter of the host says that it takes no such value. */
    static final class RefusedBySetter extends RuntimeException {

        private static final long serialVersionUID = 1L;

        RefusedBySetter(Throwable cause) {
            super(cause);
        }
    }
}
