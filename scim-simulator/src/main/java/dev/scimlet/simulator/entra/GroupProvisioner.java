package dev.scimlet.simulator.entra;

import dev.scimlet.simulator.client.FailureKind;
import dev.scimlet.simulator.client.ScimFailureException;
import dev.scimlet.simulator.client.ScimResource;
import dev.scimlet.simulator.directory.DirectoryGroup;
import dev.scimlet.simulator.log.ProvisioningAction;
import dev.scimlet.simulator.log.ProvisioningLogEntry;
import dev.scimlet.simulator.log.StepKind;
import dev.scimlet.simulator.mapping.ObjectMapping;
import dev.scimlet.simulator.mapping.TargetPath;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Creates, adopts, updates and deletes one group; its members are the business of {@link MembershipProvisioner}. */
final class GroupProvisioner {

    private final CycleContext context;
    private final ObjectMapping mapping;
    private final Locator locator;

    GroupProvisioner(CycleContext context, ObjectMapping mapping) {
        this.context = context;
        this.mapping = mapping;
        this.locator = new Locator(context.client(), Locator.GROUPS, mapping);
    }

    ProvisioningLogEntry provision(DirectoryGroup group, Attempt attempt) throws ScimFailureException {
        attempt.done(StepKind.IMPORT, "read from the directory");
        attempt.done(StepKind.SCOPING, "in scope");
        Map<TargetPath, Object> wanted = mapping.evaluate(SourceObject.of(group));
        Optional<GroupLink> link = context.state().group(group.objectId());
        if (link.isPresent()) {
            Optional<ScimResource> known = locator.read(link.get().targetId(), attempt);
            if (known.isPresent()) {
                return update(group, wanted, known.get(), attempt);
            }
            context.state().forgetGroup(group.objectId());
        }
        Optional<ScimResource> match = locator.match(wanted, attempt);
        if (match.isEmpty()) {
            match = uncertainlyCreated(group.objectId(), attempt);
        }
        if (match.isEmpty()) {
            return create(group, wanted, attempt);
        }
        adopt(group, match.get());
        Optional<ScimResource> adopted = locator.read(match.get().id(), attempt);
        return adopted.isPresent() ? update(group, wanted, adopted.get(), attempt) : create(group, wanted, attempt);
    }

    /** Deletes a group that was deleted in the directory or left the scope. */
    ProvisioningLogEntry delete(String sourceId, Attempt attempt) throws ScimFailureException {
        attempt.action(ProvisioningAction.DELETE);
        attempt.done(StepKind.IMPORT, "deleted in the directory, or no longer in scope");
        attempt.begin(StepKind.EXPORT);
        if (!context.job().groupActions().delete()) {
            context.state().forgetGroup(sourceId);
            context.state().noUncertainCreation(sourceId);
            return attempt.skipped("DeleteDisabled", "the job does not delete groups");
        }
        Optional<String> id = context.state().group(sourceId).map(GroupLink::targetId);
        if (id.isEmpty()) {
            id = uncertainlyCreated(sourceId, attempt).map(ScimResource::id);
        }
        if (id.isEmpty()) {
            context.state().noUncertainCreation(sourceId);
            return attempt.skipped("TargetNotFound", "there is no such group");
        }
        attempt.target(id.get());
        attempt.begin(StepKind.EXPORT);
        boolean existed = context.client().delete(Locator.GROUPS, id.get());
        context.state().forgetGroup(sourceId);
        context.state().noUncertainCreation(sourceId);
        return existed
                ? attempt.succeeded("group deleted")
                : attempt.skipped("TargetNotFound", "the group is gone already");
    }

    /** A group whose creation was not answered, if it was created. */
    private Optional<ScimResource> uncertainlyCreated(String sourceId, Attempt attempt) throws ScimFailureException {
        Optional<Map<TargetPath, Object>> uncertain = context.state().uncertainCreation(sourceId);
        return uncertain.isPresent()
                ? locator.match(uncertain.get(), attempt)
                        .filter(found -> context.state().sourceOf(found.id()).isEmpty())
                : Optional.empty();
    }

    private void adopt(DirectoryGroup group, ScimResource match) throws ScimFailureException {
        Optional<String> holder = context.state().sourceOf(match.id());
        if (holder.isPresent() && !holder.get().equals(group.objectId())) {
            throw ScimFailureException.of(
                    FailureKind.DUPLICATE_SOURCE, "the group " + match.id() + " belongs to " + holder.get());
        }
        context.state().link(group.objectId(), GroupLink.toAdopted(match.id()));
    }

    private ProvisioningLogEntry create(DirectoryGroup group, Map<TargetPath, Object> wanted, Attempt attempt)
            throws ScimFailureException {
        attempt.action(ProvisioningAction.CREATE);
        attempt.begin(StepKind.EXPORT);
        if (!context.job().groupActions().create()) {
            return attempt.skipped("CreateDisabled", "the job does not create groups");
        }
        ScimResource created = create(group.objectId(), wanted);
        context.state().link(group.objectId(), GroupLink.toNew(created.id()));
        attempt.target(created.id());
        wanted.forEach((target, value) -> attempt.modified(List.of(AttributeChange.add(target, value))));
        return attempt.succeeded("group created");
    }

    private ScimResource create(String sourceId, Map<TargetPath, Object> wanted) throws ScimFailureException {
        try {
            return context.client().create(Locator.GROUPS, NewResource.group(wanted));
        } catch (ScimFailureException e) {
            if (e.kind().leavesDoubt()) {
                context.state().creationIsUncertain(sourceId, wanted);
            }
            throw e;
        }
    }

    private ProvisioningLogEntry update(
            DirectoryGroup group, Map<TargetPath, Object> wanted, ScimResource resource, Attempt attempt)
            throws ScimFailureException {
        attempt.action(ProvisioningAction.UPDATE);
        attempt.target(resource.id());
        attempt.begin(StepKind.EXPORT);
        List<AttributeChange> changes =
                Differences.between(mapping, wanted, resource, context.job().emptiedValues());
        if (changes.isEmpty()) {
            return attempt.skipped("RedundantExport", "the group is as the directory has it");
        }
        if (!context.job().groupActions().update()) {
            return attempt.skipped("UpdateDisabled", "the job does not update groups");
        }
        attempt.modified(changes);
        try {
            context.client()
                    .patch(Locator.GROUPS, resource.id(), context.patchWriter().changes(changes));
        } catch (ScimFailureException e) {
            if (e.kind() == FailureKind.NOT_FOUND) {
                context.state().forgetGroup(group.objectId());
            }
            throw e;
        }
        return attempt.succeeded("group updated");
    }
}
