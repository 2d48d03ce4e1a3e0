package dev.scimlet.benchmarks.sqlfloor;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scimlet.benchmarks.floor.FloorPatch;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Answers the requests of the load from tables, and no others. */
final class SqlFloorServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private static final String LIST_RESPONSE = "urn:ietf:params:scim:api:messages:2.0:ListResponse";
    private static final String BULK_RESPONSE = "urn:ietf:params:scim:api:messages:2.0:BulkResponse";
    private static final String JSON = "application/scim+json";

    private final transient ObjectMapper mapper =
            new ObjectMapper().disable(SerializationFeature.FLUSH_AFTER_WRITE_VALUE);
    private final transient Store store;

    SqlFloorServlet(Store store) {
        this.store = store;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String url = request.getRequestURL().toString();
        String base = url.substring(0, url.indexOf(SqlFloorServer.BASE_PATH) + SqlFloorServer.BASE_PATH.length());
        String[] path = request.getPathInfo().substring(1).split("/", 2);
        String id = path.length == 2 ? path[1] : "";
        try {
            switch (path[0]) {
                case "Users" -> answerUsers(request, response, id, base);
                case "Groups" -> answerGroups(request, response, id, base);
                case "Bulk" -> bulk(request, response, base);
                default -> response.setStatus(404);
            }
        } catch (SQLException failure) {
            throw new IOException(failure);
        }
    }

    private void answerUsers(HttpServletRequest request, HttpServletResponse response, String id, String base)
            throws IOException, SQLException {
        switch (request.getMethod()) {
            case "GET" -> {
                if (id.isEmpty()) {
                    list(request, response, base);
                } else {
                    send(response, 200, store.user(id, base));
                }
            }
            case "POST" -> send(response, 201, Optional.of(store.create(tree(request), base)));
            case "PUT" -> {
                ObjectNode next = tree(request);
                send(response, 200, store.change(id, current -> next, base));
            }
            case "PATCH" -> {
                JsonNode operations = tree(request).get("Operations");
                send(response, 200, store.change(id, current -> FloorPatch.applied(current, operations), base));
            }
            case "DELETE" -> response.setStatus(store.delete(id) ? 204 : 404);
            default -> response.setStatus(405);
        }
    }

    private void list(HttpServletRequest request, HttpServletResponse response, String base)
            throws IOException, SQLException {
        int count = Integer.parseInt(request.getParameter("count"));
        String filter = request.getParameter("filter");
        String cursor = request.getParameter("cursor");
        if (filter != null) {
            String name = filter.substring(filter.indexOf('"') + 1, filter.lastIndexOf('"'));
            List<ObjectNode> found = store.userByName(name, base).stream().toList();
            sendList(response, found, found.size(), 1, null);
        } else if (cursor != null) {
            walk(response, cursor, count, base);
        } else {
            String from = request.getParameter("startIndex");
            int startIndex = from == null ? 1 : Integer.parseInt(from);
            Store.Page page = store.page(startIndex, count, base);
            sendList(response, page.users(), page.total(), startIndex, null);
        }
    }

    /** A cursor is the total of the first page, a point and the last id that was seen. */
    private void walk(HttpServletResponse response, String cursor, int count, String base)
            throws IOException, SQLException {
        int point = cursor.indexOf('.');
        int total;
        List<ObjectNode> users;
        if (cursor.isEmpty()) {
            Store.Page first = store.page(1, count, base);
            total = first.total();
            users = first.users();
        } else {
            total = Integer.parseInt(cursor.substring(0, point));
            users = store.pageAfter(cursor.substring(point + 1), count, base);
        }
        String next = users.size() < count ? null : total + "." + Trees.id(users.get(users.size() - 1));
        sendList(response, users, total, 1, next);
    }

    private void sendList(
            HttpServletResponse response, List<ObjectNode> users, int total, int startIndex, @Nullable String next)
            throws IOException {
        response.setContentType(JSON);
        try (JsonGenerator out = mapper.createGenerator(response.getOutputStream())) {
            out.writeStartObject();
            out.writeArrayFieldStart("schemas");
            out.writeString(LIST_RESPONSE);
            out.writeEndArray();
            out.writeArrayFieldStart("Resources");
            for (ObjectNode user : users) {
                mapper.writeTree(out, user);
            }
            out.writeEndArray();
            out.writeNumberField("totalResults", total);
            out.writeNumberField("startIndex", startIndex);
            out.writeNumberField("itemsPerPage", users.size());
            if (next != null) {
                out.writeStringField("nextCursor", next);
            }
            out.writeEndObject();
        }
    }

    private void answerGroups(HttpServletRequest request, HttpServletResponse response, String id, String base)
            throws IOException, SQLException {
        boolean withMembers = !"members".equals(request.getParameter("excludedAttributes"));
        switch (request.getMethod()) {
            case "GET" -> send(response, 200, store.group(id, withMembers, base));
            case "POST" -> {
                ObjectNode group = store.createGroup(tree(request), base);
                if (!withMembers) {
                    group.remove("members");
                }
                send(response, 201, Optional.of(group));
            }
            case "PATCH" ->
                send(response, 200, store.changeMembers(id, tree(request).get("Operations"), withMembers, base));
            case "DELETE" -> response.setStatus(store.deleteGroup(id) ? 204 : 404);
            default -> response.setStatus(405);
        }
    }

    /** Creates users only, each by itself as its own unit. */
    private void bulk(HttpServletRequest request, HttpServletResponse response, String base)
            throws IOException, SQLException {
        ObjectNode answer = mapper.createObjectNode();
        answer.putArray("schemas").add(BULK_RESPONSE);
        ArrayNode results = answer.putArray("Operations");
        for (JsonNode operation : tree(request).get("Operations")) {
            JsonNode meta =
                    store.create((ObjectNode) operation.get("data"), base).get("meta");
            ObjectNode result = results.addObject();
            result.set("location", meta.get("location"));
            result.put("method", "POST");
            result.set("bulkId", operation.get("bulkId"));
            result.set("version", meta.get("version"));
            result.put("status", "201");
        }
        response.setContentType(JSON);
        write(response, answer);
    }

    private ObjectNode tree(HttpServletRequest request) throws IOException {
        return (ObjectNode) mapper.readTree(request.getInputStream());
    }

    private void send(HttpServletResponse response, int status, Optional<ObjectNode> resource) throws IOException {
        if (resource.isEmpty()) {
            response.setStatus(404);
            return;
        }
        JsonNode meta = resource.get().get("meta");
        response.setHeader("Location", meta.get("location").textValue());
        response.setHeader("ETag", meta.get("version").textValue());
        response.setStatus(status);
        response.setContentType(JSON);
        write(response, resource.get());
    }

    private void write(HttpServletResponse response, ObjectNode tree) throws IOException {
        mapper.writeValue(response.getOutputStream(), tree);
    }
}
