package dev.scimlet.examples.mediusflow.account;

import dev.scimlet.examples.mediusflow.database.Database;
import dev.scimlet.examples.mediusflow.tenant.Tenant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The roles of each tenant. */
public final class Roles {

    private final Database database;

    public Roles(Database database) {
        this.database = database;
    }

    /**
     * Adds a role that is open.
     *
     * @return its id
     * @throws dev.scimlet.examples.mediusflow.database.DatabaseException a duplicate, if the tenant has one of this name
     */
    public String add(Tenant tenant, String name, String description) {
        String id = UUID.randomUUID().toString();
        database.change(
                "insert into roles (id, tenant_id, name, description) values (?, ?, ?, ?)",
                id,
                tenant.id(),
                name,
                description);
        return id;
    }

    /** Gives a role another name and description; throws as {@link #add} does. */
    public void rename(Tenant tenant, Role role, String name, String description) {
        database.change(
                "update roles set name = ?, description = ? where tenant_id = ? and id = ?",
                name,
                description,
                tenant.id(),
                role.id());
    }

    /** Closes a role for new accounts, or opens it again. Those who have it keep it. */
    public void close(Tenant tenant, String id, boolean closed) {
        database.change("update roles set closed = ? where tenant_id = ? and id = ?", closed, tenant.id(), id);
    }

    public Optional<Role> find(Tenant tenant, String id) {
        return of(tenant).stream().filter(role -> role.id().equals(id)).findFirst();
    }

    /** Those of {@code ids} that are roles of the tenant and open. */
    public List<String> openAmong(Tenant tenant, List<String> ids) {
        return of(tenant).stream()
                .filter(role -> !role.closed())
                .map(Role::id)
                .filter(ids::contains)
                .toList();
    }

    public List<Role> of(Tenant tenant) {
        return database.list(
                "select * from roles where tenant_id = ? order by closed, name",
                row -> new Role(row.text("id"), row.text("name"), row.text("description"), row.flag("closed")),
                tenant.id());
    }

    /** How many accounts have each role, by its id; those without any are not in it. */
    public Map<String, Long> accounts(Tenant tenant) {
        return Counted.by(
                database,
                "select x.role_id as id, count(*) as number from account_roles x"
                        + " join roles r on r.id = x.role_id where r.tenant_id = ? group by x.role_id",
                tenant);
    }
}
