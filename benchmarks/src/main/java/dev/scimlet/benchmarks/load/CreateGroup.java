package dev.scimlet.benchmarks.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** POST of a group with all its members in one request. */
final class CreateGroup implements Workload {

    private static final String GROUPS = "/Groups";

    private final People people = new People();
    private final Queue<String> created = new ConcurrentLinkedQueue<>();
    private final int members;
    private final String membersJson;

    CreateGroup(int members) {
        this.members = members;
        this.membersJson = people.members(0, members).toString();
    }

    @Override
    public String kind() {
        return "create a group in one request";
    }

    @Override
    public int size() {
        return members;
    }

    @Override
    public double goal() {
        return 1.4;
    }

    @Override
    public Request request(long number) {
        ObjectNode group = people.group("Created " + number);
        group.putRawValue("members", new RawValue(membersJson));
        return new Request("POST", GROUPS + "?excludedAttributes=members", group.toString());
    }

    @Override
    public int status() {
        return 201;
    }

    @Override
    public int mostAtOnce() {
        return 10;
    }

    @Override
    public void answered(long number, Answer answer) {
        created.add(answer.location());
    }

    @Override
    public List<Request> restoring() {
        var requests = new ArrayList<Request>();
        for (String location = created.poll(); location != null; location = created.poll()) {
            requests.add(Request.delete(location.substring(location.lastIndexOf(GROUPS))));
        }
        return requests;
    }

    @Override
    public void check(Connection connection) throws IOException {
        Request request = request(Integer.MAX_VALUE);
        Answer answer = connection.send(request);
        answer.expectStatus(status(), request);
        JsonNode answered = Expectation.json(answer);
        String target = GROUPS + "/" + answered.path("id").asText();
        Expectation.meta("Group", target, answered.path("meta"));
        JsonNode stored = Expectation.json(connection.send(Request.get(target)));
        Expectation.that(
                stored.path("members").size() == members, stored.path("members").size() + " members");
        Request deleting = Request.delete(target);
        connection.send(deleting).expectStatus(204, deleting);
    }
}
