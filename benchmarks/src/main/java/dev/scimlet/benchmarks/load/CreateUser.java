package dev.scimlet.benchmarks.load;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;

/** POST of a user. */
final class CreateUser implements Workload {

    private static final int FIRST = 100_000_000;

    private final NewUsers newUsers = new NewUsers(FIRST);
    private final int users;

    CreateUser(Directory directory) {
        this.users = directory.userIds().size();
    }

    @Override
    public String kind() {
        return "create a user";
    }

    @Override
    public int size() {
        return users;
    }

    @Override
    public double goal() {
        return 1.4;
    }

    @Override
    public Request request(long number) {
        return post(newUsers.user(number));
    }

    private static Request post(ObjectNode user) {
        return new Request("POST", "/Users", user.toString());
    }

    @Override
    public int status() {
        return 201;
    }

    @Override
    public int mostAtOnce() {
        return Math.max(2, users / 10);
    }

    @Override
    public void answered(long number, Answer answer) {
        newUsers.created(answer.location());
    }

    @Override
    public List<Request> restoring() {
        return newUsers.deleting();
    }

    @Override
    public void check(Connection connection) throws IOException {
        ObjectNode user = newUsers.user(FIRST);
        Request request = post(user);
        Answer answer = connection.send(request);
        answer.expectStatus(status(), request);
        String id = newUsers.created(answer.location());
        Expectation.user(user, id, Expectation.json(answer));
        Answer stored = connection.send(Request.get("/Users/" + id));
        Expectation.user(user, id, Expectation.json(stored));
        for (Request deleting : restoring()) {
            connection.send(deleting).expectStatus(204, deleting);
        }
    }
}
