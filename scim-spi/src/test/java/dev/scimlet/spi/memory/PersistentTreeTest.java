package dev.scimlet.spi.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PersistentTreeTest {

    private static final int KEYS = 3_000;

    private final Random random = new Random(7);
    private final TreeMap<String, Integer> expected = new TreeMap<>();
    private PersistentTree<Integer> tree = PersistentTree.empty();

    private String someKey() {
        return "k" + random.nextInt(KEYS);
    }

    private void put(String key, int value) {
        expected.put(key, value);
        tree = tree.with(key, value);
    }

    private void remove(String key) {
        expected.remove(key);
        tree = tree.without(key);
    }

    @Test
    void isASortedMap() {
        for (int i = 0; i < 10_000; i++) {
            // grows in the first half, shrinks in the second, to nothing at the end
            if (random.nextInt(100) < (i < 5_000 ? 70 : 30)) {
                put(someKey(), i);
            } else {
                remove(someKey());
            }
            if (i % 500 == 0) {
                holdsWhatIsExpected();
            }
        }
        List.copyOf(expected.keySet()).forEach(this::remove);
        holdsWhatIsExpected();
        put("again", 1);
        holdsWhatIsExpected();
    }

    private void holdsWhatIsExpected() {
        assertThat(tree.size()).isEqualTo(expected.size());
        List<Integer> ascending = new ArrayList<>();
        tree.ascend(ascending::add);
        assertThat(ascending).isEqualTo(List.copyOf(expected.values()));
        List<Integer> descending = new ArrayList<>();
        tree.descend(descending::add);
        assertThat(descending).isEqualTo(List.copyOf(expected.descendingMap().values()));
        for (int i = 0; i < 20; i++) {
            String key = someKey();
            assertThat(tree.get(key)).isEqualTo(expected.get(key));
            for (boolean inclusive : new boolean[] {true, false}) {
                List<Integer> tail = new ArrayList<>();
                tree.ascend(key, inclusive, tail::add);
                assertThat(tail)
                        .isEqualTo(List.copyOf(expected.tailMap(key, inclusive).values()));
                List<Integer> head = new ArrayList<>();
                tree.descend(key, inclusive, head::add);
                assertThat(head)
                        .isEqualTo(List.copyOf(
                                expected.headMap(key, inclusive).descendingMap().values()));
            }
        }
        List<String> keys = List.copyOf(expected.keySet());
        for (int i = 0; i < keys.size(); i += 97) {
            assertThat(tree.keyAt(i)).isEqualTo(keys.get(i));
        }
    }

    @Test
    void takesManyKeysAtOnce() {
        for (int round = 0; round < 40; round++) {
            TreeMap<String, Integer> more = new TreeMap<>();
            int count = random.nextInt(2) * random.nextInt(2_000) + random.nextInt(3);
            for (int i = 0; i < count; i++) {
                more.put(someKey(), 1_000 * round + i);
            }
            expected.putAll(more);
            tree = tree.withAll(List.copyOf(more.keySet()), more::get);
            holdsWhatIsExpected();
            for (int i = 0; i < 300; i++) {
                remove(someKey());
                put(someKey(), i);
            }
            holdsWhatIsExpected();
        }
    }

    @Test
    void stopsWhenTheVisitorHasEnough() {
        for (int i = 0; i < 1_000; i++) {
            put("k" + (1_000 + i), i);
        }
        List<Integer> seen = new ArrayList<>();

        boolean toTheEnd = tree.ascend("k1500", false, value -> {
            seen.add(value);
            return seen.size() < 3;
        });

        assertThat(toTheEnd).isFalse();
        assertThat(seen).containsExactly(501, 502, 503);
    }

    @Test
    void leavesEarlierVersionsAsTheyWere() {
        for (int i = 0; i < 2_000; i++) {
            put(someKey(), i);
        }
        PersistentTree<Integer> kept = tree;
        TreeMap<String, Integer> then = new TreeMap<>(expected);
        for (int i = 0; i < 5_000; i++) {
            put(someKey(), -i);
            remove(someKey());
        }

        List<Integer> values = new ArrayList<>();
        kept.ascend(values::add);
        assertThat(values).isEqualTo(List.copyOf(then.values()));
    }

    @Test
    void isTheSameWhenThereIsNothingToRemove() {
        put("a", 1);

        assertThat(tree.without("b")).isSameAs(tree);
    }
}
