package dev.scimlet.examples.mediusflow;

import dev.scimlet.examples.mediusflow.database.Database;
import dev.scimlet.examples.mediusflow.database.Row;
import dev.scimlet.examples.mediusflow.tenant.Tenant;
import dev.scimlet.simulator.directory.DirectoryGroup;
import dev.scimlet.simulator.directory.DirectoryUser;
import dev.scimlet.simulator.directory.SourceDirectory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Compares MediusFlow's tables row by row with a directory all of whose users and groups are assigned. It computes what
 * a row must hold from the directory alone: neither the simulator's mapping nor the SCIM side of MediusFlow has a say.
 */
final class TableComparison {

    private final SourceDirectory directory;
    private final Map<String, AccountRow> accounts = new LinkedHashMap<>();
    private final Map<String, GroupRow> groups = new LinkedHashMap<>();
    private final List<String> differences = new ArrayList<>();

    private TableComparison(SourceDirectory directory) {
        this.directory = directory;
    }

    /** One line for each row, or value of a row, that is not as the directory has it. */
    static List<String> differences(SourceDirectory directory, Database database, Tenant tenant) {
        TableComparison comparison = new TableComparison(directory);
        comparison.read(database, tenant);
        comparison.compareAccounts();
        comparison.compareGroups();
        return comparison.differences;
    }

    private void read(Database database, Tenant tenant) {
        database.list("select * from accounts where tenant_id = ?", AccountRow::of, tenant.id())
                .forEach(row -> keep("accounts", row.externalId(), accounts.put(row.externalId(), row)));
        database.list("select * from user_groups where tenant_id = ?", GroupRow::of, tenant.id())
                .forEach(row -> keep("user_groups", row.externalId(), groups.put(row.externalId(), row)));
        Map<String, GroupRow> groupById = new LinkedHashMap<>();
        groups.values().forEach(row -> groupById.put(row.id(), row));
        database.list(
                        "select m.* from user_group_members m join user_groups g on g.id = m.group_id"
                                + " where g.tenant_id = ?",
                        row -> Map.entry(row.text("group_id"), row.text("account_id")),
                        tenant.id())
                .forEach(member -> groupById.get(member.getKey()).members().add(member.getValue()));
    }

    private void keep(String table, String externalId, Object before) {
        if (before != null) {
            differences.add(table + ": several rows of " + externalId);
        }
    }

    private void compareAccounts() {
        Map<String, AccountRow> left = new LinkedHashMap<>(accounts);
        for (DirectoryUser user : directory.users()) {
            AccountRow row = left.remove(user.objectId());
            if (row == null) {
                // whoever was blocked or gone before the first cycle has no account
                compare(user, "row", user.accountEnabled() && !user.softDeleted(), false);
            } else if (user.softDeleted()) {
                compare(user, "enabled", false, row.enabled());
            } else {
                compare(user, "row", expected(user, row.id()), row);
            }
        }
        left.values().forEach(row -> differences.add("accounts: too much " + row));
    }

    private AccountRow expected(DirectoryUser user, String id) {
        Map<String, String> source = user.attributes();
        String givenName = source.get("givenName");
        String surname = source.get("surname");
        return new AccountRow(
                id,
                user.objectId(),
                user.userPrincipalName(),
                surname + ", " + givenName,
                givenName,
                surname,
                givenName + " " + surname,
                source.get("mail"),
                user.accountEnabled(),
                user.manager().map(accounts::get).map(AccountRow::id).orElse(""),
                user.userPrincipalName().toLowerCase(Locale.ROOT),
                source.get("department"),
                source.get("companyName"));
    }

    private void compare(DirectoryUser user, String what, Object expected, Object actual) {
        if (!expected.equals(actual)) {
            differences.add("accounts: " + user.userPrincipalName() + ", " + what + "\n  expected " + expected
                    + "\n  found    " + actual);
        }
    }

    private void compareGroups() {
        Map<String, GroupRow> left = new LinkedHashMap<>(groups);
        for (DirectoryGroup group : directory.groups()) {
            GroupRow row = left.remove(group.objectId());
            GroupRow expected = new GroupRow(
                    row == null ? "" : row.id(), group.objectId(), group.displayName(), new TreeSet<>(members(group)));
            if (!expected.equals(row)) {
                differences.add("user_groups: expected " + expected + "\n  found " + row);
            }
        }
        left.values().forEach(row -> differences.add("user_groups: too much " + row));
    }

    /** The accounts of those who are to be members: who was deleted is not, who is blocked is. */
    private List<String> members(DirectoryGroup group) {
        return group.members().stream()
                .map(directory::user)
                .flatMap(Optional::stream)
                .filter(user -> !user.softDeleted())
                .map(user -> accounts.get(user.objectId()))
                .filter(row -> row != null)
                .map(AccountRow::id)
                .toList();
    }

    /** One row of {@code accounts}; {@code null} is read as empty text. */
    private record AccountRow(
            String id,
            String externalId,
            String loginName,
            String displayName,
            String givenName,
            String familyName,
            String formattedName,
            String workEmail,
            boolean enabled,
            String managerId,
            String nameIdentifier,
            String customText1,
            String customText2) {

        static AccountRow of(Row row) {
            return new AccountRow(
                    row.text("id"),
                    row.text("external_id"),
                    row.text("login_name"),
                    row.text("display_name"),
                    row.text("given_name"),
                    row.text("family_name"),
                    row.text("formatted_name"),
                    row.text("work_email"),
                    row.flag("enabled"),
                    row.text("manager_id"),
                    row.text("name_identifier"),
                    row.text("custom_text_1"),
                    row.text("custom_text_2"));
        }
    }

    /** One row of {@code user_groups} and the rows of its members. */
    private record GroupRow(String id, String externalId, String name, Set<String> members) {

        static GroupRow of(Row row) {
            return new GroupRow(row.text("id"), row.text("external_id"), row.text("name"), new TreeSet<>());
        }
    }
}
