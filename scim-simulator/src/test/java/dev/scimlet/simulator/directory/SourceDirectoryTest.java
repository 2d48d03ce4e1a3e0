package dev.scimlet.simulator.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SourceDirectoryTest {

    private static final DirectoryUser PAUL = user("paul");
    private static final DirectoryUser ZOE = user("zoe");

    private final VirtualClock clock = new VirtualClock(Instant.parse("2026-01-05T08:00:00Z"));
    private final SourceDirectory directory = new SourceDirectory(clock);

    @BeforeEach
    void addPeople() {
        directory.apply(new DirectoryChange.AddUser(PAUL));
        directory.apply(new DirectoryChange.AddUser(ZOE));
        directory.apply(new DirectoryChange.AddGroup(DirectoryGroup.of("g", "AP", Set.of("paul"))));
    }

    @Test
    void handlesEveryKindOfChange() {
        List<DirectoryChange> oneOfEachKind = List.of(
                new DirectoryChange.AddUser(user("new")),
                new DirectoryChange.UpdateUser("paul", Map.of("city", "Leeds")),
                new DirectoryChange.EnableAccount("paul", false),
                new DirectoryChange.SetManager("paul", "zoe"),
                new DirectoryChange.RemoveManager("paul"),
                new DirectoryChange.SoftDeleteUser("paul"),
                new DirectoryChange.RestoreUser("paul"),
                new DirectoryChange.HardDeleteUser("zoe"),
                new DirectoryChange.AddGroup(DirectoryGroup.of("g2", "Other", Set.of())),
                new DirectoryChange.UpdateGroup("g", Map.of("displayName", "AP 2")),
                new DirectoryChange.AddMembers("g", Set.of("g2")),
                new DirectoryChange.RemoveMembers("g", Set.of("g2")),
                new DirectoryChange.Assign("g", AppRole.DEFAULT_ACCESS),
                new DirectoryChange.Unassign("g"),
                new DirectoryChange.DeleteGroup("g2"));

        assertThat(oneOfEachKind.stream().map(Object::getClass).collect(Collectors.toSet()))
                .isEqualTo(Set.of(DirectoryChange.class.getPermittedSubclasses()));
        for (DirectoryChange change : oneOfEachKind) {
            long before = directory.watermark();
            directory.apply(change);
            assertThat(directory.changedSince(before)).as(change.toString()).isNotEmpty();
        }
    }

    @Test
    void tellsWhatChangedSinceAMark() {
        long mark = directory.watermark();
        assertThat(directory.changedSince(mark)).isEmpty();
        directory.apply(new DirectoryChange.UpdateUser("zoe", Map.of("city", "Leeds")));

        assertThat(directory.changedSince(mark)).containsExactly("zoe");
        assertThat(directory.changedSince(0)).contains("paul", "zoe", "g");
    }

    @Test
    void givesANameToOneUserAtATime() {
        assertThatThrownBy(() -> directory.apply(
                        new DirectoryChange.UpdateUser("zoe", Map.of("userPrincipalName", "PAUL@contoso.example"))))
                .hasMessageContaining("is taken");
        directory.apply(new DirectoryChange.SoftDeleteUser("paul"));
        directory.apply(new DirectoryChange.UpdateUser("zoe", Map.of("userPrincipalName", "paul@contoso.example")));

        assertThat(directory.userNamed("Paul@Contoso.example"))
                .map(DirectoryUser::objectId)
                .contains("zoe");
        assertThatThrownBy(() -> directory.apply(new DirectoryChange.RestoreUser("paul")))
                .hasMessageContaining("is taken");
    }

    @Test
    void deletesForGoodAfterThirtyDays() {
        directory.apply(new DirectoryChange.SetManager("zoe", "paul"));
        directory.apply(new DirectoryChange.SoftDeleteUser("paul"));
        clock.advance(Duration.ofDays(30).minusSeconds(1));
        directory.catchUp();
        assertThat(directory.user("paul")).isPresent();

        clock.advance(Duration.ofSeconds(1));
        directory.catchUp();

        assertThat(directory.user("paul")).isEmpty();
        assertThat(directory.hardDeletedUsers()).extracting("objectId").containsExactly("paul");
        assertThat(directory.user("zoe").orElseThrow().manager()).isEmpty();
        assertThat(directory.group("g").orElseThrow().members()).isEmpty();
    }

    @Test
    void refusesObjectsItDoesNotKnow() {
        assertThatThrownBy(() -> directory.apply(new DirectoryChange.SetManager("paul", "nobody")))
                .hasMessageContaining("nobody");
        assertThatThrownBy(() -> directory.apply(new DirectoryChange.AddMembers("g", Set.of("nobody"))))
                .hasMessageContaining("nobody");
        assertThatThrownBy(() -> directory.apply(new DirectoryChange.AddUser(user("paul"))))
                .hasMessageContaining("was used before");
    }

    @Test
    void generatesTheSameDirectoryForTheSameSeed() {
        SourceDirectory one = new DirectoryGenerator(5, 50, 4).generate(clock);
        SourceDirectory same = new DirectoryGenerator(5, 50, 4).generate(clock);
        SourceDirectory other = new DirectoryGenerator(6, 50, 4).generate(clock);

        assertThat(one.users())
                .isEqualTo(same.users())
                .isNotEqualTo(other.users())
                .hasSize(50);
        assertThat(one.groups()).isEqualTo(same.groups()).hasSize(4);
        assertThat(one.groups()).allSatisfy(group -> assertThat(group.members()).isNotEmpty());
        assertThat(longestChain(one)).isGreaterThan(2);
    }

    private static int longestChain(SourceDirectory directory) {
        int longest = 0;
        for (DirectoryUser user : directory.users()) {
            int length = 0;
            for (DirectoryUser next = user;
                    next.manager().isPresent();
                    next = directory.user(next.manager().get()).orElseThrow()) {
                length++;
            }
            longest = Math.max(longest, length);
        }
        return longest;
    }

    @Test
    void drawsTheSameChangesForTheSameSeed() {
        SourceDirectory one = new DirectoryGenerator(5, 50, 4).generate(clock);
        SourceDirectory same = new DirectoryGenerator(5, 50, 4).generate(clock);
        Map<String, Integer> made = new RandomChanges(9).apply(one, 1_000);

        assertThat(new RandomChanges(9).apply(same, 1_000)).isEqualTo(made);
        assertThat(made).hasSize(13);
        assertThat(made.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(1_000);
        assertThat(one.users()).isEqualTo(same.users());
        assertThat(one.groups()).isEqualTo(same.groups());
    }

    private static DirectoryUser user(String name) {
        return DirectoryUser.of(name, Map.of("userPrincipalName", name + "@contoso.example"));
    }
}
