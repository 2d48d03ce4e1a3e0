package dev.scimlet.simulator.entra;

import dev.scimlet.simulator.client.ScimResource;
import dev.scimlet.simulator.directory.AppRole;
import dev.scimlet.simulator.directory.DirectoryUser;
import dev.scimlet.simulator.directory.SourceDirectory;
import dev.scimlet.simulator.mapping.AttributeMapping;
import dev.scimlet.simulator.mapping.ObjectMapping;
import dev.scimlet.simulator.mapping.RoleFunction;
import dev.scimlet.simulator.mapping.TargetPath;
import dev.scimlet.testkit.json.PlainJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Compares the accounts of the application with the users of the directory. */
final class UserComparison {

    private static final String TYPE = "User";
    private static final TargetPath ACTIVE = TargetPath.parse("active");

    private final ProvisioningJob job;
    private final SourceDirectory directory;
    private final ScopeEvaluation scope;
    private final Set<String> before;
    private final ObjectMapping mapping;
    private final ResourceIndex index;
    private final Map<String, ScimResource> accounts = new LinkedHashMap<>();
    private final List<Difference> differences = new ArrayList<>();

    UserComparison(
            ProvisioningJob job,
            SourceDirectory directory,
            ScopeEvaluation scope,
            Set<String> before,
            List<ScimResource> resources) {
        this.job = job;
        this.directory = directory;
        this.scope = scope;
        this.before = before;
        this.mapping = job.schema().users();
        this.index = new ResourceIndex(mapping, resources, before);
    }

    /** The account of a user, once {@link #differences} has run. */
    Optional<ScimResource> accountOf(String objectId) {
        return Optional.ofNullable(accounts.get(objectId));
    }

    /** Who is in scope claims first: soft-deleted users may have the name of somebody who was hired again. */
    List<Difference> differences() {
        List<DirectoryUser> entitled =
                directory.users().stream().filter(scope::includes).toList();
        List<DirectoryUser> others =
                directory.users().stream().filter(user -> !scope.includes(user)).toList();
        entitled.forEach(user -> keep(user, index.claim(mapping.evaluate(SourceObject.of(user, true)))));
        entitled.stream()
                .filter(user -> accountOf(user.objectId()).isEmpty())
                .forEach(user -> keep(user, index.claimByExternalId(mapping.evaluate(SourceObject.of(user, true)))));
        others.forEach(user -> keep(user, index.claimLeaver(mapping.evaluate(SourceObject.of(user, false)))));
        if (!job.userActions().update()) {
            directory.users().forEach(this::claimByFormerNames);
        }
        entitled.forEach(this::compare);
        others.forEach(this::compareLeaver);
        directory.hardDeletedUsers().forEach(this::compareDeleted);
        index.unclaimed().stream()
                .filter(account -> !before.contains(account.id()))
                .forEach(account ->
                        differences.add(new Difference(TYPE, account.id(), "", "", account.text("userName"))));
        return differences;
    }

    /** Where nothing is updated, whoever was renamed still has the old name in the application. */
    private void claimByFormerNames(DirectoryUser user) {
        for (DirectoryUser former : directory.formerStates(user)) {
            if (accountOf(user.objectId()).isEmpty()) {
                keep(user, index.claim(mapping.evaluate(SourceObject.of(former, scope.includes(user)))));
            }
        }
    }

    private void keep(DirectoryUser user, Optional<ScimResource> account) {
        account.ifPresent(found -> accounts.put(user.objectId(), found));
    }

    private void compare(DirectoryUser user) {
        Optional<ScimResource> account = accountOf(user.objectId());
        if (account.isEmpty()) {
            if (user.accountEnabled() && job.userActions().create()) {
                differences.add(new Difference(TYPE, user.userPrincipalName(), "", "an account", ""));
            }
        } else if (job.userActions().update()) {
            Map<TargetPath, Object> wanted = mapping.evaluate(SourceObject.of(user, true));
            differences.addAll(ValueComparison.differences(
                    TYPE, user.userPrincipalName(), mapping, wanted, account.get(), job.emptiedValues()));
            mapping.roles()
                    .flatMap(AttributeMapping::roles)
                    .ifPresent(function -> compareRoles(function, user, account.get()));
            mapping.reference().ifPresent(target -> compareManager(user, account.get(), target));
        }
    }

    private void compareRoles(RoleFunction function, DirectoryUser user, ScimResource account) {
        List<AppRole> roles = scope.roles(user).stream()
                .filter(role -> !role.equals(AppRole.DEFAULT_ACCESS))
                .toList();
        for (AttributeChange change : Roles.changes(function, roles, account)) {
            differences.add(new Difference(
                    TYPE,
                    user.userPrincipalName(),
                    change.target().text(),
                    change.newValue().toString(),
                    String.join(", ", account.values("roles"))));
        }
    }

    /** A manager who is out of scope may still be referred to, and so may one of an adopted account. */
    private void compareManager(DirectoryUser user, ScimResource account, TargetPath target) {
        Optional<DirectoryUser> manager = user.manager().flatMap(directory::user);
        String expected = manager.flatMap(boss -> accountOf(boss.objectId()))
                .map(ScimResource::id)
                .orElse("");
        String actual = target.read(account.attributes())
                .flatMap(PlainJson::asObject)
                .flatMap(reference -> PlainJson.text(reference, "value"))
                .orElse("");
        boolean mayBeMissing = manager.filter(scope::includes).isEmpty();
        boolean mayBeAnother = expected.isEmpty() && before.contains(account.id());
        boolean right = actual.equals(expected) || (actual.isEmpty() && mayBeMissing) || mayBeAnother;
        if (!right) {
            differences.add(new Difference(TYPE, user.userPrincipalName(), target.text(), expected, actual));
        }
    }

    private void compareLeaver(DirectoryUser user) {
        boolean disables = job.userActions().update()
                && !job.skipOutOfScopeDeletions()
                && mapping.values().stream().anyMatch(row -> row.target().equals(ACTIVE));
        accountOf(user.objectId())
                .filter(account -> disables && !before.contains(account.id()))
                .flatMap(account -> ACTIVE.read(account.attributes()))
                .filter(active -> !Boolean.FALSE.equals(active))
                .ifPresent(active -> differences.add(
                        new Difference(TYPE, user.userPrincipalName(), ACTIVE.text(), "false", active.toString())));
    }

    private void compareDeleted(DirectoryUser user) {
        index.claimLeaver(mapping.evaluate(SourceObject.of(user, false)))
                .filter(account -> job.userActions().delete() && !before.contains(account.id()))
                .ifPresent(account ->
                        differences.add(new Difference(TYPE, user.userPrincipalName(), "", "", account.id())));
    }
}
