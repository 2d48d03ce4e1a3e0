package dev.scimlet.benchmarks.load;

import java.io.IOException;
import java.util.List;

/** One kind of work, on one subject's {@link Directory}. */
public interface Workload {

    String kind();

    /** How many users, or members, there are: what the cost might grow with. */
    int size();

    default String name() {
        return kind() + " (" + size() + ")";
    }

    /** What the subject may cost at most, as a multiple of the floor. */
    double goal();

    /** Sees to it, outside of a measurement, that what the requests with the next numbers are about is there. */
    default void prepare(Connection connection, long first, int count) throws IOException {}

    /** The request with this number, from 0. Called by several threads. */
    Request request(long number);

    /** The status that each of the requests is answered with. */
    int status();

    /** How many requests may come between two restorations without making the subject another size than it says. */
    default int mostAtOnce() {
        return Integer.MAX_VALUE;
    }

    /** Sees each answer, in the thread that got it, after its time was taken. */
    default void answered(long number, Answer answer) {}

    /** What takes back all that was created since the last call, so that the subject holds as much as before. */
    default List<Request> restoring() {
        return List.of();
    }

    /**
     * Sends one request and checks the answer, and what was stored, in full.
     *
     * @throws WrongAnswerException if anything in it is not as it must be
     */
    void check(Connection connection) throws IOException;
}
