package dev.scimlet.spring;

import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.MDC;

/** The name of the request that the thread answers: the trace's id where there is tracing, so that logs, traces and answers agree. */
final class RequestNames {

    /** Where the lines of the log find it. */
    static final String KEY = "scimRequest";

    /** Where Micrometer Tracing puts the id of the trace. */
    private static final String TRACE = "traceId";

    private RequestNames() {}

    /** The name, or empty if the request is to be named at random. */
    static String current() {
        String name = MDC.get(KEY);
        return name == null ? "" : name;
    }

    /** The name that a request that begins now is given. */
    static String next() {
        String trace = MDC.get(TRACE);
        return trace == null || trace.isEmpty()
                ? Long.toHexString(ThreadLocalRandom.current().nextLong() | 1L << 63)
                : trace;
    }
}
