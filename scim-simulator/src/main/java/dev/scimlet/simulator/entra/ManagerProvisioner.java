package dev.scimlet.simulator.entra;

import dev.scimlet.simulator.client.FailureKind;
import dev.scimlet.simulator.client.ScimFailureException;
import dev.scimlet.simulator.directory.DirectoryUser;
import dev.scimlet.simulator.log.ProvisioningAction;
import dev.scimlet.simulator.log.ProvisioningLogEntry;
import dev.scimlet.simulator.log.StepKind;
import dev.scimlet.simulator.mapping.TargetPath;
import java.util.List;

/** Sets the manager of one user, after both have accounts. */
final class ManagerProvisioner {

    private final CycleContext context;
    private final TargetPath target;

    ManagerProvisioner(CycleContext context, TargetPath target) {
        this.context = context;
        this.target = target;
    }

    /** The account of the user's manager: empty text if there is no manager, or none who is provisioned. */
    String wanted(DirectoryUser user) {
        return user.manager()
                .flatMap(context.state()::user)
                .map(UserLink::targetId)
                .orElse("");
    }

    /** True if the application has, or may have, another manager than the directory. */
    boolean isDue(DirectoryUser user, UserLink link) {
        return !link.managerCertain() || !wanted(user).equals(link.manager());
    }

    ProvisioningLogEntry provision(DirectoryUser user, UserLink link, Attempt attempt) throws ScimFailureException {
        attempt.action(ProvisioningAction.UPDATE);
        attempt.target(link.targetId());
        attempt.begin(StepKind.REFERENCE_RESOLUTION);
        String wanted = wanted(user);
        boolean has = (wanted.isEmpty() && !link.managerCertain())
                || has(link.targetId(), wanted.isEmpty() ? link.manager() : wanted);
        attempt.done(StepKind.REFERENCE_RESOLUTION, wanted.isEmpty() ? "no manager" : "the manager is " + wanted);
        if (has == wanted.isEmpty()) {
            export(user, link, change(link, wanted), attempt);
            context.state().changeUser(user.objectId(), current -> current.withManager(wanted));
            return attempt.succeeded(wanted.isEmpty() ? "manager removed" : "manager set");
        }
        attempt.begin(StepKind.EXPORT);
        context.state().changeUser(user.objectId(), current -> current.withManager(wanted));
        return attempt.skipped("RedundantExport", "the manager is right already");
    }

    private AttributeChange change(UserLink link, String wanted) {
        if (wanted.isEmpty()) {
            return AttributeChange.remove(target, link.manager());
        }
        return link.manager().isEmpty()
                ? AttributeChange.add(target, wanted)
                : AttributeChange.replace(target, link.manager(), wanted);
    }

    /** Asks by the short name of the attribute, without its URN. */
    private boolean has(String id, String manager) throws ScimFailureException {
        return context.client()
                        .search(Locator.USERS, EntraQuery.refers(id, target.attribute(), manager))
                        .totalResults()
                > 0;
    }

    private void export(DirectoryUser user, UserLink link, AttributeChange change, Attempt attempt)
            throws ScimFailureException {
        attempt.begin(StepKind.EXPORT);
        List<AttributeChange> changes = List.of(change);
        attempt.modified(changes);
        try {
            context.client()
                    .patch(Locator.USERS, link.targetId(), context.patchWriter().changes(changes));
        } catch (ScimFailureException e) {
            if (e.kind() == FailureKind.NOT_FOUND) {
                context.state().forgetUser(user.objectId());
            } else if (e.kind().leavesDoubt()) {
                context.state().changeUser(user.objectId(), UserLink::withUncertainManager);
            }
            throw e;
        }
    }
}
