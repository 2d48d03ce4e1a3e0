package dev.scimlet.jpa;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.core.patch.ValuesDelta;
import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.BoundPath;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.spi.Precondition;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.ResourceRepository;
import dev.scimlet.spi.ValuesDeltas;
import dev.scimlet.spi.Wanted;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Several steps in one unit, and what others see of them. */
final class UnitsTest {

    private static final RequestContext CONTEXT = RequestContext.of("tests");

    private static Resource group(ResourceRepository groups, String name, List<String> members) {
        return groups.create(CONTEXT, attributes(groups, name, members));
    }

    private static Attributes attributes(ResourceRepository groups, String name, List<String> members) {
        return groups.type()
                .attributes()
                .set("displayName", name)
                .set("members", members.stream().map(id -> Map.of("value", id)).toList())
                .build();
    }

    private static ValuesDelta adding(ResourceRepository groups, String member) {
        BoundPath members = groups.type().path("members");
        Attributes entry = Attributes.empty(members.target()).toBuilder()
                .set("value", member)
                .build();
        return ValuesDelta.of(members, Map.of(member, entry), Set.of());
    }

    /** The provider then has a stand-in for the user, whose attributes nobody may set in its place. */
    @Test
    void changesAUserWhoWasReferredToInTheSameUnit() {
        Company company = new Company(TestDatabase.H2).emptied();
        JpaRepository<UserAccount> users = company.users();
        Resource user = users.create(
                CONTEXT, users.type().attributes().set("userName", "bjensen").build());
        for (ResourceRepository groups :
                List.of(company.teamsByCollection(), company.projects(), company.clubs(), company.teams())) {
            Resource group = group(groups, "Group", List.of());
            Resource read = users.find(CONTEXT, user.id(), Wanted.everything()).orElseThrow();
            String name = "Barbara of " + group.id();

            users.unitOfWork().perform(CONTEXT, unit -> {
                RequestContext within = CONTEXT.within(unit);
                ((ValuesDeltas) groups)
                        .applyDelta(within, group.id(), Wanted.nothing(), Precondition.NONE, adding(groups, user.id()));
                Resource current =
                        users.find(within, user.id(), Wanted.everything()).orElseThrow();
                return users.update(
                        within,
                        current,
                        current.attributes().toBuilder()
                                .set("name.givenName", name)
                                .build(),
                        Wanted.everything());
            });

            Resource stored =
                    users.find(CONTEXT, user.id(), Wanted.everything()).orElseThrow();
            assertThat(stored.string("name.givenName")).contains(name);
            assertThat(stored.meta().version()).isNotEqualTo(read.meta().version());
            assertThat(groups.find(CONTEXT, group.id(), Wanted.everything())
                            .orElseThrow()
                            .strings("members.value"))
                    .containsExactly(user.id());
        }
    }

    /** A name and its members change together; a reader sees both of before or both of after. */
    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void showsNoMembersOfAnotherVersion(TestDatabase database) throws Exception {
        Company company = new Company(database).emptied();
        List<String> people = company.people(2);
        JpaRepository<Team> teams = company.teams();
        Resource created = group(teams, people.get(0), people.subList(0, 1));
        AtomicBoolean writing = new AtomicBoolean(true);
        CompletableFuture<Integer> reader = CompletableFuture.supplyAsync(() -> {
            int seen = 0;
            while (writing.get()) {
                Resource team =
                        teams.find(CONTEXT, created.id(), Wanted.everything()).orElseThrow();
                assertThat(team.strings("members.value"))
                        .containsExactly(team.string("displayName").orElseThrow());
                seen++;
            }
            return seen;
        });
        Resource known = created;
        for (int i = 1; i <= 200 && !reader.isDone(); i++) {
            String next = people.get(i % 2);
            known = teams.update(CONTEXT, known, attributes(teams, next, List.of(next)), Wanted.everything());
        }
        writing.set(false);

        assertThat(reader.get(30, TimeUnit.SECONDS)).isPositive();
    }

    @Test
    void beginsAgainWhereAnotherWasFaster() {
        Company company = new Company(TestDatabase.H2).emptied();
        JpaRepository<UserAccount> users = company.users();
        Resource user = users.create(
                CONTEXT, users.type().attributes().set("userName", "bjensen").build());
        int[] attempts = {0};

        Resource after = users.unitOfWork().perform(CONTEXT, unit -> {
            attempts[0] = unit.attempt();
            Resource read = users.find(CONTEXT, user.id(), Wanted.everything()).orElseThrow();
            if (unit.attempt() < 3) {
                named(users, CONTEXT, read, "other " + unit.attempt());
            }
            return named(users, CONTEXT.within(unit), read, "mine");
        });

        assertThat(attempts[0]).isEqualTo(3);
        assertThat(after.string("name.givenName")).contains("mine");
        assertThat(users.find(CONTEXT, user.id(), Wanted.everything())).contains(after);
    }

    private static Resource named(
            JpaRepository<UserAccount> users, RequestContext context, Resource read, String name) {
        return users.update(
                context,
                read,
                read.attributes().toBuilder().set("name.givenName", name).build(),
                Wanted.everything());
    }
}
