package dev.scimlet.jpa;

import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.mapping.MappedPath;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.JoinTable;
import jakarta.persistence.metamodel.EntityType;
import jakarta.persistence.metamodel.PluralAttribute;
import java.lang.reflect.AnnotatedElement;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes the lists of an entity that refer to others, and finds out how references go in and out of them. */
final class ReferenceBinding {

    private static final Pattern NAME =
            Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,62}(?:\\.[A-Za-z_][A-Za-z0-9_]{0,62}){0,2}");

    /** Names that no naming strategy makes others of. */
    private static final Pattern PLAIN_NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");

    private final EntityManagers entityManagers;
    private final EntityType<?> entity;

    ReferenceBinding(EntityManagers entityManagers, EntityType<?> entity) {
        this.entityManagers = entityManagers;
        this.entity = entity;
    }

    /** The collection refers to the entities of the other repository. */
    void check(PluralAttribute<?, ?, ?> collection, JpaRepository<?> to) {
        if (collection.getElementType().getJavaType() != to.layout().entity()) {
            throw new IllegalArgumentException("'" + collection.getName() + "' of " + AttributePath.simpleName(entity)
                    + " holds no " + to.layout().entity().getSimpleName());
        }
    }

    /** Rows of a join table of these names. */
    References rows(String joinTable, String owner, String value) {
        for (String name : List.of(joinTable, owner, value)) {
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException("'" + name + "' is no name of a table or column");
            }
        }
        return new JoinTableReferences(joinTable, owner, value);
    }

    /** How references go in and out of a collection, by what is known of it. */
    References writer(PluralAttribute<?, ?, ?> collection, JpaRepository<?> to) {
        String mappedBy = EntityBinding.mappedBy(collection);
        Class<?> target = to.layout().entity();
        JoinTableReferences rows = mappedBy.isEmpty() && !EntityBinding.isOrdered(collection) ? rows(collection) : null;
        if (rows != null) {
            return rows;
        }
        if (mappedBy.isEmpty()) {
            return new CollectionReferences(Access.of(collection), EntityBinding.empty(collection), target);
        }
        EntityType<?> owning = (EntityType<?>) collection.getElementType();
        if (!(owning.getAttribute(mappedBy) instanceof PluralAttribute<?, ?, ?> inverse)) {
            throw new IllegalArgumentException("'" + collection.getName()
                    + "' is the other side of a single reference: who is in one list would leave another");
        }
        return new InverseReferences(
                target, to.layout().ids().attribute(), mappedBy, Access.of(inverse), EntityBinding.empty(inverse));
    }

    /**
     * The join table that the annotation of the collection names in full, in names that no naming strategy changes; null for
     * another one, and where the provider was told more of the collection or its keys than statements of ours would know.
     */
    private @Nullable JoinTableReferences rows(PluralAttribute<?, ?, ?> collection) {
        JoinTable table = collection.getJavaMember() instanceof AnnotatedElement member
                ? member.getAnnotation(JoinTable.class)
                : null;
        if (table == null || table.joinColumns().length != 1 || table.inverseJoinColumns().length != 1) {
            return null;
        }
        JoinColumn owner = table.joinColumns()[0];
        JoinColumn value = table.inverseJoinColumns()[0];
        boolean ofIds = owner.referencedColumnName().isEmpty()
                && value.referencedColumnName().isEmpty();
        boolean here = table.schema().isEmpty() && table.catalog().isEmpty();
        boolean plain = Stream.of(table.name(), owner.name(), value.name())
                .allMatch(name -> PLAIN_NAME.matcher(name).matches());
        boolean told = Faithful.isPlain(collection)
                && Faithful.isPlain(AttributePath.id(entity))
                && Faithful.isPlain(AttributePath.id((EntityType<?>) collection.getElementType()));
        JoinTableReferences rows = new JoinTableReferences(table.name(), owner.name(), value.name());
        return ofIds && here && plain && told && answers(rows) ? rows : null;
    }

    /** Whether the database knows the table by these names: a provider may be set to write all of them in quotation marks. */
    private boolean answers(JoinTableReferences rows) {
        try {
            return JpaUnitOfWork.over(entityManagers).read(RequestContext.of("build"), rows::answer);
        } catch (RuntimeException unknown) {
            return false;
        }
    }

    MappedList list(
            MappedPath mapped, PluralAttribute<?, ?, ?> collection, JpaRepository<?> to, References references) {
        return list(
                mapped,
                new MappedList.Source.OfCollection(collection.getName(), EntityBinding.isOrdered(collection)),
                to,
                null,
                references);
    }

    MappedList list(
            MappedPath mapped,
            MappedList.Source source,
            JpaRepository<?> to,
            @Nullable String reference,
            References references) {
        AttributeDefinition list = mapped.target();
        AttributeDefinition value = Objects.requireNonNull(list.valueSubAttribute());
        return new MappedList(
                mapped,
                source,
                List.of(new MappedList.Reference(value, to.layout().ids(), reference, to.layout())),
                Attributes.empty(list)
                        .with(
                                Objects.requireNonNull(list.find("type")),
                                to.type().name()),
                references,
                null);
    }

    /** An attribute of an entity between the two refers to one of them. */
    static void refers(EntityType<?> type, String attribute, Class<?> target) {
        EntityType<?> found = AttributePath.of(type, attribute, Map.of(), false).target();
        if (found == null || found.getJavaType() != target) {
            throw new IllegalArgumentException("'" + attribute + "' of " + AttributePath.simpleName(type)
                    + " refers to no " + target.getSimpleName());
        }
    }
}
