package dev.scimlet.jpa;

import jakarta.persistence.Basic;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.FetchType;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToMany;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OneToOne;
import jakarta.persistence.metamodel.Attribute;
import jakarta.persistence.metamodel.EmbeddableType;
import jakarta.persistence.metamodel.EntityType;
import jakarta.persistence.metamodel.SingularAttribute;
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

    /** Whether a provider finds what it shows of the entity by an id, and loads nothing else with it. */
    static boolean isAlone(EntityType<?> entity) {
        return isSeen(entity) && entity.getAttributes().stream().noneMatch(Faithful::isLoadedWith);
    }

    /** Whether an attribute, or one of what is embedded, lies in another row that is loaded with the entity. */
    private static boolean isLoadedWith(Attribute<?, ?> attribute) {
        if (attribute instanceof SingularAttribute<?, ?> single && single.getType() instanceof EmbeddableType<?> of) {
            return of.getAttributes().stream().anyMatch(Faithful::isLoadedWith);
        }
        if (!attribute.isAssociation() && !attribute.isCollection()) {
            return false;
        }
        return !(attribute.getJavaMember() instanceof AnnotatedElement member)
                || Arrays.stream(member.getAnnotations()).noneMatch(Faithful::isLazy);
    }

    private static boolean isLazy(Annotation annotation) {
        FetchType fetch = FetchType.EAGER;
        if (annotation instanceof ManyToOne of) {
            fetch = of.fetch();
        } else if (annotation instanceof OneToOne of) {
            fetch = of.fetch();
        } else if (annotation instanceof ManyToMany of) {
            fetch = of.fetch();
        } else if (annotation instanceof OneToMany of) {
            fetch = of.fetch();
        } else if (annotation instanceof ElementCollection of) {
            fetch = of.fetch();
        }
        return fetch == FetchType.LAZY;
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
