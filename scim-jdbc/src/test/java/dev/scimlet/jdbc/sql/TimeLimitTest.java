package dev.scimlet.jdbc.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class TimeLimitTest {

    private static final Duration SHORT = Duration.ofMillis(100);

    private final AtomicInteger cancelled = new AtomicInteger();
    private final CountDownLatch answered = new CountDownLatch(1);
    private volatile int lostCancels;

    /** Knows to be cancelled, and nothing else. */
    private final PreparedStatement statement = (PreparedStatement) Proxy.newProxyInstance(
            TimeLimitTest.class.getClassLoader(),
            new Class<?>[] {PreparedStatement.class},
            (proxy, method, arguments) -> {
                assertThat(method.getName()).isEqualTo("cancel");
                if (cancelled.incrementAndGet() <= lostCancels) {
                    throw new SQLException("made to be lost", "08006");
                }
                answered.countDown();
                return null;
            });

    private boolean runsUntilCancelled(PreparedStatement of) throws SQLException {
        try {
            return answered.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            throw new SQLException(interrupted);
        }
    }

    @Test
    void cancelsWhatTakesTooLong() throws SQLException {
        long begun = System.nanoTime();

        assertThat(new TimeLimit(SHORT).<Boolean>hold(statement, this::runsUntilCancelled))
                .isTrue();

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(SHORT);
    }

    @Test
    void cancelsAgainWhatWasNotHeard() throws SQLException {
        lostCancels = 2;

        assertThat(new TimeLimit(SHORT).<Boolean>hold(statement, this::runsUntilCancelled))
                .isTrue();

        assertThat(cancelled.get()).isGreaterThanOrEqualTo(3);
    }

    @Test
    void leavesAloneWhatHasEnded() throws Exception {
        TimeLimit limit = new TimeLimit(SHORT);
        for (int i = 0; i < 5; i++) {
            assertThat(limit.<String>hold(statement, of -> "done")).isEqualTo("done");
            assertThatThrownBy(() -> limit.hold(statement, of -> {
                        throw new SQLException("failed");
                    }))
                    .hasMessage("failed");
        }
        Thread.sleep(3 * SHORT.toMillis());

        assertThat(cancelled.get()).isZero();
    }

    /** Each execution has its own time, so that a list of many batches has as long as they all need. */
    @Test
    void givesEachExecutionItsTime() throws Exception {
        TimeLimit limit = new TimeLimit(Duration.ofSeconds(2));
        for (int i = 0; i < 6; i++) {
            limit.<Boolean>hold(statement, of -> {
                try {
                    Thread.sleep(500);
                } catch (InterruptedException interrupted) {
                    throw new SQLException(interrupted);
                }
                return true;
            });
        }

        assertThat(cancelled.get()).isZero();
    }

    @Test
    void endsItsThreadWhereNothingRunsAndStartsAnother() throws Exception {
        TimeLimit limit = new TimeLimit(SHORT, SHORT);
        for (int i = 0; i < 3; i++) {
            limit.<Boolean>hold(statement, of -> limit.isWatching());
            assertThat(limit.isWatching()).isTrue();
            while (limit.isWatching()) {
                Thread.sleep(5);
            }
        }

        assertThat(limit.<Boolean>hold(statement, this::runsUntilCancelled)).isTrue();
    }

    @Test
    void watchesManyAtOnce() throws Exception {
        TimeLimit limit = new TimeLimit(SHORT, Duration.ofMillis(1));
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (int round = 0; round < 20; round++) {
                CountDownLatch all = new CountDownLatch(4);
                PreparedStatement counting = (PreparedStatement) Proxy.newProxyInstance(
                        TimeLimitTest.class.getClassLoader(),
                        new Class<?>[] {PreparedStatement.class},
                        (proxy, method, arguments) -> {
                            all.countDown();
                            return null;
                        });
                Future<?>[] running = new Future<?>[4];
                for (int i = 0; i < running.length; i++) {
                    running[i] = threads.submit(() -> limit.<Boolean>hold(counting, of -> {
                        try {
                            return all.await(20, TimeUnit.SECONDS);
                        } catch (InterruptedException interrupted) {
                            throw new SQLException(interrupted);
                        }
                    }));
                }
                for (Future<?> each : running) {
                    assertThat(each.get()).isEqualTo(true);
                }
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
