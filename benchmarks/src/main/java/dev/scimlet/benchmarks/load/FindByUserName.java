package dev.scimlet.benchmarks.load;

import java.io.IOException;
import java.util.List;

/** The look-up before every create and update of an identity provider: one user by {@code userName}. */
final class FindByUserName implements Workload {

    private final People people = new People();
    private final Directory directory;
    private final Targets targets;

    FindByUserName(Directory directory) {
        this.directory = directory;
        this.targets = Targets.read(directory);
    }

    @Override
    public String kind() {
        return "userName eq, indexed";
    }

    @Override
    public int size() {
        return directory.userIds().size();
    }

    @Override
    public double goal() {
        return 1.3;
    }

    @Override
    public Request request(long number) {
        String userName = people.user(targets.user(number)).get("userName").textValue();
        return Search.users("userName eq \"" + userName + "\"", 100);
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
        ListExpectation.check(directory, 1, 1, List.of(targets.user(1)), Expectation.json(answer));
    }
}
