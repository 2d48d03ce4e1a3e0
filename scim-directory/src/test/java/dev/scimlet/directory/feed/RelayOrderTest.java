package dev.scimlet.directory.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class RelayOrderTest {

    private static Unnumbered event(String id, String resource, String before, String after, String transaction) {
        return new Unnumbered(id, "acme", resource, before, after, transaction);
    }

    private static List<String> ids(List<Unnumbered> events) {
        return new RelayOrder().apply(events).stream().map(Unnumbered::id).toList();
    }

    @Test
    @Proves("V-S-08")
    void goesByVersionsWhereClocksDiffer() {
        assertThat(ids(List.of(
                        event("1", "User/a", "v2", "v3", "t3"),
                        event("5", "User/b", null, "v1", "t4"),
                        event("8", "User/a", null, "v1", "t1"),
                        event("9", "User/a", "v1", "v2", "t2"))))
                .containsExactly("5", "8", "9", "1");
    }

    @Test
    @Proves("V-S-08")
    void keepsTransactionsTogether() {
        assertThat(ids(List.of(
                        event("1", "User/a", "v1", "v2", "late"),
                        event("2", "Group/g", "w1", "w2", "late"),
                        event("3", "User/b", null, "v1", "other"),
                        event("4", "User/a", null, "v1", "early"),
                        event("6", "Group/g", null, "w1", "early"))))
                .containsExactly("3", "4", "6", "1", "2");
    }

    @Test
    @Proves("V-S-08")
    void ordersALongChainInWhicheverOrderItIsFound() {
        List<Unnumbered> events = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        Random random = new Random(7);
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            numbers.add(i);
        }
        Collections.shuffle(numbers, random);
        for (int i = 0; i < 2_000; i++) {
            String id = String.format("%05d", numbers.get(i));
            events.add(event(id, "User/a", i == 0 ? null : "v" + (i - 1), "v" + i, "t" + i));
            expected.add(id);
        }
        Collections.shuffle(events, random);

        assertThat(ids(events)).isEqualTo(expected);
    }

    @Test
    void goesByIdsWhereVersionsComeAgain() {
        assertThat(ids(List.of(
                        event("2", "User/a", "v2", "v1", "t2"),
                        event("1", "User/a", "v1", "v2", "t1"),
                        event("3", "User/b", "v1", "v2", "t3"))))
                .containsExactly("3", "1", "2");
    }

    @Test
    void doesNotTakeVersionsOfOneTenantForThoseOfAnother() {
        assertThat(ids(List.of(
                        new Unnumbered("2", "other", "User/a", null, "v1", "t2"),
                        new Unnumbered("1", "acme", "User/a", "v1", "v2", "t1"))))
                .containsExactly("1", "2");
    }
}
