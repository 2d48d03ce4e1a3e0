package dev.scimlet.benchmarks.load;

/**
 * Which users a workload aims at. What is read and compared in full is the first half of the users, PUT changes the third
 * quarter and PATCH the last, so that no workload sees what another did.
 */
record Targets(int from, int count) {

    /** A step that visits all users of any of the sizes in use before it visits one again: a prime. */
    private static final long STEP = 7_919;

    static Targets read(Directory directory) {
        return new Targets(0, directory.userIds().size() / 2);
    }

    static Targets replaced(Directory directory) {
        return new Targets(directory.userIds().size() / 2, directory.userIds().size() / 4);
    }

    static Targets patched(Directory directory) {
        return new Targets(
                directory.userIds().size() / 4 * 3, directory.userIds().size() / 4);
    }

    /** The number of the user that the request with this number is about. */
    int user(long request) {
        return from + (int) (request * STEP % count);
    }

    /** How often each user has been visited before the request with this number. */
    long lap(long request) {
        return request / count;
    }
}
