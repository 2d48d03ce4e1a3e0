package dev.scimlet.simulator.okta;

import dev.scimlet.simulator.client.ScimClient;
import dev.scimlet.simulator.client.ScimFailureException;
import dev.scimlet.simulator.client.ScimResource;
import dev.scimlet.testkit.json.PlainJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Pushes groups in the manner of one kind of integration. */
final class OktaGroups {

    static final String GROUPS = "/Groups";
    private static final String GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group";

    private final ScimClient client;
    private final IntegrationKind kind;

    OktaGroups(ScimClient client, IntegrationKind kind) {
        this.client = client;
        this.kind = kind;
    }

    /**
     * Finds the group by its name or creates it.
     *
     * @param members the names of the members by their ids in the application
     */
    PushedGroup link(String displayName, Map<String, String> members) throws ScimFailureException {
        Optional<ScimResource> found = OktaService.lookUp(client, GROUPS, "displayName", displayName);
        if (found.isPresent()) {
            return fullPush(found.get().id(), displayName, members);
        }
        boolean withMembers = kind == IntegrationKind.WIZARD;
        ScimResource created = client.create(GROUPS, body(displayName, withMembers ? members : Map.of()));
        PushedGroup pushed = new PushedGroup(created.id(), displayName, withMembers ? members.keySet() : Set.of());
        return push(pushed, displayName, members);
    }

    /** Sends what has changed since the last push: the name comes along with every change of members. */
    PushedGroup push(PushedGroup pushed, String displayName, Map<String, String> members) throws ScimFailureException {
        PushedGroup wanted = new PushedGroup(pushed.targetId(), displayName, members.keySet());
        if (wanted.equals(pushed)) {
            return pushed;
        }
        if (kind == IntegrationKind.WIZARD) {
            client.replace(GROUPS, pushed.targetId(), body(displayName, members));
            return wanted;
        }
        client.read(GROUPS, pushed.targetId(), "");
        rename(pushed.targetId(), displayName);
        List<Map<String, Object>> operations = new ArrayList<>();
        for (String gone : pushed.members()) {
            if (!members.containsKey(gone)) {
                operations.add(operation("remove", "members[value eq " + PlainJson.write(gone) + "]"));
            }
        }
        Map<String, String> added = new LinkedHashMap<>(members);
        added.keySet().removeAll(pushed.members());
        if (!added.isEmpty()) {
            Map<String, Object> add = operation("add", "members");
            add.put("value", entries(added));
            operations.add(add);
        }
        if (!operations.isEmpty()) {
            client.patch(GROUPS, pushed.targetId(), OktaService.patch(operations));
        }
        return wanted;
    }

    /** "Push now": name and members are replaced. */
    PushedGroup fullPush(String id, String displayName, Map<String, String> members) throws ScimFailureException {
        if (kind == IntegrationKind.WIZARD) {
            client.replace(GROUPS, id, body(displayName, members));
        } else {
            rename(id, displayName);
            Map<String, Object> replace = operation("replace", "members");
            replace.put("value", entries(members));
            client.patch(GROUPS, id, OktaService.patch(List.of(replace)));
        }
        return new PushedGroup(id, displayName, members.keySet());
    }

    private void rename(String id, String displayName) throws ScimFailureException {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("id", id);
        value.put("displayName", displayName);
        client.patch(GROUPS, id, OktaService.patch(List.of(Map.of("op", "replace", "value", value))));
    }

    private static Map<String, Object> operation(String op, String path) {
        Map<String, Object> operation = new LinkedHashMap<>();
        operation.put("op", op);
        operation.put("path", path);
        return operation;
    }

    private static Map<String, Object> body(String displayName, Map<String, String> members) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("schemas", List.of(GROUP));
        body.put("displayName", displayName);
        body.put("members", entries(members));
        return body;
    }

    private static List<Map<String, Object>> entries(Map<String, String> members) {
        List<Map<String, Object>> entries = new ArrayList<>();
        members.forEach((id, name) -> {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("value", id);
            entry.put("display", name);
            entries.add(entry);
        });
        return entries;
    }
}
