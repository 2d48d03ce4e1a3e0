package dev.scimlet.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.scimlet.core.ErrorType;
import dev.scimlet.core.ScimException;
import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.AttributesBuilder;
import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.Wanted;
import dev.scimlet.spi.sql.SqlDatabase;
import java.util.Map;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the database refuses is told with the name of the attribute, as far as the database tells, and without a value. */
final class RefusalsTest {

    private static final RequestContext CONTEXT = RequestContext.of("test");

    private static final String[] TABLES = {
        """
            CREATE TABLE app_users (
                id           varchar(40) PRIMARY KEY,
                tenant       varchar(40) NOT NULL,
                login        varchar(200) NOT NULL,
                login_key    varchar(400) NOT NULL,
                nick         varchar(20),
                "Title"      varchar(20),
                directory_id varchar(100),
                locale       varchar(20) NOT NULL,
                manager_id   varchar(40),
                badge        varchar(40),
                created_at   timestamp with time zone NOT NULL,
                updated_at   timestamp with time zone NOT NULL,
                CONSTRAINT known_title CHECK ("Title" <> 'Emperor'),
                CONSTRAINT to_manager FOREIGN KEY (manager_id) REFERENCES app_users (id),
                CONSTRAINT one_login UNIQUE (tenant, login_key),
                CONSTRAINT "One Directory_id" UNIQUE (tenant, directory_id))""",
        "CREATE UNIQUE INDEX nick_and_title ON app_users (nick, \"Title\")",
        "CREATE UNIQUE INDEX \"userName\" ON app_users (badge)",
        """
            CREATE TABLE app_emails (
                user_id varchar(40) NOT NULL REFERENCES app_users (id),
                address varchar(30),
                kind    varchar(20),
                CONSTRAINT one_address UNIQUE (address),
                CONSTRAINT one_of_a_kind UNIQUE (user_id, kind))""",
    };

    private static JdbcRepository repository(DataSource dataSource, UnaryOperator<JdbcRepository.Builder> more) {
        return more.apply(JdbcRepository.of(StandardTypes.user(), dataSource)
                        .table("app_users")
                        .id("id")
                        .tenant("tenant")
                        .created("created_at")
                        .lastModified("updated_at")
                        .column("userName", "login", login -> login.keyColumn("login_key"))
                        .column("externalId", "directory_id")
                        .column("nickName", "nick")
                        .column("title", "\"Title\"")
                        .column("locale", "locale")
                        .column("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager", "manager_id")
                        .list(
                                "emails",
                                "app_emails",
                                "user_id",
                                emails -> emails.column("value", "address").column("type", "kind")))
                .build();
    }

    private static Attributes user(JdbcRepository users, String userName, UnaryOperator<AttributesBuilder> more) {
        return more.apply(users.type().attributes().set("userName", userName).set("locale", "fr"))
                .build();
    }

    private static void assertRefused(ThrowingCallable call, ErrorType type, String detail) {
        ScimException refusal = catchThrowableOfType(ScimException.class, call);
        assertThat(refusal.detail()).isEqualTo(detail);
        assertThat(refusal.type()).contains(type);
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void namesTheAttributeOfTheConstraint(TestDatabase database) {
        JdbcRepository users = repository(database.with(TABLES), plain -> plain);
        Attributes first = user(
                users,
                "ada",
                ada -> ada.set("externalId", "7")
                        .set("nickName", "A")
                        .set("title", "Countess")
                        .add("emails", Map.of("value", "ada@example.com", "type", "work")));
        String id = users.create(CONTEXT, first).id();

        assertRefused(
                () -> users.create(CONTEXT, user(users, "ADA", same -> same)),
                ErrorType.UNIQUENESS,
                "another User has the same 'userName'");
        assertRefused(
                () -> users.create(CONTEXT, user(users, "one_login", other -> other.set("externalId", "7"))),
                ErrorType.UNIQUENESS,
                "another User has the same 'externalId'");
        assertRefused(
                () -> users.create(
                        CONTEXT,
                        user(users, "b", other -> other.set("nickName", "A").set("title", "Countess"))),
                ErrorType.UNIQUENESS,
                "another User has the same 'nickName' and 'title'");
        assertRefused(
                () -> users.create(
                        CONTEXT, user(users, "c", other -> other.add("emails", Map.of("value", "ada@example.com")))),
                ErrorType.UNIQUENESS,
                "another User has the same 'emails.value'");
        assertRefused(
                () -> users.update(
                        CONTEXT,
                        users.find(CONTEXT, id, Wanted.everything()).orElseThrow(),
                        user(
                                users,
                                "ada",
                                changed -> changed.add("emails", Map.of("value", "a@example.com", "type", "work"))
                                        .add("emails", Map.of("value", "b@example.com", "type", "work"))),
                        Wanted.everything()),
                ErrorType.UNIQUENESS,
                "'emails' has the same value twice");
    }

    /** The index is called like an attribute, and stands on a column of the application's own. */
    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void namesNoAttributeWhereTheColumnHoldsNone(TestDatabase database) {
        DataSource dataSource = database.with(TABLES);
        TestDatabase.run(dataSource, "ALTER TABLE app_users ALTER COLUMN badge SET DEFAULT 'none'");
        JdbcRepository users = repository(dataSource, plain -> plain);
        users.create(CONTEXT, user(users, "ada", ada -> ada));
        assertRefused(
                () -> users.create(CONTEXT, user(users, "bob", bob -> bob)),
                ErrorType.UNIQUENESS,
                "another User has a unique value that was given");
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void isNotMisledByValues(TestDatabase database) {
        JdbcRepository users = repository(database.with(TABLES), plain -> plain);
        String sly = "\" ON x \"one_login\" (";
        users.create(CONTEXT, user(users, "ada", ada -> ada.set("externalId", sly)));
        assertRefused(
                () -> users.create(CONTEXT, user(users, "bob", bob -> bob.set("externalId", sly))),
                ErrorType.UNIQUENESS,
                "another User has the same 'externalId'");
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void namesTheAttributeOfAValueThatDoesNotFit(TestDatabase database) {
        JdbcRepository users = repository(database.with(TABLES), plain -> plain);
        assertRefused(
                () -> users.create(CONTEXT, user(users, "ada", ada -> ada.set("nickName", "A".repeat(21)))),
                ErrorType.INVALID_VALUE,
                "'nickName' is longer than what can be stored");
        assertRefused(
                () -> users.create(
                        CONTEXT, user(users, "ada", ada -> ada.add("emails", Map.of("value", "a@" + "x".repeat(40))))),
                ErrorType.INVALID_VALUE,
                "'emails.value' is longer than what can be stored");
        assertRefused(
                () -> users.create(CONTEXT, user(users, "ada", ada -> ada.set("title", "Emperor"))),
                ErrorType.INVALID_VALUE,
                "'title' has a value that the application does not take");
        assertRefused(
                () -> users.create(
                        CONTEXT,
                        users.type().attributes().set("userName", "ada").build()),
                ErrorType.INVALID_VALUE,
                "'locale' is missing, and the application needs it");
        String manager = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value";
        assertRefused(
                () -> users.create(CONTEXT, user(users, "ada", ada -> ada.set(manager, "nobody"))),
                ErrorType.INVALID_VALUE,
                "'" + manager + "' refers to something that is not there");
        assertThat(users.create(CONTEXT, user(users, "ada", ada -> ada.set("nickName", "A".repeat(20))))
                        .string("nickName"))
                .contains("A".repeat(20));
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void tellsOfNoAttributeWhereConstraintsCannotBeRead(TestDatabase database) {
        DataSource dataSource = database.with(TABLES);
        TestDatabase.run(dataSource, "ALTER TABLE app_users DROP CONSTRAINT one_login");
        JdbcRepository users = repository(dataSource, plain -> plain);
        users.create(CONTEXT, user(users, "ada", ada -> ada.set("externalId", "7")));
        assertRefused(
                () -> users.create(CONTEXT, user(users, "bob", bob -> bob.set("externalId", "7"))),
                ErrorType.UNIQUENESS,
                "another User has the same 'externalId'");
        TestDatabase.run(dataSource, "ALTER TABLE app_users ADD CONSTRAINT came_later UNIQUE (login)");
        assertRefused(
                () -> users.create(CONTEXT, user(users, "ada", ada -> ada)),
                ErrorType.UNIQUENESS,
                "another User has a unique value that was given");
    }

    /** H2 speaks the language of the machine, PostgreSQL that of its configuration. */
    @Test
    void readsNamesInAnyLanguage() {
        assertThat(
                        SqlDatabase.POSTGRESQL.constraintsNamed(
                                "FEHLER: doppelter Schlüsselwert verletzt Unique-Constraint \u201eone_login\u201c\n  Detail: \u201ex\u201c"))
                .containsExactly("one_login");
        assertThat(
                        SqlDatabase.POSTGRESQL.constraintsNamed(
                                "ERREUR: la valeur d'une clé dupliquée rompt la contrainte unique \u00ab\u00a0one_login\u00a0\u00bb"))
                .containsExactly("one_login");
        assertThat(
                        SqlDatabase.H2.constraintsNamed(
                                "Eindeutiger Index oder Primärschlüssel verletzt: \"PUBLIC.ONE_LOGIN_INDEX_1 ON PUBLIC.APP_USERS(LOGIN)\""))
                .containsExactly("ONE_LOGIN_INDEX_1");
    }
}
