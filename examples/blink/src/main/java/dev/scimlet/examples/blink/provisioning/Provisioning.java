package dev.scimlet.examples.blink.provisioning;

import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.schema.Schema;
import dev.scimlet.core.standard.StandardSchemas;
import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.directory.Directories;
import dev.scimlet.directory.jdbc.JdbcDirectoryStore;
import dev.scimlet.examples.blink.database.Database;
import dev.scimlet.examples.blink.database.Employee;
import dev.scimlet.protocol.ScimService;
import dev.scimlet.spi.mapping.Converter;
import dev.scimlet.spi.mapping.EntityRepository;
import dev.scimlet.spi.mapping.ResourceMapping;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** Employees as users of SCIM: which attribute is which property, and the service made of it. */
public final class Provisioning {

    private static final String ENTERPRISE = StandardSchemas.ENTERPRISE_USER.id() + ":";
    private static final String BLINK = "urn:ietf:params:scim:schemas:extension:blink:2.0:User:";

    private Provisioning() {}

    /** The service: one URL for all customers, whom their tokens tell apart. */
    public static ScimService service(Database database, Directories directories, Clock clock) {
        return ScimService.builder()
                .repositories(employees(database, clock))
                .install(directories)
                .build();
    }

    /** The customers' directories, in tables beside that of employees. */
    public static Directories directories(Database database, Clock clock) {
        return Directories.builder(JdbcDirectoryStore.over(database.source()))
                .clock(clock)
                .build();
    }

    static EntityRepository<Employee> employees(Database database, Clock clock) {
        ResourceMapping<Employee> mapping = mapping();
        return new EntityRepository<>(mapping, new EmployeeStore(database, mapping.mapped()), clock);
    }

    private static ResourceMapping<Employee> mapping() {
        return ResourceMapping.builder(user(), Employee.class, Employee::new)
                .id(Employee::number, Employee::setNumber)
                .version(Employee::revision, Employee::setRevision)
                .created(Employee::created, Employee::setCreated)
                .lastModified(Employee::changed, Employee::setChanged)
                .map("userName", Employee::login, Employee::setLogin)
                .map("externalId", Employee::directoryId, Employee::setDirectoryId)
                .mapBoolean("active", Employee::isEmployed, Employee::setEmployed, true)
                .map("title", Employee::jobTitle, Employee::setJobTitle)
                .map("name.givenName", Employee::firstName, Employee::setFirstName)
                .map("name.familyName", Employee::lastName, Employee::setLastName)
                .map("emails[type eq \"work\"].value", Employee::workMail, Employee::setWorkMail)
                .readOnly("emails[type eq \"work\"].primary", Provisioning::isPrimary, Converter.bool())
                .map("phoneNumbers[type eq \"work\"].value", Employee::officePhone, Employee::setOfficePhone)
                .map("phoneNumbers[type eq \"mobile\"].value", Employee::cellPhone, Employee::setCellPhone)
                .map(ENTERPRISE + "department", Employee::department, Employee::setDepartment)
                .map(ENTERPRISE + "employeeNumber", Employee::staffNumber, Employee::setStaffNumber)
                .map(ENTERPRISE + "manager.value", Employee::boss, Employee::setBoss)
                .map(BLINK + "company", Employee::company, Employee::setCompany)
                .map(BLINK + "description", Employee::about, Employee::setAbout)
                .map(BLINK + "location", Employee::site, Employee::setSite)
                .without("groups")
                .ignoreUnmapped()
                .build();
    }

    /** The only address that an employee has here is the primary one. */
    private static @Nullable Boolean isPrimary(Employee employee) {
        return employee.workMail() == null ? null : true;
    }

    private static ResourceType user() {
        return StandardTypes.userBuilder()
                .extension(StandardSchemas.ENTERPRISE_USER)
                .extension(Schema.of(
                        "urn:ietf:params:scim:schemas:extension:blink:2.0:User",
                        AttributeDefinition.string("company"),
                        AttributeDefinition.string("description"),
                        AttributeDefinition.string("location")))
                .build();
    }
}
