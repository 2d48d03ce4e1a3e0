package dev.scimlet.core.resource;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.standard.StandardTypes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {

    private static final AttributeDefinition MEMBERS =
            StandardTypes.group().definition().subAttribute("members").orElseThrow();

    private static Attributes member(String value) {
        return Attributes.empty(MEMBERS).with(MEMBERS.subAttribute("value").orElseThrow(), value);
    }

    private static Attributes member(String value, String display) {
        return member(value).with(MEMBERS.subAttribute("display").orElseThrow(), display);
    }

    private static Values members(int count) {
        List<Attributes> entries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            entries.add(member("m" + i));
        }
        return Values.of(MEMBERS, entries);
    }

    @Test
    void agreesWithAMapThroughRandomChanges() {
        Random random = new Random(42);
        Map<String, Attributes> expected = new LinkedHashMap<>();
        Values values = Values.empty(MEMBERS);
        for (int step = 0; step < 20_000; step++) {
            String value = "m" + random.nextInt(step < 10_000 ? 3_000 : 60);
            Values before = values;
            if (random.nextInt(3) > 0 == step < 12_000) {
                Attributes entry = member(value, "d" + random.nextInt(3));
                expected.put(value, entry);
                values = values.plus(entry);
            } else {
                expected.remove(value);
                values = values.minus(member(value));
            }
            assertThat(values.size()).isEqualTo(expected.size());
            assertThat(values.findByValue(value)).isEqualTo(expected.get(value));
            if (step % 997 == 0) {
                assertThat(values.toList()).containsExactlyElementsOf(expected.values());
                assertThat(values).isEqualTo(Values.of(MEMBERS, expected.values()));
            }
            Values.Difference difference = before.differenceTo(values);
            assertThat(difference.added().size() + difference.removed().size()).isLessThanOrEqualTo(2);
        }
    }

    @Test
    void keepsOrderWhenAnEntryChanges() {
        Values values = members(100).replace(member("m7"), member("m7", "Seven"));

        assertThat(values.toList()).hasSize(100);
        assertThat(values.toList().get(7)).isEqualTo(member("m7", "Seven"));
    }

    @Test
    void replacesTheIdentityOfAnEntry() {
        Values values = members(100).replace(member("m7"), member("new"));

        assertThat(values.findByValue("m7")).isNull();
        assertThat(values.findByValue("new")).isNotNull();
        assertThat(values.toList().get(7)).isEqualTo(member("new"));
        assertThat(members(100).replace(member("m7"), member("m8")).size()).isEqualTo(99);
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 100})
    void collapsesDoublesInTheFirstPlaceWithTheLastContent(int count) {
        List<Attributes> twice = new ArrayList<>(
                members(count).stream().map(Attributes.class::cast).toList());
        List<Attributes> expected = new ArrayList<>(twice);
        twice.add(member("m3", "Three"));
        expected.set(3, member("m3", "Three"));

        assertThat(Values.of(MEMBERS, twice).toList()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 100})
    void mergesDoublesInTheFirstPlace(int count) {
        AttributeDefinition type = MEMBERS.subAttribute("type").orElseThrow();
        List<Attributes> twice = new ArrayList<>(
                members(count).stream().map(Attributes.class::cast).toList());
        List<Attributes> expected = new ArrayList<>(twice);
        twice.set(3, member("m3").with(type, "User"));
        twice.add(member("m3", "Three").with(type, "Group"));
        expected.set(3, member("m3", "Three").with(type, "User"));

        assertThat(Values.merged(MEMBERS, twice).toList()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 20, 40, 2_000})
    void areEqualIfTheyHoldTheSameInAnyOrder(int count) {
        Values values = members(count);
        List<Object> backward = new ArrayList<>(values.toList());
        Collections.reverse(backward);
        Values longer = members(100);
        for (int i = count; i < 100; i++) {
            longer = longer.minus(member("m" + i));
        }

        assertThat(values).isEqualTo(Values.of(MEMBERS, backward)).hasSameHashCodeAs(Values.of(MEMBERS, backward));
        assertThat(values).isNotEqualTo(values.plus(member("m1", "One")));
        assertThat(values).isNotEqualTo(values.replace(member("m1"), member("other")));
        assertThat(values).isNotEqualTo(values.minus(member("m0")));
        if (count < 100) {
            assertThat(values).isEqualTo(longer);
            assertThat(longer).isEqualTo(values);
            assertThat(longer.plus(member("m1", "One"))).isNotEqualTo(values);
        }
    }

    @Test
    void mergesPrimaryIntoTheOneThatStays() {
        AttributeDefinition emails =
                StandardTypes.user().definition().subAttribute("emails").orElseThrow();
        Attributes known = Attributes.empty(emails).toBuilder()
                .set("value", "a@x")
                .set("type", "work")
                .set("primary", true)
                .build();
        Attributes later = Attributes.empty(emails).toBuilder()
                .set("value", "A@X")
                .set("type", "Work")
                .set("primary", false)
                .set("display", "A")
                .build();
        Attributes both = known.toBuilder().set("display", "A").build();

        assertThat(Values.merged(emails, List.of(known, later)).toList()).containsExactly(both);
        assertThat(later.mergedWith(known).bool("primary")).contains(true);
    }

    @Test
    void findsADifferenceWithoutWalkingWhatIsShared() {
        Values large = members(100_000);
        Values changed = large.minus(member("m500")).plus(member("new"));

        int[] compared = {0};
        PersistentVector before = ((LongValues) large).slots();
        PersistentVector after = ((LongValues) changed).slots();
        before.forEachDifferentLeaf(after, (mine, theirs) -> compared[0]++);

        assertThat(compared[0]).isLessThanOrEqualTo(2);
        assertThat(large.differenceTo(changed).added()).containsExactly(member("new"));
        assertThat(large.differenceTo(changed).removed()).containsExactly(member("m500"));
        assertThat(large).isNotEqualTo(changed);
    }
}
