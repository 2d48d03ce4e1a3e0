package dev.scimlet.jpa;

import jakarta.persistence.EntityManager;
import jakarta.persistence.criteria.Expression;
import jakarta.persistence.criteria.From;
import jakarta.persistence.criteria.Join;
import jakarta.persistence.criteria.JoinType;
import jakarta.persistence.criteria.Path;
import jakarta.persistence.metamodel.Attribute;
import jakarta.persistence.metamodel.EntityType;
import jakarta.persistence.metamodel.ManagedType;
import jakarta.persistence.metamodel.SingularAttribute;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The way from an entity to one of its attributes: a name, or several with dots through what is embedded or referred to. */
final class AttributePath {

    private final String name;
    private final List<Step> steps;
    private final SingularAttribute<?, ?> last;
    private final @Nullable SingularAttribute<?, ?> targetId;
    private final boolean kept;
    private final boolean keptWhenNew;

    /**
     * @param access null for what is never set
     * @param factory makes what is embedded, where there is none yet
     */
    private record Step(
            SingularAttribute<?, ?> attribute,
            @Nullable Access access,
            @Nullable Supplier<?> factory) {}

    private AttributePath(String name, List<Step> steps, @Nullable SingularAttribute<?, ?> targetId) {
        this.name = name;
        this.steps = List.copyOf(steps);
        this.last = steps.get(steps.size() - 1).attribute;
        this.targetId = targetId;
        this.kept = isKept(this.steps, true);
        this.keptWhenNew = isKept(this.steps, false);
    }

    /**
     * Finds an attribute.
     *
     * @param embedded makes what is embedded, by its path
     * @param written whether it will be set
     * @throws IllegalArgumentException if there is none, or it cannot be set
     */
    static AttributePath of(ManagedType<?> owner, String name, Map<String, Supplier<?>> embedded, boolean written) {
        List<Step> steps = new ArrayList<>();
        ManagedType<?> type = owner;
        String[] parts = name.split("\\.", -1);
        StringBuilder walked = new StringBuilder();
        for (int i = 0; i < parts.length; i++) {
            SingularAttribute<?, ?> attribute = attribute(type, parts[i]);
            boolean inner = i + 1 < parts.length;
            walked.append(i == 0 ? "" : ".").append(parts[i]);
            if (inner && !(attribute.getType() instanceof ManagedType)) {
                throw new IllegalArgumentException("'" + walked + "' of " + simpleName(owner) + " has no attributes");
            }
            if (inner && attribute.isAssociation() && written) {
                throw new IllegalArgumentException(
                        "'" + name + "' is an attribute of another entity: bind it with readOnly()");
            }
            Supplier<?> factory = embedded.get(walked.toString());
            if (inner && written && factory == null) {
                throw new IllegalArgumentException(
                        "'" + walked + "' is embedded and may be missing: say how to make one, with .embedded(\""
                                + walked + "\", ...)");
            }
            Access access = written ? Access.of(attribute) : null;
            steps.add(new Step(attribute, access != null && !inner ? access.writable() : access, factory));
            if (inner) {
                type = (ManagedType<?>) attribute.getType();
            }
        }
        SingularAttribute<?, ?> end = steps.get(steps.size() - 1).attribute;
        return new AttributePath(name, steps, end.isAssociation() ? id((EntityType<?>) end.getType()) : null);
    }

    private static SingularAttribute<?, ?> attribute(ManagedType<?> type, String name) {
        Attribute<?, ?> found = type.getAttributes().stream()
                .filter(attribute -> attribute.getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        simpleName(type) + " has no attribute '" + name + "'; it has " + names(type)));
        if (!(found instanceof SingularAttribute<?, ?> single)) {
            throw new IllegalArgumentException("'" + name + "' of " + simpleName(type) + " is a collection");
        }
        return single;
    }

    private static String names(ManagedType<?> type) {
        return String.join(
                ", ",
                type.getAttributes().stream().map(Attribute::getName).sorted().toList());
    }

    static String simpleName(ManagedType<?> type) {
        return type.getJavaType().getSimpleName();
    }

    /** The attribute that is the id of an entity. */
    static SingularAttribute<?, ?> id(EntityType<?> type) {
        List<SingularAttribute<?, ?>> ids = new ArrayList<>();
        type.getSingularAttributes().stream().filter(SingularAttribute::isId).forEach(ids::add);
        if (ids.size() != 1 || ids.get(0).getType() instanceof ManagedType) {
            throw new IllegalArgumentException(simpleName(type) + " has an id of several attributes");
        }
        return ids.get(0);
    }

    String name() {
        return name;
    }

    /**
     * What its column may be called, as {@link TableNames#plain} has names: as an annotation says, or as providers name it. Empty
     * where it lies in another table, or an annotation names it elsewhere.
     */
    Set<String> columns() {
        List<String> way = new ArrayList<>();
        for (Step step : steps) {
            boolean inner = step.attribute != last;
            if (inner && (step.attribute.isAssociation() || TableNames.isOverridden(step.attribute))) {
                return Set.of();
            }
            way.add(step.attribute.getName());
        }
        String said = TableNames.column(last);
        if (said != null) {
            return Set.of(said);
        }
        String end = targetId == null ? "" : targetId.getName();
        return new HashSet<>(
                List.of(TableNames.plain(last.getName() + end), TableNames.plain(String.join("", way) + end)));
    }

    /** The Java type of the attribute, of a reference that of the id. */
    Class<?> javaType() {
        return (targetId == null ? last : targetId).getJavaType();
    }

    /** The entity that it refers to; null for none. */
    @Nullable
    EntityType<?> target() {
        return targetId == null ? null : (EntityType<?>) last.getType();
    }

    /** Whether a value must be there. */
    boolean isRequired() {
        return steps.size() == 1 && !last.isOptional();
    }

    /** Whether it cannot hold null. */
    boolean isPrimitive() {
        Access access = steps.get(steps.size() - 1).access;
        return access != null && access.type().isPrimitive();
    }

    /**
     * Whether an instance that has been flushed holds what is stored of it.
     *
     * @param changed whether the attribute is set in entities that are stored already
     */
    boolean isKept(boolean changed) {
        return changed ? kept : keptWhenNew;
    }

    private static boolean isKept(List<Step> steps, boolean changed) {
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            boolean inner = i + 1 < steps.size();
            if (step.access == null
                    || inner && step.attribute.isAssociation()
                    || !Faithful.keeps(step.attribute, changed)) {
                return false;
            }
        }
        return true;
    }

    /** The attribute in a query, of a reference the id of what it refers to. What is missing on the way has no value. */
    Expression<?> in(From<?, ?> from) {
        Path<?> path = from;
        for (int i = 0; i + 1 < steps.size(); i++) {
            SingularAttribute<?, ?> attribute = steps.get(i).attribute;
            path = attribute.isAssociation()
                    ? joined((From<?, ?>) path, attribute.getName())
                    : path.get(attribute.getName());
        }
        path = path.get(last.getName());
        return targetId == null ? path : path.get(targetId.getName());
    }

    /** The same in a text. */
    String in(Jpql query, String from) {
        String path = from;
        for (int i = 0; i + 1 < steps.size(); i++) {
            SingularAttribute<?, ?> attribute = steps.get(i).attribute;
            path = path + "." + attribute.getName();
            path = attribute.isAssociation() ? query.joined(path) : path;
        }
        path = path + "." + last.getName();
        return targetId == null ? path : path + "." + targetId.getName();
    }

    private static From<?, ?> joined(From<?, ?> from, String name) {
        for (Join<?, ?> known : from.getJoins()) {
            if (known.getAttribute().getName().equals(name) && known.getJoinType() == JoinType.LEFT) {
                return known;
            }
        }
        return from.join(name, JoinType.LEFT);
    }

    /** What an instance holds; of a reference, the id of what it refers to. */
    @Nullable
    Object get(EntityManager entities, Object instance) {
        Object value = instance;
        for (Step step : steps) {
            value = value == null ? null : Objects.requireNonNull(step.access).get(value);
        }
        return value == null || targetId == null
                ? value
                : entities.getEntityManagerFactory().getPersistenceUnitUtil().getIdentifier(value);
    }

    /** Sets the attribute; of a reference, to what has the id. */
    void set(EntityManager entities, Object instance, @Nullable Object java) {
        Object owner = instance;
        for (int i = 0; i + 1 < steps.size(); i++) {
            Step step = steps.get(i);
            Access access = Objects.requireNonNull(step.access);
            Object inner = access.get(owner);
            if (inner == null) {
                if (java == null) {
                    return;
                }
                inner = Objects.requireNonNull(step.factory).get();
                access.writable().set(owner, inner);
            }
            owner = inner;
        }
        EntityType<?> target = target();
        setLast(owner, java == null || target == null ? java : entities.getReference(target.getJavaType(), java));
    }

    /** Sets a reference to an entity that is at hand. */
    void refer(Object instance, @Nullable Object entity) {
        setLast(instance, entity);
    }

    private void setLast(Object owner, @Nullable Object value) {
        Objects.requireNonNull(steps.get(steps.size() - 1).access).set(owner, value);
    }
}
