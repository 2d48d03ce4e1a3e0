package dev.scimlet.simulator.entra;

import dev.scimlet.simulator.client.FailureKind;
import dev.scimlet.simulator.client.ScimFailureException;
import dev.scimlet.simulator.client.ScimResource;
import dev.scimlet.simulator.directory.AppRole;
import dev.scimlet.simulator.directory.DirectoryUser;
import dev.scimlet.simulator.log.ProvisioningAction;
import dev.scimlet.simulator.log.ProvisioningLogEntry;
import dev.scimlet.simulator.log.StepKind;
import dev.scimlet.simulator.mapping.AttributeMapping;
import dev.scimlet.simulator.mapping.ObjectMapping;
import dev.scimlet.simulator.mapping.RoleFunction;
import dev.scimlet.simulator.mapping.TargetPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Creates, adopts, updates, disables and deletes the account of one user. */
final class UserProvisioner {

    private static final TargetPath ACTIVE = TargetPath.parse("active");

    private final CycleContext context;
    private final ObjectMapping mapping;
    private final Locator locator;

    UserProvisioner(CycleContext context) {
        this.context = context;
        this.mapping = context.job().schema().users();
        this.locator = new Locator(context.client(), Locator.USERS, mapping);
    }

    /** A user in scope: makes the account as the directory has it. */
    ProvisioningLogEntry provision(DirectoryUser user, Attempt attempt) throws ScimFailureException {
        attempt.done(StepKind.IMPORT, "read from the directory");
        attempt.done(StepKind.SCOPING, "in scope");
        Map<TargetPath, Object> wanted = mapping.evaluate(SourceObject.of(user, true));
        Optional<ScimResource> account = account(user, wanted, attempt);
        return account.isPresent() ? update(user, wanted, account.get(), attempt) : create(user, wanted, attempt);
    }

    /** A user who left the scope: disables the account. */
    ProvisioningLogEntry disable(DirectoryUser user, Attempt attempt) throws ScimFailureException {
        attempt.action(ProvisioningAction.DISABLE);
        attempt.done(StepKind.IMPORT, "read from the directory");
        attempt.done(StepKind.SCOPING, user.softDeleted() ? "soft-deleted" : "no longer in scope");
        attempt.begin(StepKind.EXPORT);
        Optional<AttributeMapping> active = mapping.values().stream()
                .filter(row -> row.target().equals(ACTIVE))
                .findFirst();
        if (context.job().skipOutOfScopeDeletions()) {
            return leave(user, attempt, "SkippedOutOfScopeDeletion", "the job skips out-of-scope deletions");
        }
        if (active.isEmpty()) {
            return leave(user, attempt, "ActiveNotMapped", "'active' is not mapped, so nobody is disabled");
        }
        if (!context.job().userActions().update()) {
            return leave(user, attempt, "UpdateDisabled", "the job does not update users");
        }
        Optional<ScimResource> account = knownAccount(user, attempt);
        if (account.isEmpty()) {
            context.state().forgetUser(user.objectId());
            return attempt.skipped("TargetNotFound", "the account is gone already");
        }
        return disable(user, active.get(), account.get(), attempt);
    }

    private ProvisioningLogEntry disable(
            DirectoryUser user, AttributeMapping active, ScimResource account, Attempt attempt)
            throws ScimFailureException {
        attempt.target(account.id());
        Optional<Object> wanted = active.value(SourceObject.of(user, false));
        Map<TargetPath, Object> values = wanted.<Map<TargetPath, Object>>map(value -> Map.of(ACTIVE, value))
                .orElse(Map.of());
        List<AttributeChange> changes = Differences.between(mapping, values, account, EmptiedValues.KEPT);
        if (changes.isEmpty()) {
            return leave(user, attempt, "RedundantExport", "the account is disabled already");
        }
        export(account.id(), user, changes, attempt);
        context.state().changeUser(user.objectId(), link -> link.withEntitled(false));
        return attempt.succeeded("account disabled");
    }

    /** The account that was linked, or one whose creation was not answered. */
    private Optional<ScimResource> knownAccount(DirectoryUser user, Attempt attempt) throws ScimFailureException {
        Optional<UserLink> link = context.state().user(user.objectId());
        if (link.isPresent()) {
            return locator.read(link.get().targetId(), attempt);
        }
        Optional<Map<TargetPath, Object>> uncertain = context.state().uncertainCreation(user.objectId());
        Optional<ScimResource> match =
                uncertain.isPresent() ? locator.match(uncertain.get(), attempt) : Optional.empty();
        context.state().noUncertainCreation(user.objectId());
        Optional<ScimResource> ours =
                match.filter(account -> context.state().sourceOf(account.id()).isEmpty());
        ours.ifPresent(account -> context.state().link(user.objectId(), UserLink.to(account.id())));
        return ours;
    }

    private ProvisioningLogEntry leave(DirectoryUser user, Attempt attempt, String code, String reason) {
        context.state().changeUser(user.objectId(), link -> link.withEntitled(false));
        return attempt.skipped(code, reason);
    }

    /** A user who was deleted for good: deletes the account. */
    ProvisioningLogEntry delete(DirectoryUser user, Attempt attempt) throws ScimFailureException {
        attempt.action(ProvisioningAction.DELETE);
        attempt.done(StepKind.IMPORT, "deleted in the directory");
        attempt.begin(StepKind.EXPORT);
        if (!context.job().userActions().delete()) {
            context.state().unlinkUser(user.objectId());
            context.state().noUncertainCreation(user.objectId());
            return attempt.skipped("DeleteDisabled", "the job does not delete users");
        }
        Optional<String> id = context.state().user(user.objectId()).map(UserLink::targetId);
        if (id.isEmpty()) {
            id = knownAccount(user, attempt).map(ScimResource::id);
        }
        if (id.isEmpty()) {
            return attempt.skipped("TargetNotFound", "there is no account");
        }
        attempt.target(id.get());
        attempt.begin(StepKind.EXPORT);
        boolean existed = context.client().delete(Locator.USERS, id.get());
        context.state().forgetUser(user.objectId());
        return existed
                ? attempt.succeeded("account deleted")
                : attempt.skipped("TargetNotFound", "the account is gone already");
    }

    /** Out of scope and without an account of ours: nothing to do. */
    ProvisioningLogEntry notEntitled(DirectoryUser user, Attempt attempt) {
        attempt.done(StepKind.IMPORT, "read from the directory");
        attempt.begin(StepKind.SCOPING);
        return attempt.skipped("NotEffectivelyEntitled", context.scope().reason(user));
    }

    private Optional<ScimResource> account(DirectoryUser user, Map<TargetPath, Object> wanted, Attempt attempt)
            throws ScimFailureException {
        Optional<UserLink> link = context.state().user(user.objectId());
        if (link.isPresent()) {
            Optional<ScimResource> known = locator.read(link.get().targetId(), attempt);
            if (known.isPresent()) {
                return known;
            }
            context.state().forgetUser(user.objectId());
        }
        Optional<ScimResource> match = locator.match(wanted, attempt);
        Optional<Map<TargetPath, Object>> uncertain = context.state().uncertainCreation(user.objectId());
        if (match.isEmpty() && uncertain.isPresent()) {
            match = locator.match(uncertain.get(), attempt);
        }
        if (match.isEmpty()) {
            return Optional.empty();
        }
        takeOver(match.get(), user);
        context.state().link(user.objectId(), UserLink.to(match.get().id()));
        return locator.read(match.get().id(), attempt);
    }

    /** Somebody hired again under the old name gets the old account, unless its holder is still in scope. */
    private void takeOver(ScimResource account, DirectoryUser user) throws ScimFailureException {
        Optional<String> holder =
                context.state().sourceOf(account.id()).filter(other -> !other.equals(user.objectId()));
        if (holder.isEmpty()) {
            return;
        }
        if (context.directory()
                .user(holder.get())
                .filter(context.scope()::includes)
                .isPresent()) {
            throw ScimFailureException.of(
                    FailureKind.DUPLICATE_SOURCE, "the account " + account.id() + " belongs to " + holder.get());
        }
        context.state().unlinkUser(holder.get());
    }

    private ProvisioningLogEntry create(DirectoryUser user, Map<TargetPath, Object> wanted, Attempt attempt)
            throws ScimFailureException {
        attempt.action(ProvisioningAction.CREATE);
        attempt.begin(StepKind.EXPORT);
        if (!context.job().userActions().create()) {
            return attempt.skipped("CreateDisabled", "the job does not create users");
        }
        if (!user.accountEnabled()) {
            return attempt.skipped("SourceDisabled", "a user who is disabled in the directory is not created");
        }
        List<Map<String, Object>> roles = roleFunction()
                .map(function -> Roles.forCreation(function, roles(user)))
                .orElse(List.of());
        ScimResource created = create(user.objectId(), NewResource.user(wanted, roles), wanted);
        context.state().link(user.objectId(), UserLink.to(created.id()));
        attempt.target(created.id());
        wanted.forEach((target, value) -> attempt.modified(List.of(AttributeChange.add(target, value))));
        return attempt.succeeded("account created");
    }

    private ScimResource create(String sourceId, Map<String, Object> body, Map<TargetPath, Object> values)
            throws ScimFailureException {
        try {
            return context.client().create(Locator.USERS, body);
        } catch (ScimFailureException e) {
            if (e.kind().leavesDoubt()) {
                context.state().creationIsUncertain(sourceId, values);
            }
            throw e;
        }
    }

    private ProvisioningLogEntry update(
            DirectoryUser user, Map<TargetPath, Object> wanted, ScimResource account, Attempt attempt)
            throws ScimFailureException {
        attempt.action(ProvisioningAction.UPDATE);
        attempt.target(account.id());
        attempt.begin(StepKind.EXPORT);
        List<AttributeChange> changes = new ArrayList<>(
                Differences.between(mapping, wanted, account, context.job().emptiedValues()));
        roleFunction().ifPresent(function -> changes.addAll(Roles.changes(function, roles(user), account)));
        if (changes.isEmpty()) {
            entitle(user);
            return attempt.skipped("RedundantExport", "the account is as the directory has it");
        }
        if (!context.job().userActions().update()) {
            entitle(user);
            return attempt.skipped("UpdateDisabled", "the job does not update users");
        }
        export(account.id(), user, changes, attempt);
        entitle(user);
        return attempt.succeeded("account updated");
    }

    private void entitle(DirectoryUser user) {
        context.state().changeUser(user.objectId(), link -> link.withEntitled(true));
    }

    private void export(String id, DirectoryUser user, List<AttributeChange> changes, Attempt attempt)
            throws ScimFailureException {
        attempt.begin(StepKind.EXPORT);
        attempt.modified(changes);
        try {
            context.client().patch(Locator.USERS, id, context.patchWriter().changes(changes));
        } catch (ScimFailureException e) {
            if (e.kind() == FailureKind.NOT_FOUND) {
                context.state().forgetUser(user.objectId());
            } else if (e.kind().leavesDoubt()) {
                entitle(user); // the account may be active: should the user leave now, it must be disabled
            }
            throw e;
        }
    }

    private Optional<RoleFunction> roleFunction() {
        return mapping.roles().flatMap(AttributeMapping::roles);
    }

    private List<AppRole> roles(DirectoryUser user) {
        return context.scope().roles(user).stream()
                .filter(role -> !role.equals(AppRole.DEFAULT_ACCESS))
                .toList();
    }
}
