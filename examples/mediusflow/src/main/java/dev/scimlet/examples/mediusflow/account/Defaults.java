package dev.scimlet.examples.mediusflow.account;

import dev.scimlet.examples.mediusflow.database.Database;
import dev.scimlet.examples.mediusflow.tenant.Tenant;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * Gives accounts afterwards what they would have got had there been a user configuration when they were created. What an
 * account has it keeps.
 */
public final class Defaults {

    private final Database database;
    private final UserConfigurations configurations;
    private final Companies companies;
    private final Roles roles;
    private final Clock clock;

    public Defaults(Database database, Clock clock) {
        this.database = database;
        this.configurations = new UserConfigurations(database, clock);
        this.companies = new Companies(database);
        this.roles = new Roles(database);
        this.clock = clock;
    }

    /** Gives one account its defaults; returns the configuration that they come from, if there is one. */
    public Optional<UserConfiguration> give(Tenant tenant, Account account) {
        Optional<UserConfiguration> found =
                configurations.forNewAccount(tenant, account.signIn().configurationFilter());
        found.ifPresent(configuration ->
                database.inTransaction(transaction -> give(transaction, tenant, account, configuration)));
        return found;
    }

    private void give(Database transaction, Tenant tenant, Account account, UserConfiguration configuration) {
        int changed = transaction.change(
                "update accounts set locale = coalesce(locale, ?),"
                        + " configuration_filter = coalesce(configuration_filter, nullif(?, '')),"
                        + " version = version + 1, updated_at = ? where id = ? and tenant_id = ?",
                configuration.locale(),
                configuration.filter(),
                clock.instant(),
                account.id(),
                tenant.id());
        if (changed == 0) {
            return;
        }
        add(transaction, "account_roles", "role_id", account, roles.openAmong(tenant, configuration.roleIds()));
        add(
                transaction,
                "account_companies",
                "company_id",
                account,
                companies.openAmong(tenant, configuration.companyIds()));
    }

    private static void add(Database transaction, String table, String column, Account account, List<String> ids) {
        for (String id : ids) {
            transaction.change(
                    "insert into " + table + " (account_id, " + column
                            + ") select a.id, ? from accounts a where a.id = ?"
                            + " and not exists (select 1 from " + table + " x where x.account_id = a.id and x." + column
                            + " = ?)",
                    id,
                    account.id(),
                    id);
        }
    }
}
