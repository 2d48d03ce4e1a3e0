package dev.scimlet.core.resource;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.schema.AttributeType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LongValuesTest {

    private static final AttributeDefinition MEMBERS = AttributeDefinition.builder("members", AttributeType.COMPLEX)
            .multiValued(true)
            .subAttributes(
                    AttributeDefinition.builder("value", AttributeType.STRING)
                            .caseExact(true)
                            .build(),
                    AttributeDefinition.builder("$ref", AttributeType.REFERENCE)
                            .referenceTypes(List.of("User"))
                            .build(),
                    AttributeDefinition.string("display"))
            .build();

    private static Attributes member(String value, String display) {
        return Attributes.empty(MEMBERS).toBuilder()
                .set("value", value)
                .set("display", display)
                .build();
    }

    private static Values members(int count) {
        return Values.of(
                MEMBERS,
                IntStream.range(0, count).mapToObj(i -> member("m" + i, "")).toList());
    }

    /** Sizes on both sides of the border between a short and a long list, and of the heights of its trees. */
    @ParameterizedTest
    @ValueSource(ints = {0, 30, 33, 1_000, 1_030})
    void isASetInOrderWhateverItsSize(int size) {
        Random random = new Random(7);
        Values values = members(size);
        Map<String, Attributes> expected = new LinkedHashMap<>();
        values.forEach(
                entry -> expected.put(((Attributes) entry).string("value").orElseThrow(), (Attributes) entry));
        for (int i = 0; i < 1_500; i++) {
            Attributes entry = member("m" + random.nextInt(size + 50), "d" + random.nextInt(3));
            String value = entry.string("value").orElseThrow();
            if (random.nextBoolean()) {
                values = values.plus(entry);
                expected.put(value, entry);
            } else {
                values = values.minus(entry);
                expected.remove(value);
            }
            assertThat(values.findByValue(value)).isEqualTo(expected.get(value));
        }
        assertThat(values.size()).isEqualTo(expected.size());
        assertThat(values.toList()).isEqualTo(new ArrayList<Object>(expected.values()));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 10, 40, 1_000, 1_020, 40_000})
    void knowsWhatDiffers(int size) {
        Random random = new Random(7);
        Values before = members(size);
        for (int round = 0; round < 20; round++) {
            Values after = before;
            for (int i = 0; i < 10; i++) {
                Attributes entry = member("m" + random.nextInt(size + 20), "d" + random.nextInt(2));
                after = random.nextInt(3) > 0 ? after.plus(entry) : after.minus(entry);
            }
            Values.Difference difference = before.differenceTo(after);

            assertThat(difference.added()).containsExactlyInAnyOrderElementsOf(onlyIn(after, before));
            assertThat(difference.removed()).containsExactlyInAnyOrderElementsOf(onlyIn(before, after));
            assertThat(before.equals(after)).isEqualTo(difference.isEmpty());
            before = after;
        }
    }

    private static List<Object> onlyIn(Values first, Values second) {
        var others = second.stream().collect(toSet());
        return first.stream().filter(entry -> !others.contains(entry)).toList();
    }
}
