package dev.scimlet.examples.mediusflow.account;

import dev.scimlet.examples.mediusflow.database.Database;
import dev.scimlet.examples.mediusflow.tenant.Tenant;
import java.util.List;
import java.util.UUID;

/** The roles of each tenant. */
public final class Roles {

    private final Database database;

    public Roles(Database database) {
        this.database = database;
    }

    public void add(Tenant tenant, String name, String description) {
        database.change(
                "insert into roles (id, tenant_id, name, description) values (?, ?, ?, ?)",
                UUID.randomUUID().toString(),
                tenant.id(),
                name,
                description);
    }

    public List<Role> of(Tenant tenant) {
        return database.list(
                "select * from roles where tenant_id = ? order by name",
                row -> new Role(row.text("id"), row.text("name"), row.text("description")),
                tenant.id());
    }
}
