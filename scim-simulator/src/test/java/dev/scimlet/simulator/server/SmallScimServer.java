package dev.scimlet.simulator.server;

import dev.scimlet.simulator.mapping.TargetPath;
import dev.scimlet.simulator.transport.ScimAnswer;
import dev.scimlet.simulator.transport.ScimCall;
import dev.scimlet.simulator.transport.ScimTransport;
import dev.scimlet.testkit.json.PlainJson;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Users and groups in memory. It is a transport itself, so that most tests need no network; it keeps every request. */
public final class SmallScimServer implements ScimTransport {

    /** The token that it takes. */
    public static final String TOKEN = "4f1c-right-token";

    private static final Pattern TARGET =
            Pattern.compile("/(?<type>Users|Groups)(?:/(?<id>[^?]+))?(?:\\?(?<query>.*))?");
    private static final Pattern COMPARISON =
            Pattern.compile("(?<path>\\S+(?: eq \"\\w+\"\\]\\.\\w+)?) eq \"(?<value>.*)\"");

    private final Map<String, Map<String, Map<String, Object>>> resources = new LinkedHashMap<>();
    private final List<ScimCall> calls = new ArrayList<>();
    private final Set<ServerFault> faults = EnumSet.noneOf(ServerFault.class);
    private final PatchApplier patch = new PatchApplier(faults);
    private Function<ScimCall, Optional<ScimAnswer>> interceptor = call -> Optional.empty();
    private int created;

    public SmallScimServer() {
        resources.put("Users", new LinkedHashMap<>());
        resources.put("Groups", new LinkedHashMap<>());
    }

    /** From now on this is done wrong. */
    public SmallScimServer with(ServerFault fault) {
        faults.add(fault);
        return this;
    }

    /** Requests for which {@code answers} gives an answer get that one and are not carried out. */
    public synchronized void intercept(Function<ScimCall, Optional<ScimAnswer>> answers) {
        interceptor = answers;
    }

    /** All requests so far, as {@code METHOD target}. */
    public synchronized List<String> requests() {
        return calls.stream().map(call -> call.method() + " " + call.target()).toList();
    }

    /** The bodies of all requests with this method so far. */
    public synchronized List<String> bodies(String method) {
        return calls.stream()
                .filter(call -> call.method().equals(method))
                .map(ScimCall::body)
                .toList();
    }

    /** All requests so far that were to change something. */
    public synchronized List<String> writes() {
        return calls.stream()
                .filter(call -> !call.method().equals("GET"))
                .map(call -> call.method() + " " + call.target())
                .toList();
    }

    public synchronized void forgetRequests() {
        calls.clear();
    }

    public synchronized List<Map<String, Object>> users() {
        return List.copyOf(all("Users").values());
    }

    public synchronized List<Map<String, Object>> groups() {
        return List.copyOf(all("Groups").values());
    }

    /** The user with this name, who must be there. */
    public synchronized Map<String, Object> user(String userName) {
        return users().stream()
                .filter(user -> userName.equalsIgnoreCase(String.valueOf(user.get("userName"))))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no user " + userName));
    }

    /** The ids of the members of the group with this name, which must be there. */
    public synchronized List<String> members(String displayName) {
        Map<String, Object> group = groups().stream()
                .filter(candidate -> displayName.equals(candidate.get("displayName")))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no group " + displayName));
        return PlainJson.members(group, "members").stream()
                .map(member -> String.valueOf(member.get("value")))
                .toList();
    }

    /** Puts a resource there, as the application itself would; gives its id. */
    public synchronized String seed(String type, String json) {
        return store(type, PlainJson.object(json));
    }

    /** Takes a resource away, as the application itself would. */
    public synchronized void drop(String type, String id) {
        all(type).remove(id);
    }

    @Override
    public synchronized ScimAnswer send(ScimCall call) {
        calls.add(call);
        Optional<ScimAnswer> intercepted = interceptor.apply(call);
        if (intercepted.isPresent()) {
            return intercepted.get();
        }
        if (!("Bearer " + TOKEN).equals(call.headers().get("Authorization"))) {
            return error(401, "the token is not known");
        }
        if (call.target().equals("/Schemas")) {
            return json(200, listResponse(List.of(Map.of("id", "urn:ietf:params:scim:schemas:core:2.0:User")), 1));
        }
        Matcher matcher = TARGET.matcher(call.target());
        if (!matcher.matches()) {
            return error(404, "no such endpoint");
        }
        String type = matcher.group("type");
        String id = matcher.group("id");
        if (id == null) {
            String query = matcher.group("query");
            return call.method().equals("POST") ? create(type, call) : list(type, query == null ? "" : query);
        }
        return all(type).containsKey(id) ? one(type, id, call) : error(404, "no " + type + " has the id " + id);
    }

    private ScimAnswer one(String type, String id, ScimCall call) {
        return switch (call.method()) {
            case "GET" -> json(200, shown(resource(type, id), call.target()));
            case "PATCH" -> change(type, id, patched(type, id, call));
            case "PUT" -> {
                Map<String, Object> replacement = PlainJson.object(call.body());
                replacement.putIfAbsent("active", resource(type, id).getOrDefault("active", true));
                yield change(type, id, replacement);
            }
            case "DELETE" -> {
                if (faults.contains(ServerFault.DELETES_NOTHING)) {
                    yield new ScimAnswer(204, Map.of(), "");
                }
                all(type).remove(id);
                all("Groups")
                        .values()
                        .forEach(group -> patch.apply(
                                group,
                                PlainJson.object("{\"Operations\":[{\"op\":\"remove\",\"path\":\"members[value eq \\\""
                                        + id + "\\\"]\"}]}")));
                yield new ScimAnswer(204, Map.of(), "");
            }
            default -> error(405, "not allowed");
        };
    }

    private Map<String, Object> patched(String type, String id, ScimCall call) {
        Map<String, Object> copy = PlainJson.object(PlainJson.write(resource(type, id)));
        patch.apply(copy, PlainJson.object(call.body()));
        return copy;
    }

    private ScimAnswer change(String type, String id, Map<String, Object> changed) {
        if (taken(type, id, changed)) {
            return error(409, "the name is taken");
        }
        changed.put("id", id);
        if (faults.contains(ServerFault.CUTS_MEMBERS)) {
            changed.computeIfPresent(
                    "members",
                    (name, members) -> ((List<?>) members).stream().limit(2).toList());
        }
        if (!faults.contains(ServerFault.STORES_NO_PATCH)) {
            all(type).put(id, Normalizer.resource(changed));
        }
        return json(200, shown(resource(type, id), "?excludedAttributes=members"));
    }

    private ScimAnswer create(String type, ScimCall call) {
        Map<String, Object> body = PlainJson.object(call.body());
        if (taken(type, "", body)) {
            return error(409, "the name is taken");
        }
        if (faults.contains(ServerFault.LOSES_EXTENSION) && body.get("schemas") instanceof List<?> schemas) {
            body.keySet().removeIf(key -> key.startsWith("urn:") && !schemas.contains(key));
        }
        String id = store(type, body);
        return json(201, shown(resource(type, id), ""));
    }

    private String store(String type, Map<String, Object> body) {
        String id = type.substring(0, 1).toLowerCase(Locale.ROOT) + ++created;
        Map<String, Object> resource = Normalizer.resource(body);
        resource.put("id", id);
        resource.remove("password");
        all(type).put(id, resource);
        return id;
    }

    private boolean taken(String type, String id, Map<String, Object> body) {
        String attribute = type.equals("Users") ? "userName" : "displayName";
        return all(type).values().stream()
                .filter(other -> !id.equals(other.get("id")))
                .anyMatch(other ->
                        String.valueOf(other.get(attribute)).equalsIgnoreCase(String.valueOf(body.get(attribute))));
    }

    private ScimAnswer list(String type, String query) {
        Map<String, String> parameters = parameters(query);
        String wanted = parameters.getOrDefault("filter", "");
        if (faults.contains(ServerFault.SEARCHES_NAMES_ONLY)
                && !wanted.isEmpty()
                && !wanted.matches("(userName|displayName|id) eq .*")) {
            return error(400, "there is no index for this filter");
        }
        Predicate<Map<String, Object>> filter = filter(wanted);
        List<Map<String, Object>> found =
                all(type).values().stream().filter(filter).toList();
        if (found.isEmpty() && faults.contains(ServerFault.NOT_FOUND_FOR_EMPTY_LIST)) {
            return error(404, "nothing found");
        }
        int start = faults.contains(ServerFault.IGNORES_START_INDEX)
                ? 0
                : Integer.parseInt(parameters.getOrDefault("startIndex", "1")) - 1;
        int count = Integer.parseInt(parameters.getOrDefault("count", "1000"));
        List<Map<String, Object>> page = found.stream()
                .skip(start)
                .limit(count)
                .map(resource -> shown(resource, query))
                .toList();
        boolean countsEverything = faults.contains(ServerFault.COUNTS_EVERYTHING);
        return json(200, listResponse(page, countsEverything ? all(type).size() : found.size()));
    }

    private static Map<String, String> parameters(String query) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : query.split("&")) {
            String[] parts = pair.split("=", 2);
            parameters.put(parts[0], parts.length < 2 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return parameters;
    }

    private Predicate<Map<String, Object>> filter(String text) {
        Predicate<Map<String, Object>> filter = resource ->
                !faults.contains(ServerFault.HIDES_INACTIVE) || !Boolean.FALSE.equals(resource.get("active"));
        if (text.isEmpty() || faults.contains(ServerFault.IGNORES_FILTER)) {
            return filter;
        }
        for (String comparison : text.split(" and ")) {
            Matcher matcher = COMPARISON.matcher(comparison);
            if (!matcher.matches()) {
                throw new AssertionError("not understood: " + text);
            }
            String value = matcher.group("value").replace("\\\"", "\"").replace("\\\\", "\\");
            filter = filter.and(has(matcher.group("path"), value));
        }
        return filter;
    }

    private Predicate<Map<String, Object>> has(String path, String value) {
        if (path.equals("members")) {
            return resource -> PlainJson.members(resource, "members").stream()
                    .anyMatch(member -> value.equals(member.get("value")));
        }
        TargetPath target = path.equals("manager")
                ? TargetPath.parse(TargetPath.ENTERPRISE_USER + ":manager.value")
                : TargetPath.parse(path);
        boolean mindsCase = faults.contains(ServerFault.MINDS_CASE);
        return resource -> target.read(resource)
                .map(Object::toString)
                .filter(actual -> mindsCase ? actual.equals(value) : actual.equalsIgnoreCase(value))
                .isPresent();
    }

    private Map<String, Object> shown(Map<String, Object> resource, String query) {
        if (query.contains("attributes=id")) {
            return Map.of("id", resource.getOrDefault("id", ""));
        }
        Map<String, Object> shown = PlainJson.object(PlainJson.write(resource));
        if (query.contains("excludedAttributes=members") && !faults.contains(ServerFault.RETURNS_EXCLUDED_MEMBERS)) {
            shown.remove("members");
        }
        if (faults.contains(ServerFault.ACTIVE_AS_TEXT)) {
            shown.computeIfPresent("active", (name, active) -> active.toString());
        }
        if (faults.contains(ServerFault.MANAGER_AS_TEXT)) {
            TargetPath manager = TargetPath.parse(TargetPath.ENTERPRISE_USER + ":manager");
            manager.read(shown)
                    .flatMap(PlainJson::asObject)
                    .ifPresent(value -> manager.write(shown, value.getOrDefault("value", "")));
        }
        return shown;
    }

    private static Map<String, Object> listResponse(Collection<Map<String, Object>> page, int totalResults) {
        Map<String, Object> response = new LinkedHashMap<>();
        response.put("schemas", List.of("urn:ietf:params:scim:api:messages:2.0:ListResponse"));
        response.put("totalResults", totalResults);
        response.put("startIndex", 1);
        response.put("itemsPerPage", page.size());
        response.put("Resources", page);
        return response;
    }

    private Map<String, Map<String, Object>> all(String type) {
        return resources.getOrDefault(type, new LinkedHashMap<>());
    }

    private Map<String, Object> resource(String type, String id) {
        return all(type).getOrDefault(id, Map.of());
    }

    private static ScimAnswer json(int status, Object body) {
        return new ScimAnswer(
                status, Map.of("Content-Type", "application/scim+json;charset=UTF-8"), PlainJson.write(body));
    }

    /** An error as RFC 7644 §3.12 has it. */
    public static ScimAnswer error(int status, String detail) {
        return json(
                status,
                Map.of(
                        "schemas", List.of("urn:ietf:params:scim:api:messages:2.0:Error"),
                        "status", Integer.toString(status),
                        "detail", detail));
    }
}
