package dev.scimlet.simulator.entra;

import java.util.List;
import java.util.Set;

/**
 * Who is provisioned.
 *
 * @param assignedOnly true to provision only those who are assigned to the application, directly or as direct members
 *     of an assigned group
 * @param appRoles if not empty, assignments with other roles do not count
 * @param defaultAccessCounts false if whoever is assigned without a role, as "Default Access", is not entitled, as it was
 *     before the provider changed it in 2020
 * @param userFilters users must pass one of them, if there are any
 * @param groupFilters groups must pass one of them, if there are any
 */
public record ProvisioningScope(
        boolean assignedOnly,
        Set<String> appRoles,
        boolean defaultAccessCounts,
        List<ScopingFilter> userFilters,
        List<ScopingFilter> groupFilters) {

    public ProvisioningScope {
        appRoles = Set.copyOf(appRoles);
        userFilters = List.copyOf(userFilters);
        groupFilters = List.copyOf(groupFilters);
    }

    /** All users and groups. */
    public static ProvisioningScope all() {
        return new ProvisioningScope(false, Set.of(), true, List.of(), List.of());
    }

    /** Only assigned users and groups. */
    public static ProvisioningScope assigned() {
        return new ProvisioningScope(true, Set.of(), true, List.of(), List.of());
    }

    /** This scope, where only assignments with one of these roles count. */
    public ProvisioningScope withAppRoles(Set<String> roles) {
        return new ProvisioningScope(assignedOnly, roles, defaultAccessCounts, userFilters, groupFilters);
    }

    /** This scope, where whoever is assigned as "Default Access" only is not entitled. */
    public ProvisioningScope withoutDefaultAccess() {
        return new ProvisioningScope(assignedOnly, appRoles, false, userFilters, groupFilters);
    }

    /** This scope, further narrowed for users. */
    public ProvisioningScope withUserFilters(List<ScopingFilter> filters) {
        return new ProvisioningScope(assignedOnly, appRoles, defaultAccessCounts, filters, groupFilters);
    }

    /** This scope, further narrowed for groups. */
    public ProvisioningScope withGroupFilters(List<ScopingFilter> filters) {
        return new ProvisioningScope(assignedOnly, appRoles, defaultAccessCounts, userFilters, filters);
    }
}
