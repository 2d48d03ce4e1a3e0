package dev.scimlet.spi.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PersistentMapTest {

    private static final int KEYS = 3_000;

    private final Random random = new Random(7);

    /** One key in four shares its hash with others, for "Aa" and "BB" have the same. */
    private String someKey() {
        int number = random.nextInt(KEYS);
        return number % 4 > 0
                ? "k" + number
                : Integer.toBinaryString(number % 32 + 32).replace("0", "Aa").replace("1", "BB") + number / 512;
    }

    @Test
    void isAMapWhoseEarlierVersionsStay() {
        Map<String, Integer> expected = new HashMap<>();
        PersistentMap<Integer> map = PersistentMap.empty();
        Map<String, Integer> expectedBefore = Map.of();
        PersistentMap<Integer> before = map;
        for (int i = 0; i < 20_000; i++) {
            String key = someKey();
            // grows in the first half, shrinks in the second
            if (random.nextInt(100) < (i < 10_000 ? 70 : 30)) {
                expected.put(key, i);
                map = map.with(key, i);
            } else {
                expected.remove(key);
                map = map.without(key);
            }
            if (i % 1_000 == 0) {
                holds(map, expected);
                holds(before, expectedBefore);
                before = map;
                expectedBefore = Map.copyOf(expected);
            }
        }
        for (String key : List.copyOf(expected.keySet())) {
            expected.remove(key);
            map = map.without(key);
        }
        holds(map, expected);
    }

    private void holds(PersistentMap<Integer> map, Map<String, Integer> expected) {
        expected.forEach((key, value) -> assertThat(map.get(key)).isEqualTo(value));
        for (int i = 0; i < 200; i++) {
            String key = someKey();
            assertThat(map.get(key)).isEqualTo(expected.get(key));
        }
    }

    @Test
    void takesManyKeysAtOnce() {
        Map<String, Integer> expected = new HashMap<>();
        PersistentMap<Integer> map = PersistentMap.empty();
        for (int size : new int[] {1, 40, 1_000, 5, 5_000, 0}) {
            List<String> keys = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                keys.add(someKey());
                expected.put(keys.get(i), size);
            }
            map = map.withAll(keys, size);
            holds(map, expected);
        }
        for (String key : List.copyOf(expected.keySet())) {
            expected.remove(key);
            map = map.without(key);
        }
        holds(map, expected);
    }

    @Test
    void keepsKeysOfOneHashApart() {
        List<String> keys = new ArrayList<>(List.of(""));
        for (int i = 0; i < 8; i++) {
            List<String> longer = new ArrayList<>();
            keys.forEach(key -> longer.addAll(List.of(key + "Aa", key + "BB")));
            keys = longer;
        }
        PersistentMap<String> map = PersistentMap.empty();
        for (String key : keys) {
            map = map.with(key, key).with("beside " + key, key);
        }
        map = map.withAll(keys, "again").withAll(keys.subList(0, 3), "at last");
        assertThat(map.get(keys.get(200))).isEqualTo("again");
        assertThat(map.get(keys.get(2))).isEqualTo("at last");
        for (String key : keys) {
            assertThat(map.get(key)).isNotNull();
            map = map.without(key);
            assertThat(map.get(key)).isNull();
            assertThat(map.get("beside " + key)).isEqualTo(key);
        }
    }

    @Test
    void isTheSameWithoutAKeyThatIsNotThere() {
        PersistentMap<Integer> map =
                PersistentMap.<Integer>empty().with("Aa", 1).with("x", 2);

        assertThat(map.without("BB")).isSameAs(map);
        assertThat(map.with("BB", 3).without("nowhere").get("BB")).isEqualTo(3);
    }
}
