package dev.scimlet.core.resource;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An immutable sequence that shares structure with the one it was made from: a tree of arrays of 32. Reading, setting
 * and appending touch one path of the tree, and two versions can be compared leaf by leaf.
 */
final class PersistentVector {

    private static final int BITS = 5;
    private static final int WIDTH = 1 << BITS;
    private static final int MASK = WIDTH - 1;

    static final PersistentVector EMPTY = new PersistentVector(0, BITS, new Object[WIDTH]);

    private final int size;
    private final int shift;
    private final @Nullable Object[] root;

    private PersistentVector(int size, int shift, @Nullable Object[] root) {
        this.size = size;
        this.shift = shift;
        this.root = root;
    }

    /** A vector of the first {@code size} elements, built bottom up in linear time. */
    static PersistentVector of(@Nullable Object[] elements, int size) {
        if (size == 0) {
            return EMPTY;
        }
        @Nullable Object[] level = slices(elements, size);
        int shift = BITS;
        while (level.length > WIDTH) {
            level = slices(level, level.length);
            shift += BITS;
        }
        return new PersistentVector(size, shift, Arrays.copyOf(level, WIDTH));
    }

    private static @Nullable Object[] slices(@Nullable Object[] elements, int size) {
        @Nullable Object[] slices = new Object[(size + WIDTH - 1) / WIDTH];
        for (int i = 0; i < slices.length; i++) {
            int start = i * WIDTH;
            slices[i] = Arrays.copyOf(Arrays.copyOfRange(elements, start, Math.min(size, start + WIDTH)), WIDTH);
        }
        return slices;
    }

    int size() {
        return size;
    }

    @Nullable
    Object get(int index) {
        return leaf(index)[index & MASK];
    }

    /** The array of 32 that holds {@code index}; the same array in another version means the same elements. */
    @Nullable
    Object[] leaf(int index) {
        @Nullable Object[] node = root;
        for (int level = shift; level > 0; level -= BITS) {
            node = child(node, index >>> level & MASK);
        }
        return node;
    }

    static int leafWidth() {
        return WIDTH;
    }

    PersistentVector with(int index, @Nullable Object element) {
        return new PersistentVector(size, shift, set(root, shift, index, element));
    }

    PersistentVector plus(@Nullable Object element) {
        if (size == 1 << shift + BITS) {
            @Nullable Object[] higher = new Object[WIDTH];
            higher[0] = root;
            int newShift = shift + BITS;
            return new PersistentVector(size + 1, newShift, set(higher, newShift, size, element));
        }
        return new PersistentVector(size + 1, shift, set(root, shift, size, element));
    }

    private static @Nullable Object[] set(
            @Nullable Object @Nullable [] node, int level, int index, @Nullable Object element) {
        @Nullable Object[] copy = node == null ? new Object[WIDTH] : node.clone();
        if (level == 0) {
            copy[index & MASK] = element;
        } else {
            int slot = index >>> level & MASK;
            copy[slot] = set(node == null ? null : (Object[]) node[slot], level - BITS, index, element);
        }
        return copy;
    }

    /** Takes two leaves at the same place, null beyond the end of a vector. */
    interface LeafPairs {
        void accept(@Nullable Object @Nullable [] mine, @Nullable Object @Nullable [] theirs);
    }

    /** Hands out the leaves in which two versions differ; what they share is passed over, whole branches at a time. */
    void forEachDifferentLeaf(PersistentVector other, LeafPairs pairs) {
        int top = Math.max(shift, other.shift);
        differences(lifted(top), other.lifted(top), top, pairs);
    }

    private @Nullable Object[] lifted(int top) {
        @Nullable Object[] node = root;
        for (int level = shift; level < top; level += BITS) {
            @Nullable Object[] higher = new Object[WIDTH];
            higher[0] = node;
            node = higher;
        }
        return node;
    }

    private static void differences(
            @Nullable Object @Nullable [] mine, @Nullable Object @Nullable [] theirs, int level, LeafPairs pairs) {
        if (mine == theirs) {
            return;
        }
        if (level == 0) {
            pairs.accept(mine, theirs);
            return;
        }
        for (int slot = 0; slot < WIDTH; slot++) {
            differences(
                    mine == null ? null : (Object[]) mine[slot],
                    theirs == null ? null : (Object[]) theirs[slot],
                    level - BITS,
                    pairs);
        }
    }

    private static @Nullable Object[] child(@Nullable Object[] node, int slot) {
        Object child = node[slot];
        if (child == null) {
            throw new IndexOutOfBoundsException();
        }
        return (Object[]) child;
    }
}
