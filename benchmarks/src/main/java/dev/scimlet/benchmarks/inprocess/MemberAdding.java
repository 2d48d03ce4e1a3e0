package dev.scimlet.benchmarks.inprocess;

import dev.scimlet.benchmarks.load.People;
import dev.scimlet.core.patch.PatchRequest;
import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.Resource;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One member more in a group, in memory. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class MemberAdding {

    @Param({"10", "1000", "10000", "100000"})
    public int members;

    private @Nullable Resource group;
    private PatchRequest patch = Samples.GROUP_READER.readPatch(("{\"schemas\":"
                    + "[\"urn:ietf:params:scim:api:messages:2.0:PatchOp\"],\"Operations\":"
                    + "[{\"op\":\"Add\",\"path\":\"members\",\"value\":[{\"value\":\""
                    + People.memberId(10_000_000) + "\"}]}]}")
            .getBytes(StandardCharsets.UTF_8));

    @Setup
    public void fillGroup() {
        group = Samples.group(members);
    }

    @Benchmark
    public Attributes add() {
        return patch.applyTo(Objects.requireNonNull(group));
    }
}
