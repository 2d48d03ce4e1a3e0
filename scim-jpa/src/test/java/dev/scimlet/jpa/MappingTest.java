package dev.scimlet.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scimlet.core.ErrorType;
import dev.scimlet.core.ScimException;
import dev.scimlet.core.query.Page;
import dev.scimlet.core.query.Sort;
import dev.scimlet.core.query.SortOrder;
import dev.scimlet.core.resource.AttributesBuilder;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.standard.StandardSchemas;
import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.spi.Query;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.Wanted;
import dev.scimlet.spi.mapping.Converter;
import jakarta.persistence.metamodel.SingularAttribute;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Attributes of every kind, read, written, searched and ordered. */
final class MappingTest {

    private static final RequestContext CONTEXT = RequestContext.of("tests");
    private static final String STAFF = StandardSchemas.ENTERPRISE_USER.id() + ":";
    private static final ResourceType USER = StandardTypes.userBuilder()
            .extension(StandardSchemas.ENTERPRISE_USER)
            .build();

    private static TestDatabase.Entities entities(TestDatabase database) {
        return database.of(Employee.class, Employee.Department.class, Employee.LanguageConverter.class);
    }

    private static JpaRepository.Builder<Employee> builder(TestDatabase database) {
        TestDatabase.Entities entities = entities(database);
        SingularAttribute<? super Employee, String> login =
                entities.factory().getMetamodel().entity(Employee.class).getSingularAttribute("login", String.class);
        return JpaRepository.of(USER, entities.factory(), Employee.class, Employee::new)
                .zone(ZoneId.of("Europe/Berlin"))
                .created("hiredAt")
                .lastModified("changedAt")
                .embedded("name", Employee.FullName::new)
                .map("userName", login)
                .map("name.givenName", "name.first")
                .map("name.familyName", "name.last")
                .map("userType", "kind")
                .map(
                        "preferredLanguage",
                        "language",
                        language -> language.converted(Converter.text(Employee.Language::tag, Employee.Language::of)))
                .map("password", "passwordHash", password -> password.hashedBy(text -> "hash of " + text))
                .map(STAFF + "department", "department.name", department -> department.readOnly())
                .list(
                        "phoneNumbers",
                        "phones",
                        Employee.Phone::new,
                        phones -> phones.map("value", "number").map("type", "kind"))
                .without("externalId");
    }

    private static JpaRepository<Employee> employees(TestDatabase database) {
        entities(database).empty("employee_phones", "Employee", "Department");
        return builder(database).only("realm", "staff").build();
    }

    private static Resource create(
            JpaRepository<Employee> employees, String name, UnaryOperator<AttributesBuilder> more) {
        return employees.create(
                CONTEXT,
                more.apply(employees.type().attributes().set("userName", name)).build());
    }

    private static List<Resource> found(JpaRepository<Employee> employees, String filter) {
        return employees
                .query(CONTEXT, Query.matching(employees.type().filter(filter), 10))
                .resources();
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void keepsWhatIsEmbeddedConvertedAndEnumerated(TestDatabase database) {
        JpaRepository<Employee> employees = employees(database);
        Resource barbara = create(
                employees,
                "bjensen",
                more -> more.set("name.givenName", "Barbara")
                        .set("userType", "contractor")
                        .set("preferredLanguage", "de-CH")
                        .set("password", "secret")
                        .set("phoneNumbers", List.of(Map.of("value", "2", "type", "work"), Map.of("value", "1"))));
        Resource john = create(employees, "jsmith", more -> more);

        Resource read =
                employees.find(CONTEXT, barbara.id(), Wanted.everything()).orElseThrow();
        assertThat(read).isEqualTo(barbara);
        assertThat(read.string("name.givenName")).contains("Barbara");
        assertThat(read.string("userType")).contains("Contractor");
        assertThat(read.string("preferredLanguage")).contains("de-CH");
        assertThat(read.strings("phoneNumbers.value")).containsExactly("2", "1");
        assertThat(TestDatabase.values(entities(database).dataSource(), "SELECT passwordHash FROM Employee"))
                .contains("hash of secret");
        for (String filter : List.of(
                "name.givenName eq \"BARBARA\"",
                "userType eq \"CONTRACTOR\"",
                "userType co \"tract\"",
                "phoneNumbers[type eq \"work\" and value eq \"2\"]",
                "preferredLanguage pr")) {
            assertThat(found(employees, filter)).as(filter).containsExactly(barbara);
            assertThat(found(employees, "not (" + filter + ")")).as(filter).containsExactly(john);
        }
        assertThatThrownBy(() -> found(employees, "preferredLanguage eq \"de-CH\""))
                .isInstanceOfSatisfying(
                        ScimException.class,
                        refused -> assertThat(refused.type()).contains(ErrorType.INVALID_FILTER));
        assertThatThrownBy(() -> create(employees, "x", more -> more.set("preferredLanguage", "")))
                .isInstanceOf(ScimException.class);
        assertThatThrownBy(() -> create(employees, "x", more -> more.set("userType", "Robot")))
                .isInstanceOf(ScimException.class);
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void ordersByTheFirstOfSeveralEntries(TestDatabase database) {
        JpaRepository<Employee> employees = employees(database);
        Map<String, List<String>> numbers =
                Map.of("two", List.of("2", "9"), "three", List.of("3", "1"), "one", List.of("1", "5", "0"));
        numbers.forEach((name, several) -> create(
                employees,
                name,
                more -> more.set(
                        "phoneNumbers",
                        several.stream().map(number -> Map.of("value", number)).toList())));
        create(employees, "none", more -> more);

        List<Resource> ordered = employees
                .query(
                        CONTEXT,
                        Query.builder(new Page.Index(1, 10))
                                .sort(new Sort(employees.type().path("phoneNumbers.value"), SortOrder.ASCENDING))
                                .build())
                .resources();

        assertThat(ordered)
                .extracting(found -> found.string("userName").orElseThrow())
                .containsExactly("one", "two", "three", "none");
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void changesAndRemovesWhatIsEmbedded(TestDatabase database) {
        JpaRepository<Employee> employees = employees(database);
        Resource created = create(employees, "bjensen", more -> more);

        Resource named = employees.update(
                CONTEXT,
                created,
                created.attributes().toBuilder()
                        .set("name.familyName", "Jensen")
                        .build(),
                Wanted.everything());
        Resource unnamed = employees.update(
                CONTEXT, named, named.attributes().toBuilder().set("name", null).build(), Wanted.everything());

        assertThat(named.string("name.familyName")).contains("Jensen");
        assertThat(unnamed.attributes()).isEqualTo(created.attributes());
        assertThat(unnamed.meta().created()).isEqualTo(created.meta().created());
        assertThat(unnamed.meta().lastModified()).isAfter(created.meta().lastModified());
    }

    /** Who has no department is there all the same, in every answer. */
    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void readsAttributesOfOtherEntitiesWithoutLosingWhoHasNone(TestDatabase database) {
        JpaRepository<Employee> employees = employees(database);
        Resource barbara = create(employees, "bjensen", more -> more);
        Resource john = create(employees, "jsmith", more -> more);
        TestDatabase.run(entities(database).dataSource(), "INSERT INTO Department (id, name) VALUES (7, 'Sales')");
        TestDatabase.run(
                entities(database).dataSource(), "UPDATE Employee SET department_id = 7 WHERE login = 'bjensen'");

        assertThat(employees
                        .find(CONTEXT, barbara.id(), Wanted.everything())
                        .orElseThrow()
                        .string(STAFF + "department"))
                .contains("Sales");
        assertThat(employees.find(CONTEXT, john.id(), Wanted.everything())).isPresent();
        assertThat(employees.query(CONTEXT, Query.all(10)).totalResults()).hasValue(2);
        assertThat(ids(found(employees, STAFF + "department eq \"sales\""))).containsExactly(barbara.id());
        assertThat(ids(found(employees, STAFF + "department ne \"sales\""))).containsExactly(john.id());
        assertThat(ids(found(employees, "not (" + STAFF + "department pr)"))).containsExactly(john.id());
        for (SortOrder order : SortOrder.values()) {
            Query sorted = Query.builder(new Page.Index(1, 10))
                    .sort(new Sort(employees.type().path(STAFF + "department"), order))
                    .build();
            assertThat(employees.query(CONTEXT, sorted).resources()).hasSize(2);
        }
    }

    private static List<String> ids(List<Resource> resources) {
        return resources.stream().map(Resource::id).toList();
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void keepsToItsPartOfATable(TestDatabase database) {
        JpaRepository<Employee> staff = employees(database);
        JpaRepository<Employee> guests =
                builder(database).only("realm", "guests").build();
        Resource barbara = create(staff, "bjensen", more -> more);

        assertThat(guests.find(CONTEXT, barbara.id(), Wanted.everything())).isEmpty();
        assertThat(guests.query(CONTEXT, Query.all(10)).resources()).isEmpty();
        assertThat(guests.delete(CONTEXT, barbara.id(), Wanted.nothing(), dev.scimlet.spi.Precondition.NONE))
                .isEmpty();
        assertThat(staff.find(CONTEXT, barbara.id(), Wanted.everything())).contains(barbara);
    }
}
