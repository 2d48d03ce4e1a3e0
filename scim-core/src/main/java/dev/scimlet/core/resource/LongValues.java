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
 * index is a vector of buckets, each an array of slot numbers. Both share structure between versions. Slots are closed
 * up when half are null, buckets doubled when they get long: work that is spread over as many changes as it costs.
 */
final class LongValues extends Values {

    private static final int ENTRIES_PER_BUCKET = 4;
    private static final int[] NO_SLOTS = {};

    private final PersistentVector slots;
    private final PersistentVector buckets;
    private final int size;

    private LongValues(AttributeDefinition definition, PersistentVector slots, PersistentVector buckets, int size) {
        super(definition);
        this.slots = slots;
        this.buckets = buckets;
        this.size = size;
    }

    static LongValues indexed(AttributeDefinition definition, @Nullable Object[] entries) {
        int bucketCount = Integer.highestOneBit(Math.max(8, entries.length / 2));
        @Nullable Object[] buckets = new Object[bucketCount];
        @Nullable Object[] slots = new Object[entries.length];
        int size = 0;
        for (Object entry : entries) {
            if (entry == null) {
                continue;
            }
            int bucket = bucketOf(definition, entry, bucketCount);
            int[] inBucket = buckets[bucket] == null ? NO_SLOTS : (int[]) buckets[bucket];
            int known = slotIn(definition, inBucket, slots, entry);
            if (known >= 0) {
                slots[known] = entry;
            } else {
                buckets[bucket] = append(inBucket, size);
                slots[size++] = entry;
            }
        }
        return new LongValues(
                definition, PersistentVector.of(slots, size), PersistentVector.of(buckets, bucketCount), size);
    }

    private static int slotIn(AttributeDefinition definition, int[] inBucket, @Nullable Object[] slots, Object entry) {
        for (int slot : inBucket) {
            Object other = slots[slot];
            if (other != null && Identity.same(definition, other, entry)) {
                return slot;
            }
        }
        return -1;
    }

    private static int bucketOf(AttributeDefinition definition, Object entry, int bucketCount) {
        return spread(Identity.hash(definition, entry)) & bucketCount - 1;
    }

    private static int spread(int hash) {
        int mixed = hash * 0x9E3779B9;
        return mixed ^ mixed >>> 16;
    }

    private static int[] append(int[] numbers, int number) {
        int[] longer = Arrays.copyOf(numbers, numbers.length + 1);
        longer[numbers.length] = number;
        return longer;
    }

    private int[] bucket(int index) {
        Object bucket = buckets.get(index);
        return bucket == null ? NO_SLOTS : (int[]) bucket;
    }

    private int slotOf(Object entry, int[] inBucket) {
        for (int slot : inBucket) {
            if (Identity.same(definition(), entryAt(slot), entry)) {
                return slot;
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
        int slot = slotOf(entry, bucket(bucketOf(definition(), entry, buckets.size())));
        return slot < 0 ? null : slots.get(slot);
    }

    @Override
    public Values plus(Object entry) {
        int bucket = bucketOf(definition(), entry, buckets.size());
        int[] inBucket = bucket(bucket);
        int known = slotOf(entry, inBucket);
        if (known >= 0) {
            return entryAt(known) == entry
                    ? this
                    : new LongValues(definition(), slots.with(known, entry), buckets, size);
        }
        LongValues longer = new LongValues(
                definition(), slots.plus(entry), buckets.with(bucket, append(inBucket, slots.size())), size + 1);
        return longer.size > ENTRIES_PER_BUCKET * buckets.size() ? longer.rebuilt() : longer;
    }

    @Override
    public Values minus(Object entry) {
        int bucket = bucketOf(definition(), entry, buckets.size());
        int[] inBucket = bucket(bucket);
        int slot = slotOf(entry, inBucket);
        if (slot < 0) {
            return this;
        }
        int[] rest = Arrays.stream(inBucket).filter(other -> other != slot).toArray();
        LongValues shorter = new LongValues(definition(), slots.with(slot, null), buckets.with(bucket, rest), size - 1);
        if (shorter.size <= SHORT / 2) {
            return ShortValues.withoutDoubles(definition(), shorter.toList());
        }
        return shorter.size < slots.size() / 2 ? shorter.rebuilt() : shorter;
    }

    private LongValues rebuilt() {
        return indexed(definition(), toList().toArray());
    }

    @Override
    public Values replace(Object old, Object entry) {
        if (Identity.same(definition(), old, entry)) {
            return plus(entry);
        }
        int oldBucket = bucketOf(definition(), old, buckets.size());
        int slot = slotOf(old, bucket(oldBucket));
        if (slot < 0) {
            throw new NoSuchElementException();
        }
        Values others = minus(entry);
        if (others != this) {
            return others.replace(old, entry);
        }
        PersistentVector moved = buckets.with(
                oldBucket,
                Arrays.stream(bucket(oldBucket)).filter(other -> other != slot).toArray());
        int newBucket = bucketOf(definition(), entry, buckets.size());
        int[] target = moved.get(newBucket) == null ? NO_SLOTS : (int[]) moved.get(newBucket);
        return new LongValues(
                definition(),
                slots.with(slot, entry),
                moved.with(newBucket, append(target == null ? NO_SLOTS : target, slot)),
                size);
    }

    @Override
    public @Nullable Attributes findByValue(String value) {
        AttributeDefinition key = definition().valueSubAttribute();
        if (key == null) {
            return null;
        }
        int bucket = spread(Identity.hashSimple(key, value)) & buckets.size() - 1;
        for (int slot : bucket(bucket)) {
            Attributes entry = (Attributes) entryAt(slot);
            if (Identity.sameSimple(key, entry.get(key), value)) {
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
