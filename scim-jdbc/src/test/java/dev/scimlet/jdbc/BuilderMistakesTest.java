package dev.scimlet.jdbc;

import static dev.scimlet.jdbc.TestUsers.CONTEXT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scimlet.core.ErrorType;
import dev.scimlet.core.ScimException;
import dev.scimlet.core.patch.ValuesDelta;
import dev.scimlet.core.profile.ClientProfile;
import dev.scimlet.core.query.Page;
import dev.scimlet.core.query.Sort;
import dev.scimlet.core.query.SortOrder;
import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.PathBinder;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.spi.Precondition;
import dev.scimlet.spi.Query;
import dev.scimlet.spi.Wanted;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a wiring cannot say, and what happens to attributes that it does not mention. */
final class BuilderMistakesTest {

    private static void assertMistake(Consumer<JdbcRepository.Builder> wiring, String... parts) {
        JdbcRepository.Builder builder = JdbcRepository.of(TestUsers.USER, TestDatabase.H2.empty());
        assertThatThrownBy(() -> wiring.accept(builder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(parts);
    }

    @Test
    void findsMistakesWhenItIsBuilt() {
        assertMistake(b -> b.column("usrName", "login"), "did you mean 'userName'?", "BuilderMistakesTest.java:");
        assertMistake(
                b -> b.column("title", "a").column("title", "b"),
                "'title' is already bound at BuilderMistakesTest.java:");
        assertMistake(b -> b.column("active", "enabled", c -> c.uuid()), "'active' is boolean");
        assertMistake(b -> b.column("active", "enabled", c -> c.keyColumn("k")), "no use for a key column");
        assertMistake(b -> b.column("externalId", "e", c -> c.generatedKeyColumn("k")), "lower case");
        assertMistake(b -> b.column("active", "e", c -> c.whenAbsent("yes")), "cannot be yes");
        assertMistake(b -> b.column("active", "e", c -> c.codes(Map.of("on", "A"))), "cannot be on");
        assertMistake(b -> b.column("active", "e", c -> c.codes(Map.of(true, "A", false, "A"))), "two values");
        assertMistake(b -> b.column("active", "e", c -> c.codes(Map.of(true, 1.5))), "text or a whole number");
        assertMistake(b -> b.list("title", "t", "o", t -> t.column("value", "v")), "'title' is no list");
        assertMistake(b -> b.list("emails", "t", "o", t -> t.column("valu", "v")), "no sub-attribute 'valu'");
        assertMistake(b -> b.list("emails", "t", "o", t -> t), "no columns");
        assertMistake(
                b -> b.list("emails", "t", "o", t -> t.column("type", "v").constant("type", "work")), "bound twice");
        assertMistake(b -> b.id("id", IdType.number("U1")), "lower case letters", "U1");
        assertMistake(b -> b.tenant("tenant", IdType.number("t")), "prefix");
        assertMistake(b -> b.only("kind", 1.5), "kind", "1.5");
        assertMistake(b -> b.column("userName", "login").build(), ".table(...)");
        assertMistake(b -> b.table("users").id("id").build(), "'userName' is required");
        assertMistake(b -> b.column("userName", "login").table("users").id("id").build(), ".created(...)");
    }

    @Test
    void refusesAnUnknownDatabaseAtOnce() {
        assertThatThrownBy(() -> TestUsers.groups(answering(DatabaseMetaData.class, "Oracle"))
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("Oracle", "H2, PostgreSQL, MariaDB and MySQL");
    }

    @Test
    void waitsForADatabaseThatIsNotThereYet() {
        DataSource away = (DataSource) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    throw new SQLException("connection refused", "08001");
                });
        assertThat(TestUsers.groups(away).build().type().name()).isEqualTo("Group");
    }

    /** A data source whose connections and metadata say nothing but the name of the product. */
    private static DataSource answering(Class<?> metadata, String product) {
        ClassLoader loader = BuilderMistakesTest.class.getClassLoader();
        Object facts = Proxy.newProxyInstance(loader, new Class<?>[] {metadata}, (proxy, method, arguments) -> product);
        Object connection = Proxy.newProxyInstance(
                loader, new Class<?>[] {Connection.class}, (proxy, method, arguments) -> switch (method.getName()) {
                    case "getMetaData" -> facts;
                    case "getAutoCommit" -> true;
                    default -> null;
                });
        return (DataSource) Proxy.newProxyInstance(
                loader, new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> connection);
    }

    @Test
    void asksOfWhichTypeNumbersAre() {
        JdbcRepository.Builder teams = JdbcRepository.of(StandardTypes.group(), TestDatabase.H2.empty())
                .table("teams")
                .id("id", IdType.NUMBER)
                .created("created_at")
                .lastModified("updated_at")
                .column("displayName", "name")
                .members("members", "team_users", "team_id", "user_id", IdType.NUMBER);

        assertThatThrownBy(teams::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("users or of groups", "'type'", "IdType.number");
    }

    @Test
    void findsColumnsThatTwoWouldWrite() {
        assertTwice(
                b -> b.column("title", "email").column("emails[type eq \"work\"].value", "email"),
                "column email of users",
                "'title'",
                "'emails[type eq \"work\"].value'");
        assertTwice(b -> b.column("title", "login_key"), "login_key", "'title'", "the key of 'userName'");
        assertTwice(b -> b.column("title", "ID"), "column ID", "'.id(...)'", "'title'");
        assertTwice(b -> b.column("title", "\"tenant\""), "'.tenant(...)'", "'title'");
        assertTwice(b -> b.column("title", "version"), "'.version(...)'", "'title'");
        assertTwice(b -> b.column("title", "created_at"), "'.created(...)'", "'title'");
        assertTwice(b -> b.column("title", "updated_at"), "'.lastModified(...)'", "'title'");
        assertTwice(b -> b.rest("login"), "'.rest(...)'", "'userName'");
        assertTwice(b -> b.only("login", "x"), "'.only(...)'", "'userName'");
        assertTwice(
                b -> b.list(
                        "emails",
                        "mails",
                        "user_id",
                        t -> t.column("value", "v").column("type", "V")),
                "column V of mails",
                "'value' of 'emails'",
                "'type' of 'emails'");
        assertTwice(
                b -> b.list("emails", "mails", "user_id", t -> t.column("value", "user_id")),
                "the owner of 'emails'",
                "'value' of 'emails'");
    }

    private static void assertTwice(Consumer<JdbcRepository.Builder> second, String... parts) {
        assertMistake(
                builder -> {
                    second.accept(builder.table("users")
                            .id("id")
                            .tenant("tenant")
                            .version("version")
                            .created("created_at")
                            .lastModified("updated_at")
                            .column("userName", "login", login -> login.keyColumn("login_key")));
                    builder.build();
                },
                parts);
    }

    @Test
    void readsAColumnUnderTwoPaths() {
        DataSource dataSource = TestDatabase.H2.with("""
                CREATE TABLE people (
                    id varchar(36) PRIMARY KEY,
                    login varchar(200) NOT NULL,
                    created_at timestamp with time zone NOT NULL,
                    updated_at timestamp with time zone NOT NULL)""");
        JdbcRepository users = JdbcRepository.of(StandardTypes.user(), dataSource)
                .table("people")
                .id("id")
                .created("created_at")
                .lastModified("updated_at")
                .column("userName", "login")
                .column("emails[type eq \"work\"].value", "login", ColumnOptions::derived)
                .column("title", "id", key -> key.readOnly())
                .without("externalId")
                .build();

        Resource user = users.create(
                CONTEXT,
                users.type().attributes().set("userName", "b@example.com").build());

        assertThat(user.strings("emails.value")).containsExactly("b@example.com");
        assertThat(user.string("title")).contains(user.id());
    }

    private static JdbcRepository.Builder numberedPeople(DataSource dataSource, String id) {
        return JdbcRepository.of(StandardTypes.user(), dataSource)
                .table("people")
                .id(id)
                .created("created_at")
                .lastModified("updated_at")
                .column("userName", "login");
    }

    private static String numberedPeople(String type) {
        return """
                CREATE TABLE people (
                    id %s GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
                    login varchar(200) NOT NULL,
                    created_at timestamp with time zone NOT NULL,
                    updated_at timestamp with time zone NOT NULL)""".formatted(type);
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void refusesATextForAKeyThatIsAWholeNumber(TestDatabase database) {
        for (String type : List.of("smallint", "integer", "bigint")) {
            DataSource dataSource = database.with(numberedPeople(type));
            for (String id : List.of("id", "ID")) {
                assertThatThrownBy(() -> numberedPeople(dataSource, id).build())
                        .as(type)
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContainingAll("the key " + id + " of the table people", "IdType.NUMBER");
            }
            JdbcRepository users =
                    numberedPeople(dataSource, "id").id("id", IdType.NUMBER).build();
            assertThat(created(users).id()).isEqualTo("1");
        }
    }

    private static Resource created(JdbcRepository users) {
        return users.create(
                CONTEXT, users.type().attributes().set("userName", "ann").build());
    }

    /** It is no mistake of the client, who would be told of it with a 400. */
    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void findsAKeyThatIsAWholeNumberWhenTheTableCameLater(TestDatabase database) {
        DataSource dataSource = database.empty();
        JdbcRepository users = numberedPeople(dataSource, "id").build();
        TestDatabase.run(dataSource, numberedPeople("bigint"));

        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> created(users))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContainingAll("the key id of the table people", "IdType.NUMBER");
        }
    }

    /** Its positions are others: they would lead to another column, or none. */
    @Test
    void refusesWhatTheTypeMadeThatTheMappingBeganWith() {
        ResourceType whole = StandardTypes.user();
        DataSource dataSource = TestDatabase.H2.with("""
                CREATE TABLE people (
                    id varchar(36) PRIMARY KEY,
                    login varchar(200) NOT NULL,
                    title varchar(200),
                    created_at timestamp with time zone NOT NULL,
                    updated_at timestamp with time zone NOT NULL)""");
        JdbcRepository users = JdbcRepository.of(whole, dataSource)
                .table("people")
                .id("id")
                .created("created_at")
                .lastModified("updated_at")
                .column("userName", "login")
                .column("title", "title")
                .build();
        Attributes ofWhole = whole.attributes().set("userName", "ann").build();
        Resource ann = users.create(
                CONTEXT, users.type().attributes().set("userName", "ann").build());

        assertOfAnother(() -> users.create(CONTEXT, ofWhole));
        assertOfAnother(() -> users.ignored(ofWhole));
        assertOfAnother(() -> users.update(CONTEXT, ann, ofWhole, Wanted.everything()));
        for (String filter :
                List.of("userName eq \"ann\"", "not (userType eq \"Executive\")", "emails[type eq \"work\"]")) {
            assertOfAnother(() -> users.query(CONTEXT, Query.matching(whole.filter(filter), 9)));
        }
        Sort sort = new Sort(whole.path("title"), SortOrder.ASCENDING);
        assertOfAnother(() -> users.query(
                CONTEXT, Query.builder(new Page.Index(1, 9)).sort(sort).build()));
        ValuesDelta delta = ValuesDelta.of(whole.path("emails"), Map.of(), Set.of("a@example.com"));
        assertOfAnother(() -> users.applyDelta(CONTEXT, ann.id(), Wanted.everything(), Precondition.NONE, delta));
        assertThat(users.query(CONTEXT, Query.matching(users.type().filter("userName eq \"ann\""), 9))
                        .resources())
                .containsExactly(ann);
    }

    private static void assertOfAnother(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(
                        "the whole type User", "the part of the type User", "type() of the repository");
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void keepsTheRestAsJson(TestDatabase database) {
        DataSource dataSource = database.with("""
                CREATE TABLE people (
                    id uuid PRIMARY KEY,
                    login varchar(200) NOT NULL,
                    email varchar(200),
                    others text,
                    version bigint NOT NULL,
                    created_at timestamp with time zone NOT NULL,
                    updated_at timestamp with time zone NOT NULL)""");
        JdbcRepository users = JdbcRepository.of(StandardTypes.user(), dataSource)
                .table("people")
                .id("id", IdType.UUID)
                .version("version")
                .created("created_at")
                .lastModified("updated_at")
                .column("userName", "login")
                .column("emails[type eq \"work\"].value", "email")
                .rest("others")
                .build();
        Attributes given = users.type()
                .attributes()
                .set("userName", "bjensen")
                .set("title", "Tour Guide")
                .set("externalId", "7")
                .add("emails", Map.of("type", "work", "value", "b@example.com", "primary", true))
                .add("emails", Map.of("type", "home", "value", "h@example.com"))
                .build();

        Resource stored = users.create(CONTEXT, given);

        assertThat(stored.attributes()).isEqualTo(given);
        assertThat(TestDatabase.value(dataSource, "SELECT others FROM people"))
                .contains("Tour Guide", "h@example.com")
                .doesNotContain("b@example.com");
        Wanted title = Wanted.nothing().and(users.type().path("title"));
        assertThat(users.find(CONTEXT, stored.id(), title).orElseThrow().attributes())
                .isEqualTo(users.type().attributes().set("title", "Tour Guide").build());
        ServiceSteps.change(
                CONTEXT, users, stored.id(), title, current -> users.type().emptyAttributes());
        assertThat(users.find(CONTEXT, stored.id(), Wanted.everything())
                        .orElseThrow()
                        .attributes())
                .isEqualTo(given.toBuilder().set("title", null).build());

        PathBinder binder = new PathBinder(users.type().definition(), ClientProfile.INTEROPERABLE);
        for (String answered : List.of("userName eq \"BJENSEN\"", "emails[type eq \"work\" and value sw \"b@\"]")) {
            assertThat(users.query(CONTEXT, Query.matching(binder.filter(answered), 5))
                            .resources())
                    .as(answered)
                    .hasSize(1);
        }
        for (String refused : List.of(
                "title pr",
                "externalId eq \"7\"",
                "emails.value eq \"h@example.com\"",
                "emails[value pr]",
                "emails pr",
                "emails[type eq \"work\" and primary eq true]",
                "name pr",
                "groups.value eq \"1\"",
                "schemas eq \"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User\"")) {
            assertThatThrownBy(() -> users.query(CONTEXT, Query.matching(binder.filter(refused), 5)))
                    .as(refused)
                    .isInstanceOfSatisfying(
                            ScimException.class,
                            refusal -> assertThat(refusal.type()).contains(ErrorType.INVALID_FILTER));
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void refersToMembersOfOtherKeys(TestDatabase database) {
        DataSource dataSource = database.with(
                "CREATE TABLE staff (id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY)",
                """
                CREATE TABLE teams (
                    id uuid PRIMARY KEY,
                    name varchar(200) NOT NULL,
                    created_at timestamp with time zone NOT NULL,
                    updated_at timestamp with time zone NOT NULL)""",
                """
                CREATE TABLE team_members (
                    team_id uuid NOT NULL REFERENCES teams (id),
                    staff_id bigint NOT NULL REFERENCES staff (id),
                    PRIMARY KEY (team_id, staff_id))""",
                "INSERT INTO staff (id) VALUES (7)",
                "INSERT INTO staff (id) VALUES (8)");
        JdbcRepository teams = JdbcRepository.of(StandardTypes.group(), dataSource)
                .table("teams")
                .id("id", IdType.UUID)
                .created("created_at")
                .lastModified("updated_at")
                .column("displayName", "name")
                .list(
                        "members",
                        "team_members",
                        "team_id",
                        members -> members.column("value", "staff_id", IdType.NUMBER::apply)
                                .constant("type", "User"))
                .without("externalId")
                .build();

        Resource team = teams.create(CONTEXT, team(teams, "7", "8"));

        assertThat(team.strings("members.value")).containsExactlyInAnyOrder("7", "8");
        assertThat(team.strings("members.type")).containsOnly("User");
        assertThat(teams.membershipsOf(CONTEXT, TestUsers.USER, java.util.Set.of("7", "9", "x", "007")))
                .containsOnlyKeys("7");
        for (String nobody : List.of("9", "007", "x")) {
            assertThatThrownBy(() -> teams.create(CONTEXT, team(teams, nobody)))
                    .isInstanceOfSatisfying(
                            ScimException.class,
                            refusal -> assertThat(refusal.type()).contains(ErrorType.INVALID_VALUE));
        }
        PathBinder binder = new PathBinder(teams.type().definition(), ClientProfile.INTEROPERABLE);
        assertThat(teams.query(
                                CONTEXT,
                                Query.matching(binder.filter("members[type eq \"user\" and value eq \"8\"]"), 5))
                        .resources())
                .containsExactly(team);
        assertThat(teams.query(CONTEXT, Query.matching(binder.filter("members.value eq \"x\""), 5))
                        .resources())
                .isEmpty();
    }

    private static Attributes team(JdbcRepository teams, String... members) {
        return teams.type()
                .attributes()
                .set("displayName", "Team")
                .set(
                        "members",
                        List.of(members).stream().map(id -> Map.of("value", id)).toList())
                .build();
    }
}
