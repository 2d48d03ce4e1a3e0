package dev.scimlet.jpa;

import dev.scimlet.core.resource.BoundPath;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.mapping.MappedPath;
import dev.scimlet.spi.mapping.MappedType;
import jakarta.persistence.EntityManager;
import jakarta.persistence.criteria.Expression;
import jakarta.persistence.criteria.From;
import jakarta.persistence.criteria.Predicate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Which attribute of an entity holds what.
 *
 * @param mapped the bound paths
 * @param entity the class of the entities
 * @param entityName what queries call them
 * @param factory makes an empty one
 * @param ids its ids
 * @param assignsIds whether we give the id of a new one
 * @param idPath the attribute of the id
 * @param version its version
 * @param scopes attributes that have a certain value in all entities of the type
 * @param created the time of creation
 * @param createdForm its Java type
 * @param lastModified the time of the last change
 * @param lastModifiedForm its Java type
 * @param attributes for each line its attribute, null for lists
 * @param lists for each line its list, null for others
 * @param rest the attribute that keeps what no line takes
 * @param display what people call a resource, the best first
 */
record EntityLayout<E>(
        MappedType mapped,
        Class<E> entity,
        String entityName,
        Supplier<? extends E> factory,
        Ids ids,
        boolean assignsIds,
        AttributePath idPath,
        VersionAttribute version,
        List<Scope> scopes,
        AttributePath created,
        Form createdForm,
        AttributePath lastModified,
        Form lastModifiedForm,
        List<@Nullable MappedAttribute> attributes,
        List<@Nullable MappedList> lists,
        @Nullable RestAttribute rest,
        List<MappedAttribute> display) {

    /**
     * An attribute whose value is the same in all entities of the type, or of the type and tenant.
     *
     * @param constant null for the tenant
     */
    record Scope(AttributePath path, Form form, @Nullable Object constant) {

        Object value(RequestContext context) {
            return constant != null ? constant : form.java(context.tenant());
        }
    }

    /** Whether a managed instance that has been flushed tells what else is stored of it, besides the attributes of lines. */
    boolean isTold() {
        return Faithful.isPlain(entity)
                && version.isTold()
                && created.isKept(false)
                && lastModified.isKept(true)
                && (rest == null || rest.path().isKept(true));
    }

    @Nullable
    MappedAttribute attribute(MappedPath path) {
        return attributes.get(path.index());
    }

    @Nullable
    MappedList list(MappedPath path) {
        return lists.get(path.index());
    }

    /** The attribute of the line that binds just this path, with its brackets if it has some; null for none. */
    @Nullable
    MappedAttribute attributeAt(BoundPath path) {
        for (MappedPath line : mapped.paths()) {
            MappedAttribute attribute = attributes.get(line.index());
            if (attribute != null && line.path() == path) {
                return attribute;
            }
        }
        return null;
    }

    /** The attribute of the line that binds a single value, which is no part of a list; null for none. */
    @Nullable
    MappedAttribute singleAt(BoundPath path) {
        for (MappedPath line : mapped.paths()) {
            MappedAttribute attribute = attributes.get(line.index());
            boolean same = line.path().attribute() == path.attribute()
                    && line.path().extension() == path.extension()
                    && line.path().subAttribute() == path.subAttribute();
            if (attribute != null && same && line.path().filter() == null && path.filter() == null) {
                return attribute.definition().multiValued() || line.topLevel().multiValued() ? null : attribute;
            }
        }
        return null;
    }

    /** The list that is bound as a whole, that of the attribute at the start of the path; null for none. */
    @Nullable
    MappedList listAt(BoundPath path) {
        MappedPath line = mapped.list(path);
        return line == null ? null : lists.get(line.index());
    }

    List<MappedList> allLists() {
        return lists.stream().filter(Objects::nonNull).toList();
    }

    /** The list that memberships are made of; null for none. */
    @Nullable
    MappedList members() {
        for (MappedPath line : mapped.paths()) {
            boolean members =
                    line.path().text().equals("members") && line.target().isReferenceList();
            if (members && lists.get(line.index()) != null) {
                return lists.get(line.index());
            }
        }
        return null;
    }

    Expression<?> id(From<?, ?> from) {
        return from.get(ids.attribute());
    }

    Expression<?> version(From<?, ?> from) {
        return from.get(version.name());
    }

    /** What stands behind {@code FROM} for the entities, whose alias is {@code e}. */
    String from() {
        return entityName + " e";
    }

    /** Keeps to the entities of the type and tenant. */
    void within(Jpql query, String alias, RequestContext context) {
        scopes.forEach(scope -> query.equal(scope.path().in(query, alias), scope.value(context)));
    }

    /** Whether a managed instance is of the type and tenant. */
    boolean isWithin(EntityManager entities, E entity, RequestContext context) {
        return scopes.stream()
                .allMatch(scope -> scope.value(context).equals(scope.path().get(entities, entity)));
    }

    /** Keeps to the entities of the type and tenant. */
    List<Predicate> within(Statement statement, From<?, ?> from, RequestContext context) {
        List<Predicate> conditions = new ArrayList<>();
        scopes.forEach(scope -> conditions.add(statement.equal(scope.path().in(from), scope.value(context))));
        return conditions;
    }
}
