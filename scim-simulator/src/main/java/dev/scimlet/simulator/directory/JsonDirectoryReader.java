package dev.scimlet.simulator.directory;

import dev.scimlet.testkit.json.JsonSyntaxException;
import dev.scimlet.testkit.json.PlainJson;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads a directory from JSON, see {@link DirectoryFile}. */
final class JsonDirectoryReader {

    private static final Set<String> NOT_ATTRIBUTES = Set.of("objectId", "accountEnabled", "manager", "members");

    private final SourceDirectory directory;
    private final Instant start;

    private JsonDirectoryReader(Clock clock) {
        this.directory = new SourceDirectory(clock);
        this.start = clock.instant();
    }

    static SourceDirectory read(String text, Clock clock) {
        JsonDirectoryReader reader = new JsonDirectoryReader(clock);
        try {
            reader.read(PlainJson.object(text));
        } catch (JsonSyntaxException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        return reader.directory;
    }

    private void read(Map<String, Object> file) {
        List<Map<String, Object>> users = PlainJson.members(file, "users");
        users.forEach(user -> directory.apply(new DirectoryChange.AddUser(user(user))));
        users.forEach(this::setManager);
        List<DirectoryGroup> groups =
                PlainJson.members(file, "groups").stream().map(this::group).toList();
        groups.forEach(group -> directory.apply(
                new DirectoryChange.AddGroup(new DirectoryGroup(group.objectId(), group.attributes(), Set.of()))));
        groups.forEach(group -> directory.apply(new DirectoryChange.AddMembers(group.objectId(), group.members())));
        if (file.containsKey("assignments")) {
            PlainJson.members(file, "assignments").forEach(assignment -> directory.apply(assign(assignment)));
        } else {
            assignAll();
        }
        PlainJson.members(file, "changes").forEach(this::schedule);
    }

    private void assignAll() {
        directory.users().forEach(this::assignByDefault);
        directory
                .groups()
                .forEach(
                        group -> directory.apply(new DirectoryChange.Assign(group.objectId(), AppRole.DEFAULT_ACCESS)));
    }

    private void assignByDefault(DirectoryUser user) {
        directory.apply(new DirectoryChange.Assign(user.objectId(), AppRole.DEFAULT_ACCESS));
    }

    private static DirectoryUser user(Map<String, Object> user) {
        boolean enabled = !Boolean.FALSE.equals(user.get("accountEnabled"));
        return new DirectoryUser(
                required(user, "objectId"), attributes(user), enabled, Optional.empty(), Optional.empty());
    }

    private void setManager(Map<String, Object> user) {
        PlainJson.text(user, "manager")
                .ifPresent(manager -> directory.apply(
                        new DirectoryChange.SetManager(required(user, "objectId"), principal(manager))));
    }

    private DirectoryGroup group(Map<String, Object> group) {
        return new DirectoryGroup(required(group, "objectId"), attributes(group), principals(group, "members"));
    }

    private DirectoryChange assign(Map<String, Object> assignment) {
        AppRole role = PlainJson.text(assignment, "role").map(AppRole::named).orElse(AppRole.DEFAULT_ACCESS);
        return new DirectoryChange.Assign(principal(required(assignment, "principal")), role);
    }

    private void schedule(Map<String, Object> change) {
        String after = required(change, "after");
        try {
            directory.schedule(new ScheduledChange(start.plus(Duration.parse(after)), change(change)));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("'after' is not an ISO 8601 duration: " + after, e);
        }
    }

    private DirectoryChange change(Map<String, Object> change) {
        String kind = required(change, "change");
        return switch (kind) {
            case "addUser" -> new DirectoryChange.AddUser(withManager(object(change, "user")));
            case "updateUser" ->
                new DirectoryChange.UpdateUser(principal(change, "user"), attributes(object(change, "attributes")));
            case "enableAccount" ->
                new DirectoryChange.EnableAccount(
                        principal(change, "user"), !Boolean.FALSE.equals(change.get("enabled")));
            case "setManager" ->
                new DirectoryChange.SetManager(principal(change, "user"), principal(change, "manager"));
            case "removeManager" -> new DirectoryChange.RemoveManager(principal(change, "user"));
            case "softDeleteUser" -> new DirectoryChange.SoftDeleteUser(principal(change, "user"));
            case "restoreUser" -> new DirectoryChange.RestoreUser(principal(change, "user"));
            case "hardDeleteUser" -> new DirectoryChange.HardDeleteUser(principal(change, "user"));
            case "addGroup" -> new DirectoryChange.AddGroup(group(object(change, "group")));
            case "updateGroup" ->
                new DirectoryChange.UpdateGroup(required(change, "group"), attributes(object(change, "attributes")));
            case "deleteGroup" -> new DirectoryChange.DeleteGroup(required(change, "group"));
            case "addMembers" ->
                new DirectoryChange.AddMembers(required(change, "group"), principals(change, "members"));
            case "removeMembers" ->
                new DirectoryChange.RemoveMembers(required(change, "group"), principals(change, "members"));
            case "assign" -> assign(change);
            case "unassign" -> new DirectoryChange.Unassign(principal(change, "principal"));
            default -> throw new IllegalArgumentException("unknown kind of change: " + kind);
        };
    }

    private DirectoryUser withManager(Map<String, Object> user) {
        DirectoryUser added = user(user);
        return PlainJson.text(user, "manager")
                .map(manager -> added.withManager(principal(manager)))
                .orElse(added);
    }

    private static Map<String, Object> object(Map<String, Object> object, String name) {
        return PlainJson.member(object, name)
                .orElseThrow(
                        () -> new IllegalArgumentException("'" + name + "' is missing in " + PlainJson.write(object)));
    }

    private Set<String> principals(Map<String, Object> object, String name) {
        Set<String> ids = new LinkedHashSet<>();
        if (object.get(name) instanceof List<?> list) {
            list.forEach(element -> ids.add(principal(String.valueOf(element))));
        }
        return ids;
    }

    private String principal(Map<String, Object> object, String name) {
        return principal(required(object, name));
    }

    /** The object id for a user principal name; anything else is an object id already. */
    private String principal(String nameOrId) {
        return directory.userNamed(nameOrId).map(DirectoryUser::objectId).orElse(nameOrId);
    }

    private static Map<String, String> attributes(Map<String, Object> object) {
        Map<String, String> attributes = new LinkedHashMap<>();
        object.forEach((name, value) -> {
            if (!NOT_ATTRIBUTES.contains(name)) {
                attributes.put(name, value == null ? "" : value.toString());
            }
        });
        return attributes;
    }

    private static String required(Map<String, Object> object, String name) {
        return PlainJson.text(object, name)
                .orElseThrow(
                        () -> new IllegalArgumentException("'" + name + "' is missing in " + PlainJson.write(object)));
    }
}
