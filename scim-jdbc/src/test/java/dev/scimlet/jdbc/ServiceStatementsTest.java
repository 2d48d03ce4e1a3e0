package dev.scimlet.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.core.ScimException;
import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.jdbc.ServiceClient.Answer;
import dev.scimlet.protocol.ScimService;
import dev.scimlet.protocol.access.Authentication;
import dev.scimlet.protocol.access.TenantResolver;
import dev.scimlet.protocol.message.ScimRequest;
import dev.scimlet.protocol.message.ScimResponse;
import dev.scimlet.spi.sql.ConnectionSource;
import dev.scimlet.testkit.json.Json;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a request costs in statements, over own tables: the figures that {@code docs/jdbc.md} gives. Nobody is told of changes,
 * as where a service has no hooks.
 */
final class ServiceStatementsTest {

    private static final String USER = """
            {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"%s","name":{"givenName":"Barbara"},
             "emails":[{"value":"%s@example.com","type":"work","primary":true},{"value":"%s@example.org","type":"home"}],
             "phoneNumbers":[{"value":"555-1234","type":"work"}]}""";
    private static final String PATCH = """
            {"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[%s]}""";

    private CountingDataSource dataSource = new CountingDataSource(TestDatabase.H2.empty());
    private ScimService service = service();

    private void start(TestDatabase database) {
        dataSource = new CountingDataSource(database.empty());
        service = service();
        // The first of each asks for the constraints of its table
        create("first");
        group("first");
    }

    private ScimService service() {
        return service(ConnectionSource.of(dataSource)).build();
    }

    private static ScimService.Builder service(ConnectionSource connections) {
        JdbcRepository users =
                JdbcRepository.inOwnTables(StandardTypes.user(), connections).build();
        JdbcRepository groups =
                JdbcRepository.inOwnTables(StandardTypes.group(), connections).build();
        users.createTables();
        groups.createTables();
        return ScimService.builder()
                .repositories(users, groups)
                .tenants(TenantResolver.byToken())
                .authenticator(request -> new Authentication.Accepted("tests", "acme"));
    }

    private Answer send(String method, String target, String body, String... headers) {
        String[] parts = target.split("\\?", 2);
        ScimRequest.Builder request = ScimRequest.builder(method, parts[0])
                .query(parts.length > 1 ? parts[1] : null)
                .body(body);
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/scim+json");
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        ScimResponse response = service.handle(request.build());
        return new Answer(
                response.status(), response.bodyText(), response.header("ETag").orElse(""));
    }

    private Answer create(String name) {
        return send("POST", "/Users", USER.formatted(name, name, name)).is(201);
    }

    private Answer group(String name, String... members) {
        String entries = String.join(
                ",",
                List.of(members).stream()
                        .map(id -> "{\"value\":\"" + id + "\"}")
                        .toList());
        return send("POST", "/Groups", """
                        {"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"%s","members":[%s]}""".formatted(name, entries)).is(201);
    }

    /** What a request makes, with transactions that are begun. */
    private List<String> counted(Runnable request) {
        dataSource.reset();
        request.run();
        return dataSource.statements();
    }

    /** What it costs in H2 that a writer sees, after it has waited, what others have stored: H2 is asked for the isolation. */
    private static final int WRITING = 1;

    private static int of(TestDatabase database, int inH2, int inPostgreSql) {
        return database == TestDatabase.H2 ? inH2 : inPostgreSql;
    }

    @ParameterizedTest
    @EnumSource(
            value = TestDatabase.class,
            names = {"H2", "POSTGRESQL"})
    void readsAUserWithItsGroupsByOneStatement(TestDatabase database) {
        start(database);
        String id = create("bjensen").id();
        String first = group("Guides", id).id();
        group("Others");
        String last = group("Drivers", id).id();

        assertThat(counted(() -> {
                    Answer read = send("GET", "/Users/" + id, "").is(200);
                    assertThat(read.text("/emails/0/value")).isEqualTo("bjensen@example.com");
                    assertThat(read.text("/emails/1/type")).isEqualTo("home");
                    assertThat(read.text("/groups/0/value")).isEqualTo(first);
                    assertThat(read.text("/groups/0/display")).isEqualTo("Guides");
                    assertThat(read.text("/groups/0/type")).isEqualTo("direct");
                    assertThat(read.text("/groups/1/value")).isEqualTo(last);
                    assertThat(read.text("/groups/1/$ref")).endsWith("/Groups/" + last);
                }))
                .hasSize(1);
        assertThat(dataSource.transactions()).isZero();
        assertThat(counted(() ->
                        send("GET", "/Users/" + id + "?attributes=userName", "").is(200)))
                .singleElement()
                .asString()
                .doesNotContain("members", "emails");
    }

    @ParameterizedTest
    @EnumSource(
            value = TestDatabase.class,
            names = {"H2", "POSTGRESQL"})
    void findsAUserByItsName(TestDatabase database) {
        start(database);
        String id = create("bjensen").id();
        group("Guides", id);

        assertThat(counted(() -> {
                    Answer found = send("GET", "/Users?filter=userName%20eq%20%22BJensen%22", "")
                            .is(200);
                    assertThat(found.text("/Resources/0/id")).isEqualTo(id);
                    assertThat(found.text("/Resources/0/groups/0/display")).isEqualTo("Guides");
                    assertThat(number(found, "/totalResults")).isEqualTo(1);
                }))
                .hasSize(1);
        assertThat(dataSource.transactions()).isZero();
    }

    private static long number(Answer answer, String pointer) {
        return Long.parseLong(answer.json().at(pointer).map(Json::text).orElseThrow());
    }

    @ParameterizedTest
    @EnumSource(
            value = TestDatabase.class,
            names = {"H2", "POSTGRESQL"})
    void readsAPageWithItsTotal(TestDatabase database) {
        start(database);
        List<String> ids =
                IntStream.range(0, 7).mapToObj(i -> create("user " + i).id()).toList();
        group("Guides", ids.get(2), ids.get(3));

        for (String query : List.of("startIndex=2&count=3", "startIndex=2&count=3&sortBy=userName")) {
            assertThat(counted(() -> {
                        Answer page = send("GET", "/Users?" + query, "").is(200);
                        assertThat(number(page, "/totalResults")).isEqualTo(8);
                        assertThat(page.text("/Resources/0/userName")).isEqualTo("user 0");
                        assertThat(page.text("/Resources/2/userName")).isEqualTo("user 2");
                        assertThat(page.text("/Resources/2/groups/0/display")).isEqualTo("Guides");
                        assertThat(page.json().at("/Resources/3")).isEmpty();
                    }))
                    .as(query)
                    .hasSize(of(database, 3 + 3, 1));
        }
        // A page that tells the total itself
        assertThat(counted(() -> assertThat(
                                number(send("GET", "/Users?count=50", "").is(200), "/totalResults"))
                        .isEqualTo(8)))
                .hasSize(of(database, 2 + 3, 1));
        assertThat(counted(() -> assertThat(number(
                                send("GET", "/Users?startIndex=50&count=5", "").is(200), "/totalResults"))
                        .isEqualTo(8)))
                .hasSize(of(database, 2 + 3, 1));
    }

    @ParameterizedTest
    @EnumSource(
            value = TestDatabase.class,
            names = {"H2", "POSTGRESQL"})
    void createsByOneStatementForEachTable(TestDatabase database) {
        start(database);

        // In H2 the user, e-mails, phones
        assertThat(counted(() -> create("bjensen"))).hasSize(of(database, WRITING + 3, 1));
        // One statement, which is stored by itself
        assertThat(dataSource.transactions()).isEqualTo(of(database, 1, 0));
        String id = create("member").id();
        // Who the member is; the group, and in H2 its members
        assertThat(counted(() -> group("Guides", id))).hasSize(of(database, WRITING + 1 + 2, 1 + 1));
        assertThat(dataSource.transactions()).isEqualTo(of(database, 1, 0));
    }

    @ParameterizedTest
    @EnumSource(
            value = TestDatabase.class,
            names = {"H2", "POSTGRESQL"})
    void changesByWhatWasRead(TestDatabase database) {
        start(database);
        String id = create("bjensen").id();
        String group = group("Guides", id).id();
        String put = USER.formatted("bjensen", "babs", "barbara").replace("555-1234", "555-4321");

        assertThat(counted(() -> {
                    Answer replaced = send("PUT", "/Users/" + id, put).is(200);
                    assertThat(replaced.text("/emails/0/value")).isEqualTo("babs@example.com");
                    assertThat(replaced.text("/phoneNumbers/0/value")).isEqualTo("555-4321");
                    assertThat(replaced.text("/groups/0/value")).isEqualTo(group);
                    assertThat(replaced.version()).isEqualTo("W/\"2\"");
                }))
                // What was read; the row, and in H2 what goes and comes of two lists; groups
                .hasSize(of(database, WRITING + 1 + 1 + 4 + 1, 1 + 1 + 1));
        assertThat(dataSource.transactions()).isEqualTo(of(database, 1, 0));
        assertThat(counted(() ->
                        send("PATCH", "/Users/" + id, PATCH.formatted("""
                {"op":"replace","path":"title","value":"Guide"},
                {"op":"replace","path":"name.givenName","value":"Babs"},
                {"op":"replace","path":"emails[type eq \\"work\\"].value","value":"b@example.com"},
                {"op":"replace","value":{"nickName":"Babs"}}""")).is(200)))
                .hasSize(of(database, WRITING + 1 + 1 + 2 + 1, 1 + 1 + 1));
        Answer read = send("GET", "/Users/" + id, "").is(200);
        assertThat(read.version()).isEqualTo("W/\"3\"");
        assertThat(read.json().toString())
                .contains("b@example.com", "barbara@example.org")
                .doesNotContain("babs@");
        // Nothing changes
        assertThat(counted(() ->
                        send("PATCH", "/Users/" + id, PATCH.formatted("""
                {"op":"replace","path":"title","value":"Guide"}""")).is(200)))
                .hasSize(2);
    }

    @ParameterizedTest
    @EnumSource(
            value = TestDatabase.class,
            names = {"H2", "POSTGRESQL"})
    void addsAMemberByOneStatement(TestDatabase database) {
        start(database);
        String id = create("bjensen").id();
        String group = group("Guides", create("other").id()).id();
        String target = "/Groups/" + group + "?excludedAttributes=members";
        String add = PATCH.formatted("{\"op\":\"add\",\"path\":\"members\",\"value\":[{\"value\":\"" + id + "\"}]}");

        assertThat(counted(() ->
                        assertThat(send("PATCH", target, add).is(200).version()).isEqualTo("W/\"2\"")))
                // In H2 the service asks who the member is
                .hasSize(of(database, WRITING + 1 + 4, 1));
        assertThat(dataSource.transactions()).isEqualTo(of(database, 1, 0));
        Answer read = send("GET", "/Groups/" + group, "").is(200);
        assertThat(read.text("/members/1/value")).isEqualTo(id);
        assertThat(read.text("/members/1/type")).isEqualTo("User");
        assertThat(read.text("/members/1/display")).isEqualTo("bjensen");
        // Who is in already stays: whether it does is looked at
        assertThat(counted(() ->
                        assertThat(send("PATCH", target, add).is(200).version()).isEqualTo("W/\"2\"")))
                .hasSize(of(database, WRITING + 1 + 2, 1 + 1));
        String remove = PATCH.formatted("{\"op\":\"remove\",\"path\":\"members[value eq \\\"" + id + "\\\"]\"}");
        assertThat(counted(
                        () -> assertThat(send("PATCH", target, remove).is(200).version())
                                .isEqualTo("W/\"3\"")))
                .hasSize(of(database, WRITING + 4, 1));
        assertThat(dataSource.transactions()).isEqualTo(of(database, 1, 0));
        assertThat(send("GET", "/Groups/" + group, "").is(200).json().at("/members/1"))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = TestDatabase.class,
            names = {"H2", "POSTGRESQL"})
    void deletesAUserOfManyGroups(TestDatabase database) {
        start(database);
        String id = create("bjensen").id();
        List<String> groups = IntStream.range(0, 5)
                .mapToObj(i -> group("group " + i, id).id())
                .toList();

        // The user under a lock; groups, members, versions; the user, whose lists the database takes with it
        assertThat(counted(() -> send("DELETE", "/Users/" + id, "").is(204)))
                .hasSize(of(database, WRITING + 1 + 3 + 1, 3));
        assertThat(dataSource.transactions()).isOne();
        for (String group : groups) {
            Answer left = send("GET", "/Groups/" + group, "").is(200);
            assertThat(left.version()).isEqualTo("W/\"2\"");
            assertThat(left.json().at("/members/0")).isEmpty();
        }
    }

    @Test
    void hasATransactionWhereAHookTakesPart() {
        start(TestDatabase.POSTGRESQL);
        service = service(ConnectionSource.of(dataSource))
                .onChangeInUnit((event, unit) -> {
                    throw ScimException.withStatus(409, "refused");
                })
                .build();
        send("POST", "/Users", USER.formatted("a", "a", "a")).is(409);
        long before = users();

        assertThat(counted(() ->
                        send("POST", "/Users", USER.formatted("b", "b", "b")).is(409)))
                .hasSize(1);

        assertThat(dataSource.transactions()).isOne();
        assertThat(users()).isEqualTo(before);
    }

    @Test
    void commitsOnConnectionsThatDoNotCommitByThemselves() {
        start(TestDatabase.POSTGRESQL);
        CountingDataSource tested = new CountingDataSource(TestDatabase.inTransaction(dataSource));
        service = service(ConnectionSource.withoutAutoCommit(tested)).build();

        String id = create("bjensen").id();
        send("PATCH", "/Users/" + id, PATCH.formatted("{\"op\":\"replace\",\"path\":\"title\",\"value\":\"Guide\"}"))
                .is(200);

        service = service();
        assertThat(send("GET", "/Users/" + id, "").is(200).text("/title")).isEqualTo("Guide");
        assertThat(tested.openConnections()).isZero();
        assertThat(tested.changedConnections()).isEmpty();
    }

    /** What the database has refused for sure is told so, and repeated if it was a conflict. */
    @Test
    void saysWhatBecameOfAStatementThatIsStoredByItself() {
        start(TestDatabase.POSTGRESQL);
        long before = users();
        for (String lost : List.of("", "08006", "57P01")) {
            dataSource.failAt(0, lost);
            Answer unknown =
                    send("POST", "/Users", USER.formatted("b", "b", "b")).is(503);
            assertThat(unknown.text("/detail")).contains("did not say whether the change is stored");
        }
        for (String undone : List.of("57014", "25006", "53200")) {
            dataSource.failAt(0, undone);
            Answer refused =
                    send("POST", "/Users", USER.formatted("b", "b", "b")).is(503);
            assertThat(refused.text("/detail")).doesNotContain("did not say");
        }
        assertThat(users()).isEqualTo(before);

        dataSource.failAt(0, "40001");
        create("bjensen");
        assertThat(dataSource.statements()).hasSize(2);
        assertThat(counted(() -> send("POST", "/Users", USER.formatted("bjensen", "b", "b"))
                        .is(409)))
                .hasSize(1);
        assertThat(users()).isEqualTo(before + 1);
        assertThat(dataSource.openConnections()).isZero();
        assertThat(dataSource.changedConnections()).isEmpty();
    }

    /** Details of a member that is in already are changed under a lock. */
    @Test
    void changesDetailsOfAMemberInATransaction() {
        start(TestDatabase.POSTGRESQL);
        String id = create("bjensen").id();
        String group = group("Guides", id).id();
        String target = "/Groups/" + group + "?excludedAttributes=members";
        send(
                        "PATCH",
                        target,
                        PATCH.formatted("{\"op\":\"add\",\"path\":\"members\",\"value\":[{\"value\":\"" + id
                                + "\",\"type\":\"User\",\"display\":\"Babs\"}]}"))
                .is(200);

        Answer read = send("GET", "/Groups/" + group, "").is(200);
        assertThat(read.text("/members/0/value")).isEqualTo(id);
        assertThat(read.json().at("/members/1")).isEmpty();
        assertThat(dataSource.changedConnections()).isEmpty();
    }

    private long users() {
        return number(send("GET", "/Users?count=0", "").is(200), "/totalResults");
    }
}
