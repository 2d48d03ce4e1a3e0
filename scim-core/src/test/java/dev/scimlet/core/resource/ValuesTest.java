package dev.scimlet.core.resource;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.standard.StandardTypes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

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

    @Test
    void collapsesDoubles() {
        List<Attributes> twice = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            twice.add(member("m" + i % 100));
        }
        assertThat(Values.of(MEMBERS, twice).size()).isEqualTo(100);
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
