package dev.scimlet.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scimlet.core.ErrorType;
import dev.scimlet.core.ScimException;
import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.AttributesBuilder;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.spi.Precondition;
import dev.scimlet.spi.Query;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.Wanted;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What entities, their setters and the database do not take, and what a mapping may not say. */
final class RefusalsTest {

    private static final RequestContext CONTEXT = RequestContext.of("tests");

    private static void assertRefused(ErrorType type, Runnable call) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        ScimException.class,
                        refused -> assertThat(refused.type()).contains(type));
    }

    private static Attributes user(JpaRepository<?> users, String name, UnaryOperator<AttributesBuilder> more) {
        return more.apply(users.type().attributes().set("userName", name)).build();
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void refusesTakenValuesWithoutNamingThem(TestDatabase database) {
        JpaRepository<UserAccount> users = new Company(database).emptied().users();
        users.create(CONTEXT, user(users, "bjensen", more -> more));

        assertThatThrownBy(() -> users.create(CONTEXT, user(users, "BJensen", more -> more)))
                .isInstanceOfSatisfying(ScimException.class, refused -> {
                    assertThat(refused.type()).contains(ErrorType.UNIQUENESS);
                    assertThat(refused.getMessage()).doesNotContainIgnoringCase("bjensen");
                });
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void refusesValuesThatDoNotFit(TestDatabase database) {
        JpaRepository<UserAccount> users = new Company(database).emptied().users();

        assertRefused(
                ErrorType.INVALID_VALUE,
                () -> users.create(CONTEXT, user(users, "long", more -> more.set("name.givenName", "x".repeat(300)))));
        assertRefused(
                ErrorType.INVALID_VALUE,
                () -> users.create(CONTEXT, user(users, "nul", more -> more.set("name.givenName", "a\0b"))));
    }

    @Test
    void refusesWhatASetterRefuses() {
        JpaRepository<UserAccount> users =
                new Company(TestDatabase.H2).emptied().users();

        assertRefused(
                ErrorType.INVALID_VALUE,
                () -> users.create(
                        CONTEXT,
                        user(
                                users,
                                "bjensen",
                                more -> more.set("emails", List.of(Map.of("type", "work", "value", "nobody"))))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"u999999", "u0", "999999", "U1", "u01", "t1", "u-1", "u99999999999999999999"})
    void refusesReferencesToNobody(String id) {
        Company company = new Company(TestDatabase.H2).emptied();
        JpaRepository<UserAccount> users = company.users();

        assertRefused(
                ErrorType.INVALID_VALUE,
                () -> users.create(
                        CONTEXT, user(users, "bjensen", more -> more.set(Company.STAFF + "manager.value", id))));
        for (JpaRepository<?> groups :
                List.of(company.teams(), company.teamsByCollection(), company.clubs(), company.projects())) {
            assertRefused(ErrorType.INVALID_VALUE, () -> groups.create(CONTEXT, group(groups, id)));
            assertThat(groups.query(CONTEXT, Query.all(10)).resources()).isEmpty();
        }
    }

    private static Attributes group(JpaRepository<?> groups, String id) {
        return groups.type()
                .attributes()
                .set("displayName", "Group")
                .set("members", List.of(Map.of("value", id)))
                .build();
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void keepsWhomOthersReferTo(TestDatabase database) {
        JpaRepository<UserAccount> users = new Company(database).emptied().users();
        Resource boss = users.create(CONTEXT, user(users, "boss", more -> more));
        users.create(CONTEXT, user(users, "clerk", more -> more.set(Company.STAFF + "manager.value", boss.id())));

        assertThatThrownBy(() -> users.delete(CONTEXT, boss.id(), Wanted.nothing(), Precondition.NONE))
                .isInstanceOfSatisfying(
                        ScimException.class,
                        refused -> assertThat(refused.status()).isEqualTo(409));

        assertThat(users.find(CONTEXT, boss.id(), Wanted.everything())).contains(boss);
    }

    // ---- mistakes of mappings

    private static JpaRepository.Builder<UserAccount> builder() {
        Company company = new Company(TestDatabase.H2);
        return JpaRepository.of(
                        dev.scimlet.core.standard.StandardTypes.user(),
                        company.entities().factory(),
                        UserAccount.class,
                        UserAccount::new)
                .created("createdAt")
                .lastModified("updatedAt");
    }

    private static void assertMistake(String message, Runnable mapping) {
        assertThatThrownBy(mapping::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void namesTheAttributesThatThereAre() {
        assertMistake(
                "UserAccount has no attribute 'mail'; it has clubs, createdAt, directoryId, email,",
                () -> builder().map("userName", "mail"));
    }

    @Test
    void refusesAttributesThatDoNotFit() {
        assertMistake(
                "'active' is boolean and does not fit in 'email', a String",
                () -> builder().map("active", "email"));
        assertMistake("'clubs' of UserAccount is a collection", () -> builder().map("userName", "clubs"));
        assertMistake(
                "'enabled' takes no null: say what 'active' is then",
                () -> builder().map("active", "enabled"));
        assertMistake(
                "'title' is string and does not fit in 'updatedAt', a Instant",
                () -> builder().map("title", "updatedAt"));
    }

    @Test
    void refusesTwoWritersOfOneAttribute() {
        assertMistake(
                "'email' of UserAccount would be written by 'userName' and by 'emails[type eq \"work\"].value'",
                () -> builder()
                        .map("userName", "email")
                        .map("emails[type eq \"work\"].value", "email")
                        .build());
    }

    @Test
    void needsTimes() {
        Company company = new Company(TestDatabase.H2);
        assertMistake(
                "the mapping of UserAccount does not say '.created(...)'",
                () -> JpaRepository.of(
                                dev.scimlet.core.standard.StandardTypes.user(),
                                company.entities().factory(),
                                UserAccount.class,
                                UserAccount::new)
                        .map("userName", "login")
                        .build());
    }

    @Test
    void refusesMembersOfAnotherEntity() {
        Company company = new Company(TestDatabase.H2);
        JpaRepository<Team> teams = company.teams();
        assertMistake(
                "'members' of Team holds no Team",
                () -> JpaRepository.of(
                                dev.scimlet.core.standard.StandardTypes.group(),
                                company.entities().factory(),
                                Team.class,
                                Team::new)
                        .members("members", "members", teams));
    }

    /** The login is the e-mail address: both paths find it, and one of them writes it. */
    @Test
    void readsOneAttributeUnderTwoPaths() {
        new Company(TestDatabase.H2).emptied();
        JpaRepository<UserAccount> users = builder()
                .map("userName", "login", login -> login.key("loginKey"))
                .map("emails[type eq \"work\"].value", "login", email -> email.readOnly())
                .without("externalId")
                .build();
        Resource created = users.create(CONTEXT, user(users, "b@example.com", more -> more));

        assertThat(created.list("emails").get(0).string("value")).contains("b@example.com");
        assertThat(users.query(
                                CONTEXT,
                                Query.matching(
                                        users.type().filter("emails[type eq \"work\" and value eq \"B@example.com\"]"),
                                        10))
                        .resources())
                .containsExactly(created);
    }
}
