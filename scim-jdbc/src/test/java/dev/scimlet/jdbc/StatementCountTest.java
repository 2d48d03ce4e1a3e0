package dev.scimlet.jdbc;

import static dev.scimlet.jdbc.TestUsers.CONTEXT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scimlet.core.ScimException;
import dev.scimlet.core.patch.ValuesDelta;
import dev.scimlet.core.profile.ClientProfile;
import dev.scimlet.core.query.Page;
import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.BoundPath;
import dev.scimlet.core.resource.PathBinder;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.spi.AppliedDelta;
import dev.scimlet.spi.Precondition;
import dev.scimlet.spi.Query;
import dev.scimlet.spi.QueryResult;
import dev.scimlet.spi.Wanted;
import dev.scimlet.spi.sql.ConnectionSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is read and written, and with how many statements. */
final class StatementCountTest {

    private CountingDataSource dataSource = new CountingDataSource(TestDatabase.H2.empty());
    private JdbcRepository groups = TestUsers.groups(dataSource).build();
    private JdbcRepository users = TestUsers.users(dataSource).build();

    private void start(TestDatabase database) {
        dataSource = new CountingDataSource(database.with(TestUsers.TABLES));
        groups = TestUsers.groups(dataSource).build();
        users = TestUsers.users(dataSource).build();
    }

    private Resource user(String name) {
        return users.create(
                CONTEXT,
                users.type()
                        .attributes()
                        .set("userName", name)
                        .add("phoneNumbers", Map.of("value", "+1 " + name, "type", "work"))
                        .build());
    }

    private Resource group(String name, List<String> members) {
        List<Map<String, String>> entries =
                members.stream().map(id -> Map.of("value", id)).toList();
        return groups.create(
                CONTEXT,
                groups.type()
                        .attributes()
                        .set("displayName", name)
                        .set("members", entries)
                        .build());
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void aPageCostsTheSameWhateverItsSize(TestDatabase database) {
        start(database);
        for (int i = 0; i < 30; i++) {
            group("group " + i, List.of(user("user " + i).id()));
        }

        for (int count : List.of(1, 10, 29)) {
            dataSource.reset();
            QueryResult page = users.query(CONTEXT, Query.all(count));
            Set<String> ids = new LinkedHashSet<>();
            page.resources().forEach(user -> ids.add(user.id()));
            assertThat(groups.membershipsOf(CONTEXT, TestUsers.USER, ids)).hasSize(count);
            assertThat(groups.displayNames(CONTEXT, ids)).isEmpty();
            assertThat(users.displayNames(CONTEXT, ids)).containsKeys(ids.toArray(new String[0]));

            // In PostgreSQL all of the page; elsewhere users, their lists, total; then memberships and the two look-ups
            // of
            // names
            int ofPage = isAtOnce(database) ? 1 : 3 + snapshot(database);
            assertThat(dataSource.statements()).as("count %s", count).hasSize(ofPage + 3);
        }
    }

    /** What only one resource can have is asked for without a look at how many there are, and with its lists. */
    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void findsAUniqueValueWithOneStatement(TestDatabase database) {
        dataSource = new CountingDataSource(database.empty());
        groups = JdbcRepository.inOwnTables(StandardTypes.group(), dataSource).build();
        JdbcRepository alone =
                JdbcRepository.inOwnTables(StandardTypes.user(), dataSource).build();
        groups.createTables();
        alone.createTables();
        users = (JdbcRepository) alone.withMembershipsOf(groups).orElseThrow();
        Resource user = user("bjensen");
        user("jsmith");
        group("Guides", List.of(user.id()));
        PathBinder binder = new PathBinder(users.type().definition(), ClientProfile.INTEROPERABLE);
        Page byCursor = new Page.Cursor(null, 5);
        for (Page page : List.of(new Page.Index(1, 1), new Page.Index(1, 100), new Page.Index(1, 1000), byCursor)) {
            for (String filter : List.of(
                    "userName eq \"BJENSEN\"",
                    "id eq \"" + user.id() + "\"",
                    "phoneNumbers pr and userName eq \"bjensen\" and not (title pr)")) {
                dataSource.reset();
                QueryResult found = users.query(
                        CONTEXT,
                        Query.builder(page).filter(binder.filter(filter)).build());
                assertThat(dataSource.statements()).as(filter).hasSize(1);
                assertThat(dataSource.transactions()).isZero();
                assertThat(found.totalResults()).hasValue(1);
                assertThat(found.next()).isNull();
                assertThat(found.resources())
                        .containsExactly(users.find(CONTEXT, user.id(), Wanted.everything())
                                .orElseThrow());
                assertThat(found.resources().get(0).list("groups")).hasSize(1);
            }
        }
        for (String filter : List.of("userName eq \"nobody\"", "userName eq \"bjensen\" and title pr")) {
            QueryResult none = users.query(
                    CONTEXT,
                    Query.builder(new Page.Index(1, 5))
                            .filter(binder.filter(filter))
                            .build());
            assertThat(none).isEqualTo(QueryResult.of(List.of(), 0));
        }
        // Behind the first there is no other
        assertThat(users.query(
                        CONTEXT,
                        Query.builder(new Page.Index(2, 5))
                                .filter(binder.filter("userName eq \"bjensen\""))
                                .build()))
                .isEqualTo(QueryResult.of(List.of(), 1));
    }

    /** H2 remembers what begins so, and parses a union each time. */
    @Test
    void hasH2RememberItsReads() {
        start(TestDatabase.H2);
        Resource user = user("bjensen");
        PathBinder binder = new PathBinder(users.type().definition(), ClientProfile.INTEROPERABLE);
        dataSource.reset();

        users.find(CONTEXT, user.id(), Wanted.everything());
        users.query(
                CONTEXT,
                Query.builder(new Page.Index(1, 5))
                        .filter(binder.filter("userName eq \"bjensen\""))
                        .build());
        users.query(CONTEXT, Query.all(5));

        assertThat(dataSource.statements().stream().filter(sql -> sql.contains("UNION")))
                .hasSizeGreaterThan(1)
                .allSatisfy(sql -> assertThat(sql).startsWith("SELECT * FROM (SELECT "));
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void findsAllWhereATableLacksTheConstraint(TestDatabase database) {
        dataSource = new CountingDataSource(database.with("""
                CREATE TABLE people (
                    id bigint PRIMARY KEY,
                    login varchar(200) NOT NULL,
                    created_at timestamp with time zone NOT NULL,
                    updated_at timestamp with time zone NOT NULL)""", """
                CREATE TABLE numbers (person bigint NOT NULL, called varchar(40))"""));
        JdbcRepository people = JdbcRepository.of(TestUsers.USER, dataSource)
                .table("people")
                .id("id", IdType.number("u"))
                .created("created_at")
                .lastModified("updated_at")
                .column("userName", "login")
                .list("phoneNumbers", "numbers", "person", numbers -> numbers.column("value", "called"))
                .without("externalId")
                .ignoreUnmapped()
                .build();
        for (int id = 1; id <= 3; id++) {
            TestDatabase.run(
                    dataSource,
                    "INSERT INTO people VALUES (" + id + ", 'bjensen'," + " TIMESTAMP WITH TIME ZONE"
                            + " '2026-01-01 00:00:00+00', TIMESTAMP WITH TIME ZONE '2026-01-01 00:00:00+00')");
            TestDatabase.run(dataSource, "INSERT INTO numbers VALUES (" + id + ", '+" + id + "')");
        }
        PathBinder binder = new PathBinder(people.type().definition(), ClientProfile.INTEROPERABLE);

        QueryResult found = people.query(
                CONTEXT,
                Query.builder(new Page.Index(1, 2))
                        .filter(binder.filter("userName eq \"bjensen\""))
                        .build());

        assertThat(found.totalResults()).hasValue(3);
        assertThat(found.resources()).extracting(Resource::id).containsExactly("u1", "u2");
        assertThat(found.resources())
                .extracting(person -> person.strings("phoneNumbers.value"))
                .containsExactly(List.of("+1"), List.of("+2"));
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void countsOnceInAWalkAndOnlyIfThereIsMoreThanAPage(TestDatabase database) {
        start(database);
        for (int i = 0; i < 5; i++) {
            user("user " + i);
        }
        String position = null;
        List<Integer> counts = new ArrayList<>();
        do {
            QueryResult page = walk(position, 2);
            assertThat(page.totalResults()).hasValue(5);
            counts.add(statementsThatCount());
            position = page.next();
        } while (position != null);
        assertThat(counts).containsExactly(1, 0, 0);

        // PostgreSQL counts only where the page is full, in the same statement
        assertThat(walk(null, 5).totalResults()).hasValue(5);
        assertThat(statementsThatCount()).isEqualTo(isAtOnce(database) ? 1 : 0);
        assertThat(dataSource.statements()).hasSize(1 + (isAtOnce(database) ? 0 : snapshot(database)));
        assertThat(walk(null, 0).totalResults()).hasValue(5);
        assertThat(statementsThatCount()).isOne();
    }

    private QueryResult walk(@Nullable String position, int count) {
        dataSource.reset();
        return users.query(
                CONTEXT,
                Query.builder(new Page.Cursor(position, count))
                        .wanted(Wanted.nothing())
                        .build());
    }

    private int statementsThatCount() {
        return (int) dataSource.statements().stream()
                .filter(sql -> sql.contains("COUNT(*)"))
                .count();
    }

    /** Whether a page, and a change of several tables, are one statement. */
    private static boolean isAtOnce(TestDatabase database) {
        return database == TestDatabase.POSTGRESQL;
    }

    /** What it costs to have several statements see the same state; in H2 the isolation is a setting of the session. */
    private static int snapshot(TestDatabase database) {
        return database == TestDatabase.H2 ? 3 : 1;
    }

    /** What it costs that a writer sees, after it has waited, what others have stored: H2 is asked for the isolation. */
    private static int writing(TestDatabase database) {
        return database == TestDatabase.POSTGRESQL ? 0 : 1;
    }

    /** MariaDB does not tell of a row that it writes, which is read again. */
    private static int rereading(TestDatabase database) {
        return database == TestDatabase.MARIADB || database == TestDatabase.MYSQL ? 1 : 0;
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void asksForAnIsolationOnlyWhereItReadsSeveralTimes(TestDatabase database) {
        start(database);
        Resource user = user("bjensen");
        dataSource.reset();

        ServiceSteps.change(
                CONTEXT,
                users,
                user.id(),
                Wanted.nothing().and(users.type().path("title")),
                current -> users.type().attributes().set("title", "Guide").build());

        // read, write
        assertThat(dataSource.statements())
                .hasSize(2 + writing(database) + rereading(database))
                .noneMatch(sql -> sql.contains("REPEATABLE READ"));
        dataSource.reset();
        users.find(CONTEXT, user.id(), Wanted.everything());
        assertThat(dataSource.statements()).hasSize(1);
        assertThat(dataSource.transactions()).isZero();
        dataSource.reset();
        groups.find(CONTEXT, group("big", List.of("a")).id(), Wanted.everything());
        // A list that may be long comes in chunks, after the group
        assertThat(dataSource.statements()).anyMatch(sql -> sql.contains("TRANSACTION"));
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void takesConnectionsThatAPoolHasTested(TestDatabase database) {
        start(database);
        Resource user = user("bjensen");
        CountingDataSource tested = new CountingDataSource(TestDatabase.inTransaction(dataSource));
        JdbcRepository again =
                TestUsers.users(ConnectionSource.withoutAutoCommit(tested)).build();

        assertThat(again.query(CONTEXT, Query.all(5)).resources()).hasSize(1);
        assertThat(ServiceSteps.change(
                        CONTEXT,
                        again,
                        user.id(),
                        Wanted.everything(),
                        current -> current.attributes().toBuilder()
                                .set("title", "Guide")
                                .build()))
                .isPresent();
        assertThat(again.find(CONTEXT, user.id(), Wanted.everything()).flatMap(found -> found.string("title")))
                .contains("Guide");
        assertThat(tested.changedConnections()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void readsOnlyWhatIsWanted(TestDatabase database) {
        start(database);
        Resource group = group("big", List.of("a", "b"));
        dataSource.reset();

        Resource found = groups.find(
                        CONTEXT, group.id(), Wanted.nothing().and(groups.type().path("displayName")))
                .orElseThrow();

        assertThat(found.string("displayName")).contains("big");
        assertThat(found.list("members")).isEmpty();
        assertThat(dataSource.statements()).hasSize(1).noneMatch(sql -> sql.contains("members"));
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void leavesUnwantedAttributesAsTheyAre(TestDatabase database) {
        start(database);
        Resource group = group("big", List.of("a", "b"));
        Wanted name = Wanted.nothing().and(groups.type().path("displayName"));
        dataSource.reset();

        ServiceSteps.change(
                CONTEXT,
                groups,
                group.id(),
                name,
                current ->
                        groups.type().attributes().set("displayName", "renamed").build());

        assertThat(dataSource.statements()).noneMatch(sql -> sql.contains("members"));
        Resource after = groups.find(CONTEXT, group.id(), Wanted.everything()).orElseThrow();
        assertThat(after.string("displayName")).contains("renamed");
        assertThat(after.list("members")).hasSize(2);
        assertThat(after.meta().version()).isEqualTo("2");
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void appliesADeltaWithoutReadingTheList(TestDatabase database) {
        start(database);
        List<String> many = new ArrayList<>();
        for (int i = 0; i < 2500; i++) {
            many.add("m" + i);
        }
        Resource group = group("big", many);
        BoundPath members = groups.type().path("members");
        dataSource.reset();

        AppliedDelta applied = groups.applyDelta(
                        CONTEXT,
                        group.id(),
                        Wanted.nothing(),
                        Precondition.NONE,
                        delta(members, List.of("m1", "new1", "new2"), Set.of("m2", "absent")))
                .orElseThrow();

        assertThat(applied.added()).containsExactlyInAnyOrder("new1", "new2");
        assertThat(applied.removed()).containsExactly("m2");
        assertThat(applied.after().meta().version()).isEqualTo("2");
        // In PostgreSQL all of it, and what m1 is called; elsewhere lock, which are there, delete, insert, version
        assertThat(dataSource.statements())
                .hasSize(isAtOnce(database) ? 2 : 5 + writing(database) + rereading(database));
        assertThat(groups.find(CONTEXT, group.id(), Wanted.everything())
                        .orElseThrow()
                        .list("members"))
                .hasSize(2501);

        AppliedDelta again = groups.applyDelta(
                        CONTEXT,
                        group.id(),
                        Wanted.nothing(),
                        Precondition.NONE,
                        delta(members, List.of("m1", "new1"), Set.of("m2")))
                .orElseThrow();
        assertThat(again.added()).isEmpty();
        assertThat(again.removed()).isEmpty();
        assertThat(again.after().meta()).isEqualTo(applied.after().meta());
    }

    /** Directories add members by several connections at once: whoever has waited looks again, with the same statement. */
    @Test
    void addsAMemberWithTwoStatementsWhereAnotherWasFaster() throws Exception {
        start(TestDatabase.POSTGRESQL);
        Resource group = group("big", List.of("m1"));
        BoundPath members = groups.type().path("members");
        ExecutorService thread = Executors.newSingleThreadExecutor();
        dataSource.reset();

        Future<Optional<AppliedDelta>> waiting = groups.unitOfWork().perform(CONTEXT, unit -> {
            groups.applyDelta(
                    CONTEXT.within(unit),
                    group.id(),
                    Wanted.nothing(),
                    Precondition.NONE,
                    delta(members, List.of("m2", "m3"), Set.of("m1")));
            Future<Optional<AppliedDelta>> other = thread.submit(() -> groups.applyDelta(
                    CONTEXT,
                    group.id(),
                    Wanted.nothing(),
                    Precondition.NONE,
                    delta(members, List.of("m3", "m4"), Set.of("m1", "m2"))));
            awaitWaiting();
            return other;
        });
        AppliedDelta applied = waiting.get().orElseThrow();
        thread.shutdown();

        assertThat(applied.added()).containsExactly("m4");
        assertThat(applied.removed()).containsExactly("m2");
        assertThat(applied.after().meta().version()).isEqualTo("3");
        // One; the other, again, and what m3 is called, who is in already
        assertThat(dataSource.statements()).hasSize(1 + 2 + 1);
        assertThat(groups.find(CONTEXT, group.id(), Wanted.everything())
                        .orElseThrow()
                        .strings("members.value"))
                .containsExactly("m3", "m4");
    }

    private static void awaitWaiting() {
        String waiting = "SELECT COUNT(*) FROM pg_locks WHERE NOT granted";
        for (int i = 0;
                i < 1000
                        && TestDatabase.value(TestDatabase.POSTGRESQL.reused(), waiting)
                                .equals("0");
                i++) {
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
    }

    /** As often as directories send it, and in groups of any size. PostgreSQL's plans depend on sizes, so not of it. */
    @Test
    void findsOneMemberByItsKeyInH2() throws SQLException {
        dataSource = new CountingDataSource(TestDatabase.H2.empty());
        groups = JdbcRepository.inOwnTables(StandardTypes.group(), dataSource).build();
        groups.createTables();
        Resource group = group("big", List.of("m1", "m2"));
        BoundPath members = groups.type().path("members");
        dataSource.reset();

        groups.applyDelta(
                CONTEXT, group.id(), Wanted.nothing(), Precondition.NONE, delta(members, List.of("m3"), Set.of()));

        String looking = dataSource.statements().stream()
                .filter(sql -> sql.startsWith("SELECT e."))
                .findFirst()
                .orElseThrow();
        try (Connection connection = dataSource.getConnection();
                PreparedStatement explain = connection.prepareStatement("EXPLAIN " + looking)) {
            explain.setString(1, group.id());
            explain.setString(2, "m3");
            ResultSet plan = explain.executeQuery();
            plan.next();
            assertThat(plan.getString(1)).containsPattern("OWNER_ID = \\?1\\s+AND VALUE_ = \\?2\\s+\\*/");
        }
    }

    /** The place of an entry comes from the version of its owner. */
    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void asksForNoPositionInOwnTables(TestDatabase database) {
        dataSource = new CountingDataSource(database.empty());
        groups = JdbcRepository.inOwnTables(StandardTypes.group(), dataSource).build();
        users = JdbcRepository.inOwnTables(StandardTypes.user(), dataSource).build();
        groups.createTables();
        users.createTables();
        BoundPath members = groups.type().path("members");
        // The first of each asks for the constraints of its table
        user("first");
        group("first", List.of());
        dataSource.reset();

        user("bjensen");
        boolean atOnce = isAtOnce(database);
        assertThat(dataSource.statements())
                .as("user, phone")
                .hasSize(atOnce ? 1 : 2 + writing(database))
                .noneMatch(sql -> sql.contains("MAX("));

        dataSource.reset();
        Resource group = group("big", List.of("m3", "m1"));
        assertThat(dataSource.statements()).as("group, members").hasSize(atOnce ? 1 : 2 + writing(database));

        dataSource.reset();
        groups.applyDelta(
                CONTEXT,
                group.id(),
                Wanted.nothing(),
                Precondition.NONE,
                delta(members, List.of("m2", "m0"), Set.of()));
        assertThat(dataSource.statements())
                .as("lock, which are there, insert, version")
                .hasSize(atOnce ? 1 : 4 + writing(database));
        Resource read = groups.find(CONTEXT, group.id(), Wanted.everything()).orElseThrow();
        assertThat(read.strings("members.value")).containsExactly("m3", "m1", "m2", "m0");
    }

    /** In tables of our making nothing but what is written comes to be, so that nobody asks. */
    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void tellsOfRowsInOwnTablesWithoutReadingThemAgain(TestDatabase database) {
        dataSource = new CountingDataSource(database.empty());
        users = JdbcRepository.inOwnTables(StandardTypes.user(), dataSource).build();
        users.createTables();
        user("first");
        dataSource.reset();

        Resource created = users.create(
                CONTEXT,
                users.type()
                        .attributes()
                        .set("userName", "Zo\u00eb\ud83d\ude80 ")
                        .set("active", false)
                        .set("password", "hashed")
                        .set("title", "")
                        .set("name.givenName", "Zo\u00eb")
                        .set("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value", "26118915")
                        .add("phoneNumbers", Map.of("value", "+1", "type", "work"))
                        .build());
        assertThat(dataSource.statements())
                .as("user, phone")
                .hasSize(isAtOnce(database) ? 1 : 2 + writing(database))
                .noneMatch(sql -> sql.startsWith("SELECT r."));
        Resource found = users.find(CONTEXT, created.id(), Wanted.everything()).orElseThrow();
        assertThat(found).isEqualTo(created);

        for (Wanted wanted : List.of(
                Wanted.everything(),
                Wanted.nothing()
                        .and(users.type().path("title"))
                        .and(users.type().path("active"))
                        .and(users.type().path("name.familyName")))) {
            Resource before = users.find(CONTEXT, created.id(), wanted).orElseThrow();
            Attributes next = before.attributes().toBuilder()
                    .set("title", "Guide of " + before.meta().version())
                    .set("name.givenName", null)
                    .set("name.familyName", "M\u00fcller " + before.meta().version())
                    .set("active", null)
                    .build();
            dataSource.reset();
            Resource changed = users.update(CONTEXT, before, next, wanted);
            assertThat(dataSource.statements()).as("%s", wanted).hasSize(1 + writing(database));
            assertThat(users.find(CONTEXT, created.id(), wanted)).contains(changed);
            assertThat(changed.meta().created()).isEqualTo(created.meta().created());
        }
    }

    private static ValuesDelta delta(BoundPath members, List<String> added, Set<String> removed) {
        Map<String, Attributes> entries = new LinkedHashMap<>();
        added.forEach(id -> entries.put(
                id,
                Attributes.empty(members.target()).toBuilder().set("value", id).build()));
        return ValuesDelta.of(members, entries, removed);
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void changesRowsOfAListOneByOne(TestDatabase database) {
        start(database);
        Resource user = user("bjensen");
        dataSource.reset();

        Resource changed = ServiceSteps.change(
                        CONTEXT,
                        users,
                        user.id(),
                        Wanted.everything(),
                        current -> current.attributes().toBuilder()
                                .add("phoneNumbers", Map.of("value", "+2", "type", "home"))
                                .build())
                .orElseThrow();

        assertThat(changed.list("phoneNumbers")).hasSize(2);
        assertThat(dataSource.statements()).noneMatch(sql -> sql.startsWith("DELETE"));
        assertThat(TestDatabase.value(dataSource, "SELECT MAX(ordinal) FROM phones"))
                .isEqualTo("1");
        assertThat(users.find(CONTEXT, user.id(), Wanted.everything())).contains(changed);
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void aDeletedUserLeavesItsGroupsInTheSameTransaction(TestDatabase database) {
        start(database);
        Resource user = user("bjensen");
        Resource with = group("with", List.of(user.id(), "other"));
        Resource without = group("without", List.of("other"));

        assertThat(ServiceSteps.delete(CONTEXT, users, groups, user.id())).isPresent();

        Resource after = groups.find(CONTEXT, with.id(), Wanted.everything()).orElseThrow();
        assertThat(after.strings("members.value")).containsExactly("other");
        assertThat(after.meta().version()).isEqualTo("2");
        assertThat(groups.find(CONTEXT, without.id(), Wanted.everything())).contains(without);
        assertThat(ServiceSteps.delete(CONTEXT, users, groups, user.id())).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void aUserLeavesManyGroupsAsOne(TestDatabase database) {
        start(database);
        for (int count : List.of(1, 30)) {
            Resource user = user("member of " + count);
            List<Resource> left = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                left.add(group("group " + i, List.of(user.id(), "other")));
            }
            dataSource.reset();

            ServiceSteps.delete(CONTEXT, users, groups, user.id());

            // lock; groups, members, versions; lock, phones, tags, user
            int expected = isAtOnce(database) ? 3 : 8 + writing(database);
            assertThat(dataSource.statements()).as("%s groups", count).hasSize(expected);
            assertThat(left).allSatisfy(group -> {
                Resource after =
                        groups.find(CONTEXT, group.id(), Wanted.everything()).orElseThrow();
                assertThat(after.strings("members.value")).containsExactly("other");
                assertThat(after.meta().version()).isEqualTo("2");
            });
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void manyRowsOfAListGoAsOne(TestDatabase database) {
        start(database);
        Resource user = user("bjensen");
        List<Map<String, String>> phones = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            phones.add(i % 2 == 0 ? Map.of("value", "+" + i) : Map.of("value", "+" + i, "type", "work"));
        }
        ServiceSteps.change(
                CONTEXT,
                users,
                user.id(),
                Wanted.everything(),
                current -> current.attributes().toBuilder()
                        .set("phoneNumbers", phones)
                        .build());
        dataSource.reset();

        Resource changed = ServiceSteps.change(
                        CONTEXT,
                        users,
                        user.id(),
                        Wanted.everything(),
                        current -> current.attributes().toBuilder()
                                .set("phoneNumbers", phones.subList(0, 2))
                                .build())
                .orElseThrow();

        // read, version, those that go
        assertThat(dataSource.statements()).hasSize(3 + writing(database) + rereading(database));
        assertThat(changed.strings("phoneNumbers.value")).containsExactly("+0", "+1");
        assertThat(users.find(CONTEXT, user.id(), Wanted.everything())).contains(changed);
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void givesConnectionsBackWhateverFails(TestDatabase database) {
        start(database);
        Resource user = user("bjensen");
        for (String sqlState : List.of("08006", "40001", "23505", "22001", "42P01")) {
            for (int statement = 0; statement < 6; statement++) {
                dataSource.failAt(statement, sqlState);
                provoke(user.id(), statement);
                assertThat(dataSource.openConnections()).as(sqlState).isZero();
            }
            for (int statement = 0; statement < 4; statement++) {
                dataSource.failAt(statement, sqlState);
                provokeReading();
                assertThat(dataSource.openConnections()).as(sqlState).isZero();
            }
        }
        assertThat(dataSource.changedConnections()).isEmpty();
        dataSource.reset();
        assertThatThrownBy(() -> ServiceSteps.change(CONTEXT, users, user.id(), Wanted.everything(), current -> {
                    throw ScimException.withStatus(400, "no");
                }))
                .hasMessage("no");
        assertThat(dataSource.openConnections()).isZero();
        assertThat(dataSource.changedConnections()).isEmpty();
        assertThat(users.find(CONTEXT, user.id(), Wanted.everything()).map(Resource::attributes))
                .contains(user.attributes());
    }

    /** A change that needs several statements, of which one fails; whatever comes of it, nothing may stay open. */
    private void provoke(String id, int number) {
        try {
            ServiceSteps.change(
                    CONTEXT,
                    users,
                    id,
                    Wanted.everything(),
                    current -> current.attributes().toBuilder()
                            .set("title", "T" + number)
                            .build());
            ServiceSteps.change(
                    CONTEXT,
                    users,
                    id,
                    Wanted.everything(),
                    current ->
                            current.attributes().toBuilder().set("title", null).build());
        } catch (ScimException | IllegalStateException told) {
            assertThat(told).isNotNull();
        } finally {
            dataSource.reset();
            ServiceSteps.change(
                    CONTEXT,
                    users,
                    id,
                    Wanted.everything(),
                    current ->
                            current.attributes().toBuilder().set("title", null).build());
        }
    }

    private void provokeReading() {
        try {
            users.query(CONTEXT, Query.all(5));
        } catch (ScimException | IllegalStateException told) {
            assertThat(told).isNotNull();
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void triesAgainWhatMetAnotherTransaction(TestDatabase database) {
        start(database);
        dataSource.failAt(0, "40001");

        Resource user = user("bjensen");

        assertThat(users.find(CONTEXT, user.id(), Wanted.everything())).contains(user);
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void isUnavailableWithoutADatabase(TestDatabase database) {
        start(database);
        dataSource.failAt(0, "08001");

        assertThatThrownBy(() -> users.find(CONTEXT, "1", Wanted.everything()))
                .isInstanceOfSatisfying(ScimException.class, unavailable -> {
                    assertThat(unavailable.status()).isEqualTo(503);
                    assertThat(unavailable.retryAfter()).contains(Duration.ofSeconds(10));
                });
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void versionsGrowWithTheClockStandingStill(TestDatabase database) {
        start(database);
        Clock still = Clock.fixed(Instant.parse("2026-01-01T00:00:00.123Z"), ZoneOffset.UTC);
        JdbcRepository unversioned = JdbcRepository.of(TestUsers.GROUP, dataSource)
                .table("groups")
                .id("id")
                .tenant("tenant")
                .only("version", 7)
                .created("created_at")
                .lastModified("updated_at")
                .column("displayName", "name")
                .without("externalId")
                .ignoreUnmapped()
                .clock(still)
                .build();
        Resource first = unversioned.create(
                CONTEXT, unversioned.type().attributes().set("displayName", "a").build());
        Resource second = ServiceSteps.change(
                        CONTEXT,
                        unversioned,
                        first.id(),
                        Wanted.everything(),
                        current -> unversioned
                                .type()
                                .attributes()
                                .set("displayName", "b")
                                .build())
                .orElseThrow();

        assertThat(second.meta().version()).isNotEqualTo(first.meta().version());
        assertThat(second.meta().lastModified()).isAfter(first.meta().lastModified());
        assertThat(unversioned.query(CONTEXT, Query.all(1)).resources()).containsExactly(second);
        assertThat(unversioned.query(
                        CONTEXT,
                        Query.builder(new Page.Index(1, 0))
                                .wanted(Wanted.nothing())
                                .build()))
                .isEqualTo(QueryResult.of(List.of(), 1));
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void refusesVersionsThatStandStillForASecond(TestDatabase database) {
        DataSource tables = database.with("""
                CREATE TABLE people (
                    id varchar(36) PRIMARY KEY,
                    login varchar(200) NOT NULL,
                    version bigint DEFAULT 1,
                    created_at timestamp(0) with time zone NOT NULL,
                    updated_at timestamp(0) with time zone NOT NULL)""");
        JdbcRepository.Builder builder = JdbcRepository.of(TestUsers.USER, tables)
                .table("people")
                .id("id")
                .created("created_at")
                .lastModified("updated_at")
                .column("userName", "login")
                .without("externalId");
        JdbcRepository people = builder.build();

        assertThatThrownBy(() -> people.create(
                        CONTEXT,
                        people.type().attributes().set("userName", "bjensen").build()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("updated_at of people", "timestamp(3)", ".version(...)");
        assertThat(TestDatabase.value(tables, "SELECT COUNT(*) FROM people")).isEqualTo("0");

        JdbcRepository counted = builder.version("version").build();
        counted.create(
                CONTEXT, counted.type().attributes().set("userName", "bjensen").build());
        assertThat(counted.query(CONTEXT, Query.all(5)).resources()).hasSize(1);
    }

    @Test
    void refusesVersionsThatATriggerHoldsBack() {
        start(TestDatabase.POSTGRESQL);
        TestDatabase.run(dataSource, """
                CREATE FUNCTION hold() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN NEW.version = OLD.version; RETURN NEW; END $$""");
        TestDatabase.run(
                dataSource, "CREATE TRIGGER held BEFORE UPDATE ON groups FOR EACH ROW EXECUTE FUNCTION hold()");
        Resource group = group("big", List.of("a"));
        BoundPath members = groups.type().path("members");

        assertThatThrownBy(() -> ServiceSteps.change(
                        CONTEXT,
                        groups,
                        group.id(),
                        Wanted.everything(),
                        current -> groups.type()
                                .attributes()
                                .set("displayName", "renamed")
                                .build()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("column version of groups");
        assertThatThrownBy(() -> groups.applyDelta(
                        CONTEXT,
                        group.id(),
                        Wanted.nothing(),
                        Precondition.NONE,
                        delta(members, List.of("b"), Set.of())))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("column version of groups");
        assertThat(groups.find(CONTEXT, group.id(), Wanted.everything())).contains(group);
    }
}
