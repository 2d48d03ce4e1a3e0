package dev.scimlet.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RoundTenantsTest {

    private static Directory directory(String tenant, Directory... further) {
        return new Directory(
                Stream.of("a", "b", "c", "d").map(user -> tenant + user).toList(),
                List.of(new Directory.SeededGroup(tenant + "team", 2), new Directory.SeededGroup(tenant + "others", 2)),
                List.of(further));
    }

    private static List<Workload> ofThree() {
        return Workloads.guarded(directory("0-", directory("1-"), directory("2-")));
    }

    private static Workload kind(String part) {
        return ofThree().stream()
                .filter(workload -> workload.kind().contains(part))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void takesTenantsInTurnsEachAsIfItWereAlone() {
        Workload alone = Workloads.guarded(directory("0-")).get(0);
        Workload round = kind(alone.kind());

        assertThat(LongStream.range(0, 6).mapToObj(round::request))
                .extracting(Request::tenant)
                .containsExactly(0, 1, 2, 0, 1, 2);
        assertThat(LongStream.range(0, 6).mapToObj(round::request).map(Request::target))
                .allMatch(target -> target.startsWith("/Users/"))
                .satisfies(targets ->
                        assertThat(targets.get(3)).isEqualTo(alone.request(1).target()))
                .satisfies(targets -> assertThat(targets.get(1)).startsWith("/Users/1-"));
        assertThat(round.name()).isEqualTo(alone.kind() + " (3 × 4)");
    }

    @Test
    void takesBackOfEachTenantWhatItsOwnRequestsDid() {
        Workload member = kind("add a user to a team");
        for (long number = 0; number < 4; number++) {
            member.answered(number, new Answer(200, "", new byte[0]));
        }

        assertThat(member.restoring())
                .extracting(Request::tenant, request -> request.target().replaceAll("\\?.*", ""))
                .containsExactly(
                        org.assertj.core.api.Assertions.tuple(0, "/Groups/0-team"),
                        org.assertj.core.api.Assertions.tuple(0, "/Groups/0-others"),
                        org.assertj.core.api.Assertions.tuple(1, "/Groups/1-team"),
                        org.assertj.core.api.Assertions.tuple(2, "/Groups/2-team"));
        assertThat(member.mostAtOnce()).isEqualTo(6);
    }
}
