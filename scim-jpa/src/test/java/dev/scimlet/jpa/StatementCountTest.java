package dev.scimlet.jpa;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.core.patch.ValuesDelta;
import dev.scimlet.core.query.Page;
import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.BoundPath;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.spi.AppliedDelta;
import dev.scimlet.spi.Precondition;
import dev.scimlet.spi.Query;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.ResourceRepository;
import dev.scimlet.spi.ValuesDeltas;
import dev.scimlet.spi.Wanted;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an operation costs in statements, however many members a group has. */
final class StatementCountTest {

    private static final RequestContext CONTEXT = RequestContext.of("tests");
    private static final int MANY = 500;

    private final Company company = new Company(TestDatabase.H2);
    private JpaRepository<UserAccount> users;

    @BeforeEach
    void startEmpty() {
        users = company.emptied().users();
    }

    private <T> T counted(int statements, Supplier<T> work) {
        company.entities().statements().clear();
        T result = work.get();
        assertThat(company.entities().statements()).hasSize(statements);
        return result;
    }

    /**
     * The first group that is written is read once more, to see whether the database keeps what it is given: until one was whose
     * time needs its milliseconds.
     *
     * @param statements what the creation and a change cost from then on
     */
    private void settle(ResourceRepository groups, int statements) {
        Supplier<Attributes> named = () -> named(groups, "displayName");
        settle(groups, statements, Wanted.nothing().and(groups.type().path("displayName")), named, named);
    }

    /** The same of users with each attribute, and without. */
    private void settleUsers() {
        Resource boss = users.create(CONTEXT, named(users, "userName"));
        Supplier<Attributes> bare = () -> named(users, "userName");
        Supplier<Attributes> full = () -> user(UUID.randomUUID().toString()).toBuilder()
                .set("externalId", "x")
                .set("name.givenName", "Barbara")
                .set("name.familyName", "Jensen")
                .set(Company.STAFF + "manager.value", boss.id())
                .build();
        settle(users, 3, Wanted.everything(), bare, full);
        settle(users, 3, Wanted.everything(), full, bare);
    }

    private void settle(
            ResourceRepository repository,
            int statements,
            Wanted wanted,
            Supplier<Attributes> first,
            Supplier<Attributes> then) {
        for (int i = 0; i < 50; i++) {
            company.entities().statements().clear();
            Resource created = repository.create(CONTEXT, first.get());
            repository.update(CONTEXT, created, then.get(), wanted);
            if (company.entities().statements().size() == statements) {
                return;
            }
        }
        assertThat(company.entities().statements()).hasSize(statements);
    }

    private static Attributes named(ResourceRepository repository, String name) {
        return repository
                .type()
                .attributes()
                .set(name, UUID.randomUUID().toString())
                .build();
    }

    private Resource bjensen() {
        return users.create(CONTEXT, user("bjensen"));
    }

    private Attributes user(String name) {
        return users.type()
                .attributes()
                .set("userName", name)
                .set("emails", List.of(Map.of("type", "work", "value", name + "@example.com")))
                .build();
    }

    @Test
    void aUserIsOneStatement() {
        Resource created = bjensen();

        counted(1, () -> users.find(CONTEXT, created.id(), Wanted.everything()));
    }

    @Test
    void aUserIsFoundByNameWithOneStatement() {
        bjensen();
        Query query = Query.matching(users.type().filter("userName eq \"BJENSEN\""), 10);

        assertThat(counted(1, () -> users.query(CONTEXT, query)).resources()).hasSize(1);
    }

    @Test
    void aUserIsCreatedWithAnInsert() {
        settleUsers();

        counted(1, () -> users.create(CONTEXT, user("bjensen")));
    }

    @Test
    void aUserIsChangedUnderTheVersionThatWasRead() {
        settleUsers();
        Resource created = bjensen();
        Attributes changed = created.attributes().toBuilder()
                .set("name.givenName", "Barbara")
                .build();

        counted(2, () -> users.update(CONTEXT, created, changed, Wanted.everything()));

        assertThat(company.entities().statements().get(1)).startsWith("update").contains("version=?");
    }

    @Test
    void whatDoesNotChangeIsNoStatement() {
        Resource created = bjensen();

        counted(0, () -> users.update(CONTEXT, created, created.attributes(), Wanted.everything()));
    }

    @Test
    void aPageOfUsersIsOneStatementAndOneForTheTotal() {
        company.people(150);
        Query query = Query.builder(new Page.Index(1, 100)).build();

        assertThat(counted(2, () -> users.query(CONTEXT, query)).resources()).hasSize(100);
    }

    @Test
    void groupsOfAPageAreOneStatement() {
        List<String> people = company.people(100);
        JpaRepository<Team> teams = company.teams();
        for (int i = 0; i < 5; i++) {
            group(teams, "Team " + i, people);
        }

        var memberships = counted(1, () -> teams.membershipsOf(CONTEXT, users.type(), new HashSet<>(people)));

        assertThat(memberships).hasSize(100);
        assertThat(memberships.get(people.get(0))).hasSize(5);
    }

    @Test
    void aGroupIsReadWithItsMembersInTwoStatements() {
        JpaRepository<Team> teams = company.teams();
        Resource team = group(teams, "Team", company.people(MANY));

        Resource found = counted(
                2, () -> teams.find(CONTEXT, team.id(), Wanted.everything()).orElseThrow());

        assertThat(found.strings("members.value")).hasSize(MANY);
    }

    @Test
    void membersOfAJoinTableComeAndGoWithoutTheOthers() {
        JpaRepository<Team> teams = company.teams();
        settle(teams, 4);

        comeAndGo(teams, 5);
    }

    /** Its annotation names the table and its columns. */
    @Test
    void membersOfACollectionWithANamedTableComeAndGoWithoutTheOthers() {
        JpaRepository<Team> teams = company.teamsByCollection();
        settle(teams, 4);

        comeAndGo(teams, 5);
    }

    @Test
    void membersThatAreEntitiesComeAndGoWithoutTheOthers() {
        JpaRepository<Project> projects = company.projects();
        settle(projects, 5);

        comeAndGo(projects, 5);
    }

    @Test
    void membersWhoOwnTheirMembershipComeAndGoWithoutTheOthers() {
        JpaRepository<Club> clubs = company.clubs();
        settle(clubs, 4);

        comeAndGo(clubs, 9);
    }

    /** The team under a lock, the row, the version of the team; whether there was a row, the row tells by itself. */
    @Test
    void oneMemberOfAJoinTableComesOrGoesInThreeStatements() {
        for (JpaRepository<Team> teams : List.of(company.teams(), company.teamsByCollection())) {
            settle(teams, 4);
            List<String> people = company.people(4);
            Resource group = group(teams, "Group", people.subList(0, 3));
            String present = people.get(0);
            String missing = people.get(3);

            AppliedDelta came = counted(3, () -> delta(teams, group, List.of(missing), List.of()));
            AppliedDelta again = counted(2, () -> delta(teams, group, List.of(missing), List.of()));
            AppliedDelta went = counted(3, () -> delta(teams, group, List.of(), List.of(present)));
            AppliedDelta gone = counted(2, () -> delta(teams, group, List.of(), List.of(present)));

            assertThat(came.added()).containsExactly(missing);
            assertThat(went.removed()).containsExactly(present);
            assertThat(came.before().meta()).isEqualTo(group.meta());
            assertThat(again.after().meta()).isEqualTo(came.after().meta());
            assertThat(gone.after().meta()).isEqualTo(went.after().meta());
            assertThat(List.of(again.added(), again.removed(), gone.added(), gone.removed()))
                    .allSatisfy(none -> assertThat(none).isEmpty());
            Resource found =
                    teams.find(CONTEXT, group.id(), Wanted.everything()).orElseThrow();
            assertThat(found.meta()).isEqualTo(went.after().meta());
            assertThat(found.strings("members.value")).containsExactlyInAnyOrder(people.get(1), people.get(2), missing);
        }
    }

    /** What is told from the managed instance is what everybody reads from then on. */
    @Test
    void whatIsToldOfAWriteIsWhatIsStored() {
        settleUsers();
        Resource boss = users.create(CONTEXT, user("boss"));
        Resource created = counted(
                1,
                () -> users.create(
                        CONTEXT,
                        user("bjensen").toBuilder()
                                .set(Company.STAFF + "manager.value", boss.id())
                                .build()));
        assertThat(users.find(CONTEXT, created.id(), Wanted.everything())).contains(created);

        Attributes next = created.attributes().toBuilder()
                .set(Company.STAFF + "manager", null)
                .set("active", false)
                .build();
        Resource changed = counted(2, () -> users.update(CONTEXT, created, next, Wanted.everything()));

        assertThat(users.find(CONTEXT, created.id(), Wanted.everything())).contains(changed);
    }

    /** One comes and one goes: as many statements in a group of three as in a large one, and few rows. */
    private void comeAndGo(ResourceRepository groups, int statements) {
        for (int size : List.of(3, MANY)) {
            List<String> people = company.people(size + 1);
            Resource group = group(groups, "Group of " + size, people.subList(0, size));
            company.entities().statements().clear();

            AppliedDelta applied = delta(groups, group, people.subList(size, size + 1), people.subList(0, 1));

            assertThat(applied.added()).containsExactly(people.get(size));
            assertThat(applied.removed()).containsExactly(people.get(0));
            assertThat(applied.after().meta().version())
                    .isNotEqualTo(group.meta().version());
            assertThat(applied.after().meta().lastModified())
                    .isAfter(group.meta().lastModified());
            assertThat(company.entities().statements()).as("members " + size).hasSizeLessThanOrEqualTo(statements);
            Resource found =
                    groups.find(CONTEXT, group.id(), Wanted.everything()).orElseThrow();
            assertThat(found.meta()).isEqualTo(applied.after().meta());
            assertThat(Set.copyOf(found.strings("members.value"))).isEqualTo(Set.copyOf(people.subList(1, size + 1)));
        }
    }

    private static Resource group(ResourceRepository groups, String name, List<String> members) {
        return groups.create(
                CONTEXT,
                groups.type()
                        .attributes()
                        .set("displayName", name)
                        .set(
                                "members",
                                members.stream().map(id -> Map.of("value", id)).toList())
                        .build());
    }

    private static AppliedDelta delta(ResourceRepository groups, Resource group, List<String> come, List<String> gone) {
        BoundPath members = groups.type().path("members");
        Map<String, Attributes> added = new LinkedHashMap<>();
        come.forEach(id -> added.put(
                id,
                Attributes.empty(members.target()).toBuilder().set("value", id).build()));
        ValuesDelta delta = ValuesDelta.of(members, added, Set.copyOf(gone));
        return ((ValuesDeltas) groups)
                .applyDelta(CONTEXT, group.id(), Wanted.nothing(), Precondition.NONE, delta)
                .orElseThrow();
    }

    @Test
    void aDeletedUserLeavesAllTeamsAtOnce() {
        List<String> people = company.people(2);
        JpaRepository<Team> teams = company.teams();
        for (int i = 0; i < 20; i++) {
            group(teams, "Team " + i, people);
        }

        List<AppliedDelta> left = counted(6 + 20, () -> teams.memberDeleted(CONTEXT, users.type(), people.get(0)));

        assertThat(left).hasSize(20);
        assertThat(left)
                .allSatisfy(delta -> assertThat(delta.after().meta().version())
                        .isNotEqualTo(delta.before().meta().version()));
    }
}
