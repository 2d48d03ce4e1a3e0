package dev.scimlet.benchmarks.floor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Answers the requests of the load, and no others. */
final class FloorServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private static final String LIST_RESPONSE = "urn:ietf:params:scim:api:messages:2.0:ListResponse";
    private static final String BULK_RESPONSE = "urn:ietf:params:scim:api:messages:2.0:BulkResponse";
    private static final int DEFAULT_COUNT = 100;

    private final transient ObjectMapper mapper = new ObjectMapper();
    private final transient FloorUsers users = new FloorUsers();
    private final transient Map<String, FloorGroup> groups = new ConcurrentHashMap<>();
    private final AtomicLong versions = new AtomicLong();

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String[] path = request.getPathInfo().substring(1).split("/", 2);
        Optional<String> id = path.length == 2 ? Optional.of(path[1]) : Optional.empty();
        switch (path[0]) {
            case "Users" -> answerUsers(request, response, id);
            case "Groups" -> answerGroups(request, response, id);
            case "Bulk" -> send(response, 200, bulk(request));
            default -> response.setStatus(404);
        }
    }

    private void answerUsers(HttpServletRequest request, HttpServletResponse response, Optional<String> id)
            throws IOException {
        if (id.isEmpty()) {
            if (request.getMethod().equals("POST")) {
                sendResource(
                        response,
                        201,
                        createUser(tree(request), request.getRequestURL().toString()));
            } else {
                send(response, 200, list(request));
            }
            return;
        }
        Optional<Stored> found = users.find(id.get());
        if (found.isEmpty()) {
            response.setStatus(404);
            return;
        }
        Stored user = found.get();
        switch (request.getMethod()) {
            case "GET" -> sendResource(response, 200, user.tree());
            case "PUT" -> sendResource(response, 200, replaceUser(user, tree(request)));
            case "PATCH" -> sendResource(response, 200, patchUser(user, tree(request)));
            case "DELETE" -> {
                users.remove(user);
                response.setStatus(204);
            }
            default -> response.setStatus(405);
        }
    }

    private void answerGroups(HttpServletRequest request, HttpServletResponse response, Optional<String> id)
            throws IOException {
        boolean withMembers = !"members".equals(request.getParameter("excludedAttributes"));
        if (id.isEmpty()) {
            FloorGroup group =
                    createGroup(tree(request), request.getRequestURL().toString());
            sendResource(response, 201, group.answer(withMembers));
            return;
        }
        FloorGroup group = groups.get(id.get());
        if (group == null) {
            response.setStatus(404);
            return;
        }
        switch (request.getMethod()) {
            case "GET" -> sendResource(response, 200, group.answer(withMembers));
            case "PATCH" -> {
                group.change(tree(request).get("Operations"), nextVersion());
                sendResource(response, 200, group.answer(withMembers));
            }
            case "DELETE" -> {
                groups.remove(id.get());
                response.setStatus(204);
            }
            default -> response.setStatus(405);
        }
    }

    private ObjectNode createUser(ObjectNode user, String usersLocation) {
        complete(user, "User", usersLocation);
        users.add(user);
        return user;
    }

    private FloorGroup createGroup(ObjectNode tree, String groupsLocation) {
        complete(tree, "Group", groupsLocation);
        var group = new FloorGroup(tree);
        groups.put(tree.get("id").textValue(), group);
        return group;
    }

    private void complete(ObjectNode resource, String resourceType, String location) {
        String id = UUID.randomUUID().toString();
        resource.put("id", id);
        resource.set("meta", nextVersion().newMeta(resource, resourceType, location + "/" + id));
    }

    private ObjectNode replaceUser(Stored stored, ObjectNode next) {
        next.set("id", stored.tree().get("id"));
        next.set("meta", stored.tree().get("meta"));
        nextVersion().putInto(next);
        stored.replace(next);
        return next;
    }

    private ObjectNode patchUser(Stored stored, ObjectNode patch) {
        synchronized (stored) {
            ObjectNode next = FloorPatch.applied(stored.tree(), patch.get("Operations"));
            nextVersion().putInto(next);
            stored.replace(next);
            return next;
        }
    }

    private Version nextVersion() {
        return Version.now(versions.incrementAndGet());
    }

    private ObjectNode list(HttpServletRequest request) {
        String filter = request.getParameter("filter");
        int startIndex = number(request.getParameter("startIndex"), 1);
        int count = number(request.getParameter("count"), DEFAULT_COUNT);
        FloorUsers.Found found = found(filter, startIndex, count);
        ObjectNode answer = mapper.createObjectNode();
        answer.putArray("schemas").add(LIST_RESPONSE);
        answer.put("totalResults", found.total());
        answer.put("startIndex", startIndex);
        answer.put("itemsPerPage", found.users().size());
        answer.putArray("Resources").addAll(found.users());
        return answer;
    }

    private FloorUsers.Found found(String filter, int startIndex, int count) {
        if (filter == null) {
            return users.page(startIndex, count);
        }
        if (FloorFilter.isUserName(filter)) {
            return users.findByUserName(FloorFilter.userName(filter))
                    .map(user -> new FloorUsers.Found(1, List.of(user.tree())))
                    .orElse(new FloorUsers.Found(0, List.of()));
        }
        return users.scan(FloorFilter.scanned(filter), count);
    }

    private static int number(String text, int otherwise) {
        return text == null ? otherwise : Integer.parseInt(text);
    }

    private ObjectNode bulk(HttpServletRequest request) throws IOException {
        String base = request.getRequestURL().toString().replaceFirst("/Bulk$", "");
        ObjectNode answer = mapper.createObjectNode();
        answer.putArray("schemas").add(BULK_RESPONSE);
        ArrayNode operations = answer.putArray("Operations");
        for (JsonNode operation : tree(request).get("Operations")) {
            String location = base + operation.get("path").textValue();
            ObjectNode meta = (ObjectNode)
                    createUser((ObjectNode) operation.get("data"), location).get("meta");
            ObjectNode result = operations.addObject();
            result.set("location", meta.get("location"));
            result.put("method", "POST");
            result.set("bulkId", operation.get("bulkId"));
            result.set("version", meta.get("version"));
            result.put("status", "201");
        }
        return answer;
    }

    private ObjectNode tree(HttpServletRequest request) throws IOException {
        return (ObjectNode) mapper.readTree(request.getInputStream());
    }

    private void sendResource(HttpServletResponse response, int status, ObjectNode resource) throws IOException {
        JsonNode meta = resource.get("meta");
        response.setHeader("Location", meta.get("location").textValue());
        response.setHeader("ETag", meta.get("version").textValue());
        send(response, status, resource);
    }

    private void send(HttpServletResponse response, int status, ObjectNode body) throws IOException {
        response.setStatus(status);
        response.setContentType("application/scim+json");
        mapper.writeValue(response.getOutputStream(), body);
    }
}
