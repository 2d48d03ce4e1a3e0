package dev.scimlet.benchmarks.inprocess;

import dev.scimlet.core.resource.BoundFilter;
import dev.scimlet.core.resource.Resource;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Whether a user meets a filter that was bound before. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class FilterDeciding {

    private static final int USERS = 64;

    private final Resource[] users =
            IntStream.range(0, USERS).mapToObj(Samples::user).toArray(Resource[]::new);
    private final BoundFilter simple =
            filter("displayName eq \"" + users[USERS / 2].string("displayName").orElseThrow() + "\"");
    private final BoundFilter complex = filter("emails[type eq \"work\" and value co \"@example.com\"]"
            + " and (meta.lastModified ge \"2100-01-01T00:00:00Z\" or active eq true)");

    private static BoundFilter filter(String text) {
        return Samples.USER_READER.binder().filter(text);
    }

    @Benchmark
    @OperationsPerInvocation(USERS)
    public int simple() {
        return matches(simple);
    }

    @Benchmark
    @OperationsPerInvocation(USERS)
    public int complex() {
        return matches(complex);
    }

    private int matches(BoundFilter filter) {
        int matches = 0;
        for (Resource user : users) {
            matches += filter.matches(user) ? 1 : 0;
        }
        return matches;
    }
}
