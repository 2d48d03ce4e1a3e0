package dev.scimlet.examples.mediusflow.account;

import dev.scimlet.examples.mediusflow.database.Database;
import dev.scimlet.examples.mediusflow.tenant.Tenant;
import java.util.List;
import java.util.UUID;

/** The companies of each tenant. They are opened and closed in the application, never by a directory. */
public final class Companies {

    private final Database database;

    public Companies(Database database) {
        this.database = database;
    }

    public void add(Tenant tenant, String name) {
        database.change(
                "insert into companies (id, tenant_id, name) values (?, ?, ?)",
                UUID.randomUUID().toString(),
                tenant.id(),
                name);
    }

    public void close(Tenant tenant, String name) {
        database.change("update companies set closed = ? where tenant_id = ? and name = ?", true, tenant.id(), name);
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
}
