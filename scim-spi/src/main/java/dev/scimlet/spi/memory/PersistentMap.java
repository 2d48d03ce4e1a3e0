package dev.scimlet.spi.memory;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An immutable map from texts to values, in no order, that shares structure with the one it was made from: a trie over the
 * hashes of its keys. Reading compares one key; a change copies one path of a few small nodes.
 */
final class PersistentMap<V> {

    private static final int BITS_PER_LEVEL = 5;

    /** Fewer keys than this at once are put in one by one. */
    private static final int WIDTH = 1 << BITS_PER_LEVEL;

    private final Node<V> root;

    private PersistentMap(Node<V> root) {
        this.root = root;
    }

    static <V> PersistentMap<V> empty() {
        return new PersistentMap<>(new Branch<>(0, 0, new Object[0]));
    }

    @Nullable
    V get(String key) {
        return root.get(key, hash(key), 0);
    }

    PersistentMap<V> with(String key, V value) {
        return new PersistentMap<>(root.with(key, hash(key), value, 0));
    }

    /** This map with one value for many keys: each node is made once, however many keys come to it. */
    PersistentMap<V> withAll(List<String> keys, V value) {
        return new PersistentMap<>(root.withAll(keys, value, 0));
    }

    /** This map without a key; the same one if it is not there. */
    PersistentMap<V> without(String key) {
        Node<V> changed = root.without(key, hash(key), 0);
        return changed == root ? this : new PersistentMap<>(changed);
    }

    /** Brings the high bits down, which hashes of short texts that differ at their start differ in. */
    private static int hash(String key) {
        int hash = key.hashCode();
        return hash ^ hash >>> 16;
    }

    private abstract static sealed class Node<V> {

        abstract @Nullable V get(String key, int hash, int shift);

        abstract Node<V> with(String key, int hash, V value, int shift);

        Node<V> withAll(List<String> keys, V value, int shift) {
            Node<V> changed = this;
            for (String key : keys) {
                changed = changed.with(key, hash(key), value, shift);
            }
            return changed;
        }

        abstract Node<V> without(String key, int hash, int shift);
    }

    /**
     * The entries and nodes under one part of a hash. A bit of {@code entries} or {@code nodes} says that there is one for
     * these five bits of the hash; {@code content} has each entry's key and value, then the nodes, in the order of the bits.
     */
    private static final class Branch<V> extends Node<V> {

        private final int entries;
        private final int nodes;
        private final Object[] content;

        Branch(int entries, int nodes, Object[] content) {
            this.entries = entries;
            this.nodes = nodes;
            this.content = content;
        }

        private static int bit(int hash, int shift) {
            return 1 << (hash >>> shift);
        }

        private int entryIndex(int bit) {
            return 2 * Integer.bitCount(entries & bit - 1);
        }

        private int nodeIndex(int bit) {
            return 2 * Integer.bitCount(entries) + Integer.bitCount(nodes & bit - 1);
        }

        @SuppressWarnings("unchecked")
        private V value(int entryIndex) {
            return (V) content[entryIndex + 1];
        }

        @SuppressWarnings("unchecked")
        private Node<V> node(int nodeIndex) {
            return (Node<V>) content[nodeIndex];
        }

        @Override
        @Nullable
        V get(String key, int hash, int shift) {
            int bit = bit(hash, shift);
            if ((entries & bit) != 0) {
                int index = entryIndex(bit);
                return content[index].equals(key) ? value(index) : null;
            }
            return (nodes & bit) == 0 ? null : node(nodeIndex(bit)).get(key, hash, shift + BITS_PER_LEVEL);
        }

        @Override
        Node<V> with(String key, int hash, V value, int shift) {
            int bit = bit(hash, shift);
            if ((entries & bit) != 0) {
                int index = entryIndex(bit);
                return content[index].equals(key)
                        ? replaced(index + 1, value)
                        : without(bit)
                                .with(
                                        bit,
                                        ofTwo(
                                                (String) content[index],
                                                value(index),
                                                key,
                                                hash,
                                                value,
                                                shift + BITS_PER_LEVEL));
            }
            if ((nodes & bit) != 0) {
                int index = nodeIndex(bit);
                return replaced(index, node(index).with(key, hash, value, shift + BITS_PER_LEVEL));
            }
            return new Branch<>(entries | bit, nodes, spliced(entryIndex(bit), 0, key, value));
        }

        @Override
        Node<V> withAll(List<String> keys, V value, int shift) {
            if (keys.size() <= WIDTH || shift >= Integer.SIZE) {
                return super.withAll(keys, value, shift);
            }
            Map<Integer, List<String>> byBit = new HashMap<>();
            for (String key : keys) {
                byBit.computeIfAbsent(bit(hash(key), shift), bit -> new ArrayList<>())
                        .add(key);
            }
            Branch<V> changed = this;
            for (Map.Entry<Integer, List<String>> part : byBit.entrySet()) {
                int bit = part.getKey();
                Node<V> filled = below(bit, shift).withAll(part.getValue(), value, shift + BITS_PER_LEVEL);
                changed = changed.without(bit).with(bit, filled);
            }
            return changed;
        }

        /** What stands under a bit, as a node of the next level. */
        private Node<V> below(int bit, int shift) {
            if ((nodes & bit) != 0) {
                return node(nodeIndex(bit));
            }
            if ((entries & bit) == 0) {
                return new Branch<>(0, 0, new Object[0]);
            }
            String key = (String) content[entryIndex(bit)];
            return ofOne(key, value(entryIndex(bit)), shift + BITS_PER_LEVEL);
        }

        private static <V> Branch<V> ofOne(String key, V value, int shift) {
            return new Branch<>(bit(hash(key), shift), 0, new Object[] {key, value});
        }

        private static <V> Node<V> ofTwo(
                String first, V firstValue, String second, int secondHash, V secondValue, int shift) {
            if (hash(first) == secondHash) {
                return new Collisions<V>(
                        PersistentTree.<V>empty().with(first, firstValue).with(second, secondValue));
            }
            return ofOne(first, firstValue, shift).with(second, secondHash, secondValue, shift);
        }

        @Override
        Node<V> without(String key, int hash, int shift) {
            int bit = bit(hash, shift);
            if ((entries & bit) != 0) {
                int index = entryIndex(bit);
                return content[index].equals(key) ? without(bit) : this;
            }
            if ((nodes & bit) == 0) {
                return this;
            }
            int index = nodeIndex(bit);
            Node<V> changed = node(index).without(key, hash, shift + BITS_PER_LEVEL);
            if (changed == content[index]) {
                return this;
            }
            return changed instanceof Branch<V> branch && branch.isOneEntry()
                    ? without(bit).with(bit, changed)
                    : replaced(index, changed);
        }

        private boolean isOneEntry() {
            return nodes == 0 && content.length == 2;
        }

        private Branch<V> without(int bit) {
            if ((entries & bit) != 0) {
                return new Branch<>(entries & ~bit, nodes, spliced(entryIndex(bit), 2));
            }
            return (nodes & bit) == 0 ? this : new Branch<>(entries, nodes & ~bit, spliced(nodeIndex(bit), 1));
        }

        /** With a node under a bit that has nothing yet; a node of nothing but one entry gives the entry. */
        private Branch<V> with(int bit, Node<V> node) {
            return node instanceof Branch<V> branch && branch.isOneEntry()
                    ? new Branch<>(
                            entries | bit, nodes, spliced(entryIndex(bit), 0, branch.content[0], branch.content[1]))
                    : new Branch<>(entries, nodes | bit, spliced(nodeIndex(bit), 0, node));
        }

        private Branch<V> replaced(int index, Object element) {
            if (content[index] == element) {
                return this;
            }
            Object[] changed = content.clone();
            changed[index] = element;
            return new Branch<>(entries, nodes, changed);
        }

        /** The content with some elements taken out at an index, and others put in there. */
        private Object[] spliced(int index, int removed, Object... added) {
            Object[] changed = new Object[content.length - removed + added.length];
            System.arraycopy(content, 0, changed, 0, index);
            System.arraycopy(added, 0, changed, index, added.length);
            System.arraycopy(content, index + removed, changed, index + added.length, content.length - index - removed);
            return changed;
        }
    }

    /** Keys of one and the same hash, which somebody may have chosen so: sorted, so that many of them stay quick too. */
    private static final class Collisions<V> extends Node<V> {

        private final PersistentTree<V> entries;

        Collisions(PersistentTree<V> entries) {
            this.entries = entries;
        }

        @Override
        @Nullable
        V get(String key, int hash, int shift) {
            return entries.get(key);
        }

        @Override
        Node<V> with(String key, int hash, V value, int shift) {
            String present = entries.keyAt(0);
            if (hash(present) == hash) {
                return new Collisions<>(entries.with(key, value));
            }
            Node<V> apart = new Branch<>(0, Branch.bit(hash(present), shift), new Object[] {this});
            return apart.with(key, hash, value, shift);
        }

        @Override
        Node<V> without(String key, int hash, int shift) {
            PersistentTree<V> fewer = entries.without(key);
            if (fewer == entries) {
                return this;
            }
            if (fewer.size() > 1) {
                return new Collisions<>(fewer);
            }
            String last = fewer.keyAt(0);
            return new Branch<>(
                    Branch.bit(hash(last), shift), 0, new Object[] {last, Objects.requireNonNull(fewer.get(last))});
        }
    }
}
