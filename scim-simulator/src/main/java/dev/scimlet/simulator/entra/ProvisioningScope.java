package dev.scimlet.simulator.entra;

import java.util.List;
import java.util.Set;

/**
 * Who is provisioned.
 *
 * @param assignedOnly true to provision only those who are assigned to the application, directly or as direct members
 *     of an assigned group
 * @param appRoles if not empty, assignments with other roles do not count, as "Default Access" does not in Entra ID once
 *     the application offers roles
 * @param userFilters users must pass one of them, if there are any
 * @param groupFilters groups must pass one of them, if there are any
 */
public record ProvisioningScope(
        boolean assignedOnly, Set<String> appRoles, List<ScopingFilter> userFilters, List<ScopingFilter> groupFilters) {

    public ProvisioningScope {
        appRoles = Set.copyOf(appRoles);
        userFilters = List.copyOf(userFilters);
        groupFilters = List.copyOf(groupFilters);
    }

    /** All users and groups. */
    public static ProvisioningScope all() {
        return new ProvisioningScope(false, Set.of(), List.of(), List.of());
    }

    /** Only assigned users and groups. */
    public static ProvisioningScope assigned() {
        return new ProvisioningScope(true, Set.of(), List.of(), List.of());
    }

    /** This scope, where only assignments with one of these roles count. */
    public ProvisioningScope withAppRoles(Set<String> roles) {
        return new ProvisioningScope(assignedOnly, roles, userFilters, groupFilters);
    }

    /** This scope, further narrowed for users. */
    public ProvisioningScope withUserFilters(List<ScopingFilter> filters) {
        return new ProvisioningScope(assignedOnly, appRoles, filters, groupFilters);
    }

    /** This scope, further narrowed for groups. */
    public ProvisioningScope withGroupFilters(List<ScopingFilter> filters) {
        return new ProvisioningScope(assignedOnly, appRoles, userFilters, filters);
    }
}
