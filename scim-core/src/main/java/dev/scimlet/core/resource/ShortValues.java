package dev.scimlet.core.resource;

import dev.scimlet.core.schema.AttributeDefinition;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** A list that is walked. */
final class ShortValues extends Values {

    private final Object[] entries;

    ShortValues(AttributeDefinition definition, Object[] entries) {
        super(definition);
        this.entries = entries;
    }

    static ShortValues withoutDoubles(AttributeDefinition definition, Collection<?> given, boolean merge) {
        Object[] entries = new Object[given.size()];
        int size = 0;
        for (Object entry : given) {
            int known = indexOf(definition, entries, size, entry);
            if (known < 0) {
                entries[size++] = entry;
            } else {
                entries[known] = merge ? merged(entries[known], entry) : entry;
            }
        }
        return new ShortValues(definition, size == entries.length ? entries : Arrays.copyOf(entries, size));
    }

    private static int indexOf(AttributeDefinition definition, Object[] entries, int size, Object entry) {
        for (int i = 0; i < size; i++) {
            if (Identity.same(definition, entries[i], entry)) {
                return i;
            }
        }
        return -1;
    }

    /** The array itself, for loops that must not allocate an iterator. */
    Object[] entries() {
        return entries;
    }

    @Override
    public int size() {
        return entries.length;
    }

    @Override
    public @Nullable Object find(Object entry) {
        int index = indexOf(definition(), entries, entries.length, entry);
        return index < 0 ? null : entries[index];
    }

    @Override
    public Values plus(Object entry) {
        int index = indexOf(definition(), entries, entries.length, entry);
        if (index >= 0) {
            return withEntry(index, entry);
        }
        Object[] longer = Arrays.copyOf(entries, entries.length + 1);
        longer[entries.length] = entry;
        return longer.length <= SHORT
                ? new ShortValues(definition(), longer)
                : LongValues.indexed(definition(), longer, false);
    }

    @Override
    public Values minus(Object entry) {
        int index = indexOf(definition(), entries, entries.length, entry);
        return index < 0 ? this : without(index);
    }

    private Values without(int index) {
        Object[] shorter = new Object[entries.length - 1];
        System.arraycopy(entries, 0, shorter, 0, index);
        System.arraycopy(entries, index + 1, shorter, index, shorter.length - index);
        return new ShortValues(definition(), shorter);
    }

    @Override
    public Values replace(Object old, Object entry) {
        int index = indexOf(definition(), entries, entries.length, old);
        if (index < 0) {
            throw new NoSuchElementException();
        }
        int known = indexOf(definition(), entries, entries.length, entry);
        if (known < 0 || known == index) {
            return withEntry(index, entry);
        }
        // the changed entry has become the same as another: one of the two remains
        return ((ShortValues) withEntry(index, entry)).without(known);
    }

    private Values withEntry(int index, Object entry) {
        if (entries[index] == entry) {
            return this;
        }
        Object[] copy = entries.clone();
        copy[index] = entry;
        return new ShortValues(definition(), copy);
    }

    @Override
    public @Nullable Attributes findByValue(String value) {
        AttributeDefinition key = definition().valueSubAttribute();
        for (Object entry : entries) {
            Attributes attributes = (Attributes) entry;
            if (key != null && Identity.sameSimple(key, attributes.get(key), value)) {
                return attributes;
            }
        }
        return null;
    }

    @Override
    public Object first() {
        return entries[0];
    }

    @Override
    boolean isWithin(Values other) {
        if (!(other instanceof ShortValues that) || that.entries.length != entries.length) {
            return super.isWithin(other);
        }
        for (int i = 0; i < entries.length; i++) {
            // mostly the order is the same
            boolean found = entries[i].equals(that.entries[i]) || entries[i].equals(that.find(entries[i]));
            if (!found) {
                return false;
            }
        }
        return true;
    }

    @Override
    public Difference differenceTo(Values next) {
        return compare(this, next);
    }

    @Override
    public Iterator<Object> iterator() {
        return Arrays.asList(entries).iterator();
    }
}
