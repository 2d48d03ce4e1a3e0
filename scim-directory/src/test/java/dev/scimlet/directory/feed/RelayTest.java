package dev.scimlet.directory.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When the relay works. */
final class RelayTest {

    private static final int SHARD = 3;

    private final AtomicInteger steps = new AtomicInteger();
    private final Semaphore stepped = new Semaphore(0);
    private final Relay relay = new Relay(counting(), "node", Duration.ofHours(1), Duration.ofHours(1), tenants -> {});

    private FeedStore counting() {
        return (FeedStore) Proxy.newProxyInstance(
                RelayTest.class.getClassLoader(),
                new Class<?>[] {FeedStore.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "leaseShards" -> Set.of(SHARD);
                    case "shardsToNumber" -> Set.of();
                    case "number" -> {
                        steps.incrementAndGet();
                        stepped.release();
                        yield Optional.of(new FeedStore.Numbered(Set.of(), false));
                    }
                    case "releaseShards" -> null;
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    @AfterEach
    void stop() {
        relay.stop();
    }

    @Test
    void numbersWhatIsCommittedWithoutWaitingForItsTurnToLook() throws InterruptedException {
        relay.start();

        relay.wake(SHARD);
        assertThat(stepped.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
        relay.wake(SHARD);

        assertThat(stepped.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void takesManyCommitsInFewSteps() throws InterruptedException {
        relay.start();
        long begin = System.nanoTime();

        for (int commit = 0; commit < 200; commit++) {
            relay.wake(SHARD);
            TimeUnit.MICROSECONDS.sleep(200);
        }
        relay.stop();

        long rests = (System.nanoTime() - begin) / Relay.REST.toNanos();
        assertThat(steps.get()).isPositive().isLessThanOrEqualTo((int) rests + 1);
    }
}
