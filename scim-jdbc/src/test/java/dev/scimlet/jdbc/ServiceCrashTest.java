package dev.scimlet.jdbc;

import static dev.scimlet.jdbc.ServiceClient.group;
import static dev.scimlet.jdbc.ServiceClient.patchBody;
import static dev.scimlet.jdbc.ServiceClient.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.jdbc.ServiceClient.Answer;
import dev.scimlet.testkit.json.Json;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Connections and processes that die between any two statements of what a client asks of the service, integrity on: each
 * operation is done, or nothing of it is; the same request, sent again, ends as if nothing had happened.
 */
final class ServiceCrashTest {

    private static final String MANAGER = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    private DataSource database = TestDatabase.H2.reused();
    private MortalDataSource mortal = new MortalDataSource(database);
    private ServiceClient client = ServiceClient.of(TestStore.in(database).service());
    private List<String> tables = List.of();

    /** The ids by names, of what each trial starts with. */
    private final Map<String, String> ids = new TreeMap<>();

    private void start(TestDatabase of) throws SQLException {
        database = of.empty();
        mortal = new MortalDataSource(database);
        client = ServiceClient.of(TestStore.in(mortal).service().referentialIntegrity());
        // Side tables, whose names are longer, first
        tables = new ArrayList<>();
        for (List<String> row : rows("SELECT table_name FROM information_schema.tables"
                + " WHERE LOWER(table_name) LIKE 'scim_%' AND table_schema = current_schema()"
                + " ORDER BY LENGTH(table_name) DESC, table_name")) {
            tables.add(row.get(0));
        }
        assertThat(tables).hasSizeGreaterThan(4);
    }

    /** Two in groups, one of whom is the manager of the other. */
    private void reset() throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            for (String table : tables) {
                statement.executeUpdate("DELETE FROM " + table);
            }
        }
        ids.clear();
        ids.put("leaver", client.createUser("leaver"));
        ids.put(
                "report",
                client.post("/Users", user("report", """
                                        ,"title":"Guide","emails":[{"value":"r@example.com"}],
                                        "phoneNumbers":[{"value":"+1"},{"value":"+2"}],"%s":{"manager":{"value":"%s"}}""".formatted(MANAGER, ids.get("leaver"))))
                        .is(201)
                        .id());
        ids.put("first", client.createGroup("first", ids.get("leaver"), ids.get("report")));
        ids.put("second", client.createGroup("second", ids.get("leaver")));
    }

    private List<List<String>> rows(String query) throws SQLException {
        List<List<String>> rows = new ArrayList<>();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(TestDatabase.inWordsOf(connection, query))) {
            ResultSetMetaData columns = found.getMetaData();
            while (found.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= columns.getColumnCount(); i++) {
                    String type = columns.getColumnTypeName(i).toLowerCase(java.util.Locale.ROOT);
                    boolean time = type.startsWith("timestamp") || type.startsWith("datetime");
                    row.add(time ? "a time" : String.valueOf(found.getString(i)));
                }
                rows.add(row);
            }
        }
        return rows;
    }

    /** All that is stored; ids have names instead, so that trials can be compared. */
    private String state() throws SQLException {
        Map<String, String> names = new TreeMap<>();
        for (List<String> row : rows("SELECT id, user_name FROM scim_user")) {
            names.put(row.get(0), "user " + row.get(1));
        }
        for (List<String> row : rows("SELECT id, display_name FROM scim_group")) {
            names.put(row.get(0), "group " + row.get(1));
        }
        ids.forEach((name, id) -> names.putIfAbsent(id, "former " + name));
        List<String> lines = new ArrayList<>();
        for (String table : tables) {
            for (List<String> row : rows("SELECT * FROM " + table)) {
                lines.add(table
                        + row.stream()
                                .map(cell -> names.getOrDefault(cell, cell))
                                .toList());
            }
        }
        Collections.sort(lines);
        return String.join("\n", lines);
    }

    @FunctionalInterface
    private interface Request {
        Answer send();
    }

    /** What else may be there when a request of several operations stops. */
    private void diesEverywhere(int leastSteps, int again, Request request, Request... parts) throws SQLException {
        List<String> between = new ArrayList<>();
        for (Request part : parts) {
            reset();
            assertThat(part.send().status()).isLessThan(300);
            between.add(state());
        }
        diesEverywhere(leastSteps, again, request, between, mortal::connectionDiesAt);
        diesEverywhere(leastSteps, again, request, between, mortal::processDiesAt);
    }

    /** @param again the status of the request where all of it was done already, and it is sent again */
    private void diesEverywhere(int leastSteps, int again, Request request, List<String> between, IntConsumer dieAt)
            throws SQLException {
        reset();
        String before = state();
        request.send();
        String after = state();
        assertThat(after).isNotEqualTo(before);

        int step = 0;
        boolean died = true;
        int undone = 0;
        int done = 0;
        while (died) {
            reset();
            assertThat(state()).isEqualTo(before);
            int told = client.events().size();
            dieAt.accept(step);
            Answer answer = request.send();
            died = mortal.hasDied();
            mortal.revive();

            String left = state();
            String at = "step " + step + ": " + answer.status() + " " + answer.body();
            boolean whole = left.equals(after);
            List<String> allowed = new ArrayList<>(between);
            allowed.add(before);
            allowed.add(after);
            assertThat(left).as(at).isIn(allowed);
            if (left.equals(before)) {
                undone++;
                assertThat(client.events()).as(at).hasSize(told);
                assertThat(failed(answer)).as(at).isTrue();
            }
            if (!failed(answer)) {
                assertThat(left).as(at).isEqualTo(after);
            }
            if (whole) {
                done++;
            }
            if (left.equals(before) || whole) {
                Answer repeated = request.send();
                assertThat(repeated.status()).as(at).isIn(200, 201, 204, whole ? again : 200);
                assertThat(state()).as("again after " + at).isEqualTo(after);
            }
            step++;
        }
        assertThat(undone).as("steps before the commit").isGreaterThanOrEqualTo(leastSteps);
        // Behind the commit, and without any death
        assertThat(done).isGreaterThanOrEqualTo(2);
    }

    /** Whether a request, or an operation of a Bulk request, was refused. */
    private static boolean failed(Answer answer) {
        return answer.status() >= 500
                || answer.status() == 200
                        && answer.json()
                                .at("/Operations")
                                .map(Json::text)
                                .orElse("")
                                .contains("\"status\":\"503\"");
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void createsAllOrNothing(TestDatabase of) throws SQLException {
        start(of);
        diesEverywhere(CrashTest.least(of, 1, 4, 5), 409, () -> client.post("/Users", user("bjensen", """
                                ,"emails":[{"value":"b@example.com"}],"phoneNumbers":[{"value":"+1"},{"value":"+2"}]""")));
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void appliesAllOfADeltaOrNothing(TestDatabase of) throws SQLException {
        start(of);
        diesEverywhere(
                5,
                200,
                () -> client.patch(
                        "/Groups/" + ids.get("second"), """
                        {"op":"remove","path":"members[value eq \\"%s\\"]"},
                        {"op":"add","path":"members","value":[{"value":"%s"}]}""".formatted(ids.get("leaver"), ids.get("report"))));
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void patchesAllOrNothing(TestDatabase of) throws SQLException {
        start(of);
        diesEverywhere(CrashTest.least(of, 3, 5, 5), 200, () -> client.patch("/Users/" + ids.get("report"), """
                        {"op":"replace","path":"title","value":"Boss"},
                        {"op":"remove","path":"emails"},
                        {"op":"replace","path":"phoneNumbers","value":[{"value":"+2"},{"value":"+3"}]}"""));
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void replacesAllOrNothing(TestDatabase of) throws SQLException {
        start(of);
        diesEverywhere(
                5,
                200,
                () -> client.send("PUT", "/Groups/" + ids.get("second"), group("second of all", ids.get("report"))));
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void deletesAllOrNothing(TestDatabase of) throws SQLException {
        start(of);
        diesEverywhere(7, 404, () -> client.delete("/Users/" + ids.get("leaver")));
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void createsAGroupWithItsMembersOrNothing(TestDatabase of) throws SQLException {
        start(of);
        // Display names need not be unique: sent again, it is there twice
        reset();
        String before = state();
        for (int step = 0, undone = 0; ; step++) {
            for (boolean process : new boolean[] {false, true}) {
                reset();
                if (process) {
                    mortal.processDiesAt(step);
                } else {
                    mortal.connectionDiesAt(step);
                }
                Answer answer = client.post("/Groups", group("third", ids.get("leaver"), ids.get("report")));
                boolean died = mortal.hasDied();
                mortal.revive();
                String left = state();
                if (!died) {
                    answer.is(201);
                    assertThat(undone).isGreaterThanOrEqualTo(8);
                    return;
                }
                if (left.equals(before)) {
                    undone++;
                    answer.is(503);
                } else {
                    assertThat(left).contains("group third").hasLineCount(before.split("\n").length + 3);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void doesEachOperationOfBulkWhollyOrNot(TestDatabase of) throws SQLException {
        start(of);
        diesEverywhere(
                3,
                200,
                () -> client.bulk(operations(3)),
                () -> client.bulk(operations(1)),
                () -> client.bulk(operations(2)));
    }

    /** The first ones of three operations, each of which may be done twice. */
    private String operations(int count) {
        String first = """
                {"method":"PATCH","path":"/Users/%s","data":%s}""".formatted(
                        ids.get("report"), patchBody("{\"op\":\"replace\",\"path\":\"title\",\"value\":\"Boss\"}"));
        String second = """
                {"method":"PUT","path":"/Groups/%s","data":%s}""".formatted(ids.get("second"), group("second of all", ids.get("report"), ids.get("leaver")));
        String third = """
                {"method":"DELETE","path":"/Users/%s"}""".formatted(ids.get("leaver"));
        return String.join(",", List.of(first, second, third).subList(0, count));
    }
}
