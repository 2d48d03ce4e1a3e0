package dev.scimlet.spi.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scimlet.core.ErrorType;
import dev.scimlet.core.ScimException;
import dev.scimlet.core.profile.ClientProfile;
import dev.scimlet.core.resource.BoundFilter;
import dev.scimlet.core.resource.Meta;
import dev.scimlet.core.resource.PathBinder;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.schema.AttributeType;
import dev.scimlet.core.schema.Schema;
import dev.scimlet.core.standard.StandardTypes;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Id;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.hibernate.cfg.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hibernate finds what {@link BoundFilter#matches} finds. */
final class CriteriaConditionTest {

    private static final String STAFF = "urn:example:staff:2.0:User:";

    private static final ResourceType USER = StandardTypes.userBuilder()
            .extension(Schema.of(
                    "urn:example:staff:2.0:User",
                    AttributeDefinition.builder("level", AttributeType.INTEGER).build(),
                    AttributeDefinition.builder("rate", AttributeType.DECIMAL).build()))
            .build();
    private static final PathBinder BINDER = new PathBinder(USER.definition(), ClientProfile.INTEROPERABLE);

    private static final Map<String, String> PROPERTIES = Map.of(
            "userName",
            "login",
            "active",
            "enabled",
            "externalId",
            "directoryId",
            "meta.lastModified",
            "changed",
            STAFF + "level",
            "level",
            STAFF + "rate",
            "rate",
            "emails[type eq \"work\"].value",
            "email");

    private static EntityManagerFactory database;

    @Entity(name = "Person")
    static class Person {

        @Id
        String id;

        String login;
        Boolean enabled;
        String directoryId;
        Instant changed;
        String email;
        Long level;
        BigDecimal rate;

        protected Person() {}

        Person(String id, String login, Boolean enabled, String directoryId, Instant changed, String email) {
            this.id = id;
            this.login = login;
            this.enabled = enabled;
            this.directoryId = directoryId;
            this.changed = changed;
            this.email = email;
        }

        Person with(long itsLevel, String itsRate) {
            level = itsLevel;
            rate = new BigDecimal(itsRate);
            return this;
        }

        Resource resource() {
            return new Resource(
                    USER,
                    id,
                    new Meta(changed, changed, "1"),
                    USER.attributes()
                            .set("userName", login)
                            .set("active", enabled)
                            .set("externalId", directoryId)
                            .set("emails[type eq \"work\"].value", email)
                            .set(STAFF + "level", level)
                            .set(STAFF + "rate", rate)
                            .build());
        }
    }

    private static final List<Person> PEOPLE = List.of(
            new Person("1", "BJensen", true, "50%_!", Instant.parse("2026-01-01T00:00:00Z"), "b@example.com")
                    .with(3, "1.5"),
            new Person("2", "jsmith", false, "50x", Instant.parse("2026-02-01T00:00:00Z"), null).with(7, "-2"),
            new Person("3", "anna", null, null, Instant.parse("2025-12-31T23:59:59Z"), "X"));

    @BeforeAll
    static void fill() {
        database = new Configuration()
                .addAnnotatedClass(Person.class)
                .setProperty("hibernate.connection.url", "jdbc:h2:mem:criteria")
                .setProperty("hibernate.hbm2ddl.auto", "create")
                .buildSessionFactory();
        try (EntityManager entities = database.createEntityManager()) {
            entities.getTransaction().begin();
            PEOPLE.forEach(entities::persist);
            entities.getTransaction().commit();
        }
    }

    @AfterAll
    static void close() {
        database.close();
    }

    private static List<String> found(BoundFilter filter) {
        try (EntityManager entities = database.createEntityManager()) {
            var criteria = entities.getCriteriaBuilder();
            var query = criteria.createQuery(String.class);
            var person = query.from(Person.class);
            query.select(person.get("id"));
            query.where(new CriteriaCondition(criteria, person, PROPERTIES).walk(filter));
            return entities.createQuery(query).getResultList();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "userName eq \"bjensen\"",
                "userName ne \"bjensen\"",
                "externalId ne \"50x\"",
                "not (externalId eq \"50x\")",
                "externalId co \"0%\"",
                "externalId co \"_!\"",
                "externalId sw \"50\" and not (externalId ew \"X\")",
                "externalId pr or active eq true",
                "not (active eq true)",
                "active ne false",
                "userName ge \"B\" and userName lt \"jsmith\"",
                "userName gt \"anna\" and userName le \"JSMITH\"",
                "meta.lastModified ge \"2026-01-01T01:00:00+01:00\"",
                "emails[type eq \"work\" and value ne \"x\"]",
                "emails[value co \"EXAMPLE\" and type eq \"work\"]",
                "emails[type eq \"work\"].value eq \"x\"",
                "userName eq \"x' or '1'='1\"",
                STAFF + "level eq 3",
                STAFF + "level ne 3",
                STAFF + "level gt 3",
                STAFF + "level ge 3",
                STAFF + "level lt 7",
                STAFF + "level le 7",
                "not (" + STAFF + "level gt 3)",
                STAFF + "rate gt 1",
                STAFF + "rate ge 1.50",
                STAFF + "rate lt 0",
                STAFF + "rate le 1.5",
                STAFF + "rate ne 1.50",
            })
    void findsWhatMeetsTheFilter(String text) {
        BoundFilter filter = BINDER.filter(text);

        assertThat(found(filter))
                .containsExactlyInAnyOrderElementsOf(PEOPLE.stream()
                        .filter(person -> filter.matches(person.resource()))
                        .map(person -> person.id)
                        .toList());
    }

    @Test
    void refusesWhatNoPropertyHolds() {
        for (String filter : List.of(
                "title pr",
                STAFF + "level gt 1.5",
                "emails.value eq \"x\"",
                "emails[type eq \"home\" and value eq \"x\"]")) {
            assertThatThrownBy(() -> found(BINDER.filter(filter)))
                    .isInstanceOfSatisfying(
                            ScimException.class,
                            refusal -> assertThat(refusal.type()).contains(ErrorType.INVALID_FILTER));
        }
    }
}
