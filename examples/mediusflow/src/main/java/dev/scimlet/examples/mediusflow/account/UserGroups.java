package dev.scimlet.examples.mediusflow.account;

import dev.scimlet.examples.mediusflow.database.Database;
import dev.scimlet.examples.mediusflow.database.Row;
import dev.scimlet.examples.mediusflow.tenant.Tenant;
import java.util.List;
import java.util.Optional;

/** The groups of each tenant, as the console shows them. */
public final class UserGroups {

    private static final String SELECT =
            "select g.*, (select count(*) from user_group_members m where m.group_id = g.id)"
                    + " as members from user_groups g";

    private final Database database;

    public UserGroups(Database database) {
        this.database = database;
    }

    public long count(Tenant tenant) {
        return database.number("select count(*) as number from user_groups where tenant_id = ?", tenant.id());
    }

    /** Groups in the order of their names, those that have {@code words} in it. */
    public Page<UserGroup> page(Tenant tenant, String words, int number, int size) {
        String pattern = SearchPattern.containing(words);
        long total = database.number(
                "select count(*) as number from user_groups where tenant_id = ? and name_key like ? escape '!'",
                tenant.id(),
                pattern);
        int shown = Page.within(number, size, total);
        List<UserGroup> found = database.list(
                SELECT + " where g.tenant_id = ? and g.name_key like ? escape '!'"
                        + " order by g.name_key, g.id limit ? offset ?",
                UserGroups::read,
                tenant.id(),
                pattern,
                size,
                Page.offset(shown, size));
        return new Page<>(found, shown, size, total);
    }

    public Optional<UserGroup> find(Tenant tenant, String id) {
        return database.first(SELECT + " where g.tenant_id = ? and g.id = ?", UserGroups::read, tenant.id(), id);
    }

    /** The groups that an account is in. */
    public List<UserGroup> of(Tenant tenant, String accountId) {
        return database.list(
                SELECT + " where g.tenant_id = ? and g.id in"
                        + " (select m.group_id from user_group_members m where m.account_id = ?) order by g.name_key",
                UserGroups::read,
                tenant.id(),
                accountId);
    }

    public Page<Account> members(UserGroup group, int number, int size) {
        int shown = Page.within(number, size, group.members());
        List<Account> found = database.list(
                Accounts.SELECT + " where a.id in (select x.account_id from user_group_members x where x.group_id = ?)"
                        + " order by a.login_key, a.id limit ? offset ?",
                Accounts::read,
                group.id(),
                size,
                Page.offset(shown, size));
        return new Page<>(found, shown, size, group.members());
    }

    private static UserGroup read(Row row) {
        return new UserGroup(
                row.text("id"),
                row.text("name"),
                row.text("external_id"),
                row.number("members"),
                row.number("version"),
                row.time("created_at"),
                row.time("updated_at"));
    }
}
