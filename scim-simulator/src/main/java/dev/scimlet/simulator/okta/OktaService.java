package dev.scimlet.simulator.okta;

import dev.scimlet.simulator.client.FailureKind;
import dev.scimlet.simulator.client.ResultPage;
import dev.scimlet.simulator.client.ScimClient;
import dev.scimlet.simulator.client.ScimFailureException;
import dev.scimlet.simulator.client.ScimResource;
import dev.scimlet.simulator.directory.DirectoryGroup;
import dev.scimlet.simulator.directory.DirectoryUser;
import dev.scimlet.simulator.directory.SourceDirectory;
import dev.scimlet.simulator.discovery.DiscoveredApplication;
import dev.scimlet.simulator.log.LoggedIdentity;
import dev.scimlet.simulator.log.ProvisioningAction;
import dev.scimlet.simulator.log.ProvisioningLog;
import dev.scimlet.simulator.log.ProvisioningLogEntry;
import dev.scimlet.simulator.log.ProvisioningStatus;
import dev.scimlet.simulator.log.ProvisioningStep;
import dev.scimlet.simulator.log.StepKind;
import dev.scimlet.simulator.transport.Pause;
import dev.scimlet.simulator.transport.RetryAfterTransport;
import dev.scimlet.simulator.transport.ScimTransport;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Provisions assigned users and groups as Okta does. One thread uses it at a time. */
public final class OktaService {

    /** What is sent of a user, as targets of a mapping, beside the user name. */
    public static final List<String> PROFILE = List.of(
            "name.givenName",
            "name.familyName",
            "emails[type eq \"work\"].value",
            "displayName",
            "locale",
            "externalId",
            "active");

    private static final String USERS = "/Users";
    private static final int IMPORT_PAGE = 100;

    private final SourceDirectory directory;
    private final IntegrationKind kind;
    private final Clock clock;
    private final ScimClient client;
    private final OktaGroups groups;
    private final ProvisioningLog log = new ProvisioningLog();
    private final Map<String, LinkedUser> users = new LinkedHashMap<>();
    private final Map<String, PushedGroup> pushedGroups = new LinkedHashMap<>();
    private Optional<DiscoveredApplication> application = Optional.empty();
    private boolean hasGroups = true;

    /** What was pushed last for a user. */
    private record LinkedUser(String targetId, Map<String, Object> profile, boolean active) {}

    /**
     * A service for one application.
     *
     * @param authorization the whole value of the Authorization header: Okta sends it as an administrator typed it
     * @param pause how the time passes that an answer of 429 asks to wait
     */
    public OktaService(
            SourceDirectory directory,
            IntegrationKind kind,
            String authorization,
            Clock clock,
            ScimTransport transport,
            Pause pause) {
        this.directory = directory;
        this.kind = kind;
        this.clock = clock;
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Authorization", authorization);
        headers.put("User-Agent", "Okta SCIM Client 1.0.0");
        headers.put("Accept", "application/scim+json");
        headers.put("Accept-Charset", "utf-8");
        this.client = new ScimClient(
                new RetryAfterTransport(transport, pause, Clock.systemUTC()),
                headers,
                Set.of("application/scim+json", "application/json"));
        this.groups = new OktaGroups(client, kind);
    }

    /** From now on only what the application has is sent, as if an administrator had unmapped the rest. */
    public void limitTo(DiscoveredApplication known) {
        application = Optional.of(known);
        hasGroups = known.hasGroups();
    }

    /** Whether groups are pushed: not to an application that says that it has none, or has no endpoint of groups. */
    public boolean pushesGroups() {
        return hasGroups;
    }

    private boolean has(String target) {
        return application.map(known -> known.hasUserAttribute(target)).orElse(true);
    }

    private Map<String, Object> profile(DirectoryUser user) {
        return OktaProfile.of(user, this::has);
    }

    public ProvisioningLog log() {
        return log;
    }

    /**
     * What happens when credentials are saved.
     *
     * @throws ScimFailureException if the application does not answer as it should
     */
    public void testCredentials() throws ScimFailureException {
        client.search(USERS, "?startIndex=1&count=2");
        try {
            client.search(OktaGroups.GROUPS, "?startIndex=1&count=100");
        } catch (ScimFailureException e) {
            hasNoGroups(e);
        }
    }

    /**
     * Reads all users and groups, page by page, and looks who of them is in the directory.
     *
     * @throws ScimFailureException if a page cannot be read, or if the pages do not fit together
     */
    public ImportResult importAll() throws ScimFailureException {
        List<ScimResource> found = client.list(USERS, IMPORT_PAGE);
        Set<String> names = new HashSet<>();
        directory.users().forEach(user -> names.add(user.userPrincipalName().toLowerCase(Locale.ROOT)));
        int matched = (int) found.stream()
                .filter(user -> names.contains(user.text("userName").toLowerCase(Locale.ROOT)))
                .count();
        return new ImportResult(found.size(), matched, importGroups());
    }

    private int importGroups() throws ScimFailureException {
        try {
            return client.list(OktaGroups.GROUPS, IMPORT_PAGE).size();
        } catch (ScimFailureException e) {
            hasNoGroups(e);
            return 0;
        }
    }

    /** An application of users only has no endpoint of groups, and is pushed none; one that says it has groups must have it. */
    private void hasNoGroups(ScimFailureException failure) throws ScimFailureException {
        boolean promised = application
                .filter(known -> known.unreadable().isEmpty() && known.hasGroups())
                .isPresent();
        if ((failure.status() != 404 && failure.status() != 501) || promised) {
            throw failure;
        }
        hasGroups = false;
    }

    /** Everything that is due: assignments, profiles, deactivations and reactivations, then groups. */
    public void push() {
        directory.catchUp();
        directory.users().forEach(this::pushUser);
        if (hasGroups) {
            pushGroups();
        }
        List<String> purged = new ArrayList<>();
        directory.hardDeletedUsers().stream()
                .filter(user -> users.containsKey(user.objectId()))
                .forEach(user -> {
                    deactivate(user);
                    purged.add(user.objectId());
                });
        users.keySet().removeAll(purged);
    }

    private void pushGroups() {
        directory.groups().stream()
                .filter(group -> !directory.assignedRoles(group.objectId()).isEmpty())
                .forEach(this::pushGroup);
        Set<String> gone = new HashSet<>(pushedGroups.keySet());
        directory.groups().forEach(group -> gone.remove(group.objectId()));
        directory.deletedGroups().stream()
                .filter(group -> gone.contains(group.objectId()))
                .forEach(this::unlink);
    }

    private void pushUser(DirectoryUser user) {
        LinkedUser link = users.get(user.objectId());
        if (isAssigned(user)) {
            if (link == null || !link.active()) {
                attempt(identity(user), ProvisioningAction.CREATE, () -> assign(user));
            } else if (!link.profile().equals(profile(user))) {
                attempt(identity(user), ProvisioningAction.UPDATE, () -> pushProfile(user, link.targetId()));
            }
        } else if (link != null && link.active()) {
            deactivate(user);
        }
    }

    private boolean isAssigned(DirectoryUser user) {
        return !user.softDeleted()
                && user.accountEnabled()
                && !directory.assignedRoles(user.objectId()).isEmpty();
    }

    private String assign(DirectoryUser user) throws ScimFailureException {
        Map<String, Object> profile = profile(user);
        Optional<ScimResource> found = lookUp(client, USERS, "userName", user.userPrincipalName());
        if (found.isEmpty()) {
            ScimResource created = client.create(USERS, OktaProfile.creation(profile, has("active")));
            users.put(user.objectId(), new LinkedUser(created.id(), profile, true));
            return "user created";
        }
        String id = found.get().id();
        if (has("active") && !Boolean.TRUE.equals(found.get().attributes().get("active"))) {
            setActive(id, true);
        }
        if (OktaProfile.matches(found.get(), profile)) {
            users.put(user.objectId(), new LinkedUser(id, profile, true));
            return "user linked";
        }
        return pushProfile(user, id);
    }

    private String pushProfile(DirectoryUser user, String id) throws ScimFailureException {
        Map<String, Object> profile = profile(user);
        client.replace(USERS, id, OktaProfile.replacement(existing(id), profile));
        users.put(user.objectId(), new LinkedUser(id, profile, true));
        return "profile pushed";
    }

    private void deactivate(DirectoryUser user) {
        LinkedUser link = users.get(user.objectId());
        if (link == null || !link.active()) {
            return;
        }
        if (!has("active")) {
            users.put(user.objectId(), new LinkedUser(link.targetId(), link.profile(), false));
            return;
        }
        attempt(identity(user), ProvisioningAction.DISABLE, () -> {
            setActive(link.targetId(), false);
            users.put(user.objectId(), new LinkedUser(link.targetId(), link.profile(), false));
            return "user deactivated";
        });
    }

    private void setActive(String id, boolean active) throws ScimFailureException {
        if (kind == IntegrationKind.CATALOGUE) {
            client.patch(USERS, id, patch(List.of(Map.of("op", "replace", "value", Map.of("active", active)))));
        } else {
            client.replace(USERS, id, OktaProfile.replacement(existing(id), Map.of("active", active)));
        }
    }

    private ScimResource existing(String id) throws ScimFailureException {
        return client.read(USERS, id, "")
                .orElseThrow(() -> ScimFailureException.of(FailureKind.NOT_FOUND, "there is no user " + id));
    }

    private void pushGroup(DirectoryGroup group) {
        Map<String, String> members = members(group);
        PushedGroup pushed = pushedGroups.get(group.objectId());
        if (pushed == null) {
            attempt(identity(group), ProvisioningAction.CREATE, () -> {
                pushedGroups.put(group.objectId(), groups.link(group.displayName(), members));
                return "group pushed";
            });
        } else if (!pushed.equals(new PushedGroup(pushed.targetId(), group.displayName(), members.keySet()))) {
            attempt(identity(group), ProvisioningAction.UPDATE, () -> {
                pushedGroups.put(group.objectId(), groups.push(pushed, group.displayName(), members));
                return "group pushed";
            });
        }
    }

    /**
     * "Push now" for a group that is linked: everything is sent again.
     *
     * @throws IllegalArgumentException if the group was not pushed before
     */
    public void pushNow(String groupObjectId) {
        PushedGroup pushed = pushedGroups.get(groupObjectId);
        DirectoryGroup group = directory.group(groupObjectId).orElse(null);
        if (pushed == null || group == null) {
            throw new IllegalArgumentException("no group was pushed for " + groupObjectId);
        }
        attempt(identity(group), ProvisioningAction.UPDATE, () -> {
            pushedGroups.put(groupObjectId, groups.fullPush(pushed.targetId(), group.displayName(), members(group)));
            return "group pushed in full";
        });
    }

    private void unlink(DirectoryGroup group) {
        PushedGroup pushed = pushedGroups.get(group.objectId());
        if (pushed != null) {
            attempt(identity(group), ProvisioningAction.DELETE, () -> {
                client.delete(OktaGroups.GROUPS, pushed.targetId());
                pushedGroups.remove(group.objectId());
                return "group deleted";
            });
        }
    }

    /** The names of those members who are provisioned and active, by their ids in the application. */
    private Map<String, String> members(DirectoryGroup group) {
        Map<String, String> members = new LinkedHashMap<>();
        for (String member : group.members()) {
            LinkedUser link = users.get(member);
            if (link != null && link.active()) {
                members.put(
                        link.targetId(),
                        directory
                                .user(member)
                                .map(DirectoryUser::userPrincipalName)
                                .orElse(""));
            }
        }
        return members;
    }

    /** No hit may be told by an empty list or, to Okta, by a 404. */
    static Optional<ScimResource> lookUp(ScimClient client, String endpoint, String attribute, String value)
            throws ScimFailureException {
        ResultPage page;
        try {
            page = client.search(endpoint, OktaQuery.equal(attribute, value));
        } catch (ScimFailureException e) {
            if (e.status() == 404) {
                return Optional.empty();
            }
            throw e;
        }
        if (page.totalResults() > 1) {
            throw ScimFailureException.of(
                    FailureKind.DUPLICATE_TARGET, page.totalResults() + " results for " + attribute + " " + value);
        }
        return page.resources().stream().findFirst();
    }

    static Map<String, Object> patch(List<Map<String, Object>> operations) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("schemas", List.of("urn:ietf:params:scim:api:messages:2.0:PatchOp"));
        body.put("Operations", operations);
        return body;
    }

    /** What is tried for one object; gives a sentence about what was done. */
    @FunctionalInterface
    private interface Task {

        String run() throws ScimFailureException;
    }

    private void attempt(LoggedIdentity identity, ProvisioningAction action, Task task) {
        long started = System.nanoTime();
        try {
            log(identity, action, ProvisioningStatus.SUCCESS, "", task.run(), started);
        } catch (ScimFailureException e) {
            log(identity, action, ProvisioningStatus.FAILURE, e.kind().name(), e.reason(), started);
        }
    }

    private void log(
            LoggedIdentity identity,
            ProvisioningAction action,
            ProvisioningStatus status,
            String errorCode,
            String description,
            long started) {
        boolean failed = status == ProvisioningStatus.FAILURE;
        log.add(new ProvisioningLogEntry(
                clock.instant(),
                "push",
                identity,
                action,
                status,
                errorCode,
                failed ? description : "",
                List.of(new ProvisioningStep(StepKind.EXPORT, status, description)),
                List.of(),
                Duration.ofNanos(System.nanoTime() - started)));
    }

    private LoggedIdentity identity(DirectoryUser user) {
        LinkedUser link = users.get(user.objectId());
        return new LoggedIdentity(
                "User", user.objectId(), user.userPrincipalName(), link == null ? "" : link.targetId());
    }

    private LoggedIdentity identity(DirectoryGroup group) {
        PushedGroup pushed = pushedGroups.get(group.objectId());
        return new LoggedIdentity(
                "Group", group.objectId(), group.displayName(), pushed == null ? "" : pushed.targetId());
    }
}
