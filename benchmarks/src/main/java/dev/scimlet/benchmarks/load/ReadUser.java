package dev.scimlet.benchmarks.load;

import java.io.IOException;

/** GET of a user. */
final class ReadUser implements Workload {

    private final People people = new People();
    private final Directory directory;
    private final Targets targets;

    ReadUser(Directory directory) {
        this.directory = directory;
        this.targets = Targets.read(directory);
    }

    @Override
    public String kind() {
        return "GET a user";
    }

    @Override
    public int size() {
        return directory.userIds().size();
    }

    @Override
    public double goal() {
        return 1.2;
    }

    @Override
    public Request request(long number) {
        return Request.get("/Users/" + directory.userIds().get(targets.user(number)));
    }

    @Override
    public int status() {
        return 200;
    }

    @Override
    public void check(Connection connection) throws IOException {
        Request request = request(1);
        Answer answer = connection.send(request);
        answer.expectStatus(status(), request);
        int user = targets.user(1);
        Expectation.user(people.user(user), directory.userIds().get(user), Expectation.json(answer));
    }
}
