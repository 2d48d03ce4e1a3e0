package dev.scimlet.directory.feed;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Requests that wait for events of a tenant. Their number is bounded, since each holds a thread. */
final class Readers {

    private static final int MOST = 50;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition woken = lock.newCondition();
    private final Map<String, Long> news = new HashMap<>();
    private long all;
    private int waiting;

    /** What has been told of a tenant until now: who reads it before looking, and then waits for more, misses nothing. */
    long heard(String tenant) {
        lock.lock();
        try {
            return news.getOrDefault(tenant, 0L) + all;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for more than was heard, for a time at most. @return whether there was room to wait */
    boolean await(String tenant, long heard, long nanos) {
        lock.lock();
        try {
            if (waiting >= MOST) {
                return false;
            }
            waiting++;
            try {
                long left = nanos;
                while (news.getOrDefault(tenant, 0L) + all == heard && left > 0) {
                    left = woken.awaitNanos(left);
                }
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            } finally {
                waiting--;
                if (waiting == 0) {
                    news.clear();
                    all++;
                }
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    void wake(Set<String> tenants) {
        lock.lock();
        try {
            tenants.forEach(tenant -> news.merge(tenant, 1L, Long::sum));
            woken.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void wakeAll() {
        lock.lock();
        try {
            all++;
            woken.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
