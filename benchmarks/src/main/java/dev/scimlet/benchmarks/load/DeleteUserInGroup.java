package dev.scimlet.benchmarks.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** DELETE of a user who is in a group, which they leave. The users are created, and put into the group, before it is measured. */
final class DeleteUserInGroup implements Workload {

    private static final int FIRST = 300_000_000;
    private static final long CHECKED = 90_000_000;

    private final NewUsers newUsers = new NewUsers(FIRST);
    private final int users;
    private final Map<Long, String> ids = new ConcurrentHashMap<>();
    private String groupId = "";

    DeleteUserInGroup(Directory directory) {
        this.users = directory.userIds().size();
    }

    @Override
    public String kind() {
        return "delete a user in a group";
    }

    @Override
    public int size() {
        return users;
    }

    @Override
    public double goal() {
        return 1.6;
    }

    @Override
    public void prepare(Connection connection, long first, int count) throws IOException {
        ArrayNode members = JsonNodeFactory.instance.arrayNode();
        for (long number = first; number < first + count; number++) {
            Request create = new Request("POST", "/Users", newUsers.user(number).toString());
            String id = idOf(create, connection);
            ids.put(number, id);
            members.addObject().put("value", id);
        }
        if (groupId.isEmpty()) {
            var group = new People().group("Leaving");
            groupId = idOf(new Request("POST", "/Groups", group.toString()), connection);
        }
        Request add = MemberPatch.of("add", groupId, members, true);
        connection.send(add).expectStatus(200, add);
    }

    private static String idOf(Request creating, Connection connection) throws IOException {
        Answer answer = connection.send(creating);
        answer.expectStatus(201, creating);
        String location = answer.location();
        return location.substring(location.lastIndexOf('/') + 1);
    }

    @Override
    public Request request(long number) {
        String id = ids.remove(number);
        if (id == null) {
            throw new IllegalStateException("user " + number + " was not prepared");
        }
        return Request.delete("/Users/" + id);
    }

    @Override
    public int status() {
        return 204;
    }

    @Override
    public int mostAtOnce() {
        return Math.max(2, users / 10);
    }

    @Override
    public void check(Connection connection) throws IOException {
        prepare(connection, CHECKED, 2);
        String staying = request(CHECKED + 1).target();
        Expectation.that(members(connection).size() == 2, "members were not added");
        Request request = request(CHECKED);
        connection.send(request).expectStatus(status(), request);
        Request deleted = Request.get(request.target());
        connection.send(deleted).expectStatus(404, deleted);
        JsonNode left = members(connection);
        Expectation.that(
                left.size() == 1
                        && staying.endsWith("/" + left.get(0).path("value").asText()),
                "the group does not have the other member alone: " + left);
        Request cleaning = Request.delete(staying);
        connection.send(cleaning).expectStatus(status(), cleaning);
    }

    private JsonNode members(Connection connection) throws IOException {
        return Expectation.json(connection.send(Request.get("/Groups/" + groupId)))
                .path("members");
    }
}
