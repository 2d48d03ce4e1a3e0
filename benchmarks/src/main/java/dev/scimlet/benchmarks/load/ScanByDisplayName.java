package dev.scimlet.benchmarks.load;

import java.io.IOException;
import java.util.List;

/** A filter that no index answers, with one match. */
final class ScanByDisplayName implements Workload {

    private final People people = new People();
    private final Directory directory;
    private final Targets targets;

    ScanByDisplayName(Directory directory) {
        this.directory = directory;
        this.targets = Targets.read(directory);
    }

    @Override
    public String kind() {
        return "displayName eq, scan";
    }

    @Override
    public int size() {
        return directory.userIds().size();
    }

    @Override
    public double goal() {
        return 1.0;
    }

    @Override
    public Request request(long number) {
        String displayName =
                people.user(targets.user(number)).get("displayName").textValue();
        return Search.users("displayName eq \"" + displayName + "\"", 100);
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
