package dev.scimlet.examples.mediusflow.account;

import java.util.List;

/**
 * What a new account gets where the directory sends nothing.
 *
 * <p>An account whose directory sends a {@code configurationFilter} gets the configuration with that filter; every
 * other one gets the default configuration, and its filter.
 *
 * @param filter empty if only the default configuration is wanted here
 * @param isDefault whether accounts without a filter of their own get this one; a tenant has one such configuration
 * @param version counts the changes: what was read with another one must not replace it
 * @param changedBy who changed it last; empty if that is not known
 */
public record UserConfiguration(
        String id,
        String name,
        String filter,
        String locale,
        List<String> roleIds,
        List<String> companyIds,
        boolean isDefault,
        long version,
        String changedBy) {

    public UserConfiguration {
        roleIds = List.copyOf(roleIds);
        companyIds = List.copyOf(companyIds);
    }
}
