package dev.scimlet.simulator.entra;

import dev.scimlet.simulator.client.FailureKind;
import dev.scimlet.simulator.client.ScimFailureException;
import dev.scimlet.simulator.directory.DirectoryGroup;
import dev.scimlet.simulator.log.ModifiedProperty;
import dev.scimlet.simulator.log.ProvisioningAction;
import dev.scimlet.simulator.log.ProvisioningLogEntry;
import dev.scimlet.simulator.log.StepKind;
import dev.scimlet.simulator.mapping.TargetPath;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Adds and removes direct members who are in scope, in batches. Batches of one group may be sent at once, as Entra ID
 * does: they touch different members.
 */
final class MembershipProvisioner {

    private final CycleContext context;
    private final TargetPath members;

    MembershipProvisioner(CycleContext context, TargetPath members) {
        this.context = context;
        this.members = members;
    }

    /** The accounts of those who are to be members. */
    Set<String> wanted(DirectoryGroup group) {
        Set<String> wanted = new LinkedHashSet<>();
        for (String member : group.members()) {
            context.directory()
                    .user(member)
                    .filter(context.scope()::includes)
                    .flatMap(user -> context.state().user(user.objectId()))
                    .ifPresent(link -> wanted.add(link.targetId()));
        }
        return wanted;
    }

    ProvisioningLogEntry add(DirectoryGroup group, GroupLink link, List<String> batch, Attempt attempt)
            throws ScimFailureException {
        attempt.action(ProvisioningAction.UPDATE);
        attempt.target(link.targetId());
        List<String> missing = link.adopted() ? missing(link, batch, attempt) : batch;
        if (!missing.isEmpty()) {
            export(group, link, missing, context.patchWriter().addMembers(members, missing), attempt);
        }
        context.state().addMembers(group.objectId(), batch);
        if (missing.isEmpty()) {
            return attempt.skipped("RedundantExport", "the members are there already");
        }
        missing.forEach(id -> attempt.modified(new ModifiedProperty(members.text(), "", id)));
        return attempt.succeeded("members added: " + missing.size());
    }

    ProvisioningLogEntry remove(DirectoryGroup group, GroupLink link, List<String> batch, Attempt attempt)
            throws ScimFailureException {
        attempt.action(ProvisioningAction.UPDATE);
        attempt.target(link.targetId());
        export(group, link, batch, context.patchWriter().removeMembers(members, batch), attempt);
        context.state().removeMembers(group.objectId(), batch);
        batch.forEach(id -> attempt.modified(new ModifiedProperty(members.text(), id, "")));
        return attempt.succeeded("members removed: " + batch.size());
    }

    /** Nobody knows who is in a group that was there before; Entra ID asks about one person at a time. */
    private List<String> missing(GroupLink link, List<String> batch, Attempt attempt) throws ScimFailureException {
        attempt.begin(StepKind.REFERENCE_RESOLUTION);
        List<String> missing = new ArrayList<>();
        for (String member : batch) {
            String question = EntraQuery.refers(link.targetId(), members.text(), member);
            if (context.client().search(Locator.GROUPS, question).totalResults() == 0) {
                missing.add(member);
            }
        }
        attempt.done(StepKind.REFERENCE_RESOLUTION, missing.size() + " of " + batch.size() + " are missing");
        attempt.begin(StepKind.EXPORT);
        return missing;
    }

    private void export(
            DirectoryGroup group, GroupLink link, List<String> touched, Map<String, Object> body, Attempt attempt)
            throws ScimFailureException {
        attempt.begin(StepKind.EXPORT);
        try {
            context.client().patch(Locator.GROUPS, link.targetId(), body);
        } catch (ScimFailureException e) {
            if (e.kind() == FailureKind.NOT_FOUND) {
                context.state().forgetGroup(group.objectId());
            } else if (e.kind().leavesDoubt()) {
                context.state().membersAreUncertain(group.objectId(), touched);
            }
            throw e;
        }
    }
}
