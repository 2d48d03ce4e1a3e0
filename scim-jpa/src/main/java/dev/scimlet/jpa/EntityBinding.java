package dev.scimlet.jpa;

import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.schema.AttributeType;
import jakarta.persistence.ManyToMany;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderColumn;
import jakarta.persistence.metamodel.EntityType;
import jakarta.persistence.metamodel.ManagedType;
import jakarta.persistence.metamodel.PluralAttribute;
import jakarta.persistence.metamodel.SingularAttribute;
import java.lang.reflect.AnnotatedElement;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds in an entity what the lines of a mapping name, and checks that it fits. A mistake is an {@link IllegalArgumentException}
 * that names the line to mend.
 */
final class EntityBinding<E> {

    private final EntityType<E> entity;
    private final Map<String, Supplier<?>> embedded = new HashMap<>();
    private @Nullable ZoneId zone;

    EntityBinding(EntityType<E> entity) {
        this.entity = entity;
    }

    EntityType<E> entity() {
        return entity;
    }

    /** Has an embedded object be made that is not there yet. */
    void embedded(String attribute, Supplier<?> create) {
        embedded.put(attribute, create);
    }

    /** Of which zone times without a zone are. */
    void zone(ZoneId value) {
        this.zone = value;
    }

    AttributePath path(String attribute) {
        return AttributePath.of(entity, attribute, embedded, true);
    }

    Ids ids(boolean assigns, String prefix) {
        SingularAttribute<?, ?> id = AttributePath.id(entity);
        Form form = form(id.getName(), id.getJavaType());
        boolean fits =
                form.kind() == Form.Kind.TEXT || form.kind() == Form.Kind.UUID || form.kind() == Form.Kind.NUMBER;
        if (!fits || assigns && form.kind() == Form.Kind.NUMBER) {
            throw new IllegalArgumentException("the id '" + id.getName() + "' of " + AttributePath.simpleName(entity)
                    + (fits ? " is a number, which the database gives" : " is no text, UUID or whole number"));
        }
        return new Ids(id.getName(), form, prefix);
    }

    VersionAttribute version() {
        SingularAttribute<? super E, ?> version = entity.getSingularAttributes().stream()
                .filter(SingularAttribute::isVersion)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(AttributePath.simpleName(entity)
                        + " has no @Version attribute: without one, changes of two clients at once would be lost"));
        return VersionAttribute.of(version, form(version.getName(), version.getJavaType()));
    }

    AttributePath written(@Nullable String attribute, String method) {
        if (attribute == null) {
            throw new IllegalArgumentException(
                    "the mapping of " + AttributePath.simpleName(entity) + " does not say '." + method + "(...)'");
        }
        return AttributePath.of(entity, attribute, embedded, true);
    }

    AttributePath text(String attribute) {
        AttributePath path = AttributePath.of(entity, attribute, embedded, true);
        if (path.javaType() != String.class) {
            throw new IllegalArgumentException("'" + attribute + "' is no text");
        }
        return path;
    }

    Form time(AttributePath path) {
        Form form = form(path.name(), path.javaType());
        if (form.kind() != Form.Kind.TIME) {
            throw new IllegalArgumentException("'" + path.name() + "' is no time");
        }
        return form;
    }

    Form form(String attribute, Class<?> type) {
        Form form;
        try {
            form = Form.of(type, zone);
        } catch (IllegalArgumentException withoutZone) {
            throw new IllegalArgumentException("'" + attribute + "' " + withoutZone.getMessage(), withoutZone);
        }
        if (form == null) {
            throw new IllegalArgumentException("'" + attribute + "' is a " + type.getSimpleName()
                    + ": say how to convert it, with converted(...)");
        }
        return form;
    }

    MappedAttribute attribute(
            AttributeDefinition definition, ManagedType<?> owner, String name, AttributeOptions options, String path) {
        AttributePath attribute = AttributePath.of(owner, name, embedded, options.isWritten());
        String key = options.key();
        AttributePath keyPath = key == null ? null : AttributePath.of(owner, key, embedded, true);
        if (keyPath != null && keyPath.javaType() != String.class) {
            throw new IllegalArgumentException("the key '" + key + "' of '" + path + "' is no text");
        }
        Map<Object, Object> codes = codes(definition, attribute, options);
        boolean told = !codes.isEmpty() || options.converter() != null;
        Form form = told ? null : form(name, attribute.javaType());
        check(definition, options, form, codes, path, name);
        boolean always = definition.required() || options.whenAbsent() != null || !options.isWritten();
        if (attribute.isPrimitive() && !always && options.hash() == null) {
            throw new IllegalArgumentException(
                    "'" + name + "' takes no null: say what '" + path + "' is then, with whenAbsent(...)");
        }
        return new MappedAttribute(definition, attribute, options, keyPath, codes, form);
    }

    private static Map<Object, Object> codes(
            AttributeDefinition definition, AttributePath attribute, AttributeOptions options) {
        if (!options.codes().isEmpty() || options.converter() != null) {
            return options.codes();
        }
        Map<Object, Object> names = new LinkedHashMap<>();
        Object[] constants = attribute.javaType().getEnumConstants();
        if (constants != null && definition.type() == AttributeType.STRING) {
            for (Object constant : constants) {
                names.put(((Enum<?>) constant).name(), constant);
            }
        }
        return names;
    }

    private static void check(
            AttributeDefinition definition,
            AttributeOptions options,
            @Nullable Form form,
            Map<Object, Object> codes,
            String path,
            String name) {
        boolean text = definition.type().isText();
        if (form != null) {
            boolean fits = switch (definition.type()) {
                case STRING, REFERENCE -> text && fitsText(form.kind());
                case BINARY -> form.kind() == Form.Kind.TEXT;
                case BOOLEAN -> form.kind() == Form.Kind.BOOLEAN;
                case INTEGER -> form.kind() == Form.Kind.NUMBER;
                case DECIMAL -> form.kind() == Form.Kind.DECIMAL;
                case DATE_TIME -> form.kind() == Form.Kind.TIME;
                case COMPLEX -> false;
            };
            check(
                    fits,
                    path,
                    definition,
                    "does not fit in '" + name + "', a " + form.type().getSimpleName());
        }
        boolean plainText = form != null && form.kind() == Form.Kind.TEXT && text;
        check(options.key() == null || plainText, path, definition, "has no use for a key");
        check(options.hash() == null || plainText, path, definition, "is no text to hash");
        check(
                options.converter() == null || options.converter().fits(definition),
                path,
                definition,
                "is not what the converter makes");
        Object absent = options.whenAbsent();
        check(absent == null || isOf(definition.type(), absent), path, definition, "cannot be " + absent);
        for (Object value : codes.keySet()) {
            check(isOf(definition.type(), value), path, definition, "cannot be " + value);
        }
    }

    private static boolean fitsText(Form.Kind kind) {
        return kind == Form.Kind.TEXT || kind == Form.Kind.UUID || kind == Form.Kind.NUMBER;
    }

    private static boolean isOf(AttributeType type, Object value) {
        return switch (type) {
            case STRING, REFERENCE, BINARY -> value instanceof String;
            case BOOLEAN -> value instanceof Boolean;
            case INTEGER -> value instanceof Long;
            default -> false;
        };
    }

    private static void check(boolean holds, String path, AttributeDefinition definition, String fault) {
        if (!holds) {
            throw new IllegalArgumentException(
                    "'" + path + "' is " + definition.type().keyword() + " and " + fault);
        }
    }

    PluralAttribute<? super E, ?, ?> collection(String name) {
        return entity.getPluralAttributes().stream()
                .filter(attribute -> attribute.getName().equals(name))
                .filter(attribute -> attribute.getCollectionType() != PluralAttribute.CollectionType.MAP)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        AttributePath.simpleName(entity) + " has no collection '" + name + "'"));
    }

    static Supplier<Collection<Object>> empty(PluralAttribute<?, ?, ?> collection) {
        return collection.getCollectionType() == PluralAttribute.CollectionType.SET
                ? LinkedHashSet::new
                : ArrayList::new;
    }

    /** What the metamodel does not tell, the annotations of the member tell that it names. */
    static boolean isOrdered(PluralAttribute<?, ?, ?> collection) {
        return collection.getJavaMember() instanceof AnnotatedElement member
                && member.isAnnotationPresent(OrderColumn.class);
    }

    static String mappedBy(PluralAttribute<?, ?, ?> collection) {
        if (!(collection.getJavaMember() instanceof AnnotatedElement member)) {
            return "";
        }
        ManyToMany many = member.getAnnotation(ManyToMany.class);
        OneToMany one = member.getAnnotation(OneToMany.class);
        return many != null ? many.mappedBy() : one != null ? one.mappedBy() : "";
    }
}
