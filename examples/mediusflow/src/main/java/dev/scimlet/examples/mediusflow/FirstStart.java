package dev.scimlet.examples.mediusflow;

import dev.scimlet.examples.mediusflow.account.Companies;
import dev.scimlet.examples.mediusflow.account.Roles;
import dev.scimlet.examples.mediusflow.database.Database;
import dev.scimlet.examples.mediusflow.tenant.Administrators;
import dev.scimlet.examples.mediusflow.tenant.PasswordHashing;
import dev.scimlet.examples.mediusflow.tenant.Tenant;
import dev.scimlet.examples.mediusflow.tenant.Tenants;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Fills an empty database with an organisation that has a production and a test tenant. */
final class FirstStart {

    static final String ADMINISTRATOR = "admin";

    private static final List<String> COMPANIES =
            List.of("Fabrikam AB", "Fabrikam GmbH", "Fabrikam Inc.", "Fabrikam Ltd.");
    private static final String CLOSED_COMPANY = "Northwind Traders";

    private final Database database;
    private final Clock clock;
    private final PasswordHashing hashing;

    FirstStart(Database database, Clock clock, PasswordHashing hashing) {
        this.database = database;
        this.clock = clock;
        this.hashing = hashing;
    }

    /** Makes the demonstration tenants if there are no tenants yet, and returns the administrator's one-time password. */
    Optional<String> run() {
        if (!new Tenants(database, clock).none()) {
            return Optional.empty();
        }
        StringBuilder password = new StringBuilder();
        database.inTransaction(transaction -> {
            Tenants tenants = new Tenants(transaction, clock);
            String organisation = tenants.addOrganisation("Fabrikam");
            Tenant production = tenants.add(organisation, "fabrikam", "Fabrikam", Tenant.Environment.PRODUCTION);
            Tenant test = tenants.add(organisation, "fabrikam-test", "Fabrikam Test", Tenant.Environment.TEST);
            for (Tenant tenant : List.of(production, test)) {
                addCompaniesAndRoles(transaction, tenant);
            }
            password.append(new Administrators(transaction, clock, hashing).add(organisation, ADMINISTRATOR));
        });
        return Optional.of(password.toString());
    }

    private static void addCompaniesAndRoles(Database transaction, Tenant tenant) {
        Companies companies = new Companies(transaction);
        COMPANIES.forEach(name -> companies.add(tenant, name));
        companies.close(tenant, companies.add(tenant, CLOSED_COMPANY), true);
        Roles roles = new Roles(transaction);
        roles.add(tenant, "Approver", "Approves invoices up to a limit");
        roles.add(tenant, "Accountant", "Codes invoices and follows them up");
        roles.add(tenant, "Purchaser", "Makes requisitions and confirms deliveries");
        roles.add(tenant, "Observer", "Sees invoices and changes nothing");
    }
}
