package dev.scimlet.jdbc;

import static dev.scimlet.jdbc.TestUsers.CONTEXT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scimlet.core.ScimException;
import dev.scimlet.core.patch.ValuesDelta;
import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.BoundPath;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.spi.AppliedDelta;
import dev.scimlet.spi.ConflictException;
import dev.scimlet.spi.Precondition;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.Wanted;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Writes under the version that was read, rows that are held, and what writes tell. */
final class WritesInUnitsTest {

    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private DataSource dataSource = TestDatabase.H2.reused();
    private JdbcRepository users = TestUsers.users(dataSource).build();
    private JdbcRepository groups = TestUsers.groups(dataSource).build();

    @AfterEach
    void stop() {
        thread.shutdownNow();
    }

    private void start(DataSource of) {
        dataSource = of;
        users = JdbcRepository.inOwnTables(StandardTypes.user(), dataSource).build();
        groups = JdbcRepository.inOwnTables(StandardTypes.group(), dataSource).build();
        users.createTables();
        groups.createTables();
    }

    private Resource user(String name) {
        return users.create(
                CONTEXT, users.type().attributes().set("userName", name).build());
    }

    private Resource group(String name, String... members) {
        return groups.create(
                CONTEXT,
                groups.type()
                        .attributes()
                        .set("displayName", name)
                        .set(
                                "members",
                                Stream.of(members)
                                        .map(id -> id.equals("b")
                                                ? Map.of("value", id)
                                                : Map.of("value", id, "display", "old " + id))
                                        .toList())
                        .build());
    }

    private static Attributes titled(Resource user, String title) {
        return user.attributes().toBuilder().set("title", title).build();
    }

    private ValuesDelta delta(List<String> added, Set<String> detailed, Set<String> removed) {
        BoundPath members = groups.type().path("members");
        Map<String, Attributes> entries = new java.util.LinkedHashMap<>();
        added.forEach(id -> entries.put(
                id,
                Attributes.empty(members.target()).toBuilder()
                        .set("value", id)
                        .set("display", "new " + id)
                        .build()));
        return new ValuesDelta(members, entries, removed, detailed);
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void writesOnlyUnderTheVersionThatWasRead(TestDatabase database) {
        start(database.empty());
        Resource read = user("bjensen");
        Resource newer = users.update(CONTEXT, read, titled(read, "Guide"), Wanted.everything());

        assertThatThrownBy(() -> users.update(CONTEXT, read, titled(read, "late"), Wanted.everything()))
                .isInstanceOf(ConflictException.class);
        assertThat(users.find(CONTEXT, read.id(), Wanted.everything())).contains(newer);

        users.delete(CONTEXT, read.id(), Wanted.nothing(), Precondition.NONE);
        assertThatThrownBy(() -> users.update(CONTEXT, newer, titled(newer, "gone"), Wanted.everything()))
                .isInstanceOf(ConflictException.class);
    }

    /** The application may write rows without a time; H2's times may be finer than versions are. */
    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void changesRowsWhateverTimeTheApplicationGaveThem(TestDatabase database) {
        String precision = database == TestDatabase.H2 ? "(9)" : "";
        DataSource tables = database.with("CREATE TABLE people (id varchar(36) PRIMARY KEY, login varchar(99) NOT NULL,"
                + " title varchar(99), created_at timestamp with time zone,"
                + " updated_at timestamp" + precision + " with time zone)");
        TestDatabase.run(tables, "INSERT INTO people VALUES ('1', 'untimed', NULL, NULL, NULL)");
        TestDatabase.run(
                tables,
                "INSERT INTO people VALUES ('2', 'timed', NULL, TIMESTAMP WITH TIME ZONE '2026-01-01 00:00:00+00',"
                        + " TIMESTAMP WITH TIME ZONE '2026-01-01 00:00:00.123456789+00')");
        JdbcRepository people = JdbcRepository.of(StandardTypes.user(), tables)
                .table("people")
                .id("id")
                .created("created_at")
                .lastModified("updated_at")
                .column("userName", "login")
                .column("title", "title")
                .without("externalId")
                .build();

        for (String id : List.of("1", "2")) {
            Resource read = people.find(CONTEXT, id, Wanted.everything()).orElseThrow();
            Resource stored = people.update(CONTEXT, read, titled(read, "Guide"), Wanted.everything());
            assertThat(people.find(CONTEXT, id, Wanted.everything())).contains(stored);
            assertThat(stored.meta().version()).isNotEqualTo(read.meta().version());
            assertThat(stored.string("title")).contains("Guide");
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void keepsOfTheRestWhatOthersWroteMeanwhile(TestDatabase database) {
        DataSource tables = database.with("CREATE TABLE people (id varchar(36) PRIMARY KEY, login varchar(99) NOT NULL,"
                + " rest varchar(9999), version bigint, created_at timestamp with time zone,"
                + " updated_at timestamp with time zone)");
        JdbcRepository people = JdbcRepository.of(StandardTypes.user(), tables)
                .table("people")
                .id("id")
                .version("version")
                .created("created_at")
                .lastModified("updated_at")
                .column("userName", "login")
                .rest("rest")
                .build();
        Resource stored = people.create(
                CONTEXT,
                people.type()
                        .attributes()
                        .set("userName", "bjensen")
                        .set("title", "Guide")
                        .set("nickName", "Babs")
                        .build());
        Wanted title = Wanted.nothing().and(people.type().path("title"));
        Resource read = people.find(CONTEXT, stored.id(), title).orElseThrow();
        Attributes retitled = read.attributes().toBuilder().set("title", "Head").build();

        Resource after = people.update(CONTEXT, read, retitled, title);
        assertThat(after.attributes()).isEqualTo(retitled);
        assertThat(people.find(CONTEXT, stored.id(), Wanted.everything())
                        .orElseThrow()
                        .attributes())
                .isEqualTo(stored.attributes().toBuilder().set("title", "Head").build());
        assertThatThrownBy(() -> people.update(
                        CONTEXT,
                        read,
                        read.attributes().toBuilder().set("title", "late").build(),
                        title))
                .isInstanceOf(ConflictException.class);
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    @DisplayName("A-12: further details are taken over, immutable ones that have a value stay")
    void mergesDetailsInOneWrite(TestDatabase database) {
        start(database.empty());
        Resource group = group("staff", "a", "b", "c");

        AppliedDelta applied = groups.applyDelta(
                        CONTEXT,
                        group.id(),
                        Wanted.everything(),
                        Precondition.NONE,
                        delta(List.of("a", "b", "d"), Set.of("a", "b", "d"), Set.of("c")))
                .orElseThrow();

        assertThat(applied.added()).containsExactly("d");
        assertThat(applied.merged()).containsExactly("b");
        assertThat(applied.removed()).containsExactly("c");
        assertThat(applied.before().meta()).isEqualTo(group.meta());
        assertThat(applied.after().strings("members.display")).containsExactlyInAnyOrder("old a", "new b", "new d");
        assertThat(groups.find(CONTEXT, group.id(), Wanted.everything())).contains(applied.after());
        assertThat(TestDatabase.value(dataSource, "SELECT display_key FROM scim_group_members WHERE value_ = 'b'"))
                .isEqualTo("new b");
        assertThat(groups.applyDelta(
                                CONTEXT,
                                group.id(),
                                Wanted.nothing(),
                                Precondition.NONE,
                                delta(List.of("b"), Set.of("b"), Set.of()))
                        .orElseThrow()
                        .changed())
                .isFalse();
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void tellsWhichGroupsAMemberLeft(TestDatabase database) {
        start(database.empty());
        Resource user = user("bjensen");
        Resource with = group("with", user.id(), "other");
        group("without", "other");

        List<AppliedDelta> left = groups.memberDeleted(CONTEXT, users.type(), user.id());

        assertThat(left).hasSize(1);
        AppliedDelta change = left.get(0);
        assertThat(change.removed()).containsExactly(user.id());
        assertThat(change.before().meta()).isEqualTo(with.meta());
        assertThat(change.before().string("displayName")).contains("with");
        Resource after = groups.find(CONTEXT, with.id(), Wanted.everything()).orElseThrow();
        assertThat(change.after().meta()).isEqualTo(after.meta());
        assertThat(after.meta().version()).isEqualTo("2");
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void tellsTheLastStateOfWhatIsDeleted(TestDatabase database) {
        start(database.empty());
        Resource group = group("staff", "a");

        assertThat(groups.delete(CONTEXT, group.id(), Wanted.everything(), Precondition.NONE))
                .contains(group);
        assertThat(groups.delete(CONTEXT, group.id(), Wanted.everything(), Precondition.NONE))
                .isEmpty();
    }

    /** A rule that looks at an attribute gets it, though nobody else wants it. */
    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void showsPreconditionsWhatTheyLookAt(TestDatabase database) {
        start(database.empty());
        Resource group = group("staff", "a");
        Precondition looking = new Precondition() {
            @Override
            public void check(Resource current) {
                assertThat(current.string("displayName")).contains("staff");
                assertThat(current.strings("members.value")).containsExactly("a");
            }

            @Override
            public Wanted wanted() {
                return Wanted.nothing()
                        .and(groups.type().path("displayName"))
                        .and(groups.type().path("members"));
            }
        };

        AppliedDelta applied = groups.applyDelta(
                        CONTEXT, group.id(), Wanted.nothing(), looking, delta(List.of(), Set.of(), Set.of("b")))
                .orElseThrow();
        assertThat(applied.changed()).isFalse();
        assertThat(groups.delete(CONTEXT, group.id(), Wanted.nothing(), looking))
                .isPresent();
    }

    // ---- members that are added while they are deleted

    static Stream<Arguments> isolations() {
        return Stream.of(
                Arguments.of(TestDatabase.H2, Connection.TRANSACTION_READ_COMMITTED),
                Arguments.of(TestDatabase.POSTGRESQL, Connection.TRANSACTION_READ_COMMITTED),
                Arguments.of(TestDatabase.POSTGRESQL, Connection.TRANSACTION_SERIALIZABLE));
    }

    private void start(TestDatabase database, int isolation) {
        DataSource tables = database.empty();
        start(isolation == Connection.TRANSACTION_READ_COMMITTED ? tables : TestDatabase.isolated(tables, isolation));
    }

    private void awaitWaiting(TestDatabase database) throws InterruptedException {
        String waiting = database == TestDatabase.H2
                ? "SELECT COUNT(*) FROM INFORMATION_SCHEMA.SESSIONS WHERE BLOCKER_ID IS NOT NULL"
                : "SELECT COUNT(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'";
        for (int i = 0; i < 500 && TestDatabase.value(dataSource, waiting).equals("0"); i++) {
            Thread.sleep(10);
        }
    }

    /** What the service does for a member that is added, with integrity on. */
    private boolean added(RequestContext inside, Resource group, String member) {
        AppliedDelta applied = groups.applyDelta(
                        inside,
                        group.id(),
                        Wanted.nothing(),
                        Precondition.NONE,
                        delta(List.of(member), Set.of(), Set.of()))
                .orElseThrow();
        return users.hold(inside, applied.added()).contains(member);
    }

    @ParameterizedTest
    @MethodSource("isolations")
    void whoIsDeletedLeavesAGroupThatItIsBeingAddedTo(TestDatabase database, int isolation) throws Exception {
        start(database, isolation);
        Resource user = user("bjensen");
        Resource group = group("staff");
        List<Future<Optional<Resource>>> deletions = new ArrayList<>();

        try {
            users.unitOfWork().perform(CONTEXT, unit -> {
                if (!added(CONTEXT.within(unit), group, user.id())) {
                    throw ScimException.withStatus(400, "not there");
                }
                if (deletions.isEmpty()) {
                    deletions.add(thread.submit((Callable<Optional<Resource>>)
                            () -> ServiceSteps.delete(CONTEXT, users, groups, user.id())));
                    waitFor(database);
                }
                return true;
            });
        } catch (ScimException late) {
            // Where a database ends one of two that met, it may be this one, which then comes second
            assertThat(late).hasMessage("not there");
        }

        assertThat(deletions.get(0).get()).isPresent();
        assertThat(groups.find(CONTEXT, group.id(), Wanted.everything())
                        .orElseThrow()
                        .list("members"))
                .isEmpty();
    }

    private void waitFor(TestDatabase database) {
        try {
            awaitWaiting(database);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @ParameterizedTest
    @MethodSource("isolations")
    void whoIsBeingDeletedIsNotAdded(TestDatabase database, int isolation) throws Exception {
        start(database, isolation);
        Resource user = user("bjensen");
        Resource group = group("staff");

        List<Future<Boolean>> additions = new ArrayList<>();

        users.unitOfWork().perform(CONTEXT, unit -> {
            RequestContext inside = CONTEXT.within(unit);
            users.findLocked(inside, user.id(), Wanted.nothing());
            groups.memberDeleted(inside, users.type(), user.id());
            if (additions.isEmpty()) {
                additions.add(thread.submit(() -> users.unitOfWork().perform(CONTEXT, other -> {
                    if (!added(CONTEXT.within(other), group, user.id())) {
                        throw new IllegalStateException("not there");
                    }
                    return true;
                })));
                waitFor(database);
            }
            return users.delete(inside, user.id(), Wanted.nothing(), Precondition.NONE);
        });

        assertThatThrownBy(additions.get(0)::get).hasRootCauseMessage("not there");
        assertThat(groups.find(CONTEXT, group.id(), Wanted.everything())).contains(group);
    }

    /** Writers of different groups do not wait for each other because they add the same member. */
    @Test
    void holdsAMemberForSeveralGroupsAtOnce() throws Exception {
        start(TestDatabase.POSTGRESQL.empty());
        Resource user = user("bjensen");

        boolean both = users.unitOfWork().perform(CONTEXT, unit -> {
            users.hold(CONTEXT.within(unit), Set.of(user.id()));
            try {
                return thread.submit(() -> users.unitOfWork()
                                .perform(
                                        CONTEXT,
                                        other -> users.hold(CONTEXT.within(other), Set.of(user.id()))
                                                .contains(user.id())))
                        .get(20, java.util.concurrent.TimeUnit.SECONDS);
            } catch (java.util.concurrent.ExecutionException
                    | java.util.concurrent.TimeoutException
                    | InterruptedException waiting) {
                throw new IllegalStateException(waiting);
            }
        });

        assertThat(both).isTrue();
    }
}
