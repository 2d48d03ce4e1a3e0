package dev.scimlet.jpa;

import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.Values;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Entries in a collection of their owner: simple values, embeddables or entities that belong to it. What stays is not touched.
 *
 * @param collection the access to the collection
 * @param empty makes an empty one
 * @param ordered whether the collection keeps an order of its own
 * @param element for simple values, what they are; else null
 * @param parts the attributes of an element
 * @param factory makes an element; null for simple values
 * @param owner the attribute of an element that refers to the owner; null if there is none
 * @param idOfElement the id attribute of elements that are entities; else null
 */
record Entries(
        Access collection,
        Supplier<Collection<Object>> empty,
        boolean ordered,
        MappedList.@Nullable Element element,
        List<MappedAttribute> parts,
        @Nullable Supplier<?> factory,
        @Nullable AttributePath owner,
        @Nullable String idOfElement) {

    /**
     * Gives the owner these entries.
     *
     * @param instance the managed owner
     * @param after null for none
     */
    void change(EntityManager entities, Object instance, @Nullable Values after) {
        Collection<Object> known = CollectionReferences.of(collection, empty, instance);
        List<Object> left = new ArrayList<>(known);
        List<@Nullable Object> target = new ArrayList<>();
        List<Object> asked = after == null ? List.of() : after.toList();
        for (Object entry : asked) {
            target.add(taken(entities, left, entry));
        }
        for (int i = 0; i < target.size(); i++) {
            if (target.get(i) == null) {
                target.set(i, made(entities, instance, asked.get(i), left));
            }
        }
        known.removeIf(each -> left.stream().anyMatch(gone -> gone == each));
        for (Object each : target) {
            if (known.stream().noneMatch(there -> there == each)) {
                known.add(Objects.requireNonNull(each));
            }
        }
        if (ordered && known instanceof List<Object> list && !isSame(list, target)) {
            list.clear();
            target.forEach(each -> list.add(Objects.requireNonNull(each)));
        }
        if (idOfElement != null) {
            left.forEach(entities::remove);
        }
    }

    private static boolean isSame(List<Object> list, List<@Nullable Object> target) {
        for (int i = 0; i < list.size(); i++) {
            if (list.get(i) != target.get(i)) {
                return false;
            }
        }
        return true;
    }

    /** The first that is the entry already, which is then no longer left; null for none. */
    private @Nullable Object taken(EntityManager entities, List<Object> left, Object entry) {
        for (int i = 0; i < left.size(); i++) {
            if (isOf(entities, left.get(i), entry)) {
                return left.remove(i);
            }
        }
        return null;
    }

    private boolean isOf(EntityManager entities, Object candidate, Object entry) {
        if (element != null) {
            return candidate.equals(simple(element, entry));
        }
        return parts.stream()
                .allMatch(part -> MappedAttribute.same(
                        part.toJava(value(part, entry)), part.path().get(entities, candidate)));
    }

    /** Of a list of simple values, the entry is the value. */
    private static @Nullable Object value(MappedAttribute part, Object entry) {
        return entry instanceof Attributes complex ? complex.get(part.definition()) : entry;
    }

    private static Object simple(MappedList.Element of, Object entry) {
        return entry instanceof Attributes complex ? Objects.requireNonNull(complex.get(of.definition())) : entry;
    }

    /** A new element, or if they are entities one that is left: a database may not have two in one place for a moment. */
    private Object made(EntityManager entities, Object instance, Object entry, List<Object> left) {
        if (element != null) {
            return simple(element, entry);
        }
        boolean reused = idOfElement != null && !left.isEmpty();
        Object one = reused ? left.remove(0) : Objects.requireNonNull(factory).get();
        for (MappedAttribute part : parts) {
            part.write(entities, one, part.toJava(value(part, entry)));
        }
        if (owner != null) {
            owner.refer(one, instance);
        }
        if (idOfElement != null && !reused) {
            entities.persist(one);
        }
        return one;
    }
}
