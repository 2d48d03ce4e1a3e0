package dev.scimlet.jdbc;

import dev.scimlet.jdbc.ServiceClient.Answer;
import dev.scimlet.protocol.ResourceEvent;
import dev.scimlet.protocol.ScimService;
import dev.scimlet.testkit.json.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Writers that create, change and delete users and groups at once, through the door of a service with integrity on. What must
 * hold afterwards is asked of the service and of the events that it told.
 */
final class MixedLoad {

    private static final int THREADS = 8;
    private static final String GROUPS = "/Groups";
    private static final String USERS = "/Users";

    private final ServiceClient client;
    private final int operations;
    private final Map<Integer, AtomicInteger> statuses = new ConcurrentHashMap<>();
    private final List<String> users = new ArrayList<>();
    private final List<String> groups = new ArrayList<>();

    /** Members by group whose adding was answered with success. */
    private final Set<List<String>> added = ConcurrentHashMap.newKeySet();

    private final AtomicInteger names = new AtomicInteger();

    /** @param builder a service without authenticator, with its repositories */
    MixedLoad(ScimService.Builder builder, int operations) {
        this.operations = operations;
        this.client = ServiceClient.of(builder.referentialIntegrity());
    }

    // ---- the load

    void run() throws Exception {
        for (int i = 0; i < 20; i++) {
            createUser().is(201);
        }
        for (int i = 0; i < 4; i++) {
            createGroup(new Random(i)).is(201);
        }
        AtomicInteger left = new AtomicInteger(operations);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Callable<Boolean>> work = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                Random random = new Random(7L * thread + 1);
                work.add(() -> {
                    while (left.getAndDecrement() > 0) {
                        count(step(random));
                    }
                    return true;
                });
            }
            for (Future<Boolean> done : threads.invokeAll(work)) {
                done.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private void count(Answer answer) {
        statuses.computeIfAbsent(answer.status(), status -> new AtomicInteger()).incrementAndGet();
        if (answer.status() == 500) {
            throw new AssertionError(answer.body());
        }
    }

    private Answer step(Random random) {
        int kind = random.nextInt(100);
        if (kind < 18) {
            return createUser();
        }
        if (kind < 34) {
            return client.send("DELETE", USERS + "/" + some(users, random), "");
        }
        if (kind < 62) {
            return addMembers(random);
        }
        if (kind < 70) {
            return removeMember(random);
        }
        if (kind < 78) {
            return rewriteGroup(random);
        }
        if (kind < 88) {
            return patchUser(random);
        }
        if (kind < 92) {
            return createGroup(random);
        }
        if (kind < 94) {
            return client.send("DELETE", GROUPS + "/" + some(groups, random), "");
        }
        return bulk(random);
    }

    private static String some(List<String> ids, Random random) {
        synchronized (ids) {
            return ids.get(random.nextInt(ids.size()));
        }
    }

    private Answer remembered(List<String> ids, Answer created) {
        if (created.status() == 201) {
            String id = created.json().at("/id").flatMap(Json::asString).orElseThrow();
            synchronized (ids) {
                ids.add(id);
                if (ids.size() > 40) {
                    ids.remove(0);
                }
            }
        }
        return created;
    }

    private Answer createUser() {
        return remembered(
                users,
                client.send(
                        "POST",
                        USERS,
                        """
                        {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"user%d"}"""
                                .formatted(names.incrementAndGet())));
    }

    private Answer createGroup(Random random) {
        String member = some(users, random);
        return remembered(
                groups,
                client.send(
                        "POST",
                        GROUPS,
                        """
                        {"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"group%d",
                         "members":[{"value":"%s"}]}"""
                                .formatted(names.incrementAndGet(), member)));
    }

    private Answer addMembers(Random random) {
        String group = some(groups, random);
        String first = some(users, random);
        String second = some(users, random);
        Answer answer = client.patch(
                GROUPS + "/" + group + "?excludedAttributes=members",
                """
                {"op":"add","path":"members","value":[{"value":"%s"},{"value":"%s"}]}"""
                        .formatted(first, second));
        if (answer.status() == 200) {
            added.add(List.of(group, first));
            added.add(List.of(group, second));
        }
        return answer;
    }

    private Answer removeMember(Random random) {
        return client.patch(
                GROUPS + "/" + some(groups, random),
                """
                {"op":"remove","path":"members[value eq \\"%s\\"]"}""".formatted(some(users, random)));
    }

    /** What a client does that knows no PATCH: it reads, and writes what it read under the version that it read. */
    private Answer rewriteGroup(Random random) {
        String path = GROUPS + "/" + some(groups, random);
        Answer read = client.send("GET", path, "");
        return read.status() != 200 ? read : client.send("PUT", path, read.body(), "If-Match", read.version());
    }

    private Answer patchUser(Random random) {
        return client.patch(
                USERS + "/" + some(users, random),
                """
                {"op":"replace","path":"title","value":"title %d"},
                {"op":"add","path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager","value":"%s"}"""
                        .formatted(random.nextInt(5), some(users, random)));
    }

    private Answer bulk(Random random) {
        return client.send(
                "POST",
                "/Bulk",
                """
                {"schemas":["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],"Operations":[
                 {"method":"POST","path":"/Users","bulkId":"u","data":{
                  "schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"user%d"}},
                 {"method":"PATCH","path":"/Groups/%s","data":{
                  "schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
                  "Operations":[{"op":"add","path":"members","value":[{"value":"bulkId:u"}]}]}},
                 {"method":"DELETE","path":"/Users/%s"}]}"""
                        .formatted(names.incrementAndGet(), some(groups, random), some(users, random)));
    }

    // ---- what must hold

    /** How often each status was answered. */
    Map<Integer, Integer> statuses() {
        Map<Integer, Integer> counts = new TreeMap<>();
        statuses.forEach((status, count) -> counts.put(status, count.get()));
        return counts;
    }

    /** Members that are no user or group, as {@code group: member}. */
    List<String> deadMembers() {
        Set<String> living = new HashSet<>();
        all(USERS).forEach(user -> living.add(id(user)));
        List<Json> found = all(GROUPS);
        found.forEach(group -> living.add(id(group)));
        List<String> dead = new ArrayList<>();
        for (Json group : found) {
            members(group).stream()
                    .filter(member -> !living.contains(member))
                    .forEach(member -> dead.add(id(group) + ": " + member));
        }
        return dead;
    }

    /** Members that were added with success, that no event took out again, and that are not there. */
    List<String> lostMembers() {
        Map<String, Set<String>> present = new HashMap<>();
        all(GROUPS).forEach(group -> present.put(id(group), members(group)));
        Set<List<String>> gone = new HashSet<>();
        for (ResourceEvent event : client.events()) {
            if (event instanceof ResourceEvent.Changed changed) {
                changed.removed().forEach(member -> gone.add(List.of(changed.id(), member)));
            }
        }
        List<String> lost = new ArrayList<>();
        for (List<String> each : added) {
            Set<String> members = present.get(each.get(0));
            if (members != null && !members.contains(each.get(1)) && !gone.contains(each)) {
                lost.add(each.toString());
            }
        }
        return lost;
    }

    /** Resources that are not taken back as they were given. */
    List<String> refusedWhenPutBack() {
        List<String> refused = new ArrayList<>();
        for (String endpoint : List.of(USERS, GROUPS)) {
            for (Json resource : all(endpoint)) {
                Answer put = client.send("PUT", endpoint + "/" + id(resource), resource.text());
                if (put.status() != 200) {
                    refused.add(put.status() + " " + put.body());
                }
            }
        }
        return refused;
    }

    /**
     * What does not fit between events and state: each resource has one creation, one chain of changes from its first version
     * to that of now, and memberships that come and go in turns.
     */
    List<String> unexplained() {
        Map<String, String> versions = new HashMap<>();
        Map<String, Set<String>> present = new HashMap<>();
        for (String endpoint : List.of(USERS, GROUPS)) {
            for (Json resource : all(endpoint)) {
                versions.put(
                        id(resource),
                        resource.at("/meta/version").flatMap(Json::asString).orElseThrow());
                present.put(id(resource), members(resource));
            }
        }
        Map<String, String> firsts = new HashMap<>();
        Map<String, Map<String, String>> next = new HashMap<>();
        Map<List<String>, Integer> balance = new HashMap<>();
        Set<String> deleted = new HashSet<>();
        List<String> wrong = new ArrayList<>();
        for (ResourceEvent event : client.events()) {
            if (event instanceof ResourceEvent.Created created) {
                String version = "W/\"" + created.resource().meta().version() + "\"";
                if (firsts.put(event.id(), version) != null) {
                    wrong.add(event.id() + " was created twice");
                }
                created.resource()
                        .strings(created.type().name().equals("Group") ? "members.value" : "emails.value")
                        .forEach(member -> balance.merge(List.of(event.id(), member), 1, Integer::sum));
            } else if (event instanceof ResourceEvent.Changed changed) {
                String from = "W/\"" + changed.before().meta().version() + "\"";
                String to = "W/\"" + changed.after().meta().version() + "\"";
                if (next.computeIfAbsent(event.id(), id -> new HashMap<>()).put(from, to) != null) {
                    wrong.add(event.id() + " changed twice from version " + from);
                }
                if (event.type().name().equals("Group")) {
                    changed.added().forEach(id -> balance.merge(List.of(event.id(), id), 1, Integer::sum));
                    changed.removed().forEach(id -> balance.merge(List.of(event.id(), id), -1, Integer::sum));
                }
            } else if (!deleted.add(event.id())) {
                wrong.add(event.id() + " was deleted twice");
            }
        }
        for (String id : versions.keySet()) {
            if (!firsts.containsKey(id) || deleted.contains(id)) {
                wrong.add(id + " is there, but no event says so");
            }
        }
        firsts.forEach((id, first) -> {
            Map<String, String> changes = next.getOrDefault(id, Map.of());
            String version = first;
            Set<String> walked = new LinkedHashSet<>(Set.of(first));
            while (changes.containsKey(version) && walked.add(changes.get(version))) {
                version = changes.get(version);
            }
            if (walked.size() != changes.size() + 1) {
                wrong.add(id + " has changes that do not follow from each other: " + changes + " from " + first);
            }
            if (!deleted.contains(id) && !version.equals(versions.get(id))) {
                wrong.add(id + " has version " + versions.get(id) + ", the events end with " + version);
            }
        });
        balance.forEach((each, count) -> {
            if (!deleted.contains(each.get(0))) {
                boolean member =
                        Optional.ofNullable(present.get(each.get(0))).orElse(Set.of()).contains(each.get(1));
                if (count != (member ? 1 : 0)) {
                    wrong.add(each + " is " + (member ? "" : "not ") + "a member, events say " + count);
                }
            }
        });
        return wrong;
    }

    private List<Json> all(String endpoint) {
        List<Json> found = new ArrayList<>();
        while (true) {
            Json page = client.send("GET", endpoint + "?count=500&startIndex=" + (found.size() + 1), "")
                    .json();
            List<Json> resources = page.at("/Resources")
                    .map(list -> ((Json.JsonArray) list).elements())
                    .orElse(List.of());
            if (resources.isEmpty()) {
                return found;
            }
            found.addAll(resources);
        }
    }

    private static String id(Json resource) {
        return resource.at("/id").flatMap(Json::asString).orElseThrow();
    }

    private static Set<String> members(Json group) {
        Set<String> members = new HashSet<>();
        group.at("/members")
                .ifPresent(list -> ((Json.JsonArray) list)
                        .elements()
                        .forEach(entry -> members.add(
                                entry.at("/value").flatMap(Json::asString).orElseThrow())));
        return members;
    }

    int events() {
        return client.events().size();
    }
}
