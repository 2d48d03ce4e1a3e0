package dev.scimlet.core.patch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.core.json.ResourceReader;
import dev.scimlet.core.profile.ClientProfile;
import dev.scimlet.core.standard.StandardTypes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ValuesDeltaTest {

    /** All have the same {@link String#hashCode}. */
    private static String id(int number) {
        return IntStream.range(0, 10)
                .mapToObj(bit -> (number >> bit & 1) == 0 ? "Aa" : "BB")
                .collect(Collectors.joining());
    }

    /** Sets of the JDK that keep no order look at all ids whose hashes are equal, one after the other. */
    @Test
    void keepsIdsOfEqualHashesInTheirOrder() {
        List<String> ids = IntStream.range(0, 1_000).mapToObj(ValuesDeltaTest::id).toList();
        String members = ids.stream()
                .map(id -> "{\"value\":\"" + id + "\",\"display\":\"d\"}")
                .collect(Collectors.joining(","));
        String body = "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:PatchOp\"],\"Operations\":["
                + "{\"op\":\"add\",\"path\":\"members\",\"value\":[" + members + "]}]}";

        ValuesDelta delta = ResourceReader.builder(StandardTypes.group(), ClientProfile.INTEROPERABLE)
                .build()
                .readPatch(body.getBytes(StandardCharsets.UTF_8))
                .asDelta()
                .orElseThrow();

        assertThat(delta.added().keySet()).containsExactlyElementsOf(ids);
        assertThat(delta.detailed()).containsExactlyElementsOf(ids);
    }
}
