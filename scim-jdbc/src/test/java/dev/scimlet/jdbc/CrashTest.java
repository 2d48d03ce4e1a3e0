package dev.scimlet.jdbc;

import static dev.scimlet.jdbc.TestUsers.CONTEXT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scimlet.core.ScimException;
import dev.scimlet.core.patch.ValuesDelta;
import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.BoundPath;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.spi.Precondition;
import dev.scimlet.spi.Wanted;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Connections and processes that die between any two steps of an operation: it is done, or nothing of it is. */
final class CrashTest {

    private static final List<String> TABLES =
            List.of("scim_user", "scim_user_emails", "scim_user_phone_numbers", "scim_group", "scim_group_members");

    private DataSource database = TestDatabase.H2.reused();
    private MortalDataSource mortal = new MortalDataSource(database);
    private JdbcRepository users =
            JdbcRepository.inOwnTables(TestUsers.USER, mortal).build();
    private JdbcRepository groups =
            JdbcRepository.inOwnTables(TestUsers.GROUP, mortal).build();

    private void start(TestDatabase of) {
        database = of.empty();
        mortal = new MortalDataSource(database);
        users = JdbcRepository.inOwnTables(TestUsers.USER, mortal).build();
        groups = JdbcRepository.inOwnTables(TestUsers.GROUP, mortal).build();
        users.createTables();
        groups.createTables();
        // The first write looks at the constraints of its table; where it cannot, it goes on
        users.delete(CONTEXT, "nobody", Wanted.nothing(), Precondition.NONE);
        groups.delete(CONTEXT, "nobody", Wanted.nothing(), Precondition.NONE);
    }

    /** What dies in the middle, and how it is seen that all of it is done. */
    private record Operation(Runnable run, BooleanSupplier isDone) {}

    @FunctionalInterface
    private interface Preparation {
        /** @param number tells tries apart */
        Operation prepare(int number);
    }

    /** How many steps there are at least, which depends on what a database writes with one statement. */
    static int least(TestDatabase database, int onPostgreSql, int onH2, int elsewhere) {
        return switch (database) {
            case POSTGRESQL -> onPostgreSql;
            case H2 -> onH2;
            default -> elsewhere;
        };
    }

    /** Has the operation die at each of its steps. */
    private void diesEverywhere(int leastSteps, Preparation preparation) {
        diesEverywhere(leastSteps, preparation, mortal::connectionDiesAt);
        diesEverywhere(leastSteps, preparation, mortal::processDiesAt);
    }

    private int tries;

    private void diesEverywhere(int leastSteps, Preparation preparation, IntConsumer dieAt) {
        int doneNevertheless = 0;
        for (int step = 0; ; step++) {
            Operation operation = preparation.prepare(tries++);
            String before = rows();
            dieAt.accept(step);
            String answer = answer(operation.run);
            boolean died = mortal.hasDied();
            mortal.revive();
            if (!died) {
                assertThat(answer).isEmpty();
                assertThat(operation.isDone.getAsBoolean()).isTrue();
                assertThat(step).as("steps").isGreaterThanOrEqualTo(leastSteps);
                break;
            }
            if (!rows().equals(before)) {
                assertThat(operation.isDone.getAsBoolean()).as("step %s", step).isTrue();
                assertThat(answer).contains("did not say whether the change is stored");
                doneNevertheless++;
            } else {
                assertThat(answer).as("step %s", step).startsWith("503");
            }
        }
        assertThat(doneNevertheless).as("lost answers of commits").isOne();
    }

    private static String answer(Runnable run) {
        try {
            run.run();
            return "";
        } catch (ScimException refusal) {
            return refusal.status() + " " + refusal.detail();
        }
    }

    private String rows() {
        StringBuilder rows = new StringBuilder();
        for (String table : TABLES) {
            try (Connection connection = database.getConnection();
                    Statement statement = connection.createStatement();
                    ResultSet found = statement.executeQuery("SELECT * FROM " + table + " ORDER BY 1, 2, 3")) {
                while (found.next()) {
                    rows.append('\n').append(table);
                    for (int i = 1; i <= found.getMetaData().getColumnCount(); i++) {
                        rows.append('|').append(found.getString(i));
                    }
                }
            } catch (SQLException failure) {
                throw new IllegalStateException(table, failure);
            }
        }
        return rows.toString();
    }

    private Attributes user(String name) {
        return users.type()
                .attributes()
                .set("userName", name)
                .set("emails", List.of(Map.of("value", name + "@example.com")))
                .set("phoneNumbers", List.of(Map.of("value", "+1"), Map.of("value", "+2")))
                .build();
    }

    private Resource group(String name, String... members) {
        return groups.create(
                CONTEXT,
                groups.type()
                        .attributes()
                        .set("displayName", name)
                        .set(
                                "members",
                                List.of(members).stream()
                                        .map(id -> Map.of("value", id))
                                        .toList())
                        .build());
    }

    private Resource found(JdbcRepository repository, Resource known) {
        return repository.find(CONTEXT, known.id(), Wanted.everything()).orElseThrow();
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void createsAllOrNothing(TestDatabase of) {
        start(of);
        // The statement and both sides of the commit where a database writes at once; elsewhere a step for each table
        diesEverywhere(least(of, 3, 5, 6), number -> {
            Attributes given = user("new" + number);
            return new Operation(
                    () -> users.create(CONTEXT, given),
                    () -> TestDatabase.value(
                                    database,
                                    "SELECT COUNT(*) FROM scim_user u JOIN scim_user_phone_numbers p ON p.owner_id = u.id"
                                            + " JOIN scim_user_emails e ON e.owner_id = u.id WHERE user_name = 'new"
                                            + number + "'")
                            .equals("2"));
        });
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void changesAllOrNothing(TestDatabase of) {
        start(of);
        diesEverywhere(least(of, 4, 6, 6), number -> {
            Resource stored = users.create(CONTEXT, user("changed" + number));
            Attributes changed = stored.attributes().toBuilder()
                    .set("title", "Guide")
                    .set("emails", null)
                    .set("phoneNumbers", List.of(Map.of("value", "+2"), Map.of("value", "+3")))
                    .build();
            return new Operation(
                    () -> ServiceSteps.change(CONTEXT, users, stored.id(), current -> changed),
                    () -> found(users, stored).attributes().equals(changed)
                            && found(users, stored).meta().version().equals("2"));
        });
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void appliesAllOfADeltaOrNothing(TestDatabase of) {
        start(of);
        BoundPath members = groups.type().path("members");
        diesEverywhere(least(of, 5, 8, 8), number -> {
            Resource stored = group("group" + number, "a", "b");
            Map<String, Attributes> added = new LinkedHashMap<>();
            for (String id : List.of("b", "c")) {
                added.put(
                        id,
                        Attributes.empty(members.target()).toBuilder()
                                .set("value", id)
                                .set("display", "new")
                                .build());
            }
            ValuesDelta delta = new ValuesDelta(members, added, Set.of("a"), Set.of("b"));
            return new Operation(
                    () -> groups.applyDelta(CONTEXT, stored.id(), Wanted.nothing(), Precondition.NONE, delta),
                    () -> found(groups, stored).strings("members.value").equals(List.of("b", "c"))
                            && found(groups, stored).strings("members.display").equals(List.of("new", "new"))
                            && found(groups, stored).meta().version().equals("2"));
        });
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void deletesAndLeavesGroupsOrNeither(TestDatabase of) {
        start(of);
        diesEverywhere(least(of, 5, 7, 8), number -> {
            Resource leaver = users.create(CONTEXT, user("leaver" + number));
            Resource first = group("first" + number, leaver.id(), "other");
            Resource second = group("second" + number, leaver.id());
            return new Operation(
                    () -> ServiceSteps.delete(CONTEXT, users, groups, leaver.id()),
                    () -> users.find(CONTEXT, leaver.id(), Wanted.nothing()).isEmpty()
                            && found(groups, first).strings("members.value").equals(List.of("other"))
                            && found(groups, first).meta().version().equals("2")
                            && found(groups, second).list("members").isEmpty());
        });
    }

    /** Nobody repeats a commit of which nobody knows whether it happened. */
    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void doesNotRepeatACommitWhoseAnswerWasLost(TestDatabase of) {
        start(of);
        int[] runs = {0};
        mortal.connectionDiesAt(2);

        assertThatThrownBy(() -> users.unitOfWork().perform(CONTEXT, unit -> {
                    runs[0]++;
                    return unit.sql().orElseThrow().update("DELETE FROM scim_user");
                }))
                .isInstanceOfSatisfying(ScimException.class, unknown -> {
                    assertThat(unknown.status()).isEqualTo(503);
                    assertThat(unknown.retryAfter()).isPresent();
                    assertThat(unknown.detail()).contains("look before it is sent again");
                });
        assertThat(runs[0]).isOne();
    }
}
