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
    void aUserIsCreatedWithAnInsertAndRead() {
        counted(2, () -> users.create(CONTEXT, user("bjensen")));
    }

    @Test
    void aUserIsChangedUnderTheVersionThatWasRead() {
        Resource created = bjensen();
        Attributes changed = created.attributes().toBuilder()
                .set("name.givenName", "Barbara")
                .build();

        counted(3, () -> users.update(CONTEXT, created, changed, Wanted.everything()));

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
        comeAndGo(company.teams(), 7);
    }

    /** Its annotation names the table and its columns. */
    @Test
    void membersOfACollectionWithANamedTableComeAndGoWithoutTheOthers() {
        comeAndGo(company.teamsByCollection(), 7);
    }

    @Test
    void membersThatAreEntitiesComeAndGoWithoutTheOthers() {
        comeAndGo(company.projects(), 7);
    }

    @Test
    void membersWhoOwnTheirMembershipComeAndGoWithoutTheOthers() {
        comeAndGo(company.clubs(), 11);
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
