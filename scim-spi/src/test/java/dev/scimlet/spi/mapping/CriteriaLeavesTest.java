package dev.scimlet.spi.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scimlet.core.ErrorType;
import dev.scimlet.core.ScimException;
import dev.scimlet.core.profile.ClientProfile;
import dev.scimlet.core.query.Sort;
import dev.scimlet.core.query.SortOrder;
import dev.scimlet.core.resource.BoundFilter;
import dev.scimlet.core.resource.BoundPath;
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
import jakarta.persistence.criteria.Expression;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.hibernate.cfg.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hibernate finds what {@link BoundFilter#matches} finds, and orders as {@link Sort} does. */
final class CriteriaLeavesTest {

    private static final String STAFF = "urn:example:staff:2.0:User:";
    private static final String WORK = "emails[type eq \"work\"].value";
    private static final String HOME = "emails[type eq \"home\"].value";

    private static final ResourceType USER = StandardTypes.userBuilder()
            .extension(Schema.of(
                    "urn:example:staff:2.0:User",
                    AttributeDefinition.builder("level", AttributeType.INTEGER).build(),
                    AttributeDefinition.builder("rate", AttributeType.DECIMAL).build()))
            .build();

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
        String homeEmail;
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

        Person with(String itsHomeEmail) {
            homeEmail = itsHomeEmail;
            return this;
        }

        Person with(long itsLevel, String itsRate) {
            level = itsLevel;
            rate = new BigDecimal(itsRate);
            return this;
        }
    }

    /** What the entity is to clients, and what its properties are called: one table for reading, filtering and sorting. */
    private static final ResourceMapping<Person> MAPPING = ResourceMapping.builder(USER, Person.class, Person::new)
            .id(person -> person.id)
            .version(person -> "1")
            .created(person -> person.changed)
            .lastModified(person -> person.changed)
            .map("userName", person -> person.login, (person, value) -> person.login = value)
            .mapBoolean("active", person -> person.enabled, (person, value) -> person.enabled = value)
            .map("externalId", person -> person.directoryId, (person, value) -> person.directoryId = value)
            .map(WORK, person -> person.email, (person, value) -> person.email = value)
            .map(HOME, person -> person.homeEmail, (person, value) -> person.homeEmail = value)
            .map("nickName", person -> person.login, (person, value) -> person.login = value)
            .mapInteger(STAFF + "level", person -> person.level, (person, value) -> person.level = value)
            .map(STAFF + "rate", person -> person.rate, (person, value) -> person.rate = value, Converter.decimal())
            .property("id", "id")
            .property("meta.lastModified", "changed")
            .property("userName", "login")
            .property("active", "enabled")
            .property("externalId", "directoryId")
            .property(WORK, "email")
            .property(HOME, "homeEmail")
            .property(STAFF + "level", "level")
            .property(STAFF + "rate", "rate")
            .build();

    private static final PathBinder BINDER = new PathBinder(MAPPING.type().definition(), ClientProfile.INTEROPERABLE);

    private static final List<Person> PEOPLE = List.of(
            new Person("1", "BJensen", true, "50%_!", Instant.parse("2026-01-01T00:00:00Z"), "b@example.com")
                    .with(3, "1.5"),
            new Person("2", "jsmith", false, "50x", Instant.parse("2026-02-01T00:00:00Z"), null).with(7, "-2"),
            new Person("3", "anna", null, null, Instant.parse("2025-12-31T23:59:59Z"), "X"),
            new Person("4", "Zoe", true, "", Instant.parse("2026-03-01T00:00:00Z"), null).with("home@example.com"),
            new Person("5", "yves", null, "50", Instant.parse("2026-03-02T00:00:00Z"), "y@example.com").with("x"));

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
            var leaves = new CriteriaLeaves(criteria, person, MAPPING);
            query.select(person.get("id"));
            query.where(new MappedSearch<>(MAPPING.mapped(), leaves).condition(filter));
            return entities.createQuery(query).getResultList();
        }
    }

    private static List<String> sorted(BoundPath path) {
        try (EntityManager entities = database.createEntityManager()) {
            var criteria = entities.getCriteriaBuilder();
            var query = criteria.createQuery(String.class);
            var person = query.from(Person.class);
            var leaves = new CriteriaLeaves(criteria, person, MAPPING);
            Expression<?> key = new MappedSearch<>(MAPPING.mapped(), leaves).sortKey(path);
            var missing = criteria.selectCase().when(criteria.isNull(key), 1).otherwise(0);
            query.select(person.get("id"));
            query.orderBy(criteria.asc(missing), criteria.asc(key), criteria.asc(person.get("id")));
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
                "emails.value eq \"x\"",
                "emails.value ne \"x\"",
                "not (emails.value ne \"x\")",
                "emails.type eq \"home\"",
                "emails[type eq \"home\" and value eq \"x\"]",
                "emails[type ne \"work\" and value co \"h\"]",
                "emails pr and schemas eq \"urn:example:staff:2.0:User\"",
                "id eq \"2\" or meta.lastModified lt \"2026-01-01T00:00:00Z\"",
                STAFF + "level gt 3.5",
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
                        .filter(person -> filter.matches(MAPPING.resource(person)))
                        .map(person -> person.id)
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "userName",
                "externalId",
                "meta.lastModified",
                "emails.value",
                "emails.type",
                STAFF + "level",
                "id"
            })
    void ordersAsSortDoes(String path) {
        Sort sort = new Sort(MAPPING.type().path(path), SortOrder.ASCENDING);
        Comparator<Resource> order =
                Comparator.comparing(sort::key, sort::compareKeys).thenComparing(Resource::id);

        assertThat(sorted(sort.path()))
                .isEqualTo(PEOPLE.stream()
                        .map(MAPPING::resource)
                        .sorted(order)
                        .map(Resource::id)
                        .toList());
    }

    @Test
    void refusesWhatNoPropertyHolds() {
        for (String filter : List.of("nickName pr", "meta.created pr and meta.version eq \"1\"")) {
            assertThatThrownBy(() -> found(BINDER.filter(filter)))
                    .isInstanceOfSatisfying(
                            ScimException.class,
                            refusal -> assertThat(refusal.type()).contains(ErrorType.INVALID_FILTER));
        }
    }

    @Test
    void namesPropertiesOfLinesOnly() {
        assertThatThrownBy(() ->
                        ResourceMapping.builder(USER, Person.class, Person::new).property("title", "jobTitle"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'title' has no line before");
    }
}
