package dev.scimlet.benchmarks.load;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/** PUT of a user: from one visit to the next, the title and a phone number change and change back. */
final class ReplaceUser implements Workload {

    private final People people = new People();
    private final Directory directory;
    private final Targets targets;

    ReplaceUser(Directory directory) {
        this.directory = directory;
        this.targets = Targets.replaced(directory);
    }

    @Override
    public String kind() {
        return "PUT a user";
    }

    @Override
    public int size() {
        return directory.userIds().size();
    }

    @Override
    public double goal() {
        return 1.4;
    }

    @Override
    public Request request(long number) {
        return put(targets.user(number), body(number));
    }

    private Request put(int user, ObjectNode body) {
        return new Request("PUT", "/Users/" + directory.userIds().get(user), body.toString());
    }

    private ObjectNode body(long number) {
        ObjectNode user = people.user(targets.user(number));
        if (targets.lap(number) % 2 == 0) {
            user.put("title", "Acting " + user.get("title").textValue());
            ((ObjectNode) user.get("phoneNumbers").get(0)).put("value", "+1-555-555-8377");
        }
        return user;
    }

    @Override
    public int status() {
        return 200;
    }

    @Override
    public void check(Connection connection) throws IOException {
        int user = targets.user(0);
        ObjectNode changed = body(0).put("nickName", "Checked");
        Request request = put(user, changed);
        Answer answer = connection.send(request);
        answer.expectStatus(status(), request);
        String id = directory.userIds().get(user);
        Expectation.user(changed, id, Expectation.json(answer));
        Answer stored = connection.send(Request.get("/Users/" + id));
        Expectation.user(changed, id, Expectation.json(stored));
    }
}
