package dev.scimlet.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** RFC 7644 §3.9: what {@code attributes} and {@code excludedAttributes} leave of references. */
class ProjectionTest {

    private static final List<String> OF_MEMBERS = List.of("value", "$ref", "type", "display");

    private final InMemoryService service = InMemoryService.start();

    private static Stream<List<String>> partsOfMembers() {
        return IntStream.range(1, 1 << OF_MEMBERS.size())
                .mapToObj(chosen -> IntStream.range(0, OF_MEMBERS.size())
                        .filter(i -> (chosen & 1 << i) != 0)
                        .mapToObj(i -> "members." + OF_MEMBERS.get(i))
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("partsOfMembers")
    @DisplayName("RFC 7643 §2.5: an entry of which nothing is shown is left out, whoever it refers to")
    void leavesOutEntriesOfWhichNothingIsShown(List<String> parts) {
        String known = service.createUser("bjensen");
        String group = service.createGroup("Guides", List.of("nobody", known));
        String names = parts.stream().map(InMemoryService::encoded).collect(Collectors.joining(","));

        for (String parameter : List.of("attributes", "excludedAttributes")) {
            assertThat(service.get("/Groups/" + group + "?" + parameter + "=" + names)
                            .is(200)
                            .text())
                    .doesNotContain("{}");
            assertThat(service.get("/Groups?" + parameter + "=" + names).is(200).text())
                    .doesNotContain("{}");
        }
    }

    @Test
    @DisplayName(
            "RFC 7643 §2.5: a reference of which nothing is shown is left out, and the extension where that is all of it")
    void leavesOutReferencesOfWhichNothingIsShown() {
        String user = service.createUser(
                "bjensen", "'" + InMemoryService.ENTERPRISE + "':{'manager':{'displayName':'The boss'}}");

        assertThat(service.get("/Users/" + user + "?attributes=" + InMemoryService.ENTERPRISE + ":manager.$ref")
                        .is(200)
                        .text())
                .doesNotContain("{}")
                .doesNotContain("enterprise");
    }
}
