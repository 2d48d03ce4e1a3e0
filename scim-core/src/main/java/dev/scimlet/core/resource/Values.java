package dev.scimlet.core.resource;

import dev.scimlet.core.schema.AttributeDefinition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The values of one multi-valued attribute (RFC 7643 §2.4), in their order, no two with the same identity.
 *
 * <p>Immutable. Entries are {@link Attributes} of a complex attribute, else simple values. A short list is an array; a
 * long one, such as the members of a large group, shares structure with the list that it was made from, so that adding,
 * removing and finding one value touch a handful of nodes, whatever the size.
 */
public abstract sealed class Values implements Iterable<Object> permits ShortValues, LongValues {

    /** Up to this size a walk over an array is cheaper than an index. */
    static final int SHORT = 32;

    private final AttributeDefinition definition;

    Values(AttributeDefinition definition) {
        this.definition = definition;
    }

    /** No values. */
    public static Values empty(AttributeDefinition definition) {
        return new ShortValues(definition, new Object[0]);
    }

    /** The given values in their order; of several with the same identity the first place and the last content count. */
    public static Values of(AttributeDefinition definition, Collection<?> entries) {
        return of(definition, entries, false);
    }

    /** As {@link #of}, but of several complex values with the same identity one is made, by {@link Attributes#mergedWith}. */
    public static Values merged(AttributeDefinition definition, Collection<?> entries) {
        return of(definition, entries, definition.isComplex());
    }

    private static Values of(AttributeDefinition definition, Collection<?> entries, boolean merge) {
        return entries.size() <= SHORT
                ? ShortValues.withoutDoubles(definition, entries, merge)
                : LongValues.indexed(definition, entries.toArray(), merge);
    }

    static Object merged(Object known, Object later) {
        return ((Attributes) known).mergedWith((Attributes) later);
    }

    /** What the values are values of. */
    public final AttributeDefinition definition() {
        return definition;
    }

    /** How many there are. */
    public abstract int size();

    /** Whether there are none. */
    public final boolean isEmpty() {
        return size() == 0;
    }

    /** The entry with the same identity as the given one, or null. */
    public abstract @Nullable Object find(Object entry);

    /** These values with the given one: in the place of the one with its identity, or at the end. */
    public abstract Values plus(Object entry);

    /** These values without the one that has the identity of the given one; the same object if there is none. */
    public abstract Values minus(Object entry);

    /** These values with {@code entry}, whose identity may differ, in the place of {@code old}. */
    public abstract Values replace(Object old, Object entry);

    /** The entry of a list of complex values whose {@code value} is the given one, or null; the first of several. */
    public abstract @Nullable Attributes findByValue(String value);

    /** The first entry. */
    public abstract Object first();

    /** The entry that is marked as primary, else the first one. */
    public final Object primary() {
        AttributeDefinition primary = definition.primarySubAttribute();
        if (primary != null) {
            for (Object entry : this) {
                if (Boolean.TRUE.equals(((Attributes) entry).get(primary))) {
                    return entry;
                }
            }
        }
        return first();
    }

    /** What must be added to and removed from these values to get {@code next}; changed entries count as both. */
    public abstract Difference differenceTo(Values next);

    /**
     * How one list of values differs from another.
     *
     * @param added entries that only the later list has, or has with another content
     * @param removed entries that only the earlier list has, or has with another content
     */
    public record Difference(List<Object> added, List<Object> removed) {

        /** Whether there is none. */
        public boolean isEmpty() {
            return added.isEmpty() && removed.isEmpty();
        }
    }

    /** The values as a stream, in their order. */
    public final Stream<Object> stream() {
        return StreamSupport.stream(spliterator(), false);
    }

    /** The values as an unmodifiable list. */
    public final List<Object> toList() {
        List<Object> list = new ArrayList<>(size());
        forEach(list::add);
        return List.copyOf(list);
    }

    /** The same values, whatever their order. */
    @Override
    public final boolean equals(@Nullable Object other) {
        return this == other || other instanceof Values that && size() == that.size() && isWithin(that);
    }

    /** Whether another list has each of these values. No list has one twice, so lists of one size are then equal. */
    boolean isWithin(Values other) {
        for (Object entry : this) {
            if (!entry.equals(other.find(entry))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public final int hashCode() {
        int hash = 0;
        for (Object entry : this) {
            hash += Identity.hash(definition, entry);
        }
        return hash;
    }

    @Override
    public final String toString() {
        return toList().toString();
    }

    /** Compares entry by entry; enough for short lists and for lists that share nothing. */
    static Difference compare(Values before, Values next) {
        List<Object> added = new ArrayList<>();
        List<Object> removed = new ArrayList<>();
        compareEntries(before, next, removed);
        compareEntries(next, before, added);
        return new Difference(added, removed);
    }

    private static void compareEntries(Values from, Values to, List<Object> missing) {
        for (Iterator<Object> entries = from.iterator(); entries.hasNext(); ) {
            Object entry = entries.next();
            if (!entry.equals(to.find(entry))) {
                missing.add(entry);
            }
        }
    }
}
