package dev.scimlet.jpa;

import jakarta.persistence.Basic;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.FetchType;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.metamodel.Attribute;
import jakarta.persistence.metamodel.EntityType;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Whether a managed instance that has been flushed holds what the database holds: not where it, or the provider, makes something
 * else of what is set. That is told by annotations, which is how a provider is told.
 */
final class Faithful {

    /** Those that say nothing of what an instance holds. */
    private static final Set<String> HARMLESS = Set.of(
            "org.hibernate.annotations.DynamicUpdate",
            "org.hibernate.annotations.Cache",
            "org.hibernate.annotations.BatchSize",
            "org.hibernate.annotations.Fetch",
            "org.hibernate.annotations.OnDelete",
            "org.hibernate.annotations.UuidGenerator",
            "org.hibernate.annotations.GenericGenerator");

    private static final List<String> PROVIDERS = List.of("org.hibernate.", "org.eclipse.persistence.");

    /** What columns keep as it is: no numbers or times that they may round. */
    private static final Set<Class<?>> EXACT = Set.of(
            String.class,
            java.util.UUID.class,
            Boolean.class,
            boolean.class,
            Long.class,
            long.class,
            Integer.class,
            int.class,
            Short.class,
            short.class);

    private Faithful() {}

    /** Whether columns keep values of the type as they are. */
    static boolean isExact(Class<?> type) {
        return EXACT.contains(type) || type.isEnum();
    }

    /** Whether nothing is said of the class by which the database gives values of its own. */
    static boolean isPlain(Class<?> entity) {
        for (Class<?> type = entity; type != null; type = type.getSuperclass()) {
            for (Annotation annotation : type.getAnnotations()) {
                if (isOfProvider(annotation)) {
                    return false;
                }
            }
        }
        return true;
    }

    /**
     * Whether the attribute holds what was set.
     *
     * @param changed whether it is set in entities that are stored already
     */
    static boolean keeps(Attribute<?, ?> attribute, boolean changed) {
        if (!(attribute.getJavaMember() instanceof AnnotatedElement member)) {
            return false;
        }
        for (Annotation annotation : member.getAnnotations()) {
            if (!keeps(annotation, changed)) {
                return false;
            }
        }
        return true;
    }

    /** Whether no word of the provider may hide rows of the entity, as one of a tenant or of a deletion does. */
    static boolean isSeen(EntityType<?> entity) {
        return isPlain(entity.getJavaType())
                && entity.getAttributes().stream()
                        .allMatch(attribute -> attribute.getJavaMember() instanceof AnnotatedElement member
                                && Arrays.stream(member.getAnnotations()).noneMatch(Faithful::isOfProvider));
    }

    /** Whether JPA alone tells how the attribute is stored, without a word of the provider or a converter. */
    static boolean isPlain(Attribute<?, ?> attribute) {
        if (!(attribute.getJavaMember() instanceof AnnotatedElement member)) {
            return false;
        }
        for (Annotation annotation : member.getAnnotations()) {
            if (annotation instanceof Convert || isOfProvider(annotation)) {
                return false;
            }
        }
        return true;
    }

    private static boolean keeps(Annotation annotation, boolean changed) {
        if (annotation instanceof Column column) {
            return column.insertable()
                    && (column.updatable() || !changed)
                    && column.columnDefinition().isEmpty();
        }
        if (annotation instanceof JoinColumn column) {
            return column.insertable() && (column.updatable() || !changed);
        }
        if (annotation instanceof Basic basic) {
            return basic.fetch() == FetchType.EAGER;
        }
        return !(annotation instanceof Convert) && !isOfProvider(annotation);
    }

    private static boolean isOfProvider(Annotation annotation) {
        String name = annotation.annotationType().getName();
        return PROVIDERS.stream().anyMatch(name::startsWith) && !HARMLESS.contains(name);
    }
}
