package dev.scimlet.core.resource;

import dev.scimlet.core.schema.AttributeDefinition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * A list with an index. The entries stand in a vector of slots, in their order, a removed one leaves its slot null; the
 * index is a vector of buckets, each an array of slot numbers, each followed by its entry's hash, so that only what is
 * looked for gets looked at. Both share structure between versions. Slots are closed
 * up when half are null, buckets doubled when they get long: work that is spread over as many changes as it costs.
 */
final class LongValues extends Values {

    private static final int ENTRIES_PER_BUCKET = 4;
    private static final int[] EMPTY_BUCKET = {};

    private final PersistentVector slots;
    private final PersistentVector buckets;
    private final int size;

    private LongValues(AttributeDefinition definition, PersistentVector slots, PersistentVector buckets, int size) {
        super(definition);
        this.slots = slots;
        this.buckets = buckets;
        this.size = size;
    }

    static LongValues indexed(AttributeDefinition definition, @Nullable Object[] entries, boolean merge) {
        int bucketCount = Integer.highestOneBit(Math.max(8, entries.length / 2));
        @Nullable Object[] buckets = new Object[bucketCount];
        @Nullable Object[] slots = new Object[entries.length];
        int size = 0;
        for (Object entry : entries) {
            if (entry == null) {
                continue;
            }
            int hash = Identity.hash(definition, entry);
            int bucket = hash & bucketCount - 1;
            int[] inBucket = buckets[bucket] == null ? EMPTY_BUCKET : (int[]) buckets[bucket];
            int known = slotIn(definition, inBucket, slots, entry, hash);
            if (known >= 0) {
                Object same = slots[known];
                slots[known] = merge && same != null ? merged(same, entry) : entry;
            } else {
                buckets[bucket] = with(inBucket, size, hash);
                slots[size++] = entry;
            }
        }
        return new LongValues(
                definition, PersistentVector.of(slots, size), PersistentVector.of(buckets, bucketCount), size);
    }

    private static int slotIn(
            AttributeDefinition definition, int[] inBucket, @Nullable Object[] slots, Object entry, int hash) {
        for (int i = 0; i < inBucket.length; i += 2) {
            Object other = inBucket[i + 1] == hash ? slots[inBucket[i]] : null;
            if (other != null && Identity.same(definition, other, entry)) {
                return inBucket[i];
            }
        }
        return -1;
    }

    private static int[] with(int[] bucket, int slot, int hash) {
        int[] longer = Arrays.copyOf(bucket, bucket.length + 2);
        longer[bucket.length] = slot;
        longer[bucket.length + 1] = hash;
        return longer;
    }

    private static int[] without(int[] bucket, int slot) {
        int[] shorter = new int[bucket.length - 2];
        int length = 0;
        for (int i = 0; i < bucket.length; i += 2) {
            if (bucket[i] != slot) {
                shorter[length++] = bucket[i];
                shorter[length++] = bucket[i + 1];
            }
        }
        return shorter;
    }

    private int[] bucket(int hash) {
        return bucket(buckets, hash);
    }

    private static int[] bucket(PersistentVector buckets, int hash) {
        Object bucket = buckets.get(hash & buckets.size() - 1);
        return bucket == null ? EMPTY_BUCKET : (int[]) bucket;
    }

    private static PersistentVector with(PersistentVector buckets, int hash, int[] bucket) {
        return buckets.with(hash & buckets.size() - 1, bucket);
    }

    private int slotOf(Object entry, int hash) {
        int[] inBucket = bucket(hash);
        for (int i = 0; i < inBucket.length; i += 2) {
            if (inBucket[i + 1] == hash && Identity.same(definition(), entryAt(inBucket[i]), entry)) {
                return inBucket[i];
            }
        }
        return -1;
    }

    private Object entryAt(int slot) {
        Object entry = slots.get(slot);
        if (entry == null) {
            throw new IllegalStateException("the index names an empty slot");
        }
        return entry;
    }

    PersistentVector slots() {
        return slots;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public @Nullable Object find(Object entry) {
        int slot = slotOf(entry, Identity.hash(definition(), entry));
        return slot < 0 ? null : slots.get(slot);
    }

    @Override
    public Values plus(Object entry) {
        int hash = Identity.hash(definition(), entry);
        int known = slotOf(entry, hash);
        if (known >= 0) {
            return entryAt(known) == entry
                    ? this
                    : new LongValues(definition(), slots.with(known, entry), buckets, size);
        }
        PersistentVector indexed = with(buckets, hash, with(bucket(hash), slots.size(), hash));
        LongValues longer = new LongValues(definition(), slots.plus(entry), indexed, size + 1);
        return longer.size > ENTRIES_PER_BUCKET * buckets.size() ? longer.rebuilt() : longer;
    }

    @Override
    public Values minus(Object entry) {
        int hash = Identity.hash(definition(), entry);
        int slot = slotOf(entry, hash);
        if (slot < 0) {
            return this;
        }
        PersistentVector indexed = with(buckets, hash, without(bucket(hash), slot));
        LongValues shorter = new LongValues(definition(), slots.with(slot, null), indexed, size - 1);
        if (shorter.size <= SHORT / 2) {
            return ShortValues.withoutDoubles(definition(), shorter.toList(), false);
        }
        return shorter.size < slots.size() / 2 ? shorter.rebuilt() : shorter;
    }

    private LongValues rebuilt() {
        return indexed(definition(), toList().toArray(), false);
    }

    @Override
    public Values replace(Object old, Object entry) {
        if (Identity.same(definition(), old, entry)) {
            return plus(entry);
        }
        int oldHash = Identity.hash(definition(), old);
        int slot = slotOf(old, oldHash);
        if (slot < 0) {
            throw new NoSuchElementException();
        }
        Values others = minus(entry);
        if (others != this) {
            return others.replace(old, entry);
        }
        int hash = Identity.hash(definition(), entry);
        PersistentVector left = with(buckets, oldHash, without(bucket(oldHash), slot));
        PersistentVector moved = with(left, hash, with(bucket(left, hash), slot, hash));
        return new LongValues(definition(), slots.with(slot, entry), moved, size);
    }

    @Override
    public @Nullable Attributes findByValue(String value) {
        AttributeDefinition key = definition().valueSubAttribute();
        if (key == null) {
            return null;
        }
        return Identity.isByValueAlone(definition()) ? indexed(key, value) : walked(key, value);
    }

    private @Nullable Attributes walked(AttributeDefinition key, String value) {
        for (Object entry : this) {
            if (entry instanceof Attributes attributes && Identity.sameSimple(key, attributes.get(key), value)) {
                return attributes;
            }
        }
        return null;
    }

    private @Nullable Attributes indexed(AttributeDefinition key, String value) {
        int hash = Identity.hashSimple(key, value);
        int[] inBucket = bucket(hash);
        for (int i = 0; i < inBucket.length; i += 2) {
            if (inBucket[i + 1] == hash
                    && entryAt(inBucket[i]) instanceof Attributes entry
                    && Identity.sameSimple(key, entry.get(key), value)) {
                return entry;
            }
        }
        return null;
    }

    @Override
    public Object first() {
        return iterator().next();
    }

    @Override
    boolean isWithin(Values other) {
        if (!(other instanceof LongValues that)) {
            return super.isWithin(other);
        }
        List<Object> missing = new ArrayList<>(0);
        slots.forEachDifferentLeaf(that.slots, (mine, theirs) -> {
            if (missing.isEmpty()) {
                missing(mine, theirs, that, missing);
            }
        });
        return missing.isEmpty();
    }

    @Override
    public Difference differenceTo(Values next) {
        if (!(next instanceof LongValues other)) {
            return compare(this, next);
        }
        List<Object> added = new ArrayList<>();
        List<Object> removed = new ArrayList<>();
        slots.forEachDifferentLeaf(other.slots, (mine, theirs) -> {
            missing(mine, theirs, other, removed);
            missing(theirs, mine, this, added);
        });
        return new Difference(added, removed);
    }

    private static void missing(
            @Nullable Object @Nullable [] from, @Nullable Object @Nullable [] beside, Values to, List<Object> missing) {
        for (int i = 0; from != null && i < from.length; i++) {
            Object entry = from[i];
            boolean shared = beside != null && beside[i] == entry;
            if (entry != null && !shared && !entry.equals(to.find(entry))) {
                missing.add(entry);
            }
        }
    }

    @Override
    public Iterator<Object> iterator() {
        return new Iterator<>() {
            private int slot;
            private @Nullable Object[] leaf = new Object[0];
            private @Nullable Object next = advance();

            private @Nullable Object advance() {
                while (slot < slots.size()) {
                    int inLeaf = slot % PersistentVector.leafWidth();
                    if (inLeaf == 0) {
                        leaf = slots.leaf(slot);
                    }
                    slot++;
                    if (leaf[inLeaf] != null) {
                        return leaf[inLeaf];
                    }
                }
                return null;
            }

            @Override
            public boolean hasNext() {
                return next != null;
            }

            @Override
            public Object next() {
                Object current = next;
                if (current == null) {
                    throw new NoSuchElementException();
                }
                next = advance();
                return current;
            }
        };
    }
}
