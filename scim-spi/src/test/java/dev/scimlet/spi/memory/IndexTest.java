package dev.scimlet.spi.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class IndexTest {

    @Test
    void knowsWhoHoldsWhat() {
        Random random = new Random(7);
        Map<String, Set<String>> expected = new HashMap<>();
        Index index = Index.EMPTY;
        for (int i = 0; i < 5_000; i++) {
            String text = "text" + random.nextInt(20);
            String id = "id" + random.nextInt(3);
            Set<String> ids = expected.computeIfAbsent(text, none -> new TreeSet<>());
            if (random.nextBoolean()) {
                index = index.with(text, id);
                ids.add(id);
            } else {
                index = index.without(text, id);
                ids.remove(id);
            }
            assertThat(index.ids(text)).containsExactlyInAnyOrderElementsOf(ids);
            boolean others = ids.stream().anyMatch(other -> !other.equals(id));
            Index alone = index.withOnly(text, id);
            if (others) {
                assertThat(alone).isNull();
            } else {
                assertThat(alone.ids(text)).containsExactly(id);
            }
        }
        assertThat(expected.values()).anyMatch(Set::isEmpty).anyMatch(ids -> ids.size() > 2);

        for (String id : List.of("id0", "id3")) {
            List<String> all = expected.keySet().stream().toList();
            index = index.withAll(all, id);
            expected.values().forEach(ids -> ids.add(id));
            for (String text : all) {
                assertThat(index.ids(text)).containsExactlyInAnyOrderElementsOf(expected.get(text));
            }
        }
    }
}
