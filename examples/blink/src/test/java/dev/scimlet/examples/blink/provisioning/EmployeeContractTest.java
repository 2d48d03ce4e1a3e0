package dev.scimlet.examples.blink.provisioning;

import dev.scimlet.core.resource.Attributes;
import dev.scimlet.examples.blink.database.Database;
import dev.scimlet.spi.ResourceRepository;
import dev.scimlet.testkit.contract.ResourceRepositoryContract;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Employees are as good a store as any. */
final class EmployeeContractTest extends ResourceRepositoryContract {

    private static Database database;

    @BeforeAll
    static void open() throws SQLException {
        database = Database.open("jdbc:h2:mem:contract;DB_CLOSE_DELAY=-1");
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Override
    protected ResourceRepository emptyUsers() {
        try {
            database.change("delete from employees", List.of());
        } catch (SQLException e) {
            throw new AssertionError("the table cannot be emptied", e);
        }
        return Provisioning.employees(database, Clock.systemUTC());
    }

    /** One address, of the type work, which is then the primary one. */
    @Override
    protected Attributes storable(Attributes attributes) {
        List<Attributes> work = attributes.list("emails").stream()
                .filter(email -> email.string("type").filter("work"::equals).isPresent())
                .map(email -> email.toBuilder().set("primary", true).build())
                .toList();
        return attributes.toBuilder()
                .set("emails", work.isEmpty() ? null : work)
                .build();
    }
}
