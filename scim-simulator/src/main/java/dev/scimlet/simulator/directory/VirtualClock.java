package dev.scimlet.simulator.directory;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that stands still until it is told to go on, so that 30 days pass in no time. */
public final class VirtualClock extends Clock {

    private Instant now;

    public VirtualClock(Instant start) {
        this.now = start;
    }

    @Override
    public synchronized Instant instant() {
        return now;
    }

    /** Lets {@code time} pass. */
    public void advance(Duration time) {
        advanceTo(instant().plus(time));
    }

    /** Goes on to {@code instant}, or stays if that has passed. */
    public synchronized void advanceTo(Instant instant) {
        if (instant.isAfter(now)) {
            now = instant;
        }
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    /** Zones make no difference to an instant. */
    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
