package dev.scimlet.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scimlet.core.ScimException;
import dev.scimlet.protocol.access.RequestLimiter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One pool of four connections for all directories. */
final class PlacesTest {

    private final TestClock clock = new TestClock();
    private final Places places = new Places(4, clock::nanoTime, Duration.ofMinutes(5));
    private final ExecutorService requests = Executors.newCachedThreadPool();
    private final BlockingQueue<String> admitted = new LinkedBlockingQueue<>();
    private final List<RequestLimiter.Admission> held = new ArrayList<>();

    @AfterEach
    void end() {
        requests.shutdownNow();
    }

    /** One request of 500 ms, by the clock of the test. */
    private void slow(String directory) {
        RequestLimiter.Admission admission = places.enter(directory);
        clock.pass(Duration.ofMillis(500));
        admission.close();
    }

    /** Sends a request that waits for its place, and keeps it. */
    private void sendWaiting(String directory) {
        int before = places.waiting();
        requests.submit(() -> {
            RequestLimiter.Admission admission = places.enter(directory);
            synchronized (held) {
                held.add(admission);
            }
            admitted.add(directory);
        });
        for (int i = 0; i < 6_000 && places.waiting() == before; i++) {
            pause();
        }
        assertThat(places.waiting()).as(directory + " waits").isEqualTo(before + 1);
    }

    private static void pause() {
        try {
            Thread.sleep(5);
        } catch (InterruptedException ended) {
            throw new IllegalStateException(ended);
        }
    }

    private void closeOne() {
        synchronized (held) {
            held.remove(0).close();
        }
    }

    @Test
    void keepsAPlaceForWhoIsIdle() throws Exception {
        for (int directory = 0; directory < 10; directory++) {
            slow("slow" + directory);
        }
        for (int directory = 0; directory < 3; directory++) {
            held.add(places.enter("slow" + directory));
        }
        for (int directory = 3; directory < 10; directory++) {
            sendWaiting("slow" + directory);
        }

        for (int request = 0; request < 50; request++) {
            // Would never come back if it had to wait: nobody leaves meanwhile
            places.enter("idle").close();
            clock.pass(Duration.ofMillis(1));
        }
        assertThat(places.waiting()).isEqualTo(7);

        for (int directory = 3; directory < 10; directory++) {
            closeOne();
            assertThat(admitted.poll(20, TimeUnit.SECONDS)).isEqualTo("slow" + directory);
        }
    }

    @Test
    void servesDirectoriesInTurnHoweverMuchOneHasWaiting() throws Exception {
        for (String directory : List.of("greedy", "other", "third")) {
            slow(directory);
        }
        for (int request = 0; request < 3; request++) {
            held.add(places.enter("greedy"));
        }
        for (int request = 0; request < 4; request++) {
            sendWaiting("greedy");
        }
        sendWaiting("other");
        sendWaiting("third");

        List<String> order = new ArrayList<>();
        for (int request = 0; request < 6; request++) {
            closeOne();
            order.add(admitted.poll(20, TimeUnit.SECONDS));
        }

        assertThat(order).containsExactly("greedy", "other", "third", "greedy", "greedy", "greedy");
    }

    @Test
    void countsADirectoryAsIdleAgainAfterAWhile() {
        slow("once");
        for (int directory = 0; directory < 3; directory++) {
            held.add(places.enter("idle" + directory));
        }
        clock.pass(Duration.ofMinutes(1));

        places.enter("once").close();
        assertThat(places.waiting()).isZero();
    }

    @Test
    void tellsWhoWaitsTooLongToTryAgain() {
        Places impatient = new Places(2, clock::nanoTime, Duration.ofMillis(1));
        RequestLimiter.Admission first = impatient.enter("a");
        impatient.enter("b");

        assertThatThrownBy(() -> impatient.enter("a")).isInstanceOfSatisfying(ScimException.class, refused -> {
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.retryAfter()).contains(Duration.ofSeconds(1));
        });
        assertThat(impatient.waiting()).isZero();
        first.close();
        impatient.enter("c").close();
    }

    @Test
    void servesWithASinglePlace() {
        Places single = new Places(1, clock::nanoTime, Duration.ofMillis(1));

        for (int request = 0; request < 3; request++) {
            RequestLimiter.Admission admission = single.enter("a");
            clock.pass(Duration.ofSeconds(1));
            admission.close();
        }
        assertThat(single.waiting()).isZero();
    }
}
