package dev.scimlet.benchmarks.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** PATCH that adds a user to one of many small teams, each time to another that she is not in, answered without members. */
final class AddUserToTeam implements Workload {

    private final Directory directory;
    private final Queue<Long> added = new ConcurrentLinkedQueue<>();

    AddUserToTeam(Directory directory) {
        this.directory = directory;
    }

    @Override
    public String kind() {
        return "add a user to a team, members excluded";
    }

    @Override
    public int size() {
        return directory.groups().size();
    }

    @Override
    public double goal() {
        return 1.3;
    }

    /** Teams hold users in their order: half of them further on there is none of a team's own. */
    @Override
    public Request request(long number) {
        return patch("add", number);
    }

    private Request patch(String operation, long number) {
        return MemberPatch.of(operation, team(number), members(number), true);
    }

    private String team(long number) {
        return directory
                .groups()
                .get((int) (number % directory.groups().size()))
                .id();
    }

    private String user(long number) {
        int users = directory.userIds().size();
        int own = (int) (number % directory.groups().size())
                * users
                / directory.groups().size();
        return directory.userIds().get((own + users / 2) % users);
    }

    private ArrayNode members(long number) {
        ArrayNode members = JsonNodeFactory.instance.arrayNode();
        members.addObject().put("value", user(number));
        return members;
    }

    @Override
    public int status() {
        return 200;
    }

    @Override
    public int mostAtOnce() {
        return directory.groups().size();
    }

    @Override
    public void answered(long number, Answer answer) {
        added.add(number);
    }

    @Override
    public List<Request> restoring() {
        var requests = new ArrayList<Request>();
        for (Long number = added.poll(); number != null; number = added.poll()) {
            requests.add(patch("remove", number));
        }
        return requests;
    }

    @Override
    public void check(Connection connection) throws IOException {
        Expectation.that(!isMember(connection), "a member before she was added");
        Request request = request(0);
        Answer answer = connection.send(request);
        answer.expectStatus(status(), request);
        Expectation.meta("Group", "/Groups/" + team(0), Expectation.json(answer).path("meta"));
        Expectation.that(isMember(connection), "no member after she was added");
        Request removing = patch("remove", 0);
        connection.send(removing).expectStatus(200, removing);
        Expectation.that(!isMember(connection), "a member after she was removed");
    }

    private boolean isMember(Connection connection) throws IOException {
        JsonNode team = Expectation.json(connection.send(Request.get("/Groups/" + team(0))));
        for (JsonNode member : team.path("members")) {
            if (member.path("value").asText().equals(user(0))) {
                return true;
            }
        }
        return false;
    }
}
