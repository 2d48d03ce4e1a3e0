package dev.scimlet.jdbc;

import static dev.scimlet.jdbc.TestUsers.CONTEXT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scimlet.core.ScimException;
import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.jdbc.ServiceClient.Answer;
import dev.scimlet.protocol.RequestedWrites;
import dev.scimlet.protocol.ScimService;
import dev.scimlet.spi.Precondition;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.Unit;
import dev.scimlet.spi.Wanted;
import dev.scimlet.spi.sql.ConnectionSource;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Changes that are one statement, stored by itself: when that may be, and what becomes of it when something is in the way. */
@Timeout(120)
final class OneStepTest {

    private CountingDataSource dataSource = new CountingDataSource(TestDatabase.POSTGRESQL.empty());
    private JdbcRepository users = users(dataSource);
    private JdbcRepository groups = groups(dataSource);
    private ServiceClient client = client(users, groups);

    private void startOn(DataSource connections) {
        dataSource = new CountingDataSource(connections);
        users = users(dataSource);
        groups = groups(dataSource);
        client = client(users, groups);
    }

    private static JdbcRepository users(DataSource connections) {
        JdbcRepository users =
                JdbcRepository.inOwnTables(StandardTypes.user(), connections).build();
        users.createTables();
        return users;
    }

    private static JdbcRepository groups(DataSource connections) {
        JdbcRepository groups =
                JdbcRepository.inOwnTables(StandardTypes.group(), connections).build();
        groups.createTables();
        return groups;
    }

    private static ServiceClient client(JdbcRepository users, JdbcRepository groups) {
        ServiceClient client = ServiceClient.of(ScimService.builder().repositories(users, groups));
        // The first of each asks for the constraints of its table
        client.createUser("first");
        client.createGroup("first");
        return client;
    }

    private Attributes named(String name) {
        return users.type().attributes().set("userName", name).build();
    }

    private static String adding(String id) {
        return "{\"op\":\"add\",\"path\":\"members\",\"value\":" + ServiceClient.values(id) + "}";
    }

    private static String removing(String id) {
        return "{\"op\":\"remove\",\"path\":\"members[value eq \\\"" + id + "\\\"]\"}";
    }

    private static final String TITLE = "{\"op\":\"replace\",\"path\":\"title\",\"value\":\"Guide\"}";

    private static String withoutMembers(String group) {
        return "/Groups/" + group + "?excludedAttributes=members";
    }

    private long stored(String table) {
        return Long.parseLong(TestDatabase.value(dataSource, "SELECT COUNT(*) FROM " + table));
    }

    private void assertNothingIsLeftOver() {
        assertThat(dataSource.openConnections()).isZero();
        assertThat(dataSource.changedConnections()).isEmpty();
    }

    // ---- when

    @Test
    void isNoTransactionForWhatIsOneStatement() {
        dataSource.reset();
        String user = client.createUser("bjensen");
        client.patch("/Users/" + user, TITLE).is(200);
        client.send("PUT", "/Users/" + user, ServiceClient.user("babs", "")).is(200);
        String group = client.createGroup("Guides", user);
        client.patch(withoutMembers(group), removing(user)).is(200);
        client.patch(withoutMembers(group), adding(user)).is(200);

        assertThat(dataSource.transactions()).isZero();
        assertThat(client.members(group)).containsExactly(user);
        assertThat(client.events()).hasSize(2 + 6);
        dataSource.reset();
        client.delete("/Users/" + user).is(204);
        assertThat(dataSource.transactions()).isOne();
    }

    @ParameterizedTest
    @EnumSource(
            value = TestDatabase.class,
            names = {"H2", "MARIADB"})
    void isATransactionWhereTablesAreWrittenOneByOne(TestDatabase database) {
        startOn(database.empty());
        dataSource.reset();

        String user = client.createUser("bjensen");
        client.patch("/Users/" + user, TITLE).is(200);

        assertThat(dataSource.transactions()).isEqualTo(2);
        assertNothingIsLeftOver();
    }

    @Test
    void isATransactionInTablesOfTheApplication() {
        CountingDataSource tables = new CountingDataSource(TestDatabase.POSTGRESQL.with(TestUsers.TABLES));
        JdbcRepository ofApplication = TestUsers.users(tables).build();
        ServiceClient other = ServiceClient.of(ScimService.builder().repositories(ofApplication));
        other.createUser("first");
        tables.reset();

        other.createUser("bjensen");

        assertThat(tables.transactions()).isOne();
    }

    @Test
    void isATransactionForManyRows() {
        String[] many = IntStream.range(0, 40).mapToObj(i -> "member" + i).toArray(String[]::new);
        dataSource.reset();
        String group = client.createGroup("Guides", many);
        assertThat(dataSource.transactions()).isOne();

        dataSource.reset();
        client.patch(
                        withoutMembers(group),
                        "{\"op\":\"add\",\"path\":\"members\",\"value\":" + ServiceClient.values("a", "b") + "}")
                .is(200);
        assertThat(dataSource.transactions()).isOne();
        assertThat(client.members(group)).hasSize(42);
    }

    /** Who is to be a member is held until the group is stored. */
    @Test
    void isATransactionWhereMembersMustExist() {
        client = ServiceClient.of(
                ScimService.builder().repositories(users, groups).referentialIntegrity());
        String user = client.createUser("bjensen");
        String group = client.createGroup("Guides", user);
        long before = stored("scim_group_members");

        client.patch(withoutMembers(group), adding("nobody")).is(400);
        client.post("/Groups", ServiceClient.group("Others", "nobody")).is(400);
        dataSource.reset();
        client.patch(withoutMembers(group), adding(client.createUser("member"))).is(200);

        assertThat(dataSource.transactions()).isOne();
        assertThat(stored("scim_group_members")).isEqualTo(before + 1);
        assertThat(client.get("/Groups/" + group).version()).isEqualTo("W/\"2\"");
        assertNothingIsLeftOver();
    }

    @Test
    void isAPartOfATransactionOfTheHost() {
        DataSourceTransactionManager manager = new DataSourceTransactionManager(dataSource);
        ConnectionSource lent = new SpringConnections(dataSource, manager, TransactionDefinition.PROPAGATION_REQUIRED);
        ServiceClient inside = ServiceClient.of(ScimService.builder()
                .repositories(
                        JdbcRepository.inOwnTables(StandardTypes.user(), lent).build()));
        long before = stored("scim_user");

        new TransactionTemplate(manager).executeWithoutResult(status -> {
            String user = inside.createUser("bjensen");
            inside.patch("/Users/" + user, TITLE).is(200);
            status.setRollbackOnly();
        });

        assertThat(stored("scim_user")).isEqualTo(before);
        dataSource.reset();
        inside.createUser("bjensen");
        assertThat(dataSource.transactions()).isOne();
    }

    @Test
    void isATransactionWhereMoreIsWrittenInTheUnit() {
        long before = stored("scim_user");

        for (boolean first : List.of(true, false)) {
            assertThatThrownBy(() -> users.unitOfWork().perform(CONTEXT, unit -> {
                        if (first) {
                            unit.sql().orElseThrow().query("SELECT 1", row -> row.getInt(1));
                        } else {
                            unit.beforeCommit(() -> {
                                throw new IllegalStateException("refused");
                            });
                        }
                        unit.lastStep();
                        users.create(CONTEXT.within(unit), named("bjensen"));
                        throw new IllegalStateException("refused");
                    }))
                    .hasMessage("refused");
        }

        assertThat(stored("scim_user")).isEqualTo(before);
        assertNothingIsLeftOver();
    }

    @Test
    void isATransactionWhereAnExtensionWritesBesideIt() {
        ServiceClient client = ServiceClient.of(ScimService.builder()
                .repositories(users, groups)
                .install(installation -> installation.onWrite(new WritesBeside())));
        String user = client.createUser("babs");
        String group = client.createGroup("guides");
        client.patch("/Users/" + user, TITLE).is(200);
        client.patch(withoutMembers(group), adding(user)).is(200);
        client.patch(withoutMembers(group), removing(user)).is(200);

        assertThat(TestDatabase.value(dataSource, "SELECT COUNT(*) FROM beside"))
                .isEqualTo("5");
    }

    /** Keeps a row for each change, in its unit. */
    private final class WritesBeside implements RequestedWrites {

        WritesBeside() {
            TestDatabase.run(dataSource, "CREATE TABLE beside (n INTEGER)");
        }

        private void write(RequestContext context) {
            context.unit().orElseThrow().sql().orElseThrow().update("INSERT INTO beside VALUES (1)");
        }

        @Override
        public void created(RequestContext context, Resource stored) {
            write(context);
        }

        @Override
        public Attributes changing(RequestContext context, Resource before, Attributes next, boolean namesExternalId) {
            write(context);
            return next;
        }

        @Override
        public void listed(RequestContext context, ResourceType type, String id) {
            write(context);
        }

        @Override
        public void deleted(RequestContext context, ResourceType type, String id) {
            write(context);
        }
    }

    /** Whoever says that a step is the last and then goes on is told so, and not given half of a unit. */
    @Test
    void refusesAnotherStepAfterTheLast() {
        long before = stored("scim_user");
        List<Unit> known = new ArrayList<>();

        assertThatThrownBy(() -> users.unitOfWork().perform(CONTEXT, unit -> {
                    known.add(unit);
                    unit.lastStep();
                    users.create(CONTEXT.within(unit), named("one"));
                    unit.lastStep();
                    return users.create(CONTEXT.within(unit), named("two"));
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("last step");

        assertThat(known).hasSize(1);
        assertThat(stored("scim_user")).isEqualTo(before + 1);
        assertNothingIsLeftOver();
    }

    /** The unit goes on where the statement has found that more is to be done. */
    @Test
    void writesNothingBeforeATransactionThatDoesItAll() {
        String group = client.createGroup("Guides", "other");
        String detailed = "{\"op\":\"add\",\"path\":\"members\",\"value\":[{\"value\":\"other\",\"type\":\"Group\"}]}";
        dataSource.reset();

        client.patch(withoutMembers(group), detailed).is(200);

        assertThat(dataSource.transactions()).isOne();
        assertThat(client.get("/Groups/" + group).text("/members/0/type")).isEqualTo("Group");
        assertThat(client.get("/Groups/" + group).version()).isEqualTo("W/\"2\"");
        assertNothingIsLeftOver();
    }

    @Test
    void endsABulkRequestAfterAnErrorWithWhatIsStored() {
        String operation = "{\"method\":\"POST\",\"path\":\"/Users\",\"bulkId\":\"%s\",\"data\":%s}";
        long before = stored("scim_user");
        String operations = String.join(
                ",",
                operation.formatted("a", ServiceClient.user("one", "")),
                operation.formatted("b", ServiceClient.user("ONE", "")),
                operation.formatted("c", ServiceClient.user("two", "")));
        dataSource.reset();

        Answer answer = client.bulk(operations).is(200);

        assertThat(answer.text("/Operations/0/status")).isEqualTo("201");
        assertThat(answer.text("/Operations/1/status")).isEqualTo("409");
        assertThat(answer.json().at("/Operations/2")).isEmpty();
        assertThat(dataSource.transactions()).isZero();
        assertThat(stored("scim_user")).isEqualTo(before + 1);
    }

    // ---- what is in the way

    @ParameterizedTest
    @ValueSource(strings = {"", "08006", "57P01", "40003"})
    void isNotRepeatedIfItsAnswerIsLost(String sqlState) {
        String group = client.createGroup("Guides");
        String member = client.createUser("member");
        long before = stored("scim_user");
        int told = client.events().size();

        dataSource.loseAnswerOf(0, sqlState);
        Answer create = client.post("/Users", ServiceClient.user("bjensen", "")).is(503);
        dataSource.loseAnswerOf(0, sqlState);
        Answer add = client.patch(withoutMembers(group), adding(member)).is(503);

        for (Answer unknown : List.of(create, add)) {
            assertThat(unknown.text("/detail")).contains("did not say whether the change is stored");
        }
        assertThat(stored("scim_user")).isEqualTo(before + 1);
        assertThat(client.members(group)).containsExactly(member);
        assertThat(client.events()).hasSize(told);
        assertNothingIsLeftOver();
    }

    @Test
    void isNotStoredIfItsBackendIsKilled() throws Exception {
        String schema = TestDatabase.value(dataSource, "SELECT current_schema()");
        DataSource unpooled =
                TestDatabase.POSTGRESQL.withSetting(dataSource, "SET application_name = '" + schema + "'");
        String group = client.createGroup("Guides");
        ServiceClient killed = client(new CountingDataSource(unpooled));

        try (Connection busy = dataSource.getConnection()) {
            lock(busy, group);
            CompletableFuture<Answer> add =
                    CompletableFuture.supplyAsync(() -> killed.patch(withoutMembers(group), adding("somebody")));
            String waiting =
                    " FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND application_name = '" + schema + "'";
            waitFor("SELECT COUNT(*)" + waiting);
            TestDatabase.run(dataSource, "SELECT pg_terminate_backend(pid)" + waiting);

            assertThat(add.get().is(503).text("/detail")).contains("did not say whether the change is stored");
            busy.rollback();
            busy.setAutoCommit(true);
        }
        assertThat(client.members(group)).isEmpty();
        assertThat(client.get("/Groups/" + group).version()).isEqualTo("W/\"1\"");
    }

    private ServiceClient client(DataSource connections) {
        return ServiceClient.of(ScimService.builder()
                .repositories(
                        JdbcRepository.inOwnTables(StandardTypes.user(), connections)
                                .statementTimeout(Duration.ofSeconds(1))
                                .build(),
                        JdbcRepository.inOwnTables(StandardTypes.group(), connections)
                                .statementTimeout(Duration.ofSeconds(60))
                                .build()));
    }

    private static void lock(Connection busy, String group) throws SQLException {
        busy.setAutoCommit(false);
        try (var statement = busy.prepareStatement("SELECT 1 FROM scim_group WHERE id = ? FOR UPDATE")) {
            statement.setObject(1, group, java.sql.Types.OTHER);
            statement.execute();
        }
    }

    private void waitFor(String count) {
        while (TestDatabase.value(dataSource, count).equals("0")) {
            Thread.onSpinWait();
        }
    }

    @Test
    void waitsForALockNoLongerThanTheDatabaseSays() throws SQLException {
        String group = client.createGroup("Guides");
        CountingDataSource impatient =
                new CountingDataSource(TestDatabase.POSTGRESQL.withSetting(dataSource, "SET lock_timeout = 20"));
        ServiceClient waiting = client(impatient);

        try (Connection busy = dataSource.getConnection()) {
            lock(busy, group);
            assertThat(waiting.patch(withoutMembers(group), adding("somebody"))
                            .is(503)
                            .text("/detail"))
                    .contains("waited for a lock");
            busy.rollback();
            busy.setAutoCommit(true);
        }
        assertThat(impatient.openConnections()).isZero();
        assertThat(client.members(group)).isEmpty();
        waiting.patch(withoutMembers(group), adding("somebody")).is(200);
    }

    @Test
    void isNotStoredIfItTakesTooLong() {
        TestDatabase.run(dataSource, """
                CREATE FUNCTION sleep() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN PERFORM pg_sleep(60); RETURN NEW; END $$""");
        TestDatabase.run(
                dataSource, "CREATE TRIGGER slow BEFORE INSERT ON scim_user FOR EACH ROW EXECUTE FUNCTION sleep()");
        long before = stored("scim_user");

        Answer tooLong = client(dataSource)
                .post("/Users", ServiceClient.user("bjensen", ""))
                .is(503);

        assertThat(tooLong.text("/detail")).contains("longer than one statement may");
        assertThat(stored("scim_user")).isEqualTo(before);
        assertNothingIsLeftOver();
    }

    @Test
    void isRefusedByAReplicaThatOnlyReads() {
        DataSource replica = TestDatabase.POSTGRESQL.withSetting(dataSource, "SET default_transaction_read_only = on");
        Answer refused =
                client(replica).post("/Users", ServiceClient.user("b", "")).is(503);

        assertThat(refused.text("/detail")).contains("takes no changes now");
    }

    @Test
    void givesTheConnectionBackWhereTheMemoryOfTheProcessHasRunOut() {
        OutOfMemoryError behind = new OutOfMemoryError("made to fail");
        dataSource.failAt(0, new SQLException("Ran out of memory", "53200", new IOException(behind)));

        assertThatThrownBy(() -> users.unitOfWork().perform(CONTEXT, unit -> {
                    unit.lastStep();
                    return users.create(CONTEXT.within(unit), named("bjensen"));
                }))
                .isSameAs(behind);

        assertNothingIsLeftOver();
    }

    @Test
    void isUnavailableWithoutAConnection() {
        AtomicBoolean isThere = new AtomicBoolean(true);
        ConnectionSource none = new ConnectionSource() {
            @Override
            public Connection borrow(RequestContext context) throws SQLException {
                if (isThere.get()) {
                    return dataSource.getConnection();
                }
                throw new SQLException("none left", "08001");
            }
        };
        JdbcRepository other =
                JdbcRepository.inOwnTables(StandardTypes.user(), none).build();
        other.find(CONTEXT, "nobody", Wanted.nothing());
        other.delete(CONTEXT, "nobody", Wanted.nothing(), Precondition.NONE);
        isThere.set(false);

        assertThatThrownBy(() -> other.unitOfWork().perform(CONTEXT, unit -> {
                    unit.lastStep();
                    return other.create(
                            CONTEXT.within(unit),
                            other.type().attributes().set("userName", "bjensen").build());
                }))
                .isInstanceOfSatisfying(ScimException.class, unavailable -> {
                    assertThat(unavailable.status()).isEqualTo(503);
                    assertThat(unavailable.detail()).contains("cannot be reached");
                });
    }

    // ---- many at once

    /** Nothing holds the group but the statement itself. */
    @ParameterizedTest
    @ValueSource(
            ints = {
                Connection.TRANSACTION_READ_COMMITTED,
                Connection.TRANSACTION_REPEATABLE_READ,
                Connection.TRANSACTION_SERIALIZABLE
            })
    void losesNoMemberAndCountsEachChange(int isolation) throws Exception {
        startOn(TestDatabase.isolated(TestDatabase.POSTGRESQL.empty(), isolation));
        String group = client.createGroup("Guides", "leaver0", "leaver1", "leaver2", "leaver3");
        List<Callable<Boolean>> work = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            int thread = i;
            work.add(() -> {
                for (int n = 0; n < 6; n++) {
                    client.patch(withoutMembers(group), adding("joiner" + thread + "-" + n))
                            .is(200);
                    // All of them, of whom one comes first
                    client.patch(withoutMembers(group), adding("same" + n)).is(200);
                }
                client.patch(withoutMembers(group), removing("leaver" + thread)).is(200);
                client.patch(withoutMembers(group), removing("same0")).is(200);
                return true;
            });
        }
        ExecutorService threads = Executors.newFixedThreadPool(work.size());
        try {
            for (Future<Boolean> done : threads.invokeAll(work)) {
                done.get();
            }
        } finally {
            threads.shutdownNow();
        }

        List<String> expected = new ArrayList<>();
        for (int n = 0; n < 6; n++) {
            for (int thread = 0; thread < 4; thread++) {
                expected.add("joiner" + thread + "-" + n);
            }
            expected.add("same" + n);
        }
        expected.remove("same0");
        assertThat(client.members(group)).containsExactlyInAnyOrderElementsOf(expected);
        long changes = client.events().stream()
                .filter(event -> event.id().equals(group))
                .count();
        assertThat(client.get("/Groups/" + group).version()).isEqualTo("W/\"" + changes + "\"");
        assertNothingIsLeftOver();
    }
}
