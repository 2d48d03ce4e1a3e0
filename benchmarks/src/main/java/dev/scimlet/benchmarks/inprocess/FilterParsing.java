package dev.scimlet.benchmarks.inprocess;

import dev.scimlet.filter.Filter;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** From the text of a filter to its tree. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class FilterParsing {

    private String one = "userName eq \"bjensen\"";
    private String ten = IntStream.range(0, 10)
            .mapToObj(number -> "userName eq \"bjensen" + number + "\"")
            .collect(Collectors.joining(" or "));

    @Benchmark
    public Filter oneClause() {
        return Filter.parse(one);
    }

    @Benchmark
    public Filter tenClauses() {
        return Filter.parse(ten);
    }
}
