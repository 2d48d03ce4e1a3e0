package dev.scimlet.jdbc;

import static dev.scimlet.jdbc.TestUsers.CONTEXT;
import static dev.scimlet.jdbc.TestUsers.EXTRA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scimlet.core.ErrorType;
import dev.scimlet.core.ScimException;
import dev.scimlet.core.patch.ValuesDelta;
import dev.scimlet.core.profile.ClientProfile;
import dev.scimlet.core.query.Page;
import dev.scimlet.core.query.Sort;
import dev.scimlet.core.query.SortOrder;
import dev.scimlet.core.resource.AttributesBuilder;
import dev.scimlet.core.resource.PathBinder;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.jdbc.sql.Texts;
import dev.scimlet.spi.Precondition;
import dev.scimlet.spi.Query;
import dev.scimlet.spi.Wanted;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a client sends is a parameter: no statement has a word of it. */
final class SqlInjectionTest {

    private static final List<String> ATTACKS = List.of(
            "'; DROP TABLE users; --",
            "' OR '1'='1",
            "\\'; DROP TABLE users; --",
            "\") OR 1=1 --",
            "?",
            "$1",
            "%' OR 1=1 --",
            "!%",
            "}}; {fn USER()}",
            "$$ OR $$",
            "\u02bc OR 1=1",
            "/* */");

    /** A word that no statement of ours has. */
    private static final String MARK = "xqzmark";

    @DisplayName("P-7.7-01, P-3.4.2.2-33: no value of a client gets into a statement, whatever it holds")
    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void bindsEveryValueThatAClientSends(TestDatabase database) {
        CountingDataSource dataSource = new CountingDataSource(database.with(TestUsers.TABLES));
        JdbcRepository users = TestUsers.users(dataSource).build();
        JdbcRepository groups = TestUsers.groups(dataSource).build();
        Resource innocent = users.create(
                CONTEXT, users.type().attributes().set("userName", "innocent").build());
        for (String attack : ATTACKS) {
            String text = attack + MARK;
            Resource stored = users.create(CONTEXT, attributes(users, text));
            assertThat(users.find(CONTEXT, stored.id(), Wanted.everything())).contains(stored);
            search(users, text, innocent);
            sort(users);
            ServiceSteps.change(CONTEXT, users, stored.id(), current -> attributes(users, text + "2"));
            members(groups, text);
            assertThat(users.find(CONTEXT, text, Wanted.everything())).isEmpty();
            assertThat(users.delete(CONTEXT, text, Wanted.everything(), Precondition.NONE))
                    .isEmpty();
            assertThat(users.displayNames(CONTEXT, Set.of(text))).isEmpty();
            assertThat(users.find(CONTEXT.inTenant(text), innocent.id(), Wanted.everything()))
                    .isEmpty();
            assertThat(users.delete(CONTEXT, stored.id(), Wanted.nothing(), Precondition.NONE))
                    .isPresent();
        }

        assertThat(dataSource.statements()).noneMatch(sql -> sql.contains(MARK));
        assertThat(users.query(CONTEXT, Query.all(100)).resources()).containsExactly(innocent);
    }

    private static dev.scimlet.core.resource.Attributes attributes(JdbcRepository users, String text) {
        AttributesBuilder attributes = users.type().attributes();
        for (String path : List.of(
                "userName",
                "externalId",
                "nickName",
                "name.givenName",
                "emails[type eq \"work\"].value",
                TestUsers.ENTERPRISE + "department",
                TestUsers.ENTERPRISE + "manager.value")) {
            attributes.set(path, text);
        }
        return attributes
                .add("phoneNumbers", Map.of("value", text, "type", text))
                .add(EXTRA + "tags", text)
                .build();
    }

    /** Each operator finds what holds the text, never the one who does not. */
    private static void search(JdbcRepository users, String text, Resource innocent) {
        PathBinder binder = new PathBinder(users.type().definition(), ClientProfile.INTEROPERABLE);
        String literal = '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
        List<String> paths = new ArrayList<>(List.of(
                "userName",
                "externalId",
                "nickName",
                "name.givenName",
                "emails.value",
                "phoneNumbers.value",
                "phoneNumbers.type",
                EXTRA + "tags",
                TestUsers.ENTERPRISE + "manager.value"));
        for (String operator : List.of("eq", "co", "sw", "ew", "ge", "le")) {
            for (String path : paths) {
                assertThat(found(users, binder, path + " " + operator + " " + literal))
                        .as(path + " " + operator)
                        .isNotEmpty()
                        .satisfies(ids -> {
                            boolean ordered = operator.equals("ge") || operator.equals("le");
                            assertThat(ordered || !ids.contains(innocent.id())).isTrue();
                        });
            }
            assertThat(found(
                            users,
                            binder,
                            "phoneNumbers[type eq " + literal + " and value " + operator + " " + literal + "]"))
                    .hasSize(1);
        }
        for (String operator : List.of("ne", "gt", "lt")) {
            for (String path : paths) {
                found(users, binder, path + " " + operator + " " + literal);
            }
        }
        for (String operator : List.of("eq", "ne", "gt", "lt", "co", "sw", "ew")) {
            found(users, binder, "id " + operator + " " + literal);
            found(users, binder, "meta.version " + operator + " " + literal);
            found(users, binder, "meta.resourceType " + operator + " " + literal);
            found(users, binder, "schemas " + operator + " " + literal);
            found(users, binder, "emails[type " + operator + " " + literal + "]");
        }
    }

    /** Who can be ordered by what clients wrote: the order is of values, its statements hold names of columns only. */
    private static void sort(JdbcRepository users) {
        for (String path : List.of(
                "userName",
                "externalId",
                "nickName",
                "name.givenName",
                "emails.value",
                "phoneNumbers.value",
                "meta.created")) {
            for (SortOrder order : SortOrder.values()) {
                Sort sort = new Sort(users.type().path(path), order);
                String position = null;
                do {
                    var page = users.query(
                            CONTEXT,
                            Query.builder(new Page.Cursor(position, 1))
                                    .sort(sort)
                                    .wanted(Wanted.nothing())
                                    .build());
                    position = page.next();
                } while (position != null);
            }
        }
    }

    private static List<String> found(JdbcRepository users, PathBinder binder, String filter) {
        return users.query(CONTEXT, Query.matching(binder.filter(filter), 100)).resources().stream()
                .map(Resource::id)
                .toList();
    }

    private static void members(JdbcRepository groups, String text) {
        Resource group = groups.create(
                CONTEXT,
                groups.type()
                        .attributes()
                        .set("displayName", text)
                        .add("members", Map.of("value", "1"))
                        .build());
        var members = groups.type().path("members");
        groups.applyDelta(
                CONTEXT,
                group.id(),
                Wanted.everything(),
                Precondition.NONE,
                ValuesDelta.of(members, Map.of(), Set.of(text)));
        assertThat(groups.membershipsOf(CONTEXT, TestUsers.USER, Set.of(text))).isEmpty();
        groups.memberDeleted(CONTEXT, TestUsers.USER, text);
        assertThat(groups.hold(CONTEXT, Set.of(text))).isEmpty();
        assertThat(groups.delete(CONTEXT, group.id(), Wanted.everything(), Precondition.NONE))
                .isPresent();
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void bindsThePositionOfACursor(TestDatabase database) {
        CountingDataSource dataSource = new CountingDataSource(database.with(TestUsers.TABLES));
        JdbcRepository users = TestUsers.users(dataSource).build();
        Sort sort = new Sort(users.type().path("nickName"), SortOrder.ASCENDING);
        for (int i = 0; i < 3; i++) {
            users.create(CONTEXT, attributes(users, "'; " + MARK + " --" + i));
        }
        String position = users.query(
                        CONTEXT,
                        Query.builder(new Page.Cursor(null, 1))
                                .sort(sort)
                                .wanted(Wanted.nothing())
                                .build())
                .next();
        assertThat(users.query(
                                CONTEXT,
                                Query.builder(new Page.Cursor(position, 5))
                                        .sort(sort)
                                        .wanted(Wanted.nothing())
                                        .build())
                        .resources())
                .hasSize(2);
        assertThat(dataSource.statements()).noneMatch(sql -> sql.contains(MARK));

        for (String forged : List.of(
                "", ".", "x", "after.1.~%%.x", "after.1.~x;DROP TABLE users.y", "after.9223372036854775808.~YQ.YQ")) {
            assertThatThrownBy(() -> users.query(
                            CONTEXT,
                            Query.builder(new Page.Cursor(forged, 1))
                                    .sort(sort)
                                    .wanted(Wanted.nothing())
                                    .build()))
                    .isInstanceOfSatisfying(
                            ScimException.class,
                            refusal -> assertThat(refusal.type()).contains(ErrorType.INVALID_CURSOR));
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void refusesWhatNoDatabaseStores(TestDatabase database) {
        JdbcRepository users = TestUsers.users(database.with(TestUsers.TABLES)).build();
        PathBinder binder = new PathBinder(users.type().definition(), ClientProfile.INTEROPERABLE);

        assertThatThrownBy(() -> users.create(CONTEXT, attributes(users, "a\u0000b")))
                .isInstanceOfSatisfying(
                        ScimException.class,
                        refusal -> assertThat(refusal.type()).contains(ErrorType.INVALID_VALUE));
        users.create(CONTEXT, attributes(users, "a"));
        users.create(CONTEXT, attributes(users, "ab"));
        for (String operator : List.of("eq", "co", "sw", "ew")) {
            assertThat(found(users, binder, "userName " + operator + " \"a\\u0000b\""))
                    .as(operator)
                    .isEmpty();
        }
        assertThat(found(users, binder, "userName ne \"a\\u0000b\"")).hasSize(2);
        assertThat(found(users, binder, "userName gt \"a\\u0000b\"")).hasSize(1);
        assertThat(found(users, binder, "userName le \"a\\u0000b\"")).hasSize(1);
        assertThatThrownBy(() -> users.create(CONTEXT, attributes(users, "x".repeat(500))))
                .isInstanceOfSatisfying(
                        ScimException.class,
                        refusal -> assertThat(refusal.type()).contains(ErrorType.INVALID_VALUE));
        assertThat(users.find(CONTEXT, "a\u0000", Wanted.everything())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"users; DROP TABLE x", "a b", "", "1a", "\"", "a.b.c.d", "a--", "\"a\"b"})
    void takesNoNameThatIsMoreThanAName(String name) {
        assertThatThrownBy(() -> JdbcRepository.of(TestUsers.USER, TestDatabase.H2.empty())
                        .table(name))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void takesQuotedNames() {
        assertThat(Texts.name("\"Order\"")).isEqualTo("\"Order\"");
        assertThat(Texts.name("sales.\"User\"")).isEqualTo("sales.\"User\"");
    }
}
