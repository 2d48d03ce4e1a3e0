package dev.scimlet.core.patch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.Values;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.standard.StandardTypes;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Short lists and long ones, which are kept in another way. */
class KeptPlacesTest {

    private static Attributes group(List<String> members) {
        return StandardTypes.group()
                .attributes()
                .set("displayName", "G")
                .set("members", members.stream().map(id -> Map.of("value", id)).toList())
                .build();
    }

    private static List<String> places(Attributes group) {
        AttributeDefinition list = Objects.requireNonNull(group.definition().find("members"));
        AttributeDefinition value = Objects.requireNonNull(list.valueSubAttribute());
        Values members = (Values) Objects.requireNonNull(group.get(list));
        return members.stream()
                .map(member -> String.valueOf(((Attributes) member).get(value)))
                .toList();
    }

    private static List<String> ids(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "m" + i).toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 400})
    void putsBackWhatWasTakenAwayAndCameAgain(int size) {
        Attributes before = group(ids(0, size));
        List<String> turned = Stream.of(ids(size / 2, size + 1), List.of("new"), ids(1, size / 2))
                .flatMap(List::stream)
                .toList();

        assertThat(places(KeptPlaces.restored(before, group(turned))))
                .containsExactlyElementsOf(Stream.of(ids(1, size + 1), List.of("new"))
                        .flatMap(List::stream)
                        .toList());
    }
}
