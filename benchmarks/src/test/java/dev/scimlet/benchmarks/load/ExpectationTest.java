package dev.scimlet.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ExpectationTest {

    private static final String ID = "2819c223";

    private final ObjectNode sent = new People().user(1);

    private ObjectNode answer() {
        ObjectNode answer = sent.deepCopy().put("id", ID);
        answer.putObject("meta")
                .put("resourceType", "User")
                .put("created", "2026-01-01T00:00:00Z")
                .put("lastModified", "2026-01-01T00:00:00.250Z")
                .put("location", "http://127.0.0.1:1/scim/v2/Users/" + ID);
        return answer;
    }

    @Test
    void takesTheUserInAnyOrderOfAttributesAndValues() {
        ObjectNode reordered = answer();
        reordered.set("userName", reordered.remove("userName"));
        reordered.withArray("schemas").add(reordered.withArray("schemas").remove(0));
        reordered.withArray("emails").add(reordered.withArray("emails").remove(0));

        assertThatCode(() -> Expectation.user(sent, ID, reordered)).doesNotThrowAnyException();
    }

    @Test
    void takesGroupsThatTheServerTellsOf() {
        ObjectNode member = answer();
        member.putArray("groups").addObject().put("value", "g1").put("display", "Team 1");

        assertThatCode(() -> Expectation.user(sent, ID, member)).doesNotThrowAnyException();
    }

    @TestFactory
    Stream<DynamicTest> refuses() {
        return Stream.of(
                refused("a lost attribute", user -> user.remove("title"), "/title"),
                refused("another value", user -> user.put("title", "Wrong"), "/title is \"Wrong\""),
                refused("what was not sent", user -> user.put("password", "t1meMa$heen"), "/password was not expected"),
                refused("a lost value of many", user -> user.withArray("emails").remove(1), "/emails"),
                refused(
                        "a changed value of many",
                        user -> ((ObjectNode) user.withArray("emails").get(0)).put("type", "other"),
                        "/emails"),
                refused("text for a boolean", user -> user.put("active", "true"), "/active"),
                refused("a lost schema", user -> user.withArray("schemas").remove(1), "/schemas"),
                refused("another id", user -> user.put("id", "other"), "id"),
                refused("a group without value", user -> user.putArray("groups").addObject(), "a group without value"),
                refused("no meta", user -> user.remove("meta"), "meta.resourceType"),
                refused("no time", user -> ((ObjectNode) user.get("meta")).put("created", "today"), "times"));
    }

    private DynamicTest refused(String what, Consumer<ObjectNode> change, String complaint) {
        return DynamicTest.dynamicTest(what, () -> {
            ObjectNode answer = answer();
            change.accept(answer);

            assertThatThrownBy(() -> Expectation.user(sent, ID, answer))
                    .isInstanceOf(WrongAnswerException.class)
                    .hasMessageContaining(complaint);
        });
    }

    @Test
    void seesNoDifferenceInEqualValues() {
        assertThat(Expectation.difference("", sent, sent.deepCopy())).isEmpty();
    }
}
