package dev.scimlet.simulator.entra;

import dev.scimlet.simulator.client.ScimResource;
import dev.scimlet.simulator.directory.DirectoryGroup;
import dev.scimlet.simulator.directory.DirectoryUser;
import dev.scimlet.simulator.directory.SourceDirectory;
import dev.scimlet.simulator.mapping.ObjectMapping;
import dev.scimlet.simulator.mapping.TargetPath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Compares the groups of the application and their members with those of the directory. */
final class GroupComparison {

    private static final String TYPE = "Group";

    private final ProvisioningJob job;
    private final ObjectMapping mapping;
    private final SourceDirectory directory;
    private final ScopeEvaluation scope;
    private final Set<String> before;
    private final Function<String, Optional<ScimResource>> accounts;
    private final ResourceIndex index;
    private final Map<String, ScimResource> claimed = new HashMap<>();
    private final List<Difference> differences = new ArrayList<>();

    /** @param accounts the account of a user of the directory */
    GroupComparison(
            ProvisioningJob job,
            ObjectMapping mapping,
            SourceDirectory directory,
            ScopeEvaluation scope,
            Set<String> before,
            Function<String, Optional<ScimResource>> accounts,
            List<ScimResource> resources) {
        this.job = job;
        this.mapping = mapping;
        this.directory = directory;
        this.scope = scope;
        this.before = before;
        this.accounts = accounts;
        this.index = new ResourceIndex(mapping, resources, before);
    }

    List<Difference> differences() {
        List<DirectoryGroup> included =
                directory.groups().stream().filter(scope::includes).toList();
        included.forEach(group -> keep(group, group));
        if (!job.groupActions().update()) {
            included.forEach(group -> directory.formerStates(group).forEach(former -> keep(group, former)));
        }
        included.forEach(this::compare);
        if (job.groupsLeavingScope() == GroupsLeavingScope.KEPT
                || !job.groupActions().delete()) {
            directory.groups().stream()
                    .filter(group -> !scope.includes(group))
                    .forEach(group -> index.claim(mapping.evaluate(SourceObject.of(group))));
        }
        if (!job.groupActions().delete()) {
            directory.deletedGroups().forEach(group -> index.claim(mapping.evaluate(SourceObject.of(group))));
        }
        index.unclaimed().stream()
                .filter(group -> !before.contains(group.id()))
                .forEach(group -> differences.add(new Difference(TYPE, group.id(), "", "", group.text("displayName"))));
        return differences;
    }

    /** Where nothing is updated, a group that was renamed still has the name of a former state. */
    private void keep(DirectoryGroup group, DirectoryGroup named) {
        if (!claimed.containsKey(group.objectId())) {
            index.claim(mapping.evaluate(SourceObject.of(named)))
                    .ifPresent(found -> claimed.put(group.objectId(), found));
        }
    }

    private void compare(DirectoryGroup group) {
        Map<TargetPath, Object> wanted = mapping.evaluate(SourceObject.of(group));
        Optional<ScimResource> found = Optional.ofNullable(claimed.get(group.objectId()));
        if (found.isEmpty()) {
            if (job.groupActions().create()) {
                differences.add(new Difference(TYPE, group.displayName(), "", "a group", ""));
            }
        } else if (job.groupActions().update()) {
            differences.addAll(ValueComparison.differences(
                    TYPE, group.displayName(), mapping, wanted, found.get(), job.emptiedValues()));
            mapping.reference().ifPresent(target -> compareMembers(group, found.get(), target));
        }
    }

    private void compareMembers(DirectoryGroup group, ScimResource resource, TargetPath target) {
        Set<String> expected = new LinkedHashSet<>();
        for (String member : group.members()) {
            directory
                    .user(member)
                    .filter(scope::includes)
                    .map(DirectoryUser::objectId)
                    .flatMap(accounts)
                    .ifPresent(account -> expected.add(account.id()));
        }
        List<String> actual = resource.values(target.attribute());
        Set<String> present = new LinkedHashSet<>(actual);
        for (String member : expected) {
            if (!present.contains(member)) {
                differences.add(new Difference(TYPE, group.displayName(), target.text(), member, ""));
            }
        }
        Set<String> seen = new LinkedHashSet<>();
        for (String member : actual) {
            boolean surplus = !expected.contains(member) && !before.contains(resource.id());
            if (surplus || !seen.add(member)) {
                differences.add(new Difference(TYPE, group.displayName(), target.text(), "", member));
            }
        }
    }
}
