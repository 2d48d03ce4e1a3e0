package dev.scimlet.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scimlet.core.ErrorType;
import dev.scimlet.core.ScimException;
import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.AttributesBuilder;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.Wanted;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToMany;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A refusal by a constraint of the database names the attribute that the constraint stands on. */
final class RefusedAttributesTest {

    private static final RequestContext CONTEXT = RequestContext.of("tests");
    private static final String STAFF = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:";

    @Embeddable
    static class Home {

        @Column(length = 20)
        String locality;

        String region;
    }

    @Embeddable
    static class Phone {

        @Column(name = "phone_number", length = 20)
        String number;

        String kind;
    }

    /** Some columns are named by annotations, others by the provider; the application has columns of its own. */
    @Entity(name = "Sailor")
    @Table(name = "ship_sailors")
    static class Sailor {

        @Id
        @GeneratedValue(strategy = GenerationType.IDENTITY)
        Long id;

        @Version
        long version;

        @Column(name = "sign_in")
        String login;

        @Column(length = 20)
        String loginKey;

        String nickName;
        String title;
        String locale;

        @Column(name = "badge_number")
        String badge;

        @Embedded
        Home home;

        @ManyToOne(fetch = FetchType.LAZY)
        Sailor boss;

        @ElementCollection
        Set<Phone> phones = new HashSet<>();

        Instant createdAt;
        Instant updatedAt;
    }

    @Entity(name = "Fleet")
    static class Fleet {

        @Id
        @GeneratedValue(strategy = GenerationType.IDENTITY)
        Long id;

        @Version
        long version;

        String name;

        @ManyToMany
        Set<Sailor> sailors = new HashSet<>();

        Instant createdAt;
        Instant updatedAt;
    }

    private static TestDatabase.Entities entities(TestDatabase database) {
        TestDatabase.Entities entities = database.of(Sailor.class, Fleet.class);
        boolean fresh = TestDatabase.values(
                        entities.dataSource(),
                        "SELECT constraint_name FROM information_schema.table_constraints"
                                + " WHERE LOWER(constraint_name) = 'one_login'")
                .isEmpty();
        if (fresh) {
            for (String constraint : List.of(
                    "one_login UNIQUE (loginKey)",
                    "one_call UNIQUE (nickName, title)",
                    "login UNIQUE (badge_number)",
                    "known_title CHECK (title IN ('Captain', 'Mate'))",
                    "needs_locale CHECK (locale <> '')",
                    "one_town UNIQUE (region)")) {
                TestDatabase.run(entities.dataSource(), "ALTER TABLE ship_sailors ADD CONSTRAINT " + constraint);
            }
        }
        entities.empty("Fleet_ship_sailors", "Sailor_phones", "Fleet", "ship_sailors");
        return entities;
    }

    private static JpaRepository<Sailor> sailors(TestDatabase.Entities entities) {
        return JpaRepository.of(StandardTypes.user(), entities.factory(), Sailor.class, Sailor::new)
                .created("createdAt")
                .lastModified("updatedAt")
                .embedded("home", Home::new)
                .map("userName", "login", login -> login.key("loginKey"))
                .map("nickName", "nickName")
                .map("title", "title")
                .map("locale", "locale")
                .map("timezone", "badge")
                .map("addresses[type eq \"home\"].locality", "home.locality")
                .map("addresses[type eq \"home\"].region", "home.region")
                .map(STAFF + "manager", "boss")
                .list(
                        "phoneNumbers",
                        "phones",
                        Phone::new,
                        phones -> phones.map("value", "number").map("type", "kind"))
                .without("externalId")
                .ignoreUnmapped()
                .build();
    }

    private static void assertRefused(ErrorType type, String detail, Runnable call) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        ScimException.class,
                        refused -> assertThat(refused.type()).contains(type))
                .hasMessage(detail);
    }

    private static Attributes sailor(JpaRepository<?> sailors, String name, UnaryOperator<AttributesBuilder> more) {
        return more.apply(sailors.type().attributes().set("userName", name)).build();
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void namesTheAttributesOfATakenValue(TestDatabase database) {
        JpaRepository<Sailor> sailors = sailors(entities(database));
        UnaryOperator<AttributesBuilder> ada = plain -> plain.set("nickName", "A")
                .set("title", "Captain")
                .set("timezone", "\" ON x \"one_login\" (")
                .set("addresses", List.of(Map.of("type", "home", "region", "North")));
        sailors.create(CONTEXT, sailor(sailors, "ada", ada));
        Resource bob = sailors.create(CONTEXT, sailor(sailors, "bob", plain -> plain));

        assertRefused(
                ErrorType.UNIQUENESS,
                "another User has the same 'userName'",
                () -> sailors.create(CONTEXT, sailor(sailors, "ADA", plain -> plain)));
        assertRefused(
                ErrorType.UNIQUENESS,
                "another User has the same 'userName'",
                () -> sailors.update(CONTEXT, bob, sailor(sailors, "Ada", plain -> plain), Wanted.everything()));
        assertRefused(
                ErrorType.UNIQUENESS,
                "another User has the same 'nickName' and 'title'",
                () -> sailors.create(
                        CONTEXT,
                        sailor(sailors, "c", plain -> plain.set("nickName", "A").set("title", "Captain"))));
        assertRefused(
                ErrorType.UNIQUENESS,
                "another User has the same 'timezone'",
                () -> sailors.create(
                        CONTEXT, sailor(sailors, "c", plain -> plain.set("timezone", "\" ON x \"one_login\" ("))));
        assertRefused(
                ErrorType.UNIQUENESS,
                "another User has the same 'addresses[type eq \"home\"].region'",
                () -> sailors.create(
                        CONTEXT,
                        sailor(
                                sailors,
                                "c",
                                plain -> plain.set("addresses", List.of(Map.of("type", "home", "region", "North"))))));
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void namesTheAttributeOfAValueThatDoesNotFit(TestDatabase database) {
        JpaRepository<Sailor> sailors = sailors(entities(database));
        Resource bob = sailors.create(CONTEXT, sailor(sailors, "bob", plain -> plain));

        assertRefused(
                ErrorType.INVALID_VALUE,
                "'userName' is longer than what can be stored",
                () -> sailors.create(CONTEXT, sailor(sailors, "a".repeat(21), plain -> plain)));
        assertRefused(
                ErrorType.INVALID_VALUE,
                "'addresses[type eq \"home\"].locality' is longer than what can be stored",
                () -> sailors.update(
                        CONTEXT,
                        bob,
                        sailor(
                                sailors,
                                "bob",
                                plain -> plain.set(
                                        "addresses", List.of(Map.of("type", "home", "locality", "x".repeat(21))))),
                        Wanted.everything()));
        assertRefused(
                ErrorType.INVALID_VALUE,
                "'phoneNumbers.value' is longer than what can be stored",
                () -> sailors.create(
                        CONTEXT,
                        sailor(
                                sailors,
                                "c",
                                plain -> plain.set("phoneNumbers", List.of(Map.of("value", "1".repeat(21)))))));
        assertRefused(
                ErrorType.INVALID_VALUE,
                "'title' has a value that the application does not take",
                () -> sailors.create(CONTEXT, sailor(sailors, "c", plain -> plain.set("title", "Emperor"))));
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void namesTheAttributeThatIsMissing(TestDatabase database) {
        TestDatabase.Entities entities = entities(database);
        JpaRepository<Sailor> sailors = sailors(entities);
        String nullable = database == TestDatabase.MARIADB
                ? "ALTER TABLE ship_sailors MODIFY badge_number varchar(255) "
                : "ALTER TABLE ship_sailors ALTER COLUMN badge_number ";
        TestDatabase.run(
                entities.dataSource(), nullable + (database == TestDatabase.MARIADB ? "NOT NULL" : "SET NOT NULL"));
        try {
            assertRefused(
                    ErrorType.INVALID_VALUE,
                    "'timezone' is missing, and the application needs it",
                    () -> sailors.create(CONTEXT, sailor(sailors, "c", plain -> plain)));
        } finally {
            TestDatabase.run(
                    entities.dataSource(), nullable + (database == TestDatabase.MARIADB ? "NULL" : "DROP NOT NULL"));
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void namesTheReferenceThatLeadsNowhere(TestDatabase database) {
        TestDatabase.Entities entities = entities(database);
        JpaRepository<Sailor> sailors = sailors(entities);
        JpaRepository<Fleet> fleets = JpaRepository.of(
                        StandardTypes.group(), entities.factory(), Fleet.class, Fleet::new)
                .created("createdAt")
                .lastModified("updatedAt")
                .map("displayName", "name")
                .members("members", "sailors", sailors, "Fleet_ship_sailors", "Fleet_id", "sailors_id")
                .without("externalId")
                .build();

        assertRefused(
                ErrorType.INVALID_VALUE,
                "'" + STAFF + "manager.value' refers to something that is not there",
                () -> sailors.create(
                        CONTEXT, sailor(sailors, "c", plain -> plain.set(STAFF + "manager.value", "99999999"))));
        assertRefused(
                ErrorType.INVALID_VALUE,
                "'members' refers to something that is not there",
                () -> fleets.create(
                        CONTEXT,
                        fleets.type()
                                .attributes()
                                .set("displayName", "North")
                                .set("members", List.of(Map.of("value", "99999999")))
                                .build()));
    }
}
