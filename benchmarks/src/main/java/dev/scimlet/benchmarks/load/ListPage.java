package dev.scimlet.benchmarks.load;

import java.io.IOException;
import java.util.stream.IntStream;

/** One page of all users after the other. */
final class ListPage implements Workload {

    private static final int COUNT = 100;

    private final Directory directory;
    private final int pages;

    ListPage(Directory directory) {
        this.directory = directory;
        this.pages = directory.userIds().size() / COUNT;
    }

    @Override
    public String kind() {
        return "list a page of " + COUNT;
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
        return Request.get("/Users?startIndex=" + startIndex(number) + "&count=" + COUNT);
    }

    private int startIndex(long number) {
        return (int) (number % pages) * COUNT + 1;
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
        ListExpectation.check(
                directory,
                directory.userIds().size(),
                startIndex(1),
                IntStream.range(COUNT, 2 * COUNT).boxed().toList(),
                Expectation.json(answer));
    }
}
