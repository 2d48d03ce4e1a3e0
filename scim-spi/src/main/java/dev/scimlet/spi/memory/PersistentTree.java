package dev.scimlet.spi.memory;

import java.util.Arrays;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * An immutable map from texts to values, sorted by text, that shares structure with the one it was made from: a B+ tree.
 * Reading and changing touch one path of it; it finds the n-th entry without a walk.
 */
final class PersistentTree<V> {

    /** The most entries of a leaf, and children of a branch. */
    private static final int WIDTH = 32;

    private final Node<V> root;

    private PersistentTree(Node<V> root) {
        this.root = root;
    }

    static <V> PersistentTree<V> empty() {
        return new PersistentTree<>(new Leaf<>(new String[0], new Object[0]));
    }

    int size() {
        return root.size();
    }

    @Nullable
    V get(String key) {
        return root.get(key);
    }

    /** The key of the entry at an index from 0. */
    String keyAt(int index) {
        return root.keyAt(index);
    }

    PersistentTree<V> with(String key, V value) {
        Node<V> changed = root.with(key, value);
        return new PersistentTree<>(
                changed.width() > WIDTH ? Branch.of(changed.firstHalf(), changed.secondHalf()) : changed);
    }

    /** This tree without a key; the same one if it is not there. */
    PersistentTree<V> without(String key) {
        Node<V> changed = root.without(key);
        if (changed == root) {
            return this;
        }
        if (changed.width() == 0) {
            return empty();
        }
        while (changed instanceof Branch<V> branch && branch.width() == 1) {
            changed = branch.child(0);
        }
        return new PersistentTree<>(changed);
    }

    /** Shows all values in the order of their keys, until the visitor says false. */
    boolean ascend(Predicate<? super V> visitor) {
        return root.ascend(null, true, visitor);
    }

    /** As {@link #ascend(Predicate)} from a key on, which need not exist. */
    boolean ascend(String from, boolean inclusive, Predicate<? super V> visitor) {
        return root.ascend(from, inclusive, visitor);
    }

    /** Shows all values from the last one back. */
    boolean descend(Predicate<? super V> visitor) {
        return root.descend(null, true, visitor);
    }

    /** As {@link #descend(Predicate)} from a key back, which need not exist. */
    boolean descend(String from, boolean inclusive, Predicate<? super V> visitor) {
        return root.descend(from, inclusive, visitor);
    }

    private abstract static sealed class Node<V> {

        abstract int size();

        abstract int width();

        abstract String firstKey();

        abstract String keyAt(int index);

        abstract @Nullable V get(String key);

        /** May be one wider than allowed: who holds it then splits it. */
        abstract Node<V> with(String key, V value);

        /** May be empty: who holds it then drops it. */
        abstract Node<V> without(String key);

        abstract Node<V> firstHalf();

        abstract Node<V> secondHalf();

        abstract Node<V> joined(Node<V> next);

        abstract boolean ascend(@Nullable String from, boolean inclusive, Predicate<? super V> visitor);

        abstract boolean descend(@Nullable String from, boolean inclusive, Predicate<? super V> visitor);
    }

    private static final class Leaf<V> extends Node<V> {

        private final String[] keys;
        private final Object[] values;

        Leaf(String[] keys, Object[] values) {
            this.keys = keys;
            this.values = values;
        }

        @SuppressWarnings("unchecked")
        private V value(int index) {
            return (V) values[index];
        }

        @Override
        int size() {
            return keys.length;
        }

        @Override
        int width() {
            return keys.length;
        }

        @Override
        String firstKey() {
            return keys[0];
        }

        @Override
        String keyAt(int index) {
            return keys[index];
        }

        @Override
        @Nullable
        V get(String key) {
            int index = Arrays.binarySearch(keys, key);
            return index < 0 ? null : value(index);
        }

        @Override
        Node<V> with(String key, V value) {
            int index = Arrays.binarySearch(keys, key);
            if (index >= 0) {
                Object[] changed = values.clone();
                changed[index] = value;
                return new Leaf<>(keys, changed);
            }
            return new Leaf<>(inserted(keys, -index - 1, key), inserted(values, -index - 1, value));
        }

        @Override
        Node<V> without(String key) {
            int index = Arrays.binarySearch(keys, key);
            return index < 0 ? this : new Leaf<>(removed(keys, index), removed(values, index));
        }

        @Override
        Node<V> firstHalf() {
            return part(0, keys.length / 2);
        }

        @Override
        Node<V> secondHalf() {
            return part(keys.length / 2, keys.length);
        }

        private Leaf<V> part(int start, int end) {
            return new Leaf<>(Arrays.copyOfRange(keys, start, end), Arrays.copyOfRange(values, start, end));
        }

        @Override
        Node<V> joined(Node<V> next) {
            Leaf<V> other = (Leaf<V>) next;
            return new Leaf<>(concatenated(keys, other.keys), concatenated(values, other.values));
        }

        @Override
        boolean ascend(@Nullable String from, boolean inclusive, Predicate<? super V> visitor) {
            int start = 0;
            if (from != null) {
                int index = Arrays.binarySearch(keys, from);
                start = index < 0 ? -index - 1 : inclusive ? index : index + 1;
            }
            for (int i = start; i < keys.length; i++) {
                if (!visitor.test(value(i))) {
                    return false;
                }
            }
            return true;
        }

        @Override
        boolean descend(@Nullable String from, boolean inclusive, Predicate<? super V> visitor) {
            int start = keys.length - 1;
            if (from != null) {
                int index = Arrays.binarySearch(keys, from);
                start = index < 0 ? -index - 2 : inclusive ? index : index - 1;
            }
            for (int i = start; i >= 0; i--) {
                if (!visitor.test(value(i))) {
                    return false;
                }
            }
            return true;
        }
    }

    private static final class Branch<V> extends Node<V> {

        private final String[] firstKeys;
        private final Object[] children;
        private final int size;

        /** The size is told, so that a change need not ask every child. */
        private Branch(String[] firstKeys, Object[] children, int size) {
            this.firstKeys = firstKeys;
            this.children = children;
            this.size = size;
        }

        static <V> Branch<V> of(Node<V> first, Node<V> second) {
            return new Branch<>(
                    new String[] {first.firstKey(), second.firstKey()},
                    new Object[] {first, second},
                    first.size() + second.size());
        }

        @SuppressWarnings("unchecked")
        Node<V> child(int index) {
            return (Node<V>) children[index];
        }

        private int indexOf(String key) {
            int index = Arrays.binarySearch(firstKeys, key);
            return index >= 0 ? index : Math.max(0, -index - 2);
        }

        @Override
        int size() {
            return size;
        }

        @Override
        int width() {
            return children.length;
        }

        @Override
        String firstKey() {
            return firstKeys[0];
        }

        @Override
        String keyAt(int index) {
            int rest = index;
            for (int i = 0; i < children.length; i++) {
                if (rest < child(i).size()) {
                    return child(i).keyAt(rest);
                }
                rest -= child(i).size();
            }
            throw new IndexOutOfBoundsException(index);
        }

        @Override
        @Nullable
        V get(String key) {
            return child(indexOf(key)).get(key);
        }

        @Override
        Node<V> with(String key, V value) {
            int index = indexOf(key);
            Node<V> changed = child(index).with(key, value);
            if (changed.width() <= WIDTH) {
                return replaced(index, changed);
            }
            Branch<V> shortened = replaced(index, changed.firstHalf());
            Node<V> second = changed.secondHalf();
            return new Branch<>(
                    inserted(shortened.firstKeys, index + 1, second.firstKey()),
                    inserted(shortened.children, index + 1, second),
                    shortened.size + second.size());
        }

        @Override
        Node<V> without(String key) {
            int index = indexOf(key);
            Node<V> changed = child(index).without(key);
            if (changed == child(index)) {
                return this;
            }
            if (changed.width() == 0) {
                return dropped(index);
            }
            Branch<V> next = replaced(index, changed);
            int left = index > 0 ? index - 1 : index;
            boolean joins = left + 1 < children.length
                    && next.child(left).width() + next.child(left + 1).width() <= WIDTH / 2;
            return joins
                    ? next.replaced(left, next.child(left).joined(next.child(left + 1)))
                            .dropped(left + 1)
                    : next;
        }

        private Branch<V> replaced(int index, Node<V> child) {
            Object[] changed = children.clone();
            changed[index] = child;
            String[] keys = firstKeys;
            if (!keys[index].equals(child.firstKey())) {
                keys = keys.clone();
                keys[index] = child.firstKey();
            }
            return new Branch<>(keys, changed, size - child(index).size() + child.size());
        }

        private Branch<V> dropped(int index) {
            return new Branch<>(
                    removed(firstKeys, index),
                    removed(children, index),
                    size - child(index).size());
        }

        @Override
        Node<V> firstHalf() {
            return part(0, children.length / 2);
        }

        @Override
        Node<V> secondHalf() {
            return part(children.length / 2, children.length);
        }

        private Branch<V> part(int start, int end) {
            int total = 0;
            for (int i = start; i < end; i++) {
                total += child(i).size();
            }
            return new Branch<>(
                    Arrays.copyOfRange(firstKeys, start, end), Arrays.copyOfRange(children, start, end), total);
        }

        @Override
        Node<V> joined(Node<V> next) {
            Branch<V> other = (Branch<V>) next;
            return new Branch<>(
                    concatenated(firstKeys, other.firstKeys),
                    concatenated(children, other.children),
                    size + other.size);
        }

        @Override
        boolean ascend(@Nullable String from, boolean inclusive, Predicate<? super V> visitor) {
            int start = from == null ? 0 : indexOf(from);
            for (int i = start; i < children.length; i++) {
                if (!child(i).ascend(i == start ? from : null, inclusive, visitor)) {
                    return false;
                }
            }
            return true;
        }

        @Override
        boolean descend(@Nullable String from, boolean inclusive, Predicate<? super V> visitor) {
            int start = from == null ? children.length - 1 : indexOf(from);
            for (int i = start; i >= 0; i--) {
                if (!child(i).descend(i == start ? from : null, inclusive, visitor)) {
                    return false;
                }
            }
            return true;
        }
    }

    private static <T> T[] inserted(T[] array, int index, T element) {
        T[] longer = Arrays.copyOf(array, array.length + 1);
        System.arraycopy(array, index, longer, index + 1, array.length - index);
        longer[index] = element;
        return longer;
    }

    private static <T> T[] removed(T[] array, int index) {
        T[] shorter = Arrays.copyOf(array, array.length - 1);
        System.arraycopy(array, index + 1, shorter, index, shorter.length - index);
        return shorter;
    }

    private static <T> T[] concatenated(T[] first, T[] second) {
        T[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
