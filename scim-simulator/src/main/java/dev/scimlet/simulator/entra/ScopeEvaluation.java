package dev.scimlet.simulator.entra;

import dev.scimlet.simulator.directory.AppRole;
import dev.scimlet.simulator.directory.DirectoryGroup;
import dev.scimlet.simulator.directory.DirectoryUser;
import dev.scimlet.simulator.directory.SourceDirectory;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Who is in a job's scope at one moment. Several threads read it at once. */
public final class ScopeEvaluation {

    private final ProvisioningScope scope;
    private final SourceDirectory directory;
    private final Map<String, Set<AppRole>> rolesByMembership = new HashMap<>();

    /** Looks at the directory as it is now. */
    public ScopeEvaluation(ProvisioningScope scope, SourceDirectory directory) {
        this.scope = scope;
        this.directory = directory;
        for (DirectoryGroup group : directory.groups()) {
            List<AppRole> roles = directory.assignedRoles(group.objectId());
            if (!roles.isEmpty()) {
                group.members()
                        .forEach(member -> rolesByMembership
                                .computeIfAbsent(member, first -> new LinkedHashSet<>())
                                .addAll(roles));
            }
        }
    }

    /** True if the user is to have an account in the application; it may be a disabled one. */
    public boolean includes(DirectoryUser user) {
        return !user.softDeleted()
                && (!scope.assignedOnly() || !roles(user).isEmpty())
                && passes(scope.userFilters(), SourceObject.of(user, true));
    }

    /** True if the group is to be in the application. */
    public boolean includes(DirectoryGroup group) {
        return (!scope.assignedOnly()
                        || directory.assignedRoles(group.objectId()).stream().anyMatch(this::counts))
                && passes(scope.groupFilters(), SourceObject.of(group));
    }

    /** Why a user is not included, in words. */
    String reason(DirectoryUser user) {
        boolean onlyDefault = !scope.defaultAccessCounts()
                && (directory.assignedRoles(user.objectId()).contains(AppRole.DEFAULT_ACCESS)
                        || rolesByMembership
                                .getOrDefault(user.objectId(), Set.of())
                                .contains(AppRole.DEFAULT_ACCESS));
        return onlyDefault && roles(user).isEmpty()
                ? "not effectively entitled: assigned as \"Default Access\" only"
                : "not effectively entitled: not in scope";
    }

    /** The roles with which the user is assigned and that count. */
    List<AppRole> roles(DirectoryUser user) {
        Set<AppRole> roles = new LinkedHashSet<>(directory.assignedRoles(user.objectId()));
        roles.addAll(rolesByMembership.getOrDefault(user.objectId(), Set.of()));
        return roles.stream().filter(this::counts).toList();
    }

    private boolean counts(AppRole role) {
        return (scope.defaultAccessCounts() || !role.equals(AppRole.DEFAULT_ACCESS))
                && (scope.appRoles().isEmpty() || scope.appRoles().contains(role.value()));
    }

    private static boolean passes(List<ScopingFilter> filters, Function<String, Optional<String>> object) {
        return filters.isEmpty() || filters.stream().anyMatch(filter -> filter.includes(object));
    }
}
