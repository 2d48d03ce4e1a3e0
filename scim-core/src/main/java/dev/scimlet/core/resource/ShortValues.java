package dev.scimlet.core.resource;

import dev.scimlet.core.schema.AttributeDefinition;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * A list that is walked. Beyond a few entries it remembers their hashes, so that looking for one folds the texts of none but
 * that one, however many changes of a PATCH ask.
 */
final class ShortValues extends Values {

    /** So many entries are compared sooner than hashed. */
    private static final int FEW = 4;

    private final Object[] entries;

    /** Computed when first needed; two threads that do so at once compute the same. */
    private int @Nullable [] hashes;

    ShortValues(AttributeDefinition definition, Object[] entries) {
        this(definition, entries, null);
    }

    private ShortValues(AttributeDefinition definition, Object[] entries, int @Nullable [] hashes) {
        super(definition);
        this.entries = entries;
        this.hashes = hashes;
    }

    static ShortValues withoutDoubles(AttributeDefinition definition, Collection<?> given, boolean merge) {
        Object[] entries = new Object[given.size()];
        int[] hashes = entries.length > FEW ? new int[entries.length] : null;
        int size = 0;
        for (Object entry : given) {
            int hash = hashes == null ? 0 : Identity.hash(definition, entry);
            int known = indexOf(definition, entries, hashes, size, entry, hash);
            if (known < 0) {
                if (hashes != null) {
                    hashes[size] = hash;
                }
                entries[size++] = entry;
            } else {
                entries[known] = merge ? merged(entries[known], entry) : entry;
            }
        }
        return size == entries.length
                ? new ShortValues(definition, entries, hashes)
                : new ShortValues(definition, Arrays.copyOf(entries, size));
    }

    private static int indexOf(
            AttributeDefinition definition,
            Object[] entries,
            int @Nullable [] hashes,
            int size,
            Object entry,
            int hash) {
        for (int i = 0; i < size; i++) {
            if ((hashes == null || hashes[i] == hash) && Identity.same(definition, entries[i], entry)) {
                return i;
            }
        }
        return -1;
    }

    private int indexOf(Object entry) {
        int[] known = hashes();
        int hash = known == null ? 0 : Identity.hash(definition(), entry);
        return indexOf(definition(), entries, known, entries.length, entry, hash);
    }

    private int @Nullable [] hashes() {
        int[] known = hashes;
        if (known == null && entries.length > FEW) {
            known = new int[entries.length];
            for (int i = 0; i < entries.length; i++) {
                known[i] = Identity.hash(definition(), entries[i]);
            }
            hashes = known;
        }
        return known;
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
        int index = indexOf(entry);
        return index < 0 ? null : entries[index];
    }

    @Override
    public Values plus(Object entry) {
        int index = indexOf(entry);
        if (index >= 0) {
            return withEntry(index, entry);
        }
        Object[] longer = Arrays.copyOf(entries, entries.length + 1);
        longer[entries.length] = entry;
        return longer.length <= SHORT
                ? new ShortValues(definition(), longer, hashesWith(entries.length, entry))
                : LongValues.indexed(definition(), longer, false);
    }

    /** The hashes with that of an entry at an index, which may be the end; null if they are not known. */
    private int @Nullable [] hashesWith(int index, Object entry) {
        int[] known = hashes();
        if (known == null) {
            return null;
        }
        int[] changed = Arrays.copyOf(known, Math.max(known.length, index + 1));
        changed[index] = Identity.hash(definition(), entry);
        return changed;
    }

    @Override
    public Values minus(Object entry) {
        int index = indexOf(entry);
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
        int index = indexOf(old);
        if (index < 0) {
            throw new NoSuchElementException();
        }
        int known = indexOf(entry);
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
        return new ShortValues(definition(), copy, hashesWith(index, entry));
    }

    @Override
    public @Nullable Attributes findByValue(String value) {
        AttributeDefinition key = definition().valueSubAttribute();
        if (key == null) {
            return null;
        }
        int[] known = Identity.isByValueAlone(definition()) ? hashes() : null;
        int hash = known == null ? 0 : Identity.hashSimple(key, value);
        for (int i = 0; i < entries.length; i++) {
            Attributes attributes = (Attributes) entries[i];
            if ((known == null || known[i] == hash) && Identity.sameSimple(key, attributes.get(key), value)) {
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
