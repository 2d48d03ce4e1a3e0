package dev.scimlet.jdbc;

import static dev.scimlet.jdbc.ServiceClient.group;
import static dev.scimlet.jdbc.ServiceClient.user;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.scimlet.jdbc.ServiceClient.Answer;
import dev.scimlet.spi.sql.ConnectionSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;
import java.util.function.IntSupplier;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * As many clients as there are connections have their changes computed, without end: nobody else waits for them. The time
 * limit only ends what would hang.
 */
@Timeout(120)
final class ComputingClientsTest {

    private static final int CONNECTIONS = 4;

    private final AtomicReference<Computation> computation = new AtomicReference<>();

    /** The step at which a thread waits, if it is one of an attacker. */
    private final ThreadLocal<String> waitsAt = ThreadLocal.withInitial(() -> "");

    private final ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
    private final List<HikariDataSource> pools = new ArrayList<>();
    private ServiceClient attacked = ServiceClient.of(TestStore.inMemory().service());
    private IntSupplier connectionsInUse = () -> 0;

    /** Where users and groups are kept. */
    enum Place {
        MEMORY,
        H2,
        POSTGRESQL
    }

    /** Lets a number of threads come, and has each wait until it may go on. */
    private static final class Computation {

        private final AtomicInteger places = new AtomicInteger(CONNECTIONS);
        private final CountDownLatch begun = new CountDownLatch(CONNECTIONS);
        private final CountDownLatch end = new CountDownLatch(1);

        void compute() {
            if (places.getAndDecrement() > 0) {
                begun.countDown();
                await(end);
            }
        }

        static void await(CountDownLatch latch) {
            try {
                latch.await();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(interrupted);
            }
        }
    }

    @AfterEach
    void end() {
        threads.shutdownNow();
        pools.forEach(HikariDataSource::close);
    }

    /** Between what was read and what is written, the service computes: there each thread of an attacker waits. */
    private void start(Place place) {
        TestStore store = store(place);
        attacked = ServiceClient.of(store.watchingUsers(this::compute)
                .watchingGroups(this::compute)
                .service()
                .referentialIntegrity()
                .passwordEncoder(password -> {
                    compute("encode");
                    return "hash of " + password.length() + " characters";
                }));
    }

    private TestStore store(Place place) {
        if (place == Place.MEMORY) {
            return TestStore.inMemory();
        }
        HikariDataSource pool = pool(TestDatabase.valueOf(place.name()).empty(), CONNECTIONS);
        connectionsInUse = () -> pool.getHikariPoolMXBean().getActiveConnections();
        return TestStore.in(pool);
    }

    private HikariDataSource pool(DataSource dataSource, int connections) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(dataSource);
        config.setMaximumPoolSize(connections);
        config.setConnectionTimeout(5_000);
        HikariDataSource pool = new HikariDataSource(config);
        pools.add(pool);
        return pool;
    }

    /** Users who are kept with the names of their managers, which takes a column for the rest. */
    private TestStore withNamesOfManagers(TestDatabase database) {
        ConnectionSource connections = ConnectionSource.of(pool(database.with("""
                        CREATE TABLE people (
                            id         varchar(40) PRIMARY KEY,
                            login      varchar(200) NOT NULL,
                            other      varchar,
                            version    bigint NOT NULL,
                            created_at timestamp with time zone NOT NULL,
                            updated_at timestamp with time zone NOT NULL)"""), 1));
        JdbcRepository groups =
                JdbcRepository.inOwnTables(TestStore.GROUP, connections).build();
        groups.createTables();
        return TestStore.of(
                JdbcRepository.of(TestStore.USER, connections)
                        .table("people")
                        .id("id")
                        .version("version")
                        .created("created_at")
                        .lastModified("updated_at")
                        .column("userName", "login")
                        .rest("other")
                        .build(),
                groups);
    }

    private void compute(String step) {
        Computation known = computation.get();
        if (known != null && waitsAt.get().equals(step)) {
            known.compute();
        }
    }

    /** Has the attackers wait, does the rest, and lets them go on. */
    private List<Answer> whileComputing(String step, IntFunction<Answer> attack, Runnable rest) throws Exception {
        Computation now = new Computation();
        computation.set(now);
        List<Future<Answer>> attacks = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            int number = i;
            attacks.add(threads.submit(() -> {
                waitsAt.set(step);
                return attack.apply(number);
            }));
        }
        Computation.await(now.begun);
        try {
            rest.run();
            assertThat(attacks).noneMatch(Future::isDone);
            assertThat(connectionsInUse.getAsInt()).as("connections in use").isZero();
        } finally {
            now.end.countDown();
        }
        List<Answer> answers = new ArrayList<>();
        for (Future<Answer> done : attacks) {
            answers.add(done.get());
        }
        return answers;
    }

    /** What a tenant does while others compute. */
    private void goesOn(ServiceClient client, String name) {
        assertThat(connectionsInUse.getAsInt()).as("connections in use").isZero();
        String id = client.createUser(name);
        client.get("/Users/" + id).is(200);
        client.patch("/Users/" + id, "{\"op\":\"add\",\"path\":\"title\",\"value\":\"Guide\"}")
                .is(200);
        String guides = client.createGroup("guides of " + name, id);
        client.send("PUT", "/Groups/" + guides, group("all guides of " + name, id))
                .is(200);
        client.delete("/Users/" + id).is(204);
        client.delete("/Groups/" + guides).is(204);
    }

    private void everybodyGoesOn() {
        goesOn(attacked.in("globex"), "bystander");
        goesOn(attacked, "colleague");
    }

    private static String title(int number) {
        return "{\"op\":\"add\",\"path\":\"title\",\"value\":\"title " + number + "\"}";
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("C4: PATCHes that are computed hold no lock and no connection")
    void patchesHoldNothing(Place place) throws Exception {
        start(place);
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            ids.add(attacked.createUser("user" + i));
        }

        List<Answer> answers = whileComputing(
                "find", number -> attacked.patch("/Users/" + ids.get(number), title(number)), this::everybodyGoesOn);

        for (int i = 0; i < CONNECTIONS; i++) {
            answers.get(i).is(200);
            assertThat(attacked.get("/Users/" + ids.get(i)).text("/title")).isEqualTo("title " + i);
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("C4: PATCHes and a DELETE of the very resource do not wait for PATCHes of it that are computed")
    void othersWriteTheSameResource(Place place) throws Exception {
        start(place);
        String id = attacked.createUser("wanted");
        String gone = attacked.createUser("gone");

        List<Answer> answers = whileComputing(
                "find", number -> attacked.patch("/Users/" + (number == 0 ? gone : id), title(number)), () -> {
                    attacked.patch("/Users/" + id, "{\"op\":\"add\",\"path\":\"nickName\",\"value\":\"Nick\"}")
                            .is(200);
                    attacked.delete("/Users/" + gone).is(204);
                });

        answers.get(0).is(404);
        answers.subList(1, CONNECTIONS).forEach(answer -> answer.is(200));
        Answer left = attacked.get("/Users/" + id).is(200);
        assertThat(left.text("/nickName")).isEqualTo("Nick");
        assertThat(left.text("/title")).startsWith("title ");
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("C4: PUTs that are computed hold no lock and no connection")
    void replacementsHoldNothing(Place place) throws Exception {
        start(place);
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            ids.add(attacked.createGroup("group" + i));
        }

        List<Answer> answers = whileComputing(
                "find",
                number -> attacked.send("PUT", "/Groups/" + ids.get(number), group("renamed" + number)),
                this::everybodyGoesOn);

        answers.forEach(answer -> answer.is(200));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("C4: passwords that are hashed hold no lock and no connection")
    void hashingHoldsNothing(Place place) throws Exception {
        start(place);
        String id = attacked.createUser("bjensen");

        List<Answer> answers = whileComputing(
                "encode",
                number -> switch (number) {
                    case 0 ->
                        attacked.patch("/Users/" + id, "{\"op\":\"add\",\"path\":\"password\",\"value\":\"Secret12\"}");
                    case 1 -> attacked.send("PUT", "/Users/" + id, user("bjensen", ",\"password\":\"Secret13\""));
                    default -> attacked.post("/Users", user("new" + number, ",\"password\":\"Secret14\""));
                },
                this::everybodyGoesOn);

        assertThat(answers).extracting(Answer::status).containsExactly(200, 200, 201, 201);
    }

    @ParameterizedTest
    @EnumSource
    void whoIsManagerIsFoundUnderALockWithoutASecondConnection(TestDatabase database) {
        TestStore store = withNamesOfManagers(database);
        ServiceClient rival = ServiceClient.of(store.service());
        String manager = rival.createUser("manager");
        String path = "/Users/" + rival.createUser("report");
        AtomicInteger races = new AtomicInteger(2);
        ServiceClient overtaken = ServiceClient.of(store.watchingUsers(step -> {
                    if (step.equals("find") && races.getAndDecrement() > 0) {
                        rival.patch(path, title(races.get())).is(200);
                    }
                })
                .service());

        Answer changed = overtaken.patch(path, """
                {"op":"add","path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager",
                 "value":{"value":"%s"}}""".formatted(manager));

        assertThat(races).hasValue(0);
        assertThat(changed.is(200).body()).contains("\"displayName\":\"manager\"");
    }
}
