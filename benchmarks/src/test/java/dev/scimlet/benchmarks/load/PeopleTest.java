package dev.scimlet.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PeopleTest {

    private static final int MANY = 2_000;

    @Test
    void makesTheSameUserFromTheSameNumber() {
        assertThat(new People().user(17)).isEqualTo(new People().user(17)).isNotEqualTo(new People().user(18));
    }

    @Test
    void givesEachUserAnotherUserNameAndDisplayName() {
        var people = new People();

        assertThat(IntStream.range(0, MANY)
                        .mapToObj(number -> people.user(number).get("userName")))
                .doesNotHaveDuplicates();
        assertThat(IntStream.range(0, MANY)
                        .mapToObj(number -> people.user(number).get("displayName")))
                .doesNotHaveDuplicates();
    }

    @Test
    void makesUsersOfAboutOneAndAHalfKilobytesWithIdAndMeta() {
        int idAndMeta = 230;
        var people = new People();

        double mean = IntStream.range(0, MANY)
                .map(number -> people.user(number).toString().getBytes(StandardCharsets.UTF_8).length + idAndMeta)
                .average()
                .orElseThrow();

        assertThat(mean).isBetween(1_400.0, 1_600.0);
    }

    @Test
    void makesSomeUsersThatAFilterLeavesOut() {
        var people = new People();

        long active = IntStream.range(0, MANY)
                .mapToObj(people::user)
                .map(user -> user.get("active"))
                .filter(JsonNode::booleanValue)
                .count();

        assertThat(active).isBetween(MANY * 85L / 100, MANY * 95L / 100);
    }

    @Test
    void neverGivesTwoMembersTheSameValue() {
        assertThat(IntStream.range(0, MANY).mapToObj(People::memberId)).doesNotHaveDuplicates();
    }
}
