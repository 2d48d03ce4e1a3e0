package dev.scimlet.benchmarks.dearest;

/** What a request cost: processor time of the server and of the database behind it, in nanoseconds. */
record Bill(double server, double database) {

    private static final double NANOS_PER_MILLI = 1e6;

    double millis() {
        return (server + database) / NANOS_PER_MILLI;
    }

    double serverMillis() {
        return server / NANOS_PER_MILLI;
    }

    double databaseMillis() {
        return database / NANOS_PER_MILLI;
    }

    Bill dividedBy(int requests) {
        return new Bill(server / requests, database / requests);
    }
}
