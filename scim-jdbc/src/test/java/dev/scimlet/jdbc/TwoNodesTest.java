package dev.scimlet.jdbc;

import static dev.scimlet.jdbc.TestUsers.CONTEXT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.scimlet.core.ErrorType;
import dev.scimlet.core.ScimException;
import dev.scimlet.core.patch.ValuesDelta;
import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.BoundPath;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.spi.Precondition;
import dev.scimlet.spi.Query;
import dev.scimlet.spi.Wanted;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Two repositories over one database, as two servers have them, with five writers each. */
final class TwoNodesTest {

    private static final int WRITERS = 10;

    private final List<HikariDataSource> pools = new ArrayList<>();
    private final ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
    private List<JdbcRepository> users = List.of();
    private List<JdbcRepository> groups = List.of();

    static Stream<Arguments> databases() {
        return Stream.of(
                Arguments.of(TestDatabase.H2, "TRANSACTION_READ_COMMITTED"),
                Arguments.of(TestDatabase.POSTGRESQL, "TRANSACTION_READ_COMMITTED"),
                Arguments.of(TestDatabase.POSTGRESQL, "TRANSACTION_SERIALIZABLE"),
                Arguments.of(TestDatabase.MARIADB, "TRANSACTION_REPEATABLE_READ"),
                Arguments.of(TestDatabase.MARIADB, "TRANSACTION_READ_COMMITTED"));
    }

    private void start(TestDatabase database, String isolation) {
        DataSource dataSource = database.with(TestUsers.TABLES);
        List<DataSource> nodes = List.of(pool(dataSource, isolation), pool(dataSource, isolation));
        groups = nodes.stream().map(node -> TestUsers.groups(node).build()).toList();
        users = nodes.stream().map(node -> TestUsers.users(node).build()).toList();
    }

    private HikariDataSource pool(DataSource dataSource, String isolation) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(dataSource);
        config.setMaximumPoolSize(WRITERS / 2);
        config.setTransactionIsolation(isolation);
        HikariDataSource pool = new HikariDataSource(config);
        pools.add(pool);
        return pool;
    }

    @AfterEach
    void stop() {
        threads.shutdownNow();
        pools.forEach(HikariDataSource::close);
    }

    private <T> List<T> inParallel(List<Callable<T>> work) throws Exception {
        List<T> results = new ArrayList<>();
        for (Future<T> result : threads.invokeAll(work)) {
            results.add(result.get());
        }
        return results;
    }

    private static Attributes named(JdbcRepository repository, String path, String name) {
        return repository.type().attributes().set(path, name).build();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void losesNoMember(TestDatabase database, String isolation) throws Exception {
        start(database, isolation);
        Resource group = groups.get(0).create(CONTEXT, named(groups.get(0), "displayName", "all"));
        int each = 6;
        List<Callable<Boolean>> work = new ArrayList<>();
        for (int writer = 0; writer < WRITERS; writer++) {
            int number = writer;
            work.add(() -> {
                for (int i = 0; i < each; i++) {
                    JdbcRepository node = groups.get((number + i) % 2);
                    String member = "m" + number + "-" + i;
                    if (i % 2 == 0) {
                        node.applyDelta(CONTEXT, group.id(), Wanted.nothing(), Precondition.NONE, added(node, member));
                    } else {
                        ServiceSteps.change(
                                CONTEXT,
                                node,
                                group.id(),
                                Wanted.everything(),
                                current -> current.attributes().toBuilder()
                                        .add("members", Map.of("value", member))
                                        .build());
                    }
                }
                return true;
            });
        }

        inParallel(work);

        Resource after =
                groups.get(1).find(CONTEXT, group.id(), Wanted.everything()).orElseThrow();
        assertThat(after.strings("members.value")).hasSize(WRITERS * each);
        assertThat(after.meta().version()).isEqualTo(String.valueOf(1 + WRITERS * each));
    }

    private static ValuesDelta added(JdbcRepository groups, String member) {
        BoundPath members = groups.type().path("members");
        Attributes entry = Attributes.empty(members.target()).toBuilder()
                .set("value", member)
                .build();
        return ValuesDelta.of(members, Map.of(member, entry), Set.of());
    }

    @ParameterizedTest
    @MethodSource("databases")
    void createsEachNameOnce(TestDatabase database, String isolation) throws Exception {
        start(database, isolation);
        for (int name = 0; name < 5; name++) {
            List<Callable<Integer>> work = new ArrayList<>();
            for (int writer = 0; writer < WRITERS; writer++) {
                JdbcRepository node = users.get(writer % 2);
                Attributes user = named(node, "userName", (writer % 3 == 0 ? "NAME" : "name") + name);
                work.add(() -> status(() -> node.create(CONTEXT, user)));
            }
            List<Integer> statuses = inParallel(work);
            assertThat(statuses).containsOnlyOnce(201).hasSize(WRITERS);
            assertThat(statuses.stream().filter(status -> status == 409)).hasSize(WRITERS - 1);
        }
        assertThat(users.get(0).query(CONTEXT, Query.all(100)).resources()).hasSize(5);
    }

    private static int status(Callable<?> call) throws Exception {
        try {
            call.call();
            return 201;
        } catch (ScimException refusal) {
            assertThat(refusal.type().filter(type -> type != ErrorType.UNIQUENESS))
                    .isEmpty();
            return refusal.status();
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void letsOneOfThoseWithTheSameVersionWrite(TestDatabase database, String isolation) throws Exception {
        start(database, isolation);
        Resource user = users.get(0).create(CONTEXT, named(users.get(0), "userName", "bjensen"));
        List<Callable<Integer>> work = new ArrayList<>();
        for (int writer = 0; writer < WRITERS; writer++) {
            JdbcRepository node = users.get(writer % 2);
            String title = "T" + writer;
            work.add(() -> status(() -> ServiceSteps.change(CONTEXT, node, user.id(), Wanted.everything(), current -> {
                if (!current.meta().version().equals(user.meta().version())) {
                    throw ScimException.preconditionFailed();
                }
                return current.attributes().toBuilder().set("title", title).build();
            })));
        }

        List<Integer> statuses = inParallel(work);

        assertThat(statuses).containsOnlyOnce(201);
        assertThat(statuses.stream().filter(status -> status == 412)).hasSize(WRITERS - 1);
        assertThat(users.get(1).find(CONTEXT, user.id(), Wanted.everything()))
                .hasValueSatisfying(
                        stored -> assertThat(stored.meta().version()).isEqualTo("2"));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void deletesUsersWhileTheirGroupsChange(TestDatabase database, String isolation) throws Exception {
        start(database, isolation);
        List<Resource> people = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            people.add(users.get(0).create(CONTEXT, named(users.get(0), "userName", "user" + i)));
        }
        List<Map<String, String>> members =
                people.stream().map(user -> Map.of("value", user.id())).toList();
        List<Resource> all = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            all.add(groups.get(0)
                    .create(
                            CONTEXT,
                            groups.get(0)
                                    .type()
                                    .attributes()
                                    .set("displayName", "group " + i)
                                    .set("members", members)
                                    .build()));
        }
        List<Callable<Boolean>> work = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            JdbcRepository node = users.get(i % 2);
            JdbcRepository nodeOfGroups = groups.get(i % 2);
            String id = people.get(i).id();
            String groupId = all.get(i % 3).id();
            work.add(() -> ServiceSteps.delete(CONTEXT, node, nodeOfGroups, id).isPresent());
            work.add(() -> nodeOfGroups
                    .applyDelta(
                            CONTEXT,
                            groupId,
                            Wanted.nothing(),
                            Precondition.NONE,
                            added(nodeOfGroups, "other" + id.substring(24)))
                    .isPresent());
        }

        assertThat(inParallel(work)).containsOnly(true);

        List<String> left = new ArrayList<>();
        for (Resource group : groups.get(1).query(CONTEXT, Query.all(10)).resources()) {
            left.addAll(group.strings("members.value"));
        }
        assertThat(left).hasSize(WRITERS).allMatch(member -> member.startsWith("other"));
    }

    /** H2 checks foreign keys against what is committed only: docs/jdbc.md says so. */
    @ParameterizedTest
    @ValueSource(strings = {"TRANSACTION_READ_COMMITTED", "TRANSACTION_REPEATABLE_READ", "TRANSACTION_SERIALIZABLE"})
    void deletesUsersWhoAreAddedToGroups(String isolation) throws Exception {
        start(TestDatabase.POSTGRESQL, isolation);
        TestDatabase.run(pools.get(0), "ALTER TABLE members ADD FOREIGN KEY (member_id) REFERENCES users (id)");
        Resource group = groups.get(0).create(CONTEXT, named(groups.get(0), "displayName", "all"));
        Resource stays = users.get(0).create(CONTEXT, named(users.get(0), "userName", "stays"));
        List<Callable<Boolean>> work = new ArrayList<>();
        work.add(() -> groups.get(0)
                .applyDelta(CONTEXT, group.id(), Wanted.nothing(), Precondition.NONE, added(groups.get(0), stays.id()))
                .isPresent());
        for (int i = 0; i < WRITERS; i++) {
            JdbcRepository node = users.get(i % 2);
            JdbcRepository nodeOfGroups = groups.get((i + 1) % 2);
            JdbcRepository groupsOfNode = groups.get(i % 2);
            String id =
                    node.create(CONTEXT, named(node, "userName", "user" + i)).id();
            work.add(() -> addedOrGone(nodeOfGroups, group, id));
            work.add(() -> ServiceSteps.delete(CONTEXT, node, groupsOfNode, id).isPresent());
        }

        assertThat(inParallel(work)).containsOnly(true);

        assertThat(users.get(0).query(CONTEXT, Query.all(100)).resources()).containsExactly(stays);
        assertThat(groups.get(1)
                        .find(CONTEXT, group.id(), Wanted.everything())
                        .orElseThrow()
                        .strings("members.value"))
                .containsExactly(stays.id());
    }

    private static boolean addedOrGone(JdbcRepository groups, Resource group, String member) {
        try {
            return groups.applyDelta(CONTEXT, group.id(), Wanted.nothing(), Precondition.NONE, added(groups, member))
                    .isPresent();
        } catch (ScimException refusal) {
            return refusal.type().equals(Optional.of(ErrorType.INVALID_VALUE));
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void rollsBackWhatFailsInTheMiddle(TestDatabase database, String isolation) {
        start(database, isolation);
        JdbcRepository node = users.get(0);
        Attributes tooLong = node.type()
                .attributes()
                .set("userName", "bjensen")
                .add("phoneNumbers", Map.of("value", "+1"))
                .add("phoneNumbers", Map.of("value", "x".repeat(100)))
                .build();

        assertThatThrownBy(() -> node.create(CONTEXT, tooLong)).isInstanceOf(ScimException.class);

        assertThat(node.query(CONTEXT, Query.all(10)).resources()).isEmpty();
        assertThat(node.create(CONTEXT, named(node, "userName", "bjensen"))
                        .meta()
                        .version())
                .isEqualTo("1");
    }

    @Test
    void createTablesOfTheirOwnAtOnce() throws Exception {
        DataSource dataSource = TestDatabase.POSTGRESQL.empty();
        JdbcRepository node =
                JdbcRepository.inOwnTables(TestUsers.GROUP, dataSource).build();
        List<Callable<Boolean>> work = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            work.add(() -> {
                node.createTables();
                return true;
            });
        }

        assertThat(inParallel(work)).containsOnly(true);

        assertThat(node.create(CONTEXT, named(node, "displayName", "Staff")).id())
                .isNotEmpty();
    }
}
