package dev.scimlet.examples.mediusflow.account;

import dev.scimlet.examples.mediusflow.database.Database;
import dev.scimlet.examples.mediusflow.tenant.Tenant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The companies of each tenant. They are opened and closed in the application, never by a directory. */
public final class Companies {

    private final Database database;

    public Companies(Database database) {
        this.database = database;
    }

    /**
     * Adds a company that is open.
     *
     * @return its id
     * @throws dev.scimlet.examples.mediusflow.database.DatabaseException a duplicate, if the tenant has one of this name
     */
    public String add(Tenant tenant, String name) {
        String id = UUID.randomUUID().toString();
        database.change("insert into companies (id, tenant_id, name) values (?, ?, ?)", id, tenant.id(), name);
        return id;
    }

    /** Renames a company; throws as {@link #add} does. */
    public void rename(Tenant tenant, Company company, String name) {
        database.change(
                "update companies set name = ? where tenant_id = ? and id = ?", name, tenant.id(), company.id());
    }

    /** Closes a company for new accounts, or opens it again. Those who work for it do so still. */
    public void close(Tenant tenant, String id, boolean closed) {
        database.change("update companies set closed = ? where tenant_id = ? and id = ?", closed, tenant.id(), id);
    }

    public Optional<Company> find(Tenant tenant, String id) {
        return of(tenant).stream().filter(company -> company.id().equals(id)).findFirst();
    }

    /** Those of {@code ids} that are companies of the tenant and open. */
    public List<String> openAmong(Tenant tenant, List<String> ids) {
        return of(tenant).stream()
                .filter(company -> !company.closed())
                .map(Company::id)
                .filter(ids::contains)
                .toList();
    }

    public List<Company> of(Tenant tenant) {
        return database.list(
                "select * from companies where tenant_id = ? order by closed, name",
                row -> new Company(row.text("id"), row.text("name"), row.flag("closed")),
                tenant.id());
    }

    /** How many accounts work for each company, by its id; those without any are not in it. */
    public Map<String, Long> accounts(Tenant tenant) {
        return Counted.by(
                database,
                "select x.company_id as id, count(*) as number from account_companies x"
                        + " join companies c on c.id = x.company_id where c.tenant_id = ? group by x.company_id",
                tenant);
    }
}
