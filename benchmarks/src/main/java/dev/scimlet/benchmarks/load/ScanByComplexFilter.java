package dev.scimlet.benchmarks.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A filter that no index answers, with many matches of which the first hundred are returned.
 *
 * <p>Nobody was modified as late as it asks for, so each candidate that passes the first condition has the time compared and
 * {@code active} looked at.
 */
final class ScanByComplexFilter implements Workload {

    private static final int COUNT = 100;
    private static final String FILTER = "emails[type eq \"work\" and value co \"@example.com\"]"
            + " and (meta.lastModified ge \"2100-01-01T00:00:00Z\" or active eq true)";

    private final Directory directory;

    ScanByComplexFilter(Directory directory) {
        this.directory = directory;
    }

    @Override
    public String kind() {
        return "complex filter, scan, " + COUNT + " returned";
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
        return Search.users(FILTER, COUNT);
    }

    @Override
    public int status() {
        return 200;
    }

    @Override
    public void check(Connection connection) throws IOException {
        Request request = request(0);
        Answer answer = connection.send(request);
        answer.expectStatus(status(), request);
        var people = new People();
        List<Integer> matches = IntStream.range(0, directory.userIds().size())
                .filter(number -> matches(people.user(number)))
                .boxed()
                .toList();
        ListExpectation.check(
                directory,
                matches.size(),
                1,
                matches.subList(0, Math.min(COUNT, matches.size())),
                Expectation.json(answer));
    }

    private static boolean matches(ObjectNode user) {
        JsonNode work = user.get("emails").get(0);
        return user.get("active").booleanValue()
                && work.get("value").textValue().contains("@example.com");
    }
}
