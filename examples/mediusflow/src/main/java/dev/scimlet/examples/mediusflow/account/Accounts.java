package dev.scimlet.examples.mediusflow.account;

import dev.scimlet.examples.mediusflow.database.Database;
import dev.scimlet.examples.mediusflow.database.Row;
import dev.scimlet.examples.mediusflow.tenant.Tenant;
import java.util.List;
import java.util.Optional;

/** The accounts of each tenant, as the console shows them. */
public final class Accounts {

    static final String SELECT = "select a.*, coalesce(m.display_name, m.formatted_name, m.login_name) as manager_name"
            + " from accounts a left join accounts m on m.id = a.manager_id and m.tenant_id = a.tenant_id";

    private static final String MATCHES = "(a.login_key like ? escape '!' or lower(a.display_name) like ? escape '!'"
            + " or lower(a.work_email) like ? escape '!')";

    /** Everybody works for a company, but those who came when there was no user configuration. */
    private static final String LACKS_DEFAULTS =
            "a.tenant_id = ? and not exists" + " (select 1 from account_companies x where x.account_id = a.id)";

    private final Database database;

    public Accounts(Database database) {
        this.database = database;
    }

    public Counts counts(Tenant tenant) {
        return database.first(
                        "select count(*) as total, coalesce(sum(case when enabled then 1 else 0 end), 0) as enabled"
                                + " from accounts where tenant_id = ?",
                        row -> new Counts(row.number("total"), row.number("enabled")),
                        tenant.id())
                .orElseThrow();
    }

    /** Accounts in the order of their login names, those that have {@code words} in a name or address. */
    public Page<Account> page(Tenant tenant, String words, int number, int size) {
        String pattern = SearchPattern.containing(words);
        long total = database.number(
                "select count(*) as number from accounts a where a.tenant_id = ? and " + MATCHES,
                tenant.id(),
                pattern,
                pattern,
                pattern);
        int shown = Page.within(number, size, total);
        List<Account> found = database.list(
                SELECT + " where a.tenant_id = ? and " + MATCHES + " order by a.login_key, a.id limit ? offset ?",
                Accounts::read,
                tenant.id(),
                pattern,
                pattern,
                pattern,
                size,
                Page.offset(shown, size));
        return new Page<>(found, shown, size, total);
    }

    /** How many accounts have no company, because there was no user configuration when they were created. */
    public long lackingDefaults(Tenant tenant) {
        return database.number("select count(*) as number from accounts a where " + LACKS_DEFAULTS, tenant.id());
    }

    /** Accounts without a company, in the order of their login names. */
    public Page<Account> lackingDefaults(Tenant tenant, int number, int size) {
        long total = lackingDefaults(tenant);
        int shown = Page.within(number, size, total);
        List<Account> found = database.list(
                SELECT + " where " + LACKS_DEFAULTS + " order by a.login_key, a.id limit ? offset ?",
                Accounts::read,
                tenant.id(),
                size,
                Page.offset(shown, size));
        return new Page<>(found, shown, size, total);
    }

    public Optional<Account> find(Tenant tenant, String id) {
        return database.first(SELECT + " where a.tenant_id = ? and a.id = ?", Accounts::read, tenant.id(), id);
    }

    /** The names of the roles that an account has. */
    public List<String> roles(String accountId) {
        return database.list(
                "select r.name from account_roles x join roles r on r.id = x.role_id where x.account_id = ?"
                        + " order by r.name",
                row -> row.text("name"),
                accountId);
    }

    /** The names of the companies that an account works for. */
    public List<String> companies(String accountId) {
        return database.list(
                "select c.name from account_companies x join companies c on c.id = x.company_id"
                        + " where x.account_id = ? order by c.name",
                row -> row.text("name"),
                accountId);
    }

    static Account read(Row row) {
        return new Account(
                row.text("id"),
                row.text("login_name"),
                new Account.Name(
                        row.text("display_name"),
                        row.text("given_name"),
                        row.text("family_name"),
                        row.text("formatted_name")),
                row.text("work_email"),
                row.flag("enabled"),
                row.text("external_id"),
                row.text("manager_id"),
                row.text("manager_name"),
                new Account.SignIn(
                        row.text("identity_provider"), row.text("name_identifier"), row.text("configuration_filter")),
                List.of(
                        row.text("custom_text_1"),
                        row.text("custom_text_2"),
                        row.text("custom_text_3"),
                        row.text("custom_text_4"),
                        row.text("custom_text_5")),
                row.text("locale"),
                row.number("version"),
                row.time("created_at"),
                row.time("updated_at"));
    }

    /** How many accounts a tenant has, and how many of them may sign in. */
    public record Counts(long total, long enabled) {}
}
