package dev.scimlet.benchmarks.floor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.benchmarks.load.Answer;
import dev.scimlet.benchmarks.load.Connection;
import dev.scimlet.benchmarks.load.Directory;
import dev.scimlet.benchmarks.load.Request;
import dev.scimlet.benchmarks.load.Seeder;
import dev.scimlet.benchmarks.load.Workload;
import dev.scimlet.benchmarks.load.Workloads;
import java.io.IOException;
import java.util.List;
import org.eclipse.jetty.server.Server;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The floor answers the whole load as a service provider would; and each workload leaves it as it was. */
class FloorServerTest {

    private static final int USERS = 400;
    private static final List<Integer> GROUPS = List.of(30, 30, 60);

    private Server server;
    private Connection connection;
    private Directory directory;

    @BeforeEach
    void startAndSeed() throws Exception {
        server = FloorServer.start(0);
        connection = Connection.open(server.getURI().getPort(), FloorServer.BASE_PATH, "any");
        directory = new Seeder(connection).fill(USERS, GROUPS);
    }

    @AfterEach
    void stop() throws Exception {
        connection.close();
        server.stop();
    }

    @Test
    void answersEachWorkloadRightAgainAndAgain() throws IOException {
        List<Workload> workloads = Workloads.growing(directory);
        for (int pass = 0; pass < 2; pass++) {
            for (Workload workload : workloads) {
                workload.check(connection);
            }
        }
    }

    @Test
    void holdsAsMuchAsBeforeWhenAWorkloadHasRestored() throws IOException {
        String before = sizes();
        for (Workload workload : Workloads.growing(directory)) {
            for (int number = 0; number < 4; number++) {
                Request request = workload.request(number);
                Answer answer = connection.send(request);
                answer.expectStatus(workload.status(), request);
                workload.answered(number, answer);
            }
            for (Request restoring : workload.restoring()) {
                assertThat(connection.send(restoring).status()).isIn(200, 204);
            }
        }

        assertThat(sizes()).isEqualTo(before);
    }

    private String sizes() throws IOException {
        var sizes = new StringBuilder();
        String total = connection
                .send(new Request("GET", "/Users?count=1", ""))
                .text()
                .replaceAll(".*(\"totalResults\":\\d+).*", "$1");
        sizes.append(total);
        for (Directory.SeededGroup group : directory.groups()) {
            String text = connection
                    .send(new Request("GET", "/Groups/" + group.id(), ""))
                    .text();
            sizes.append(' ').append(text.split("\"value\"", -1).length - 1);
        }
        return sizes.toString();
    }
}
